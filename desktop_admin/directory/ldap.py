"""People and rooms over LDAP, page by page (RFC 2696), so that neither side holds the whole answer."""

from __future__ import annotations

import math
import uuid
from collections.abc import AsyncIterator, Generator, Sequence
from typing import Any, Final

from desktop_admin.directory.ldap_server import BROKEN, close, cut, in_words, ldap3, prepared, refused, sign_in
from desktop_admin.directory.thread import OwnThread
from desktop_admin.domain.directory import (
    DirectoryBatch,
    DirectoryEntry,
    DirectoryFault,
    DirectoryProblem,
    LdapSource,
    Mapping,
    is_disabled,
    person_entry,
    proxy_address,
    room_of,
)

_PAGED: Final = "1.2.840.113556.1.4.319"
_SPARE_NAME: Final = "cn"
_MOST_PAGES: Final = 100_000

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
        """Disabled accounts do not count: the sample is of what would be taken over."""
        found = DirectoryBatch()
        async for batch in self._batches(self._pages(max(count, 10) * 2)):
            found = DirectoryBatch(
                found.entries + batch.entries, found.problems + batch.problems, found.left_out + batch.left_out
            )
            if len(found.entries) >= count:
                break
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
            where = f"{self._source.server}:{self._source.port}"
            raise DirectoryFault(
                f"The directory at {where} does not answer in time.", "Check the network and the server's load."
            ) from None
        finally:
            # Whoever stops in the middle, by cancelling too, leaves a thread that waits: this wakes it.
            if self._open is not None:
                cut(self._open)

    def _pages(self, size: int) -> Generator[DirectoryBatch]:
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
                if connection.result["result"]:
                    raise refused(connection)
                yield batch_of(connection.response or (), source.mapping)
                cookie = _cookie(connection)
                if not cookie:
                    connection.unbind()
                    return
        except BROKEN as fault:
            raise in_words(fault, source) from None
        finally:
            self._open = None
            close(connection)


def batch_of(response: Sequence[dict[str, Any]], mapping: Mapping) -> DirectoryBatch:
    """The people and rooms of one page. References to other servers are passed over."""
    entries: list[DirectoryEntry] = []
    problems: list[DirectoryProblem] = []
    left_out = 0
    for found in response:
        if found.get("type") != "searchResEntry":
            continue
        values: Values = {name.lower(): list(value) for name, value in found["raw_attributes"].items()}
        if is_disabled(_first(values, mapping.control) or "0"):
            left_out += 1
            continue
        person = _person(found["dn"], values, mapping)
        if not person.address:
            problems.append(DirectoryProblem(f"{found['dn'][:200]} has no email address and is left out."))
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
