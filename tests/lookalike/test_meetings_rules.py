"""Meetings between mailboxes: whatever is done, organiser and attendee end with the same calendar.

The store is a dictionary here, so that thousands of sequences run in seconds; `test_meetings` goes over EWS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange_lookalike.accounts import Account, Directory, DistributionList
from exchange_lookalike.attachment import Attachment
from exchange_lookalike.calendar import answering, delivery, sending
from exchange_lookalike.calendar.appointment import Appointment, Attendee, check_occurrence, normalised
from exchange_lookalike.calendar.meeting import CANCELED, OUTDATED, REQUEST, MeetingMessage
from exchange_lookalike.calendar.post import Letter
from exchange_lookalike.calendar.recurrence import Recurrence
from exchange_lookalike.faults import EwsError
from exchange_lookalike.timezones import zone_by_id

BERLIN = zone_by_id("W. Europe Standard Time")
START = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass(eq=False)
class Thing:
    """An item of the little store."""

    account: Account
    folder: str
    appointment: Appointment | None = None
    meeting: MeetingMessage | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    letter: Letter | None = None


class Shelf:
    """A store as small as the meeting machinery needs it."""

    def __init__(self) -> None:
        self.directory = Directory("example.com")
        self.things: list[Thing] = []
        self.outside: list[str] = []
        self.clock = datetime(2026, 11, 21, 8, tzinfo=UTC)

    def now(self) -> datetime:
        self.clock += timedelta(seconds=1)
        return self.clock

    def owner(self, item: Thing) -> Account:
        return item.account

    def fields(self, item: Thing) -> Mapping[str, Any]:
        return item.fields

    def attachments(self, item: Thing) -> tuple[Attachment, ...]:
        return item.attachments

    def subject(self, fields: Mapping[str, Any]) -> str:
        return str(fields.get("subject", ""))

    def _of(self, owner: Account, folder: str) -> list[Thing]:
        return [thing for thing in self.things if thing.account is owner and thing.folder == folder]

    def meetings(self, owner: Account, uid: str) -> list[Thing]:
        return [t for t in self._of(owner, "calendar") if t.appointment is not None and t.appointment.uid == uid]

    def requests(self, owner: Account, uid: str) -> list[Thing]:
        inbox = self._of(owner, "inbox")
        return [t for t in inbox if t.meeting and t.meeting.item_class == REQUEST and t.meeting.appointment.uid == uid]

    def add_appointment(
        self,
        owner: Account,
        appointment: Appointment,
        fields: Mapping[str, Any],
        attachments: tuple[Attachment, ...] = (),
    ) -> Thing:
        self.things.append(Thing(owner, "calendar", appointment, fields=dict(fields), attachments=attachments))
        return self.things[-1]

    def set_appointment(
        self,
        item: Thing,
        appointment: Appointment,
        fields: Mapping[str, Any] | None = None,
        attachments: tuple[Attachment, ...] | None = None,
    ) -> None:
        item.appointment = appointment
        item.fields |= fields or {}
        item.attachments = item.attachments if attachments is None else attachments

    def set_meeting(self, item: Thing, message: MeetingMessage) -> None:
        item.meeting = message

    def deliver(self, owner: Account, letter: Letter, message: MeetingMessage) -> Thing:
        self.things.append(Thing(owner, "inbox", meeting=message, letter=letter))
        return self.things[-1]

    def keep_copy(self, owner: Account, letter: Letter, message: MeetingMessage) -> Thing:
        self.things.append(Thing(owner, "sentitems", meeting=message, letter=letter))
        return self.things[-1]

    def send_outside(self, addresses: Iterable[str], letter: Letter) -> None:
        self.outside.extend(addresses)

    def move(self, item: Thing, folder: str) -> Thing:
        item.folder = folder
        return item

    def inbox(self, owner: Account) -> list[Thing]:
        return self._of(owner, "inbox")

    def calendar(self, owner: Account) -> list[Thing]:
        return self._of(owner, "calendar")


@dataclass
class Play:
    """Two people and what they do."""

    shelf: Shelf
    boss: Account
    guest: Account

    def create(
        self, appointment: Appointment, mode: str = "SendToAllAndSaveCopy", actor: Account | None = None
    ) -> Thing:
        made = self.shelf.add_appointment(self.boss, normalised(appointment), {"subject": "Plan"})
        sending.announce(self.shelf, made, None, mode, actor or self.boss)
        return made

    def update(self, item: Thing, original: datetime | None = None, **changes: Any) -> None:
        whole = item.appointment
        assert whole is not None
        if original is None:
            after = replace(whole, **changes)
            if (after.start, after.end, after.recurrence) != (whole.start, whole.end, whole.recurrence):
                after = replace(after, overrides={}, deleted=frozenset())
            self.shelf.set_appointment(item, normalised(after))
            sending.announce(self.shelf, item, whole, "SendToAllAndSaveCopy", self.boss)
            return
        before = delivery.occurrence_of(whole, original)
        assert before is not None
        after = replace(before, **changes)
        check_occurrence(whole, original, after.start, after.end)
        delivery.put_occurrence(self.shelf, item, original, after)
        sending.announce(self.shelf, item, before, "SendToAllAndSaveCopy", self.boss, original)

    def delete(self, item: Thing, original: datetime | None = None) -> None:
        sending.call_off(self.shelf, item, "SendToAllAndSaveCopy", self.boss, original)
        if original is None:
            self.shelf.move(item, "deleteditems")
        else:
            assert item.appointment is not None
            self.shelf.set_appointment(item, item.appointment.without(original))

    def process(self, action: str = "AcceptItem") -> None:
        """The guest works through the inbox, oldest first, as a calendar robot would."""
        for message in self.shelf.inbox(self.guest):
            assert message.meeting is not None
            if message.meeting.item_class == CANCELED:
                answering.remove(self.shelf, message)
            elif message.meeting.request_type == OUTDATED:
                self.shelf.move(message, "deleteditems")
            else:
                answering.answer(self.shelf, message, action, None, "SendAndSaveCopy", self.guest)

    def seen(self, owner: Account) -> list[tuple[Any, ...]]:
        """The calendar as a view shows it: every occurrence of a year."""
        found = []
        for item in self.shelf.calendar(owner):
            whole = item.appointment
            assert whole is not None
            for stretch in whole.stretches(START - timedelta(days=30), START + timedelta(days=400)):
                one = whole.occurrence(stretch) if whole.recurrence else whole
                found.append((one.uid, stretch.original, one.start, one.end, one.location))
        return sorted(found)


@pytest.fixture
def play() -> Play:
    return make_play()


def make_play() -> Play:
    shelf = Shelf()
    boss = shelf.directory.add(Account("boss@example.com", "Boss", "boss", "x", delegates={"aide@example.com"}))
    guest = shelf.directory.add(Account("guest@example.com", "Guest", "guest", "x"))
    shelf.directory.add(Account("aide@example.com", "Aide", "aide", "x"))
    return Play(shelf, boss, guest)


def meeting(*addresses: str, recurrence: Recurrence | None = None, uid: str = "u1") -> Appointment:
    assert BERLIN is not None
    people = tuple(Attendee(a, a) for a in addresses or ("guest@example.com",))
    return Appointment(
        uid, START, START + timedelta(hours=1), ("boss@example.com", "Boss"), BERLIN, BERLIN,
        attendees=people, recurrence=recurrence, state=1,
    )  # fmt: skip


DAILY = Recurrence("DailyRecurrence", date(2026, 11, 23), count=10)


def only(things: list[Thing]) -> Thing:
    assert len(things) == 1
    return things[0]


def test_an_invitation_places_a_tentative_item_and_the_answer_comes_back(play: Play) -> None:
    made = play.create(meeting())
    request = only(play.shelf.inbox(play.guest))
    held = only(play.shelf.calendar(play.guest)).appointment
    assert request.meeting is not None
    assert held is not None
    assert (request.meeting.request_type, held.show_as, held.my_response, held.state) == (
        "NewMeetingRequest", "Tentative", "NoResponseReceived", 3,
    )  # fmt: skip
    play.process()
    held = only(play.shelf.calendar(play.guest)).appointment
    assert held is not None
    assert (held.show_as, held.my_response) == ("Busy", "Accept")
    answer = only(play.shelf.inbox(play.boss))
    assert answer.meeting is not None
    assert answer.letter is not None
    assert (answer.meeting.item_class, answer.letter.subject) == ("IPM.Schedule.Meeting.Resp.Pos", "Accepted: Plan")
    assert made.appointment is not None
    assert made.appointment.attendees[0].response == "Accept"
    assert made.appointment.attendees[0].replied == held.replied


def test_a_declined_meeting_leaves_the_calendar_and_comes_back_with_an_update(play: Play) -> None:
    made = play.create(meeting())
    play.process("DeclineItem")
    assert play.shelf.calendar(play.guest) == []
    play.update(made, start=START + timedelta(hours=2), end=START + timedelta(hours=3))
    assert only(play.shelf.calendar(play.guest)).appointment is not None
    assert made.appointment is not None
    assert made.appointment.sequence == 1
    assert made.appointment.attendees[0].response == "Unknown"


def test_kinds_of_update(play: Play) -> None:
    made = play.create(meeting())
    play.process()
    play.update(made, location="Room 7")
    information = only(play.shelf.inbox(play.guest))
    assert information.meeting is not None
    assert (information.meeting.request_type, information.meeting.appointment.sequence) == ("InformationalUpdate", 0)
    held = only(play.shelf.calendar(play.guest)).appointment
    assert held is not None
    assert (held.location, held.my_response, held.show_as) == ("Room 7", "Accept", "Busy")
    play.update(made, start=START + timedelta(days=1), end=START + timedelta(days=1, hours=1))
    full = play.shelf.inbox(play.guest)[-1]
    assert full.meeting is not None
    assert (full.meeting.request_type, full.meeting.appointment.sequence) == ("FullUpdate", 1)
    assert information.meeting.request_type == OUTDATED
    with pytest.raises(EwsError, match="ErrorCalendarMeetingRequestIsOutOfDate"):
        answering.answer(play.shelf, information, "AcceptItem", None, "SendOnly", play.guest)


def test_a_late_request_changes_nothing(play: Play) -> None:
    made = play.create(meeting())
    first = only(play.shelf.inbox(play.guest)).meeting
    letter = only(play.shelf.inbox(play.guest)).letter
    assert first is not None
    assert letter is not None
    play.update(made, start=START + timedelta(days=1), end=START + timedelta(days=1, hours=1))
    late = delivery.deliver_request(play.shelf, play.guest, letter, first)
    assert late.meeting is not None
    assert late.meeting.request_type == OUTDATED
    held = only(play.shelf.calendar(play.guest)).appointment
    assert held is not None
    assert held.start == START + timedelta(days=1)


def test_only_the_changed_hear_of_a_new_guest(play: Play) -> None:
    play.shelf.directory.add(Account("new@example.com", "New", "new", "x"))
    made = play.create(meeting("guest@example.com", "gone@elsewhere.org"))
    assert play.shelf.outside == ["gone@elsewhere.org"]
    before = made.appointment
    assert before is not None
    after = replace(before, attendees=(before.attendees[0], Attendee("new@example.com", "New")))
    play.shelf.set_appointment(made, after)
    sending.announce(play.shelf, made, before, "SendToChangedAndSaveCopy", play.boss)
    assert len(play.shelf.inbox(play.guest)) == 1
    new = play.shelf.directory.by_address("new@example.com")
    assert new is not None
    assert [m.meeting.request_type for m in play.shelf.inbox(new) if m.meeting] == ["NewMeetingRequest"]
    assert play.shelf.outside == ["gone@elsewhere.org"] * 2


def test_lists_are_taken_apart_and_delegates_are_named(play: Play) -> None:
    play.shelf.directory.add_list(
        DistributionList("team@example.com", "Team", ["guest@example.com", "boss@example.com"])
    )
    aide = play.shelf.directory.by_address("aide@example.com")
    play.create(meeting("team@example.com"), actor=aide)
    request = only(play.shelf.inbox(play.guest))
    assert request.letter is not None
    assert request.letter.author == ("boss@example.com", "Boss")
    assert request.letter.sender == ("aide@example.com", "Aide")
    assert play.shelf.inbox(play.boss) == []


def test_a_cancelled_occurrence_is_a_message_of_its_own(play: Play) -> None:
    made = play.create(meeting(recurrence=DAILY))
    play.process()
    second = START + timedelta(days=1)
    play.delete(made, second)
    message = only(play.shelf.inbox(play.guest))
    assert message.meeting is not None
    assert (message.meeting.item_class, message.meeting.recurrence_id) == (CANCELED, second)
    held = only(play.shelf.calendar(play.guest)).appointment
    assert held is not None
    occurrence = delivery.occurrence_of(held, second)
    assert occurrence is not None
    assert (occurrence.is_cancelled, occurrence.show_as) == (True, "Free")
    play.process()
    assert play.seen(play.guest) == play.seen(play.boss)


def test_an_occurrence_alone_stands_until_its_series_comes(play: Play) -> None:
    made = play.create(meeting("other@elsewhere.org", recurrence=DAILY))
    second = START + timedelta(days=1)
    whole = made.appointment
    assert whole is not None
    people = (*whole.attendees, Attendee("guest@example.com", "Guest"))
    play.update(made, second, attendees=people, location="Here")
    held = only(play.shelf.calendar(play.guest)).appointment
    assert held is not None
    assert (held.kind, held.recurrence_id, held.start) == ("Single", second, second)
    play.update(made, attendees=people)
    play.process()
    assert play.seen(play.guest) == play.seen(play.boss)
    assert len(play.shelf.calendar(play.guest)) == 1


@pytest.mark.parametrize("action", ["AcceptItem", "TentativelyAcceptItem", "DeclineItem"])
def test_what_cannot_be_answered(play: Play, action: str) -> None:
    suffix = answering.ANSWERS[action]
    made = play.create(meeting())
    with pytest.raises(EwsError, match=f"ErrorCalendarIsOrganizerFor{suffix}"):
        answering.answer(play.shelf, made, action, None, "SendOnly", play.boss)
    request = only(play.shelf.inbox(play.guest))
    play.delete(made)
    with pytest.raises(EwsError, match=f"ErrorCalendarIsCancelledFor{suffix}"):
        answering.answer(play.shelf, request, action, None, "SendOnly", play.guest)
    cancellation = play.shelf.inbox(play.guest)[-1]
    with pytest.raises(EwsError, match="ErrorInvalidItemForOperation"):
        answering.answer(play.shelf, cancellation, action, None, "SendOnly", play.guest)
    with pytest.raises(EwsError, match="ErrorInvalidItemForOperationRemoveItem"):
        answering.remove(play.shelf, request)


def test_cancel_is_the_organisers(play: Play) -> None:
    made = play.create(meeting())
    held = only(play.shelf.calendar(play.guest))
    with pytest.raises(EwsError, match="ErrorCalendarIsNotOrganizer"):
        answering.cancel(play.shelf, held, None, play.guest)
    answering.cancel(play.shelf, made, ("HTML", "<p>Sorry</p>"), play.boss)
    message = play.shelf.inbox(play.guest)[-1]
    assert message.letter is not None
    assert (message.letter.subject, message.letter.body) == ("Canceled: Plan", ("HTML", "<p>Sorry</p>"))
    assert play.shelf.calendar(play.boss) == []
    plain = play.shelf.add_appointment(play.boss, replace(meeting(), attendees=(), state=0), {})
    with pytest.raises(EwsError, match="ErrorInvalidItemForOperationCancelItem"):
        answering.cancel(play.shelf, plain, None, play.boss)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["create", "series", "move", "place", "exception", "drop", "cancel", "process", "shuffle"]),
        st.integers(0, 3),
        st.integers(0, 9),
        st.integers(-5, 5),
    ),
    min_size=1,
    max_size=14,
)


@given(STEPS)
@settings(max_examples=300, deadline=None)
def test_calendars_are_equal_once_everything_is_processed(steps: list[tuple[str, int, int, int]]) -> None:
    play = make_play()
    made: list[Thing] = []
    for number, (what, which, day, hours) in enumerate(steps):
        shift = timedelta(hours=hours)
        if what in ("create", "series"):
            made.append(play.create(meeting(uid=f"u{number}", recurrence=DAILY if what == "series" else None)))
            continue
        if what == "process":
            play.process(["AcceptItem", "TentativelyAcceptItem"][which % 2])
            continue
        if not made:
            continue
        item = made[which % len(made)]
        whole = item.appointment
        assert whole is not None
        if what == "move":
            play.update(item, start=whole.start + shift, end=whole.end + shift)
        elif what == "place":
            play.update(item, location=f"Room {day}")
        elif what == "cancel":
            made.remove(item)
            play.delete(item)
        elif whole.recurrence is not None:
            stretch = whole.series().number(day + 1)[1]
            if stretch is None:
                continue
            if what == "exception":
                start, end = stretch.start + shift, stretch.end + shift
                try:
                    check_occurrence(whole, stretch.original, start, end)
                except EwsError:
                    continue  # it would cross its neighbour
                play.update(item, stretch.original, location=f"Corner {day}", start=start, end=end)
            elif what == "drop" and len(whole.deleted) < 9:
                play.delete(item, stretch.original)
    play.process()
    assert play.seen(play.guest) == play.seen(play.boss)
    assert play.shelf.inbox(play.guest) == []
