"""What has changed in a container since a client last asked: the heart of SyncFolderItems and SyncFolderHierarchy.

A synchronisation goes in rounds. A round delivers everything up to the sequence at which it began (`target`): first
what is new since the last round (`base`), in the order it came, then what was changed or removed among the known. What
happens during the round falls into the next one. So however a round is cut into pages, a client never hears of a change
to something it was not given, only perhaps that it is gone, and nothing is lost.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import takewhile

from exchange_lookalike.faults import EwsError


@dataclass
class Entry:
    """One object's place in the log: sequences of its arrival, last change of content, last change of the read flag."""

    number: int
    came: int
    content: int
    read: int = 0
    gone: bool = False

    @property
    def last(self) -> int:
        """The sequence of the latest thing that happened to it."""
        return max(self.content, self.read)


@dataclass(frozen=True)
class SyncState:
    """How far a client is in one container (`container`: its identifier)."""

    container: str
    base: int = 0
    target: int = 0
    came: int = 0
    changed: int = 0

    def text(self) -> str:
        """The opaque form that the client keeps."""
        body = f"{self.container}|{self.base}|{self.target}|{self.came}|{self.changed}".encode()
        return b64encode(blake2b(body, digest_size=6).digest() + body).decode()

    @classmethod
    def read(cls, text: str, container: str) -> SyncState:
        """The state behind `text`; a fresh one for "". Raises EwsError ErrorInvalidSyncStateData, also for a state
        that belongs to another container."""
        if not text:
            return cls(container)
        try:
            data = b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise EwsError("ErrorInvalidSyncStateData") from None
        if data[:6] != blake2b(data[6:], digest_size=6).digest():
            raise EwsError("ErrorInvalidSyncStateData")
        owner, *rest = data[6:].decode("latin-1").split("|")
        if owner != container or len(rest) != 4:
            raise EwsError("ErrorInvalidSyncStateData")
        return cls(owner, *map(int, rest))


@dataclass(frozen=True)
class Change:
    """One line of a synchronisation: kind is Create, Update, Delete or ReadFlagChange."""

    kind: str
    number: int


class ChangeLog:
    """Arrivals, changes and removals of one container, ordered by sequence."""

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}  # ordered by last: what is touched moves to the end
        self._arrivals: dict[int, Entry] = {}  # ordered by came; no tombstones

    @property
    def latest(self) -> int:
        """The sequence of the newest entry, 0 for none."""
        return self._entries[next(reversed(self._entries))].last if self._entries else 0

    def arrived(self, number: int, sequence: int) -> None:
        """An object is new here."""
        self._entries[number] = self._arrivals[number] = Entry(number, sequence, sequence)

    def changed(self, number: int, sequence: int, *, read_flag_only: bool = False) -> None:
        """An object's content or only its read flag changed."""
        entry = self._entries.pop(number)
        self._entries[number] = entry
        if read_flag_only:
            entry.read = sequence
        else:
            entry.content = sequence

    def left(self, number: int, sequence: int) -> None:
        """An object was deleted or moved away."""
        self.changed(number, sequence)
        self._entries[number].gone = True
        del self._arrivals[number]

    def page(self, state: SyncState, limit: int) -> tuple[list[Change], SyncState, bool]:
        """At most `limit` changes after `state`, the state after them, and whether they are the last for now."""
        if state.target <= state.base:
            state = replace(state, target=self.latest, came=state.base, changed=state.base)
        new = list(takewhile(lambda e: e.came > state.came, reversed(self._arrivals.values())))
        new = [entry for entry in reversed(new) if entry.came <= state.target][: limit + 1]
        if len(new) > limit:
            new.pop()
            after = replace(state, came=new[-1].came)
            return [Change("Create", entry.number) for entry in new], after, False
        changes = [Change("Create", entry.number) for entry in new]
        known = takewhile(lambda e: e.last > state.changed, reversed(self._entries.values()))
        rest = [e for e in known if e.came <= state.base and _belongs(e, state)][::-1]
        room = limit - len(changes)
        changes += [Change(_kind(entry, state.base), entry.number) for entry in rest[:room]]
        if len(rest) > room:
            position = rest[room - 1].last if room else state.changed
            return changes, replace(state, came=state.target, changed=position), False
        return changes, SyncState(state.container, base=state.target), self.latest <= state.target


def _belongs(entry: Entry, state: SyncState) -> bool:
    """Whether a change of a known object falls into the round. A change of content does even where the read flag has
    changed since: the next round would tell of the flag alone."""
    return entry.last <= state.target or state.base < entry.content <= state.target


def _kind(entry: Entry, base: int) -> str:
    if entry.gone:
        return "Delete"
    return "Update" if entry.content > base else "ReadFlagChange"
