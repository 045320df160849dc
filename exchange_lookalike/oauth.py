"""A token endpoint as Microsoft Entra ID has it, for applications that sign in by themselves (client credentials).

An application is known by its tenant and client id and proves itself by a secret, or by a JWT that it signs with the
key of a certificate (Microsoft identity platform: OAuth 2.0 client credentials flow). Tokens are opaque and live for
``lifetime``; EWS takes them as Bearer for as long.
"""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qs

import jwt
from cryptography import x509

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCOPE_END = "/.default"
LARGEST_FORM = 64 * 1024


@dataclass
class Application:
    """An application that may sign in. ``certificate`` is the public one (PEM) that its assertions are checked with."""

    tenant: str
    client_id: str
    secret: str
    certificate: bytes = b""


@dataclass(frozen=True)
class Answer:
    """What the token endpoint says: an HTTP status and JSON."""

    status: int
    content: Mapping[str, object]

    @property
    def body(self) -> bytes:
        return json.dumps(self.content).encode()


@dataclass
class TokenIssuer:
    """Gives tokens to its one application and knows them again. ``clock`` is UTC."""

    clock: Callable[[], datetime]
    application: Application = field(
        default_factory=lambda: Application(str(uuid.uuid4()), str(uuid.uuid4()), secrets.token_urlsafe(24))
    )
    lifetime: timedelta = timedelta(hours=1)
    issued: int = 0
    refused: int = 0
    _tokens: dict[str, datetime] = field(default_factory=dict)

    def knows(self, token: str) -> bool:
        """Whether the token was given out here and is still good."""
        until = self._tokens.get(token)
        return until is not None and self.clock() < until

    def forget(self) -> None:
        """Revoke every token."""
        self._tokens.clear()

    def answer(self, method: str, path: str, body: bytes, base_url: str) -> Answer | None:
        """The answer at a path below /<tenant>/, None for one that is not the issuer's."""
        tenant = self.application.tenant
        if method == "GET" and path == f"/{tenant}/v2.0/.well-known/openid-configuration":
            return Answer(
                200,
                {
                    "issuer": f"{base_url}/{tenant}/v2.0",
                    "authorization_endpoint": f"{base_url}/{tenant}/oauth2/v2.0/authorize",
                    "token_endpoint": f"{base_url}/{tenant}/oauth2/v2.0/token",
                },
            )
        if method == "POST" and path == f"/{tenant}/oauth2/v2.0/token":
            return self._token(parse_qs(body.decode("utf-8", "replace")), f"{base_url}/{tenant}/oauth2/v2.0/token")
        return None

    def _token(self, form: Mapping[str, list[str]], endpoint: str) -> Answer:
        def said(name: str) -> str:
            return form.get(name, [""])[0]

        if said("grant_type") != "client_credentials":
            return self._refuse("unsupported_grant_type", "AADSTS70003: The grant type is not supported.")
        if not said("scope").endswith(SCOPE_END):
            return self._refuse("invalid_scope", "AADSTS1002012: The scope must end in /.default.")
        if said("client_id") != self.application.client_id:
            return self._refuse("unauthorized_client", "AADSTS700016: The application was not found in the directory.")
        if said("client_assertion"):
            if said("client_assertion_type") != ASSERTION_TYPE or not self._signed(said("client_assertion"), endpoint):
                return self._refuse("invalid_client", "AADSTS700027: The assertion's signature is not valid.")
        elif not secrets.compare_digest(said("client_secret").encode(), self.application.secret.encode()):
            return self._refuse("invalid_client", "AADSTS7000215: Invalid client secret provided.")
        token = secrets.token_urlsafe(48)
        self._tokens[token] = self.clock() + self.lifetime
        self.issued += 1
        seconds = int(self.lifetime.total_seconds())
        return Answer(
            200, {"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": token}
        )

    def _refuse(self, error: str, words: str) -> Answer:
        self.refused += 1
        return Answer(401 if error == "invalid_client" else 400, {"error": error, "error_description": words})

    def _signed(self, assertion: str, endpoint: str) -> bool:
        if not self.application.certificate:
            return False
        key = x509.load_pem_x509_certificate(self.application.certificate).public_key()
        try:
            claims = jwt.decode(assertion, key, algorithms=["RS256", "PS256"], audience=endpoint)  # type: ignore[arg-type]  # RSA keys are all that these algorithms take
        except jwt.PyJWTError:
            return False
        return bool(claims.get("iss") == claims.get("sub") == self.application.client_id)
