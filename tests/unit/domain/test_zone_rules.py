"""Rules of a zone as a text: the same clock as the zone with a name that keeps them, at every instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from desktop_admin.domain.meeting import Frequency, Recurrence, Weekday
from desktop_admin.domain.recurrence import is_in_step, occurrences
from desktop_admin.domain.zone_rules import MOST_PARTS, clock_of
from desktop_admin.domain.zones import zone_of, zone_words

BERLIN = "<+01>-1<+02>,M3.5.0/2,M10.5.0/3"
HOURS = [datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=30 * number) for number in range(3 * 365 * 48)]


def offsets(clock: tzinfo) -> list[timedelta | None]:
    return [each.astimezone(clock).utcoffset() for each in HOURS]


@pytest.mark.parametrize(
    ("rules", "name"),
    [
        (BERLIN, "Europe/Berlin"),
        ("<-05>+5<-04>,M3.2.0,M11.1.0", "America/New_York"),
        ("<+10>-10<+11>,M10.1.0,M4.1.0/3", "Australia/Sydney"),
        ("<+0545>-5:45", "Asia/Kathmandu"),
        ("<+03>-3", "Europe/Istanbul"),
    ],
)
def test_rules_keep_the_same_clock_as_the_zone_that_has_them(rules: str, name: str) -> None:
    assert offsets(zone_of(rules)) == offsets(ZoneInfo(name))


def test_rules_that_change_hold_each_from_its_moment_on() -> None:
    """A country that gives up summer time for good in March 2026, and one that moves its offset in 2027."""
    clock = zone_of(f"{BERLIN};2026-03-29T02:00:00=<+02>-2;2027-05-01T00:00:00=<+03>-3")
    told = [(each.astimezone(clock).utcoffset() or timedelta()) / timedelta(hours=1) for each in HOURS]
    changes = [(HOURS[at], told[at]) for at in range(1, len(told)) if told[at] != told[at - 1]]
    assert changes == [
        (datetime(2025, 3, 30, 1, tzinfo=UTC), 2),
        (datetime(2025, 10, 26, 1, tzinfo=UTC), 1),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), 2),
        (datetime(2027, 4, 30, 22, tzinfo=UTC), 3),
    ]
    for each in HOURS[::7]:
        assert each.astimezone(clock).astimezone(UTC) == each


def test_a_series_stays_at_its_hour_by_rules_that_no_zone_keeps() -> None:
    """Summer time from the first Friday of May: no zone has it."""
    rules = "<+01>-1<+02>,M5.1.5/2,M9.1.5/3"
    weekly = Recurrence(Frequency.WEEKLY, datetime(2026, 4, 22).date(), weekdays=(Weekday.WEDNESDAY,), count=4)
    start = datetime(2026, 4, 22, 8, tzinfo=UTC)
    found = occurrences(
        weekly, start, start + timedelta(hours=1), rules, after=start - timedelta(days=1), until=start + timedelta(60)
    )
    assert [f"{begins:%m-%d %H}" for _original, begins, _end in found] == [
        "04-22 08",
        "04-29 08",
        "05-06 07",
        "05-13 07",
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "<", "<+01>", "<+01>-1,M3.5.0", "<+01>-1<+02>,M13.5.0,M10.5.0", "<+01>-1<+02>,M3.9.9,M1.1.1", "<+99>-99",
        "<+01>-1;=<+02>-2", "<+01>-1;2026-01-01T00:00:00Z=<+02>-2", "<+01>-1;2027-01-01=<+02>-2;2026-01-01=<+03>-3",
        "<+01>-1" + ";2026-01-01=<+02>-2" * MOST_PARTS, "<\u0661>-1", "<+01>-1\n", "<+01>-1<+02>,J400,J1",
    ],
)  # fmt: skip
def test_what_are_no_rules_is_utc_and_harms_nobody(hostile: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        clock_of(hostile)
    assert zone_of(hostile).utcoffset(datetime(2026, 7, 1)) == timedelta()
    assert zone_words(hostile) == "UTC"


def test_what_a_person_reads_of_a_zone() -> None:
    read = [zone_words(name) for name in ("Europe/Berlin", "", BERLIN, "<-0330>+3:30")]
    assert read == ["Europe/Berlin", "UTC", "UTC+01:00", "UTC-03:30"]


def test_whether_a_series_begins_when_its_first_meeting_does() -> None:
    tuesdays = Recurrence(Frequency.WEEKLY, datetime(2026, 11, 24).date(), weekdays=(Weekday.TUESDAY,))
    start = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert is_in_step(tuesdays, start, "Europe/Berlin")
    assert not is_in_step(tuesdays, start, "")
    assert not is_in_step(tuesdays, start, "America/New_York")
