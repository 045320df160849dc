"""A room's number that an organiser wrote in the location by hand: an alternative to the alias tag, where allowed."""

from __future__ import annotations

import re
from typing import Final

from desktop_admin.domain.policy import SchedulingPolicy

MAX_LOCATION: Final = 2000
MAX_NAMES: Final = 20

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,319}")
_LIKE_A_NUMBER = re.compile(r"\d{3,}")


def written_names(location: str) -> tuple[str, ...]:
    """Every word of ``location`` that could be an alias, whole or its number alone; at most 20, in their order."""
    words = (word.rstrip("._@+-") for word in _WORD.findall(location[:MAX_LOCATION]))
    return tuple(dict.fromkeys(word for word in words if word))[:MAX_NAMES]


def looks_like_alias(name: str, policy: SchedulingPolicy) -> bool:
    """Whether ``name``, which nobody holds, was meant as an alias of this integration: then it is a wrong one."""
    number, _, domain = name.casefold().partition("@")
    if domain:
        return domain == policy.alias_domain.casefold()
    prefix = policy.alias_prefix.casefold()
    return number.startswith(prefix) and _LIKE_A_NUMBER.fullmatch(number[len(prefix) :]) is not None
