"""The directory of an organisation: people and their own meeting rooms, as a directory or a file tells them.

What is read goes into a cache. An outage keeps the last good one, and an empty answer never empties it.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from desktop_admin.domain.address import fold_address, is_address, is_x500
from desktop_admin.domain.retry_pauses import directory_pause
from desktop_admin.domain.telephone import LONGEST_EXTENSION, extension_problem

LDAP_PORT: Final = 389
LDAPS_PORT: Final = 636
MOST_PROBLEMS: Final = 200
"""So many problems of one reading are kept; further ones are counted."""
_LONGEST_KEY: Final = 500
_LONGEST_NAME: Final = 200
_LONGEST_X500: Final = 1000
_ROOM_KEY: Final = "#room"
_SHARED: Final = frozenset(str(kind) for kind in (0x4, 0x10, 0x20, 0x200000000, 0x400000000, 0x800000000))
_PLAIN_HYPHENS: Final = str.maketrans("\u2010\u2011\u2012\u2013\u2212", "-----")


class EntryKind(StrEnum):
    PERSON = "person"
    ROOM = "room"


class Security(StrEnum):
    """How the way to an LDAP server is protected."""

    LDAPS = "ldaps"
    STARTTLS = "starttls"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """``key`` stays the same over all changes of the entry. ``address`` is the first, ``others`` all further ones.

    A room's ``number`` is what the directory says of it; its name and address are those of the person who owns it.
    """

    key: str
    kind: EntryKind
    name: str
    address: str = ""
    others: tuple[str, ...] = ()
    extension: str = ""
    number: str = ""
    x500: tuple[str, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """All by which the entry is known, X.500 names too: folded, each once."""
        return tuple(dict.fromkeys(fold_address(each) for each in (self.address, *self.others, *self.x500) if each))


@dataclass(frozen=True, slots=True)
class DirectoryProblem:
    """Something that was left out: ``line`` is that of a file, 0 where there is none."""

    text: str
    line: int = 0

    def __str__(self) -> str:
        return f"Line {self.line}: {self.text}" if self.line else self.text


@dataclass(frozen=True, slots=True)
class DirectoryBatch:
    """A part of the answer. ``left_out`` counts disabled accounts, which are no problem."""

    entries: tuple[DirectoryEntry, ...] = ()
    problems: tuple[DirectoryProblem, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which attribute of an LDAP entry says what; "" for none. Names are matched in any case.

    ``shared_mailboxes``: those of shared, room and equipment mailboxes count, though their accounts are disabled.
    """

    name: str = "displayName"
    address: str = "mail"
    others: tuple[str, ...] = ("proxyAddresses", "otherMailbox", "legacyExchangeDN")
    extension: str = "telephoneNumber"
    room: str = ""
    control: str = "userAccountControl"
    recipient: str = "msExchRecipientTypeDetails"
    shared_mailboxes: bool = False
    keys: tuple[str, ...] = ("objectGUID", "entryUUID")


@dataclass(frozen=True, slots=True)
class LdapSource:
    """An LDAP server and what to ask it. Without a user name it is asked anonymously; times in seconds."""

    server: str
    port: int
    base_dn: str
    filter: str
    security: Security = Security.LDAPS
    ca_file: str = ""
    user_name: str = ""
    password: str = field(default="", repr=False)
    mapping: Mapping = field(default_factory=Mapping)
    page_size: int = 1000
    time_limit: float = 30.0


@dataclass(frozen=True, slots=True)
class CsvSource:
    file: str


Source = LdapSource | CsvSource


