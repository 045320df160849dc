"""The connection check: one step after the other, each with what was found and what would make it well."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, TypeVar
from urllib.parse import SplitResult, urlsplit

from cryptography import x509
from exchangelib.errors import EWSError

from desktop_admin.domain.address import fold_address
from desktop_admin.domain.certificates import expiry_words
from desktop_admin.domain.ports import Credentials, Endpoint, MailFault
from desktop_admin.domain.status import CheckName, CheckState, CheckStep, Trouble
from desktop_admin.exchange import http, inbox
from desktop_admin.exchange.call import Call, Caller, Errand
from desktop_admin.exchange.faults import fault_of
from desktop_admin.exchange.protocol import CONNECT_WITHIN, own_trust
from desktop_admin.exchange.proxies import DEFAULT_PORT, proxy_of, tunnel
from desktop_admin.exchange.sign_in import SignedIn, sign_in

Found = TypeVar("Found")
Facts = tuple[tuple[str, str], ...]


class Runner(Protocol):
    """Runs blocking work on a thread. Raises MailFault."""

    async def __call__(self, work: Callable[[], Found], errand: Errand, mailbox: str = "") -> Found: ...


@dataclass(frozen=True, slots=True)
class _Finding:
    text: str
    state: CheckState = CheckState.PASSED
    remedy: str = ""
    facts: Facts = ()


@dataclass
class _Check:
    """The steps, each a method on a thread: what one finds the next builds upon. Raises MailFault where one fails."""

    endpoint: Endpoint
    credentials: Credentials
    mailbox: str
    callback_url: str
    errand: Errand = field(default_factory=Errand)
    signed_in: SignedIn | None = None

    @property
    def server(self) -> SplitResult:
        return urlsplit(self.endpoint.url)

    @property
    def port(self) -> int:
        return self.server.port or (443 if self.server.scheme == "https" else 80)

    @property
    def proxy_address(self) -> SplitResult | None:
        return proxy_of(self.endpoint.proxy, self.endpoint.url)

    def proxy(self) -> _Finding:
        http.guard(self.endpoint.url, self.endpoint)
        address, host = self.proxy_address, self.server.hostname or ""
        if address is None:
            return _Finding(f"The system's settings name no proxy for {host}.", CheckState.SKIPPED)
        shown = f"{address.hostname}:{address.port or DEFAULT_PORT}"
        with self._line():
            return _Finding(f"{shown} connects this program to {host}.")

    def _line(self) -> socket.socket:
        """A line to the server, or for unencrypted HTTP to the proxy. Raises MailFault."""
        host, address = self.server.hostname or "", self.proxy_address
        if address is None:
            return _connected(host, self.port, self.endpoint.url)
        try:
            if self.server.scheme == "http":
                return socket.create_connection((address.hostname or "", address.port or DEFAULT_PORT), CONNECT_WITHIN)
            return tunnel(self.endpoint.proxy, address, host, self.port, CONNECT_WITHIN)
        except OSError as failure:
            raise http.proxy_fault(failure, host) from None

    def name(self) -> _Finding:
        host = self.server.hostname or ""
        http.guard(self.endpoint.url, self.endpoint)
        if self.proxy_address is not None:
            return _Finding(f"The proxy looks {host} up.", CheckState.SKIPPED)
        addresses = _look_up(host, self.port, self.endpoint.url)
        return _Finding(f"{host} is {', '.join(addresses)}.")

    def tcp(self) -> _Finding:
        if self.proxy_address is not None:
            with self._line():
                return _Finding(f"{self.server.hostname} is reached on port {self.port} through the proxy.")
        with self._line() as line:
            return _Finding(f"{line.getpeername()[0]} answers on port {self.port}.")

    def tls(self) -> _Finding:
        host = self.server.hostname or ""
        if self.server.scheme == "http":
            return _Finding("The address is unencrypted HTTP: there is no certificate to check.", CheckState.SKIPPED)
        context = own_trust(self.endpoint)
        with self._line() as line:
            try:
                with context.wrap_socket(line, server_hostname=host) as secure:
                    certificate = x509.load_der_x509_certificate(secure.getpeercert(binary_form=True) or b"")
                    spoken = secure.version() or "TLS"
            except OSError as failure:
                fault = http.connection_fault(failure, self.endpoint.url)
                shown = _shown_certificate(host, self._line)
                raise MailFault(fault.trouble, " ".join((fault.text, _told(shown))).strip(), fault.remedy) from None
        return _tls_finding(certificate, spoken, datetime.now(UTC))

    def sign_in(self) -> _Finding:
        self.signed_in = sign_in(self.endpoint, self.credentials, self.errand)
        kind = self.signed_in.info.authentication
        if self.endpoint.oauth is not None:
            return _Finding(f"Exchange takes the token of application {self.endpoint.oauth.client_id} (OAuth 2).")
        shown = "NTLM" if kind == "ntlm" else kind.capitalize()
        return _Finding(f"Exchange takes {self.credentials.user_name} and its password ({shown}).")

    def version(self) -> _Finding:
        info = self._session().info
        facts = (("version", info.version), ("product", info.name), ("url", info.url))
        if info.name == "Exchange Online":
            return _Finding(
                f"{info.name} {info.version}.",
                CheckState.WARNED,
                "Exchange Online takes EWS only from applications that the tenant allows, and ends it on 2027-04-01.",
                facts,
            )
        return _Finding(f"{info.name}, version {info.version}.", facts=facts)

    def impersonation(self) -> _Finding:
        if fold_address(self.mailbox) == fold_address(self.credentials.user_name):
            return _Finding(f"{self.mailbox} is the service account itself: no right is needed.", CheckState.SKIPPED)
        self._read_inbox()
        return _Finding(f"The service account may act for {self.mailbox}.")

    def inbox(self) -> _Finding:
        self._read_inbox()
        return _Finding(f"The inbox of {self.mailbox} can be read.")

    def callback(self) -> _Finding:
        parts = urlsplit(self.callback_url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        try:
            with _connected(host, port, self.callback_url) as line:
                doubt = _doubt(line, host, own_trust(self.endpoint)) if parts.scheme == "https" else ""
        except MailFault as fault:
            raise MailFault(
                Trouble.CALLBACK_UNREACHABLE,
                f"The callback URL does not lead here: {fault.text}",
                fault.remedy
                if fault.trouble is Trouble.CALLBACK_UNREACHABLE
                else "Check the name and the port, that the listener runs, and that a firewall lets Exchange through.",
            ) from None
        answers = f"{host} answers on port {port}, as seen from this computer."
        if doubt:
            remedy = (
                "Exchange pushes only where it trusts the certificate: renew it, or have Exchange trust its authority."
            )
            return _Finding(f"{answers} {doubt}", CheckState.WARNED, remedy)
        return _Finding(answers)

    def close(self) -> None:
        if self.signed_in is not None:
            self.signed_in.protocol.shut()
            self.signed_in.protocol.close()

    def _session(self) -> SignedIn:
        if self.signed_in is None:
            raise MailFault(Trouble.INTERNAL, "Nobody is signed in.", "Start the check again.")
        return self.signed_in

    def _read_inbox(self) -> None:
        signed_in = self._session()
        impersonated = fold_address(self.mailbox) != fold_address(self.credentials.user_name)
        caller = Caller(signed_in.protocol, self.mailbox, impersonated, signed_in.api_version)
        try:
            inbox.inbox_id(Call(caller, self.errand, self.endpoint.timeout))
        except EWSError as error:
            raise fault_of(error, self.mailbox) from None


async def check_steps(
    run: Runner, endpoint: Endpoint, credentials: Credentials, mailbox: str, callback_url: str
) -> AsyncGenerator[CheckStep, None]:
    """Each step when it starts and when it ends; after a failed one the others are skipped."""
    check = _Check(endpoint, credentials, mailbox, callback_url)
    skipped = {} if mailbox else dict.fromkeys((CheckName.IMPERSONATION, CheckName.INBOX), "No mailbox is chosen.")
    if not callback_url:
        skipped[CheckName.CALLBACK] = "No callback URL is set: streaming is used."
    try:
        for name in CheckName:
            if name is CheckName.PROXY and endpoint.proxy is None:
                continue
            if name in skipped:
                yield CheckStep(name, CheckState.SKIPPED, skipped[name])
                continue
            yield CheckStep(name, CheckState.RUNNING)
            step = await _step(run, check, name)
            yield step
            if step.state is CheckState.FAILED:
                skipped = dict.fromkeys(CheckName, "Not tried, since an earlier step failed.")
    finally:
        check.close()


async def _step(run: Runner, check: _Check, name: CheckName) -> CheckStep:
    work: Callable[[], _Finding] = getattr(check, name.value)
    check.errand = Errand()
    began = time.perf_counter()
    try:
        found = await run(work, check.errand, check.mailbox)
    except MailFault as fault:
        found = _Finding(fault.text, CheckState.FAILED, fault.remedy)
    took = (time.perf_counter() - began) * 1000
    return CheckStep(name, found.state, found.text, found.remedy, round(took, 1), found.facts)


def _doubt(line: socket.socket, host: str, trust: ssl.SSLContext) -> str:
    """Why this computer does not trust whoever answers https on ``line``; "" where it does. Raises MailFault where
    nobody there speaks TLS: Exchange cannot push to such a place.
    """
    try:
        with trust.wrap_socket(line, server_hostname=host):
            return ""
    except ssl.SSLCertVerificationError as fault:
        return http.certificate_fault(fault, host).text
    except OSError:
        raise MailFault(
            Trouble.CALLBACK_UNREACHABLE,
            f"{host} answers on this port, but does not speak TLS, and the URL begins with https.",
            "Name a certificate file for the listener (certificate_file in [listener] of the configuration), let a "
            "proxy before it speak TLS, or write http:// in the callback URL.",
        ) from None


def _look_up(host: str, port: int, url: str) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as failure:
        raise http.connection_fault(failure, url) from None
    return list(dict.fromkeys(str(address[0]) for *_kind, address in found))


def _connected(host: str, port: int, url: str) -> socket.socket:
    try:
        return socket.create_connection((host, port), timeout=CONNECT_WITHIN)
    except OSError as failure:
        raise http.connection_fault(failure, url) from None


def _tls_finding(certificate: x509.Certificate, spoken: str, now: datetime) -> _Finding:
    expiry = certificate.not_valid_after_utc
    issuer = _common_name(certificate.issuer)
    facts = (("expires", expiry.date().isoformat()), ("issuer", issuer), ("protocol", spoken))
    text = f"{spoken}; the certificate is good until {expiry.date().isoformat()}, signed by {issuer}."
    if words := expiry_words("Exchange", expiry, now):
        return _Finding(text, CheckState.WARNED, f"{words} Renew it on the Exchange server.", facts)
    return _Finding(text, facts=facts)


def _shown_certificate(host: str, connect: Callable[[], socket.socket]) -> x509.Certificate | None:
    """What the server shows, trusted or not, to say more of it. Nothing is sent to it."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (
        contextlib.suppress(OSError, ValueError, MailFault),
        connect() as line,
        context.wrap_socket(line, server_hostname=host) as secure,
    ):
        return x509.load_der_x509_certificate(secure.getpeercert(binary_form=True) or b"")
    return None


def _told(certificate: x509.Certificate | None) -> str:
    if certificate is None:
        return ""
    expiry = certificate.not_valid_after_utc.date().isoformat()
    return f"It is {_common_name(certificate.subject)}'s, signed by {_common_name(certificate.issuer)}, until {expiry}."


def _common_name(name: x509.Name) -> str:
    told = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(told[0].value) if told else name.rfc4514_string() or "somebody unnamed"
