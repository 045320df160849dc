"""What Outlook shows of the add-in: names, labels and icon. The lengths are those of Microsoft's add-in manifest
(ProviderName, DisplayName and ShortStrings 125 characters, Description and LongStrings 250).
"""

from __future__ import annotations

import base64
import binascii

from pydantic import field_validator

from desktop_admin.settings.option import Settings, option
from desktop_admin.settings.png import png_problem

ICON_SIDE = 80
MOST_ICON_BYTES = 128 * 1024


class AddinSettings(Settings):
    """A change of any of these needs the add-in's file made anew and installed again."""

    provider_name: str = option(
        "Exchange Concierge",
        label="Provider",
        help="The organisation that offers it.",
        min_length=1,
        max_length=125,
        group="addin",
    )
    display_name: str = option("Meeting rooms", label="Name in Outlook", min_length=1, max_length=125, group="addin")
    description: str = option(
        "Gives a meeting a virtual room that people join by video, browser or telephone.",
        label="Description in Outlook",
        min_length=1,
        max_length=250,
        group="addin",
        lines=3,
    )
    group_label: str = option(
        "Virtual room",
        label="Group label",
        help="Stands beneath the button's group.",
        min_length=1,
        max_length=125,
        group="addin",
    )
    button_label: str = option("Add a room", label="Button label", min_length=1, max_length=125, group="addin")
    supertip_title: str = option(
        "Add a virtual room",
        label="Tip's title",
        help="The tip above the button.",
        min_length=1,
        max_length=125,
        group="addin",
    )
    supertip_text: str = option(
        "Puts joining instructions into this meeting. The room is booked once the invitation is sent.",
        label="Tip's text",
        min_length=1,
        max_length=250,
        group="addin",
        lines=3,
    )
    icon: str = option("", label="Icon", help="A PNG picture of 80 × 80 pixels. Empty: the program's own.")

    @field_validator("description", "supertip_text", mode="before")
    @classmethod
    def _one_line(cls, text: object) -> object:
        return " ".join(text.split()) if isinstance(text, str) else text

    @field_validator("icon")
    @classmethod
    def _icon(cls, icon: str) -> str:
        if icon and (problem := icon_problem(icon_bytes(icon))):
            raise ValueError(problem)
        return icon


def icon_problem(picture: bytes) -> str:
    """Why ``picture`` cannot be the icon; "" where it can."""
    return png_problem(picture, ICON_SIDE, MOST_ICON_BYTES)


def icon_text(picture: bytes) -> str:
    """``picture`` as the setting keeps it (Base64)."""
    return base64.b64encode(picture).decode("ascii")


def icon_bytes(icon: str) -> bytes:
    """The picture that the setting keeps. Raises ValueError in words where it is no Base64."""
    try:
        return base64.b64decode(icon, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("Write the PNG file's content in Base64.") from None
