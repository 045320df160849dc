"""One integration at work: its state, what it tells of it, and how it starts, changes and stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from desktop_admin.domain.connection_life import Happening, State
from desktop_admin.domain.ports import (
    Clock,
    Credentials,
    Endpoint,
    MailFault,
    MailSystemFactory,
    Proxy,
    ServerFinder,
    ServerInfo,
    Vault,
)
from desktop_admin.domain.status import Condition, Trouble
from desktop_admin.errors import ConciergeError
from desktop_admin.service.alarms import EXCHANGE_CERTIFICATE, LISTENER_CERTIFICATE, Alarms
from desktop_admin.service.bus import Bus
from desktop_admin.service.calendar_groups import CalendarGroups, Target
from desktop_admin.service.calendar_watches import CalendarWatches, how_watched
from desktop_admin.service.clock_watch import Jump
from desktop_admin.service.directory import DirectoryKeeper
from desktop_admin.service.directory_view import DirectoryView
from desktop_admin.service.events import DirectoryChanged
from desktop_admin.service.inbox import Inbox
from desktop_admin.service.integration_secrets import IntegrationSecrets
from desktop_admin.service.keys import alias_key
from desktop_admin.service.listening import Listening
from desktop_admin.service.outbox import Outbox
from desktop_admin.service.policies import people_timing_of, presence_policy, scheduling_policy, timing_of
from desktop_admin.service.presence import PresenceKeeper
from desktop_admin.service.presence_history import PresenceHistory
from desktop_admin.service.pushes import Pushes
from desktop_admin.service.remedies import remedy_for
from desktop_admin.service.session import Session
from desktop_admin.service.story import Plain, Story, Teller, Words
from desktop_admin.service.subscription import Duties, Watch
from desktop_admin.service.tasks import Tasks
from desktop_admin.service.views import IntegrationView, PersonView
from desktop_admin.service.voice import Voice
from desktop_admin.settings import IntegrationSettings
from desktop_admin.storage import Database

STOP_WITHIN = 4.5
SLEPT = 30.0
"""Seconds that nobody watched the subscriptions, after which they are not trusted any more."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every supervisor shares: the program's one of each."""

    database: Database
    vault: Vault
    clock: Clock
    bus: Bus
    story: Story
    pushes: Pushes
    listening: Listening
    make_mail: MailSystemFactory
    find_server: ServerFinder | None = None


