"""People over LDAP, read from a real server."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import tempfile
from pathlib import Path
from typing import Any, ClassVar

import pytest

from desktop_admin.directory import open_directory
from desktop_admin.directory.ldap import batch_of, complete_ranges
from desktop_admin.directory.ldap_server import refused
from desktop_admin.domain.directory import (
    DirectoryBatch,
    DirectoryEntry,
    DirectoryFault,
    EntryKind,
    LdapSource,
    Mapping,
    Security,
)
from tests.directory.conftest import source_of
from tests.helpers.certificates import Authority
from tests.helpers.ldap_server import BASE, MISSING, READER, Account, LdapServer, has_slapd, ldap_server
from tests.helpers.ports import free_port


async def batches_of(source: LdapSource) -> list[DirectoryBatch]:
    directory = open_directory(source)
    try:
        return [batch async for batch in directory.read()]
    finally:
        await directory.close()


async def read(source: LdapSource) -> dict[str, DirectoryEntry]:
    return {entry.key: entry for batch in await batches_of(source) for entry in batch.entries}


async def fault_of(source: LdapSource) -> DirectoryFault:
    with pytest.raises(DirectoryFault) as caught:
        await batches_of(source)
    return caught.value


async def test_more_people_than_the_server_gives_at_once(server: LdapServer) -> None:
    batches = await batches_of(source_of(server))
    people = [entry for batch in batches for entry in batch.entries if entry.kind is EntryKind.PERSON]
    assert len(batches) == 3
    assert len(people) == len({entry.key for entry in people}) == 2478
    assert sum(batch.left_out for batch in batches) == 29


async def test_every_address_of_a_person_but_none_of_another_kind(server: LdapServer) -> None:
    anna = next(each for each in (await read(source_of(server))).values() if each.name == "Anna Berg (Sales)")
    assert anna.address == "anna.berg@example.com"
    assert set(anna.others) == {"anna@example.com", "a.berg@example.org"}
    assert anna.extension == "+49 30 1001"


async def test_what_stays_of_an_entry_is_its_guid(server: LdapServer) -> None:
    found = await read(source_of(server))
    assert found["03020100-0504-0706-0809-0a0b0c0d0e0f"].name == "Anna Berg (Sales)"


async def test_the_primary_proxy_address_stands_in_for_a_missing_mail(server: LdapServer) -> None:
    ben = next(each for each in (await read(source_of(server))).values() if each.name == "Ben Moritz")
    assert (ben.address, ben.others) == ("ben.moritz@example.com", ("ben@example.com",))


async def test_names_outside_ascii_and_without_display_name(server: LdapServer) -> None:
    assert "Zoë Ångström" in {each.name for each in (await read(source_of(server))).values()}


async def test_a_room_belongs_to_its_person_and_a_disabled_account_has_none(server: LdapServer) -> None:
    rooms = [each for each in (await read(source_of(server))).values() if each.kind is EntryKind.ROOM]
    (room,) = rooms
    assert (room.number, room.name, room.address) == ("71001", "Anna Berg (Sales)", "anna.berg@example.com")


async def test_without_a_room_attribute_there_are_no_rooms(server: LdapServer) -> None:
    found = await read(source_of(server, mapping=Mapping()))
    assert {each.kind for each in found.values()} == {EntryKind.PERSON}


async def test_who_has_no_address_is_named(server: LdapServer) -> None:
    (problem,) = [problem for batch in await batches_of(source_of(server)) for problem in batch.problems]
    assert "cn=no mail" in problem.text.lower()


@pytest.mark.parametrize("security", list(Security))
async def test_each_kind_of_transport(server: LdapServer, security: Security) -> None:
    port = server.tls_port if security is Security.LDAPS else server.port
    found = await read(source_of(server, security=security, port=port, filter="(cn=Anna Berg)"))
    assert len(found) == 2


async def test_a_sample_reads_no_further_than_it_needs(server: LdapServer) -> None:
    directory = open_directory(source_of(server))
    sample = await directory.sample(10)
    await directory.close()
    assert 10 <= len(sample.entries) <= 30


async def test_a_refused_password(server: LdapServer) -> None:
    fault = await fault_of(source_of(server, password="wrong"))
    assert fault.refused
    assert "password" in fault.text
    assert "wrong" not in str(fault)


async def test_no_password_with_a_user_name(server: LdapServer) -> None:
    fault = await fault_of(source_of(server, password=""))
    assert fault.text == f"No password is stored for the directory account {READER}."


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"base_dn": "DC=elsewhere,DC=org"}, "base DN"),
        ({"base_dn": "not a dn"}, "base DN"),
        ({"ca_file": ""}, "unknown authority"),
        ({"server": "localhost"}, "not for localhost"),
        ({"server": "no-such-host.invalid"}, "no server named"),
    ],
)
async def test_what_is_wrong_is_said(server: LdapServer, changed: dict[str, object], words: str) -> None:
    fault = await fault_of(source_of(server, **changed))
    assert words in fault.text
    assert fault.remedy


async def test_another_authority_is_not_trusted(server: LdapServer, tmp_path: Path) -> None:
    fault = await fault_of(source_of(server, ca_file=Authority().file(tmp_path)))
    assert "unknown authority" in fault.text


async def test_a_file_that_is_no_certificate(server: LdapServer, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing of the kind")
    fault = await fault_of(source_of(server, ca_file=str(tmp_path / "ca.pem")))
    assert "CA file" in fault.text
    assert "no certificate in PEM form" in fault.text


async def test_a_ca_file_that_cannot_be_opened(server: LdapServer, tmp_path: Path) -> None:
    for file, why in ((tmp_path / "gone.pem", "no such file"), (tmp_path, "is a directory")):
        fault = await fault_of(source_of(server, ca_file=str(file)))
        assert str(file) in fault.text
        assert why in fault.text.lower()


async def test_encryption_at_a_port_that_has_none(server: LdapServer) -> None:
    fault = await fault_of(source_of(server, port=server.port, time_limit=2.0))
    assert "encrypted" in fault.text


@pytest.mark.parametrize("security", [Security.PLAIN, Security.STARTTLS])
async def test_anything_but_ldaps_at_the_port_of_ldaps(server: LdapServer, security: Security) -> None:
    fault = await fault_of(source_of(server, security=security, port=server.tls_port, time_limit=5.0))
    assert f"Port {server.tls_port} of 127.0.0.1 expects LDAPS." in fault.text
    assert "Choose LDAPS" in fault.remedy


async def test_nobody_listens() -> None:
    fault = await fault_of(LdapSource("127.0.0.1", free_port(), BASE, "(mail=*)", Security.PLAIN, time_limit=2.0))
    assert "does not answer" in fault.text


async def test_a_server_that_says_nothing_is_left_within_its_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        source = LdapSource("127.0.0.1", silent.getsockname()[1], BASE, "(mail=*)", Security.PLAIN, time_limit=0.3)
        fault = await fault_of(source)
    assert "does not answer" in fault.text


async def test_leaving_while_the_server_is_silent_does_not_wait_for_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        source = LdapSource("127.0.0.1", silent.getsockname()[1], BASE, "(mail=*)", Security.PLAIN, time_limit=60.0)
        directory = open_directory(source)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await directory.sample(1)
        await directory.close()


async def test_a_search_that_finds_nobody_is_no_fault(server: LdapServer) -> None:
    assert await read(source_of(server, filter="(mail=nobody@example.com)")) == {}


async def test_a_sample_ends_soon_where_no_entry_has_the_attributes_that_are_asked_for(server: LdapServer) -> None:
    wrong = Mapping(address="noSuchAttribute", others=())
    directory = open_directory(source_of(server, mapping=wrong))
    sample = await directory.sample(10)
    await directory.close()
    assert sample.entries == ()
    assert 1 <= len(sample.problems) <= 10


async def test_a_sample_has_the_time_of_one_request_however_slowly_the_server_answers(server: LdapServer) -> None:
    """A server that answers each page just in time would keep one waiting for hours."""
    async with Relay(server.port, pause=0.25) as relay:
        wrong = Mapping(address="noSuchAttribute", others=())
        slow = source_of(server, security=Security.PLAIN, port=relay.port, mapping=wrong, time_limit=0.6)
        directory = open_directory(slow)
        with pytest.raises(DirectoryFault, match="in time"):
            await directory.sample(10)
        await directory.close()


@pytest.mark.parametrize(
    "changed", [{}, {"password": "wrong"}, {"base_dn": "DC=elsewhere,DC=org"}], ids=["read", "refused", "no such base"]
)
async def test_every_connection_says_goodbye(server: LdapServer, changed: dict[str, object]) -> None:
    async with Relay(server.port) as relay:
        source = source_of(server, security=Security.PLAIN, port=relay.port, filter="(cn=Anna Berg)", **changed)
        with contextlib.suppress(DirectoryFault):
            await batches_of(source)
        # The number of a message has two bytes once a process has sent more than a few.
        unbind = rb"\x30(\x05\x02\x01.|\x06\x02\x02..|\x07\x02\x03...)\x42\x00$"
        assert re.search(unbind, await relay.heard(), re.DOTALL), "an UnbindRequest ends it"


@pytest.mark.parametrize(
    ("code", "words"),
    [(1, "anonymous"), (10, "another directory server"), (50, "may not read"), (11, "administrative limit")],
)
def test_an_answer_with_this_code_says_what_to_do(code: int, words: str) -> None:
    class Answered:
        result: ClassVar = {"result": code, "description": "someName"}

    fault = refused(Answered())  # type: ignore[arg-type]  # only the result of the last answer is looked at
    assert words in fault.text
    assert fault.remedy
    assert "someName" not in str(fault)


async def test_shared_and_room_mailboxes_count_where_that_is_set(server: LdapServer) -> None:
    def named(found: dict[str, DirectoryEntry]) -> set[str]:
        return {each.address for each in found.values()} & {
            "reception@example.com",
            "oak@example.com",
            "left.too@example.com",
            "left@example.com",
        }

    assert named(await read(source_of(server))) == set()
    taken = await read(source_of(server, mapping=Mapping(shared_mailboxes=True)))
    assert named(taken) == {"reception@example.com", "oak@example.com"}


async def test_a_server_that_gives_smaller_pages_is_asked_for_smaller_ones() -> None:
    if not has_slapd():
        pytest.skip(MISSING)
    people = [Account(f"Person {number}", f"person{number}@example.com") for number in range(240)]
    with (
        tempfile.TemporaryDirectory(prefix="slapd-") as folder,
        ldap_server(Path(folder), people, size_limit=100, page_limit=70) as small,
    ):
        found = await read(source_of(small))
    assert len(found) == 240


class Ranged:
    """A connection to a server that gives three values of an attribute at most, as Active Directory gives 1,500."""

    def __init__(self, values: list[bytes]) -> None:
        self.values = values
        self.asked: list[str] = []
        self.result = {"result": 0}
        self.response: list[dict[str, Any]] = []

    def part(self, start: int) -> dict[str, list[bytes]]:
        end = start + 3
        last = "*" if end >= len(self.values) else str(end - 1)
        return {f"proxyAddresses;Range={start}-{last}": self.values[start:end]}

    def search(self, dn: str, _filter: str, *, search_scope: str, attributes: list[str]) -> None:
        (wanted,) = attributes
        self.asked.append(wanted)
        start = int(re.fullmatch(r"proxyAddresses;range=(\d+)-\*", wanted)[1])
        self.response = [{"dn": dn, "raw_attributes": self.part(start)}]


@pytest.mark.parametrize("count", [1, 3, 4, 8, 9])
def test_an_attribute_that_comes_in_parts_is_read_to_its_end(count: int) -> None:
    values = [f"smtp:p{number}@example.com".encode() for number in range(count)]
    connection = Ranged(values)
    found = {"type": "searchResEntry", "dn": "CN=Anna", "raw_attributes": {"proxyAddresses": [], **connection.part(0)}}
    complete_ranges(connection, [found])
    (anna,) = batch_of([found], Mapping()).entries
    assert anna.addresses == tuple(f"p{number}@example.com" for number in range(count))
    assert len(connection.asked) == (count - 1) // 3


class Relay:
    """Passes bytes to a server on loopback and back, ``pause`` seconds late; keeps what the client sent."""

    def __init__(self, to: int, pause: float = 0.0) -> None:
        self._to = to
        self._pause = pause
        self._sent = bytearray()
        self._ended = asyncio.Event()
        self._running: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Relay:
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def heard(self) -> bytes:
        """Everything, once the client has closed the connection."""
        async with asyncio.timeout(20):
            await self._ended.wait()
        return bytes(self._sent)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._running.append(asyncio.current_task())
        there, to_there = await asyncio.open_connection("127.0.0.1", self._to)

        async def back() -> None:
            with contextlib.suppress(OSError):
                while data := await there.read(65536):
                    await asyncio.sleep(self._pause)
                    writer.write(data)
            writer.close()

        async def forth() -> None:
            with contextlib.suppress(OSError):
                while data := await reader.read(65536):
                    self._sent += data
                    to_there.write(data)
            self._ended.set()
            to_there.close()

        try:
            await asyncio.gather(back(), forth())
        finally:
            for each in (writer, to_there):
                each.close()
                with contextlib.suppress(OSError):
                    await each.wait_closed()
