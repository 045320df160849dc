"""What an accepted request makes of a conference: name, times, exceptions of a series in whatever order they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.conference import Conference, ConferenceState, IssuedAlias, OccurrenceOverride
from desktop_admin.domain.conference_times import conference_times, is_over, join_window, merged_overrides
from desktop_admin.domain.meeting import (
    Frequency,
    ItemId,
    Mailbox,
    MeetingMessage,
    MessageKind,
    MovedOccurrence,
    Recurrence,
)
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.scheduling import booked, changes, conference_name, unique_name

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POLICY = SchedulingPolicy(alias_domain="example.com", join_before=10, join_after=20, theme="dark")
ISSUED = IssuedAlias("ab" * 16, "head", "vmr123456@example.com", "vmr123456", NOW)
ADA = Mailbox("ada@example.com", "Ada")
FIVE_DAYS = Recurrence(Frequency.DAILY, date(2026, 11, 24), count=5)
FIRST = NOW + DAY


def message(**more) -> MeetingMessage:
    start = more.pop("start", FIRST)
    made = MeetingMessage(
        ItemId("item"),
        MessageKind.REQUEST,
        NOW,
        uid="uid",
        stamp=NOW,
        subject="Planning",
        organizer=ADA,
        start=start,
        end=start + HOUR,
        zone="UTC",
    )
    return replace(made, **more)


def book(*messages: MeetingMessage, names=frozenset(), policy=POLICY) -> Conference:
    conference = None
    for number, each in enumerate(messages):
        conference = booked(each, conference, ISSUED, policy, names, f"c{number}")
    return conference


def series(**more) -> MeetingMessage:
    return message(recurrence=FIVE_DAYS, **more)


def occurrence(day: int, **more) -> MeetingMessage:
    original = FIRST + day * DAY
    return message(**({"recurrence_id": original, "start": original + HOUR, "sequence": 1} | more))


def starts(conference: Conference) -> list[datetime]:
    return sorted(each.start for each in conference_times(conference, NOW, NOW + 100 * DAY))


@given(st.text(max_size=5), st.sets(st.text(max_size=8)))
def test_a_name_is_never_taken_and_begins_as_given(name, taken):
    unique = unique_name(name, taken)
    assert unique not in taken
    assert unique == name or (name in taken and unique.startswith(f"{name} "))


def test_the_lowest_free_number_is_taken():
    assert unique_name("a", {"a", "a 2", "a 4"}) == "a 3"


def test_a_name_is_never_empty_nor_too_long():
    assert conference_name(message(subject=""), SchedulingPolicy(templates={"conference_name": "{{ subject }}"}), None)
    assert len(conference_name(message(subject="x" * 5000), POLICY, None)) <= 250


def test_name_description_and_subject_may_speak_of_the_alias():
    texts = {f"conference_{part}": "{{ alias }}, {{ numeric_alias }}" for part in ("name", "description", "subject")}
    made = book(message(), policy=replace(POLICY, templates=texts))
    assert {made.name, made.description, made.subject} == {"vmr123456@example.com, vmr123456"}


def test_a_conference_has_what_the_settings_and_the_message_say():
    made = book(message(location="Attic"))
    assert (made.id, made.meeting_uid, made.alias_id, made.alias) == ("c0", "uid", ISSUED.alias_id, ISSUED.alias)
    assert (made.join_before, made.join_after, made.theme, made.location) == (10, 20, "dark", "Attic")
    assert join_window(made, made.start, made.end) == (
        FIRST - timedelta(minutes=10),
        FIRST + timedelta(minutes=80),
    )
    assert made.state is ConferenceState.SCHEDULED


@pytest.mark.parametrize("missing", ["start", "end", "organizer"])
@pytest.mark.parametrize("recurrence_id", [None, FIRST])
def test_an_incomplete_message_books_nothing(missing, recurrence_id):
    with pytest.raises(ValueError, match="incomplete"):
        book(replace(message(recurrence_id=recurrence_id), **{missing: None}))


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        ({}, ()),
        ({"start": FIRST + HOUR}, ("times",)),
        ({"end": FIRST + 2 * HOUR}, ("times",)),
        ({"subject": "Other"}, ("subject",)),
        ({"location": "Attic"}, ("location",)),
        ({"recurrence": FIVE_DAYS}, ("recurrence",)),
        ({"location": "Attic", "subject": "Other"}, ("subject", "location")),
        ({"sequence": 3, "stamp": NOW + HOUR}, ()),
    ],
)
def test_what_changed_is_named(edit, named):
    before = book(message())
    assert changes(message(**edit), before, book(message(), message(**edit)), POLICY) == named


def test_changes_of_an_occurrence_are_its_own():
    before = book(series(), occurrence(2))
    assert changes(occurrence(2, sequence=2), before, before, POLICY) == ()
    assert changes(occurrence(2, start=FIRST), before, before, POLICY) == ("times",)
    assert changes(occurrence(1, location="Attic"), before, before, POLICY) == ("times", "location")


def test_only_what_differs_of_an_occurrence_is_named():
    before, planned = book(series()), FIRST + 2 * DAY
    renamed = occurrence(2, start=planned, subject="Other")
    assert changes(occurrence(2, start=planned), before, before, POLICY) == ()
    assert changes(renamed, before, before, POLICY) == ("subject",)
    assert changes(replace(renamed, is_private=True), before, before, POLICY) == ()
    after = book(series(), renamed)
    assert changes(renamed, after, after, POLICY) == ()
    assert changes(replace(renamed, end=planned + 2 * HOUR), before, before, POLICY) == ("times", "subject")


def test_exceptions_outlive_an_edit_that_changes_no_time():
    made = book(series(), occurrence(2), series(subject="Other", sequence=2))
    assert [each.recurrence_id for each in made.overrides] == [FIRST + 2 * DAY]


@pytest.mark.parametrize("edit", [{"start": FIRST + 3 * HOUR}, {"recurrence": replace(FIVE_DAYS, interval=2)}])
def test_exceptions_go_with_the_times_they_were_exceptions_of(edit):
    assert book(series(), occurrence(2), replace(series(sequence=2), **edit)).overrides == ()


def test_an_exception_of_the_new_times_that_came_before_them_stays():
    late = series(start=FIRST + 3 * HOUR, sequence=1)
    early = occurrence(2, recurrence_id=FIRST + 2 * DAY + 3 * HOUR, start=FIRST + 2 * DAY, sequence=2)
    assert [each.start for each in book(series(), early, late).overrides] == [FIRST + 2 * DAY]


def test_a_late_message_of_the_series_takes_no_newer_exception_back():
    moved = MovedOccurrence(FIRST + DAY, FIRST + DAY + 5 * HOUR, FIRST + DAY + 6 * HOUR)
    made = book(series(), occurrence(1, sequence=3), series(sequence=2, moved_occurrences=(moved,)))
    assert [each.start for each in made.overrides] == [FIRST + DAY + HOUR]
    made = book(series(), occurrence(1, sequence=1), series(sequence=2, moved_occurrences=(moved,)))
    assert [each.start for each in made.overrides] == [moved.start]


def test_moved_and_deleted_occurrences_that_the_series_lists_are_known():
    moved = MovedOccurrence(FIRST + DAY, FIRST + DAY + 5 * HOUR, FIRST + DAY + 6 * HOUR)
    made = book(series(moved_occurrences=(moved,), deleted_occurrences=(FIRST + 2 * DAY,)))
    assert starts(made) == [FIRST, moved.start, FIRST + 3 * DAY, FIRST + 4 * DAY]


def test_an_edit_of_a_single_meeting_keeps_no_exception():
    assert book(series(), occurrence(1), message(sequence=2)).overrides == ()


def test_a_series_after_its_cancellation_begins_anew():
    cancelled = replace(book(series(), occurrence(1)), state=ConferenceState.CANCELLED)
    again = booked(series(sequence=5), cancelled, ISSUED, POLICY, frozenset(), "new")
    assert (again.id, again.overrides, again.state) == (cancelled.id, (), ConferenceState.SCHEDULED)


@given(st.permutations(["series", 0, 1, 2]))
def test_in_whatever_order_a_series_and_its_exceptions_come_the_times_are_the_same(order):
    made = book(*[series() if each == "series" else occurrence(each) for each in order])
    assert not made.orphan
    assert starts(made) == [FIRST + day * DAY + (HOUR if day < 3 else 0 * HOUR) for day in range(5)]


def test_occurrences_alone_are_all_there_is():
    made = book(occurrence(1), occurrence(3))
    assert made.orphan
    assert starts(made) == [FIRST + DAY + HOUR, FIRST + 3 * DAY + HOUR]
    assert is_over(made, FIRST + 4 * DAY)
    assert not is_over(made, FIRST + 2 * DAY)


def test_a_private_occurrence_tells_no_subject():
    made = book(series(is_private=True), occurrence(1, is_private=True))
    assert "Planning" not in repr(made)
    assert made.overrides[0].subject is None


overrides = st.lists(
    st.builds(
        OccurrenceOverride,
        st.integers(0, 5).map(lambda day: FIRST + day * DAY),
        st.none() | st.just(FIRST),
        st.just(FIRST + HOUR),
        st.none() | st.sampled_from(["a", "b"]),
        st.none() | st.sampled_from(["c", "d"]),
        st.integers(0, 3),
    ),
    max_size=6,
    unique_by=lambda each: each.recurrence_id,
).map(tuple)


@given(overrides, overrides)
def test_merging_takes_what_is_told_and_keeps_what_it_leaves_open(stored, told):
    merged = {each.recurrence_id: each for each in merged_overrides(stored, told)}
    before = {each.recurrence_id: each for each in stored}
    assert set(merged) == set(before) | {each.recurrence_id for each in told}
    for each in told:
        now = merged[each.recurrence_id]
        assert (now.start, now.end) == (each.start, each.end)
        if each.subject is None and each.recurrence_id in before:
            assert now.subject == before[each.recurrence_id].subject
    assert list(merged) == sorted(merged)


@pytest.mark.parametrize(
    ("zone", "changed_on"),
    [("Europe/Berlin", date(2027, 3, 28)), ("America/New_York", date(2027, 3, 14)), ("Asia/Kolkata", None)],
)
def test_all_day_lasts_from_midnight_to_midnight_over_a_change_of_clocks(zone, changed_on):
    clock = ZoneInfo(zone)
    begin = datetime(2027, 3, 10, tzinfo=clock)
    daily = Recurrence(Frequency.DAILY, begin.date(), until=date(2027, 4, 2))
    made = book(message(start=begin, end=begin + DAY, zone=zone, is_all_day=True, recurrence=daily))
    times = list(conference_times(made, NOW, NOW + 400 * DAY))
    assert [each.start.astimezone(clock).time() for each in times] == [time.min] * 24
    assert [each.end for each in times[:-1]] == [each.start for each in times[1:]]
    assert [each.start.astimezone(clock).date() for each in times if each.end - each.start != DAY] == [
        each for each in (changed_on,) if each
    ]


def test_an_occurrence_told_in_another_zone_is_the_same_one():
    before = book(series())
    planned = (FIRST + 2 * DAY).astimezone(ZoneInfo("Asia/Kolkata"))
    moved = occurrence(2, recurrence_id=planned, start=planned + 3 * HOUR, zone="Asia/Kolkata")
    after = book(series(), moved)
    assert (after.zone, len(starts(after))) == (before.zone, 5)
    assert set(starts(before)) - set(starts(after)) == {FIRST + 2 * DAY}
    assert FIRST + 2 * DAY + 3 * HOUR in starts(after)
