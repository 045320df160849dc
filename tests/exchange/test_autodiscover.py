"""Autodiscover: HTTPS alone, the password to the domain's own hosts alone, and nothing kept."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509

from desktop_admin.domain.ports import Credentials, FoundServer, MailFault
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange.autodiscover import OUTLOOK, PATH, find_server, usual_places
from exchange_lookalike.api import Sandbox
from tests.helpers.certificates import Authority
from tests.helpers.ews_stub import PASSWORD, USER, Reply, Request, serving

ME = "ada@localhost"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def document(inner: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><Autodiscover '
        'xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">'
        f'<Response xmlns="{OUTLOOK}"><Account>{inner}</Account></Response></Autodiscover>'
    )


def settings(url: str, kind: str = "EXPR") -> str:
    return document(f"<Action>settings</Action><Protocol><Type>{kind}</Type><EwsUrl>{url}</EwsUrl></Protocol>")


async def ask(
    answer: Callable[[Request], Reply], authority: Authority, folder: Path, *, address: str = ME, **named: object
) -> tuple[FoundServer, list[Request]]:
    with serving(answer, tls=authority.context(folder, names=_loopback())) as stub:
        base = stub.url.partition("/EWS")[0].replace("127.0.0.1", "localhost")
        found = await find_server(
            address,
            Credentials(USER, PASSWORD),
            ca_file=authority.file(folder),
            places=lambda _domain: (f"{base}{PATH}",),
            **named,  # type: ignore[arg-type]  # keywords of the test's choice
        )
        return found, stub.requests


def _loopback() -> tuple[x509.GeneralName, ...]:
    return (x509.DNSName("localhost"),)


def test_the_usual_places_are_the_domains_own_and_plain_http_is_the_last() -> None:
    assert usual_places("example.com") == (
        f"https://example.com{PATH}",
        f"https://autodiscover.example.com{PATH}",
        f"http://autodiscover.example.com{PATH}",
    )


async def test_against_the_look_alike_with_ntlm() -> None:
    async with Sandbox(people=1, tls=True) as sandbox:
        person = next(each for each in sandbox.accounts if each.kind == "user")
        found = await find_server(
            person.address,
            Credentials(person.address, person.password),
            ca_file=str(sandbox.certificate),
            places=lambda _domain: (f"{sandbox.base_url}{PATH}",),
            trusted=("localhost",),
        )
        assert found == FoundServer(url=sandbox.url)
        with pytest.raises(MailFault) as caught:
            await find_server(
                person.address,
                Credentials(person.address, "wrong"),
                ca_file=str(sandbox.certificate),
                places=lambda _domain: (f"{sandbox.base_url}{PATH}", f"{sandbox.base_url}{PATH}"),
                trusted=("localhost",),
            )
        assert caught.value.trouble is Trouble.WRONG_PASSWORD
        assert sandbox.counters()["sign_ins"][person.address]["refused"] == 1, "it is sent once"


async def test_the_address_for_the_outside_is_taken(authority: Authority, tmp_path: Path) -> None:
    both = document(
        "<Action>settings</Action>"
        "<Protocol><Type>EXCH</Type><EwsUrl>https://inside.localhost/EWS/Exchange.asmx</EwsUrl></Protocol>"
        "<Protocol><Type>EXPR</Type><EwsUrl>https://mail.localhost/EWS/Exchange.asmx</EwsUrl></Protocol>"
    )
    found, _ = await ask(lambda _request: Reply(both), authority, tmp_path)
    assert found.url == "https://mail.localhost/EWS/Exchange.asmx"


async def test_a_server_elsewhere_is_asked_about_first(authority: Authority, tmp_path: Path) -> None:
    elsewhere = settings("https://outlook.example.net/EWS/Exchange.asmx")
    found, _ = await ask(lambda _request: Reply(elsewhere), authority, tmp_path)
    assert found == FoundServer(ask_host="outlook.example.net")
    found, _ = await ask(lambda _request: Reply(elsewhere), authority, tmp_path, trusted=("outlook.example.net",))
    assert found.url == "https://outlook.example.net/EWS/Exchange.asmx"


@pytest.mark.parametrize("way", ["http", "document"])
async def test_no_password_goes_to_a_host_that_nobody_agreed_to(authority: Authority, tmp_path: Path, way: str) -> None:
    away = f"https://evil.example.net{PATH}"

    def answer(_request: Request) -> Reply:
        if way == "http":
            return Reply(status=302, headers=(("Location", away),))
        return Reply(document(f"<Action>redirectUrl</Action><RedirectUrl>{away}</RedirectUrl>"))

    found, requests = await ask(answer, authority, tmp_path)
    assert found == FoundServer(ask_host="evil.example.net")
    assert not any(request.user for request in requests)


async def test_an_address_elsewhere_is_no_leave_to_give_the_password_there(
    authority: Authority, tmp_path: Path
) -> None:
    """Whoever answers for the domain may send on to another mail domain: its hosts are new as well."""
    away = document("<Action>redirectAddr</Action><RedirectAddr>ada@example.net</RedirectAddr>")
    with serving(lambda _request: Reply(away), tls=authority.context(tmp_path, names=_loopback())) as stub:
        base = stub.url.partition("/EWS")[0].replace("127.0.0.1", "localhost")
        found = await find_server(
            ME,
            Credentials(USER, PASSWORD),
            ca_file=authority.file(tmp_path),
            places=lambda domain: (f"{base}{PATH}",) if domain == "localhost" else usual_places(domain),
        )
    assert found == FoundServer(ask_host="example.net")


@pytest.mark.parametrize("url", ["http://mail.localhost/EWS/Exchange.asmx", f"http://localhost{PATH}"])
async def test_what_is_not_encrypted_is_not_followed(authority: Authority, tmp_path: Path, url: str) -> None:
    with pytest.raises(MailFault):
        await ask(lambda _request: Reply(settings(url)), authority, tmp_path)
    with pytest.raises(MailFault):
        await ask(lambda _request: Reply(status=302, headers=(("Location", url),)), authority, tmp_path)


@pytest.mark.parametrize(
    "body",
    ["", "<html>", document("<Action>settings</Action>"), '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ids=["nothing", "a page", "no address", "a document type"],
)
async def test_what_says_nothing_is_told(authority: Authority, tmp_path: Path, body: str) -> None:
    with pytest.raises(MailFault) as caught:
        await ask(lambda _request: Reply(body), authority, tmp_path)
    assert "localhost" in caught.value.text
    assert "yourself" in caught.value.remedy


async def test_addresses_without_end(authority: Authority, tmp_path: Path) -> None:
    circle = document("<Action>redirectAddr</Action><RedirectAddr>ada@localhost</RedirectAddr>")
    with pytest.raises(MailFault) as caught:
        await ask(lambda _request: Reply(circle), authority, tmp_path)
    assert "without end" in caught.value.text


async def test_nothing_is_kept(authority: Authority, tmp_path: Path) -> None:
    before = kept()
    await ask(lambda _request: Reply(settings("https://mail.localhost/EWS/Exchange.asmx")), authority, tmp_path)
    assert kept() == before


def kept() -> set[str]:
    """The cache that exchangelib's own Autodiscover would write: a pickle at a place that can be guessed."""
    return {path.name for path in Path(tempfile.gettempdir()).glob("exchangelib*")}
