"""Requests that a rule of declining speaks against, and that are not declined all the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from desktop_admin.domain.conference import ConferenceState
from desktop_admin.domain.conference_times import is_over
from desktop_admin.domain.decision import Decision, DeclineReason, Outcome, RuleSeen
from desktop_admin.domain.decline_rules import Facts
from desktop_admin.domain.policy import SchedulingPolicy

SPLIT_WAIT: Final = timedelta(minutes=10)
"""How long the second part of a split series is on hold for the change of its first part."""


def series_called_off(
    facts: Facts, policy: SchedulingPolicy, now: datetime, seen: tuple[RuleSeen, ...], _why: str
) -> Decision | None:
    """Ignores a series if newer messages have cancelled every occurrence that is still to come; else None.

    It is not past, and nobody waits for an answer. What was stored of the series is replaced by it, as cancelled.
    """
    before = facts.conference
    if facts.issued is None or before is None:
        return None
    planned = facts.booked(facts.issued, policy)
    if is_over(replace(planned, overrides=()), now):
        return None
    return Decision(
        Outcome.IGNORED,
        "Newer messages cancelled every occurrence that this one speaks of.",
        seen,
        conference=replace(planned, state=ConferenceState.CANCELLED),
        freed_alias_id=(before.alias_id if before.state is ConferenceState.SCHEDULED else "") or None,
        alias=planned.alias,
        numeric_alias=planned.numeric_alias,
    )


def split_series_waits(
    facts: Facts, _policy: SchedulingPolicy, now: datetime, seen: tuple[RuleSeen, ...], why: str
) -> Decision | None:
    """Holds a new series for ``SPLIT_WAIT`` if only another series of the same organiser is in the way; else None.

    "This and following" sends two messages, and the second part may be the first to be read. When they were received
    says nothing: after an outage both are old, and may be on different pages of what has to be read.
    """
    if facts.holder is not None or facts.conference is not None or now - (facts.held_since or now) >= SPLIT_WAIT:
        return None
    waits = f"{why} If one series was split in two, the change of its first part may still arrive."
    alias, numeric = (facts.issued.alias, facts.issued.numeric_alias) if facts.issued else ("", "")
    return Decision(Outcome.HELD, waits, seen, alias=alias, numeric_alias=numeric)


EXCEPTIONS: Final[
    Mapping[
        DeclineReason,
        Callable[[Facts, SchedulingPolicy, datetime, tuple[RuleSeen, ...], str], Decision | None],
    ]
] = {DeclineReason.PAST_SERIES: series_called_off, DeclineReason.ALIAS_CONFLICT: split_series_waits}
"""What may be decided instead of declining for a reason, from all that was seen and the words of the decline."""
