"""Why an item was decided as it was: every rule in its order, also those that were not reached any more."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop_admin.domain.decision import DeclineReason, Outcome, RuleSeen
from desktop_admin.domain.meeting import MessageKind


class Mark(StrEnum):
    PASSED = "passed"
    NOT_CHECKED = "not_checked"
    DECIDED = "decided"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class RuleTold:
    """One rule: what it looked at and what it said, both "" where it was not reached."""

    rule: str
    saw: str
    said: str
    mark: Mark


_ORDERS: Final = {
    MessageKind.REQUEST: ("order", *(str(reason) for reason in DeclineReason), "changes"),
    MessageKind.CANCELLATION: ("order", "conference"),
}


def why(kind: MessageKind, outcome: Outcome, rules: tuple[RuleSeen, ...]) -> tuple[RuleTold, ...]:
    """``rules`` as they were seen, the last one as the one that decided, then those that were not reached."""
    told = [RuleTold(each.rule, each.saw, each.said, _mark(each)) for each in rules[:-1]]
    if rules:
        last = rules[-1]
        told.append(RuleTold(last.rule, last.saw, last.said, Mark.DECIDED))
    if outcome is Outcome.ACCEPTED:
        return tuple(told)
    seen = {each.rule for each in rules}
    order = _ORDERS.get(kind, ())
    return (*told, *(RuleTold(rule, "", "", Mark.NOT_REACHED) for rule in order if rule not in seen))


def _mark(seen: RuleSeen) -> Mark:
    return Mark.PASSED if seen.checked else Mark.NOT_CHECKED
