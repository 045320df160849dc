"""How an integration gives out meeting rooms and what it answers."""

from __future__ import annotations

import re

from pydantic import ValidationInfo, field_validator

from desktop_admin.settings.connection import host_problem
from desktop_admin.settings.option import Settings, option


class SchedulingSettings(Settings):
    """Aliases, join windows, checks and texts. ``templates`` holds only the texts that differ from the defaults."""

    alias_prefix: str = option(
        "70",
        label="Alias prefix",
        help="1 to 8 characters before the number. With digits only, the number can be dialled.",
        max_length=8,
        group="alias",
    )
    alias_suffix_length: int = option(6, label="Digits after the prefix", ge=5, le=15, group="alias")
    alias_domain: str = option("meet.example.com", label="Alias domain", max_length=253, group="alias")
    join_before: int = option(30, label="Join before", unit="min", ge=0, le=180, group="joining")
    join_after: int = option(60, label="Join after", unit="min", ge=0, le=180, group="joining")
    check_duration: bool = option(True, label="Decline meetings that are too long", group="checks")
    max_duration_minutes: int = option(
        480,
        label="Default conference duration",
        unit="min",
        help="The longest meeting that is accepted.",
        ge=5,
        le=43200,
        group="checks",
    )
    check_sender: bool = option(
        True,
        label="Decline senders who are not in the directory",
        help="The organiser or the delegate must be in the directory. Not enforced until the directory has been read.",
        group="checks",
    )
    theme: str = option(
        "",
        label="Theme",
        help="The conferencing platform's theme; empty for its default.",
        max_length=100,
        group="joining",
    )
    accept_location_number: bool = option(
        False,
        label="Accept a room's number in the location",
        help="An invitation without an alias tag may name its room in the location: its number or its whole alias.",
        group="checks",
    )
    passcode_min_length: int = option(4, label="Digits of a passcode, at least", ge=1, le=24, group="checks")
    passcode_max_length: int = option(16, label="Digits of a passcode, at most", ge=1, le=24, group="checks")
    addin_server_domain: str = option(
        "",
        label="Add-in server",
        help="Where the joining instructions' links lead. Empty: the alias domain.",
        placeholder="meet.example.com",
        max_length=253,
        group="addin",
    )
    rehearsal: bool = option(
        False,
        label="Rehearsal",
        help="Everything is decided and shown, and nothing is sent or written to Exchange until you release it.",
        group="keeping",
    )
    conferences_kept_days: int = option(
        90,
        label="Keep conferences",
        unit="days",
        help="After they are over or cancelled.",
        ge=1,
        le=3650,
        group="keeping",
    )
    journal_kept_days: int = option(
        365,
        label="Keep decisions",
        unit="days",
        help="What was decided about invitations, and why.",
        ge=1,
        le=3650,
        group="keeping",
    )
    templates: dict[str, str] = option({}, label="Texts", help="Only those that differ from the defaults.")

    @field_validator("alias_prefix")
    @classmethod
    def _prefix(cls, prefix: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9._-]{1,8}", prefix):
            raise ValueError("Use 1 to 8 letters, digits, dots, hyphens or underscores.")
        return prefix

    @field_validator("alias_domain", "addin_server_domain")
    @classmethod
    def _domain(cls, domain: str, info: ValidationInfo) -> str:
        may_be_empty = info.field_name == "addin_server_domain"
        if (domain or not may_be_empty) and (problem := host_problem(domain)):
            raise ValueError(problem)
        return domain

    @field_validator("passcode_max_length")
    @classmethod
    def _lengths(cls, longest: int, info: ValidationInfo) -> int:
        shortest = info.data.get("passcode_min_length", 1)
        if longest < shortest:
            raise ValueError(f"A passcode has {shortest} digits at least, so it cannot have {longest} at most.")
        return longest
