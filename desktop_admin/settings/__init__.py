"""Every option of the program, declared once: type, default, limits, label and help.

Forms, the command line, TOML files, storage and the documentation read them from here.
"""

from desktop_admin.settings.addin import AddinSettings
from desktop_admin.settings.connection import Authentication, ConnectionSettings
from desktop_admin.settings.directory import DirectoryKind, DirectorySettings
from desktop_admin.settings.integration import IntegrationSettings
from desktop_admin.settings.listener import ListenerSettings
from desktop_admin.settings.option import OptionInfo, option, options_of
from desktop_admin.settings.presence import PresenceSettings
from desktop_admin.settings.problems import SettingProblem, SettingsRefused, problems_of
from desktop_admin.settings.scheduling import SchedulingSettings
from desktop_admin.settings.timing import TimingSettings

__all__ = [
    "AddinSettings",
    "Authentication",
    "ConnectionSettings",
    "DirectoryKind",
    "DirectorySettings",
    "IntegrationSettings",
    "ListenerSettings",
    "OptionInfo",
    "PresenceSettings",
    "SchedulingSettings",
    "SettingProblem",
    "SettingsRefused",
    "TimingSettings",
    "option",
    "options_of",
    "problems_of",
]
