"""Identifiers and change keys: opaque to clients, checked when they come back.

An identifier is base64 of a kind, the mailbox's and the object's number, an optional tail (an occurrence's date) and a
check sum, so that a damaged one is told from an unknown one (ErrorInvalidIdMalformed against ErrorItemNotFound).
"""

from __future__ import annotations

import binascii
import struct
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import blake2b

from exchange_lookalike.faults import EwsError

FOLDER, ITEM, OCCURRENCE, ATTACHMENT = "FIOA"
_MARK = b"\x00\x03\x24\x00"
_CHECK = 12


@dataclass(frozen=True)
class Key:
    """What an identifier names. `tail` is up to the kind: an occurrence's original date, an attachment's number."""

    kind: str
    mailbox: int
    number: int
    tail: int = 0


def encode(key: Key) -> str:
    """The identifier of `key`."""
    body = _MARK + struct.pack(">cIQI", key.kind.encode(), key.mailbox, key.number, key.tail)
    return b64encode(body + blake2b(body, digest_size=_CHECK).digest()).decode()


def decode(text: str) -> Key:
    """The key that an identifier stands for. Raises EwsError ErrorInvalidIdMalformed (ErrorInvalidIdEmpty for none)."""
    if not text:
        raise EwsError("ErrorInvalidIdEmpty", "Id must be non-empty.")
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise EwsError("ErrorInvalidIdMalformed") from None
    body = data[:-_CHECK]
    if len(body) != 21 or body[:4] != _MARK or data[-_CHECK:] != blake2b(body, digest_size=_CHECK).digest():
        raise EwsError("ErrorInvalidIdMalformed")
    kind, mailbox, number, tail = struct.unpack(">cIQI", body[4:])
    return Key(kind.decode("latin-1"), mailbox, number, tail)


def change_key(sequence: int, letter: bytes = b"\x09") -> str:
    """The change key for the store's `sequence`, shaped like Exchange's: type, length, replica, counter."""
    return b64encode(letter + b"\0\0\0\x16\0\0\0ExchangeLookalik" + sequence.to_bytes(6, "big")).decode()


def check_change_key(text: str) -> None:
    """Raises EwsError ErrorInvalidChangeKey unless `text` has a change key's shape."""
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise EwsError("ErrorInvalidChangeKey") from None
    if len(data) < 4:
        raise EwsError("ErrorInvalidChangeKey")
