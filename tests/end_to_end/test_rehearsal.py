"""Rehearsal from end to end: while it is on, nothing is written to Exchange; a release sends what was decided."""

from __future__ import annotations

import httpx
import pytest

from tests.end_to_end.test_main_job import CONFIG, ONLINE_WITHIN, items, mailbox, soon, status
from tests.helpers.processes import SandboxProcess, ServiceProcess, wait_for

REHEARSED = CONFIG.replace('alias_domain = "{domain}"', 'alias_domain = "{domain}"\nrehearsal = true')
WRITES = ("CreateItem", "UpdateItem", "DeleteItem", "MoveItem", "SendItem")


@pytest.fixture
def exchange():
    with SandboxProcess() as sandbox:
        yield sandbox


@pytest.fixture
def service(exchange, tmp_path):
    told = exchange.told
    service = ServiceProcess(tmp_path, told["service_account"]["password"])
    config = REHEARSED.format(
        url=told["url"],
        user=told["service_account"]["address"],
        mailbox=mailbox(exchange),
        domain=told["domain"],
        people="",
    )
    applied = service.run("config", "apply", "-", text=config)
    assert applied.returncode == 0, applied.stderr
    with service:
        wait_for(lambda: status(service)["status"] == "online", "going online", ONLINE_WITHIN)
        yield service


def writes(exchange) -> int:
    """How many requests that change something have reached the look-alike, of the organisers too."""
    requests = httpx.get(exchange.told["control_url"], trust_env=False).json()["counters"]["requests"]
    return sum(requests.get(operation, 0) for operation in WRITES)


@pytest.mark.timeout(300)
def test_nothing_is_written_before_the_word_and_everything_after_it(exchange, service):
    issued = service.ask("alias", "issue")
    with exchange.client(0) as organiser:
        meeting = organiser.invite(mailbox(exchange), soon(), issued["instructions"], subject="Rehearsed one")
        wait_for(lambda: items(service, "Rehearsed one"), "the decision")
        organiser.invite(mailbox(exchange), soon(3), "no instructions", subject="Rehearsed two")
        wait_for(lambda: items(service, "Rehearsed two"), "the second decision")
        by_organiser = writes(exchange)
        waiting = service.ask("rehearsal", "list")
        assert [(item["outcome"], item["reply_state"]) for item in waiting] == [
            ("accepted", "rehearsed"),
            ("declined", "rehearsed"),
        ]
        assert service.run("force-now").returncode == 0
        wait_for(lambda: status(service)["status"] == "online", "being online again", ONLINE_WITHIN)
        assert writes(exchange) == by_organiser
        assert organiser.replies() == []

        assert service.run("rehearsal", "release", str(waiting[1]["id"])).returncode == 0
        (decline,) = wait_for(organiser.replies, "the decline")
        assert decline.item_class == "IPM.Schedule.Meeting.Resp.Neg"

        organiser.cancel(meeting)
        wait_for(lambda: len(items(service, "Rehearsed one")) == 2, "the cancellation")
        assert len(service.ask("conferences", "list", "--state", "cancelled")) == 1
        assert len(organiser.replies()) == 1

        assert service.run("rehearsal", "discard", "--all").returncode == 0
        assert service.ask("rehearsal", "list") == []
        assert service.ask("conferences", "list", "--state", "cancelled") == []
        assert service.ask("conferences", "list") == []
        assert [item["reply_state"] for item in items(service, "Rehearsed one")] == ["discarded", "discarded"]
        assert len(organiser.replies()) == 1

        explained = service.ask("invitations", "why", str(waiting[1]["id"]))
        assert [rule["mark"] for rule in explained["rules"]][:3] == ["passed", "passed", "decided"]
        assert explained["rules"][-1]["mark"] == "not_reached"
