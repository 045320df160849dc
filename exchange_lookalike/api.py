"""The whole look-alike in one object: for the demo, for tests, and for the stand-alone program."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lxml import etree

from exchange_lookalike import soap
from exchange_lookalike.accounts import Account, Directory
from exchange_lookalike.company_data import DOMAIN, Company, Person
from exchange_lookalike.dispatch import Dispatcher
from exchange_lookalike.life import PACES, Life
from exchange_lookalike.notifications.events import EventLogs
from exchange_lookalike.notifications.pace import Pace
from exchange_lookalike.oauth import Application, TokenIssuer
from exchange_lookalike.populate import populate
from exchange_lookalike.site import Address, Site
from exchange_lookalike.store import Store, utc_now
from exchange_lookalike.tls import make_certificates
from exchange_lookalike.trouble import Trouble

log = logging.getLogger(__name__)
NETBIOS = "CONCIERGE"
_ENVELOPE = (
    f'<s:Envelope xmlns:s="{soap.SOAP}"><s:Header><t:RequestServerVersion xmlns:t="{soap.T}" Version="Exchange2016"/>'
    "</s:Header><s:Body>{}</s:Body></s:Envelope>"
)


@dataclass(kw_only=True, eq=False)
class Sandbox:
    """A running look-alike with its company: ``async with Sandbox(people=25, seed=1) as sandbox``.

    `people` live in its company, made up from `seed`. `tls` serves HTTPS with a certificate made for it, `port` 0 takes
    a free one. `life` is off, slow or fast: how much happens by itself; `joining_instructions` gives the HTML that
    makes an invitation valid, without it all are incomplete. `pace` shrinks the protocol's minutes, `clock` is UTC.
    `quirks` name what it does differently from Exchange, see `quirks.QUIRKS`.
    All of it belongs to the event loop that entered it.
    """

    people: int = 25
    seed: int = 1
    tls: bool = False
    port: int = 0
    life: str = "off"
    joining_instructions: Callable[[], Awaitable[str]] | None = None
    pace: Pace | None = None
    clock: Callable[[], datetime] = utc_now
    quirks: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.people < 0:
            raise ValueError(f"people must be 0 or more, not {self.people}")
        if self.life not in ("off", *PACES):
            raise ValueError(f"life must be off, slow or fast, not {self.life!r}")
        self.directory = Directory(DOMAIN, NETBIOS)
        self.store = Store(self.directory, self.clock)
        self.store.quirks.set(self.quirks)
        self.dispatcher = Dispatcher(self.store)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._site: Site | None = None
        self._living: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Fill the mailboxes and listen. Raises listener.PortTaken."""
        company = populate(self.store, self.directory, people=self.people, seed=self.seed, now=self.store.now())
        self.tokens = TokenIssuer(self.clock)
        self.directory.add(_application_account(self.tokens.application, self.domain))
        logs = EventLogs()
        self.store.listen(logs.add)
        try:
            address = self._address()
            self._site = Site(
                self.dispatcher,
                self.directory,
                logs,
                address,
                pace=self.pace,
                clock=self.clock,
                quirks=self.store.quirks,
            )
            self._site.gate.tokens = self.tokens
            await self._site.start()
        except BaseException:
            self._forget_certificate()
            raise
        if self.life != "off":
            self._living = asyncio.get_running_loop().create_task(self._live(company), name="the company's life")

    async def stop(self) -> None:
        """End the company's life, close the listener and cut every connection."""
        life, self._living = self._living, None
        if life is not None:
            life.cancel()
            await asyncio.gather(life, return_exceptions=True)
        if self._site is not None:
            await self._site.stop()
        self._forget_certificate()

    # --- who and where -----------------------------------------------------------------------------------------------

    @property
    def base_url(self) -> str:
        """Scheme, host and port."""
        return self.site.base_url

    @property
    def url(self) -> str:
        """The EWS URL."""
        return f"{self.base_url}/EWS/Exchange.asmx"

    @property
    def control_url(self) -> str:
        """Where trouble is switched on and off, see `control`."""
        return f"{self.base_url}/sandbox/control"

    @property
    def certificate(self) -> Path | None:
        """The PEM file of the authority that a client must trust; None without TLS."""
        return None if self._folder is None else Path(self._folder.name) / "ca.pem"

    @property
    def domain(self) -> str:
        """The company's mail domain."""
        return self.directory.domain

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Everybody; `kind` tells the people (user) from the service account and the conferencing mailbox."""
        return tuple(account for account in self.directory if account.has_mailbox)

    @property
    def service_account(self) -> Account:
        """The account with the ApplicationImpersonation role."""
        return next(each for each in self.directory if each.kind == "service" and each.has_mailbox)

    @property
    def conferencing_mailbox(self) -> Account:
        """The mailbox that invitations to virtual meeting rooms go to."""
        return self._only("equipment")

    def user_name(self, account: Account) -> str:
        """How an account signs in, in the form of Windows domains; its address does as well."""
        return f"{self.directory.netbios}\\{account.login}"

    def described(self) -> dict[str, Any]:
        """What a client has to know, as plain values."""

        def told(account: Account) -> dict[str, str]:
            return {
                "address": account.address,
                "user_name": self.user_name(account),
                "password": account.password,
                "kind": account.kind,
            }

        return {
            "url": self.url,
            "domain": self.domain,
            "control_url": self.control_url,
            "certificate": None if self.certificate is None else str(self.certificate),
            "service_account": told(self.service_account),
            "conferencing_mailbox": told(self.conferencing_mailbox),
            "application": {
                "authority": self.base_url,
                "tenant": self.tokens.application.tenant,
                "client_id": self.tokens.application.client_id,
                "secret": self.tokens.application.secret,
            },
            "accounts": [told(account) for account in self.accounts],
        }

    # --- trouble -----------------------------------------------------------------------------------------------------

    @property
    def site(self) -> Site:
        """The server itself. Raises RuntimeError before `start`."""
        if self._site is None:
            raise RuntimeError("The sandbox has not been started.")
        return self._site

    @property
    def trouble(self) -> Trouble:
        """The switches, see `trouble.KINDS`."""
        return self.site.trouble

    def counters(self) -> dict[str, Any]:
        """Requests by operation and mailbox, sign-ins, pushes, streams."""
        return self.site.counters()

    async def restart(self, down_seconds: float = 0.0) -> None:
        """Go down and come back on the same port. Mailboxes stay; subscriptions and connections do not."""
        await self.site.restart(down_seconds)

    def forget_subscriptions(self, mailbox: str | None = None) -> int:
        """Forget all subscriptions, or one mailbox's. Gives how many there were."""
        return self.site.forget_subscriptions(mailbox)

    async def drop_connections(self) -> None:
        """Cut every connection; the listener stays."""
        await self.site.drop_connections()

    # --- inside ------------------------------------------------------------------------------------------------------

    def _only(self, kind: str) -> Account:
        return next(account for account in self.directory if account.kind == kind)

    def _address(self) -> Address:
        if not self.tls:
            return Address(port=self.port)
        self._folder = tempfile.TemporaryDirectory(prefix="exchange-look-alike-", ignore_cleanup_errors=True)
        made = make_certificates(Path(self._folder.name))
        return Address(port=self.port, name="localhost", tls=made.server_context())

    def _forget_certificate(self) -> None:
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()

    async def _live(self, company: Company) -> None:
        life = Life(
            company,
            self._send,
            self.life,
            self.seed,
            joining_instructions=self.joining_instructions,
            clock=self.clock,
        )
        while True:
            try:
                await life.run()
                return
            except Exception:  # whoever gives the instructions may fail; the company's day goes on
                log.exception("Something went wrong in the company's life")

    async def _send(self, person: Person, body: str) -> etree._Element:
        """A request of somebody in the company; no trouble meets it, and no counter counts it."""
        account = self.directory.mailbox_owner(person.email)
        return soap.parse(self.dispatcher.dispatch(_ENVELOPE.format(body).encode(), account).body).body


