"""Who is asking: Basic and NTLM as IIS offers them for EWS, and Bearer for an application with a token.

Basic speaks for one request; an NTLM handshake signs its whole connection in, until other credentials come.
Every presented credential counts as one sign-in attempt, right or wrong, so that tests can tell a client that tries a
wrong password again and again.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from exchange_lookalike.accounts import Account, Directory
from exchange_lookalike.ntlm import Claim, NtlmAcceptor, NtlmRefused, message_type
from exchange_lookalike.oauth import TokenIssuer


@dataclass
class SignIns:
    """How often someone tried to sign in, and with what success."""

    accepted: int = 0
    refused: int = 0


@dataclass
class ConnectionIdentity:
    """What a connection remembers between its requests: a running handshake, and whom a finished one signed in."""

    handshake: NtlmAcceptor | None = None
    account: Account | None = None


@dataclass(frozen=True)
class Verdict:
    """The outcome for one request: an account, or the WWW-Authenticate values of the 401 to send."""

    account: Account | None
    challenges: tuple[str, ...] = ()


def _present() -> datetime:
    return datetime.now(UTC)


@dataclass
class Gate:
    """Checks credentials against the directory. `sign_ins` is by address, or by the name as typed where unknown."""

    directory: Directory
    clock: Callable[[], datetime] = _present
    sign_ins: dict[str, SignIns] = field(default_factory=dict)
    known_names: int = 10_000
    tokens: TokenIssuer | None = None

    def offers(self) -> tuple[str, ...]:
        """The schemes, the better one first."""
        return ("NTLM", f'Basic realm="{self.directory.domain}"')

    def judge(self, authorization: str | None, identity: ConnectionIdentity) -> Verdict:
        """Judge a request by its Authorization header and what its connection remembers."""
        if authorization is None:
            return self._admit(identity.account)
        scheme, _, rest = authorization.strip().partition(" ")
        identity.account = None
        if scheme.lower() == "basic":
            return self._basic(rest)
        if scheme.lower() == "ntlm":
            return self._ntlm(rest, identity)
        if scheme.lower() == "bearer" and self.tokens is not None:
            return self._bearer(rest.strip(), self.tokens)
        return Verdict(None, self.offers())

    def refuse(self, account: Account, identity: ConnectionIdentity) -> tuple[str, ...]:
        """Turn a sign-in that was right into a refused one (a switch for trouble); gives the challenges to send."""
        entry = self.sign_ins.setdefault(account.address, SignIns())
        entry.accepted = max(0, entry.accepted - 1)
        entry.refused += 1
        identity.account = None
        return self.offers()

    def _admit(self, account: Account | None) -> Verdict:
        if account is None or account.disabled:
            return Verdict(None, self.offers())
        return Verdict(account)

    def _basic(self, encoded: str) -> Verdict:
        try:
            raw = b64decode(encoded.strip(), validate=True)
        except (binascii.Error, ValueError):
            return Verdict(None, self.offers())
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
        name, _, password = text.partition(":")
        account = self.directory.by_login(name)
        if (
            account is None
            or account.disabled
            or not hmac.compare_digest(account.password.encode(), password.encode("utf-8", "surrogatepass"))
        ):
            return self._count(account, name, accepted=False)
        return self._count(account, name, accepted=True)

    def _bearer(self, token: str, tokens: TokenIssuer) -> Verdict:
        client = tokens.application.client_id
        account = self.directory.by_login(client)
        if account is not None and tokens.knows(token):
            return self._count(account, client, accepted=True)
        self._count(account, client, accepted=False)
        told = f'Bearer client_id="{client}", trusted_issuers="", error="invalid_token"'
        return Verdict(None, (told, *self.offers()))

    def _ntlm(self, encoded: str, identity: ConnectionIdentity) -> Verdict:
        try:
            token = b64decode(encoded.strip(), validate=True)
        except (binascii.Error, ValueError):
            return Verdict(None, self.offers())
        try:
            if message_type(token) == 1:
                identity.handshake = NtlmAcceptor(self.directory.domain, self.directory.netbios)
                answer = identity.handshake.challenge(token, self.clock())
                return Verdict(None, (f"NTLM {b64encode(answer).decode()}",))
            handshake, identity.handshake = identity.handshake, None
            if handshake is None:
                return Verdict(None, self.offers())
            claim = handshake.verify(token, self._password_of)
        except NtlmRefused as refused:
            return self._count(self.directory.by_login(refused.user), refused.user, accepted=False)
        identity.account = self.directory.by_login(claim.login)
        return self._count(identity.account, claim.login, accepted=True)

    def _password_of(self, claim: Claim) -> str | None:
        account = self.directory.by_login(claim.login)
        return None if account is None or account.disabled else account.password

    def _count(self, account: Account | None, name: str, *, accepted: bool) -> Verdict:
        key = account.address if account is not None else name[:200]
        if key in self.sign_ins or len(self.sign_ins) < self.known_names:
            entry = self.sign_ins.setdefault(key, SignIns())
            if accepted:
                entry.accepted += 1
            else:
                entry.refused += 1
        return self._admit(account) if accepted else Verdict(None, self.offers())
