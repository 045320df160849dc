"""The service as a whole: every integration, from start to stop."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from desktop_admin.domain.ports import Clock, MailSystemFactory, PushDecoder, ServerFinder, Vault
from desktop_admin.errors import ConciergeError
from desktop_admin.log_fields import Words
from desktop_admin.service.alias_commands import AliasCommands
from desktop_admin.service.approval_commands import ApprovalCommands
from desktop_admin.service.bus import Bus
from desktop_admin.service.care import back_up_daily
from desktop_admin.service.clock import SystemClock
from desktop_admin.service.clock_watch import ClockWatch, Jump
from desktop_admin.service.commands import Commands
from desktop_admin.service.conference_commands import ConferenceCommands
from desktop_admin.service.context import ServiceContext, validated
from desktop_admin.service.directory_commands import DirectoryCommands
from desktop_admin.service.events import LogLevel, PeopleChanged, ServiceStopped
from desktop_admin.service.integration_commands import IntegrationCommands
from desktop_admin.service.invitation_commands import InvitationCommands
from desktop_admin.service.keeping import keep_conferences
from desktop_admin.service.listening import Listening
from desktop_admin.service.passcodes import seal_stored
from desktop_admin.service.people_commands import PeopleCommands
from desktop_admin.service.program_commands import ProgramCommands
from desktop_admin.service.pushes import Pushes
from desktop_admin.service.room_commands import RoomCommands
from desktop_admin.service.rule_commands import RuleCommands
from desktop_admin.service.story import Story
from desktop_admin.service.supervisor import Supervisor, Surroundings
from desktop_admin.service.tasks import for_each
from desktop_admin.service.template_commands import TemplateCommands
from desktop_admin.storage import Database

logger = logging.getLogger(__name__)

STOP_WITHIN = 5.0
HOUSEKEEPING_EVERY = timedelta(hours=6)
HISTORY_KEPT = timedelta(days=30)


class Concierge:
    """Runs every integration, and has the ``commands`` of front ends. Lives on the service's loop."""

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
        listening = Listening(
            database,
            decoder,
            pushes,
            self._push_hosts,
            lambda text: story.tell("", "", LogLevel.WARNING, "{words}", words=Words(text)),
        )
        self.context = ServiceContext(
            Surroundings(
                database=database,
                vault=vault,
                clock=clock,
                bus=self.bus,
                story=story,
                pushes=pushes,
                listening=listening,
                make_mail=make_mail,
                find_server=find_server,
            )
        )
        self.commands = commands_of(self.context)

    async def open(self) -> None:
        """Opens the database and loads every integration. Raises ``ConciergeError`` where that cannot be."""
        await self.context.around.database.open()
        async with self.context.around.database.begin() as work:
            stored = await work.integrations.list()
        for each in stored:
            supervisor = Supervisor(each.id, validated(each.document), self.context.around)
            self.context.supervisors[each.id] = supervisor
            await supervisor.load()

    def start(self) -> None:
        """Sets every integration to work; without it commands only read and change what is stored."""
        self.context.running = True
        for supervisor in self.context.supervisors.values():
            supervisor.start()
        self.context.tasks.start("housekeeping", self._keep_house())
        self.context.tasks.start("clock", ClockWatch(self.context.around.clock, self._clock_jumped).run())
        self.context.tasks.start("backups", self._keep_backups())
        self.context.publish_integrations()

    async def stop(self) -> None:
        """Listener, tasks, integrations, database: in this order, each within its deadline."""
        await self.context.around.listening.stop()
        await self.context.tasks.stop(1.0)
        await for_each(list(self.context.supervisors.values()), _stop, workers=8)
        await self.context.around.database.close()
        self.bus.publish(ServiceStopped(""))

    def _push_hosts(self) -> list[str]:
        """The Exchange servers that push to this program."""
        connections = [each.settings.connection for each in self.context.supervisors.values() if each.settings.active]
        pushing = [each for each in connections if each.callback_url]
        return [host for each in pushing for host in (each.server, *each.exchange_domains)]

    def _clock_jumped(self, jump: Jump, seconds: float) -> None:
        for supervisor in self.context.supervisors.values():
            supervisor.clock_jumped(jump, seconds)
            # Days begin elsewhere in another zone: front ends read their strips anew.
            self.bus.publish(PeopleChanged(supervisor.id))

    async def _keep_house(self) -> None:
        clock = self.context.around.clock
        while True:
            now = clock.now()
            for supervisor in self.context.supervisors.values():
                supervisor.look_at_certificates()
            for integration_id in list(self.context.supervisors):
                try:
                    await self._keep_house_of(integration_id, now)
                except ConciergeError as fault:
                    # The disk is full, or the integration was removed meanwhile: the others, and the next time.
                    logger.warning("Housekeeping was left for the next time: %s", fault)
            await clock.sleep(HOUSEKEEPING_EVERY.total_seconds())

    async def _keep_house_of(self, integration_id: str, now: datetime) -> None:
        await self.commands.aliases.release_idle(integration_id, now)
        scheduling = self.context.supervisor(integration_id).settings.scheduling
        await keep_conferences(self.context.around.database, integration_id, scheduling, now)
        await self.context.supervisor(integration_id).conferences_changed()
        async with self.context.around.database.begin() as work:
            await work.history.prune(integration_id, now - HISTORY_KEPT)
            await work.notifications.prune(integration_id, f"{now - HISTORY_KEPT:%Y-%m-%d}")
            await work.presence_changes.prune(integration_id, now - HISTORY_KEPT)
        if words := await seal_stored(self.context.around.database, self.context.around.vault, integration_id):
            name = self.context.supervisor(integration_id).settings.name
            self.context.around.story.tell(integration_id, name, LogLevel.WARNING, "{words}", words=Words(words))

    async def _keep_backups(self) -> None:
        clock = self.context.around.clock
        while True:
            await back_up_daily(self.context.around.database.file, clock.now())
            await clock.sleep(HOUSEKEEPING_EVERY.total_seconds())


def commands_of(context: ServiceContext) -> Commands:
    integrations = IntegrationCommands(context)
    return Commands(
        integrations=integrations,
        people=PeopleCommands(context),
        rules=RuleCommands(context),
        templates=TemplateCommands(context, integrations),
        rooms=RoomCommands(context),
        aliases=AliasCommands(context),
        directory=DirectoryCommands(context, integrations),
        conferences=ConferenceCommands(context),
        invitations=InvitationCommands(context),
        approvals=ApprovalCommands(context),
        program=ProgramCommands(context, integrations),
    )


async def _stop(supervisor: Supervisor) -> None:
    await supervisor.stop()
