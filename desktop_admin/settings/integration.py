"""One integration's settings: a single validated document."""

from __future__ import annotations

from pydantic import Field

from desktop_admin.settings.addin import AddinSettings
from desktop_admin.settings.connection import ConnectionSettings
from desktop_admin.settings.directory import DirectorySettings
from desktop_admin.settings.option import Settings, option
from desktop_admin.settings.presence import PresenceSettings
from desktop_admin.settings.scheduling import SchedulingSettings
from desktop_admin.settings.timing import TimingSettings


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
