"""The conferences and the rehearsal of the service in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from desktop_admin.domain.keyword import fold
from desktop_admin.service.bus import Bus
from desktop_admin.service.conference_views import ConferenceCounts, ConferenceView, OccurrenceView
from desktop_admin.service.events import ItemProcessed, SubscriptionChanged
from desktop_admin.service.views import IntegrationView, ProcessedView

_MEETINGS = (
    ("Design review", "Ada Lovelace", -20, "single"),
    ("Weekly planning", "Grace Hopper", 90, "series"),
    ("Interview, room 4", "Edsger Dijkstra", 200, "single"),
    ("Budget 2027", "Barbara Liskov", 24 * 60, "series"),
    ("All hands", "Frances Allen", 3 * 24 * 60, "single"),
)


def conference(number: int, now: datetime, *, state: str = "scheduled") -> ConferenceView:
    """The ``number``-th one: the first is running, the others follow it."""
    name, organizer, minutes, kind = _MEETINGS[number % len(_MEETINGS)]
    start = now + timedelta(minutes=minutes + 7 * 24 * 60 * (number // len(_MEETINGS)))
    end = start + timedelta(hours=1)
    coming = OccurrenceView(start, end, start - timedelta(minutes=30), end + timedelta(minutes=60))
    suffix = f" {number // len(_MEETINGS) + 1}" if number >= len(_MEETINGS) else ""
    return ConferenceView(
        id=f"conference {number}", name=f"{name}{suffix}", description=f"{name}, called by {organizer}", subject=name,
        location="", alias=f"vmr{604_211 + number}@meet.example.com", numeric_alias=f"vmr{604_211 + number}",
        organizer=f"{organizer.split()[0].lower()}@example.com", organizer_name=organizer, start=start, end=end,
        zone="Europe/Berlin", is_all_day=False, is_series=kind == "series", exceptions=2 * (kind == "series"),
        theme="", has_passcode=number % 3 == 1, has_chair_passcode=False, state=state,
        next=coming if state == "scheduled" else None, cursor=start,
    )  # fmt: skip


class FakeMeetings:
    """Mixed into ``FakeService``."""

    bus: Bus
    now: datetime
    views: dict[str, IntegrationView]
    _upcoming: list[ConferenceView] = []  # noqa: RUF012 - replaced, never changed

    def _called(self, name: str, *arguments: Any) -> None:
        raise NotImplementedError

    def _shelf(self, integration_id: str) -> Any:
        raise NotImplementedError

    async def conferences(
        self,
        integration_id: str,
        which: str = "upcoming",
        search: str = "",
        after: tuple[datetime, str] | None = None,
        limit: int = 200,
    ) -> tuple[ConferenceView, ...]:
        self._called("conferences", which, search, after)
        found = [each for each in self._found(integration_id, which) if _matches(each, search)]
        begin = next((place + 1 for place, each in enumerate(found) if after and each.id == after[1]), 0)
        return tuple(found[begin : begin + limit])

    def _found(self, integration_id: str, which: str) -> list[ConferenceView]:
        if integration_id != next(iter(self.views), ""):
            return []
        if which == "cancelled":
            return [conference(2, self.now, state="cancelled")]
        if which == "past":
            return []
        if not self._upcoming:
            self.make_conferences(len(_MEETINGS))
        return self._upcoming[:1] if which == "running" else self._upcoming

    def make_conferences(self, number: int) -> None:
        """So many are upcoming; the first of them is running by the real time, which the desktop goes by."""
        now = datetime.now(UTC).replace(microsecond=0)
        self._upcoming = [conference(each, now) for each in range(number)]

    async def conference_counts(self, integration_id: str, search: str = "") -> ConferenceCounts:
        states = ("running", "upcoming", "past", "cancelled")
        counted = {
            state: sum(_matches(each, search) for each in self._found(integration_id, state)) for state in states
        }
        return ConferenceCounts(**counted)

    async def conference_occurrences(self, integration_id: str, conference_id: str) -> tuple[OccurrenceView, ...]:
        first = conference(int(conference_id.split()[1]), self.now)
        states = ("planned", "changed", "planned", "cancelled", *(["planned"] * 8))
        week = timedelta(weeks=1)
        moved = timedelta(hours=2)
        times = []
        for number, state in enumerate(states):
            start = first.start + number * week + (moved if state == "changed" else timedelta(0))
            end = start + timedelta(hours=1)
            times.append(OccurrenceView(start, end, start - timedelta(minutes=30), end + timedelta(hours=1), state))
        return tuple(times)

    # -- rehearsal

    async def rehearsed(self, integration_id: str) -> tuple[ProcessedView, ...]:
        return tuple(each for each in self._shelf(integration_id).items if each.reply_state == "rehearsed")

    async def resting_on(self, integration_id: str, item_id: int) -> tuple[ProcessedView, ...]:
        self._called("resting_on", item_id)
        return tuple(each for each in await self.rehearsed(integration_id) if each.id > item_id)

    async def release_rehearsed(self, integration_id: str, item_ids: Sequence[int] | None = None) -> int:
        self._called("release_rehearsed", integration_id, item_ids)
        return await self._settle(integration_id, item_ids, "sent")

    async def discard_rehearsed(self, integration_id: str, item_ids: Sequence[int] | None = None) -> int:
        self._called("discard_rehearsed", integration_id, item_ids)
        return await self._settle(integration_id, item_ids, "discarded")

    async def _settle(self, integration_id: str, item_ids: Sequence[int] | None, state: str) -> int:
        shelf = self._shelf(integration_id)
        chosen = [each for each in await self.rehearsed(integration_id) if item_ids is None or each.id in item_ids]
        done = {each.id: replace(each, reply_state=state, reply_at=self.now) for each in chosen}
        shelf.items = tuple(done.get(each.id, each) for each in shelf.items)
        for each in done.values():
            self.bus.publish(ItemProcessed(integration_id, each))
        self.show_rehearsed(integration_id)
        return len(done)

    def show_rehearsed(self, integration_id: str) -> None:
        """Tells how many wait, as the service does."""
        number = sum(each.reply_state == "rehearsed" for each in self._shelf(integration_id).items)
        view = self.views[integration_id] = replace(self.views[integration_id], rehearsed=number)
        self.bus.publish(SubscriptionChanged(integration_id, view.mode, view.last_sign, view.waiting, number))


def _matches(each: ConferenceView, search: str) -> bool:
    if not search:
        return True
    text = fold(f"{each.name} {each.organizer} {each.alias}")
    return all(word in text for word in fold(search).split())
