"""Evaluation: everybody's presence from what is known, one person's, what if, coverage, and one overfull calendar."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from benchmarks.calibration import calibration
from benchmarks.report import Row, row
from desktop_admin.domain.appointment import Appointment, OutOfOffice, ShowAs
from desktop_admin.domain.coverage import coverage
from desktop_admin.domain.people import MAX_KEYWORDS, Keyword
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.presence import PersonFacts, decide_presence, presence_timeline
from desktop_admin.domain.what_if import difference

PEOPLE = 10_000
APPOINTMENTS = 20
WHAT_IF_PEOPLE = 5_000
OVERFULL = 5_000
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
WEEK = timedelta(days=7)
KEYWORDS = tuple(Keyword(f"subject{n}", "Busy", anywhere=n % 4 == 0) for n in range(MAX_KEYWORDS))
SHOWN = (ShowAs.BUSY, ShowAs.BUSY, ShowAs.BUSY, ShowAs.TENTATIVE, ShowAs.FREE, ShowAs.OUT_OF_OFFICE)


def measure(brief: bool) -> list[Row]:
    """A full keyword table, subjects that all differ, every fourth one with a keyword; nothing is known beforehand."""
    policy = PresencePolicy(keywords=KEYWORDS)
    count = PEOPLE // 20 if brief else PEOPLE
    people = [_person(number) for number in range(count)]
    whole = _seconds(lambda: [decide_presence(each, policy, NOON) for each in people])
    one = statistics.quantiles([_seconds(partial(decide_presence, each, policy, NOON)) for each in people], n=100)[98]
    replayed = people[: WHAT_IF_PEOPLE // 20 if brief else WHAT_IF_PEOPLE]
    fewer = PresencePolicy(keywords=KEYWORDS[:20], count_tentative=True)
    end = NOON + WEEK
    what_if = _seconds(lambda: [difference(each, policy, fewer, NOON, end) for each in replayed])
    counted = _seconds(lambda: coverage(enumerate(replayed), policy))
    crowd = PersonFacts(tuple(_crowded(number) for number in range(OVERFULL)))
    crowded = _seconds(lambda: presence_timeline(crowd, policy, NOON, end))
    plain = calibration()
    named = f"{count:,} people, {APPOINTMENTS} appointments each"
    return [
        row(f"evaluation of {named}", whole, "s", baseline=plain, bound=f"ratio <= {100 * count / PEOPLE:g}"),
        row(
            "evaluation of one of them, 99th percentile", one * 1000, "ms", baseline=plain * 1000, bound="ratio <= 0.02"
        ),
        row(f"what if, {len(replayed):,} people, a week", what_if, "s"),
        row(f"coverage, {len(replayed):,} people", counted, "s"),
        row(f"a week of one person with {OVERFULL:,} appointments", crowded, "s", baseline=plain, bound="ratio <= 25"),
    ]


def _person(number: int) -> PersonFacts:
    """Appointments around noon: some over, one or two running, others to come, in no order."""
    made = []
    for place in range(APPOINTMENTS):
        seed = (number * 7919 + place * 104_729) % 9973
        start = NOON + (seed % 400 - 40) * QUARTER
        subject = f"Talk {number} about subject{seed % 160}x {place}" if seed % 4 else f"subject{seed % 40} of {number}"
        made.append(
            Appointment(f"{number}-{place}", start, start + (1 + seed % 8) * QUARTER, subject, show_as=SHOWN[seed % 6])
        )
    return PersonFacts(tuple(made), OutOfOffice())


def _crowded(number: int) -> Appointment:
    start = NOON + number * timedelta(minutes=2)
    return Appointment(f"{number}", start, start + timedelta(minutes=30), f"Talk {number} about subject{number % 80}")


def _seconds(work: Callable[[], object]) -> float:
    """Of the processor: others on the machine take none of it."""
    begun = time.process_time()
    work()
    return time.process_time() - begun
