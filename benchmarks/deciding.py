"""Invitations decided a second, with their storing, beside a hundred thousand and a million stored occurrences."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from benchmarks.calibration import calibration
from benchmarks.report import Row, row
from desktop_admin.domain.meeting import ItemId, Mailbox, MeetingMessage, MessageKind
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.service.alarms import Alarms
from desktop_admin.service.aliases import issue_alias
from desktop_admin.service.bus import Bus
from desktop_admin.service.inbox import Inbox
from desktop_admin.service.story import Story, Teller
from desktop_admin.storage import ConferenceFilter, Database
from desktop_admin.storage.tables import aliases, conferences, held_aliases
from tests.helpers.clock import ManualClock
from tests.helpers.fake_mail import FakeMail

HEAD = "0f" * 16
KEY = "a signing key that is long enough for it"
POLICY = SchedulingPolicy(alias_domain="example.com", alias_suffix_length=9)
EACH = 10
"""Occurrences of a stored conference: a series of ten weeks."""
AT_ONCE = 20_000
DECIDED = 300
_MOMENT = "strftime('%Y-%m-%d %H:%M:%S.000000', start, (week * 7) || ' days'"
_TIMES = f"""
    WITH RECURSIVE weeks(week) AS (SELECT 0 UNION ALL SELECT week + 1 FROM weeks WHERE week + 1 < :weeks)
    INSERT INTO occurrences (conference_id, recurrence_id, start, "end", join_from, join_until, is_exception)
    SELECT id, {_MOMENT}), {_MOMENT}), {_MOMENT}, '+1 hours'), {_MOMENT}, '-30 minutes'), {_MOMENT}, '+2 hours'), 0
    FROM conferences, weeks
