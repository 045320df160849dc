"""Signing in: what the server offers is asked first, without a password; then the password is sent once."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import requests
from exchangelib.errors import (
    ErrorIncorrectSchemaVersion,
    ErrorInvalidSchemaVersionForMailboxVersion,
    ErrorInvalidServerVersion,
    ErrorMissingEmailAddress,
    ErrorNonExistentMailbox,
    EWSError,
)

from desktop_admin.domain.ports import Credentials, Endpoint, MailFault, ServerInfo
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange import http
from desktop_admin.exchange.call import OLDEST_GOOD, Call, Caller, Errand
from desktop_admin.exchange.faults import fault_of
from desktop_admin.exchange.protocol import ExchangeProtocol
from desktop_admin.exchange.xml import Element, M, m, t

OLDER: Final = "Exchange2010_SP2"
"""What a server asks for that does not know 2013's version of the protocol."""

_WRONG_VERSION = (ErrorInvalidServerVersion, ErrorInvalidSchemaVersionForMailboxVersion, ErrorIncorrectSchemaVersion)
_NO_MAILBOX_OF_ITS_OWN = (ErrorNonExistentMailbox, ErrorMissingEmailAddress)
"""What an account that signs in, and only acts for others, may be answered when it asks for its inbox."""

_SCHEME = re.compile(r"(?:^|,)\s*(negotiate|ntlm|basic|bearer|digest|kerberos)\b", re.IGNORECASE)
_NAMES = {(14,): "2010", (15, 0): "2013", (15, 1): "2016", (15, 2): "2019", (15, 20): "Online"}
_SUBSCRIPTION_EDITION = (15, 2, 2562)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a sign-in found: the sessions to go on with, the protocol's version, and what to tell."""

    protocol: ExchangeProtocol
    api_version: str
    info: ServerInfo


def sign_in(endpoint: Endpoint, credentials: Credentials, errand: Errand) -> SignedIn:
    """Asks for the offers, then signs in once and reads the version. Raises :class:`MailFault`."""
    url, authentication = (endpoint.url, "oauth") if endpoint.oauth is not None else choose(endpoint, errand)
    protocol = protocol_at(endpoint, credentials, url, authentication, connections=endpoint.connections)
    try:
        api_version, version = _version(protocol, endpoint.timeout, errand)
    except BaseException:
        protocol.close()
        raise
    if not version:
        protocol.close()
        raise _no_exchange(url)
    info = ServerInfo(
        protocol.url, ".".join(map(str, version)), product_name(version), authentication, protocol.certificate_until
    )
    return SignedIn(protocol, api_version, info)


def protocol_at(
    endpoint: Endpoint,
    credentials: Credentials,
    url: str,
    authentication: str,
    *,
    connections: int = 1,
    keeps_cookies: bool = False,
) -> ExchangeProtocol:
    """A protocol that signs in at ``url``, where a redirect may have led."""
    protocol = ExchangeProtocol(
        endpoint, credentials, authentication, connections=connections, keeps_cookies=keeps_cookies
    )
    protocol.url = url
    return protocol


def choose(endpoint: Endpoint, errand: Errand) -> tuple[str, str]:
    """Where to sign in and how: ``(url, "ntlm" …)``. Sends no password. Raises :class:`MailFault`."""
    protocol = ExchangeProtocol(endpoint, None, "")
    call = Call(Caller(protocol, "", impersonated=False), errand, endpoint.timeout)
    try:
        session = protocol.get_session()
        errand.begins(session)
        try:
            document = call.wrap(content=_harmless(), api_version=OLDEST_GOOD)
            answer = protocol.post(session, document, {}, endpoint.timeout)
        finally:
            errand.ends()
            protocol.release_session(session)
        if answer.status_code != requests.codes.unauthorized:
            raise _unexpected(answer)
        return protocol.url, _chosen(endpoint, offers(answer))
    finally:
        protocol.close()


