"""Passcodes of a conference: one for participants, one for the chairperson. They are secrets and stand in no text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from desktop_admin.domain.policy import SchedulingPolicy


@dataclass(frozen=True, slots=True)
class Passcodes:
    """An empty one is none. Neither shows in ``repr``."""

    conference: str = field(default="", repr=False)
    chair: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.conference or self.chair)


NO_PASSCODES: Final = Passcodes()


def passcodes_problem(passcodes: Passcodes, policy: SchedulingPolicy) -> str:
    """Why they cannot be, in words without the passcodes themselves; "" where they can.

    Digits only, within the configured length, and the two differ.
    """
    for name, value in (("conference passcode", passcodes.conference), ("chairperson passcode", passcodes.chair)):
        if value and not (value.isascii() and value.isdigit()):
            return f"The {name} has something other than digits in it."
        if value and not policy.passcode_min_length <= len(value) <= policy.passcode_max_length:
            return f"The {name} does not have {_length(policy)} digits."
    if passcodes.conference and passcodes.conference == passcodes.chair:
        return "The conference passcode and the chairperson passcode are the same."
    return ""


def _length(policy: SchedulingPolicy) -> str:
    if policy.passcode_min_length == policy.passcode_max_length:
        return str(policy.passcode_min_length)
    return f"{policy.passcode_min_length} to {policy.passcode_max_length}"
