"""Every text that an administrator can word: what it is for, and which variables mean something in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop_admin.domain.decision import AcceptCase, DeclineReason

MAX_LENGTH: Final = 12_288
"""Characters of a text."""


class TemplateKey(StrEnum):
    """In the order in which they are listed."""

    CONFERENCE_NAME = "conference_name"
    CONFERENCE_DESCRIPTION = "conference_description"
    CONFERENCE_SUBJECT = "conference_subject"
    JOINING_INSTRUCTIONS = "joining_instructions"
    PLACEHOLDER_INSTRUCTIONS = "placeholder_instructions"
    ACCEPT_NEW_SINGLE = "accept_new_single"
    ACCEPT_EDITED_SINGLE = "accept_edited_single"
    ACCEPT_NEW_SERIES = "accept_new_series"
    ACCEPT_EDITED_OCCURRENCE = "accept_edited_occurrence"
    ACCEPT_EDITED_SERIES = "accept_edited_series"
    DECLINE_INCOMPLETE = "decline_incomplete"
    DECLINE_INVALID_ALIAS = "decline_invalid_alias"
    DECLINE_ALIAS_DELETED = "decline_alias_deleted"
    DECLINE_PAST_SINGLE = "decline_past_single"
    DECLINE_PAST_SERIES = "decline_past_series"
    DECLINE_UNKNOWN_SENDER = "decline_unknown_sender"
    DECLINE_NOT_ORGANIZER = "decline_not_organizer"
    DECLINE_TOO_LONG = "decline_too_long"
    DECLINE_BAD_PASSCODE = "decline_bad_passcode"
    DECLINE_ALIAS_CONFLICT = "decline_alias_conflict"
    PANE_TITLE = "pane_title"
    PANE_DESCRIPTION = "pane_description"
    PANE_BUTTON = "pane_button"
    PANE_SUCCESS_HEADING = "pane_success_heading"
    PANE_SUCCESS_MESSAGE = "pane_success_message"
    PANE_ALREADY_HEADING = "pane_already_heading"
    PANE_ALREADY_MESSAGE = "pane_already_message"
    PANE_UNAVAILABLE_HEADING = "pane_unavailable_heading"
    PANE_UNAVAILABLE_MESSAGE = "pane_unavailable_message"
    PANE_ERROR_HEADING = "pane_error_heading"
    PANE_ERROR_MESSAGE = "pane_error_message"


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """``html``: values are escaped and tags must be closed. ``variables``: those that mean something there. ``limit``:
    characters at most."""

    label: str
    help: str
    html: bool
    variables: tuple[str, ...]
    limit: int = MAX_LENGTH


VARIABLES: Final = {
    "subject": "the invitation's subject",
    "organizer_name": "the organiser's name",
    "organizer_email": "the organiser's address",
    "alias": "the room's whole alias",
    "numeric_alias": "the alias without its domain",
    "alias_uuid": "the signed tag that ties the invitation to its alias",
    "addin_server_domain": "the add-in server's name",
    "start_time": "the meeting's start, in its own zone",
    "end_time": "the meeting's end, in its own zone",
    "time_zone": "the name of that zone; empty if the times themselves say UTC",
}
"""Every variable there is, and what it stands for."""

PLACES: Final = {
    "subject": "the conference's name, description and subject",
    "organizer_name": "the conference's name, description and subject",
    "organizer_email": "the conference's name, description and subject",
    "alias_uuid": "the joining instructions",
    "addin_server_domain": "the joining instructions",
    "start_time": "the accept texts",
    "end_time": "the accept texts",
    "time_zone": "the accept texts",
}
"""Where the variables that do not mean something everywhere have their place."""

_ALIAS = ("alias", "numeric_alias")
_NAMING = ("subject", "organizer_name", "organizer_email", *_ALIAS)
_JOINING = (*_ALIAS, "alias_uuid", "addin_server_domain")
_ACCEPTING = (*_ALIAS, "start_time", "end_time", "time_zone")


def accept_key(case: AcceptCase) -> TemplateKey:
    return TemplateKey(f"accept_{case}")


def decline_key(reason: DeclineReason) -> TemplateKey:
    return TemplateKey(f"decline_{reason}")


_KEY = TemplateKey
TEMPLATES: Final[dict[TemplateKey, TemplateInfo]] = {
    _KEY.CONFERENCE_NAME: TemplateInfo("Conference name", "Unique; a number is added to a taken one.", False, _NAMING),
    _KEY.CONFERENCE_DESCRIPTION: TemplateInfo("Conference description", "For administrators.", False, _NAMING),
    _KEY.CONFERENCE_SUBJECT: TemplateInfo(
        "Conference subject", "Empty it if administrators must not read subjects.", False, _NAMING
    ),
    _KEY.JOINING_INSTRUCTIONS: TemplateInfo(
        "Joining instructions", "What the add-in puts into an invitation; needs the tag alias_uuid.", True, _JOINING
    ),
    _KEY.PLACEHOLDER_INSTRUCTIONS: TemplateInfo(
        "Placeholder instructions", "What stands there while no alias can be had.", True, _ALIAS
    ),
    _KEY.ACCEPT_NEW_SINGLE: TemplateInfo("New meeting", "Accepts a meeting that is new.", True, _ACCEPTING),
    _KEY.ACCEPT_EDITED_SINGLE: TemplateInfo("Changed meeting", "Accepts a changed meeting.", True, _ACCEPTING),
    _KEY.ACCEPT_NEW_SERIES: TemplateInfo("New series", "Accepts a series that is new.", True, _ACCEPTING),
    _KEY.ACCEPT_EDITED_OCCURRENCE: TemplateInfo(
        "Changed occurrence", "Accepts one changed occurrence.", True, _ACCEPTING
    ),
    _KEY.ACCEPT_EDITED_SERIES: TemplateInfo("Changed series", "Accepts a changed series.", True, _ACCEPTING),
    _KEY.DECLINE_INCOMPLETE: TemplateInfo("Incomplete", "Organiser, times or room are missing.", True, _ALIAS),
    _KEY.DECLINE_INVALID_ALIAS: TemplateInfo("Invalid alias", "The tag is missing, altered or unknown.", True, _ALIAS),
    _KEY.DECLINE_ALIAS_DELETED: TemplateInfo("Alias deleted", "The alias was deleted since.", True, _ALIAS),
    _KEY.DECLINE_PAST_SINGLE: TemplateInfo("Meeting in the past", "A single meeting that has ended.", True, _ALIAS),
    _KEY.DECLINE_PAST_SERIES: TemplateInfo("Series in the past", "A series with no occurrence left.", True, _ALIAS),
    _KEY.DECLINE_UNKNOWN_SENDER: TemplateInfo("Unknown sender", "The organiser is not in the directory.", True, _ALIAS),
    _KEY.DECLINE_NOT_ORGANIZER: TemplateInfo(
        "Not the organiser", "Somebody else tried to change a meeting.", True, _ALIAS
    ),
    _KEY.DECLINE_TOO_LONG: TemplateInfo("Too long", "Longer than the longest meeting allowed.", True, _ALIAS),
    _KEY.DECLINE_BAD_PASSCODE: TemplateInfo("Passcode not valid", "A passcode breaks the rules.", True, _ALIAS),
    _KEY.DECLINE_ALIAS_CONFLICT: TemplateInfo("Alias in use", "Another room holds the alias.", True, _ALIAS),
    _KEY.PANE_TITLE: TemplateInfo("Pane title", "Heads the add-in's pane.", True, _ALIAS),
    _KEY.PANE_DESCRIPTION: TemplateInfo("Pane description", "Says what the pane does.", True, _ALIAS),
    _KEY.PANE_BUTTON: TemplateInfo("Pane button", "The button that asks for a room.", True, _ALIAS),
    _KEY.PANE_SUCCESS_HEADING: TemplateInfo("Success heading", "When a room was given.", True, _ALIAS),
    _KEY.PANE_SUCCESS_MESSAGE: TemplateInfo("Success message", "When a room was given.", True, _ALIAS),
    _KEY.PANE_ALREADY_HEADING: TemplateInfo("Already heading", "When the meeting has a room already.", True, _ALIAS),
    _KEY.PANE_ALREADY_MESSAGE: TemplateInfo("Already message", "When the meeting has a room already.", True, _ALIAS),
    _KEY.PANE_UNAVAILABLE_HEADING: TemplateInfo("No room heading", "When no alias can be had now.", True, _ALIAS),
    _KEY.PANE_UNAVAILABLE_MESSAGE: TemplateInfo("No room message", "When no alias can be had now.", True, _ALIAS, 250),
    _KEY.PANE_ERROR_HEADING: TemplateInfo("Fault heading", "When the instructions cannot be put in.", True, _ALIAS),
    _KEY.PANE_ERROR_MESSAGE: TemplateInfo("Fault message", "When the instructions cannot be put in.", True, _ALIAS),
}
