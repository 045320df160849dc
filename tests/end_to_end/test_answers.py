"""Every reason to decline, every case of accepting and every cancellation: Exchange and the service over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop_admin.cli.reach import ask as ask_service
from desktop_admin.domain.decision import AcceptCase, DeclineReason
from exchange_lookalike import life_requests as ews
from tests.helpers.invitations import (
    DAY,
    HOUR,
    STRANGER,
    TOMORROW,
    Company,
    answers,
    check_accepted,
    check_declined,
    deleted,
    held,
    put_back,
    series,
    service_status,
)
from tests.helpers.processes import SandboxProcess, ServiceProcess, wait_for


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory):
    data: Path = tmp_path_factory.mktemp("data")
    with SandboxProcess() as exchange:
        service = ServiceProcess(data, exchange.told["service_account"]["password"])
        made = Company(exchange, service, data / "people.csv")
        known = made.write_directory()
        applied = service.run("config", "apply", "-", text=made.config(shortest=4))
        assert applied.returncode == 0, applied.stderr
        with service:
            made.old_alias |= made.issue(passcode="4711")
            ask_service(data, "program.apply_config", text=made.config())
            wait_for(lambda: made.ask("directory.show")["people"] == known, "the directory")
            wait_for(lambda: service_status(data) == "online", "going online")
            yield made


def test_incomplete(company):
    with company.exchange.client(0) as organiser:
        company.invite(organiser, "No length", company.issue()["instructions"], length=timedelta())
        check_declined(company, organiser, "No length", DeclineReason.INCOMPLETE)


@pytest.mark.parametrize(
    "body", ["<p>See you there.</p>", "<p>ECVMR:AAAABBBBCCCCDDDDEEEEFFFFGGGG2222333344445555:</p>"]
)
def test_invalid_alias(company, body):
    subject = "No tag" if "ECVMR" not in body else "Made-up tag"
    with company.exchange.client(0) as organiser:
        company.invite(organiser, subject, body)
        check_declined(company, organiser, subject, DeclineReason.INVALID_ALIAS)


def test_alias_deleted(company):
    issued = company.issue()
    company.ask("aliases.delete", alias=issued["alias"])
    with company.exchange.client(0) as organiser:
        company.invite(organiser, "Deleted alias", issued["instructions"])
        check_declined(company, organiser, "Deleted alias", DeclineReason.ALIAS_DELETED)


def test_past_single(company):
    with company.exchange.client(0) as organiser:
        company.invite(organiser, "Yesterday", company.issue()["instructions"], start=TOMORROW - 2 * DAY)
        check_declined(company, organiser, "Yesterday", DeclineReason.PAST_SINGLE)


def test_past_series(company):
    begun = TOMORROW - 9 * DAY
    with company.exchange.client(0) as organiser:
        company.invite(
            organiser,
            "Last week",
            company.issue()["instructions"],
            start=begun,
            recurrence=series(TOMORROW - 3 * DAY, begun),
        )
        check_declined(company, organiser, "Last week", DeclineReason.PAST_SERIES)


def test_unknown_sender(company):
    with company.exchange.client(STRANGER) as organiser:
        company.invite(organiser, "From a stranger", company.issue()["instructions"])
        check_declined(company, organiser, "From a stranger", DeclineReason.UNKNOWN_SENDER)


def test_too_long(company):
    with company.exchange.client(0) as organiser:
        company.invite(organiser, "All day and night", company.issue()["instructions"], length=9 * HOUR)
        check_declined(company, organiser, "All day and night", DeclineReason.TOO_LONG)


def test_bad_passcode(company):
    with company.exchange.client(0) as organiser:
        company.invite(organiser, "Short passcode", company.old_alias["instructions"])
        item = check_declined(company, organiser, "Short passcode", DeclineReason.BAD_PASSCODE)
    assert "4711" not in str(item)


def test_alias_conflict(company):
    body = company.issue()["instructions"]
    with company.exchange.client(0) as organiser, company.exchange.client(1) as other:
        company.invite(organiser, "Had it first", body)
        company.outcome("Had it first")
        company.invite(other, "Copied the tag", body, start=TOMORROW + 5 * HOUR)
        item = check_declined(company, other, "Copied the tag", DeclineReason.ALIAS_CONFLICT)
    assert f"another meeting, which takes place on {TOMORROW:%Y-%m-%d at %H:%M} (" in item["reason"]
    assert "Had it first" not in str(item)


@pytest.mark.parametrize("kind", ["custom", "enterprise"])
def test_alias_conflict_with_a_room_of_its_own(company, kind):
    """A cancellation frees the meeting's alias, a room takes it, and the old invitation is sent again."""
    subject, issued = f"Again {kind}", company.issue()
    with company.exchange.client(1) as organiser:
        meeting = company.invite(organiser, f"Once {kind}", issued["instructions"])
        company.outcome(f"Once {kind}")
        organiser.cancel(meeting)
        company.outcome(f"Once {kind}", 2)
        if kind == "custom":
            company.ask("rooms.save", name="", values={"name": "Lobby", "aliases": [issued["alias"]]})
        else:
            company.write_directory(issued["numeric_alias"])
            assert company.ask("directory.read")["rooms"] == 1
        company.invite(organiser, subject, issued["instructions"])
        item = check_declined(company, organiser, subject, DeclineReason.ALIAS_CONFLICT)
    assert f"the {kind} room “" in item["reason"]
    assert item["alias"] == issued["alias"]


