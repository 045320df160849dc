"""The service stops within 5 s in every state of its machine, whatever hangs at that moment."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.end_to_end.test_outages import configured, control, free_port, status
from tests.helpers.processes import SandboxProcess, wait_for

HANGS = {"trouble": "latency", "seconds": 60}
STATES: dict[str, tuple[list[dict[str, Any]], str]] = {
    "connecting": ([{**HANGS, "operations": ["GetServerTimeZones"]}], "connecting"),
    "subscribing": ([{**HANGS, "operations": ["Subscribe"]}], "connecting"),
    "catching up": ([{**HANGS, "operations": ["SyncFolderItems"]}], "connecting"),
    "live": ([], "online"),
    "live, unsubscribing hangs": ([{**HANGS, "operations": ["Unsubscribe"]}], "online"),
    "polling": ([{"trouble": "error", "code": "ErrorInternalServerError", "operations": ["Subscribe"]}], "degraded"),
    "offline": ([{"trouble": "unavailable"}], "offline"),
    "refused": ([{"trouble": "unauthorized"}], "offline"),
}


@pytest.fixture(scope="module")
def exchange():
    with SandboxProcess(people=3, seed=6) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("state", "way"), [*((state, "streaming") for state in STATES), ("live, unsubscribing hangs", "push")]
)
def test_it_stops_in_time(exchange, tmp_path, state, way):
    troubles, shown = STATES[state]
    port = free_port()
    callback = f"http://127.0.0.1:{port}" if way == "push" else ""
    service = configured(exchange, tmp_path, callback=callback, port=port)
    control(exchange, clear=True)
    if troubles:
        control(exchange, set=troubles)
    try:
        with service:
            wait_for(lambda: status(service)["status"] == shown, f"the state {state}")
            begun = time.monotonic()
            assert service.stop() == 0
            assert time.monotonic() - begun < 5.0
    finally:
        control(exchange, clear=True)
    assert "did not stop in order" not in service.log.read_text("utf-8")
