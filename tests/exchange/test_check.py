"""The connection check: every step's result in order, and what the first failure says."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop_admin.domain.ports import Credentials, Endpoint
from desktop_admin.domain.status import CheckName, CheckState, CheckStep
from desktop_admin.exchange.connection import ExchangeConnection
from tests.helpers.certificates import Authority
from tests.helpers.ews_items import answering, folder
from tests.helpers.ews_stub import PASSWORD, USER, Answer, Reply, Stub, envelope, exchange, fault, response, serving

ROOMS = "rooms@example.com"
WELL = answering(GetFolder=folder("INBOX"))
PASSED, FAILED, SKIPPED, WARNED = CheckState.PASSED, CheckState.FAILED, CheckState.SKIPPED, CheckState.WARNED


async def checked(
    url: str, *, mailbox: str = ROOMS, callback: str = "", password: str = PASSWORD, user: str = USER, ca_file: str = ""
) -> list[CheckStep]:
    """All that the check tells, with the steps that begin."""
    connection = ExchangeConnection(Endpoint(url, timeout=5, ca_file=ca_file), Credentials(user, password))
    try:
        return [step async for step in connection.check(mailbox, callback)]
    finally:
        await connection.close()


def results(steps: list[CheckStep]) -> dict[CheckName, CheckStep]:
    """The results; holds that each step is told to begin before it ends, in order."""
    ended = [step for step in steps if step.state is not CheckState.RUNNING]
    assert [step.name for step in ended] == [name for name in CheckName if name is not CheckName.PROXY]
    for before, after in pairwise(steps):
        if before.state is CheckState.RUNNING:
            assert (after.name, after.state is CheckState.RUNNING) == (before.name, False)
    return {step.name: step for step in ended}


def states(steps: list[CheckStep]) -> list[CheckState]:
    return [step.state for step in results(steps).values()]


async def test_all_is_well() -> None:
    with serving(exchange(WELL)) as stub, socket.create_server(("127.0.0.1", 0)) as listener:
        steps = await checked(stub.url, callback=f"http://127.0.0.1:{listener.getsockname()[1]}")
    found = results(steps)
    assert states(steps) == [PASSED, PASSED, SKIPPED, PASSED, PASSED, PASSED, PASSED, PASSED]
    assert "127.0.0.1" in found[CheckName.NAME].finding
    assert "Basic" in found[CheckName.SIGN_IN].finding
    assert found[CheckName.VERSION].facts[0] == ("version", "15.2.1748")
    assert ROOMS in found[CheckName.IMPERSONATION].finding
    assert all(step.milliseconds > 0 for step in found.values() if step.state is PASSED)


async def test_without_mailbox_and_callback_these_steps_are_skipped() -> None:
    with serving(exchange(WELL)) as stub:
        steps = await checked(stub.url, mailbox="")
    assert states(steps) == [PASSED, PASSED, SKIPPED, PASSED, PASSED, SKIPPED, SKIPPED, SKIPPED]


async def test_the_service_accounts_own_mailbox_needs_no_right() -> None:
    with serving(exchange(WELL)) as stub:
        steps = await checked(stub.url, mailbox=USER)
    assert states(steps)[-3:] == [SKIPPED, PASSED, SKIPPED]
    assert not any("ExchangeImpersonation" in request for request in stub.requests)


async def test_a_wrong_password_is_sent_once_and_ends_the_check() -> None:
    with serving(exchange(WELL)) as stub:
        steps = await checked(stub.url, password="wrong")
    found = results(steps)
    assert states(steps) == [PASSED, PASSED, SKIPPED, FAILED, *[SKIPPED] * 4]
    assert "refuses" in found[CheckName.SIGN_IN].finding
    assert "locked" in found[CheckName.SIGN_IN].remedy
    assert sum(request.user == f"{USER}:wrong" for request in stub.requests) == 1


@pytest.mark.parametrize(
    ("code", "word", "remedy"),
    [
        ("ErrorImpersonateUserDenied", "may not act for rooms@example.com", "ApplicationImpersonation"),
        ("ErrorNonExistentMailbox", "no mailbox rooms@example.com", "primary address"),
    ],
)
async def test_a_mailbox_that_cannot_be_used(code: str, word: str, remedy: str) -> None:
    with serving(exchange(lambda _request: Reply(envelope(fault(code)), 500))) as stub:
        steps = await checked(stub.url)
    step = results(steps)[CheckName.IMPERSONATION]
    assert states(steps)[4:] == [PASSED, FAILED, SKIPPED, SKIPPED]
    assert word in step.finding
    assert remedy in step.remedy


async def test_an_unknown_name_ends_the_check_at_its_first_step() -> None:
    steps = await checked("https://no-such-host.invalid/EWS/Exchange.asmx")
    assert states(steps) == [FAILED, *[SKIPPED] * 7]
    assert "no-such-host.invalid" in steps[1].finding


async def test_nothing_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    steps = await checked(f"https://127.0.0.1:{port}/EWS/Exchange.asmx")
    assert states(steps) == [PASSED, FAILED, *[SKIPPED] * 6]
    assert str(port) in results(steps)[CheckName.TCP].finding


async def test_a_callback_that_leads_nowhere() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with serving(exchange(WELL)) as stub:
        steps = await checked(stub.url, callback=f"https://127.0.0.1:{port}")
    step = results(steps)[CheckName.CALLBACK]
    assert step.state is FAILED
    assert "callback URL" in step.finding
    assert "listener" in step.remedy


async def test_a_callback_that_speaks_no_tls_although_it_says_https() -> None:
    """As this program's own listener without a certificate, where no proxy stands before it."""
    with serving(exchange(WELL)) as stub, serving(lambda _request: Reply("", 404)) as plain:
        steps = await checked(stub.url, callback=f"https://127.0.0.1:{urlsplit(plain.url).port}")
    step = results(steps)[CheckName.CALLBACK]
    assert step.state is FAILED
    assert "does not speak TLS" in step.finding
    assert "certificate_file" in step.remedy and "proxy" in step.remedy