def offers(answer: requests.Response) -> frozenset[str]:
    """The kinds of sign-in that a 401 offers, in small letters."""
    return frozenset(found.lower() for found in _SCHEME.findall(answer.headers.get("WWW-Authenticate", "")))


def _chosen(endpoint: Endpoint, offered: frozenset[str]) -> str:
    host = urlsplit(endpoint.url).hostname
    wanted = ("ntlm", "basic") if endpoint.authentication == "auto" else (endpoint.authentication,)
    for kind in wanted:
        if kind in offered or (kind == "kerberos" and "negotiate" in offered):
            return kind
    told = ", ".join(sorted(offered)) or "nothing that is known"
    if endpoint.authentication != "auto":
        raise MailFault(
            Trouble.SERVER_FAULT,
            f"{host} does not offer {endpoint.authentication.upper()} for signing in; it offers {told}.",
            "Choose automatic, or switch this kind on for the EWS directory of the Exchange server.",
        )
    raise MailFault(
        Trouble.SERVER_FAULT,
        f"{host} offers no kind of sign-in that can be used; it offers {told}.",
        "Switch NTLM or Basic on for the EWS directory of the Exchange server (Set-WebServicesVirtualDirectory).",
    )


def _unexpected(answer: requests.Response) -> MailFault:
    fault = http.refusal(answer)
    if answer.status_code in (200, 500):
        return MailFault(
            Trouble.NOT_EXCHANGE, f"{fault.text.partition(',')[0]}, but asks nobody to sign in.", fault.remedy
        )
    return fault


def _version(protocol: ExchangeProtocol, timeout: float, errand: Errand) -> tuple[str, tuple[int, ...]]:
    """The version of the protocol that the server takes, and its build. One request; two with an older server."""
    for api_version in (OLDEST_GOOD, OLDER):
        call = Call(Caller(protocol, "", impersonated=False, api_version=api_version), errand, timeout)
        try:
            _probe(call)
        except _WRONG_VERSION:
            continue
        except EWSError as error:
            raise fault_of(error, "") from None
        return api_version, call.server_version
    raise MailFault(
        Trouble.NOT_EXCHANGE,
        "The server is older than Exchange 2010 with Service Pack 2.",
        "Exchange 2010 SP2 or newer is needed.",
    )


def _probe(call: Call) -> None:
    """Makes the server say its version. One that does not know time zones, or refuses them, is asked for a folder; what
    it answers then counts. Raises EWSError, MailFault.
    """
    try:
        for message in call.messages(_harmless()):
            call.check(message)
    except _WRONG_VERSION:
        raise
    except EWSError as refused:
        if fault_of(refused, "").trouble is Trouble.WRONG_PASSWORD:
            raise
    else:
        if call.server_version:
            return
    folder = t("DistinguishedFolderId", Id="inbox")
    payload = m("GetFolder", m("FolderShape", t("BaseShape", "IdOnly")), m("FolderIds", folder))
    with suppress(*_NO_MAILBOX_OF_ITS_OWN):
        for message in call.messages(payload):
            if message.tag != f"{M}GetFolderResponseMessage":
                raise _no_exchange(call.protocol.url)
            call.check(message)


def _no_exchange(url: str) -> MailFault:
    return MailFault(
        Trouble.NOT_EXCHANGE,
        f"{urlsplit(url).hostname} answers, but does not say which Exchange it is.",
        "Correct the server name or the EWS path; it usually is /EWS/Exchange.asmx.",
    )


def _harmless() -> Element:
    """A request that needs no mailbox and changes nothing."""
    return m("GetServerTimeZones", m("Ids", t("Id", "UTC")), ReturnFullTimeZoneData="false")


def product_name(version: tuple[int, ...]) -> str:
    """What Microsoft calls this build: ``Exchange 2019`` (Microsoft: Exchange Server build numbers)."""
    if version[:2] == _SUBSCRIPTION_EDITION[:2] and version >= _SUBSCRIPTION_EDITION:
        return "Exchange Server SE"
    return f"Exchange {_NAMES.get(version[:2]) or _NAMES.get(version[:1]) or '.'.join(map(str, version))}"
