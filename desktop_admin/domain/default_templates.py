"""The default templates."""

from __future__ import annotations

from typing import Final

from desktop_admin.domain.template_keys import TemplateKey

_STYLE = "font-family:Segoe UI,Calibri,Arial,sans-serif; font-size:11pt; color:#1f2328"


def _mail(*paragraphs: str) -> str:
    lines = "\n".join(f"  <p>{paragraph}</p>" for paragraph in paragraphs)
    return f'<div style="{_STYLE}">\n{lines}\n</div>\n'


_ROOM = "<b>{{ alias }}</b>{% if numeric_alias | digits %} (from a telephone: {{ numeric_alias }}){% endif %}"
_HELP = "If this happens again, please tell your telephone administrator."
_JOIN = "https://{{ addin_server_domain }}/join/{{ alias }}"
_TIMES = "from {{ start_time }} to {{ end_time }}{% if time_zone %} ({{ time_zone }}){% endif %}"
_KEY = TemplateKey

DEFAULT_TEMPLATES: Final[dict[TemplateKey, str]] = {
    _KEY.CONFERENCE_NAME: "{{ subject or 'Meeting' }} ({{ organizer_name or organizer_email }})",
    _KEY.CONFERENCE_DESCRIPTION: "Meeting arranged by {{ organizer_email }}",
    _KEY.CONFERENCE_SUBJECT: "{{ subject }}",
    _KEY.JOINING_INSTRUCTIONS: f"""<div style="{_STYLE}">
  <p><b>Join this meeting in its virtual room</b></p>
  <p>Video system: {{{{ alias }}}}<br>
  Browser: <a href="{_JOIN}">{_JOIN}</a>{{% if numeric_alias | digits %}}<br>
  Telephone: dial your conference number, then {{{{ numeric_alias }}}} #{{% endif %}}</p>
  <p style="font-size:8pt; color:#6e7781">Please leave this line as it is: {{{{ alias_uuid }}}}</p>
</div>
""",
    _KEY.PLACEHOLDER_INSTRUCTIONS: _mail(
        "This meeting will take place in a virtual room. How to join will follow in a message of its own."
    ),
    _KEY.ACCEPT_NEW_SINGLE: _mail(
        f"Your meeting has a virtual room: {_ROOM}.",
        f"It takes place {_TIMES}.",
    ),
    _KEY.ACCEPT_EDITED_SINGLE: _mail(
        "Your change has been applied.",
        f"The meeting keeps its virtual room {_ROOM} and now takes place {_TIMES}.",
    ),
    _KEY.ACCEPT_NEW_SERIES: _mail(
        f"Your series of meetings has a virtual room: {_ROOM}. Every meeting of the series uses it.",
        f"The first one takes place {_TIMES}.",
    ),
    _KEY.ACCEPT_EDITED_OCCURRENCE: _mail(
        "Your change to this meeting of the series has been applied.",
        f"It now takes place {_TIMES}, in the same virtual room {_ROOM}.",
    ),
    _KEY.ACCEPT_EDITED_SERIES: _mail(
        "Your change to the series has been applied.",
        f"All its meetings keep the virtual room {_ROOM}.",
    ),
    _KEY.DECLINE_INCOMPLETE: _mail(
        "This invitation cannot be given a virtual room, since its organiser, its times or its joining instructions "
        "are missing or make no sense.",
        "Please check start and end, and send it again.",
    ),
    _KEY.DECLINE_INVALID_ALIAS: _mail(
        "This invitation carries no valid joining instructions: they are missing, were changed, or belong to another "
        "meeting.",
        f"Please make a new invitation with the add-in and leave the inserted text as it is. {_HELP}",
    ),
    _KEY.DECLINE_ALIAS_DELETED: _mail(
        "The virtual room of this invitation does not exist any more.",
        "Please make a new invitation with the add-in: it will get a new room.",
    ),
    _KEY.DECLINE_PAST_SINGLE: _mail(
        "This meeting has already ended, so it was not given a virtual room.",
        "If a date was mistyped, please correct it and send the invitation again.",
    ),
    _KEY.DECLINE_PAST_SERIES: _mail(
        "Every meeting of this series lies in the past, so it was not given a virtual room.",
        "If a date was mistyped, please correct it and send the invitation again.",
    ),
    _KEY.DECLINE_UNKNOWN_SENDER: _mail(
        "Virtual rooms are given only to people in this organisation's directory, and the sender of this invitation is "
        "not among them.",
        _HELP,
    ),
    _KEY.DECLINE_NOT_ORGANIZER: _mail(
        "Only the organiser of this meeting, or a delegate who sends for them, can change it. Nothing was changed.",
        f"To suggest another time or place, write to the organiser. {_HELP}",
    ),
    _KEY.DECLINE_TOO_LONG: _mail(
        "This meeting is longer than a virtual room may be used at a time.",
        "Please shorten it, or split it, and send the invitation again.",
    ),
    _KEY.DECLINE_BAD_PASSCODE: _mail(
        "A passcode of this meeting is not valid. Passcodes have digits only, keep to the length that is set, and "
        "differ from each other.",
        "Please choose others and send the invitation again.",
    ),
    _KEY.DECLINE_ALIAS_CONFLICT: _mail(
        "The virtual room {{ alias }} belongs to another meeting or person already.",
        "Please make a new invitation with the add-in: it will get a room of its own.",
    ),
    _KEY.PANE_TITLE: "Virtual meeting room",
    _KEY.PANE_DESCRIPTION: "Gives this meeting a virtual room that people join by video, browser or telephone.",
    _KEY.PANE_BUTTON: "Add a room",
    _KEY.PANE_SUCCESS_HEADING: "Room added",
    _KEY.PANE_SUCCESS_MESSAGE: "The invitation has joining instructions now. The room is yours once you press Send.",
    _KEY.PANE_ALREADY_HEADING: "This meeting has a room",
    _KEY.PANE_ALREADY_MESSAGE: "This invitation already has joining instructions. Press Send when you are ready.",
    _KEY.PANE_UNAVAILABLE_HEADING: "No room can be given now",
    _KEY.PANE_UNAVAILABLE_MESSAGE: "Press Send all the same: everybody will be sent the joining instructions later.",
    _KEY.PANE_ERROR_HEADING: "The room could not be added",
    _KEY.PANE_ERROR_MESSAGE: "Something went wrong while the joining instructions were put in. Please try again.",
}
