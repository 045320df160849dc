"""What the command line asks of a running service, as JSON-able answers: status, aliases, configuration, check."""

from __future__ import annotations

import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_admin import __version__
from desktop_admin.domain.health import health_of
from desktop_admin.domain.passcode import Passcodes
from desktop_admin.service.configuring import apply_config, export_config
from desktop_admin.service.control_desk import moment
from desktop_admin.service.directory_control import DirectoryControl
from desktop_admin.service.meeting_control import MeetingControl
from desktop_admin.service.people_control import PeopleControl
from desktop_admin.service.room_control import RoomControl
from desktop_admin.service.rules_control import RulesControl
from desktop_admin.service.supervisor import Supervisor
from desktop_admin.service.text_control import TextControl
from desktop_admin.settings.configuration import read_config, write_config


class Control(TextControl, RoomControl, PeopleControl, RulesControl, DirectoryControl, MeetingControl):
    """Stands behind the control API; the same methods serve a command that runs while no service does."""

    async def status(self) -> dict[str, Any]:
        """Every integration with its condition, mode, alarms, outbox and people counted by presence."""
        integrations = [self._integration(each) for each in self._concierge.supervisors.values()]
        health = health_of([each.view().facts for each in self._concierge.supervisors.values()])
        return {
            "version": __version__,
            "health": str(health.status),
            "headline": health.sentence,
            "running": self._concierge.running,
            "pid": os.getpid(),
            "integrations": integrations,
        }

    async def issue_alias(self, integration: str, passcode: str = "", chair_passcode: str = "") -> dict[str, Any]:
        """``integration`` is a name. Gives alias, numeric_alias, token and instructions (HTML)."""
        passcodes = Passcodes(passcode, chair_passcode)
        return asdict(await self._concierge.issue_alias(self._named(integration).id, passcodes))

    async def apply_config(self, text: str) -> dict[str, Any]:
        return {"told": list(await apply_config(self._concierge, read_config(text)))}

    async def export_config(self) -> dict[str, Any]:
        return {"text": write_config(await export_config(self._concierge))}

    async def save_diagnostics(self, file: str) -> dict[str, Any]:
        await self._concierge.save_diagnostics(Path(file))
        return {}

    async def force_now(self, integration: str) -> dict[str, Any]:
        supervisor = self._named(integration)
        await self._concierge.force_now(supervisor.id)
        return {"told": [f"The integration “{supervisor.settings.name}” connects anew."]}

    async def cancel_reading(self, integration: str) -> dict[str, Any]:
        supervisor = self._named(integration)
        await self._concierge.cancel_reading(supervisor.id)
        return {"told": ["Whoever was not read yet keeps what is known of them. force-now reads them."]}

    async def check(self, integration: str) -> dict[str, Any]:
        """The connection check to its end: a list of steps."""
        steps = await self._concierge.check_now(self._named(integration).id)
        return {"steps": [{**asdict(step), "facts": dict(step.facts)} for step in steps]}

    async def invitations(self, integration: str, limit: int = 200, search: str = "") -> dict[str, Any]:
        """The newest processed items first, with the reply as it was sent; with ``search``, those with every word."""
        items = await self._concierge.recent_items(self._named(integration).id, limit, search)
        return {"items": [{key: _plain(value) for key, value in asdict(item).items()} for item in items]}

    def _integration(self, supervisor: Supervisor) -> dict[str, Any]:
        view = supervisor.view()
        counts: dict[str, int] = {}
        read = [person.read_at for person in supervisor.presence.views() if person.read_at]
        for person in supervisor.presence.views():
            value = person.verdict.presence if person.verdict else "unknown"
            counts[value] = counts.get(value, 0) + 1
        facts = view.facts
        return {
            "name": view.settings.name,
            "health": str(facts.status),
            "needs": list(facts.needs),
            "is_current": view.is_current,
            "unsent": view.rehearsed,
            "active": view.settings.active,
            "status": str(view.condition.status),
            "reason": view.condition.reason,
            "trouble": str(view.condition.trouble) if view.condition.trouble else None,
            "since": moment(view.condition.since),
            "server": view.server_name,
            "version": view.server_version,
            "mode": view.mode,
            "last_sign": moment(view.last_sign),
            "waiting": view.waiting,
            "alarms": [{"text": alarm.text, "remedy": alarm.remedy} for alarm in view.alarms],
            "presence": counts,
            "presence_read": moment(max(read, default=None)),
        }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
