"""The service as a whole: every integration, from start to stop."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from desktop_admin.crashes import Crash
from desktop_admin.domain.ports import Clock, MailSystemFactory, PushDecoder, ServerFinder, Vault
from desktop_admin.errors import ConciergeError
from desktop_admin.log_fields import Words
from desktop_admin.service.board_desk import BoardDesk
from desktop_admin.service.bus import Bus
from desktop_admin.service.care import back_up_daily, save_diagnostics
from desktop_admin.service.clock import SystemClock
from desktop_admin.service.clock_watch import ClockWatch, Jump
from desktop_admin.service.conferences_desk import ConferencesDesk
from desktop_admin.service.configuring import apply_config, export_config
from desktop_admin.service.control import command
from desktop_admin.service.desk import one_at_a_time, validated
from desktop_admin.service.directory_desk import DirectoryDesk
from desktop_admin.service.events import LogLevel, PeopleChanged, ServiceStopped
from desktop_admin.service.journal_desk import JournalDesk
from desktop_admin.service.keeping import keep_conferences
from desktop_admin.service.listening import Listening
from desktop_admin.service.passcodes import seal_stored
from desktop_admin.service.people_desk import PeopleDesk
from desktop_admin.service.presence_rules_desk import PresenceRulesDesk
from desktop_admin.service.pushes import Pushes
from desktop_admin.service.rehearsal_desk import RehearsalDesk
from desktop_admin.service.rooms_desk import RoomsDesk
from desktop_admin.service.status_answer import status_answer
from desktop_admin.service.story import Story
from desktop_admin.service.supervisor import Supervisor, Surroundings
from desktop_admin.service.tasks import Tasks, for_each
from desktop_admin.service.text_desk import TextDesk
from desktop_admin.settings import ListenerSettings, SettingsRefused
from desktop_admin.settings.configuration import read_config, write_config
from desktop_admin.settings.integration import clean_name
from desktop_admin.settings.problems import problems_from
from desktop_admin.storage import Database

logger = logging.getLogger(__name__)

STOP_WITHIN = 5.0
HOUSEKEEPING_EVERY = timedelta(hours=6)
HISTORY_KEPT = timedelta(days=30)


class Concierge(
    TextDesk,
    RoomsDesk,
    PeopleDesk,
    PresenceRulesDesk,
    BoardDesk,
    DirectoryDesk,
    RehearsalDesk,
    ConferencesDesk,
    JournalDesk,
):
    """Implements :class:`desktop_admin.service.commands.Commands`. Lives on the service's loop."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        make_mail: MailSystemFactory,
        decoder: PushDecoder,
        clock: Clock | None = None,
        find_server: ServerFinder | None = None,
    ) -> None:
        self.bus = Bus()
        clock = clock or SystemClock()
        story = Story(clock, self.bus)
        pushes = Pushes()
        self.listening = Listening(
            database,
            decoder,
            pushes,
            self._push_hosts,
            lambda text: story.tell("", "", LogLevel.WARNING, "{words}", words=Words(text)),
        )
        super().__init__(
            Surroundings(
                database=database,
                vault=vault,
                clock=clock,
                bus=self.bus,
                story=story,
                pushes=pushes,
                listening=self.listening,
                make_mail=make_mail,
                find_server=find_server,
            )
        )
        self._tasks = Tasks("service")
        self._checks = self._tasks
        self.crash: Crash | None = None

    async def open(self) -> None:
        """Opens the database and loads every integration. Raises ``ConciergeError`` where that cannot be."""
        await self.around.database.open()
        async with self.around.database.begin() as work:
            stored = await work.integrations.list()
        for each in stored:
            supervisor = Supervisor(each.id, validated(each.document), self.around)
            self.supervisors[each.id] = supervisor
            await supervisor.load()

    def start(self) -> None:
        """Sets every integration to work; without it commands only read and change what is stored."""
        self.running = True
        for supervisor in self.supervisors.values():
            supervisor.start()
        self._tasks.start("housekeeping", self._keep_house())
        self._tasks.start("clock", ClockWatch(self.around.clock, self._clock_jumped).run())
        self._tasks.start("backups", self._keep_backups())
        self.tell_integrations()

    def by_name(self, name: str) -> Supervisor | None:
        """The integration of this name, in any case of letters."""
        wanted = clean_name(name).casefold()
        return next((each for each in self.supervisors.values() if each.settings.name.casefold() == wanted), None)

    async def last_crash(self) -> Crash | None:
        """How the last run ended, where it did not stop in order."""
        return self.crash

    @command()
    async def status(self) -> dict[str, Any]:
        """Every integration with its condition, alarms and people counted by presence."""
        return status_answer(list(self.supervisors.values()), self.running)

    @command()
    async def apply_config(self, text: str) -> tuple[str, ...]:
        """Takes a TOML document whole or not at all. Returns a sentence for each integration in it."""
        return await apply_config(self, read_config(text))

    @command()
    async def export_config(self) -> str:
        """The configuration as a TOML document, without passwords."""
        return write_config(await export_config(self))

    @command()
    async def save_diagnostics(self, file: Path) -> None:
        """A bundle for support, without names, addresses and secrets."""
        await save_diagnostics(self, file)

    async def stop(self) -> None:
        """Listener, tasks, integrations, database: in this order, each within its deadline."""
        await self.listening.stop()
        await self._tasks.stop(1.0)
        await for_each(list(self.supervisors.values()), _stop, workers=8)
        await self.around.database.close()
        self.bus.publish(ServiceStopped(""))

    async def listener(self) -> ListenerSettings:
        return await self.listening.settings()

    @one_at_a_time
    async def save_listener(self, values: Mapping[str, Any]) -> ListenerSettings:
        """Stores them whole and opens the listener anew. Raises ``SettingsRefused``."""
        before = await self.listening.settings()
        try:
            saved = ListenerSettings.model_validate(before.model_dump() | dict(values))
        except ValidationError as refused:
            raise SettingsRefused(problems_from(refused)) from refused
        if saved != before:
            async with self.around.database.begin() as work:
                await self.listening.store(work, saved)
            await self.open_listener_anew()
        return saved

    async def open_listener_anew(self) -> None:
        """Its settings are others: whoever is pushed to connects anew, which opens it."""
        await self.listening.stop()
        for supervisor in self.supervisors.values():
            settings = supervisor.settings
            if self.running and settings.active and settings.connection.callback_url:
                supervisor.force("The listener's settings were changed")

    def _push_hosts(self) -> list[str]:
        """The Exchange servers that push to this program."""
        connections = [each.settings.connection for each in self.supervisors.values() if each.settings.active]
        pushing = [each for each in connections if each.callback_url]
        return [host for each in pushing for host in (each.server, *each.exchange_domains)]

    def _clock_jumped(self, jump: Jump, seconds: float) -> None:
        for supervisor in self.supervisors.values():
            supervisor.clock_jumped(jump, seconds)
            # Days begin elsewhere in another zone: front ends read their strips anew.
            self.bus.publish(PeopleChanged(supervisor.id))

    async def _keep_house(self) -> None:
        clock = self.around.clock
        while True:
            now = clock.now()
            for supervisor in self.supervisors.values():
                supervisor.look_at_certificates()
            for integration_id in list(self.supervisors):
                try:
                    await self._keep_house_of(integration_id, now)
                except ConciergeError as fault:
                    # The disk is full, or the integration was removed meanwhile: the others, and the next time.
                    logger.warning("Housekeeping was left for the next time: %s", fault)
            await clock.sleep(HOUSEKEEPING_EVERY.total_seconds())

    async def _keep_house_of(self, integration_id: str, now: datetime) -> None:
        await self.release_idle(integration_id, now)
        scheduling = self.supervisor(integration_id).settings.scheduling
        await keep_conferences(self.around.database, integration_id, scheduling, now)
        await self.supervisor(integration_id).conferences_changed()
        async with self.around.database.begin() as work:
            await work.history.prune(integration_id, now - HISTORY_KEPT)
            await work.notifications.prune(integration_id, f"{now - HISTORY_KEPT:%Y-%m-%d}")
            await work.presence_changes.prune(integration_id, now - HISTORY_KEPT)
        if words := await seal_stored(self.around.database, self.around.vault, integration_id):
            name = self.supervisor(integration_id).settings.name
            self.around.story.tell(integration_id, name, LogLevel.WARNING, "{words}", words=Words(words))

    async def _keep_backups(self) -> None:
        clock = self.around.clock
        while True:
            await back_up_daily(self.around.database.file, clock.now())
            await clock.sleep(HOUSEKEEPING_EVERY.total_seconds())


async def _stop(supervisor: Supervisor) -> None:
    await supervisor.stop()
