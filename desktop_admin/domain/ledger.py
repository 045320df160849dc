"""The ledger of issued aliases, as it is read: what became of each, and which conference it serves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_admin.domain.conference import IssuedAlias


class AliasState(StrEnum):
    """ISSUED: no invitation has used it yet; USED: it serves a meeting; DELETED, RELEASED: nobody holds it any more."""

    ISSUED = "issued"
    USED = "used"
    DELETED = "deleted"
    RELEASED = "released"


def alias_state(issued: IssuedAlias) -> AliasState:
    if issued.deleted is not None:
        return AliasState.DELETED
    if issued.released is not None:
        return AliasState.RELEASED
    return AliasState.ISSUED if issued.used is None else AliasState.USED


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """``conference`` is the name of the conference that the alias serves or served last, "" where there was none;
    ``is_booked``: it is scheduled, and nobody could join it without the alias."""

    issued: IssuedAlias
    conference: str = ""
    organizer: str = ""
    start: datetime | None = None
    is_booked: bool = False

    @property
    def state(self) -> AliasState:
        return alias_state(self.issued)


@dataclass(frozen=True, slots=True)
class LedgerCounts:
    issued: int = 0
    used: int = 0
    deleted: int = 0
    released: int = 0

    @property
    def total(self) -> int:
        return self.issued + self.used + self.deleted + self.released
