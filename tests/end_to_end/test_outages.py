"""Exchange misbehaves, the program is killed: every invitation still gets exactly one answer.

The service and the look-alike are processes of their own; trouble is switched on through the look-alike's control
endpoint. Pauses of the subscription's life are shrunk by settings.
"""

from __future__ import annotations

import os
import signal
import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.helpers.ews_client import Refused
from tests.helpers.ports import free_port
from tests.helpers.processes import SandboxProcess, ServiceProcess, wait_for

CONFIG = """
[listener]
host = "127.0.0.1"
port = {port}

[[integrations]]
name = "Head office"
active = true

[integrations.connection]
server = "{url}"
user_name = "{user}"
conferencing_mailbox = "{mailbox}"
callback_url = "{callback}"

[integrations.scheduling]
alias_domain = "{domain}"

[integrations.timing]
overdue = 1.0
poll_every = 0.5
debounce = 0.05
heartbeat_seconds = 3.0
"""
SETTLED_WITHIN = 40.0


@pytest.fixture(scope="module")
def exchange():
    with SandboxProcess(people=8, minute=4.0) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def service(exchange, tmp_path_factory):
    service = configured(exchange, tmp_path_factory.mktemp("streaming"), callback="")
    with service:
        until_online(service)
        yield service


@pytest.fixture(autouse=True)
def quiet(exchange):
    yield
    control(exchange, clear=True)


def configured(exchange, data, *, callback: str, port: int = 0) -> ServiceProcess:
    told = exchange.told
    service = ServiceProcess(data, told["service_account"]["password"])
    config = CONFIG.format(
        url=told["url"],
        user=told["service_account"]["address"],
        mailbox=told["conferencing_mailbox"]["address"],
        domain=told["domain"],
        callback=callback,
        port=port or free_port(),
    )
    applied = service.run("config", "apply", "-", text=config)
    assert applied.returncode == 0, applied.stderr
    return service


def control(exchange, **wish: Any) -> dict[str, Any]:
    answer = httpx.post(exchange.told["control_url"], json=wish, trust_env=False)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def status(service: ServiceProcess) -> dict[str, Any]:
    return dict(service.control("program.status")["integrations"][0])


def until_online(service: ServiceProcess) -> None:
    wait_for(lambda: status(service)["status"] == "online", "going online", SETTLED_WITHIN)


def invite(exchange, service, organiser, subject: str) -> None:
    """An invitation with instructions of its own, as the add-in would put them in."""
    issued = service.ask("alias", "issue")
    organiser.invite(mailbox(exchange), soon(), f"<p>Join us.</p>{issued['instructions']}", subject=subject)


def mailbox(exchange) -> str:
    return str(exchange.told["conferencing_mailbox"]["address"])


def soon() -> datetime:
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=3)


def settled(service: ServiceProcess, subject: str) -> bool:
    """Whether the invitation was accepted and its answer is known to have left."""
    states = [(i["outcome"], i["reply_state"]) for i in service.items() if i["subject"] == subject]
    return len(states) == 1 and states[0][0] == "accepted" and states[0][1] in ("sent", "already")


def answered_once(exchange, service, organiser, subject: str) -> None:
    """One acceptance in the organiser's mailbox, and nothing that could bring a second one."""
    wait_for(lambda: settled(service, subject), f"the answer to “{subject}”", SETTLED_WITHIN)
    answers = [reply for reply in organiser.replies() if subject in reply.subject]
    assert [reply.item_class for reply in answers] == ["IPM.Schedule.Meeting.Resp.Pos"]
    assert status(service)["waiting"] == 0


def test_an_answer_whose_fate_is_unknown_is_settled_by_looking(exchange, service):
    """Exchange did the work and the connection was cut before it could say so."""
    control(
        exchange, set={"trouble": "answer_lost", "operations": ["CreateItem"], "mailbox": mailbox(exchange), "count": 1}
    )
    with exchange.client(0) as organiser:
        invite(exchange, service, organiser, "Lost answer")
        answered_once(exchange, service, organiser, "Lost answer")


def test_exchange_is_busy_when_it_is_answered(exchange, service):
    control(exchange, set={"trouble": "busy", "operations": ["CreateItem"], "count": 2, "back_off_ms": 300})
    with exchange.client(1) as organiser:
        wait_for(lambda: try_to(invite, exchange, service, organiser, "Busy"), "inviting")
        answered_once(exchange, service, organiser, "Busy")


def try_to(do, *arguments) -> bool:
    """The organiser's own request may meet the trouble as well."""
    try:
        do(*arguments)
    except Refused:
        return False
    return True


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param({"trouble": "lose", "count": 1}, id="lost"),
        pytest.param({"trouble": "double", "count": 5}, id="doubled"),
        pytest.param({"trouble": "reorder", "count": 1}, id="reordered"),
        pytest.param({"trouble": "late", "seconds": 1.0, "count": 2}, id="late"),
        pytest.param({"trouble": "cut_stream", "count": 1}, id="cut in the middle"),
    ],
)
def test_notifications_may_do_what_they_like(exchange, service, trouble):
    """A lost one is found when the next catch-up comes: here the heartbeats stop too, and the inbox is polled."""
    control(exchange, set=[trouble, {"trouble": "no_heartbeat", "count": 2}])
    with exchange.client(2) as organiser:
        subject = f"Notification {trouble['trouble']}"
        invite(exchange, service, organiser, subject)
        answered_once(exchange, service, organiser, subject)
    until_online(service)


