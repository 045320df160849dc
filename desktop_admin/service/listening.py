"""The listener for pushes, started when the first integration needs it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterable
from datetime import datetime
from urllib.parse import urlsplit

from desktop_admin.domain.ports import MailFault, PushDecoder
from desktop_admin.domain.status import Trouble
from desktop_admin.errors import ConciergeError
from desktop_admin.service.pushes import Pushes
from desktop_admin.settings import ListenerSettings, SettingProblem, SettingsRefused
from desktop_admin.storage import Database, Work
from desktop_admin.vault.one_thread import OneThread
from desktop_admin.web.listener import Listener, ListenerError, tls_of
from desktop_admin.web.sources import Everywhere, ExchangeServers, Listed, SourceCheck

DOCUMENT = "listener"
DNS_WITHIN = 3.0
"""Seconds for each name; whoever pushes waits for it."""


class Listening:
    """Owns the one listener of the program."""

    def __init__(
        self,
        database: Database,
        decoder: PushDecoder,
        pushes: Pushes,
        hosts: Callable[[], Iterable[str]],
        report: Callable[[str], None],
    ) -> None:
        """``hosts``: the names of the Exchange servers that push; ``report`` takes a sentence for the log."""
        self._database = database
        self._decoder = decoder
        self._pushes = pushes
        self._hosts = hosts
        self._report = report
        self._resolver = OneThread("push-sources")
        self._listener: Listener | None = None
        self._url = ""
        self._turn = asyncio.Lock()

    async def callback_url(self, public_url: str) -> str:
        """``public_url``, once the listener is up: it must be, before anything subscribes. Raises ``MailFault``."""
        async with self._turn:
            if self._listener is None:
                settings = await self.settings()
                listener = Listener(settings, self._decoder, self._pushes.arrived, self._sources(settings))
                try:
                    self._url = await listener.start()
                except ConciergeError as fault:
                    raise MailFault(Trouble.LISTENER, fault.message, fault.remedy) from fault
                self._listener = listener
        return public_url

    def _sources(self, settings: ListenerSettings) -> SourceCheck:
        if settings.from_everywhere:
            return Everywhere()
        if settings.allowed_sources:
            return Listed(settings.allowed_sources, self._report)
        return ExchangeServers(self._hosts, self._resolve, self._report)

    async def _resolve(self, host: str) -> list[str]:
        found = await self._resolver.call(lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM), DNS_WITHIN)
        return [str(address[0]).partition("%")[0] for *_, address in found]

    @property
    def certificate_until(self) -> datetime | None:
        """When the listener's certificate ends; None while it has none, or is not open."""
        return self._listener.certificate_until if self._listener is not None else None

    def words(self, public_url: str) -> str:
        """How what Exchange sends to ``public_url`` gets here; "" without one, and while nothing listens."""
        if self._listener is None or not public_url:
            return ""
        kind, public_kind = (urlsplit(url).scheme for url in (self._url, public_url))
        where = f"This program listens at {self._url}"
        if kind == public_kind:
            return f"{where}."
        if kind == "http":
            return f"{where}, without a certificate of its own: for {public_url} a proxy before it must speak TLS."
        return f"{where}: for {public_url} a proxy before it must take what comes unencrypted, and pass it on with TLS."

    async def settings(self) -> ListenerSettings:
        async with self._database.begin() as work:
            document = await work.documents.get(DOCUMENT)
        return ListenerSettings.model_validate(document or {})

    async def store(self, work: Work, settings: ListenerSettings) -> None:
        """The listener takes them when it next starts. Raises ``SettingsRefused``: a certificate that is no good."""
        try:
            tls_of(settings)
        except ListenerError as fault:
            words = f"{fault.message} {fault.remedy}"
            raise SettingsRefused([SettingProblem("listener.certificate_file", words)]) from fault
        await work.documents.put(DOCUMENT, settings.model_dump(mode="json"))

    async def stop(self) -> None:
        async with self._turn:
            listener, self._listener = self._listener, None
            if listener is not None:
                await listener.stop()
