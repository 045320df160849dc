"""Meetings of other organisers over HTTP: somebody who was invited knows UID and tag, and yet changes nothing.

At the look-alike, as at Exchange, anybody may make a meeting under whatever UID, and the conferencing mailbox's own
calendar believes whoever counts highest: the organiser's next message is then marked as out of date.
"""

from __future__ import annotations

import pytest

from desktop_admin.domain.decision import AcceptCase
from exchange_lookalike import life_requests as ews
from tests.helpers.invitations import (
    DAY,
    HOUR,
    TOMORROW,
    Company,
    answers,
    check_accepted,
    held,
    series,
    working_company,
)
from tests.helpers.processes import wait_for

OWNER, EVE = 0, 1


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory):
    with working_company(tmp_path_factory.mktemp("data")) as made:
        yield made


def by_eve(company: Company, subject: str, number: int = 1):
    address = company.exchange.people[EVE]["address"]
    found = wait_for(
        lambda: (
            (mine := [i for i in company.items(subject) if i["organizer"] == address]) and len(mine) >= number and mine
        ),
        f"{subject} by somebody else",
    )
    return found[-1]


@pytest.mark.parametrize("own_tag", [False, True])
def test_a_guest_moves_and_cancels_the_meeting_of_somebody_else(company, own_tag):
    subject, issued = f"Mine {own_tag}", company.issue()
    with company.exchange.client(OWNER) as owner, company.exchange.client(EVE) as eve:
        meeting = company.invite(owner, subject, issued["instructions"])
        check_accepted(company, owner, subject, AcceptCase.NEW_SINGLE, TOMORROW)
        before = company.conference(subject=subject)
        tag = company.issue() if own_tag else issued
        uid = company.uid(owner, meeting)
        theirs = company.invite(eve, f"Hers {own_tag}", tag["instructions"], uid=uid, start=TOMORROW + 5 * HOUR)
        declined = by_eve(company, f"Hers {own_tag}")
        assert (declined["outcome"], declined["code"]) == ("declined", "not_organizer")
        assert [each.item_class for each in answers(eve, f"Hers {own_tag}")] == ["IPM.Schedule.Meeting.Resp.Neg"]
        for hours in (6, 7, 8):
            eve.move(theirs, TOMORROW + hours * HOUR)
        by_eve(company, f"Hers {own_tag}", 4)
        eve.cancel(theirs)
        ended = by_eve(company, f"Hers {own_tag}", 5)
        assert (ended["outcome"], ended["code"]) == ("ignored", "not_organizer")
        assert company.conference(subject=subject) == before
        (alarm,) = [
            a
            for a in company.service.control("program.status")["integrations"][0]["alarms"]
            if "other organisers" in a["text"]
        ]
        assert eve.address in alarm["text"]
        # Of lower sequence than hers, the owner's next message is the newest of what counts.
        owner.move(meeting, TOMORROW + HOUR)
        moved = company.outcome(subject, 2)
        assert (moved["outcome"], moved["code"]) == ("accepted", "edited_single")
        assert company.times(subject) == [(TOMORROW + HOUR, "planned")]
        assert held(company, issued["alias"])
        owner.cancel(meeting)
        assert company.outcome(subject, 3)["outcome"] == "applied"
    assert not held(company, issued["alias"])


def test_a_cancellation_of_what_was_never_seen_keeps_nobody_out(company):
    """A guest cancels under the UID of a meeting to which the room is invited only later."""
    subject = "Invited later"
    with company.exchange.client(OWNER) as owner, company.exchange.client(EVE) as eve:
        alone = ews.create(ews.Meeting(subject, TOMORROW, TOMORROW + HOUR / 2, "UTC"))
        made = owner.send(alone).find(f".//{{{ews.T}}}CalendarItem/{{{ews.T}}}ItemId")
        assert made is not None
        meeting = str(made.get("Id"))
        theirs = company.invite(eve, "Never seen", "<p>no tag</p>", uid=company.uid(owner, meeting))
        assert by_eve(company, "Never seen")["outcome"] == "declined"
        eve.cancel(theirs)
        assert by_eve(company, "Never seen", 2)["outcome"] in ("applied", "ignored")
        company.invite_to(owner, ews.item_id(meeting), company.issue()["instructions"])
        item = company.outcome(subject)
        assert (item["outcome"], item["code"]) == ("accepted", "new_single")
    assert company.times(subject) == [(TOMORROW, "planned")]


def test_a_day_of_somebody_elses_series_is_safe(company):
    subject, body = "Safe days", company.issue()["instructions"]
    days = [TOMORROW + number * DAY for number in range(4)]
    with company.exchange.client(OWNER) as owner, company.exchange.client(EVE) as eve:
        master = company.invite(owner, subject, body, recurrence=series(days[-1]))
        check_accepted(company, owner, subject, AcceptCase.NEW_SERIES, TOMORROW)
        hers = company.invite(eve, "Hers daily", body, recurrence=series(days[-1]), uid=company.uid(owner, master))
        by_eve(company, "Hers daily")
        later = days[1] + 3 * HOUR
        eve.send(ews.move(ews.occurrence_id(hers, 2), later, later + HOUR / 2))
        assert by_eve(company, "Hers daily", 2)["code"] == "not_organizer"
        eve.send(ews.delete(ews.occurrence_id(hers, 3)))
        assert by_eve(company, "Hers daily", 3)["code"] == "not_organizer"
    assert company.times(subject) == [(day, "planned") for day in days]
