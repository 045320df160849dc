"""What the log files say of readings.

Each reading of automatic replies is a line of ``readings.log`` with its address. The log itself, which thousands of
people must not drown, has those that were the first, brought something new, came with a calendar or failed, and a line
for each round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_admin.domain.appointment import OutOfOffice, OutOfOfficeState
from desktop_admin.domain.counted import people
from desktop_admin.domain.ports import RepliesGlance
from desktop_admin.log_fields import Plain, Words
from desktop_admin.service.reading import BATCH, MAILBOX, Found, Wish
from desktop_admin.service.story import Teller

HOW_WORDS = {BATCH: "together with others", MAILBOX: "by itself"}
STATE_WORDS = {
    OutOfOfficeState.DISABLED: "off",
    OutOfOfficeState.ENABLED: "on",
    OutOfOfficeState.SCHEDULED: "scheduled",
}
NOT_READ, NOT_SHOWN = "not read", "not shown"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found of one person, and which automatic replies were known before and are known now."""

    found: Found
    before: OutOfOffice | None
    after: OutOfOffice | None


class ReadingLog:
    """One integration's."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._failed: set[str] = set()

    def connected(self) -> None:
        """A new connection: whatever fails is told again."""
        self._failed.clear()

    def took(self, readings: Sequence[Reading], wish: Wish) -> None:
        """What was read of calendars and replies, many at once or one by one."""
        rows = []
        for reading in readings:
            found, how = reading.found, HOW_WORDS[reading.found.how]
            if found.appointments is not None:
                line, count = "Read calendar of {address} ({how}); appointments: {count}.", len(found.appointments)
                self._teller.debug(line, address=found.address, how=Plain(how), count=count)
            if found.out_of_office is not None:
                rows.append((found.address, how, STATE_WORDS[found.out_of_office.state]))
                self._tell(reading, how, is_wanted=wish.calendars)
            elif wish.replies and found.fault is not None:
                rows.append((found.address, how, f"{NOT_READ}: {found.fault.trouble}"))
                self._tell_failure(found, is_told_already=not wish.alone)
        self._teller.record_readings(rows)

    def looked(self, asked: Sequence[str], glances: Sequence[RepliesGlance]) -> None:
        """A look at many at once; whoever is not among ``glances`` was not read."""
        shown = {glance.mailbox: glance.out_of_office for glance in glances}
        outcomes = [_outcome(shown, address) for address in asked]
        how = HOW_WORDS[BATCH]
        self._teller.record_readings((address, how, what) for address, what in zip(asked, outcomes, strict=True))

    def round_ended(self, asked: Sequence[str], glances: Sequence[RepliesGlance], news: int) -> None:
        """All of ``asked`` have been looked at; ``news`` of them are read by themselves."""
        shown = {glance.mailbox: glance.out_of_office for glance in glances}
        seen = Counter(_outcome(shown, address) for address in asked)
        sums = {
            "people": Plain(people(len(asked))),
            "on": seen["on"] + seen["scheduled"],
            "off": seen["off"],
            "unshown": seen[NOT_SHOWN],
            "unread": seen[NOT_READ],
            "news": news,
        }
        line = (
            "Checked automatic replies of {people}: {on} on, {off} off, {unshown} not shown, {unread} not read. "
            "Read by themselves: {news}."
        )
        self._teller.record(line, **sums)
        self._teller.debug(line, **sums)

    def _tell(self, reading: Reading, how: str, *, is_wanted: bool) -> None:
        address = reading.found.address
        is_news = reading.before is None or reading.before != reading.after or address in self._failed
        self._failed.discard(address)
        if is_news or is_wanted:
            self._teller.record("Read automatic reply of {address} ({how}).", address=address, how=Plain(how))

    def _tell_failure(self, found: Found, *, is_told_already: bool) -> None:
        if found.address not in self._failed and found.fault is not None and not is_told_already:
            line, why = "The automatic reply of {address} could not be read: {why}", Words(found.fault.text)
            self._teller.record(line, address=found.address, why=why)
        self._failed.add(found.address)


def _outcome(shown: dict[str, OutOfOffice | None], address: str) -> str:
    if address not in shown:
        return NOT_READ
    replies = shown[address]
    return NOT_SHOWN if replies is None else STATE_WORDS[replies.state]
