"""Finds the EWS address from an email address (Microsoft: MS-OXDSCLI, Autodiscover as plain XML).

Nothing is remembered, and the password goes over HTTPS to the mail domain's own hosts alone: the user is asked about
any other host that they point to. The last place is plain HTTP: it is asked for a redirect, and told nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import requests
from lxml import etree

from desktop_admin.domain.address import fold_domain
from desktop_admin.domain.ports import Credentials, Endpoint, FoundServer, MailFault, Proxy
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange import http
from desktop_admin.exchange.protocol import MOST_REDIRECTS, ExchangeProtocol
from desktop_admin.exchange.sign_in import offers
from desktop_admin.exchange.xml import MalformedError, read_answer

PATH = "/autodiscover/autodiscover.xml"
WITHIN = 15.0
"""Seconds for each answer."""
REQUEST = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
OUTLOOK = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
_BEST_FIRST = ("EXPR", "EXCH", "WEB")
"""EXPR is the address for the outside, which the inside reaches as well."""

Places = Callable[[str], tuple[str, ...]]


def usual_places(domain: str) -> tuple[str, ...]:
    """Those of HTTPS are asked with name and password; one of HTTP only where it redirects to."""
    return (
        f"https://{domain}{PATH}",
        f"https://autodiscover.{domain}{PATH}",
        f"http://autodiscover.{domain}{PATH}",
    )


async def find_server(
    address: str,
    credentials: Credentials,
    *,
    trusted: Collection[str] = (),
    ca_file: str = "",
    proxy: Proxy | None = None,
    places: Places = usual_places,
) -> FoundServer:
    """Where ``address``'s mailbox is. ``trusted`` are hosts beyond its domain that the user agreed to.

    Raises :class:`MailFault` where nobody knows, or the password is refused (it is sent once).
    """
    search = _Search(credentials, {host.lower() for host in trusted}, ca_file, proxy, places)
    return await asyncio.to_thread(search.run, address)


class _NewHostError(Exception):
    """Somebody else's host comes into it: the user is to be asked."""


