"""What front ends may ask of the service, by theme. Every command runs on the service's loop and gives frozen records.

A refusal is a :class:`desktop_admin.errors.ConciergeError` whose text an administrator can read; invalid settings are
:class:`desktop_admin.settings.SettingsRefused` with a list of problems. Events say what changes
(``desktop_admin.service.events``).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The desktop's first window does not wait for the service.
    from desktop_admin.service.alias_commands import AliasCommands
    from desktop_admin.service.approval_commands import ApprovalCommands
    from desktop_admin.service.conference_commands import ConferenceCommands
    from desktop_admin.service.directory_commands import DirectoryCommands
    from desktop_admin.service.integration_commands import IntegrationCommands
    from desktop_admin.service.invitation_commands import InvitationCommands
    from desktop_admin.service.people_commands import PeopleCommands
    from desktop_admin.service.program_commands import ProgramCommands
    from desktop_admin.service.room_commands import RoomCommands
    from desktop_admin.service.rule_commands import RuleCommands
    from desktop_admin.service.template_commands import TemplateCommands


@dataclass(frozen=True, slots=True)
class Commands:
    """The groups of commands: ``commands.people.track(…)``."""

    integrations: IntegrationCommands
    people: PeopleCommands
    rules: RuleCommands
    templates: TemplateCommands
    rooms: RoomCommands
    aliases: AliasCommands
    directory: DirectoryCommands
    conferences: ConferenceCommands
    invitations: InvitationCommands
    approvals: ApprovalCommands
    program: ProgramCommands

    @property
    def groups(self) -> dict[str, object]:
        """Each group by its name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}
