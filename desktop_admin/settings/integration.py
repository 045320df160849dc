"""One integration's settings: a single validated document."""

from __future__ import annotations

import unicodedata
from typing import Final

from pydantic import Field, field_validator

from desktop_admin.settings.addin import AddinSettings
from desktop_admin.settings.connection import ConnectionSettings
from desktop_admin.settings.directory import DirectorySettings
from desktop_admin.settings.option import Settings, option
from desktop_admin.settings.presence import PresenceSettings
from desktop_admin.settings.scheduling import SchedulingSettings
from desktop_admin.settings.timing import TimingSettings

_JOINERS: Final = "\u200c\u200d"
"""Invisible by themselves, but part of how Persian and emoji are written."""


def clean_name(name: str) -> str:
    """An integration's name in the form that is stored and compared: NFC, without characters that cannot be seen."""
    kinds = ((sign, unicodedata.category(sign)) for sign in unicodedata.normalize("NFC", name))
    shown = "".join(
        " " if kind == "Cc" or kind[0] == "Z" else sign for sign, kind in kinds if kind != "Cf" or sign in _JOINERS
    )
    return " ".join(shown.split()).strip(_JOINERS)


class IntegrationSettings(Settings):
    name: str = option(
        ..., label="Name", help="Unique among the integrations.", min_length=1, max_length=80, group="integration"
    )
    description: str = option("", label="Description", max_length=500, group="integration")
    active: bool = option(False, label="Active")
    connection: ConnectionSettings = Field(default_factory=ConnectionSettings)
    scheduling: SchedulingSettings = Field(default_factory=SchedulingSettings)
    addin: AddinSettings = Field(default_factory=AddinSettings)
    presence: PresenceSettings = Field(default_factory=PresenceSettings)
    directory: DirectorySettings = Field(default_factory=DirectorySettings)
    timing: TimingSettings = Field(default_factory=TimingSettings)

    @field_validator("name")
    @classmethod
    def _name(cls, name: str) -> str:
        """In one form, so that no two read the same."""
        if not (shown := clean_name(name)):
            raise ValueError("Write a name with characters that can be seen.")
        return shown
