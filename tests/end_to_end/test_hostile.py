"""Hostile words from outside go through everything, and come out harmless."""

from __future__ import annotations

import pytest

from tests.end_to_end.test_outages import configured, mailbox, soon, until_online
from tests.helpers.processes import SandboxProcess, wait_for

HOSTILE = (
    "<img src=x onerror=alert(1)>{{ 'so'*2 }}{% for a in b %}\u202eevil =HYPERLINK(1) ../../x password: hunter2hunter2"
)


@pytest.fixture(scope="module")
def exchange():
    with SandboxProcess(people=3, seed=9) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def service(exchange, tmp_path_factory):
    service = configured(exchange, tmp_path_factory.mktemp("hostile"), callback="")
    with service:
        until_online(service)
        yield service


def answered(service, start: str):
    return next(
        (i for i in service.items() if i["subject"].startswith(start) and i["reply_state"] == "sent"),
        None,
    )


def test_a_hostile_subject_and_location(exchange, service):
    issued = service.ask("alias", "issue")
    with exchange.client(0) as organiser:
        organiser.invite(mailbox(exchange), soon(), issued["instructions"], subject=f"A {HOSTILE}")
        item = wait_for(lambda: answered(service, "A <img"), "the answer")
        (reply,) = organiser.replies()
    assert item["outcome"] == "accepted"
    assert "<img" not in reply.html and "{{" not in reply.html and "soso" not in reply.html
    log = "\n".join(file.read_text("utf-8") for file in (service.data / "logs").glob("*.log"))
    assert "A <img" in log
    assert "\u202e" not in log and "hunter2" not in log
    exported = service.run("config", "export").stdout
    assert "alert(1)" not in exported
    shown = service.run("invitations").stdout
    assert "\u202e" not in shown


def test_a_subject_of_a_million_characters(exchange, service):
    issued = service.ask("alias", "issue")
    with exchange.client(1) as organiser:
        organiser.invite(mailbox(exchange), soon(), issued["instructions"], subject="B " + "x" * 1_000_000)
        item = wait_for(lambda: answered(service, "B x"), "the answer")
    assert item["outcome"] in ("accepted", "declined")
    assert service.ask("status")["integrations"][0]["alarms"] == []


def test_a_body_of_tags_without_end(exchange, service):
    issued = service.ask("alias", "issue")
    body = "<div>" * 20_000 + issued["instructions"] + "<b>" * 20_000
    with exchange.client(2) as organiser:
        organiser.invite(mailbox(exchange), soon(), body, subject="C")
        item = wait_for(lambda: answered(service, "C"), "the answer")
    assert item["outcome"] == "accepted"
