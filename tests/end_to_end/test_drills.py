"""The demo's outages, each tried on the running demo: what happens is told, and all is well again afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_admin.demo import Demo, DemoDrills, DemoService, start_demo
from desktop_admin.domain.status import Status
from desktop_admin.service.views import IntegrationView

WITHIN = 40.0
EXPECTED = {
    "heartbeats": (Status.DEGRADED, "no heartbeat"),
    "network": (Status.OFFLINE, ""),
    "busy": (Status.DEGRADED, "busy"),
    "password": (Status.OFFLINE, "password"),
}


@pytest.fixture
def running(tmp_path: Path):
    (tmp_path / "data").mkdir(mode=0o700)
    demo = Demo(tmp_path, people=3, life="off")
    service = start_demo(demo)
    yield service
    service.stop()


def view(running: DemoService) -> IntegrationView:
    (found,) = ask(running, running.commands.integrations.list())
    return found


def ask(running: DemoService, question):
    return asyncio.run_coroutine_threadsafe(question, running.loop).result(10)


def until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WITHIN
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@pytest.mark.parametrize("outage", EXPECTED)
def test_an_outage_is_told_and_ends(running: DemoService, outage: str) -> None:
    drills = DemoDrills(running.demo)
    integration_id = view(running).id
    ask(running, running.commands.integrations.set_active(integration_id, True))
    until(lambda: view(running).condition.status is Status.ONLINE, "going online")
    status, words = EXPECTED[outage]
    asyncio.run(drills.begin(outage))
    if outage == "busy":
        ask(running, running.commands.integrations.reconnect(integration_id))
    until(lambda: view(running).condition.status in (status, Status.OFFLINE), f"{outage} to be told")
    told = view(running)
    assert words in told.condition.reason.lower()
    assert told.alarms
    asyncio.run(drills.begin(""))
    ask(running, running.commands.integrations.reconnect(integration_id))
    until(lambda: view(running).condition.status is Status.ONLINE, "the recovery")
    assert view(running).alarms == ()
    parts = ask(running, running.commands.integrations.subscription_strip(integration_id))
    assert any(words in part.reason.lower() and part.reason for part in parts)