def test_an_outage_of_heartbeats_is_one_degraded_state(exchange, service):
    """Each new subscription begins with a heartbeat; none follows. The inbox is polled, and nothing else is told."""
    control(exchange, set={"trouble": "no_heartbeat"})
    told = wait_for(lambda: (found := status(service))["status"] == "degraded" and found, "the silence's being told")
    assert "no heartbeat" in told["reason"].lower()
    seen = [status(service) for _ in range(3)]

    def many_subscriptions() -> bool:
        seen.append(status(service))
        return subscribed(service) >= before + 3

    before = subscribed(service)
    wait_for(many_subscriptions, "three more subscriptions", SETTLED_WITHIN)
    with exchange.client(3) as organiser:
        invite(exchange, service, organiser, "In silence")
        wait_for(lambda: settled(service, "In silence"), "the answer", SETTLED_WITHIN)
    assert {(each["status"], each["since"], each["reason"]) for each in seen} == {
        ("degraded", told["since"], told["reason"])
    }
    assert {each["mode"] for each in seen} == {"polling"}
    assert {each["last_sign"] for each in seen} == {told["last_sign"]}
    control(exchange, clear=True)
    until_online(service)
    # The lost notifications of the tests before are an alarm of their own for the rest of the day.
    assert [each for each in status(service)["alarms"] if "no notification" not in each["text"]] == []


def subscribed(service: ServiceProcess) -> int:
    """How often the conferencing inbox has been subscribed to."""
    lines = (service.data / "logs" / "concierge.log").read_text("utf-8").splitlines()
    return sum("Subscribing to" in line for line in lines)


def test_exchange_forgets_every_subscription(exchange, service):
    control(exchange, do="forget_subscriptions")
    with exchange.client(3) as organiser:
        invite(exchange, service, organiser, "Forgotten")
        answered_once(exchange, service, organiser, "Forgotten")
    until_online(service)


def test_exchange_restarts_while_an_invitation_waits(exchange, service):
    with exchange.client(4) as organiser:
        issued = service.ask("alias", "issue")
        control(exchange, set={"trouble": "unavailable", "mailbox": mailbox(exchange), "seconds": 1, "count": 50})
        organiser.invite(mailbox(exchange), soon(), issued["instructions"], subject="Over a restart")
        control(exchange, clear=True, do="restart", down_seconds=1)
        wait_for(lambda: answers(exchange), "Exchange's return")
        answered_once(exchange, service, organiser, "Over a restart")
    until_online(service)


def answers(exchange) -> bool:
    try:
        return httpx.get(exchange.told["control_url"], trust_env=False, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def test_a_refused_password_is_tried_once_and_then_slowly(exchange, service):
    control(exchange, set={"trouble": "unauthorized"})
    control(exchange, do="drop_connections")
    told = wait_for(
        lambda: (found := status(service))["status"] == "offline" and "password" in found["reason"].lower() and found,
        "the refusal's being told",
    )
    assert told["alarms"]
    control(exchange, clear=True)
    assert service.run("force-now").returncode == 0
    until_online(service)


def test_a_mailbox_that_is_moved_to_another_server(exchange, service):
    """For a while Exchange refuses everything about it; then it is where it was, and its subscription is gone."""
    with exchange.client(6) as organiser:
        issued = service.ask("alias", "issue")
        move = {"trouble": "error", "code": "ErrorMailboxMoveInProgress", "mailbox": mailbox(exchange)}
        control(exchange, set=move, do="forget_subscriptions")
        told = wait_for(
            lambda: (found := status(service))["status"] in ("degraded", "offline") and found, "the move's being told"
        )
        assert "is moved" in told["reason"] or "lost" in told["reason"]
        control(exchange, clear=True)
        organiser.invite(mailbox(exchange), soon(), issued["instructions"], subject="After the move")
        answered_once(exchange, service, organiser, "After the move")
    until_online(service)


def test_a_port_in_use_is_said_and_streaming_is_used(tmp_path):
    with SandboxProcess(people=2, seed=5) as exchange, socket.socket() as other, exchange.client(0) as organiser:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        service = configured(exchange, tmp_path, callback=f"http://127.0.0.1:{port}", port=port)
        with service:
            until_online(service)
            told = status(service)
            assert told["mode"] == "streaming"
            (alarm,) = told["alarms"]
            assert str(port) in alarm["text"] and "streaming is used instead" in alarm["text"]
            invite(exchange, service, organiser, "Without a listener")
            answered_once(exchange, service, organiser, "Without a listener")
            other.close()
            assert service.run("force-now").returncode == 0
            wait_for(lambda: status(service)["mode"] == "push", "push", SETTLED_WITHIN)
            assert status(service)["alarms"] == []


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
def test_killed_between_request_and_bookkeeping(tmp_path):
    """The kill comes while Exchange holds back the answer to the reply: it is done there and unknown here."""
    port = free_port()
    with SandboxProcess(people=4, seed=4) as exchange, exchange.client(0) as organiser:
        service = configured(exchange, tmp_path, callback=f"http://127.0.0.1:{port}", port=port)
        with service:
            until_online(service)
            assert status(service)["mode"] == "push"
            issued = service.ask("alias", "issue")
            slow = {"trouble": "latency", "seconds": 20, "operations": ["CreateItem"], "count": 1}
            control(exchange, set=slow | {"mailbox": mailbox(exchange)})
            organiser.invite(mailbox(exchange), soon(), issued["instructions"], subject="Killed")
            wait_for(lambda: leaving(service), "the reply's leaving")
            os.kill(service.pid, signal.SIGKILL)
        control(exchange, clear=True)
        with service:
            until_online(service)
            answered_once(exchange, service, organiser, "Killed")


def leaving(service: ServiceProcess) -> bool:
    states = [(item["outcome"], item["reply_state"]) for item in service.items()]
    return ("accepted", "waiting") in states
