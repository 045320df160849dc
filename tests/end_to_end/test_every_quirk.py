"""The main job beside servers that differ from Exchange: in each way alone, and in every way at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from exchange_lookalike import life_requests as ews
from exchange_lookalike.quirks import QUIRKS
from tests.end_to_end.test_presence import tidy
from tests.helpers.invitations import DAY, HOUR, TOMORROW, answers, held, series, service_status, working_company
from tests.helpers.processes import wait_for

ALL = tuple(QUIRKS)


def named(quirks) -> str:
    return "every quirk" if quirks == ALL else quirks[0].replace("_", " ")


@pytest.fixture(scope="module", params=[*((quirk,) for quirk in QUIRKS), ALL], ids=named)
def company(request, tmp_path_factory: pytest.TempPathFactory):
    with working_company(tmp_path_factory.mktemp("data"), *request.param, keeps_presence=True) as made:
        yield made


def kinds(replies) -> list[str]:
    return sorted(reply.item_class.rpartition(".")[2] for reply in replies)


def person(company, address: str) -> dict[str, Any]:
    return next(each for each in company.ask("people.list") if each["address"] == address)


def test_booked_moved_and_called_off_each_request_is_answered_once(company):
    subject, issued = "A meeting", company.issue()
    with company.exchange.client(0) as organiser:
        meeting = company.invite(organiser, subject, issued["instructions"])
        assert kinds(answers(organiser, subject, 1)) == ["Pos"]
        assert company.outcome(subject)["outcome"] == "accepted"
        organiser.move(meeting, TOMORROW + 2 * HOUR)
        assert kinds(answers(organiser, subject, 2)) == ["Pos", "Pos"]
        assert [start for start, _ in company.times(subject)] == [TOMORROW + 2 * HOUR]
        organiser.cancel(meeting)
        assert company.outcome(subject, 3)["outcome"] == "applied"
        assert not held(company, issued["alias"])
        assert kinds(answers(organiser, subject, 2)) == ["Pos", "Pos"]


def test_one_day_of_a_series_is_moved_and_another_is_dropped(company):
    subject, issued = "A series", company.issue()
    days = [TOMORROW + number * DAY for number in range(4)]
    later = days[2] + 3 * HOUR
    with company.exchange.client(1) as organiser:
        master = company.invite(organiser, subject, issued["instructions"], recurrence=series(days[-1]))
        assert kinds(answers(organiser, subject, 1)) == ["Pos"]
        organiser.send(ews.move(ews.occurrence_id(master, 3), later, later + HOUR / 2))
        assert kinds(answers(organiser, subject, 2)) == ["Pos", "Pos"]
        organiser.send(ews.delete(ews.occurrence_id(master, 2)))
        assert company.outcome(subject, 3)["outcome"] == "applied"
        assert company.times(subject) == [
            (days[0], "planned"),
            (days[1], "cancelled"),
            (later, "changed"),
            (days[3], "planned"),
        ]
        assert held(company, issued["alias"])
        assert kinds(answers(organiser, subject, 2)) == ["Pos", "Pos"]


def test_presence_follows_a_series_and_automatic_replies(company):
    everybody = [each["address"] for each in company.exchange.people]
    wait_for(lambda: all(person(company, each)["heard_by"] == "streaming" for each in everybody), "the subscriptions")
    now = datetime.now(UTC).replace(microsecond=0)
    with company.exchange.client(2) as busy, company.exchange.client(3) as away:
        tidy(busy)
        first = now - DAY - HOUR
        daily = ews.Meeting("Stand-up", first, first + 2 * HOUR, "UTC", recurrence=series(now + 3 * DAY, first))
        busy.send(ews.create(daily))
        wait_for(lambda: person(company, busy.address)["presence"] == "Meeting", "the series' presence")
        away.automatic_replies("Enabled", "Away", now - HOUR, now + timedelta(days=2))
        company.ask("integrations.reconnect")
        wait_for(lambda: person(company, away.address)["presence"] == "Out of office", "the automatic reply")


@pytest.mark.parametrize("company", [("keeps_answered",), ALL], ids=named, indirect=True)
def test_a_declined_request_that_stays_in_the_inbox_is_not_answered_after_a_restart(company):
    subject = "Without a room"
    with company.exchange.client(4) as organiser:
        company.invite(organiser, subject, "<p>See you there.</p>")
        assert kinds(answers(organiser, subject, 1)) == ["Neg"]
        company.service.stop()
        company.service.__enter__()
        wait_for(lambda: service_status(company.service.data) == "online", "going online")
        company.ask("integrations.reconnect")
        company.invite(organiser, "Afterwards", "<p>See you there, too.</p>")
        assert kinds(answers(organiser, "Afterwards", 1)) == ["Neg"]
        assert kinds(answers(organiser, subject, 1)) == ["Neg"]
