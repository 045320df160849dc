"""The program itself: the diagnostics bundle and the daily backup."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_admin import __version__, logs, paths
from desktop_admin.diagnostics import make_bundle, save_bundle
from desktop_admin.errors import ConciergeError
from desktop_admin.log_fields import Plain, Words
from desktop_admin.service.configuring import export_config
from desktop_admin.service.context import ServiceContext
from desktop_admin.storage.backup import keep_daily_backup

logger = logging.getLogger(__name__)


async def save_diagnostics(context: ServiceContext, file: Path) -> None:
    """Writes the bundle: versions, settings, status, logs. Names and addresses are put away; see ``diagnostics``."""
    config = await export_config(context)
    people = [person for each in config.integrations for person in each.people or ()]
    names = {name for person in people for name in (person.name, person.address)}
    for each in config.integrations:
        connection = each.settings.connection
        names |= {each.settings.name, connection.server, connection.user_name, *connection.exchange_domains}
        names |= {connection.conferencing_mailbox}
        names |= {each.settings.scheduling.alias_domain, each.settings.directory.server}
    # Paths tell whose computer it is.
    names.add(Path.home().name)
    folder = logs.folder_in_use() or paths.log_dir(context.around.database.file.parent)
    content = await asyncio.to_thread(make_bundle, folder, config, _told(context), names)
    await asyncio.to_thread(save_bundle, file, content)


async def back_up_daily(database: Path, now: datetime) -> None:
    """A failure is told in the log; the day's work goes on."""
    try:
        made = await asyncio.to_thread(keep_daily_backup, database.parent, __version__, now)
    except (ConciergeError, OSError) as fault:
        logger.warning("Today's backup could not be made: %s", fault)
        return
    if made is not None:
        logger.info("Today's backup is %s.", made.file)


def _told(context: ServiceContext) -> dict[str, Any]:
    crash = context.crash
    return {
        "crash": None if crash is None else {"began": crash.began, "version": Plain(crash.version)},
        "integrations": [
            {
                "name": view.settings.name,
                "condition": {"status": view.condition.status, "reason": Words(view.condition.reason)},
                "since": view.condition.since,
                "exchange": Words(f"{view.server_name} {view.server_version}"),
                "mode": Plain(view.mode),
                "last_sign": view.last_sign,
                "waiting": view.waiting,
                "alarms": [{"key": Plain(each.key), "since": each.since, "text": each.text} for each in view.alarms],
                "people": len(context.supervisor(view.id).presence.views()),
            }
            for view in (supervisor.view() for supervisor in context.supervisors.values())
        ],
    }
