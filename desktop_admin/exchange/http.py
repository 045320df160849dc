"""What HTTP, TLS and the network say, in the administrator's words."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, RemoteDisconnected
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import ProxyError

from desktop_admin.domain.loopback import is_loopback
from desktop_admin.domain.ports import Endpoint, MailFault
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange.proxies import TunnelError

REDIRECTS = (301, 302, 303, 307, 308)
LONGEST_PAUSE = 3600.0

_REFUSED_SIGN_IN = (
    "Check both on the Connection page. A locked, disabled or expired account is refused in the same way. So that the "
    "account is not locked, it is tried again only in 15 minutes, or at once with Force now."
)
_SLOW = "So that the account is not locked, it is tried again only in 15 minutes, or at once with Force now."
_ALLOW_EWS = "Allow EWS for the account (Set-CASMailbox -EwsEnabled) and look for an EWS application access policy."
_SIGN_IN_PATH = re.compile(r"log-?[io]n|sign-?in|/auth/|/adfs/|/my\.policy|/vpn/|/saml|/sso\b|/oauth2?/", re.IGNORECASE)
_TUNNEL_STATUS = re.compile(r"Tunnel connection failed: (\d{3})")
# An envelope, at once or behind the declaration and comments: XHTML begins with <?xml as well.
_SOAP = re.compile(rb"(?:<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->|\s++){0,20}+<(?:\w{1,20}:)?Envelope[\s>]", re.DOTALL)
_PASSWORD_FIELD = re.compile(rb"type\s*=\s*[\"']?password", re.IGNORECASE)
LARGEST_PAGE = 200_000
"""Bytes of a page that are searched for a sign-in form."""
_REFUSED_BEARER = (
    "Check that the tenant has granted the application full_access_as_app and allows it EWS, and that the server's "
    "name is the one of Exchange Online. A new token is asked for in 15 minutes, or at once with Force now."
)

# OpenSSL's reasons why a certificate is not trusted (X509_verify_cert_error_string).
_CERTIFICATE_FAULTS = {
    9: ("is not valid yet", "Check the clocks of this computer and of the server."),
    10: ("has expired", "Renew the certificate on the Exchange server."),
    18: (
        "is self-signed",
        "Name it as the own CA file, or give Exchange a certificate of an authority that is trusted.",
    ),
    19: (
        "was signed by an authority that this computer does not trust (a self-signed one)",
        "Name the authority's certificate as the own CA file.",
    ),
    20: (
        "was signed by an authority that this computer does not know",
        "Name the authority's certificate as the own CA file, or let Exchange send the certificates in between.",
    ),
    21: ("cannot be verified: a certificate in between is missing", "Let Exchange send the certificates in between."),
    23: ("has been revoked", "Renew the certificate on the Exchange server."),
    62: (
        "is made out to another name",
        "Use a server name that stands in the certificate, or renew it with this name.",
    ),
    64: ("does not name this IP address", "Use the server's name instead of its address."),
}


class BrokenError(MailFault):
    """The connection ended before an answer came, as a kept one may that the server has just closed."""


class UnreadableError(MailFault):
    """An answer came and cannot be read: one of the items in it may be to blame, not the connection."""


def guard(url: str, endpoint: Endpoint) -> None:
    """Raises :class:`MailFault` where a password would cross the network readable."""
    parts = urlsplit(url)
    if parts.scheme == "https" or endpoint.allow_http or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return
    raise MailFault(
        Trouble.HTTP_NOT_ALLOWED,
        f"The address {parts.scheme}://{parts.hostname} is not encrypted: the password could be read on its way.",
        "Use https://, or allow unencrypted HTTP for a test.",
    )


def judge(answer: requests.Response, *, of_account: bool = False) -> bytes:
    """The SOAP document that an HTTP answer carries. Raises :class:`MailFault` where it carries none.

    ``of_account``: the request concerned nobody but the account that signs in.
    """
    if answer.status_code in (200, 500) and is_soap(answer.content):
        return answer.content.removeprefix(b"\xef\xbb\xbf").lstrip()
    raise refusal(answer, of_account=of_account)


def is_soap(document: bytes) -> bool:
    """Whether a document, read to its end or for some kilobytes, is a SOAP envelope."""
    return _SOAP.match(document.removeprefix(b"\xef\xbb\xbf").lstrip()) is not None


def page_instead_of_stream(answer: requests.Response, page: bytes) -> MailFault:
    """What it means that ``page`` came where notifications were asked for: the sign-in has ended, or an outage."""
    answer._content = page  # where requests itself keeps a body that was read
    return sign_in_refusal(answer, of_account=False) or MailFault(
        Trouble.UNREACHABLE,
        f"{urlsplit(answer.url).hostname} shows a page instead of a stream of notifications.",
        "This is tried again; if it stays, check the load balancer, gateway or proxy in front of Exchange.",
    )


def speaks_ews(answer: requests.Response) -> bool:
    """Whether an answer is one of EWS: SOAP, or the request to sign in first. Its body may not have been read yet."""
    if answer.status_code == requests.codes.unauthorized:
        return bool(answer.headers.get("WWW-Authenticate"))
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return answer.status_code in (200, 500) and kind not in ("text/html", "application/xhtml+xml", "text/plain")


def is_sign_in_address(url: str) -> bool:
    """Whether a redirect leads to a form where people sign in, not to a service."""
    path = urlsplit(url).path
    return not path.lower().endswith(".asmx") and _SIGN_IN_PATH.search(path) is not None


def _is_sign_in_page(answer: requests.Response) -> bool:
    """By what it shows, whatever its status: portals answer with 403, 500 or 503 as well."""
    return _PASSWORD_FIELD.search(answer.content[:LARGEST_PAGE]) is not None


def refusal(answer: requests.Response, *, of_account: bool = False) -> MailFault:
    """What an HTTP answer without SOAP in it means."""
    refused = sign_in_refusal(answer, of_account=of_account)
    return _failure(answer) if refused is None else refused


def sign_in_refusal(answer: requests.Response, *, of_account: bool) -> MailFault | None:
    """Why the sign-in is refused, by whatever status that is told; None where the answer says nothing of that."""
    host = urlsplit(answer.url).hostname or ""
    status = answer.status_code
    if status == 401 and str(answer.request.headers.get("Authorization", "")).startswith("Bearer "):
        return MailFault(Trouble.WRONG_PASSWORD, "Exchange refuses the application's token.", _REFUSED_BEARER)
    if status == 401:
        return MailFault(Trouble.WRONG_PASSWORD, "Exchange refuses the user name or the password.", _REFUSED_SIGN_IN)
    if status == 407:
        return _proxy_sign_in()
    if status == 403 and of_account:
        return MailFault(Trouble.WRONG_PASSWORD, _forbidden(host), f"{_ALLOW_EWS} {_SLOW}")
    if status == 456:
        return MailFault(
            Trouble.WRONG_PASSWORD,
            f"{host} refuses the sign-in: the account is blocked, or its password has expired.",
            f"Unblock the account or renew its password. {_SLOW}",
        )
    return portal_refusal(host) if status == 440 or _is_sign_in_page(answer) else None


def portal_refusal(host: str) -> MailFault:
    """The fault of a portal that wants a person to sign in where a program asks."""
    return MailFault(
        Trouble.WRONG_PASSWORD,
        f"{host} shows a sign-in page instead of Exchange Web Services: it does not accept this sign-in, or a portal "
        "protects it.",
        f"Check the user name and the password, and let the portal pass /EWS without a form. {_SLOW}",
    )


def _forbidden(host: str) -> str:
    return f"{host} forbids this account the use of Exchange Web Services."


def _failure(answer: requests.Response) -> MailFault:
    status = answer.status_code
    host = urlsplit(answer.url).hostname
    if status in (429, 503):
        return MailFault(
            Trouble.SERVER_BUSY,
            f"{host} is too busy to answer.",
            "It is asked again after the pause that it named.",
            retry_after=retry_after(answer.headers.get("Retry-After", "")),
        )
    if status == 403:
        return MailFault(Trouble.SERVER_FAULT, _forbidden(host or ""), _ALLOW_EWS)
    if status in (200, 404, 405, 410):
        return MailFault(
            Trouble.NOT_EXCHANGE,
            f"{host} answers, but not as Exchange does: there is another page at {urlsplit(answer.url).path or '/'}.",
            "Correct the server name or the EWS path; it usually is /EWS/Exchange.asmx.",
        )
    return MailFault(
        Trouble.SERVER_FAULT,
        f"{host} answers with HTTP status {status}.",
        "Look into the event log of the Exchange server; this is tried again.",
    )


def retry_after(written: str) -> float | None:
    """Seconds that a Retry-After header asks to wait: a number, or a date (RFC 9110). None where there is none."""
    if written.strip().isdigit():
        return min(float(written), LONGEST_PAUSE)
    try:
        wanted = parsedate_to_datetime(written)
    except ValueError:
        return None
    if wanted.tzinfo is None:
        wanted = wanted.replace(tzinfo=UTC)
    return min(max((wanted - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_PAUSE)


def connection_fault(failure: BaseException, url: str, *, by_proxy: bool = False) -> MailFault:
    """Why a request got no answer: name, network, TLS, time. ``by_proxy``: it went through a forward proxy."""
    host = urlsplit(url).hostname or url
    causes = tuple(_causes(failure))
    # urllib3 says the same of a kept line that ended as of a proxy that is not there.
    has_ended = any(isinstance(cause, (ConnectionResetError, BrokenPipeError)) for cause in causes)
    is_proxys = any(isinstance(cause, (requests.exceptions.ProxyError, ProxyError)) for cause in causes)
    if any(isinstance(cause, TunnelError) for cause in causes) or (is_proxys and not has_ended):
        return proxy_fault(failure, host)
    return _behind_proxy(causes, url, host) if by_proxy else _network_fault(failure, url, host)


def _behind_proxy(causes: tuple[BaseException, ...], url: str, host: str) -> MailFault:
    """What went wrong on a line that the proxy gave, or in a request that it passes on: either end may be to blame,
    unless what comes cannot be a server's.
    """
    fault = _network_fault(causes[0], url, host)
    kind, trouble = type(fault), fault.trouble
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return fault
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        trouble, text = Trouble.PROXY, f"No encrypted connection to {host} comes about through the proxy."
    elif any(isinstance(cause, HTTPException) and not isinstance(cause, RemoteDisconnected) for cause in causes):
        trouble, text = Trouble.PROXY, f"What the proxy answers for {host} is not HTTP."
    elif any(isinstance(cause, (TimeoutError, requests.Timeout)) for cause in causes):
        text = f"No answer from {host} comes through the proxy in time."
    else:
        text = f"The connection to {host} through the proxy broke."
    return kind(trouble, text, f"Check that the proxy runs and can reach {host}, and then {host} itself.")


def _network_fault(failure: BaseException, url: str, host: str) -> MailFault:
    for cause in _causes(failure):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return certificate_fault(cause, host)
        if isinstance(cause, ssl.SSLError):
            return _tls_fault(cause, host)
        if isinstance(cause, socket.gaierror):
            return MailFault(
                Trouble.NAME_NOT_FOUND,
                f"The name {host} is not known.",
                "Check its spelling, and whether this computer's name server knows it.",
            )
        if isinstance(cause, ConnectionRefusedError):
            port = urlsplit(url).port or (443 if url.startswith("https") else 80)
            return MailFault(
                Trouble.UNREACHABLE,
                f"{host} is there, but nothing listens on port {port}.",
                "Check the port, and whether the Exchange server's web services run.",
            )
    if any(isinstance(cause, (TimeoutError, requests.Timeout)) for cause in _causes(failure)):
        return MailFault(
            Trouble.UNREACHABLE,
            f"{host} does not answer in time.",
            "Check the network, a firewall in between and the server's load.",
        )
    # http.client.RemoteDisconnected is a ConnectionResetError too.
    broke = any(isinstance(cause, (ConnectionResetError, BrokenPipeError)) for cause in _causes(failure))
    return (BrokenError if broke else MailFault)(
        Trouble.UNREACHABLE,
        f"The connection to {host} broke, or could not be made.",
        "Check the network and a firewall in between.",
    )


def proxy_fault(failure: BaseException, host: str) -> MailFault:
    """Why the proxy did not let a request through to ``host``."""
    causes = tuple(_causes(failure))
    found = next(filter(None, (_TUNNEL_STATUS.search(str(cause)) for cause in causes)), None)
    if found is None:
        return _proxy_silence(causes)
    if found[1] == "407":
        return _proxy_sign_in()
    return MailFault(
        Trouble.PROXY,
        f"The proxy does not connect this program to {host} (HTTP status {found[1]}).",
        f"Check that the proxy can reach {host} and allows CONNECT to it.",
    )


def _proxy_silence(causes: tuple[BaseException, ...]) -> MailFault:
    """The proxy named no status: it is not there, hangs, or is something else."""
    text, remedy = "The proxy cannot be reached.", "Check the proxy's address on the Connection page, and that it runs."
    if any(isinstance(cause, TimeoutError) for cause in causes):
        text = "The proxy does not answer in time."
        remedy = "Check that the proxy runs and is not overloaded, and its address on the Connection page."
    elif any(isinstance(cause, (HTTPException, TunnelError)) for cause in causes):
        text = "The proxy does not answer as a proxy does."
        remedy = "Check the proxy's address and port on the Connection page: something else may listen there."
    return MailFault(Trouble.PROXY, text, remedy)


def _proxy_sign_in() -> MailFault:
    return MailFault(
        Trouble.WRONG_PASSWORD,
        "The proxy refuses the user name or the password.",
        f"Check the proxy's user name and password on the Connection page. {_SLOW}",
    )


def certificate_fault(fault: ssl.SSLCertVerificationError, host: str) -> MailFault:
    """Why a certificate is not trusted."""
    what, remedy = _CERTIFICATE_FAULTS.get(
        fault.verify_code,
        (
            f"is not trusted: {fault.verify_message or 'no reason told'}",
            "Renew it, or name its authority as the own CA file.",
        ),
    )
    return MailFault(Trouble.CERTIFICATE, f"The certificate of {host} {what}.", remedy)


def _tls_fault(fault: ssl.SSLError, host: str) -> MailFault:
    reason = (fault.reason or "").replace("_", " ").lower()
    if "wrong version number" in reason or "record layer failure" in reason:
        return MailFault(
            Trouble.CERTIFICATE,
            f"{host} does not speak TLS on this port.",
            "Check the port; a port for unencrypted HTTP cannot be used with https://.",
        )
    return MailFault(
        Trouble.CERTIFICATE,
        f"No encrypted connection to {host} comes about ({reason or 'it was broken off'}).",
        "The server must offer TLS 1.2 or newer.",
    )


def _causes(failure: BaseException | None) -> Iterator[BaseException]:
    """``failure`` and what lies beneath it: urllib3 and requests wrap in several ways."""
    waiting: list[object] = [failure]
    seen: set[int] = set()
    while waiting:
        fault = waiting.pop(0)
        if not isinstance(fault, BaseException) or id(fault) in seen:
            continue
        seen.add(id(fault))
        yield fault
        waiting += [fault.__cause__, fault.__context__, getattr(fault, "reason", None), *fault.args]
