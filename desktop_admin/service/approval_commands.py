"""Commands about rehearsed answers: what waits for the administrator's word, its release, its undoing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desktop_admin.domain.conference import ConferenceState
from desktop_admin.domain.journal import JournalEntry, OutboxEntry, OutboxState, Undo
from desktop_admin.domain.scheduling import kept_by_hand, unique_name
from desktop_admin.errors import ConciergeError
from desktop_admin.service.context import CommandGroup
from desktop_admin.service.control import IntegrationId, Row, command
from desktop_admin.service.events import ItemProcessed, LogLevel, RoomsChanged
from desktop_admin.service.views import ProcessedView, processed_view
from desktop_admin.storage import AliasTaken, Work

Settled = tuple[JournalEntry, OutboxEntry]


class ApprovalCommands(CommandGroup):
    @command()
    async def list(self, integration_id: IntegrationId) -> tuple[ProcessedView, ...]:
        """What waits, in the order in which it was decided."""
        self.context.supervisor(integration_id)
        async with self.context.around.database.begin() as work:
            waiting = await work.outbox.rehearsed(integration_id)
            return tuple([processed_view(*await _with_journal(work, each)) for each in waiting])

    @command()
    async def approve(self, integration_id: IntegrationId, items: Sequence[Row] | None = None) -> int:
        """Sends what was rehearsed, all of it or the items named; how many. A request that has left the inbox
        meanwhile, or that a newer one has replaced there, is not answered any more.
        """
        supervisor = self.context.supervisor(integration_id)
        async with self.context.around.database.begin() as work:
            chosen = await _chosen(work, integration_id, items)
            for each in chosen:
                await work.outbox.mark(each.id, OutboxState.WAITING)
            done = [await _with_journal(work, replace(each, state=OutboxState.WAITING)) for each in chosen]
        self._tell_items(integration_id, done)
        self._say(integration_id, "Rehearsed answers released: {count}.", count=len(done))
        await supervisor.rehearsal_changed()
        supervisor.send_now()
        return len(done)

    async def depending_on(self, integration_id: str, item_id: int) -> tuple[ProcessedView, ...]:
        """Later rehearsed decisions of the same meeting, which go when this one is discarded."""
        async with self.context.around.database.begin() as work:
            (entry,) = await _chosen(work, integration_id, [item_id])
            later = await work.outbox.later_of(entry)
            resting = [each for each in later if each.state is OutboxState.REHEARSED]
            return tuple([processed_view(*await _with_journal(work, each)) for each in resting])

    @command()
    async def discard(self, integration_id: IntegrationId, items: Sequence[Row] | None = None) -> int:
        """Never sends them, and takes back what the decisions did to conference and alias, with every later rehearsed
        decision of the same meeting; how many in all. What a later answer that was sent rests on stays.
        Raises ``ConciergeError``, having changed nothing, where somebody else holds the alias by now.
        """
        supervisor = self.context.supervisor(integration_id)
        async with self.context.around.database.begin() as work:
            done = await _discard(work, await _chosen(work, integration_id, items), self.context.around.clock.now())
        self._tell_items(integration_id, done)
        line = "Rehearsed answers discarded: {count}. What they decided was taken back."
        self._say(integration_id, line, count=len(done))
        self.context.around.bus.publish(RoomsChanged(integration_id))
        await supervisor.rehearsal_changed()
        return len(done)

    def _tell_items(self, integration_id: str, done: Sequence[Settled]) -> None:
        for entry, answer in done:
            self.context.around.bus.publish(ItemProcessed(integration_id, processed_view(entry, answer)))

    def _say(self, integration_id: str, text: str, **fields: object) -> None:
        name = self.context.supervisor(integration_id).settings.name
        self.context.around.story.tell(integration_id, name, LogLevel.INFO, text, **fields)


async def _chosen(work: Work, integration_id: str, item_ids: Sequence[int] | None) -> Sequence[OutboxEntry]:
    waiting = await work.outbox.rehearsed(integration_id)
    if item_ids is None:
        return list(waiting)
    chosen = [each for each in waiting if each.journal_id in item_ids]
    missing = set(item_ids) - {each.journal_id for each in chosen}
    if missing:
        raise ConciergeError(
            f"No rehearsed answer waits for item {min(missing)}.", "“rehearsal list” tells those that do."
        )
    return chosen


async def _discard(work: Work, chosen: Sequence[OutboxEntry], now: datetime) -> Sequence[Settled]:
    """The latest decision is taken back first: each finds what it left."""
    later_of = {each.id: await work.outbox.later_of(each) for each in chosen}
    later = [each for found in later_of.values() for each in found]
    everything = {each.id: each for each in (*chosen, *later) if each.state is OutboxState.REHEARSED}
    done = []
    for each in sorted(everything.values(), key=lambda entry: entry.id, reverse=True):
        states = {after.state for after in await work.outbox.later_of(each)}
        if each.undo is not None and states <= {OutboxState.DISCARDED}:
            await _take_back(work, each.undo, now)
        await work.outbox.mark(each.id, OutboxState.DISCARDED)
        done.append(await _with_journal(work, replace(each, state=OutboxState.DISCARDED)))
    return done


async def _take_back(work: Work, undo: Undo, now: datetime) -> None:
    if undo.conference is not None:
        present = await work.conferences.get(undo.conference_id)
        again = kept_by_hand(undo.conference, present)
        if again.state is ConferenceState.SCHEDULED:
            again = replace(
                again, name=unique_name(again.name, await work.conferences.names_taken(again.name, again.id))
            )
        await work.conferences.save(again, now)
    elif undo.conference_id:
        await work.conferences.remove(undo.conference_id)
    for issued in undo.aliases:
        try:
            await work.aliases.save(issued)
        except AliasTaken as taken:
            raise ConciergeError(
                f"This cannot be taken back: somebody else has the alias {issued.alias} by now.",
                "Release the answer, or give the other room another alias first.",
            ) from taken


async def _with_journal(work: Work, answer: OutboxEntry) -> Settled:
    entry = await work.journal.get(answer.journal_id)
    if entry is None:
        raise AssertionError("the outbox goes with its journal entry")
    return entry, answer
