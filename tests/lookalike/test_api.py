"""The look-alike as an object and on a thread: who is in it, life, restarts, and an end that nothing hinders."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from datetime import UTC, datetime

import httpx
import pytest

from exchange_lookalike.accounts import Account
from exchange_lookalike.api import Sandbox, SandboxThread
from exchange_lookalike.life import PACES
from exchange_lookalike.listener import PortTaken
from tests.helpers.edge import XML, request, subscribe, texts, until

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIND = (
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>'
    '<m:CalendarView StartDate="2026-11-22T00:00:00Z" EndDate="2026-11-30T00:00:00Z"/>'
    '<m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
)


def present() -> datetime:
    return NOW


def note(subject: str) -> str:
    """A message that its writer keeps in the inbox."""
    return (
        '<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId><t:DistinguishedFolderId Id="inbox"/>'
        f"</m:SavedItemFolderId><m:Items><t:Message><t:Subject>{subject}</t:Subject></t:Message></m:Items>"
        "</m:CreateItem>"
    )


def people(sandbox: Sandbox) -> list[Account]:
    return [account for account in sandbox.accounts if account.kind == "user"]


async def ask(sandbox: Sandbox, body: str, person: int = 0) -> httpx.Response:
    """Send an operation over HTTP as one of the people."""
    who = people(sandbox)[person]
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(sandbox.url, content=request(body), headers=XML, auth=(who.address, who.password))


async def test_a_company_stands_behind_the_url() -> None:
    async with Sandbox(people=5, seed=2, clock=present) as sandbox:
        kinds = [account.kind for account in sandbox.accounts]
        assert kinds.count("user") == 5
        assert sandbox.service_account.may_impersonate
        assert sandbox.service_account.may_open(sandbox.conferencing_mailbox)
        assert sandbox.service_account.kind != "user" != sandbox.conferencing_mailbox.kind
        assert sandbox.directory.lists[f"everybody@{sandbox.domain}"].members == [p.address for p in people(sandbox)]
        for number in range(5):
            found = await ask(sandbox, FIND, number)
            assert texts(found.content, "//m:ResponseCode") == ["NoError"]
            assert len(texts(found.content, "//t:CalendarItem")) >= 10
        assert sandbox.counters()["requests"] == {"FindItem": 5}
        assert not sandbox.dispatcher.failures


async def test_the_seed_decides_over_passwords_and_calendars() -> None:
    async def seen(seed: int) -> tuple[list[str], list[str]]:
        async with Sandbox(people=3, seed=seed, clock=present) as sandbox:
            found = await ask(sandbox, FIND)
            return [account.password for account in sandbox.accounts], texts(found.content, "//t:Subject")

    assert await seen(1) == await seen(1) != await seen(2)


async def test_what_happens_is_told_to_subscribers() -> None:
    async with Sandbox(people=1, clock=present) as sandbox:
        made = await ask(
            sandbox, subscribe("Pull", kinds="CreatedEvent NewMailEvent", extra="<t:Timeout>10</t:Timeout>")
        )
        (wanted,), (mark,) = texts(made.content, "//m:SubscriptionId"), texts(made.content, "//m:Watermark")
        assert texts((await ask(sandbox, note("Told"))).content, "//m:ResponseCode") == ["NoError"]
        told = await ask(
            sandbox,
            f"<m:GetEvents><m:SubscriptionId>{wanted}</m:SubscriptionId><m:Watermark>{mark}</m:Watermark></m:GetEvents>",
        )
        assert len(texts(told.content, "//t:CreatedEvent")) == 1
        assert sandbox.forget_subscriptions() == 1
        assert sandbox.forget_subscriptions() == 0


async def test_a_restart_keeps_the_mailboxes_and_the_port() -> None:
    async with Sandbox(people=1, clock=present) as sandbox:
        url = sandbox.url
        await ask(sandbox, note("Kept"))
        await ask(sandbox, subscribe("Streaming"))
        await sandbox.restart()
        assert sandbox.url == url
        assert sandbox.forget_subscriptions() == 0
        inbox = sandbox.store.folder(people(sandbox)[0], "inbox")
        assert [item.text("Subject") for item in inbox.items.values()] == ["Kept"]
        assert (await ask(sandbox, FIND)).status_code == 200


async def test_life_goes_on_when_the_instructions_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PACES, "fast", (0.001, 0.002))
    asked: list[None] = []

    async def instructions() -> str:
        asked.append(None)
        if len(asked) == 1:
            raise RuntimeError("the service is not there yet")
        return "<p>Join</p>"

    async with Sandbox(people=4, life="fast", joining_instructions=instructions) as sandbox:
        vmr = sandbox.store.folder(sandbox.conferencing_mailbox, "inbox")
        await until(lambda: len(asked) > 3 and len(vmr.items) > 1)
        assert not sandbox.dispatcher.failures


async def test_wrong_wishes_and_a_taken_port_are_said() -> None:
    with pytest.raises(ValueError, match="life must be off, slow or fast"):
        Sandbox(people=1, life="frantic")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            await Sandbox(people=1, port=port, tls=True).start()
        thread = SandboxThread(people=1, port=port)
        with pytest.raises(PortTaken, match=str(port)):
            await asyncio.to_thread(thread.start)
        assert thread.stop()


def test_on_a_thread_it_starts_and_ends_with_clients_connected() -> None:
    thread = SandboxThread(people=2, seed=5, life="slow")
    thread.start()
    try:
        service = thread.service_account
        answer = httpx.get(thread.url, auth=(service.address, service.password), trust_env=False)
        assert answer.status_code == 200
        assert thread.conferencing_mailbox.address.endswith(thread.domain)
        assert [account.kind for account in thread.directory].count("user") == 2
        url = httpx.URL(thread.url)
        with socket.create_connection((url.host, url.port or 0)):
            began = time.monotonic()
            assert thread.stop()
            assert time.monotonic() - began < 5
    finally:
        thread.stop()
    assert not any(one.name == "exchange-look-alike" for one in threading.enumerate())
    assert thread.stop()
