"""What is stored, as tests look at it."""

from __future__ import annotations

from desktop_admin.domain.conference import Conference
from desktop_admin.storage import Work


async def stored_conference(work: Work, integration_id: str, uid: str) -> Conference | None:
    """The conference of a meeting: of several under its UID the one that counts."""
    return next(iter(await work.conferences.of_uid(integration_id, uid)), None)
