"""What the status command answers: every integration with its condition, alarms and people counted by presence."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from typing import Any

from desktop_admin import __version__
from desktop_admin.domain.health import health_of
from desktop_admin.service.supervisor import Supervisor


def status_answer(supervisors: Sequence[Supervisor], running: bool) -> dict[str, Any]:
    """``running``: whether the service is at work, or only what is stored is looked at."""
    health = health_of([each.view().facts for each in supervisors])
    return {
        "version": __version__,
        "health": health.status,
        "headline": health.sentence,
        "running": running,
        "pid": os.getpid(),
        "integrations": [_integration(each) for each in supervisors],
    }


def _integration(supervisor: Supervisor) -> dict[str, Any]:
    view = supervisor.view()
    people = supervisor.presence.views()
    facts = view.facts
    return {
        "name": view.settings.name,
        "health": facts.status,
        "needs": facts.needs,
        "is_current": view.is_current,
        "unsent": view.rehearsed,
        "active": view.settings.active,
        "status": view.condition.status,
        "reason": view.condition.reason,
        "trouble": view.condition.trouble,
        "since": view.condition.since,
        "server": view.server_name,
        "version": view.server_version,
        "mode": view.mode,
        "last_sign": view.last_sign,
        "waiting": view.waiting,
        "alarms": [{"text": alarm.text, "remedy": alarm.remedy} for alarm in view.alarms],
        "presence": Counter(each.verdict.presence if each.verdict else "unknown" for each in people),
        "presence_read": max((each.read_at for each in people if each.read_at), default=None),
    }
