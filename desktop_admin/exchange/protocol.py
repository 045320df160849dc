"""exchangelib's protocol (sessions and sign-in) for one connection, and the one place where requests leave."""

from __future__ import annotations

import ssl
import time
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from exchangelib.configuration import Configuration
from exchangelib.credentials import Credentials as SignInCredentials
from exchangelib.protocol import BaseProtocol, FailFast
from exchangelib.transport import BASIC, DEFAULT_HEADERS, NOAUTH, NTLM

from desktop_admin.domain.ports import Credentials, Endpoint, MailFault
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange import http, oauth
from desktop_admin.exchange.proxies import ProxiedSession, proxy_of
from desktop_admin.exchange.wire import LineAdapter, Lines, trust

CONNECT_WITHIN = 10.0
MOST_REDIRECTS = 5
MOST_BYTES = 200_000_000
"""An answer may not be larger; a page of 50 invitations with the largest bodies that Exchange takes is far below."""

AUTHENTICATIONS = {"basic": BASIC, "ntlm": NTLM, "kerberos": NOAUTH, "oauth": NOAUTH, "": NOAUTH}
"""What exchangelib puts on a session. Tokens and tickets are put there by :meth:`ExchangeProtocol.create_session`."""


def _user_agent() -> str:
    try:
        return f"exchange-concierge/{version('exchange-concierge')}"
    except PackageNotFoundError:
        return "exchange-concierge"


USER_AGENT = _user_agent()


class ExchangeProtocol(BaseProtocol):
    """Sessions to one endpoint, all signed in the same way. ``authentication``: basic, ntlm, or empty for nobody.

    Made outside exchangelib's cache of protocols: its trust, pool and policy are this connection's own. A session is
    never retired: requests opens a new connection in it by itself.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        credentials: Credentials | None,
        authentication: str,
        *,
        connections: int = 1,
        keeps_cookies: bool = False,
    ) -> None:
        self.url = endpoint.url
        self.certificate_until: datetime | None = None
        """Until when the certificate is good that was shown last; None without TLS."""
        self._endpoint = endpoint
        self._keeps_cookies = keeps_cookies
        self._trust = own_trust(endpoint)
        self._lines: list[Lines] = []
        self._authentication = authentication
        self._tokens: oauth.TokenSource | None = None
        if endpoint.oauth is not None and credentials is not None:
            self._tokens = oauth.TokenSource(endpoint, endpoint.oauth, credentials, self.raw_session(endpoint.url))
        account = None
        if credentials is not None and authentication in ("basic", "ntlm"):
            account = SignInCredentials(credentials.user_name, credentials.password)
        super().__init__(
            Configuration(
                credentials=account,
                service_endpoint=endpoint.url,
                auth_type=AUTHENTICATIONS[authentication],
                retry_policy=FailFast(),
                max_connections=connections,
            )
        )

    def raw_session(self, prefix: str, **_oauth: Any) -> requests.Session:
        """A session that ignores .netrc and any proxy but the endpoint's, and whose sockets can be cut."""
        session = ProxiedSession(self._endpoint.proxy)
        session.headers.update(DEFAULT_HEADERS)
        session.headers["User-Agent"] = USER_AGENT
        if not self._keeps_cookies:
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        lines = Lines()
        adapter = LineAdapter(lines, self._trust, self._endpoint.proxy)
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        session.lines = lines  # type: ignore[attr-defined] # travels with the session through exchangelib's pool
        self._lines.append(lines)
        return session

    def create_session(self) -> requests.Session:
        session: requests.Session = super().create_session()
        if isinstance(session.auth, requests.auth.HTTPBasicAuth):
            # requests would write Latin-1 and fail at what it cannot say (RFC 7617 has servers take UTF-8).
            account = self.credentials
            session.auth = requests.auth.HTTPBasicAuth(account.username.encode(), account.password.encode())
        if self._tokens is not None:
            session.auth = oauth.BearerAuth(self._tokens)
        elif self._authentication == "kerberos":
            session.auth = oauth.kerberos_auth()
        return session

    def shut(self) -> None:
        """Ends what is under way on every session, for good; :meth:`close` frees them afterwards."""
        for lines in tuple(self._lines):
            lines.close()

    def post(
        self,
        session: requests.Session,
        document: bytes,
        headers: dict[str, str],
        timeout: float,
        *,
        stream: bool = False,
    ) -> requests.Response:
        """Posts one document; follows redirects within the deployment. Raises :class:`MailFault`.

        ``timeout`` (seconds) limits each wait, and the whole answer unless it is a ``stream``. A token that is refused
        is renewed once. Where a redirect leads is kept only if EWS answers there.
        """
        url = self.url
        for _ in range(MOST_REDIRECTS):
            http.guard(url, self._endpoint)
            answer = self.post_once(session, document, headers, timeout, stream, url)
            if answer.status_code == requests.codes.unauthorized and self._tokens is not None:
                self._tokens.forget(str(answer.request.headers.get("Authorization", "")))
                answer = self.post_once(session, document, headers, timeout, stream, url)
            if answer.status_code not in http.REDIRECTS:
                if url != self.url and not http.speaks_ews(answer):
                    raise _dead_end(url, answer)
                self.url = url
                return answer
            url = self._redirected(url, answer)
        raise MailFault(
            Trouble.NOT_EXCHANGE,
            f"{urlsplit(url).hostname} redirects in a circle.",
            "Correct the EWS address.",
        )

    def post_once(
        self,
        session: requests.Session,
        document: bytes,
        headers: dict[str, str],
        timeout: float,
        stream: bool = False,
        url: str = "",
    ) -> requests.Response:
        """Posts one document to ``url``, by default :attr:`url`, and follows nothing. Raises :class:`MailFault`."""
        url = url or self.url
        until = time.monotonic() + timeout
        try:
            answer = session.post(
                url,
                data=document,
                headers=headers,
                allow_redirects=False,
                timeout=(min(timeout, CONNECT_WITHIN), timeout),
                stream=True,
            )
            self.certificate_until = _certificate_until(answer) or self.certificate_until
            if not stream or answer.status_code != requests.codes.ok:
                _read_whole(answer, until)
        except (requests.RequestException, OSError, KeyError, ValueError) as failure:
            raise self.fault_of(failure, url) from None
        return answer

    def fault_of(self, failure: BaseException, url: str) -> MailFault:
        """Why a request to ``url`` got no answer, or its answer ended."""
        by_proxy = proxy_of(self._endpoint.proxy, url) is not None
        return http.connection_fault(failure, url, by_proxy=by_proxy)

    def _redirected(self, url: str, answer: requests.Response) -> str:
        """Where a redirect leads. Raises :class:`MailFault` if that is outside the deployment, or no EWS address: a
        page that people are led to at sign-in or in an outage gets neither the request nor the password.
        """
        target = urljoin(url, answer.headers.get("Location", ""))
        host = (urlsplit(target).hostname or "").lower()
        if http.is_sign_in_address(target):
            raise http.portal_refusal(host) if self._authentication else _dead_end(target, answer)
        known = {domain.lower() for domain in self._endpoint.exchange_domains}
        known.add((urlsplit(self._endpoint.url).hostname or "").lower())
        if host not in known:
            raise MailFault(
                Trouble.NOT_EXCHANGE,
                f"Exchange redirects to {host or 'nowhere'}, which is not among the Exchange domains.",
                f"If {host} belongs to this deployment, add it to the Exchange domains.",
            )
        path = urlsplit(target).path.lower()
        if not path.endswith(".asmx") and path != urlsplit(url).path.lower():
            raise _dead_end(target, answer)
        return target


