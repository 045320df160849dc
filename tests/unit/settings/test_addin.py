"""The add-in's settings: lengths as the manifest allows, and an icon that is a whole PNG picture of 80 × 80."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop_admin.settings import AddinSettings, problems_of
from desktop_admin.settings.addin import MOST_ICON_BYTES, icon_bytes, icon_problem, icon_text


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 80, height: int = 80) -> bytes:
    """A grey picture, made here so that nobody else's encoder has to be right."""
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_the_defaults_are_right_and_say_no_brand():
    assert problems_of(AddinSettings, AddinSettings().model_dump()) == ()


@pytest.mark.parametrize(
    ("key", "most"),
    [
        ("provider_name", 125),
        ("display_name", 125),
        ("description", 250),
        ("group_label", 125),
        ("button_label", 125),
        ("supertip_title", 125),
        ("supertip_text", 250),
    ],
)
def test_each_text_has_its_length(key, most):
    assert problems_of(AddinSettings, {key: "x" * most}) == ()
    (problem,) = problems_of(AddinSettings, {key: "x" * (most + 1)})
    assert (problem.path, problem.message) == (key, f"Use at most {most} characters.")
    (problem,) = problems_of(AddinSettings, {key: " "})
    assert problem.message == "This is needed."


def test_a_picture_of_the_right_size_is_kept_as_it_is():
    picture = png()
    settings = AddinSettings(icon=icon_text(picture))
    assert icon_bytes(settings.icon) == picture


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (b"", "no PNG file"),
        (b"\xff\xd8\xff\xe0 a photograph", "no PNG file"),
        (png(64, 64), "64 × 64 pixels. It must be 80 × 80"),
        (png(80, 81), "80 × 81 pixels"),
        (png()[:-5], "damaged or cut off"),
        (png()[:40], "damaged or cut off"),
        (png().replace(b"IDAT", b"IDOT"), "damaged or cut off"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), "damaged or cut off"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 40, "damaged or cut off"),
        (png() + b"\0" * MOST_ICON_BYTES, "at most 128 KB"),
    ],
)
def test_what_is_wrong_with_a_picture_is_said(picture, words):
    assert words in icon_problem(picture)
    if picture:
        (problem,) = problems_of(AddinSettings, {"icon": icon_text(picture)})
        assert words in problem.message


def test_an_icon_that_is_no_base64_is_refused():
    with pytest.raises(ValidationError, match="Base64"):
        AddinSettings(icon="a picture")


@given(st.binary(max_size=200))
def test_no_bytes_break_the_check(tail):
    assert icon_problem(b"\x89PNG\r\n\x1a\n" + tail)
