"""The listener for pushes, started when the first integration needs it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from urllib.parse import urlsplit

from desktop_admin.domain.ports import MailFault, PushDecoder
from desktop_admin.domain.status import Trouble
from desktop_admin.errors import ConciergeError
from desktop_admin.service.pushes import Pushes
from desktop_admin.settings import ListenerSettings, SettingProblem, SettingsRefused
from desktop_admin.storage import Database, Work
from desktop_admin.web.listener import Listener, ListenerError, tls_of

DOCUMENT = "listener"


class Listening:
    """Owns the one listener of the program."""

    def __init__(self, database: Database, decoder: PushDecoder, pushes: Pushes) -> None:
        self._database = database
        self._decoder = decoder
        self._pushes = pushes
        self._listener: Listener | None = None
        self._url = ""
        self._turn = asyncio.Lock()

    async def callback_url(self, public_url: str) -> str:
        """``public_url``, once the listener is up: it must be, before anything subscribes. Raises ``MailFault``."""
        async with self._turn:
            if self._listener is None:
                listener = Listener(await self.settings(), self._decoder, self._pushes.arrived)
                try:
                    self._url = await listener.start()
                except ConciergeError as fault:
                    raise MailFault(Trouble.LISTENER, fault.message, fault.remedy) from fault
                self._listener = listener
        return public_url

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