"""


def measure(brief: bool) -> list[Row]:
    few, many = (20_000, 200_000) if brief else (100_000, 1_000_000)
    slow, fast = (_measured(number, 60 if brief else DECIDED) for number in (few, many))
    plain = calibration() * 1000
    return [
        row(f"deciding: decisions beside {few:,} occurrences", slow["rate"], "decisions/s"),
        row(f"deciding: decisions beside {many:,} occurrences", fast["rate"], "decisions/s"),
        row(
            "deciding: processor time of one, with its storing",
            slow["own"],
            "ms",
            baseline=plain,
            bound="ratio <= 0.35",
        ),
        row("deciding: cost of one, many against few", fast["cost"], "ms", baseline=slow["cost"], bound="ratio <= 2"),
        row(f"deciding: memory at {many:,} occurrences", fast["memory"], "MB", baseline=slow["memory"]),
        row(f"conferences: first page of {many // EACH:,}", fast["page"], "ms", baseline=plain, bound="ratio <= 100"),
        row(f"conferences: search in {many // EACH:,}", fast["search"], "ms", baseline=plain, bound="ratio <= 100"),
    ]


def _measured(number: int, decided: int) -> dict[str, float]:
    """Filled and measured in a process each, so that the memory is that of deciding alone."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "concierge.sqlite3")
        _in_process("fill", file, number // EACH)
        measured = _in_process("decide", file, decided)
    names = ("cost", "own", "memory", "page", "search")
    found = dict(zip(names, map(float, measured.split()), strict=True))
    return found | {"rate": 1000 / found["cost"]}


def _in_process(act: str, file: str, number: int) -> str:
    command = [sys.executable, "-m", "benchmarks.deciding", act, file, str(number)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


async def _run(file: Path, decided: int) -> tuple[float, ...]:
    database = Database(file)
    await database.open()
    try:
        cost, own = await _decide(database, decided)
        page = await _timed(database, "")
        search = await _timed(database, "meeting 77")
    finally:
        await database.close()
    return cost, own, _memory(), page, search


async def _fill(file: Path, number: int) -> None:
    database = Database(file)
    await database.open()
    clock = ManualClock()
    async with database.begin() as work:
        connection = work._connection
        await work.integrations.add(HEAD, {}, clock.now())
        for first in range(0, number, AT_ONCE):
            numbers = range(first, min(number, first + AT_ONCE))
            rows = [_conference(each, clock.now()) for each in numbers]
            await connection.execute(insert(conferences), rows)
            await connection.execute(insert(aliases), [_alias(each) for each in rows])
            await connection.execute(insert(held_aliases), [_held(each) for each in rows])
        # In SQL: a million rows through Python would take longer than all that is measured.
        await connection.execute(text(_TIMES), {"weeks": EACH})
    await database.close()


def _conference(number: int, now: datetime) -> dict[str, Any]:
    start = now + timedelta(minutes=7 * (number % 50_000))
    name = f"Meeting {number}"
    alias = f"old{number:09}"
    empty = dict.fromkeys(("description", "subject", "location", "theme", "passcode", "chair_passcode"), "")
    return empty | {
        "id": f"conference {number}", "integration_id": HEAD, "meeting_uid": f"uid {number}",
        "alias_id": f"alias {number}", "alias": f"{alias}@example.com", "numeric_alias": alias, "name": name,
        "organizer_address": f"person{number % 5000}@example.com", "organizer_name": f"Person {number % 5000}",
        "start": start, "end": start + timedelta(hours=1), "last_end": start + timedelta(weeks=EACH),
        "zone": "Europe/Berlin", "is_all_day": False, "recurrence": None, "overrides": [], "orphan": False,
        "sequence": 0, "stamp": now, "join_before": 30, "join_after": 60, "state": "scheduled",
        "search_text": f"{name} {alias} person{number % 5000}@example.com".casefold(), "by_hand": [],
    }  # fmt: skip


def _alias(conference: dict[str, Any]) -> dict[str, Any]:
    kept = {name: conference[name] for name in ("alias_id", "integration_id", "alias", "numeric_alias", "meeting_uid")}
    return kept | {"created": conference["stamp"], "used": conference["stamp"]}


def _held(conference: dict[str, Any]) -> dict[str, Any]:
    alias = conference["alias"]
    owner = conference["alias_id"]
    return {"alias_key": alias, "integration_id": HEAD, "alias": alias, "kind": "calendared", "owner_id": owner}


async def _decide(database: Database, number: int) -> tuple[float, float]:
    """Milliseconds of one decision by the clock, and of processor time: new meetings, found, decided and stored."""
    clock, mail = ManualClock(), FakeMail()
    teller = Teller(Story(clock, Bus()), HEAD, "Head office")
    inbox = Inbox(
        HEAD, "rooms@example.com", database, clock, teller, Alarms(clock, lambda _: None), KEY, POLICY, lambda *_: None
    )
    ada = Mailbox("ada@example.com", "Ada")
    for each in range(number):
        body = (await issue_alias(database, HEAD, POLICY, KEY, clock.now())).instructions
        start = clock.now() + timedelta(days=1, minutes=each)
        message = MeetingMessage(ItemId(f"item {each}"), MessageKind.REQUEST, clock.now(), uid=f"new {each}", body=body)
        mail.inbox[f"item {each}"] = replace(
            message, stamp=clock.now(), subject=f"Talk {each}", organizer=ada, sender=ada, start=start,
            end=start + timedelta(hours=1), zone="Europe/Berlin",
        )  # fmt: skip
    begun, begun_own = time.perf_counter(), time.process_time()
    await inbox.catch_up(mail)
    took, own = time.perf_counter() - begun, time.process_time() - begun_own
    async with database.begin() as work:
        accepted = await work.outbox.count_waiting(HEAD)
    assert accepted == number, f"{accepted} of {number} were decided"
    return took * 1000 / number, own * 1000 / number


async def _timed(database: Database, search: str) -> float:
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    begun = time.perf_counter()
    async with database.begin() as work:
        assert await work.conference_search.page(HEAD, ConferenceFilter.UPCOMING, now, search)
    return (time.perf_counter() - begun) * 1000


def _memory() -> float:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    act, name, count = sys.argv[1:]
    if act == "fill":
        asyncio.run(_fill(Path(name), int(count)))
    else:
        print(*asyncio.run(_run(Path(name), int(count))))
