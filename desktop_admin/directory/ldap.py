"""People and rooms over LDAP, page by page (RFC 2696), so that neither side holds the whole answer."""

from __future__ import annotations

import asyncio
import math
import re
import uuid
from collections.abc import AsyncIterator, Generator, Sequence
from typing import Any, Final

from desktop_admin.directory.ldap_server import (
    BROKEN,
    TOO_MANY,
    cut,
    in_words,
    ldap3,
    leave,
    prepared,
    refused,
    sign_in,
)
from desktop_admin.directory.thread import OwnThread
from desktop_admin.domain.directory import (
    DirectoryBatch,
    DirectoryEntry,
    DirectoryFault,
    DirectoryProblem,
    LdapSource,
    Mapping,
    is_disabled,
    is_shared_mailbox,
    person_entry,
    proxy_address,
    room_of,
)

_PAGED: Final = "1.2.840.113556.1.4.319"
_SPARE_NAME: Final = "cn"
_MOST_PAGES: Final = 100_000
_SMALLEST_PAGE: Final = 50
_SAMPLE_PAGES: Final = 5
_MOST_RANGES: Final = 1000
_SAMPLE_RANGES: Final = 1
_RANGE: Final = re.compile(r"(.+);range=(\d{1,9})-(\d{1,9}|\*)", re.IGNORECASE | re.ASCII)

Values = dict[str, list[bytes]]
"""An entry's values by the attribute's name in lower case."""


