"""Passcodes as they are stored: encrypted with the integration's key, so that a copy of the database tells none.

The same passcode of the same meeting or room always gives the same text (AES-SIV, RFC 5297), so that a change is seen
without the key; another's never does. All are of one length.
"""

from __future__ import annotations

import base64
import binascii
import functools
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop_admin.domain.passcode import Passcodes
from desktop_admin.domain.token import LONGEST_PASSCODE

PREFIX: Final = "sealed1:"
"""No passcode begins like this: passcodes are digits."""

_PURPOSE: Final = b"exchange-concierge stored passcodes 1"
_CONFERENCE, _CHAIR = b"conference", b"chair"


class SealBroken(ValueError):
    """It was encrypted with another key, for another owner, or was altered."""


def seal(passcodes: Passcodes, key: str, owner: str) -> Passcodes:
    """``passcodes`` encrypted; an empty one stays empty, a sealed one as it is.

    ``owner`` is the room's id, or the meeting's UID. Raises ``ValueError`` for more than 24 characters.
    """
    return Passcodes(_seal(passcodes.conference, key, owner, _CONFERENCE), _seal(passcodes.chair, key, owner, _CHAIR))


def unseal(passcodes: Passcodes, key: str, owner: str) -> Passcodes:
    """In clear again. Raises :class:`SealBroken`."""
    return Passcodes(
        _unseal(passcodes.conference, key, owner, _CONFERENCE), _unseal(passcodes.chair, key, owner, _CHAIR)
    )


def is_sealed(stored: str) -> bool:
    """Whether nothing is in clear; an empty one tells nothing."""
    return not stored or stored.startswith(PREFIX)


def _seal(passcode: str, key: str, owner: str, role: bytes) -> str:
    if is_sealed(passcode):
        return passcode
    plain = passcode.encode("utf-8")
    if len(plain) > LONGEST_PASSCODE:
        raise ValueError(f"A passcode has at most {LONGEST_PASSCODE} characters.")
    made = _cipher(key).encrypt(plain.ljust(LONGEST_PASSCODE, b"\0"), [role, owner.encode("utf-8", "surrogatepass")])
    return PREFIX + base64.urlsafe_b64encode(made).decode("ascii")


def _unseal(sealed: str, key: str, owner: str, role: bytes) -> str:
    if not sealed or not sealed.startswith(PREFIX):
        return sealed
    try:
        made = base64.urlsafe_b64decode(sealed.removeprefix(PREFIX))
        plain = _cipher(key).decrypt(made, [role, owner.encode("utf-8", "surrogatepass")])
        return plain.rstrip(b"\0").decode("utf-8")
    except (InvalidTag, binascii.Error, ValueError) as broken:
        raise SealBroken("A stored passcode cannot be decrypted.") from broken


@functools.lru_cache(maxsize=32)
def _cipher(key: str) -> AESSIV:
    return AESSIV(HKDF(algorithm=SHA256(), length=64, salt=None, info=_PURPOSE).derive(key.encode("utf-8")))
