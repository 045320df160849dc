"""Alias tokens: the signed tags that tie an invitation's body to an issued alias.

A tag looks like ``ECVMR:<letters and digits>:``. It names the alias and the integration and is signed; it carries no
secret. Its alphabet is that of base 32 (A–Z, 2–7), so that neither HTML entities, case, line wraps nor quoting can
change what it says: whatever stands between its letters and is none of them is passed over.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from itsdangerous import BadSignature, Signer

MARK: Final = "ECVMR"
MAX_BODY: Final = 2_000_000
MAX_TOKENS: Final = 20
_SALT: Final = b"exchange-concierge alias token 1"
_SEPARATOR: Final = b"."

_TAGS = re.compile(r"<[^<>]{0,2000}>")
_FILLER = r"[\s>|*_\u00ad\u200b-\u200f\u2028\u2029\u2060\ufeff\u00a0-]"
_LETTERS = rf"[A-Za-z2-7](?:{_FILLER}{{0,12}}[A-Za-z2-7]){{20,400}}"
_TOKEN = re.compile(
    rf"E\s?C\s?V\s?M\s?R{_FILLER}{{0,12}}:{_FILLER}{{0,12}}({_LETTERS}){_FILLER}{{0,12}}:", re.IGNORECASE
)
_LOOSE = re.compile(rf"{MARK}\s{{0,4}}:", re.IGNORECASE)


class TokenState(StrEnum):
    """What a body says. ALTERED: a tag stands there, but its signature does not fit; FOREIGN: another integration's."""

    VALID = "valid"
    MISSING = "missing"
    ALTERED = "altered"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class TokenFound:
    """``alias_id`` is set only for a valid token."""

    state: TokenState = TokenState.MISSING
    alias_id: str = ""


def sign_alias(alias_id: str, integration_id: str, key: str) -> str:
    """The tag for an issued alias. ``alias_id`` and ``integration_id`` are 32 hexadecimal digits each."""
    payload = bytes.fromhex(integration_id)[:4] + bytes.fromhex(alias_id)
    signature = _signer(key).get_signature(payload + bytes.fromhex(integration_id))
    digest = base64.urlsafe_b64decode(signature + b"=" * (-len(signature) % 4))
    letters = base64.b32encode(payload + digest).decode("ascii").rstrip("=")
    return f"{MARK}:{letters}:"


def find_tokens(body: str) -> list[str]:
    """The letters of every tag in ``body`` (HTML or plain text), at most 20, in their order."""
    text = body[:MAX_BODY]
    found: list[str] = []
    # Tags are dropped in a second look only: in plain text "<" may be anything.
    for variant in (html.unescape(text), html.unescape(_TAGS.sub("", text)), html.unescape(_TAGS.sub(" ", text))):
        for match in _TOKEN.finditer(variant):
            letters = re.sub(r"[^A-Z2-7]", "", match.group(1).upper())
            if letters not in found:
                found.append(letters)
            if len(found) >= MAX_TOKENS:
                return found
    return found


def read_token(body: str, key: str, integration_id: str) -> TokenFound:
    """What ``body`` says of its alias; of several tags (a quoted older thread) the first valid one is taken."""
    letters = find_tokens(body)
    if not letters:
        return TokenFound(TokenState.ALTERED if _LOOSE.search(body[:MAX_BODY]) else TokenState.MISSING)
    verdicts = [_read(each, key, integration_id) for each in letters]
    for state in (TokenState.VALID, TokenState.FOREIGN):
        for verdict in verdicts:
            if verdict.state is state:
                return verdict
    return TokenFound(TokenState.ALTERED)


def _read(letters: str, key: str, integration_id: str) -> TokenFound:
    try:
        raw = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except (binascii.Error, ValueError):
        return TokenFound(TokenState.ALTERED)
    owner, alias_id, digest = raw[:4], raw[4:20], raw[20:]
    if len(alias_id) != 16 or not digest:
        return TokenFound(TokenState.ALTERED)
    own = bytes.fromhex(integration_id)
    signature = base64.urlsafe_b64encode(digest).rstrip(b"=")
    try:
        _signer(key).unsign(owner + alias_id + own + _SEPARATOR + signature)
    except BadSignature:
        return TokenFound(TokenState.ALTERED if owner == own[:4] else TokenState.FOREIGN)
    return TokenFound(TokenState.VALID, alias_id.hex())


def _signer(key: str) -> Signer:
    return Signer(key, salt=_SALT, sep=_SEPARATOR, key_derivation="hmac", digest_method=_sha256)


def _sha256(data: bytes = b"") -> hashlib._Hash:
    return hashlib.sha256(data)
