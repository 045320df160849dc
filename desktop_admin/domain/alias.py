"""Aliases of virtual meeting rooms: ``<prefix><random number>@<domain>``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from desktop_admin.domain.policy import SchedulingPolicy

TRIES: Final = 200
"""So many numbers are drawn; when all are held, more than 95 in 100 of the space are."""


class AliasSpaceExhausted(Exception):
    """Nearly every number of the space is held; its text says so for the administrator."""


def alias_from_number(policy: SchedulingPolicy, number: int) -> tuple[str, str]:
    """(alias, numeric alias) of a number, which is written with all its digits, leading zeros too."""
    numeric = f"{policy.alias_prefix}{number:0{policy.alias_suffix_length}d}"
    return f"{numeric}@{policy.alias_domain}", numeric


def draw_alias(
    policy: SchedulingPolicy, is_held: Callable[[str], bool], randbelow: Callable[[int], int]
) -> tuple[str, str]:
    """An alias that is not held. ``randbelow`` comes from a cryptographic generator, so that none can be guessed."""
    space = 10**policy.alias_suffix_length
    for _ in range(TRIES):
        alias, numeric = alias_from_number(policy, randbelow(space))
        if not is_held(alias):
            return alias, numeric
    raise AliasSpaceExhausted(
        f"Nearly all {space} numbers after the prefix “{policy.alias_prefix}” are held. "
        f"Use {min(policy.alias_suffix_length + 2, 15)} digits."
    )
