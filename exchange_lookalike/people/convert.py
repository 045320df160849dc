"""ConvertId: one identifier in Exchange's several spellings, each of which leads back to the same bytes.

Source: MS-OXWSCVTID. The spellings differ in wrapping alone: an entry identifier carries flags and the provider's GUID,
a store identifier a length, the web client's is safe in URLs, the 2007 one has a mark of its own.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode

from exchange_lookalike import ids
from exchange_lookalike.faults import EwsError

FORMATS = ("EwsLegacyId", "EwsId", "EntryId", "HexEntryId", "StoreId", "OwaId")
_PROVIDER = bytes(4) + bytes.fromhex("1b1a5d3e90a24c5fb1f0c2d7a6e84f31")
_LEGACY = b"\x00\x15\x00"
_STORE = b"\x46\x00"


def _entry(raw: bytes) -> bytes:
    return _PROVIDER + raw


def write(raw: bytes, form: str) -> str:
    """The identifier's bytes in one of FORMATS."""
    match form:
        case "EwsId":
            return b64encode(raw).decode()
        case "EwsLegacyId":
            return b64encode(_LEGACY + raw).decode()
        case "EntryId":
            return b64encode(_entry(raw)).decode()
        case "HexEntryId":
            return _entry(raw).hex().upper()
        case "StoreId":
            entry = _entry(raw)
            return b64encode(bytes([len(entry)]) + _STORE + entry).decode()
        case _:
            return "RgAAAA" + urlsafe_b64encode(raw).decode().rstrip("=")


def read(text: str, form: str) -> bytes:
    """The identifier's bytes. Raises EwsError: ErrorInvalidIdEmpty, ErrorInvalidIdMalformed or its 2007 sister."""
    if not text:
        raise EwsError("ErrorInvalidIdEmpty", "Id must be non-empty.")
    try:
        raw = _read(text, form)
        ids.decode(b64encode(raw).decode())
    except (binascii.Error, ValueError, EwsError):
        legacy = form == "EwsLegacyId"
        raise EwsError("ErrorInvalidIdMalformedEwsLegacyIdFormat" if legacy else "ErrorInvalidIdMalformed") from None
    return raw


def _read(text: str, form: str) -> bytes:
    if form == "OwaId":
        body = text.removeprefix("RgAAAA")
        return urlsafe_b64decode(body + "=" * (-len(body) % 4))
    data = bytes.fromhex(text) if form == "HexEntryId" else b64decode(text, validate=True)
    marks = {"EwsId": b"", "EwsLegacyId": _LEGACY, "EntryId": _PROVIDER, "HexEntryId": _PROVIDER}
    mark = marks[form] if form in marks else bytes([max(0, len(data) - 3)]) + _STORE + _PROVIDER
    if not data.startswith(mark):
        raise ValueError("the mark of this spelling is missing")
    return data[len(mark) :]