@pytest.mark.parametrize(("organiser", "delegate"), [(4, STRANGER), (STRANGER, 4)])
def test_a_delegate_sends_for_an_organiser(company, organiser, delegate):
    """One of the two is in the directory; the answer goes to the organiser."""
    subject = f"By {delegate} for {organiser}"
    with company.exchange.client(organiser) as owner, company.exchange.client(delegate) as sender:
        owner.send(
            f'<AddDelegate xmlns="{ews.M}" xmlns:t="{ews.T}"><Mailbox><t:EmailAddress>{owner.address}</t:EmailAddress>'
            "</Mailbox><DelegateUsers><t:DelegateUser><t:UserId><t:PrimarySmtpAddress>"
            f"{sender.address}</t:PrimarySmtpAddress></t:UserId></t:DelegateUser></DelegateUsers></AddDelegate>"
        )
        body = company.issue()["instructions"]
        meeting = company.invite(sender, subject, body, calendar=owner.address)
        item = check_accepted(company, owner, subject, AcceptCase.NEW_SINGLE, TOMORROW)
        assert (item["organizer"], item["sender"]) == (owner.address, sender.address)
        sender.move(meeting, TOMORROW + HOUR)
        check_accepted(company, owner, subject, AcceptCase.EDITED_SINGLE, TOMORROW + HOUR, 2)


def test_an_occurrence_comes_before_its_series_and_the_whole_is_edited_after_exceptions(company):
    subject, body = "One day first", company.issue()["instructions"]
    days = [TOMORROW + number * DAY for number in range(4)]
    with company.exchange.client(4) as organiser:
        whole = ews.create(ews.Meeting(subject, TOMORROW, TOMORROW + HOUR / 2, "UTC", recurrence=series(days[-1])))
        made = organiser.send(whole).find(f".//{{{ews.T}}}CalendarItem/{{{ews.T}}}ItemId")
        assert made is not None
        master = str(made.get("Id"))
        company.invite_to(organiser, ews.occurrence_id(master, 2), body)
        check_accepted(company, organiser, subject, AcceptCase.EDITED_OCCURRENCE, days[1])
        assert company.times(subject) == [(days[1], "changed")]
        later = days[1] + HOUR
        organiser.send(ews.move(ews.occurrence_id(master, 2), later, later + HOUR / 2))
        check_accepted(company, organiser, subject, AcceptCase.EDITED_OCCURRENCE, later, 2)
        company.invite_to(organiser, ews.item_id(master), body)
        check_accepted(company, organiser, subject, AcceptCase.NEW_SERIES, TOMORROW, 3)
        assert company.times(subject) == [(day, "planned") if day != days[1] else (later, "changed") for day in days]
        organiser.move(master, TOMORROW + 3 * HOUR)
        check_accepted(company, organiser, subject, AcceptCase.EDITED_SERIES, TOMORROW + 3 * HOUR, 4)
        assert company.times(subject) == [(day + 3 * HOUR, "planned") for day in days]


def test_a_number_in_the_location_stands_for_the_tag_and_without_either_nothing_tells_the_room(company):
    ask_service(company.service.data, "program.apply_config", text=company.config(by_hand=True))
    try:
        number = company.issue()["numeric_alias"]
        with company.exchange.client(1) as organiser:
            company.invite(organiser, "Written by hand", "", location=f"Video: {number}")
            item = check_accepted(company, organiser, "Written by hand", AcceptCase.NEW_SINGLE, TOMORROW)
            assert item["alias"].startswith(f"{number}@")
            company.invite(organiser, "Attic alone", "", location="Attic 3")
            check_declined(company, organiser, "Attic alone", DeclineReason.INCOMPLETE)
    finally:
        ask_service(company.service.data, "program.apply_config", text=company.config())


