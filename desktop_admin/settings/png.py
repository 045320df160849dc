"""Whether bytes are a whole PNG picture of a given size (W3C: Portable Network Graphics, datastream structure)."""

from __future__ import annotations

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FRAME = 12
"""Bytes of a chunk beside its data: length, type and check sum."""


def png_problem(picture: bytes, side: int, most_bytes: int) -> str:
    """What keeps ``picture`` from being a square of ``side`` pixels in at most ``most_bytes``; "" where all is well."""
    if len(picture) > most_bytes:
        return f"The picture has {len(picture) // 1024} KB; at most {most_bytes // 1024} KB are taken."
    if not picture.startswith(_SIGNATURE):
        return "This is no PNG file. Save the picture as PNG and choose it again."
    kinds, header = _chunks(picture)
    if not kinds or kinds[0] != b"IHDR" or len(header) != 13 or b"IDAT" not in kinds or kinds[-1] != b"IEND":
        return "This PNG file is damaged or cut off. Save the picture anew and choose it again."
    width, height = struct.unpack(">II", header[:8])
    if (width, height) != (side, side):
        return f"The picture is {width} × {height} pixels. It must be {side} × {side}."
    return ""


def _chunks(picture: bytes) -> tuple[list[bytes], bytes]:
    """The chunks' types in order up to the first that is damaged, and the first one's data."""
    kinds: list[bytes] = []
    header = b""
    at = len(_SIGNATURE)
    while at + _FRAME <= len(picture) and kinds[-1:] != [b"IEND"]:
        (length,) = struct.unpack_from(">I", picture, at)
        body = picture[at + 4 : at + 8 + length]
        check = picture[at + 8 + length : at + _FRAME + length]
        if len(check) < 4 or zlib.crc32(body) != struct.unpack(">I", check)[0]:
            return [], b""
        header = header if kinds else body[4:]
        kinds.append(body[:4])
        at += _FRAME + length
    return kinds, header
