"""Servers that answer what no directory should: a fault in words or a bounded answer, never a broken reading."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from desktop_admin.directory import open_directory
from desktop_admin.domain.directory import DirectoryBatch, DirectoryFault, LdapSource, Security

BIND, SEARCH = 0x60, 0x63
BIND_ANSWER, ENTRY, REFERENCE, DONE = 0x61, 0x64, 0x73, 0x65
PAGED = b"1.2.840.113556.1.4.319"
Answer = Callable[[int, bytes], bytes]
"""From the number of the message and its bytes to what goes back."""


def ber(tag: int, *parts: bytes) -> bytes:
    """X.690: tag, length, contents."""
    body = b"".join(parts)
    size = len(body).to_bytes(4, "big")
    return bytes([tag, 0x84]) + size + body


def message(number: int, operation: bytes, controls: bytes = b"") -> bytes:
    return ber(0x30, ber(0x02, number.to_bytes(4, "big")), operation, controls)


def result(tag: int, code: int = 0) -> bytes:
    return ber(tag, ber(0x0A, bytes([code])), ber(0x04), ber(0x04))


def done(number: int, cookie: bytes = b"") -> bytes:
    value = ber(0x30, ber(0x02, b"\0"), ber(0x04, cookie))
    return message(number, result(DONE), ber(0xA0, ber(0x30, ber(0x04, PAGED), ber(0x04, value))))


def entry(number: int, name: str, **attributes: list[str]) -> bytes:
    given = [
        ber(0x30, ber(0x04, key.encode()), ber(0x31, *(ber(0x04, each.encode()) for each in values)))
        for key, values in attributes.items()
    ]
    return message(number, ber(ENTRY, ber(0x04, f"CN={name}".encode()), ber(0x30, *given)))


def person(number: int, name: str = "anna", **more: list[str]) -> bytes:
    return entry(number, name, mail=[f"{name}@example.com"], **more)


class Server:
    """Takes every sign-in, unless ``bind`` is set, and answers searches with ``search``."""

    def __init__(self, search: Answer, bind: Answer | None = None) -> None:
        self._search = search
        self._bind = bind or (lambda number, _: message(number, result(BIND_ANSWER)))
        self.searches: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (data := await reader.read(65536)).startswith(b"\x30"):
                number, operation = self._begin(data)
                if operation == SEARCH:
                    self.searches.append(data)
                    writer.write(self._search(number, data))
                elif operation == BIND:
                    writer.write(self._bind(number, data))
        except OSError:
            pass
        finally:
            writer.close()

    @staticmethod
    def _begin(data: bytes) -> tuple[int, int]:
        at = 2 + (data[1] & 0x7F if data[1] & 0x80 else 0)
        end = at + 2 + data[at + 1]
        return int.from_bytes(data[at + 2 : end], "big"), data[end]


@asynccontextmanager
async def asked(server: Server) -> AsyncIterator[Callable[[], Awaitable[DirectoryBatch]]]:
    """A sample of ten from the server."""
    async with await asyncio.start_server(server.serve, "127.0.0.1", 0) as up:
        source = LdapSource(
            "127.0.0.1", up.sockets[0].getsockname()[1], "DC=x", "(mail=*)", Security.PLAIN, time_limit=20.0
        )
        directory = open_directory(source)
        yield lambda: directory.sample(10)
        await directory.close()


def with_control(number: int, *value: bytes) -> bytes:
    return message(number, result(DONE), ber(0xA0, ber(0x30, ber(0x04, PAGED), *value)))


@pytest.mark.parametrize(
    "server",
    [
        Server(lambda n, _: b"\x30\x05\xff\xff\xff\xff\xff"),
        Server(lambda n, _: message(n, ber(ENTRY)) + done(n)),
        Server(lambda n, _: with_control(n)),
        Server(lambda n, _: with_control(n, ber(0x04, b"junk"))),
    ],
    ids=["no message", "empty entry", "no value of a control", "junk in a control"],
)
async def test_an_answer_that_cannot_be_decoded_is_a_fault_in_words(server: Server) -> None:
    async with asked(server) as sample:
        with pytest.raises(DirectoryFault) as caught:
            await sample()
    assert "sent an answer that cannot be read" in caught.value.text
    assert caught.value.remedy


async def test_a_sample_is_no_longer_where_the_server_knows_no_pages() -> None:
    everybody = Server(lambda n, _: b"".join(person(n, f"p{each}") for each in range(3000)) + message(n, result(DONE)))
    async with asked(everybody) as sample:
        assert len((await sample()).entries) == 10


def start_of(data: bytes) -> int | None:
    found = re.search(rb"proxyAddresses;range=(\d+)-\*", data)
    return int(found[1]) if found else None


async def test_parts_of_an_attribute_are_asked_for_over_the_wire() -> None:
    def answer(number: int, data: bytes) -> bytes:
        start = start_of(data) or 0
        name = "proxyAddresses;range=2-*" if start else "proxyAddresses;range=0-1"
        values = [f"smtp:p{each}@example.com" for each in range(start, start + 2)]
        return person(number, **{name: values}) + done(number)

    server = Server(answer)
    async with asked(server) as sample:
        (anna,) = (await sample()).entries
    assert anna.others == tuple(f"p{each}@example.com" for each in range(4))
    assert [start_of(each) for each in server.searches] == [None, 2]


@pytest.mark.parametrize(
    "name", ["proxyAddresses;range=0-1", f"proxyAddresses;range=0-{'9' * 5000}", "proxyAddresses;range=0-99999"]
)
async def test_a_server_whose_parts_never_end_is_asked_a_few_times(name: str) -> None:
    """It gives the same part whatever is asked for, and the same page too."""
    server = Server(lambda n, _: person(n, **{name: ["smtp:other@example.com"]}) + done(n, b"more"))
    async with asked(server) as sample:
        found = await sample()
    assert {each.address for each in found.entries} == {"anna@example.com"}
    assert len(server.searches) <= 10


async def test_a_referral_instead_of_a_part_leaves_what_was_given() -> None:
    def answer(number: int, data: bytes) -> bytes:
        if start_of(data) is None:
            return person(number, **{"proxyAddresses;range=0-0": ["smtp:other@example.com"]}) + done(number)
        return message(number, ber(REFERENCE, ber(0x04, b"ldap://elsewhere.example/"))) + done(number)

    async with asked(Server(answer)) as sample:
        (anna,) = (await sample()).entries
    assert anna.others == ("other@example.com",)


async def test_a_result_that_nobody_knows_is_named() -> None:
    async with asked(Server(lambda n, _: done(n), bind=lambda n, _: message(n, result(BIND_ANSWER, 100)))) as sample:
        with pytest.raises(DirectoryFault, match="The directory answers “result 100”"):
            await sample()


def referred(code: int, *addresses: str) -> Answer:
    """A sign-in that is sent to other servers (RFC 4511, 4.1.10)."""

    def answer(number: int, _: bytes) -> bytes:
        where = ber(0xA3, *(ber(0x04, address.encode()) for address in addresses)) if addresses else b""
        body = ber(BIND_ANSWER, ber(0x0A, bytes([code])), ber(0x04), ber(0x04), where)
        return message(number, body)

    return answer


@pytest.mark.parametrize(
    "addresses",
    [
        (),
        ("ldap://dc1.other.example/",),
        ("ldap://dc1.other.example/DC=other", "ldaps://dc2.other.example:636/"),
        ("",),
    ],
    ids=["no address", "one", "two", "an empty one"],
)
async def test_a_sign_in_that_is_referred_elsewhere_says_so(addresses: tuple[str, ...]) -> None:
    async with asked(Server(lambda number, _: done(number), bind=referred(10, *addresses))) as sample:
        with pytest.raises(DirectoryFault, match="refers the sign-in to another server") as fault:
            await sample()
    assert "domain controller" in (fault.value.remedy or "")
    assert not fault.value.refused
