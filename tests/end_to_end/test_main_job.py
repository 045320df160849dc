"""The main job from end to end: Exchange and the service in processes of their own, followed from the outside."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.helpers.processes import SandboxProcess, ServiceProcess, wait_for

CONFIG = """
[[integrations]]
name = "Head office"
active = true

[integrations.connection]
server = "{url}"
user_name = "{user}"
conferencing_mailbox = "{mailbox}"

[integrations.scheduling]
alias_domain = "{domain}"

[integrations.timing]
out_of_office_every = 0.5
poll_every = 1.0
debounce = 0.05

{people}
"""
PERSON = '[[integrations.people]]\nname = "{name}"\naddress = "{address}"\n'
ONLINE_WITHIN = 20.0


@pytest.fixture(scope="module")
def exchange():
    with SandboxProcess() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def service(exchange, tmp_path_factory):
    told = exchange.told
    people = "\n".join(PERSON.format(name=p["address"].split("@")[0], address=p["address"]) for p in exchange.people)
    config = CONFIG.format(
        url=told["url"],
        user=told["service_account"]["address"],
        mailbox=told["conferencing_mailbox"]["address"],
        domain=told["domain"],
        people=people,
    )
    data = tmp_path_factory.mktemp("data")
    service = ServiceProcess(data, told["service_account"]["password"])
    applied = service.run("config", "apply", "-", text=config)
    assert applied.returncode == 0, applied.stderr
    with service:
        wait_for(lambda: status(service)["status"] == "online", "going online", ONLINE_WITHIN)
        yield service


def status(service):
    return service.control("program.status")["integrations"][0]


def mailbox(exchange):
    return exchange.told["conferencing_mailbox"]["address"]


def items(service, subject):
    """What became of the items with that subject, oldest first."""
    return [item for item in reversed(service.items()) if item["subject"].endswith(subject)]


def soon(hours=2):
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=hours)


def person(service, address):
    return next(each for each in service.control("people.list", integration="") if each["address"] == address)


def test_online_with_the_version(service):
    told = status(service)
    assert told["status"] == "online"
    assert told["version"].startswith("15.")
    assert told["mode"] == "streaming"
    assert service.run("status").returncode == 0


def test_check_passes(service):
    steps = service.ask("check")
    assert {step["state"] for step in steps} <= {"passed", "warned", "skipped"}
    assert service.run("check").returncode == 0


def test_invitation_update_and_cancellation(exchange, service):
    issued = service.ask("alias", "issue")
    body = f"<html><body><p>Please join.</p>{issued['instructions']}</body></html>"
    with exchange.client(0) as organiser:
        meeting = organiser.invite(mailbox(exchange), soon(), body, subject="From end to end")
        answers = wait_for(organiser.replies, "the answer to the invitation")
        accepted = [reply for reply in answers if "From end to end" in reply.subject]
        assert [reply.item_class for reply in accepted] == ["IPM.Schedule.Meeting.Resp.Pos"]
        assert accepted[0].sender == mailbox(exchange)

        first = wait_for(lambda: items(service, "From end to end"), "the stored result")
        assert [(item["outcome"], item["reply_state"]) for item in first] == [("accepted", "sent")]
        assert first[0]["alias"] == issued["alias"]
        assert accepted[0].html.split() and first[0]["reply"].split() == accepted[0].html.split()

        organiser.move(meeting, soon(4))
        wait_for(lambda: len(organiser.replies()) == 2, "the answer to the update")
        moved = wait_for(
            lambda: [i for i in items(service, "From end to end") if i["start"] == soon(4).isoformat()], "the update"
        )
        assert [item["outcome"] for item in moved] == ["accepted"]

        organiser.cancel(meeting)
        wait_for(lambda: len(items(service, "From end to end")) == 3, "the cancellation")
        assert items(service, "From end to end")[-1]["outcome"] == "applied"
        assert len(organiser.replies()) == 2


def test_the_alias_is_free_again_after_the_cancellation(exchange, service):
    """Whoever invites with the same instructions again is not in conflict with the meeting that is gone."""
    issued = service.ask("alias", "issue")
    with exchange.client(1) as organiser:
        meeting = organiser.invite(mailbox(exchange), soon(), issued["instructions"], subject="First of two")
        wait_for(organiser.replies, "the answer")
        organiser.cancel(meeting)
        wait_for(lambda: len(items(service, "First of two")) == 2, "the cancellation")
        organiser.invite(mailbox(exchange), soon(6), issued["instructions"], subject="Second of two")
        answer = wait_for(lambda: items(service, "Second of two"), "the second invitation")
        assert answer[0]["outcome"] == "accepted"


def test_an_invitation_without_instructions_is_declined(exchange, service):
    with exchange.client(2) as organiser:
        organiser.invite(mailbox(exchange), soon(), "<p>See you there.</p>", subject="Without instructions")
        answers = wait_for(organiser.replies, "the answer")
    assert [reply.item_class for reply in answers] == ["IPM.Schedule.Meeting.Resp.Neg"]
    item = wait_for(lambda: items(service, "Without instructions"), "the stored result")[0]
    assert (item["outcome"], item["code"]) == ("declined", "invalid_alias")


def test_a_calendar_change_becomes_presence(exchange, service):
    with exchange.client(3) as someone:
        before = person(service, someone.address)["presence"]
        now = datetime.now(UTC)
        someone.block(now - timedelta(minutes=1), now + timedelta(hours=30), "Lunch with the auditors", "Busy")
        changed = wait_for(
            lambda: (found := person(service, someone.address))["presence"] == "Lunch" and found, "presence"
        )
    assert before != "Lunch"
    assert "Lunch" in changed["cause"]


def test_out_of_office_becomes_presence_with_its_greeting(exchange, service):
    now = datetime.now(UTC)
    with exchange.client(4) as someone:
        someone.automatic_replies("Enabled", "<p>Back on <b>Monday</b>.</p>", now, now + timedelta(days=3))
        away = wait_for(
            lambda: (
                (found := person(service, someone.address))["presence"] == "Out of office"
                and found["greeting"]
                and found
            ),
            "out of office",
        )
    assert away["greeting"] == "Back on Monday."


def test_nothing_secret_is_written(exchange, service):
    password = exchange.told["service_account"]["password"]
    for file in service.data.rglob("*"):
        if file.is_file():
            assert password.encode() not in file.read_bytes(), file
    assert password not in service.run("config", "export").stdout


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells what a process has loaded")
def test_the_running_service_has_loaded_no_qt(service):
    loaded = Path(f"/proc/{service.pid}/maps").read_text("utf-8")
    assert "lxml" in loaded, "it is the service that is looked at"
    assert "PySide6" not in loaded
    assert "shiboken6" not in loaded


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_every_file_is_its_owners_alone(service):
    files = [path for path in service.data.rglob("*") if path.is_file() and path != service.log]
    assert {"concierge.sqlite3", "control.json", "concierge.log"} <= {path.name for path in files}
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []
