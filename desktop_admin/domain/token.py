"""Alias tokens: the signed tags that tie an invitation's body to an issued alias.

A tag looks like ``ECVMR:<letters and digits>:``. It names the alias and the integration, carries the passcodes that
the alias was issued with, sealed (AES-GCM), and is signed as a whole: nothing secret stands in it in clear, and nothing
of it can be changed or left out. Sealing and signing have keys of their own, both made of the integration's key.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadSignature, Signer

from desktop_admin.domain.passcode import NO_PASSCODES, Passcodes
from desktop_admin.domain.token_body import MARK, find_tokens

LONGEST_PASSCODE: Final = 24
_SALT: Final = b"exchange-concierge alias token 1"
_SEALING: Final = b"exchange-concierge passcodes 1"
_SEPARATOR: Final = b"."
_NONCE: Final = 12


class TokenState(StrEnum):
    """What a body says. ALTERED: a tag stands there, but its signature does not fit; FOREIGN: another integration's."""

    VALID = "valid"
    MISSING = "missing"
    ALTERED = "altered"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class TokenFound:
    """``alias_id`` and ``passcodes`` are set only for a valid token."""

    state: TokenState = TokenState.MISSING
    alias_id: str = ""
    passcodes: Passcodes = NO_PASSCODES


def sign_alias(alias_id: str, integration_id: str, key: str, passcodes: Passcodes = NO_PASSCODES) -> str:
    """The tag for an issued alias. ``alias_id`` and ``integration_id`` are 32 hexadecimal digits each.

    Raises ``ValueError`` for passcodes of more than 24 characters, or with others than ASCII's.
    """
    own = bytes.fromhex(integration_id)
    named = own[:4] + bytes.fromhex(alias_id)
    sealed = _seal(passcodes, key, named + own) if passcodes else b""
    signature = _signer(key).get_signature(named + own + sealed)
    digest = base64.urlsafe_b64decode(signature + b"=" * (-len(signature) % 4))
    return f"{MARK}:{_letters(named + digest + sealed)}:"


def read_token(body: str, key: str, integration_id: str) -> TokenFound:
    """What ``body`` says of its alias; of several tags (a quoted older thread) the first valid one is taken."""
    letters, is_marked = find_tokens(body)
    if not letters:
        return TokenFound(TokenState.ALTERED if is_marked else TokenState.MISSING)
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
    named, digest, sealed = raw[:20], raw[20:52], raw[52:]
    # The last letter has bits to spare: one that differs in those alone would be read as if it were the right one.
    if len(digest) != hashlib.sha256().digest_size or _letters(raw) != letters:
        return TokenFound(TokenState.ALTERED)
    own = bytes.fromhex(integration_id)
    signature = base64.urlsafe_b64encode(digest).rstrip(b"=")
    try:
        _signer(key).unsign(named + own + sealed + _SEPARATOR + signature)
        passcodes = _open(sealed, key, named + own) if sealed else NO_PASSCODES
    except (BadSignature, InvalidTag, ValueError):
        return TokenFound(TokenState.ALTERED if named[:4] == own[:4] else TokenState.FOREIGN)
    return TokenFound(TokenState.VALID, named[4:].hex(), passcodes)


def _letters(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=")


def _seal(passcodes: Passcodes, key: str, about: bytes) -> bytes:
    """Always of one length, so that it tells neither how long they are nor which of them there is."""
    if len(passcodes.conference) > LONGEST_PASSCODE or len(passcodes.chair) > LONGEST_PASSCODE:
        raise ValueError(f"a passcode has at most {LONGEST_PASSCODE} characters")
    plain = b"".join(
        each.encode("ascii").ljust(LONGEST_PASSCODE, b"\0") for each in (passcodes.conference, passcodes.chair)
    )
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_sealing_key(key)).encrypt(nonce, plain, about)


def _open(sealed: bytes, key: str, about: bytes) -> Passcodes:
    """Raises ``InvalidTag`` or ``ValueError`` for what was not sealed here."""
    plain = AESGCM(_sealing_key(key)).decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
    conference, chair = (
        part.rstrip(b"\0").decode("ascii") for part in (plain[:LONGEST_PASSCODE], plain[LONGEST_PASSCODE:])
    )
    return Passcodes(conference, chair)


@functools.lru_cache(maxsize=32)
def _sealing_key(key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_SEALING).derive(key.encode("utf-8"))


def _signer(key: str) -> Signer:
    return Signer(key, salt=_SALT, sep=_SEPARATOR, key_derivation="hmac", digest_method=_sha256)


def _sha256(data: bytes = b"") -> hashlib._Hash:
    return hashlib.sha256(data)