def test_a_declined_edit_leaves_the_conference_as_it_was(company):
    subject = "Grows too long"
    with company.exchange.client(1) as organiser:
        meeting = company.invite(organiser, subject, company.issue()["instructions"])
        check_accepted(company, organiser, subject, AcceptCase.NEW_SINGLE, TOMORROW)
        before = company.conference(subject=subject)
        organiser.move(meeting, TOMORROW + HOUR, minutes=9 * 60)
        item = company.outcome(subject, 2)
        assert (item["outcome"], item["code"]) == ("declined", "too_long")
        answers(organiser, subject, 2)
    assert before is not None
    assert company.conference(subject=subject) == before


def test_what_is_outdated_and_comes_after_a_newer_message_is_answered_to_nobody(company):
    """Somebody puts an answered request back into the inbox: to Exchange it is a new item."""
    subject, issued = "Put back", company.issue()
    with company.exchange.client(2) as organiser, company.rooms() as rooms:
        meeting = company.invite(organiser, subject, issued["instructions"])
        check_accepted(company, organiser, subject, AcceptCase.NEW_SINGLE, TOMORROW)
        (first,) = deleted(rooms, subject)
        organiser.move(meeting, TOMORROW + HOUR)
        check_accepted(company, organiser, subject, AcceptCase.EDITED_SINGLE, TOMORROW + HOUR, 2)
        (second,) = deleted(rooms, subject) - {first}
        put_back(rooms, first)
        assert company.outcome(subject, 3)["outcome"] == "ignored"
        stored = company.conference(subject=subject)
        assert stored is not None and datetime.fromisoformat(stored["start"]) == TOMORROW + HOUR
        organiser.cancel(meeting)
        assert company.outcome(subject, 4)["outcome"] == "applied"
        put_back(rooms, second)
        assert company.outcome(subject, 5)["outcome"] == "ignored"
        answers(organiser, subject, 2)
    assert not held(company, issued["alias"])


def test_a_single_meeting_is_booked_moved_and_cancelled(company):
    subject = "A single one"
    with company.exchange.client(2) as organiser:
        body = company.issue(passcode="271828", chair_passcode="314159")["instructions"]
        meeting = company.invite(organiser, subject, body)
        check_accepted(company, organiser, subject, AcceptCase.NEW_SINGLE, TOMORROW)
        organiser.move(meeting, TOMORROW + HOUR)
        check_accepted(company, organiser, subject, AcceptCase.EDITED_SINGLE, TOMORROW + HOUR, 2)
        organiser.cancel(meeting)
        assert company.outcome(subject, 3)["outcome"] == "applied"
        answers(organiser, subject, 2)


def test_a_series_is_booked_changed_and_cancelled_piece_by_piece(company):
    subject = "A series"
    issued = company.issue()
    with company.exchange.client(3) as organiser:
        master = company.invite(organiser, subject, issued["instructions"], recurrence=series(TOMORROW + 9 * DAY))
        check_accepted(company, organiser, subject, AcceptCase.NEW_SERIES, TOMORROW)
        later = TOMORROW + 2 * DAY + 3 * HOUR
        organiser.send(ews.move(ews.occurrence_id(master, 3), later, later + HOUR / 2))
        check_accepted(company, organiser, subject, AcceptCase.EDITED_OCCURRENCE, later, 2)
        organiser.send(ews.delete(ews.occurrence_id(master, 2)))
        assert company.outcome(subject, 3)["reason"] == "One occurrence was cancelled."
        organiser.send(ews.update(ews.occurrence_id(master, 4), [("item:Subject", "Subject", f"Now {subject}")]))
        renamed = check_accepted(
            company, organiser, subject, AcceptCase.EDITED_OCCURRENCE, TOMORROW + 3 * DAY, 3, ignoring=1
        )
        assert renamed["reason"] == "One occurrence of a series: subject."
        organiser.send(ews.update(ews.item_id(master), [("calendar:Location", "Location", "Attic")]))
        check_accepted(company, organiser, subject, AcceptCase.EDITED_SERIES, TOMORROW, 4, ignoring=1)
        assert held(company, issued["alias"])
        organiser.cancel(master)
        assert company.outcome(subject, 6)["outcome"] == "applied"
        answers(organiser, subject, 4)
    assert not held(company, issued["alias"])