class DirectoryFault(Exception):
    """The directory could not be read: ``text`` says why and ``remedy`` what would help, in an administrator's words.

    ``refused``: the sign-in was, so that trying again soon could lock the account.
    """

    def __init__(self, text: str, remedy: str = "", *, refused: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.remedy = remedy
        self.refused = refused

    def __str__(self) -> str:
        return f"{self.text} {self.remedy}".rstrip()


class Directory(Protocol):
    """A source that can be read from beginning to end."""

    def read(self) -> AsyncIterator[DirectoryBatch]:
        """Everything there is, part by part. Raises :class:`DirectoryFault`, also in the middle."""
        ...

    async def sample(self, count: int) -> DirectoryBatch:
        """The first ``count`` entries or some more; reads no further. Raises :class:`DirectoryFault`."""
        ...

    async def close(self) -> None:
        """Ends whatever is under way. Closing twice does no harm."""
        ...


class DirectoryFactory(Protocol):
    def __call__(self, source: Source) -> Directory: ...


@dataclass(frozen=True, slots=True)
class DirectoryState:
    """What is known of the cache. ``refreshed`` None: nothing was ever loaded. ``trouble`` names the last failure."""

    refreshed: datetime | None = None
    people: int = 0
    rooms: int = 0
    trouble: str = ""
    left_out: int = 0
    problems: tuple[DirectoryProblem, ...] = ()
    problem_count: int = 0

    @property
    def is_loaded(self) -> bool:
        return self.refreshed is not None


def next_refresh(
    refreshed: datetime | None,
    every: timedelta,
    failed: datetime | None,
    failures: int,
    now: datetime,
    *,
    refused: bool,
) -> datetime:
    """When the directory is read again: on its schedule, and after a failure with growing pauses, at least slowly.

    A refused sign-in waits 15 minutes from the beginning: quick retries would lock the account.
    """
    if failed is not None:
        return failed + min(directory_pause(failures, refused=refused), every)
    return now if refreshed is None else refreshed + every


def emptiness(people: int, before: DirectoryState) -> str:
    """Why an answer with so many ``people`` is not taken over; "" where it is."""
    if people:
        return ""
    if before.people:
        return f"The directory gave no people at all; the {before.people} known ones are kept."
    return "The directory gave no people at all."


def person_entry(key: str, name: str, addresses: Iterable[str], extension: str = "") -> DirectoryEntry:
    """A person; the first of ``addresses`` that is one comes first."""
    unique: dict[str, str] = {}
    x500: dict[str, str] = {}
    for address in addresses:
        clean = address.strip()
        if is_address(clean):
            unique.setdefault(fold_address(clean), clean)
        elif is_x500(clean) and len(clean) <= _LONGEST_X500:
            x500.setdefault(fold_address(clean), clean)
    first, *others = unique.values() or ("",)
    shown = clean_text(name)[:_LONGEST_NAME] or first
    return DirectoryEntry(
        short_key(key),
        EntryKind.PERSON,
        shown,
        first,
        tuple(others),
        clean_extension(extension),
        x500=tuple(x500.values()),
    )


def room_of(person: DirectoryEntry, number: str) -> DirectoryEntry:
    """The room of ``person``'s own whose number is ``number``."""
    return DirectoryEntry(
        short_key(person.key + _ROOM_KEY), EntryKind.ROOM, person.name, person.address, number=clean_text(number)
    )


def proxy_address(value: str) -> str:
    """The address in a value of ``proxyAddresses``, SMTP or X.500; "" for those of other kinds (SIP, EUM).

    Microsoft, "proxyAddresses attribute": a value is ``type:address``; the upper-case ``SMTP`` marks the primary one.
    """
    kind, colon, address = value.partition(":")
    if not colon or is_x500(value):
        return value
    return address if kind.lower() in ("smtp", "x500") else ""


def is_disabled(control: str) -> bool:
    """``control``: the account's flags as a number. Microsoft, "userAccountControl": 0x2 is ACCOUNTDISABLE."""
    try:
        return bool(int(control) & 0x2)
    except ValueError:
        return False


def is_shared_mailbox(recipient: str) -> bool:
    """``recipient``: Exchange's kind of recipient as a number.

    Microsoft, "RecipientTypeDetails": shared 0x4, room 0x10, equipment 0x20; the same in the cloud from 0x200000000 on.
    """
    return recipient in _SHARED


def clean_text(text: str) -> str:
    """One line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def clean_extension(text: str) -> str:
    """The telephone number in ``text``, which word processors may have adorned; "" where there is none."""
    number = clean_text(text.translate(_PLAIN_HYPHENS)).removeprefix("tel:")[:LONGEST_EXTENSION].strip()
    return "" if extension_problem(number) else number


def short_key(key: str) -> str:
    """``key``, or its digest where it is longer than what is stored."""
    return key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()