def _dead_end(url: str, answer: requests.Response) -> MailFault:
    """A redirect to an error page or to a sign-in page for people: an outage that passes."""
    parts = urlsplit(url)
    return MailFault(
        Trouble.SERVER_FAULT,
        f"A redirect leads to {parts.hostname}{parts.path}, where Exchange Web Services do not answer "
        f"(HTTP status {answer.status_code}).",
        "This is tried again at the configured address; if it stays, check the load balancer or portal in front of "
        "Exchange.",
    )


def _read_whole(answer: requests.Response, until: float) -> None:
    """Reads the body into ``answer.content``, not longer than ``until`` and not more than fits."""
    parts = []
    size = 0
    try:
        for part in answer.iter_content(65536):
            parts.append(part)
            size += len(part)
            if time.monotonic() > until:
                raise _too_much(answer, "did not come to its end in time")
            if size > MOST_BYTES:
                raise _too_much(answer, f"has more than {MOST_BYTES // 1_000_000} MB")
    finally:
        # Gives the connection back to its session, or ends it if there is more to come.
        answer.close()
    answer._content = b"".join(parts)  # where requests itself keeps a body that was read


def _too_much(answer: requests.Response, what: str) -> MailFault:
    return http.UnreadableError(
        Trouble.UNREACHABLE,
        f"The response of {urlsplit(answer.url).hostname} {what}.",
        "Check the network and the server's load.",
    )


def _certificate_until(answer: requests.Response) -> datetime | None:
    """Of the connection on which ``answer`` came, while it is still on it."""
    sock = getattr(getattr(answer.raw, "connection", None), "sock", None)
    shown = sock.getpeercert() if isinstance(sock, ssl.SSLSocket) else None
    ends = str(shown.get("notAfter", "")) if shown else ""
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if ends else None


def own_trust(endpoint: Endpoint) -> ssl.SSLContext:
    """What this integration trusts. Raises MailFault where its own CA file cannot be used."""
    try:
        return trust(endpoint.ca_file)
    except OSError as fault:
        # ssl.SSLError, for a file without certificate, is an OSError too.
        raise MailFault(
            Trouble.CERTIFICATE,
            f"The own CA file {endpoint.ca_file} cannot be used: {fault.strerror or 'it holds no certificate'}.",
            "Name a readable PEM file with the certificate of the authority that signed Exchange's.",
        ) from None
