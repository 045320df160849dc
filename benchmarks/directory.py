"""The directory of 50,000 people: loaded from a real LDAP server into the cache, and asked for a sender.

Held against the obvious ldap3 script, which reads the same into a list and stores nothing.
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.calibration import calibration
from benchmarks.report import Row, row
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

PEOPLE, BRIEF = 50_000, 2_000
LOOKED_UP = 2_000
FILTER = "(&(objectCategory=person)(objectClass=user))"


def measure(brief: bool) -> list[Row]:
    if not has_slapd():
        print(MISSING, file=sys.stderr)
        return []
    count = BRIEF if brief else PEOPLE
    accounts = (
        Account(
            f"Person {number:05}",
            f"person{number:05}@example.com",
            f"Person {number:05}",
            proxies=(f"SMTP:person{number:05}@example.com", f"smtp:p{number}@example.org"),
            phone=f"{number}",
            room=f"7{number:05}" if number % 50 == 0 else "",
        )
        for number in range(count)
    )
    # Each in a process of its own: memory is told by its peak.
    with tempfile.TemporaryDirectory(prefix="slapd-") as folder, ldap_server(Path(folder), accounts) as server:
        ours = _child("ours", server, count)
        script = _child("script", server, count)
        again = ours["refresh"]
    plain = calibration() * 1000
    name = f"directory of {count:,} people"
    return [
        row(f"{name}, loaded from LDAP in", ours["seconds"], "s", baseline=script["seconds"], bound="ratio <= 12"),
        row(f"{name}, loaded again in", again, "s", baseline=script["seconds"], bound="ratio <= 12"),
        row(f"{name}, peak memory", ours["mb"], "MB", baseline=script["mb"], bound="ratio <= 2"),
        row(f"{name}, longest wait of others for the database", ours["stall"], "ms"),
        row(f"{name}, look-up of a sender", ours["lookup"], "ms", baseline=plain, bound="ratio <= 0.2"),
    ]


def _child(what: str, server: LdapServer, count: int) -> dict[str, float]:
    given = json.dumps({"server": asdict(server) | {"folder": ""}, "count": count})
    command = [sys.executable, "-m", "benchmarks.directory", what, given]
    found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    told: dict[str, float] = json.loads(found.stdout)
    return told


async def _ours(port: int, ca_file: str, count: int) -> dict[str, float]:
    from desktop_admin.exchange import ExchangePushDecoder
    from desktop_admin.service.concierge import Concierge
    from desktop_admin.service.keys import directory_password_key
    from desktop_admin.storage import Database
    from desktop_admin.vault import MemoryVault
    from tests.helpers.fake_mail import FakeMail

    with tempfile.TemporaryDirectory() as folder:
        vault = MemoryVault()
        database = Database(Path(folder, "concierge.sqlite3"))
        concierge = Concierge(database, vault, lambda *_: FakeMail(), ExchangePushDecoder())
        await concierge.open()
        made = await concierge.commands.integrations.add({"name": "Head office"})
        await vault.put(directory_password_key(made.id), READER_PASSWORD)
        values = {"source": "ldap", "server": "127.0.0.1", "port": port, "ca_file": ca_file, "base_dn": BASE}
        values |= {"filter": FILTER, "user_name": READER, "room_attribute": "ipPhone"}
        await concierge.commands.directory.save(made.id, values)
        waits: list[float] = []
        ended = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(_waiting(database, waits, ended))
            began = time.perf_counter()
            view = await concierge.commands.directory.refresh(made.id)
            seconds = time.perf_counter() - began
            assert (view.state.people, view.state.trouble) == (count, ""), view
            began = time.perf_counter()
            await concierge.commands.directory.refresh(made.id)
            again = time.perf_counter() - began
            ended.set()
        async with database.begin() as work:
            took = []
            for number in range(LOOKED_UP):
                began = time.perf_counter()
                assert await work.directory.entries_of(made.id, (f"P{number * 7 % count}@example.org",))
                took.append((time.perf_counter() - began) * 1000)
            # The middle one: whatever else the machine does makes single ones longer.
            lookup = median(took)
        await concierge.stop()
    return {"seconds": seconds, "refresh": again, "mb": _peak(), "lookup": lookup, "stall": max(waits) * 1000}


async def _waiting(database: Any, waits: list[float], ended: asyncio.Event) -> None:
    """Whoever else wants to store something while the directory is read, every 20 ms."""
    while not ended.is_set():
        began = time.perf_counter()
        async with database.begin():
            waits.append(time.perf_counter() - began)
        await asyncio.sleep(0.02)


def _script(port: int, ca_file: str, count: int) -> dict[str, float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import ssl

        import ldap3

    began = time.perf_counter()
    tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=ca_file)
    server = ldap3.Server("127.0.0.1", port=port, use_ssl=True, tls=tls)
    connection = ldap3.Connection(server, READER, READER_PASSWORD, auto_bind=True)
    found = connection.extend.standard.paged_search(
        BASE,
        FILTER,
        attributes=["displayName", "cn", "mail", "proxyAddresses", "telephoneNumber", "ipPhone", "userAccountControl"],
        paged_size=1000,
        generator=False,
    )
    known = {value.lower() for entry in found for value in entry["attributes"].get("proxyAddresses", ())}
    assert len(known) == 2 * count
    return {"seconds": time.perf_counter() - began, "mb": _peak()}


def _peak() -> float:
    """Megabytes; Linux tells kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _main() -> None:
    what, given = sys.argv[1], json.loads(sys.argv[2])
    port, ca_file, count = given["server"]["tls_port"], given["server"]["ca_file"], given["count"]
    told = asyncio.run(_ours(port, ca_file, count)) if what == "ours" else _script(port, ca_file, count)
    print(json.dumps(told))


if __name__ == "__main__":
    _main()
