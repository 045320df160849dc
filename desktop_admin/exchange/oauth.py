"""Signing in without a password: OAuth 2 for an application (client credentials), Kerberos with its extra."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msal
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from desktop_admin.domain.ports import Credentials, Endpoint, MailFault, OAuthApp
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange.http import connection_fault

_CODE = re.compile(r"AADSTS\d+")
_WORDS = {
    "AADSTS7000215": ("the client secret is wrong", "Store the secret's value, not its id."),
    "AADSTS7000222": ("the client secret has expired", "Make a new one in the tenant's app registration."),
    "AADSTS700016": ("this tenant does not know the application", "Correct the client id or the tenant."),
    "AADSTS700027": ("the certificate is not the one that the application has", "Upload its public part there."),
    "AADSTS90002": ("there is no such tenant", "Correct the tenant: its id or its domain."),
}


class TokenSource:
    """Tokens for one endpoint: kept while they are good, renewed five minutes before they end (MSAL does both).

    Used from several threads; one asks at a time.
    """

    def __init__(self, endpoint: Endpoint, app: OAuthApp, credentials: Credentials, session: requests.Session) -> None:
        self._app = app
        self._credentials = credentials
        self._session = session
        self._timeout = endpoint.timeout
        self._scope = f"https://{urlsplit(endpoint.url).hostname}/.default"
        self._client: Any = None
        self._latest = ""
        self._turn = threading.Lock()

    def token(self) -> str:
        """A token that is good now. Raises :class:`MailFault`."""
        with self._turn:
            try:
                if self._client is None:
                    self._client = self._made()
                told = self._client.acquire_token_for_client(scopes=[self._scope])
            except (requests.RequestException, OSError) as failure:
                raise connection_fault(failure, self._app.authority) from None
            except ValueError:
                raise MailFault(
                    Trouble.SERVER_FAULT,
                    f"{urlsplit(self._app.authority).hostname} gives no tokens for the tenant “{self._app.tenant}”.",
                    "Correct the tenant: its id or its domain.",
                ) from None
            if "access_token" not in told:
                raise _refusal(told)
            self._latest = str(told["access_token"])
            return self._latest

    def forget(self, authorization: str) -> None:
        """The server refuses the token of this ``Authorization`` header: the next one is a new one."""
        with self._turn:
            if self._client is not None and authorization == f"Bearer {self._latest}":
                self._client.remove_tokens_for_client()

    def _made(self) -> Any:
        authority = f"{self._app.authority.rstrip('/')}/{self._app.tenant}"
        return msal.ConfidentialClientApplication(
            self._app.client_id,
            client_credential=self._proof(),
            authority=authority,
            instance_discovery=False,
            http_client=_Timed(self._session, self._timeout),
        )

    def _proof(self) -> str | dict[str, str]:
        """The secret, or the key of the certificate and its thumbprint."""
        if not self._app.certificate_file:
            return self._credentials.password
        try:
            pem = Path(self._app.certificate_file).read_bytes()
            certificate = x509.load_pem_x509_certificate(pem)
            key = serialization.load_pem_private_key(pem, (self._credentials.password or "").encode() or None)
        except OSError as fault:
            raise _bad_certificate(self._app.certificate_file, fault.strerror or "it cannot be read") from None
        except (ValueError, TypeError):
            raise _bad_certificate(
                self._app.certificate_file, "it does not hold a certificate and its private key that can be opened"
            ) from None
        plain = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {
            "private_key": plain.decode(),
            "thumbprint": certificate.fingerprint(hashes.SHA1()).hex(),  # noqa: S303 - the name that Entra ID knows it by
            "public_certificate": pem.decode("ascii", "ignore"),
        }


class BearerAuth(requests.auth.AuthBase):
    """Puts a token that is good at that moment on each request."""

    def __init__(self, source: TokenSource) -> None:
        self._source = source

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._source.token()}"
        return request


class _Timed:
    """MSAL's door to HTTP: it names no time limit of its own."""

    def __init__(self, session: requests.Session, timeout: float) -> None:
        self._session = session
        self._timeout = timeout

    def get(self, url: str, **named: Any) -> requests.Response:
        return self._session.get(url, timeout=self._timeout, **named)

    def post(self, url: str, **named: Any) -> requests.Response:
        return self._session.post(url, timeout=self._timeout, **named)

    def close(self) -> None:
        self._session.close()


def kerberos_auth() -> requests.auth.AuthBase:
    """Signs in with this computer's or user's Kerberos ticket. Raises :class:`MailFault` without the extra."""
    try:
        from requests_gssapi import HTTPSPNEGOAuth as Negotiate
    except ImportError:
        try:
            from requests_negotiate_sspi import HttpNegotiateAuth as Negotiate
        except ImportError:
            raise MailFault(
                Trouble.SERVER_FAULT,
                "Kerberos is chosen, and its part of this program is not installed.",
                "Install it with: pip install exchange-concierge[kerberos]. Or choose another kind of sign-in.",
            ) from None
    found: requests.auth.AuthBase = Negotiate()
    return found


def _refusal(told: dict[str, Any]) -> MailFault:
    found = _CODE.search(str(told.get("error_description", "")))
    code = found.group() if found else str(told.get("error", ""))[:60]
    why, remedy = _WORDS.get(code, (f"it answers {code}", "Look this code up in the tenant's sign-in log."))
    return MailFault(Trouble.WRONG_PASSWORD, f"The tenant gives this application no token: {why}.", remedy)


def _bad_certificate(file: str, why: str) -> MailFault:
    return MailFault(
        Trouble.CERTIFICATE,
        f"The application's certificate {file} cannot be used: {why}.",
        "Name a PEM file with the certificate and its private key; the key's password is stored as the secret.",
    )