class LdapDirectory:
    """Implements ``domain.directory.Directory``. Signs in once a reading; each page has the source's time limit."""

    def __init__(self, source: LdapSource) -> None:
        self._source = source
        self._thread = OwnThread("directory")
        self._open: ldap3.Connection | None = None

    def __repr__(self) -> str:
        return f"LdapDirectory({self._source.server}:{self._source.port})"

    async def read(self) -> AsyncIterator[DirectoryBatch]:
        async for batch in self._batches(self._pages(self._source.page_size)):
            yield batch

    async def sample(self, count: int) -> DirectoryBatch:
        """Disabled accounts do not count: the sample is of what would be imported.

        At most five pages and the time of one request, also where no entry has the attributes that are asked for, and
        no more entries than ``count``, also where the server knows no pages.
        """
        found, pages = DirectoryBatch(), 0
        try:
            async with asyncio.timeout(self._source.time_limit):
                async for batch in self._batches(self._pages(max(count, 10) * 2, _SAMPLE_RANGES)):
                    pages += 1
                    problems = (found.problems + batch.problems)[:count]
                    entries = (found.entries + batch.entries)[:count]
                    found = DirectoryBatch(entries, problems, found.left_out + batch.left_out)
                    if len(found.entries) >= count or pages == _SAMPLE_PAGES:
                        break
        except TimeoutError:
            raise self._too_slow() from None
        return found

    async def close(self) -> None:
        if self._open is not None:
            cut(self._open)
        self._thread.close()

    async def _batches(self, pages: Generator[DirectoryBatch]) -> AsyncIterator[DirectoryBatch]:
        limit = 3 * self._source.time_limit
        try:
            async for batch in self._thread.each(pages, limit):
                yield batch
        except TimeoutError:
            raise self._too_slow() from None
        finally:
            # Whoever stops in the middle, by cancelling too, leaves a thread that waits: this wakes it.
            if self._open is not None:
                cut(self._open)

    def _too_slow(self) -> DirectoryFault:
        where = f"{self._source.server}:{self._source.port}"
        return DirectoryFault(
            f"The directory at {where} does not answer in time.", "Check the network and the server's load."
        )

    def _pages(self, size: int, ranges: int = _MOST_RANGES) -> Generator[DirectoryBatch]:
        """On the thread."""
        source = self._source
        self._open = connection = prepared(source)
        try:
            sign_in(connection, source)
            cookie: bytes | None = None
            for _ in range(_MOST_PAGES):
                connection.search(
                    source.base_dn,
                    source.filter,
                    attributes=_wanted(source.mapping),
                    paged_size=size,
                    paged_cookie=cookie,
                    time_limit=math.ceil(source.time_limit),
                )
                if connection.result["result"] in TOO_MANY and cookie is None and size > _SMALLEST_PAGE:
                    # The server's own limit of a page may be smaller than ours.
                    size = max(size // 4, _SMALLEST_PAGE)
                    continue
                if connection.result["result"]:
                    raise refused(connection)
                response, cookie = connection.response or (), _cookie(connection)
                complete_ranges(connection, response, ranges)
                yield batch_of(response, source.mapping)
                if not cookie:
                    return
        except BROKEN as fault:
            raise in_words(fault, source) from None
        finally:
            self._open = None
            leave(connection)


def complete_ranges(connection: ldap3.Connection, response: Sequence[dict[str, Any]], most: int = _MOST_RANGES) -> None:
    """Reads the rest of attributes that the server gave in part, with ``most`` requests each, into ``response``.

    Microsoft, MS-ADTS 3.1.1.3.1.3.3: ``proxyAddresses;range=0-1499`` names the values given; ``*`` ends the last part.
    """
    for found in response:
        values = found.get("raw_attributes") or {}
        for part in [name for name in values if _RANGE.fullmatch(name)]:
            name, _, last = _ranged(part)
            whole = [*values.get(name, ()), *values.pop(part)]
            for _ in range(most):
                if last == "*":
                    break
                start = int(last) + 1
                wanted = f"{name};range={start}-*"
                connection.search(found["dn"], "(objectClass=*)", search_scope=ldap3.BASE, attributes=[wanted])
                if connection.result["result"]:
                    raise refused(connection)
                answer = (connection.response or [{}])[0].get("raw_attributes") or {}
                given = next((each for each in answer if _RANGE.fullmatch(each)), "")
                if not given:
                    break
                _, first, last = _ranged(given)
                if int(first) != start:
                    # The same part again, or another one than was asked for, would go on for ever.
                    break
                whole += answer[given]
            values[name] = whole


def _ranged(name: str) -> tuple[str, str, str]:
    """The attribute, the number of the first value given, and that of the last one or ``*``."""
    found = _RANGE.fullmatch(name)
    return (found[1], found[2], found[3]) if found else (name, "0", "*")


def batch_of(response: Sequence[dict[str, Any]], mapping: Mapping) -> DirectoryBatch:
    """The people and rooms of one page. References to other servers are passed over."""
    entries: list[DirectoryEntry] = []
    problems: list[DirectoryProblem] = []
    left_out = 0
    for found in response:
        if found.get("type") != "searchResEntry":
            continue
        values: Values = {name.lower(): list(value) for name, value in found["raw_attributes"].items()}
        is_shared = mapping.shared_mailboxes and is_shared_mailbox(_first(values, mapping.recipient))
        if is_disabled(_first(values, mapping.control) or "0") and not is_shared:
            left_out += 1
            continue
        person = _person(found["dn"], values, mapping)
        if not person.address:
            problems.append(DirectoryProblem(f"{found['dn'][:200]} has no e-mail address and was skipped."))
            continue
        entries.append(person)
        if number := _first(values, mapping.room):
            entries.append(room_of(person, number))
    return DirectoryBatch(tuple(entries), tuple(problems), left_out)


def _person(dn: str, values: Values, mapping: Mapping) -> DirectoryEntry:
    others = [each for name in mapping.others for each in _texts(values, name)]
    # The type's upper case marks the address under which the person sends.
    others.sort(key=lambda each: not each.startswith("SMTP:"))
    addresses = (*_texts(values, mapping.address), *(proxy_address(each) for each in others))
    name = _first(values, mapping.name) or _first(values, _SPARE_NAME)
    return person_entry(_key(dn, values, mapping), name, addresses, _first(values, mapping.extension))


def _key(dn: str, values: Values, mapping: Mapping) -> str:
    """What stays when somebody is renamed or moved; the DN where the directory keeps nothing like that."""
    for name in mapping.keys:
        for value in values.get(name.lower(), ()):
            return str(uuid.UUID(bytes_le=value)) if len(value) == 16 else value.decode("utf-8", "replace").lower()
    return dn.casefold()


def _wanted(mapping: Mapping) -> list[str]:
    names = (
        mapping.name,
        _SPARE_NAME,
        mapping.address,
        *mapping.others,
        mapping.extension,
        mapping.room,
        mapping.control,
        mapping.recipient if mapping.shared_mailboxes else "",
        *mapping.keys,
    )
    return list(dict.fromkeys(name for name in names if name))


def _first(values: Values, name: str) -> str:
    return next(iter(_texts(values, name)), "")


def _texts(values: Values, name: str) -> list[str]:
    return [value.decode("utf-8", "replace").strip() for value in values.get(name.lower(), ())] if name else []


def _cookie(connection: ldap3.Connection) -> bytes | None:
    control = (connection.result.get("controls") or {}).get(_PAGED)
    return control["value"]["cookie"] or None if control else None
