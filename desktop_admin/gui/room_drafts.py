"""What is wrong with a room as it was typed, as far as can be seen without asking the service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.passcode import Passcodes
from desktop_admin.domain.rooms import Room, passcode_problems, room_problems
from desktop_admin.service.policies import scheduling_policy
from desktop_admin.service.room_views import RoomView
from desktop_admin.settings import SchedulingSettings

_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def draft_problems(room: RoomView, draft: Mapping[str, Any], settings: SchedulingSettings) -> dict[str, str]:
    """In words, by field. What has not been typed yet is not complained of: saving does."""
    passcodes = Passcodes(draft.get("passcode", ""), draft.get("chair_passcode", ""))
    problems = passcode_problems(passcodes, scheduling_policy(settings))
    if room.kind is RoomKind.CUSTOM:
        values = {key: draft.get(key, getattr(room, key)) for key in ("name", "description", "aliases", "theme")}
        typed = Room(room.id, "", room.kind, created=_ANY_TIME, **values)
        problems |= {key: words for key, words in room_problems(typed).items() if key in draft}
    return problems
