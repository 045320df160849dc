"""What is known of one person while the program runs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from desktop_admin.domain.appointment import replies_are_on
from desktop_admin.domain.batch import after_glance, replies_differ
from desktop_admin.domain.people import DEFAULT_PRESENCES, Person
from desktop_admin.domain.ports import RepliesGlance
from desktop_admin.domain.presence import PersonFacts, Verdict
from desktop_admin.domain.retry_pauses import calendar_pause
from desktop_admin.log_fields import Plain
from desktop_admin.service.reading import Found
from desktop_admin.service.views import PersonView
from desktop_admin.storage import StoredFacts, StoredReading

STORED_OFTEN = timedelta(hours=1)
"""A reading that found nothing new is stored only if the window has moved on by so much."""

_SHIPPED = frozenset({"Unknown", *(each.name for each in DEFAULT_PRESENCES)})


@dataclass(slots=True)
class Known:
    """A person's facts, how and how far they were read, and the presence that follows from them."""

    person: Person
    facts: PersonFacts = field(default_factory=PersonFacts)
    read_at: datetime | None = None
    read_until: datetime | None = None
    trouble: str = ""
    how: str = ""
    watch: str = ""
    failures: int = 0
    retry_at: datetime | None = None
    stored_until: datetime | None = None
    verdict: Verdict | None = None
    is_glanced: bool = False
    """Of the automatic replies no more is known than a glance tells."""

    replies_asked: datetime | None = None
    """When the automatic replies were last asked for by themselves: that tells what a glance does not."""

    @property
    def view(self) -> PersonView:
        return PersonView(self.person, self.verdict, self.read_at, self.trouble, self.how, self.watch)

    def remembers(self, stored: StoredFacts) -> None:
        """What was stored before the program ended."""
        self.facts = PersonFacts(stored.appointments, stored.out_of_office, stored.override)
        self.read_at, self.read_until, self.stored_until = stored.read_at, stored.read_until, stored.read_until
        self.how = stored.how

    def failed(self, why: str, now: datetime) -> None:
        self.trouble = why
        self.failures += 1
        self.retry_at = now + calendar_pause(self.failures)

    def learns(self, found: Found, now: datetime, until: datetime) -> bool:
        """Takes what a reading found, whose window ends at ``until``. Whether anything of it is new."""
        before = self.facts, self.how, self.trouble, self.read_at is None
        replies = found.out_of_office
        if replies is not None:
            self.is_glanced = found.is_glance
        if replies is not None and found.is_glance:
            replies = after_glance(self.facts.out_of_office, replies, now)
        if replies is not None and replies != self.facts.out_of_office:
            self.facts = replace(self.facts, out_of_office=replies)
        if found.appointments is not None:
            if found.appointments != self.facts.appointments:
                self.facts = replace(self.facts, appointments=found.appointments)
            self.how, self.read_at, self.read_until = found.how, now, until
            if found.fault is None:
                self.trouble, self.failures, self.retry_at = "", 0, None
        return (self.facts, self.how, self.trouble, self.read_at is None) != before

    def wants_more_than(self, glance: RepliesGlance, now: datetime, *, whole: bool) -> bool:
        """Whether the automatic replies are to be read: the glance says something new, or no more than a glance is
        known where ``whole`` ones, with what outsiders are told, are needed.
        """
        replies = self.facts.out_of_office
        is_half_known = whole and self.is_glanced and replies is not None and replies_are_on(replies, now)
        return is_half_known or replies_differ(replies, glance, now)

    @property
    def is_to_be_stored(self) -> bool:
        """Whether the window that was read is much longer than what is stored says."""
        if self.read_until is None:
            return False
        return self.stored_until is None or self.read_until - self.stored_until >= STORED_OFTEN

    def reading(self, read_from: datetime) -> StoredReading | None:
        """What is to be stored; None while the calendar was never read."""
        if self.read_at is None or self.read_until is None:
            return None
        return StoredReading(
            self.person.id,
            self.facts.appointments,
            self.facts.out_of_office,
            read_from=read_from,
            read_until=self.read_until,
            read_at=self.read_at,
            how=self.how,
        )

    def is_stale(self, now: datetime, soon: datetime) -> bool:
        """Whether to read again: the next try of one who could not be read, or a window that ends before ``soon``."""
        if self.retry_at is not None:
            return self.retry_at <= now
        return self.read_until is not None and self.read_until < soon

    @property
    def can_be_judged(self) -> bool:
        return self.person.is_kept and (self.read_at is not None or self.facts.override is not None)


def shown_presence(name: str) -> str:
    """As the log takes it: the presences that come with the program are its own words, others the administrator's."""
    return Plain(name) if name in _SHIPPED else name