class _Search:
    def __init__(
        self, credentials: Credentials, trusted: set[str], ca_file: str, proxy: Proxy | None, places: Places
    ) -> None:
        self._credentials = credentials
        self._trusted = trusted
        self._ca_file = ca_file
        self._proxy = proxy
        self._places = places
        self._domain = ""

    def run(self, address: str) -> FoundServer:
        self._domain = fold_domain(address.rpartition("@")[2])
        try:
            for _ in range(MOST_REDIRECTS):
                found = self._of(address)
                if not found.startswith("mailto:"):
                    self._agreed(found)
                    return FoundServer(url=found)
                address = found.removeprefix("mailto:")
        except _NewHostError as new:
            return FoundServer(ask_host=str(new))
        raise MailFault(Trouble.NOT_EXCHANGE, "Autodiscover sends from one address to another without end.")

    def _of(self, address: str) -> str:
        """The EWS URL, or ``mailto:`` and another address to ask for."""
        domain = fold_domain(address.rpartition("@")[2])
        last: MailFault | None = None
        for place in self._places(domain):
            try:
                return self._ask(self._redirect_of(place) if place.startswith("http:") else place, address)
            except MailFault as fault:
                if fault.trouble is Trouble.WRONG_PASSWORD:
                    raise
                last = fault
        raise MailFault(
            Trouble.NAME_NOT_FOUND,
            f"Nobody at {domain} says where the mailbox is. {last.text if last else ''}".strip(),
            "Write the server's name yourself; the Exchange administrator knows it.",
        )

    def _ask(self, url: str, address: str) -> str:
        for _ in range(MOST_REDIRECTS):
            self._agreed(url)
            answer = self._signed_in(url, _request(address))
            if answer.status_code in http.REDIRECTS:
                url = urljoin(url, answer.headers.get("Location", ""))
                continue
            told = _read(answer)
            if not told.startswith("https:") or not told.endswith(".xml"):
                return told
            url = told
        raise MailFault(Trouble.NOT_EXCHANGE, f"{urlsplit(url).hostname} redirects in a circle.")

    def _redirect_of(self, place: str) -> str:
        """Where plain HTTP redirects to (Microsoft: Autodiscover for Exchange, the unauthenticated GET). Nothing secret
        is sent, and nothing but a redirect is believed; whoever answers here could be anybody.
        """
        protocol = ExchangeProtocol(Endpoint(place, timeout=WITHIN, proxy=self._proxy), None, "")
        session = protocol.raw_session(place)
        try:
            answer = session.get(place, allow_redirects=False, timeout=WITHIN, stream=True)
            target = answer.headers.get("Location", "") if answer.status_code in http.REDIRECTS else ""
            answer.close()
        except (requests.RequestException, OSError, ValueError) as failure:
            raise http.connection_fault(failure, place) from None
        finally:
            session.close()
            protocol.close()
        if not target:
            raise MailFault(Trouble.NOT_EXCHANGE, f"{urlsplit(place).hostname} does not redirect to Exchange.")
        return urljoin(place, target)

    def _agreed(self, url: str) -> None:
        """Raises where ``url`` is not HTTPS, or leads to a host that neither the domain nor the user speaks for.

        The domain is the one that the user named, also after the search was sent on to an address elsewhere.
        """
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if not host:
            raise MailFault(Trouble.NOT_EXCHANGE, "Autodiscover points nowhere.")
        if parts.scheme != "https":
            raise MailFault(Trouble.NOT_EXCHANGE, f"Autodiscover points to {host} without encryption.")
        if host != self._domain and not host.endswith(f".{self._domain}") and host not in self._trusted:
            raise _NewHostError(host)

    def _signed_in(self, url: str, document: bytes) -> requests.Response:
        """What is offered is asked without a password; then it is sent once."""
        endpoint = Endpoint(url, ca_file=self._ca_file, timeout=WITHIN, proxy=self._proxy)
        answer = self._post(endpoint, None, "", document)
        if answer.status_code != requests.codes.unauthorized:
            return answer
        kind = next((kind for kind in ("ntlm", "basic") if kind in offers(answer)), None)
        if kind is None:
            raise MailFault(Trouble.SERVER_FAULT, f"{urlsplit(url).hostname} offers no sign-in that can be used here.")
        answer = self._post(replace(endpoint, authentication=kind), self._credentials, kind, document)
        if answer.status_code == requests.codes.unauthorized:
            raise http.refusal(answer)
        return answer

    def _post(
        self, endpoint: Endpoint, credentials: Credentials | None, kind: str, document: bytes
    ) -> requests.Response:
        protocol = ExchangeProtocol(endpoint, credentials, kind)
        session = protocol.get_session()
        try:
            return protocol.post_once(session, document, {"Content-Type": "text/xml; charset=utf-8"}, WITHIN)
        finally:
            protocol.release_session(session)
            protocol.close()


def _request(address: str) -> bytes:
    root = etree.Element(f"{{{REQUEST}}}Autodiscover", nsmap={None: REQUEST})
    request = etree.SubElement(root, f"{{{REQUEST}}}Request")
    etree.SubElement(request, f"{{{REQUEST}}}EMailAddress").text = address
    etree.SubElement(request, f"{{{REQUEST}}}AcceptableResponseSchema").text = OUTLOOK
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _read(answer: requests.Response) -> str:
    """The EWS URL, another Autodiscover address, or ``mailto:`` and another email address."""
    if answer.status_code != requests.codes.ok:
        raise http.refusal(answer)
    try:
        root = read_answer(answer.content, huge=False)
    except MalformedError:
        raise _nothing(answer) from None
    account = root.find(f".//{{{OUTLOOK}}}Account")
    if account is None:
        raise _nothing(answer)
    action = (account.findtext(f"{{{OUTLOOK}}}Action") or "").strip()
    if action == "redirectAddr":
        return f"mailto:{(account.findtext(f'{{{OUTLOOK}}}RedirectAddr') or '').strip()}"
    if action == "redirectUrl":
        return (account.findtext(f"{{{OUTLOOK}}}RedirectUrl") or "").strip()
    urls = {
        (protocol.findtext(f"{{{OUTLOOK}}}Type") or "").strip(): (
            protocol.findtext(f"{{{OUTLOOK}}}EwsUrl") or protocol.findtext(f"{{{OUTLOOK}}}ASUrl") or ""
        ).strip()
        for protocol in account.iterfind(f"{{{OUTLOOK}}}Protocol")
    }
    with contextlib.suppress(StopIteration):
        return next(urls[kind] for kind in _BEST_FIRST if urls.get(kind))
    raise _nothing(answer)


def _nothing(answer: requests.Response) -> MailFault:
    host = urlsplit(answer.url).hostname
    return MailFault(Trouble.NOT_EXCHANGE, f"{host} answers, but not where the mailbox is.")
