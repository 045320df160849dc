"""Commands about integrations: adding, changing, switching, checking and removing them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict, replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from desktop_admin.domain.address import fold_address
from desktop_admin.domain.notification_day import NotificationDay
from desktop_admin.domain.people import DEFAULT_KEYWORDS, DEFAULT_PRESENCES
from desktop_admin.domain.ports import Credentials, FoundServer, MailFault
from desktop_admin.domain.status import CheckName, CheckState, CheckStep, Trouble
from desktop_admin.errors import ConciergeError
from desktop_admin.service.alarms import CHECK_ALARM, CONNECTION_ALARM, LISTENER_ALARM
from desktop_admin.service.context import CommandGroup, merged, one_at_a_time, validated
from desktop_admin.service.control import IntegrationId, command
from desktop_admin.service.events import CheckProgress
from desktop_admin.service.keys import alias_key_name, directory_password_key, password_key, proxy_password_key
from desktop_admin.service.remedies import remedy_for
from desktop_admin.service.supervisor import Supervisor
from desktop_admin.service.views import IntegrationView, StripPart
from desktop_admin.settings import IntegrationSettings, SettingProblem, SettingsRefused
from desktop_admin.settings.connection import address_problem

_SECRETS = (password_key, directory_password_key, proxy_password_key, alias_key_name)


def check_answer(steps: Sequence[CheckStep]) -> list[dict[str, Any]]:
    return [{**asdict(step), "facts": dict(step.facts)} for step in steps]


class IntegrationCommands(CommandGroup):
    async def list(self) -> tuple[IntegrationView, ...]:
        return tuple(each.view() for each in self.context.supervisors.values())

    @one_at_a_time
    async def add(self, values: Mapping[str, Any], password: str | None = None) -> IntegrationView:
        settings = validated(values)
        self._refuse_clash(settings, except_id="")
        integration_id = uuid.uuid4().hex
        if password:
            await self.context.around.vault.put(password_key(integration_id), password)
        async with self.context.around.database.begin() as work:
            await work.integrations.add(integration_id, _document(settings), self.context.around.clock.now())
            await work.presences.replace(integration_id, DEFAULT_PRESENCES)
            await work.keywords.replace(integration_id, DEFAULT_KEYWORDS)
        return await self.begin(integration_id, settings)

    async def begin(self, integration_id: str, settings: IntegrationSettings) -> IntegrationView:
        """Sets an integration to work that was just stored, and checks its connection if that is filled in."""
        supervisor = Supervisor(integration_id, settings, self.context.around)
        self.context.supervisors[integration_id] = supervisor
        await supervisor.load()
        if self.context.running:
            supervisor.start()
        self.context.publish_integrations()
        if self.context.running and settings.connection.is_complete:
            self.check_saved(integration_id)
        return supervisor.view()

    async def save(
        self,
        integration_id: str,
        values: Mapping[str, Any],
        password: str | None = None,
        proxy_password: str | None = None,
    ) -> IntegrationView:
        supervisor = self.context.supervisor(integration_id)
        before = supervisor.settings
        await self._store(supervisor, values, password, proxy_password)
        if self.context.running and (password or proxy_password or before.connection != supervisor.settings.connection):
            self.check_saved(integration_id)
        return supervisor.view()

    async def remove(self, integration_id: str) -> None:
        supervisor = self.context.supervisor(integration_id)
        await supervisor.stop()
        async with self.context.around.database.begin() as work:
            await work.integrations.remove(integration_id)
        del self.context.supervisors[integration_id]
        self.context.publish_integrations()
        for key in (key(integration_id) for key in _SECRETS):
            await self.context.around.vault.delete(key)

    async def set_active(self, integration_id: str, active: bool) -> None:
        await self.save_quietly(integration_id, {"active": active})

    @command()
    async def reconnect(self, integration_id: IntegrationId) -> str:
        """Reconnects, catches up and reads every calendar. Returns the integration's name."""
        supervisor = self.context.supervisor(integration_id)
        if not supervisor.settings.active:
            raise ConciergeError("This integration is switched off.", "Activate it first.")
        supervisor.force()
        return supervisor.settings.name

    @command()
    async def cancel_reading(self, integration_id: IntegrationId) -> None:
        """Ends the reading of calendars that is under way. People not read yet keep their last known presence."""
        self.context.supervisor(integration_id).presence.cancel_reading()

    async def subscription_strip(self, integration_id: str, hours: int = 24) -> tuple[StripPart, ...]:
        now = self.context.around.clock.now()
        since = now - timedelta(hours=hours)
        async with self.context.around.database.begin() as work:
            moves = await work.history.since(integration_id, since)
        edges = [*(max(at, since) for at, _mode, _reason in moves), now]
        return tuple(
            StripPart(start, end, mode, reason)
            for (start, end), (_at, mode, reason) in zip(pairwise(edges), moves, strict=True)
            if end > start
        )

    async def notification_days(self, integration_id: str, days: int = 14) -> tuple[NotificationDay, ...]:
        """Oldest first; days without a notification are left out."""
        first = self.context.around.clock.now() - timedelta(days=days - 1)
        async with self.context.around.database.begin() as work:
            return await work.notifications.since(integration_id, f"{first:%Y-%m-%d}")

    async def find_server(
        self, integration_id: str, address: str, password: str | None = None, trusted: Sequence[str] = ()
    ) -> FoundServer:
        """Where the mailbox ``address`` is; ``password`` None takes the stored one. Hosts of others are asked about."""
        supervisor = self.context.supervisor(integration_id)
        if problem := address_problem(address):
            raise ConciergeError("The server is found from an email address.", problem)
        if self.context.around.find_server is None:
            raise ConciergeError("Servers cannot be found here.", "Write the server's name.")
        try:
            credentials = Credentials(address, password) if password else await supervisor.credentials()
            ca_file = supervisor.settings.connection.ca_file
            proxy = await supervisor.proxy()
            return await self.context.around.find_server(
                address, credentials, trusted=trusted, ca_file=ca_file, proxy=proxy
            )
        except MailFault as fault:
            raise ConciergeError(fault.text, fault.remedy or remedy_for(fault.trouble)) from fault

    async def start_check(self, integration_id: str) -> None:
        self.context.tasks.start("check", self._check(self.context.supervisor(integration_id)))

    def check_saved(self, integration_id: str) -> None:
        """Checks what was just saved. Whoever connects sends the password; refused there, it is not sent once more."""
        self.context.tasks.start("check", self._check(self.context.supervisor(integration_id), was_saved=True))

    @command(check_answer)
    async def check(self, integration_id: IntegrationId) -> tuple[CheckStep, ...]:
        """The connection check to its end: each step's result."""
        return await self._check(self.context.supervisor(integration_id))

    async def _check(self, supervisor: Supervisor, *, was_saved: bool = False) -> tuple[CheckStep, ...]:
        results: dict[CheckName, CheckStep] = {}
        connection = supervisor.settings.connection
        mailbox = connection.conferencing_mailbox or next(iter(supervisor.presence.addresses), "")
        # What the callback URL leads to has to be there, also while nothing is subscribed yet.
        no_listener = await self._open_listener(connection.callback_url)
        missing: MailFault | None = None
        try:
            endpoint = await supervisor.endpoint()
            try:
                credentials = await supervisor.credentials()
            except MailFault as fault:
                # Name, TCP and TLS need no password; the check ends where one is needed.
                missing, credentials = fault, Credentials(connection.user_name, "")
            mail = self.context.around.make_mail(endpoint, credentials)
        except MailFault as fault:
            step = CheckStep(
                CheckName.SIGN_IN, CheckState.FAILED, fault.text, fault.remedy or remedy_for(fault.trouble)
            )
            results[step.name] = step
            self.context.around.bus.publish(CheckProgress(supervisor.id, step, finished=True))
        else:
            try:
                async with aclosing(mail.check(mailbox, connection.callback_url)) as steps:
                    async for step in steps:
                        refusal = missing if step.name is CheckName.SIGN_IN else None
                        if was_saved and step.name is CheckName.SIGN_IN and refusal is None:
                            refusal = await supervisor.refusal()
                        if refusal is not None:
                            told = _refused(refusal)
                        else:
                            told = (self._with_listener(step, supervisor, no_listener),)
                        for each in told:
                            results[each.name] = each
                            self.context.around.bus.publish(CheckProgress(supervisor.id, each))
                        if len(told) > 1:
                            break
            finally:
                await mail.close()
            last = list(results.values())[-1]
            self.context.around.bus.publish(CheckProgress(supervisor.id, last, finished=True))
        self._alarm_of_check(supervisor, tuple(results.values()))
        return tuple(results.values())

    async def _open_listener(self, callback_url: str) -> MailFault | None:
        try:
            if callback_url:
                await self.context.around.listening.callback_url(callback_url)
        except MailFault as fault:
            return fault
        return None

    def _with_listener(self, step: CheckStep, supervisor: Supervisor, fault: MailFault | None) -> CheckStep:
        """The callback's step with what this program's own end of it is like, and whether Exchange reaches it."""
        if step.name is not CheckName.CALLBACK or step.state in (CheckState.RUNNING, CheckState.SKIPPED):
            return step
        if fault is not None:
            return replace(step, state=CheckState.FAILED, finding=fault.text, remedy=fault.remedy)
        view = supervisor.view()
        reached = ""
        if view.mode == "push" and view.last_sign is not None:
            reached = f"Exchange reached it last at {view.last_sign.astimezone():%H:%M:%S}."
        elif (alarm := supervisor.alarms.get(LISTENER_ALARM)) is not None:
            reached = alarm.text
            step = replace(step, state=CheckState.FAILED, remedy=step.remedy or alarm.remedy)
        elif view.condition.trouble is Trouble.CALLBACK_UNREACHABLE:
            reached = view.condition.reason
            remedy = step.remedy or remedy_for(Trouble.CALLBACK_UNREACHABLE)
            step = replace(step, state=CheckState.FAILED, remedy=remedy)
        return replace(step, finding=" ".join(filter(None, (step.finding, view.listener, reached))))

    def _alarm_of_check(self, supervisor: Supervisor, steps: tuple[CheckStep, ...]) -> None:
        failed = next((step for step in steps if step.state is CheckState.FAILED), None)
        if failed is None or supervisor.alarms.is_raised(CONNECTION_ALARM):
            supervisor.alarms.clear(CHECK_ALARM)
        else:
            supervisor.alarms.raise_(
                CHECK_ALARM,
                f"The connection check failed: {failed.finding}",
                failed.remedy,
                short="the connection check failed",
            )

    async def save_quietly(self, integration_id: str, values: Mapping[str, Any]) -> None:
        """Settings that need no connection check."""
        await self._store(self.context.supervisor(integration_id), values)

    @one_at_a_time
    async def _store(
        self,
        supervisor: Supervisor,
        values: Mapping[str, Any],
        password: str | None = None,
        proxy_password: str | None = None,
    ) -> None:
        settings = merged(supervisor.settings, values)
        self._refuse_clash(settings, except_id=supervisor.id)
        unsaved: ConciergeError | None = None
        try:
            if password:
                await self.context.around.vault.put(password_key(supervisor.id), password)
            if proxy_password:
                await self.context.around.vault.put(proxy_password_key(supervisor.id), proxy_password)
        except ConciergeError as fault:
            # A keyring that is locked keeps back the password alone.
            unsaved = fault
        async with self.context.around.database.begin() as work:
            await work.integrations.save(supervisor.id, _document(settings))
        await supervisor.apply(settings, password_changed=bool(password or proxy_password))
        self.context.publish_integrations()
        if unsaved is not None:
            message = f"{unsaved.message} The password was not saved; the other settings were."
            raise ConciergeError(message, unsaved.remedy) from unsaved

    def _refuse_clash(self, settings: IntegrationSettings, except_id: str) -> None:
        """Names are unique, and a conferencing mailbox belongs to one integration alone."""
        problems = []
        for other in self.context.supervisors.values():
            if other.id == except_id:
                continue
            if other.settings.name.casefold() == settings.name.casefold():
                problems.append(SettingProblem("name", "Another integration has this name. Choose another one."))
            mailbox = fold_address(settings.connection.conferencing_mailbox)
            if mailbox and fold_address(other.settings.connection.conferencing_mailbox) == mailbox:
                words = f"This mailbox belongs to the integration “{other.settings.name}”. Each needs one of its own."
                problems.append(SettingProblem("connection.conferencing_mailbox", words))
        if problems:
            raise SettingsRefused(problems)


def _refused(fault: MailFault) -> tuple[CheckStep, ...]:
    """The check's end where the password is known to be refused."""
    later = list(CheckName)[list(CheckName).index(CheckName.SIGN_IN) + 1 :]
    skipped = (CheckStep(name, CheckState.SKIPPED, "Not tried, since an earlier step failed.") for name in later)
    return (CheckStep(CheckName.SIGN_IN, CheckState.FAILED, fault.text, fault.remedy), *skipped)


def _document(settings: IntegrationSettings) -> dict[str, Any]:
    return settings.model_dump(mode="json")