def _application_account(application: Application, domain: str) -> Account:
    """Whom a token speaks for: an application that may act for every mailbox and has none."""
    return Account(
        f"{application.client_id}@{domain}",
        "An application",
        application.client_id,
        application.secret,
        "service",
        may_impersonate=True,
        has_mailbox=False,
    )


class SandboxThread:
    """A Sandbox on a thread and an event loop of its own: ``with SandboxThread(people=3) as server``.

    The parameters are those of Sandbox.
    """

    def __init__(
        self,
        *,
        people: int = 25,
        seed: int = 1,
        tls: bool = False,
        port: int = 0,
        life: str = "off",
        joining_instructions: Callable[[], Awaitable[str]] | None = None,
        pace: Pace | None = None,
        clock: Callable[[], datetime] = utc_now,
        quirks: Sequence[str] = (),
    ) -> None:
        self._sandbox = Sandbox(
            people=people,
            seed=seed,
            tls=tls,
            port=port,
            life=life,
            joining_instructions=joining_instructions,
            pace=pace,
            clock=clock,
            quirks=quirks,
        )
        self._started: Future[None] = Future()
        self._thread = threading.Thread(target=self._work, name="exchange-look-alike", daemon=True)
        self._leave: Callable[[], object] = lambda: None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def sandbox(self) -> Sandbox:
        """The look-alike; what changes it must run on its own loop."""
        return self._sandbox

    @property
    def url(self) -> str:
        """Where EWS is."""
        return self.sandbox.url

    @property
    def control_url(self) -> str:
        """Where trouble is switched on and off, see `control`."""
        return self.sandbox.control_url

    @property
    def domain(self) -> str:
        """The domain of every address."""
        return self.sandbox.domain

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Everybody with a mailbox."""
        return self.sandbox.accounts

    @property
    def directory(self) -> Directory:
        """Who exists."""
        return self.sandbox.directory

    @property
    def service_account(self) -> Account:
        """The account with the ApplicationImpersonation role."""
        return self.sandbox.service_account

    @property
    def conferencing_mailbox(self) -> Account:
        """The mailbox that is invited to get a virtual meeting room."""
        return self.sandbox.conferencing_mailbox

    def start(self) -> None:
        """Blocks until it listens. Once only. Raises what hindered it."""
        self._thread.start()
        self._started.result()

    def stop(self, deadline: float = 5.0) -> bool:
        """Ends it; True when it ended within `deadline` seconds, also where it never ran."""
        if not self._thread.is_alive():
            return True
        with contextlib.suppress(RuntimeError):  # its loop was closed a moment ago
            self._leave()
        self._thread.join(deadline)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            asyncio.run(self._run())
        except BaseException as failure:
            if self._started.done():
                raise
            self._started.set_exception(failure)

    async def _run(self) -> None:
        ended, loop = asyncio.Event(), asyncio.get_running_loop()
        self._leave = lambda: loop.call_soon_threadsafe(ended.set)
        async with self._sandbox:
            self._started.set_result(None)
            await ended.wait()
