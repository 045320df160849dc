"""The two palettes. Every text colour stands at 4.5 : 1 or more on every surface it is used on; a test computes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours as ``#rrggbb``. ``*_soft`` are the quiet backgrounds of cards and badges with that meaning."""

    window: str
    surface: str
    sidebar: str
    raised: str
    selected: str
    text: str
    muted: str
    line: str
    field_line: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    good: str
    good_soft: str
    warning: str
    warning_soft: str
    bad: str
    bad_soft: str
    idle: str
    idle_soft: str

    @property
    def grounds(self) -> tuple[str, ...]:
        """What shapes are painted on: cards and tables, chosen rows, raised parts, the window."""
        return (self.surface, self.selected, self.raised, self.window)

    def as_dict(self) -> dict[str, str]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


LIGHT = Colours(
    window="#f5f6f8",
    surface="#ffffff",
    sidebar="#eceef2",
    raised="#f0f2f5",
    selected="#dce6f5",
    text="#1b1f26",
    muted="#565f6c",
    line="#dde1e7",
    field_line="#868f9c",
    accent="#1d5fbf",
    accent_hover="#174f9f",
    on_accent="#ffffff",
    accent_soft="#e6effb",
    good="#17703f",
    good_soft="#e5f4ea",
    warning="#875300",
    warning_soft="#fcf2dc",
    bad="#b0251d",
    bad_soft="#fcebea",
    idle="#565f6c",
    idle_soft="#eceef2",
)

DARK = Colours(
    window="#15171c",
    surface="#1e2128",
    sidebar="#191c22",
    raised="#282c35",
    selected="#26364f",
    text="#e8ebf0",
    muted="#a5aebb",
    line="#31363f",
    field_line="#6d7684",
    accent="#7fb0ff",
    accent_hover="#9cc2ff",
    on_accent="#0c1930",
    accent_soft="#1d2c45",
    good="#63cf94",
    good_soft="#18301f",
    warning="#e9b454",
    warning_soft="#35290f",
    bad="#ff938a",
    bad_soft="#3d1f1e",
    idle="#a5aebb",
    idle_soft="#282c35",
)


def luminance(colour: str) -> float:
    """Relative luminance from 0 to 1 (W3C WCAG 2.2: relative luminance)."""

    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (W3C WCAG 2.2: contrast ratio)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def visible_on(colour: str, grounds: Iterable[str], ratio: float = 3.0) -> str:
    """``colour``, darkened or lightened as little as makes it stand out from every one of ``grounds``.

    W3C WCAG 2.2, 1.4.11: shapes that carry a meaning need 3 : 1.
    """
    grounds = tuple(grounds)
    is_dark = sum(map(luminance, grounds)) / len(grounds) < 0.18
    towards = 255 if is_dark else 0
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for step in range(51):
        mixed = [round(part + (towards - part) * step / 50) for part in parts]
        found = "#{:02x}{:02x}{:02x}".format(*mixed)
        if all(contrast(found, ground) >= ratio for ground in grounds):
            break
    return found