class Supervisor:
    """Runs one integration. Used on the service's loop alone."""

    def __init__(self, integration_id: str, settings: IntegrationSettings, around: Surroundings) -> None:
        self.id = integration_id
        self.settings = settings
        self.server: ServerInfo | None = None
        self._around = around
        self._secrets = IntegrationSecrets(integration_id, around.vault)
        self._teller = Teller(around.story, integration_id, settings.name)
        voice = self._voice = Voice(
            integration_id, around.database, around.clock, around.bus, self._teller, self._signs
        )
        self.history = PresenceHistory(integration_id, around.database, around.clock)
        self.presence = PresenceKeeper(
            integration_id, around.database, around.clock, self._teller, self._people_moved, voice.reading
        )
        self.directory = DirectoryKeeper(
            integration_id,
            around.database,
            around.vault,
            around.clock,
            self._teller,
            voice.alarms,
            self._directory_moved,
        )
        self._outbox = Outbox(integration_id, around.database, around.clock, self._teller, voice.settled, voice.stuck)
        self._tasks = Tasks(f"integration {settings.name}", voice.crashed)
        self._others = CalendarWatches(settings.name, around.clock, self.presence, voice.alarms, voice.crashed)
        self._people_turn = asyncio.Lock()
        self._session: Session | None = None
        self._groups = CalendarGroups(self._teller)
        self._shown_watch: tuple[Target, str] | None = None
        self._watch = Watch(around.clock, timing_of(settings.timing), self._duties(self._primary, self._life_moved))

    @property
    def condition(self) -> Condition:
        return self._voice.condition

    @property
    def alarms(self) -> Alarms:
        return self._voice.alarms

    def _signs(self) -> tuple[str, datetime | None]:
        return self._watch.mode, self._watch.last_sign

    def view(self) -> IntegrationView:
        return IntegrationView(
            id=self.id,
            settings=self.settings,
            condition=self.condition,
            has_password=self._secrets.has_password,
            has_proxy_password=self._secrets.has_proxy_password,
            server_version=self.server.version if self.server else "",
            server_name=self.server.name if self.server else "",
            mode=self._watch.mode,
            last_sign=self._watch.last_sign,
            waiting=self._voice.waiting,
            rehearsed=self._voice.rehearsed,
            alarms=self.alarms.standing,
            listener=self._around.listening.words(self.settings.connection.callback_url),
        )

    async def load(self) -> None:
        """What is known without Exchange."""
        await self._load_people()
        await self._secrets.look()
        await self.directory.load(self.settings.directory, self.settings.scheduling.alias_domain, self.settings.active)
        await self._voice.load(rehearsal=self.settings.scheduling.rehearsal)

    def start(self) -> None:
        """Connects where the integration is active, and keeps the time of presence."""
        self._tasks.start("time", self.presence.run_time())
        self._tasks.start("history", self.history.run())
        self._tasks.start("directory", self.directory.run())
        self._tasks.start("watch", self._watch.run())
        if self.settings.active:
            self._watch.order(Happening.ACTIVATED)

    async def stop(self) -> None:
        """Unsubscribes and disconnects, within ``STOP_WITHIN`` seconds."""
        await self._others.stop(STOP_WITHIN / 3)
        await self._tasks.stop(STOP_WITHIN / 3)
        await self._close_session()

    def activate(self, active: bool) -> None:
        self._watch.order(Happening.ACTIVATED if active else Happening.DEACTIVATED)

    def force(self, why: str = "Force now") -> None:
        """At once: reconnect, resubscribe, catch up, read every calendar and automatic reply."""
        self._teller.info("{why}: connecting anew.", why=Plain(why))
        self._watch.order(Happening.FORCED)

    async def refusal(self) -> MailFault | None:
        """Why Exchange refuses the sign-in, once an attempt that is under way has its outcome; None if it does not."""
        life = await self._watch.settled()
        if life.state is not State.REFUSED or life.trouble is None:
            return None
        return MailFault(life.trouble, life.reason, life.remedy or remedy_for(life.trouble))

    def clock_jumped(self, jump: Jump, seconds: float) -> None:
        """Everybody is judged by the new time at once; after a sleep the connection is dead, or soon will be."""
        self.presence.judge_again()
        if jump is Jump.FORWARD and seconds >= SLEPT and self._watch.life.state not in (State.DISABLED, State.REFUSED):
            self.force(f"The computer slept, or its clock was put on by {seconds:.0f} s")

    async def apply(self, settings: IntegrationSettings, *, password_changed: bool = False) -> None:
        """Takes changed settings; a changed connection is connected anew."""
        before, self.settings = self.settings, settings
        self._teller.name = settings.name
        self._watch.retime(timing_of(settings.timing))
        await self._secrets.look()
        await self.configure_directory()
        await self.people_changed()
        if self._session is not None:
            self._session.follow(scheduling_policy(settings.scheduling))
        if before.scheduling.rehearsal != settings.scheduling.rehearsal:
            await self.rehearsal_changed()
        if before.active != settings.active:
            self.activate(settings.active)
        elif password_changed or before.connection != settings.connection or before.timing != settings.timing:
            self._watch.order(Happening.FORCED)

    def look_at_certificates(self) -> None:
        """Exchange's and the listener's: an alarm 30 days before one ends."""
        connection = self.settings.connection
        until = self.server.certificate_until if self.server else None
        self._voice.certificate(EXCHANGE_CERTIFICATE, connection.server, until)
        uses_listener = connection.callback_url and self.settings.active
        until = self._around.listening.certificate_until if uses_listener else None
        self._voice.certificate(LISTENER_CERTIFICATE, "this program's listener", until)

    async def configure_directory(self, *, password_changed: bool = False) -> None:
        """The directory takes what is set now."""
        settings = self.settings
        await self.directory.configure(
            settings.directory, settings.scheduling.alias_domain, settings.active, password_changed=password_changed
        )

    async def rehearsal_changed(self) -> None:
        """Rehearsal was switched, or rehearsed answers were released or discarded."""
        await self._voice.rehearsal(self.settings.scheduling.rehearsal)
        await self.conferences_changed()

    async def conferences_changed(self) -> None:
        """Conferences were ended, restored or taken back, or time has passed."""
        await self._voice.conferences_changed()

    def send_now(self) -> None:
        """Something in the outbox may be sent."""
        self._outbox.poke()

    async def people_changed(self) -> None:
        """People, keywords, presences or what counts changed: whom it touches is judged anew, newcomers are read."""
        async with self._people_turn:
            before, first = set(self.presence.addresses), self._primary()
            await self._load_people()
            if set(self.presence.addresses) != before and self._session is not None:
                new = [each for each in self.presence.addresses if each not in before]
                await self._groups.joined(self._session.mail, self.settings, new)
                await self._follow_groups()
                if self._primary() != first:
                    self._watch.order(Happening.FORCED)

    async def _follow_groups(self) -> None:
        """Calendars are in other groups than before: only those that changed are subscribed to again."""
        await self._others.stop(STOP_WITHIN / 3, but=self._targets())
        self._start_others()

    async def credentials(self) -> Credentials:
        """Raises ``MailFault``, like the two below, where the keyring does not give a password."""
        return await self._secrets.credentials(self.settings.connection)

    async def proxy(self) -> Proxy | None:
        return await self._secrets.proxy(self.settings.connection)

    async def endpoint(self) -> Endpoint:
        return await self._secrets.endpoint(self.settings)

    # -- what the watches do through us

    def _duties(
        self, target: Callable[[], Target], moved: Callable[[], Awaitable[None]], *, connects: bool = True
    ) -> Duties:
        return Duties(
            connect=self._connect if connects else self._stay_connected,
            channel=lambda: self._require_session().channel(target()),
            catch_up=lambda: self._require_session().catch_up(target()),
            changed=lambda mailboxes: self._require_session().changed(target(), mailboxes),
            refused=self.presence.refused,
            lost=lambda named: self._calendars_lost(target(), named),
            moved=moved,
        )

    def _primary(self) -> Target:
        return self._targets()[0]

    async def _connect(self) -> None:
        await self._close_session()
        connection = self.settings.connection
        if not connection.is_complete:
            raise MailFault(
                Trouble.NAME_NOT_FOUND,
                "The connection is not complete.",
                "Fill in the server and the user name on the Connection page.",
            )
        self._teller.info("Using EWS URL {url}", url=Words(connection.ews_url))
        if not connection.callback_url:
            self._voice.push(None)
        mail = self._around.make_mail(await self.endpoint(), await self.credentials())
        try:
            self.server = await mail.connect()
            self._teller.info("Connected to {server}.", server=Words(self.server))
            await self._groups.connected(mail, self.settings, self.presence.addresses)
            inbox = await self._open_inbox()
        except BaseException:
            await mail.close()
            raise
        self._session = Session(
            mail,
            self.settings,
            inbox,
            self._outbox,
            self.presence,
            self._around.pushes,
            self._around.listening,
            self._around.clock,
            self._teller,
            self._session_failed,
            self._voice.push,
            self._voice.ledger,
            self._voice.crashed,
        )
        self._session.start()
        self.look_at_certificates()
        self._start_others()

    async def _stay_connected(self) -> None:
        """A group's connection is the integration's; everybody is read before anybody is subscribed to."""
        self._require_session()
        await self.presence.first_reading()

    async def _open_inbox(self) -> Inbox | None:
        mailbox = self.settings.connection.conferencing_mailbox
        if not mailbox:
            return None
        try:
            key = await alias_key(self._around.vault, self.id)
        except ConciergeError as fault:
            raise MailFault(Trouble.KEYRING, fault.message, fault.remedy) from fault
        inbox = Inbox(
            self.id,
            mailbox,
            self._around.database,
            self._around.clock,
            self._teller,
            self.alarms,
            key,
            scheduling_policy(self.settings.scheduling),
            self._voice.processed,
        )
        await inbox.load()
        return inbox

    def _targets(self) -> tuple[Target, ...]:
        return self._groups.targets(self.settings, self.presence.addresses, self.server)

    def _start_others(self) -> None:
        def duties(target: Target, moved: Callable[[], Awaitable[None]]) -> Duties:
            return self._duties(lambda: target, moved, connects=False)

        self._others.start(self._targets(), people_timing_of(self.settings.timing), duties)

    def _calendars_lost(self, target: Target, named: tuple[str, ...]) -> None:
        if not target.inbox and self._groups.lost(target, named):
            self._tasks.start("divided calendars", self._follow_groups())

    def _require_session(self) -> Session:
        if self._session is None:
            raise MailFault(Trouble.UNREACHABLE, "Exchange is not connected.")
        return self._session

    async def _close_session(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await self._others.stop(STOP_WITHIN / 3)
            await session.close()
            self.presence.watched(self.presence.addresses, "")

    def _session_failed(self, fault: MailFault) -> None:
        self._watch.broke(fault)

    # -- what is told

    def _people_moved(self, people: tuple[PersonView, ...]) -> None:
        self.history.note(people)
        self._voice.people_moved(people)

    def _directory_moved(self, view: DirectoryView) -> None:
        self._around.bus.publish(DirectoryChanged(self.id, view))

    async def _life_moved(self) -> None:
        life = self._watch.life
        if life.state in (State.DISABLED, State.OFFLINE, State.REFUSED) and life.action.value in ("rest", "wait"):
            await self._close_session()
        if not self.settings.connection.conferencing_mailbox:
            shown = (self._primary(), how_watched(self._watch))
            if shown != self._shown_watch:
                self._shown_watch = shown
                self.presence.watched(shown[0].mailboxes, shown[1])
        listener = self._around.listening.words(self.settings.connection.callback_url)
        await self._voice.moved(life, self.server, self.settings.timing.poll_every, listener)
        self._others.show_silent()

    # -- what is read

    async def _load_people(self) -> None:
        await self.history.load()
        async with self._around.database.begin() as work:
            presences = await work.presences.list(self.id)
            keywords = await work.keywords.list(self.id)
        policy = presence_policy(self.settings.presence, presences, keywords)
        await self.presence.load(policy, self.settings.presence.read_days)
        self._voice.people_known(self.presence.views())
