"""A real directory server for the tests of this folder, started once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_admin.domain.directory import LdapSource, Mapping, Security
from tests.helpers.ldap_server import (
    BASE,
    MISSING,
    READER,
    READER_PASSWORD,
    Account,
    LdapServer,
    has_slapd,
    ldap_server,
)

GUID = bytes(range(16))

PEOPLE = (
    Account(
        "Anna Berg",
        "anna.berg@example.com",
        "Anna Berg (Sales)",
        proxies=("smtp:anna@example.com", "SMTP:Anna.Berg@example.com", "sip:anna@example.com", "X500:/o=Ex/cn=anna"),
        others=("a.berg@example.org",),
        phone="+49 30 1001",
        room="71001",
        guid=GUID,
    ),
    Account("Moritz, Ben", "", "Ben Moritz", proxies=("smtp:ben@example.com", "SMTP:ben.moritz@example.com")),
    Account("Zoë Ångström", "zoe@example.com"),
    Account("Left Long Ago", "left@example.com", control=514, room="79999"),
    Account("No Mail", ""),
    Account("Reception", "reception@example.com", control=514, more=("msExchRecipientTypeDetails: 4",)),
    Account("Room Oak", "oak@example.com", control=514, more=("msExchRecipientTypeDetails: 8589934592",)),
    Account("Left Too", "left.too@example.com", control=514, more=("msExchRecipientTypeDetails: 1",)),
)


def crowd(size: int) -> tuple[Account, ...]:
    return tuple(
        Account(
            f"Person {number:05}",
            f"person{number:05}@example.com",
            f"Person {number:05}",
            proxies=(f"SMTP:person{number:05}@example.com", f"smtp:p{number}@example.org"),
            phone=f"{10000 + number}",
            control=514 if number % 100 == 99 else 512,
        )
        for number in range(size)
    )


@pytest.fixture(scope="session")
def server() -> Iterator[LdapServer]:
    if not has_slapd():
        pytest.skip(MISSING)
    # A short path of its own: where slapd is confined, it may read below the system's place for temporary files.
    with tempfile.TemporaryDirectory(prefix="slapd-") as folder, ldap_server(Path(folder), PEOPLE + crowd(2500)) as up:
        yield up


def source_of(server: LdapServer, /, **changed: object) -> LdapSource:
    source = LdapSource(
        server="127.0.0.1",
        port=server.tls_port,
        base_dn=BASE,
        filter="(&(objectCategory=person)(objectClass=user))",
        security=Security.LDAPS,
        ca_file=server.ca_file,
        user_name=READER,
        password=READER_PASSWORD,
        mapping=Mapping(room="ipPhone"),
        time_limit=20.0,
    )
    return replace(source, **changed)  # type: ignore[arg-type]  # each test says which field it means
