"""What every group of the command line's questions needs: the service, and how an integration is found by name."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from desktop_admin.errors import ConciergeError

if TYPE_CHECKING:
    from desktop_admin.service.concierge import Concierge
    from desktop_admin.service.supervisor import Supervisor


class ControlDesk:
    def __init__(self, concierge: Concierge) -> None:
        self._concierge = concierge

    def _named(self, name: str) -> Supervisor:
        """An empty name means the only integration there is."""
        integrations = list(self._concierge.supervisors.values())
        if not name and len(integrations) == 1:
            return integrations[0]
        if not integrations:
            remedy = "Open the desktop, or apply a configuration file with “config apply”."
            raise ConciergeError("No integration is set up yet.", remedy)
        found = self._concierge.by_name(name)
        if found is None:
            names = ", ".join(f"“{each.settings.name}”" for each in integrations)
            missing = f"There is no integration “{name}”." if name else "Say which integration is meant."
            raise ConciergeError(missing, f"There are: {names}.")
        return found


def moment(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
