"""Aliases of virtual meeting rooms: ``<prefix><random number>@<domain>``, and how far the numbers will reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from desktop_admin.domain.policy import SchedulingPolicy

TRIES: Final = 500
"""So many numbers are drawn; when all are held, more than 98 in 100 of the space are."""
MAX_DIGITS: Final = 15
LIKELY: Final = 10
"""Collisions are likely from the moment on when one draw in so many meets a held number."""
RATE_WINDOW: Final = timedelta(days=30)
ADVICE_REACHES: Final = timedelta(days=2 * 365)
_FARTHEST: Final = timedelta(days=100 * 365)


class AliasSpaceExhausted(Exception):
    """Nearly every number of the space is held; its text says so for the administrator."""


def alias_from_number(policy: SchedulingPolicy, number: int) -> tuple[str, str]:
    """(alias, numeric alias) of a number, which is written with all its digits, leading zeros too."""
    numeric = f"{policy.alias_prefix}{number:0{policy.alias_suffix_length}d}"
    return f"{numeric}@{policy.alias_domain}", numeric


def drawn_aliases(policy: SchedulingPolicy, randbelow: Callable[[int], int]) -> Iterator[tuple[str, str]]:
    """(alias, numeric alias) of numbers as they are drawn; take the first that nobody holds.

    ``randbelow`` comes from a cryptographic generator, so that none can be guessed. Raises
    :class:`AliasSpaceExhausted` when 500 have been passed over.
    """
    digits = policy.alias_suffix_length
    for _ in range(TRIES):
        yield alias_from_number(policy, randbelow(10**digits))
    raise AliasSpaceExhausted(
        f"Nearly all {10**digits} numbers after the prefix “{policy.alias_prefix}” are held. "
        f"Use {min(digits + 2, MAX_DIGITS)} digits."
    )


@dataclass(frozen=True, slots=True)
class AliasForecast:
    """How full the numbers ``<prefix><digits digits>`` are, and how that goes on.

    ``held`` of ``space`` numbers are held; ``collision`` is the probability that a fresh draw meets one of them, and
    ``draws`` the draws that an issue takes on average. ``issued_per_day`` and ``growth_per_day`` (issued less given
    back) are those of the last 30 days. ``likely_on``: from then on one draw in ten collides; ``half_full_on``: then
    every second number is held; None where the present growth does not lead there within 100 years.
    ``advised_digits`` keeps collisions unlikely for two more years.
    """

    prefix: str
    digits: int
    space: int
    held: int
    collision: float
    draws: float
    issued_per_day: float
    growth_per_day: float
    likely_on: datetime | None
    half_full_on: datetime | None
    advised_digits: int

    @property
    def is_likely(self) -> bool:
        """Whether one draw in ten collides already."""
        return self.held * LIKELY >= self.space


def forecast(prefix: str, digits: int, held: int, issued: int, given_back: int, now: datetime) -> AliasForecast:
    """``issued`` and ``given_back`` are counts of the 30 days before ``now``."""
    space = 10**digits
    held = min(held, space)
    growth = (issued - given_back) / RATE_WINDOW.days
    return AliasForecast(
        prefix=prefix,
        digits=digits,
        space=space,
        held=held,
        collision=held / space,
        draws=_average_draws(held / space),
        issued_per_day=issued / RATE_WINDOW.days,
        growth_per_day=growth,
        likely_on=_reached(space / LIKELY, held, growth, now),
        half_full_on=_reached(space / 2, held, growth, now),
        advised_digits=_advised(digits, held + max(growth, 0.0) * ADVICE_REACHES.days),
    )


def _average_draws(collision: float) -> float:
    """The mean of a geometric distribution that is cut off after ``TRIES``."""
    if collision >= 1:
        return float(TRIES)
    return float((1 - collision**TRIES) / (1 - collision))


def _reached(level: float, held: int, growth_per_day: float, now: datetime) -> datetime | None:
    if held >= level:
        return now
    if growth_per_day <= 0:
        return None
    days = (level - held) / growth_per_day
    return now + timedelta(days=days) if days <= _FARTHEST.days else None


def _advised(digits: int, need: float) -> int:
    """Never fewer than now: what has been issued stays, and a shorter number is easier to guess."""
    return next((each for each in range(digits, MAX_DIGITS) if need * LIKELY < 10**each), MAX_DIGITS)
