"""A short run of the crash harness, and what its verdict notices. ``make crash`` is the long one."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_admin.domain.ports import AnswerFate
from desktop_admin.storage import Database
from endurance.crash import Report, Run, Waits, look_alike
from endurance.organisers import Planned
from endurance.verdict import wrong
from endurance.victim import POINTS
from exchange_lookalike.quirks import QUIRKS
from tests.unit.storage.samples import ALIAS, ANSWER, ENTRY, NOON, SERIES

ONE_ANSWERS_WAY = ("decided, journal unwritten", "marked, request not sent", "Exchange has answered, not marked")
"""In the order in which one invitation passes them, each in a life of its own: a single one is enough for all."""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
@pytest.mark.timeout(300)  # eight starts of the service, which a busy machine needs long for
@pytest.mark.parametrize(("quirks", "kills"), [((), 5), (tuple(QUIRKS), 3)], ids=["as Exchange", "every quirk"])
def test_killed_again_and_again_nothing_is_lost_or_doubled(tmp_path, quirks, kills):
    with look_alike(4, 8, quirks) as exchange:
        report = Run(exchange, tmp_path, steps=12, kills=kills, seed=8, first=ONE_ANSWERS_WAY).go()
    assert report.wrong == {kind: [] for kind in report.wrong}
    assert [point for point in ONE_ANSWERS_WAY if not report.kills[point]] == []
    assert sum(report.kills.values()) >= kills
    assert report.responses >= 1


async def stored(file, *, twice: bool = False):
    """An accepted single meeting with its alias and an answer that is done."""
    database = Database(file)
    await database.open()
    async with database.begin() as work:
        await work.integrations.add("head", {"name": "Head office"}, NOON)
        await work.aliases.add(replace(ALIAS, used=NOON, meeting_uid="uid-1"))
        await work.conferences.save(replace(SERIES, recurrence=None, overrides=(), orphan=False), NOON)
        entry = await work.journal.put(replace(ENTRY, subject=SERIES.subject))
        answer = await work.outbox.add(replace(ANSWER, journal_id=entry.id))
        await work.outbox.mark_done(answer.id, AnswerFate.SENT, NOON)
    await database.close()


def test_a_long_run_in_which_a_point_was_never_reached_does_not_hold():
    report = Report(kills=Counter(dict.fromkeys(POINTS, 5)))
    assert report.holds
    point = report.kills.popitem()[0]
    report.kills["a random instant"] += 5
    assert report.points_never_reached == [point]
    assert not report.holds
    assert report.as_json()["points_reached"] == f"{len(POINTS) - 1} of {len(POINTS)}"
    assert Report(kills=Counter({"a random instant": 5})).holds


@pytest.mark.parametrize(("missed", "holds"), [(0, True), (2, True), (3, False)])
def test_a_run_of_one_kill_a_point_may_miss_two(missed, holds):
    reached = list(POINTS)[missed:]
    report = Report(kills=Counter(dict.fromkeys(reached, 1)) + Counter({"a random instant": missed}))
    assert report.may_miss == 2
    assert report.holds is holds


def test_waits_grow_with_the_time_that_the_service_takes_to_start():
    quick, slow = Waits(1.0), Waits(20.0)
    assert (quick.for_a_point, quick.for_a_first_point, quick.longest_life) == (6.0, 60.0, 3.0)
    assert slow.for_a_point > 2 * 20
    assert slow.for_quiet > quick.for_quiet
    assert slow.longest_life > 20


MEETING = Planned(SERIES.subject, ALIAS.alias, 0, "item", NOON)
ANOTHER = replace(MEETING, subject="Another", alias="x")
YES = {SERIES.subject: ["IPM.Schedule.Meeting.Resp.Pos"]}


@pytest.mark.parametrize(
    ("meetings", "answers", "noticed"),
    [
        ([MEETING], YES, set()),
        ([MEETING], {}, {"answers lost", "answers doubled"}),
        ([MEETING], {SERIES.subject: YES[SERIES.subject] * 2}, {"answers doubled"}),
        ([replace(MEETING, start=NOON + timedelta(hours=1))], YES, {"conferences that differ"}),
        ([replace(MEETING, cancelled=True)], YES, {"conferences that differ", "aliases leaked"}),
        ([], {}, {"conferences that differ", "aliases leaked"}),
        ([MEETING, ANOTHER], YES, {"answers lost", "conferences that differ", "aliases leaked"}),
    ],
)
async def test_the_verdict_notices(tmp_path, meetings, answers, noticed):
    file = tmp_path / "concierge.sqlite3"
    await stored(file)
    assert {kind for kind, found in wrong(meetings, answers, file).items() if found} == noticed
