"""A callback URL and this program's listener: how they fit together is told in the log and by the connection check."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from desktop_admin.domain.ports import PushNotice
from desktop_admin.domain.status import CheckName, CheckState, Status
from desktop_admin.exchange import ExchangePushDecoder
from desktop_admin.service.alarms import LISTENER_ALARM
from desktop_admin.service.concierge import Concierge
from desktop_admin.settings import ListenerSettings
from desktop_admin.storage import Database
from desktop_admin.vault import MemoryVault
from tests.helpers.certificates import Authority
from tests.helpers.clock import ManualClock
from tests.helpers.fake_mail import FakeMail
from tests.service.test_concierge import eventually

CALLBACK = "https://concierge.example.com:21020"


@pytest.fixture
async def concierge(tmp_path: Path) -> AsyncIterator[Concierge]:
    mail = FakeMail()
    made = Concierge(
        Database(tmp_path / "concierge.sqlite3"), MemoryVault(), lambda *_: mail, ExchangePushDecoder(), ManualClock()
    )
    await made.open()
    made.start()
    yield made
    await made.stop()


async def added(concierge: Concierge, listener: ListenerSettings, callback: str = CALLBACK) -> str:
    async with concierge.context.around.database.begin() as work:
        await concierge.context.around.listening.store(work, listener)
    connection = {
        "server": "mail.example.com",
        "user_name": "svc@example.com",
        "conferencing_mailbox": "rooms@example.com",
        "callback_url": callback,
    }
    return (await concierge.commands.integrations.add({"name": "Head office", "connection": connection}, "secret")).id


async def checked(concierge: Concierge, integration_id: str):
    steps = {step.name: step for step in await concierge.commands.integrations.check(integration_id)}
    return steps[CheckName.CALLBACK]


async def test_a_listener_without_certificate_is_told_to_need_a_proxy(concierge):
    integration_id = await added(concierge, ListenerSettings(host="127.0.0.1", port=0))
    step = await checked(concierge, integration_id)
    assert step.state is CheckState.PASSED
    assert "without a certificate of its own" in step.finding and "a proxy before it must speak TLS" in step.finding
    await concierge.commands.integrations.set_active(integration_id, True)

    def told():
        return [line.text for line in concierge.context.around.story.after(0, 999) if "listens at" in line.text]

    await eventually(lambda: bool(told()), told)
    (line,) = told()
    assert "http://127.0.0.1:" in line and CALLBACK in line and "a proxy before it must speak TLS" in line
    (view,) = await concierge.commands.integrations.list()
    assert view.listener == line


async def test_whether_exchange_reaches_it_is_told_from_what_it_posted(concierge):
    integration_id = await added(concierge, ListenerSettings(host="127.0.0.1", port=0))
    supervisor, pushes, clock = (
        concierge.context.supervisor(integration_id),
        concierge.context.around.pushes,
        concierge.context.around.clock,
    )
    await concierge.commands.integrations.set_active(integration_id, True)
    await eventually(lambda: bool(pushes.secrets()), lambda: supervisor.condition)
    await clock.advance(30)
    await eventually(lambda: supervisor.view().mode == "streaming", lambda: supervisor.condition)
    assert supervisor.alarms.is_raised(LISTENER_ALARM)
    step = await checked(concierge, integration_id)
    assert step.state is CheckState.FAILED and f"has not reached {CALLBACK}" in step.finding and step.remedy

    def pushed_once_reached():
        for seat in pushes._seats.values():
            if seat.subscription_id:
                assert pushes.arrived(seat.secret, "", (PushNotice(seat.subscription_id, changed=False),)) is True
        # Being subscribed is no sign of life: the post that opened the subscription is, a moment later.
        view = supervisor.view()
        return view.condition.status is Status.ONLINE and view.mode == "push" and view.last_sign is not None

    await eventually(pushed_once_reached, lambda: supervisor.condition)
    assert not supervisor.alarms.is_raised(LISTENER_ALARM)
    step = await checked(concierge, integration_id)
    assert step.state is CheckState.PASSED and "Exchange reached it last at" in step.finding


async def test_a_listener_with_a_certificate_and_a_callback_without_are_told(concierge, tmp_path):
    Authority().context(tmp_path)
    settings = ListenerSettings(host="127.0.0.1", port=0, certificate_file=str(tmp_path / "server.pem"))
    step = await checked(concierge, await added(concierge, settings, "http://concierge.example.com:21020"))
    assert "https://127.0.0.1:" in step.finding and "unencrypted" in step.finding


async def test_what_fits_is_told_without_more(concierge, tmp_path):
    Authority().context(tmp_path)
    settings = ListenerSettings(host="127.0.0.1", port=0, certificate_file=str(tmp_path / "server.pem"))
    step = await checked(concierge, await added(concierge, settings))
    assert step.finding.startswith("Somebody answers there. This program listens at https://127.0.0.1:")
    assert "proxy" not in step.finding


async def test_a_listener_that_cannot_be_opened_fails_the_check_and_its_alarm_ends_with_the_callback(concierge):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        integration_id = await added(concierge, ListenerSettings(host="127.0.0.1", port=port))
        step = await checked(concierge, integration_id)
        assert step.state is CheckState.FAILED
        assert f"Port {port} is in use" in step.finding and "another port" in step.remedy
        supervisor = concierge.context.supervisor(integration_id)
        await concierge.commands.integrations.set_active(integration_id, True)
        await eventually(lambda: supervisor.condition.status is Status.ONLINE, lambda: supervisor.condition)
        assert supervisor.alarms.is_raised(LISTENER_ALARM)
        await concierge.commands.integrations.save(integration_id, {"connection": {"callback_url": ""}})
        await eventually(lambda: not supervisor.alarms.is_raised(LISTENER_ALARM), lambda: supervisor.alarms.standing)


async def pushed(concierge: Concierge) -> int:
    """The status of a push that comes from this computer, with a path that is expected."""
    (secret, *_) = concierge.context.around.pushes.secrets()
    url = concierge.context.around.listening.words(CALLBACK).split()[4].rstrip(",.")
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        return (await client.post(f"{url}/push/{secret}", content=b"no xml")).status_code


@pytest.mark.parametrize(
    ("server", "listener", "status"),
    [
        ("192.0.2.1", {}, 403),
        ("127.0.0.1", {}, 400),
        ("localhost", {}, 400),
        ("192.0.2.1", {"from_everywhere": True}, 400),
        ("127.0.0.1", {"allowed_sources": ("192.0.2.1",)}, 403),
        ("192.0.2.1", {"allowed_sources": ("127.0.0.0/8",)}, 400),
    ],
)
async def test_pushes_come_from_the_exchange_servers_unless_something_else_is_set(concierge, server, listener, status):
    integration_id = await added(concierge, ListenerSettings(host="127.0.0.1", port=0, **listener))
    await concierge.commands.integrations.save(
        integration_id, {"connection": {"server": server, "exchange_domains": [server]}}
    )
    await concierge.commands.integrations.set_active(integration_id, True)
    await eventually(
        lambda: bool(concierge.context.around.pushes.secrets()), lambda: concierge.context.supervisor(integration_id)
    )
    assert await pushed(concierge) == status
    told = [line.text for line in concierge.context.around.story.after(0, 999) if "was refused" in line.text]
    assert bool(told) == (status == 403)
