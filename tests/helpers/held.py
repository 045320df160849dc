"""What must hold of ``held_aliases`` whatever happened."""

from __future__ import annotations

from desktop_admin.storage import Work

_LOST = """
    SELECT alias FROM held_aliases WHERE owner_id NOT IN (SELECT id FROM rooms) AND owner_id NOT IN
    (SELECT alias_id FROM aliases WHERE released IS NULL AND deleted IS NULL)
"""


async def lost_aliases(work: Work) -> list[str]:
    """Aliases that are held for nobody: rooms that are gone, entries that were released or deleted."""
    return [row.alias for row in (await work._connection.exec_driver_sql(_LOST)).all()]
