"""What front ends may ask of the service. Every method runs on the service's loop and gives frozen records.

A refusal is a :class:`desktop_admin.errors.ConciergeError` whose text an administrator can read; invalid settings are
:class:`desktop_admin.settings.SettingsRefused` with a list of problems.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_admin.crashes import Crash
    from desktop_admin.domain.alias import AliasForecast
    from desktop_admin.domain.conference import RoomKind
    from desktop_admin.domain.coverage import Coverage
    from desktop_admin.domain.ledger import AliasState, LedgerEntry
    from desktop_admin.domain.notification_day import NotificationDay
    from desktop_admin.domain.people import Person, PresenceEntry
    from desktop_admin.domain.ports import FoundServer
    from desktop_admin.domain.presence import Verdict
    from desktop_admin.domain.presence_history import PresenceChange
    from desktop_admin.domain.template import TemplateKey
    from desktop_admin.domain.template_lab import LabCase
    from desktop_admin.domain.what_if import Difference
    from desktop_admin.service.conference_views import ConferenceCounts, ConferenceView, OccurrenceView
    from desktop_admin.service.directory_view import DirectorySample, DirectoryView
    from desktop_admin.service.events import LogLine
    from desktop_admin.service.room_views import LedgerView, RoomsView, RoomView
    from desktop_admin.service.views import (
        DayCounts,
        IntegrationView,
        PersonDetails,
        PersonStrip,
        PersonView,
        PresenceRules,
        PreviewView,
        ProcessedView,
        RulesDraft,
        StripPart,
        WhatIf,
    )
    from desktop_admin.settings import ListenerSettings


class Commands(Protocol):
    """The service as front ends see it; events tell what changes (``desktop_admin.service.events``)."""

    async def integrations(self) -> tuple[IntegrationView, ...]: ...

    async def add_integration(self, values: Mapping[str, Any], password: str | None = None) -> IntegrationView: ...

    async def save_settings(
        self,
        integration_id: str,
        values: Mapping[str, Any],
        password: str | None = None,
        proxy_password: str | None = None,
    ) -> IntegrationView:
        """Validates and stores ``values`` (whole settings groups by key, as ``IntegrationSettings`` takes them; groups
        left out stay). A password that is None keeps the stored one. A changed connection starts the connection check.
        """
        ...

    async def remove_integration(self, integration_id: str) -> None: ...

    async def set_active(self, integration_id: str, active: bool) -> None: ...

    async def force_now(self, integration_id: str) -> str: ...

    async def cancel_reading(self, integration_id: str) -> None:
        """Ends the reading of calendars that is under way; whoever was not read yet keeps what is known of them."""
        ...

    async def find_server(
        self, integration_id: str, address: str, password: str | None = None, trusted: Sequence[str] = ()
    ) -> FoundServer:
        """Autodiscover: an EWS address, or a host that the user is to agree to first (then it is in ``trusted``)."""
        ...

    async def start_check(self, integration_id: str) -> None:
        """Starts the connection check; its steps come as ``CheckProgress`` events."""
        ...

    async def counts(self, integration_id: str, day: date) -> DayCounts: ...

    async def invitations(
        self, integration_id: str, limit: int = 200, search: str = ""
    ) -> tuple[ProcessedView, ...]: ...

    async def subscription_strip(self, integration_id: str, hours: int = 24) -> tuple[StripPart, ...]: ...

    async def notification_days(self, integration_id: str, days: int = 14) -> tuple[NotificationDay, ...]:
        """What was told of the conferencing inbox against what catching up found, oldest day first."""
        ...

    async def people(self, integration_id: str) -> tuple[PersonView, ...]: ...

    async def person_details(self, integration_id: str, person_id: int, day: date) -> PersonDetails: ...

    async def save_person(self, integration_id: str, person: Person) -> Person:
        """Adds (id 0) or changes a person."""
        ...

    async def remove_people(self, integration_id: str, person_ids: Sequence[int]) -> None: ...

    async def replace_people(self, integration_id: str, saved: Sequence[Person], removed: Sequence[int]) -> None:
        """Many at once: all of them are taken, or none."""
        ...

    async def track(self, integration_id: str, person_ids: Sequence[int], tracked: bool) -> list[str]:
        """Starts or stops tracking the calendars of many people."""
        ...

    async def newcomers(self, integration_id: str, text: str = "", limit: int = 1000) -> tuple[Person, ...]:
        """People of the directory's cache who are not here yet, by name, with the id 0."""
        ...

    async def strips(
        self, integration_id: str, person_ids: Sequence[int], start: datetime, end: datetime
    ) -> tuple[PersonStrip, ...]:
        """The presence of each of these people from ``start`` to ``end``; people who are gone are left out."""
        ...

    async def explain(self, integration_id: str, person_id: int, at: datetime) -> Verdict:
        """The presence at an instant as it follows from what is known now, with all that was considered."""
        ...

    async def presence_history(
        self, integration_id: str, person_id: int, limit: int = 1000
    ) -> tuple[PresenceChange, ...]:
        """What became of a person's presence within 30 days, the newest change first."""
        ...

    async def set_override(self, integration_id: str, person_id: int, presence: str | None) -> PersonView | None: ...

    async def presences(self, integration_id: str) -> tuple[PresenceEntry, ...]: ...

    async def presence_rules(self, integration_id: str) -> PresenceRules: ...

    async def save_presence_rules(
        self, integration_id: str, draft: RulesDraft, names: Mapping[str, str] | None = None
    ) -> None:
        """List, keywords and settings together. ``names``: presences renamed or gone (old → new), for own choices."""
        ...

    async def what_if(self, integration_id: str, draft: RulesDraft) -> WhatIf:
        """Whose presence a draft would change in the time that has been read; tells ``WhatIfProgress``; cancellable."""
        ...

    async def what_if_of(self, integration_id: str, draft: RulesDraft, person_id: int) -> Difference: ...

    async def coverage(self, integration_id: str, draft: RulesDraft | None = None) -> Coverage: ...

    async def templates(self, integration_id: str) -> Mapping[TemplateKey, str]:
        """Every text as it is in use, defaults filled in."""
        ...

    async def save_templates(self, integration_id: str, sources: Mapping[TemplateKey, str | None]) -> int:
        """Stores texts, all of them or none; None goes back to the default."""
        ...

    async def preview_template(
        self, integration_id: str, key: TemplateKey, source: str, item_id: int | None = None
    ) -> PreviewView:
        """Renders against a sample, or against a processed invitation of the journal."""
        ...

    async def template_lab(
        self, integration_id: str, drafts: Mapping[TemplateKey, str], item_id: int | None = None
    ) -> tuple[LabCase, ...]:
        """Every answer at once, as stored but for ``drafts``, with the values of a sample or of an invitation."""
        ...

    async def rooms(
        self, integration_id: str, kind: RoomKind, search: str = "", limit: int | None = 500
    ) -> RoomsView: ...

    async def save_room(self, integration_id: str, room_id: str, values: Mapping[str, Any]) -> RoomView:
        """Changes what ``values`` names (keys of ``rooms.EDITABLE``) of a room of any kind; "" adds a custom one."""
        ...

    async def remove_rooms(self, integration_id: str, room_ids: Sequence[str]) -> int: ...

    async def aliases(
        self, integration_id: str, state: AliasState | None = None, search: str = "", limit: int | None = 500
    ) -> LedgerView: ...

    async def delete_alias(self, integration_id: str, alias_id: str) -> LedgerEntry:
        """The conference that meets there ends; later invitations with the alias are declined as deleted."""
        ...

    async def restore_alias(self, integration_id: str, alias_id: str) -> LedgerEntry:
        """Undoes a deletion, while nobody else holds the number."""
        ...

    async def alias_forecast(self, integration_id: str) -> AliasForecast: ...

    async def directory(self, integration_id: str) -> DirectoryView: ...

    async def save_directory(
        self, integration_id: str, values: Mapping[str, Any], password: str | None = None
    ) -> DirectoryView:
        """Stores the settings group ``directory``; another source is read at once."""
        ...

    async def refresh_directory(self, integration_id: str) -> DirectoryView:
        """Reads it to its end. A failure stands in the view's ``state.trouble``."""
        ...

    async def test_directory(
        self, integration_id: str, values: Mapping[str, Any] | None = None, password: str | None = None
    ) -> DirectorySample:
        """Reads a sample by settings that need not be saved; stores nothing."""
        ...

    async def conferences(
        self,
        integration_id: str,
        which: str = "upcoming",
        search: str = "",
        after: tuple[datetime, str] | None = None,
        limit: int = 200,
    ) -> tuple[ConferenceView, ...]:
        """Those that are running, upcoming, past or cancelled, a page at a time."""
        ...

    async def conference_counts(self, integration_id: str, search: str = "") -> ConferenceCounts: ...

    async def conference_occurrences(self, integration_id: str, conference_id: str) -> tuple[OccurrenceView, ...]: ...

    async def release_rehearsed(self, integration_id: str, items: Sequence[int] | None = None) -> int:
        """Sends all of it, or the items named; how many."""
        ...

    async def resting_on(self, integration_id: str, item_id: int) -> tuple[ProcessedView, ...]:
        """Later rehearsed decisions of the same meeting: they go when this one is discarded."""
        ...

    async def discard_rehearsed(self, integration_id: str, items: Sequence[int] | None = None) -> int:
        """Never sends them, and takes back what was decided; how many, with those that rest on them."""
        ...

    async def listener(self) -> ListenerSettings:
        """Where pushes of every integration arrive."""
        ...

    async def save_listener(self, values: Mapping[str, Any]) -> ListenerSettings:
        """Whole or not at all; whoever is pushed to connects anew. Raises ``SettingsRefused``."""
        ...

    async def last_crash(self) -> Crash | None:
        """How the last run ended, where it did not stop in order."""
        ...

    async def save_diagnostics(self, file: Path) -> None:
        """A bundle for whoever helps, without names, addresses and secrets."""
        ...

    async def log_lines(self, after: int = 0, limit: int = 2000) -> tuple[LogLine, ...]:
        """The newest lines numbered above ``after``, oldest first."""
        ...
