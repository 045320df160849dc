"""What the command line asks about the directory."""

from __future__ import annotations

from typing import Any

from desktop_admin.domain.directory import DirectoryEntry
from desktop_admin.service.control_desk import ControlDesk, moment
from desktop_admin.service.directory_view import DirectoryView
from desktop_admin.service.supervisor import Supervisor


class DirectoryControl(ControlDesk):
    async def directory(self, integration: str) -> dict[str, Any]:
        """The cache's state, and what its settings are."""
        supervisor = self._named(integration)
        return _shown(supervisor, await self._concierge.directory(supervisor.id))

    async def refresh_directory(self, integration: str) -> dict[str, Any]:
        """Reads it to its end; ``trouble`` says why that failed."""
        supervisor = self._named(integration)
        return _shown(supervisor, await self._concierge.refresh_directory(supervisor.id))

    async def test_directory(self, integration: str) -> dict[str, Any]:
        """A sample by the stored settings; nothing is stored."""
        sample = await self._concierge.test_directory(self._named(integration).id)
        return {
            "entries": [_entry(entry) for entry in sample.found.entries],
            "problems": [str(problem) for problem in sample.found.problems],
            "left_out": sample.found.left_out,
            "seconds": round(sample.seconds, 3),
        }

    async def find_in_directory(self, integration: str, address: str) -> dict[str, Any]:
        """``found`` is None for an address that nobody has."""
        found = await self._concierge.find_in_directory(self._named(integration).id, address)
        return {"found": _entry(found) if found else None}


def _shown(supervisor: Supervisor, view: DirectoryView) -> dict[str, Any]:
    state = view.state
    return {
        "integration": supervisor.settings.name,
        "source": str(supervisor.settings.directory.source),
        "refreshed": moment(state.refreshed),
        "next_refresh": moment(view.next_refresh),
        "people": state.people,
        "rooms": state.rooms,
        "left_out": state.left_out,
        "trouble": state.trouble,
        "problem_count": state.problem_count,
        "problems": [str(problem) for problem in state.problems],
    }


def _entry(entry: DirectoryEntry) -> dict[str, Any]:
    return {
        "kind": str(entry.kind),
        "name": entry.name,
        "address": entry.address,
        "other_addresses": list(entry.others),
        "extension": entry.extension,
        "room": entry.number,
    }
