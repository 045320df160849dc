"""Global object ids: which occurrence of a series a meeting message speaks of, where RecurrenceId does not say so.

Microsoft: MS-OXOCAL, PidLidGlobalObjectId. Bytes 16 to 19 hold year (big-endian), month and day of the occurrence that
an exception replaces; they are zero for a whole meeting. The rest is the same for all messages of a meeting.
"""

from __future__ import annotations

import base64
import binascii
from datetime import date
from typing import Final

from desktop_admin.exchange.xml import Element, t

PROPERTY: Final = {"DistinguishedPropertySetId": "Meeting", "PropertyId": "3", "PropertyType": "Binary"}
"""How a request asks for it."""

_BEGINS: Final = bytes.fromhex("040000008200E00074C5B7101A82E008")
_DATE: Final = slice(16, 20)
_YEARS: Final = range(1601, 4501)


def property_uri() -> Element:
    return t("ExtendedFieldURI", **PROPERTY)


def date_in(global_id: bytes) -> date | None:
    """The day of the occurrence that ``global_id`` names; None for a whole meeting, or what is not a date."""
    year, month, day = int.from_bytes(global_id[16:18], "big"), *global_id[18:20].ljust(2, b"\0")
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def occurrence_of(uid: str, written: str) -> tuple[str, date | None]:
    """(the meeting's UID, the day of the occurrence) from a message's UID and its global object id in base 64.

    Some servers give the id of the occurrence as UID, too: then the UID is that of the meeting, without the day.
    """
    try:
        day = date_in(base64.b64decode(written))
    except (binascii.Error, ValueError):
        day = None
    try:
        named = bytes.fromhex(uid) if uid[:32].upper() == _BEGINS.hex().upper() else b""
    except ValueError:
        named = b""
    own = date_in(named)
    if own is not None:
        named = named[: _DATE.start] + bytes(4) + named[_DATE.stop :]
        uid = named.hex().upper()
    return uid, day or own
