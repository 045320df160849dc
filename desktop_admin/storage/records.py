"""Records that only storage knows: everything else that goes in and out is a record of the domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop_admin.domain.appointment import Appointment, OutOfOffice
from desktop_admin.domain.people import Override


@dataclass(frozen=True, slots=True)
class StoredIntegration:
    """An integration's settings as one JSON document; only whoever declares the settings can read it."""

    id: str
    document: dict[str, Any]
    created: datetime


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """What was last read of a person's calendar, and the person's own override.

    ``read_from``..``read_until`` is the window that was read, ``read_at`` when; None: never. ``how``: by which
    operations it was read ("batch" or "mailbox").
    """

    appointments: tuple[Appointment, ...] = ()
    out_of_office: OutOfOffice | None = None
    override: Override | None = None
    read_from: datetime | None = None
    read_until: datetime | None = None
    read_at: datetime | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class StoredReading:
    """What one reading of a person's calendar and automatic replies found; the fields are those of the facts."""

    person_id: int
    appointments: tuple[Appointment, ...]
    out_of_office: OutOfOffice | None
    read_from: datetime
    read_until: datetime
    read_at: datetime
    how: str = ""
