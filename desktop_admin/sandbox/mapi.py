"""Properties that clients read by their MAPI identity though items keep them as fields (MS-OXPROPS, MS-OXOCAL)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

from desktop_admin.sandbox.items import Extended

_MEETING = "6ed8da90-450b-101b-98da-00aa003f1305"
_FIELDS: dict[Extended, str] = {("", "#55", "String"): "Subject", ("", "#26", "String"): "ItemClass"}
_GLOBAL, _CLEAN = (_MEETING, "#3", "Binary"), (_MEETING, "#35", "Binary")


def mapped(key: Extended, read: Callable[[str], str]) -> str | None:
    """The value of the property `key`, as EWS writes it; `read` gives a field's text. None where it maps to none.

    The UID is the clean global object id; the other one names the occurrence's day in its bytes 16 to 19.
    """
    if key in _FIELDS:
        return read(_FIELDS[key]) or None
    if key not in (_GLOBAL, _CLEAN):
        return None
    try:
        made = bytearray.fromhex(read("UID"))
    except ValueError:
        return None
    day = read("RecurrenceId")
    if key == _GLOBAL and day and len(made) >= 20:
        made[16:20] = int(day[:4]).to_bytes(2, "big") + bytes((int(day[5:7]), int(day[8:10])))
    return b64encode(made).decode() or None