@pytest.mark.parametrize("trusted", [True, False])
async def test_a_callback_over_tls_with_a_certificate_that_is_trusted_or_not(tmp_path: Path, trusted: bool) -> None:
    authority = Authority()
    with (
        serving(exchange(WELL)) as stub,
        serving(lambda _request: Reply("", 404), tls=authority.context(tmp_path)) as listener,
    ):
        callback = f"https://127.0.0.1:{urlsplit(listener.url).port}"
        steps = await checked(stub.url, callback=callback, ca_file=authority.file(tmp_path) if trusted else "")
    step = results(steps)[CheckName.CALLBACK]
    assert step.state is (PASSED if trusted else WARNED)
    assert ("does not know" in step.finding) is not trusted


async def test_another_web_page() -> None:
    with serving(lambda _request: Reply("<html>Welcome</html>")) as stub:
        steps = await checked(stub.url)
    assert states(steps)[3] is FAILED
    assert "EWS path" in results(steps)[CheckName.SIGN_IN].remedy


async def test_exchange_online_is_warned_of() -> None:
    def answer(request: object) -> Reply:
        return Reply(envelope(response("GetServerTimeZones"), version="15 20 3370 1"))

    def signing_in(request: object) -> Reply:
        inner = exchange(WELL)(request)  # type: ignore[arg-type] # the stub's own request
        return answer(request) if inner.status == 200 and "GetServerTimeZones" in str(inner.body) else inner

    with serving(signing_in) as stub:
        steps = await checked(stub.url, mailbox="")
    step = results(steps)[CheckName.VERSION]
    assert step.state is WARNED
    assert "tenant" in step.remedy


async def tls_step(tmp_path: Path, authority: Authority, answer: Answer = WELL, *, days: int = 90) -> CheckStep:
    with serving(exchange(answer), tls=authority.context(tmp_path, days=days)) as stub:
        return results(await checked(stub.url, ca_file=authority.file(tmp_path)))[CheckName.TLS]


async def test_a_certificate_that_is_good(tmp_path: Path) -> None:
    step = await tls_step(tmp_path, Authority())
    assert step.state is PASSED
    facts = dict(step.facts)
    assert facts["issuer"] == "Test authority"
    assert facts["expires"] == (datetime.now(UTC) + timedelta(days=90)).date().isoformat()
    assert facts["protocol"].startswith("TLSv1.")


async def test_a_certificate_that_expires_soon_is_warned_of(tmp_path: Path) -> None:
    step = await tls_step(tmp_path, Authority(), days=5)
    assert step.state is WARNED
    assert "Renew" in step.remedy


async def test_a_certificate_that_is_not_trusted_is_shown(tmp_path: Path) -> None:
    with serving(exchange(WELL), tls=Authority().context(tmp_path)) as stub:
        steps = await checked(stub.url)
    step = results(steps)[CheckName.TLS]
    assert states(steps)[2:4] == [FAILED, SKIPPED]
    assert "mail.example.com" in step.finding
    assert "Test authority" in step.finding
    assert_nobody_signed_in(stub)


def assert_nobody_signed_in(stub: Stub) -> None:
    assert all(not request.user for request in stub.requests)
