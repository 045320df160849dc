"""How the program is, in one word and one sentence: the worst part shows in the sum, and green means nothing to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop_admin.domain.counted import counted
from desktop_admin.domain.status import Alarm, Condition, Status

_BADNESS: Final = (Status.DISABLED, Status.ONLINE, Status.CONNECTING, Status.DEGRADED, Status.OFFLINE)
NAMED: Final = 3
"""So many integrations that need attention are named in the sentence; the others are counted."""

CONNECTION_ALARM: Final = "connection"
"""The alarm's key that says the same as the condition."""

UNSENT_ALARM: Final = "rehearsal"
"""The alarm's key that says how many replies are kept back."""


@dataclass(frozen=True, slots=True)
class IntegrationFacts:
    """What counts for an integration's health. ``unsent``: replies that are kept back for the administrator."""

    name: str
    condition: Condition
    alarms: tuple[Alarm, ...] = ()
    is_dry_run: bool = False
    unsent: int = 0

    @property
    def needs(self) -> tuple[str, ...]:
        """What needs the administrator beside the connection itself, as phrases: “2 invitations on hold”."""
        alarms = [alarm for alarm in self.alarms if alarm.key != CONNECTION_ALARM]
        found = [alarm.short for alarm in alarms if alarm.short]
        if self.is_dry_run:
            unsent = f"{counted(self.unsent, 'reply', 'replies')} unsent" if self.unsent else "no replies are sent"
            found.insert(0, f"dry run, {unsent}")
        elif self.unsent and not any(alarm.key == UNSENT_ALARM for alarm in alarms):
            found.insert(0, f"{counted(self.unsent, 'reply', 'replies')} pending approval")
        if others := len(alarms) - sum(bool(alarm.short) for alarm in alarms):
            found.append(counted(others, "alarm", "alarms"))
        return tuple(found)

    @property
    def status(self) -> Status:
        """The condition's status, worsened by what needs the administrator: online only if nothing does."""
        status = self.condition.status
        is_needed = self.is_dry_run and status is not Status.DISABLED
        if status is not Status.OFFLINE and (is_needed or self.unsent or self.alarms):
            return Status.DEGRADED
        return status

    @property
    def sentence(self) -> str:
        """Where there is no other integration."""
        words = {
            Status.ONLINE: "Everything works",
            Status.CONNECTING: "Connecting to Exchange",
            Status.DEGRADED: _with_reason("Polling", self.condition.reason),
            Status.OFFLINE: _with_reason("Offline", self.condition.reason),
            Status.DISABLED: "Not active",
        }[self.condition.status]
        if not self.needs:
            return words
        needs = " · ".join(self.needs)
        if self.condition.status is Status.ONLINE:
            return needs[0].upper() + needs[1:]
        return f"{words} · {needs}"

    @property
    def clause(self) -> str:
        """Beside other integrations."""
        words = {
            Status.ONLINE: "works",
            Status.CONNECTING: "is connecting",
            Status.DEGRADED: "is polling",
            Status.OFFLINE: "is offline",
            Status.DISABLED: "is not active",
        }[self.condition.status]
        if self.condition.status is Status.ONLINE and self.needs:
            return f"{self.name}: {', '.join(self.needs)}"
        return f"{self.name} {words}"


@dataclass(frozen=True, slots=True)
class Health:
    """``status`` is the one to show: its colour and shape; ``sentence`` says why."""

    status: Status
    sentence: str


def health_of(integrations: Sequence[IntegrationFacts]) -> Health:
    """Of all integrations, the worst first."""
    if not integrations:
        return Health(Status.DISABLED, "Nothing is configured yet")
    worst_first = sorted(integrations, key=lambda each: -_BADNESS.index(each.status))
    status = worst_first[0].status
    if len(worst_first) == 1:
        return Health(status, worst_first[0].sentence)
    if all(each.status is Status.ONLINE for each in worst_first):
        return Health(status, "Everything works")
    needing = [each for each in worst_first if each.status not in (Status.ONLINE, Status.DISABLED)]
    clauses = [each.clause for each in needing[:NAMED]]
    if (more := len(needing) - NAMED) > 0:
        clauses.append(f"{more} more {'needs' if more == 1 else 'need'} attention")
    for calm, words in ((Status.ONLINE, "work"), (Status.DISABLED, "are not active")):
        group = [each for each in worst_first if each.status is calm]
        clauses += [group[0].clause] if len(group) == 1 else [f"{len(group)} integrations {words}"] if group else []
    return Health(status, " · ".join(clauses))


def _with_reason(word: str, reason: str) -> str:
    return f"{word}: {reason.rstrip('.')}" if reason else word
