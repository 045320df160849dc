"""OAuth 2 client credentials against the look-alike's token endpoint and its check of bearer tokens, over TLS."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from desktop_admin.domain.ports import Credentials, Endpoint, MailFault, OAuthApp
from desktop_admin.domain.status import CheckName, CheckState, Trouble
from desktop_admin.exchange.connection import ExchangeConnection
from exchange_lookalike.api import Sandbox


@pytest.fixture
async def exchange() -> AsyncIterator[Sandbox]:
    async with Sandbox(people=2, tls=True) as sandbox:
        yield sandbox


def connection(exchange: Sandbox, secret: str | None = None, **app: str) -> ExchangeConnection:
    known = exchange.tokens.application
    registered = {"tenant": known.tenant, "client_id": known.client_id, "authority": exchange.base_url}
    endpoint = Endpoint(
        exchange.url,
        authentication="oauth",
        ca_file=str(exchange.certificate),
        oauth=OAuthApp(**registered | app),
        timeout=10,
    )
    return ExchangeConnection(endpoint, Credentials("", known.secret if secret is None else secret))


async def refused(opened: ExchangeConnection) -> MailFault:
    try:
        with pytest.raises(MailFault) as caught:
            await opened.connect()
        return caught.value
    finally:
        await opened.close()


async def test_an_application_reads_a_mailbox_that_it_impersonates(exchange: Sandbox) -> None:
    opened = connection(exchange)
    try:
        info = await opened.connect()
        assert info.authentication == "oauth"
        page = await opened.inbox_changes(exchange.conferencing_mailbox.address, None)
        assert page.is_last
        person = next(each for each in exchange.accounts if each.kind == "user")
        await opened.read_out_of_office(person.address)
    finally:
        await opened.close()
    assert exchange.tokens.issued == 1, "one token serves every request while it is good"


async def test_a_token_is_renewed_before_it_ends(exchange: Sandbox) -> None:
    """MSAL takes a token with less than five minutes left for one that has ended."""
    exchange.tokens.lifetime = timedelta(minutes=4)
    opened = connection(exchange)
    try:
        await opened.connect()
        first = exchange.tokens.issued
        await opened.inbox_changes(exchange.conferencing_mailbox.address, None)
        assert exchange.tokens.issued > first
    finally:
        await opened.close()


async def test_a_revoked_token_is_renewed_once_and_the_request_repeated(exchange: Sandbox) -> None:
    opened = connection(exchange)
    try:
        await opened.connect()
        exchange.tokens.forget()
        assert (await opened.inbox_changes(exchange.conferencing_mailbox.address, None)).sync_state
        assert exchange.tokens.issued == 2
    finally:
        await opened.close()


async def test_a_token_that_is_refused_also_when_it_is_new_is_told_as_a_refusal_and_nothing_more_is_sent(
    exchange: Sandbox,
) -> None:
    opened = connection(exchange)
    try:
        await opened.connect()
        exchange.trouble.set("unauthorized")
        with pytest.raises(MailFault) as caught:
            await opened.inbox_changes(exchange.conferencing_mailbox.address, None)
        assert caught.value.trouble is Trouble.WRONG_PASSWORD
        assert "token" in caught.value.text and "password" not in f"{caught.value.text} {caught.value.remedy}"
        refusals = exchange.counters()["sign_ins"]
        assert exchange.tokens.issued == 2, "the refused token was renewed once"
        with pytest.raises(MailFault):
            await opened.inbox_changes(exchange.conferencing_mailbox.address, None)
        assert exchange.counters()["sign_ins"] == refusals
        exchange.trouble.clear()
        await opened.connect()
        assert exchange.tokens.issued == 3, "a new sign-in asks for a new token"
    finally:
        await opened.close()


async def test_a_wrong_secret_is_sent_once_and_never_shown(exchange: Sandbox) -> None:
    told = await refused(connection(exchange, secret="not the secret at all"))
    assert told.trouble is Trouble.WRONG_PASSWORD
    assert "secret is wrong" in told.text
    assert "not the secret" not in f"{told.text} {told.remedy} {told!r}"
    assert exchange.tokens.refused == 1


async def test_an_unknown_application(exchange: Sandbox) -> None:
    told = await refused(connection(exchange, client_id="11111111-2222-3333-4444-555555555555"))
    assert told.trouble is Trouble.WRONG_PASSWORD
    assert "does not know the application" in told.text


async def test_an_unknown_tenant(exchange: Sandbox) -> None:
    told = await refused(connection(exchange, tenant="nowhere.example"))
    assert told.trouble is Trouble.SERVER_FAULT
    assert "nowhere.example" in told.text


async def test_an_authority_that_is_not_there(exchange: Sandbox, unused_tcp_port: int) -> None:
    told = await refused(connection(exchange, authority=f"https://localhost:{unused_tcp_port}"))
    assert told.trouble is Trouble.UNREACHABLE


@pytest.mark.parametrize("password", ["", "for the key"])
async def test_a_certificate_instead_of_a_secret(exchange: Sandbox, tmp_path: Path, password: str) -> None:
    file, public = certificate(tmp_path, password)
    known = exchange.tokens.application
    exchange.tokens.application = dataclasses.replace(known, certificate=public)
    opened = connection(exchange, secret=password, certificate_file=str(file))
    try:
        assert (await opened.connect()).authentication == "oauth"
    finally:
        await opened.close()


async def test_a_certificate_that_the_application_does_not_have(exchange: Sandbox, tmp_path: Path) -> None:
    _, registered = certificate(tmp_path, "")
    exchange.tokens.application = dataclasses.replace(exchange.tokens.application, certificate=registered)
    another, _ = certificate(tmp_path, "")
    told = await refused(connection(exchange, secret="", certificate_file=str(another)))
    assert told.trouble is Trouble.WRONG_PASSWORD
    assert "not the one" in told.text


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "No such file"), (b"nothing", "does not hold"), (b"-----BEGIN X-----", "does not hold")],
)
async def test_a_certificate_file_that_cannot_be_used(
    exchange: Sandbox, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "app.pem"
    if content is not None:
        file.write_bytes(content)
    told = await refused(connection(exchange, secret="", certificate_file=str(file)))
    assert told.trouble is Trouble.CERTIFICATE
    assert said in told.text
    assert "PEM" in told.remedy


async def test_the_check_names_the_application(exchange: Sandbox) -> None:
    opened = connection(exchange)
    try:
        steps = {
            step.name: step
            async for step in opened.check(exchange.conferencing_mailbox.address, "")
            if step.state is not CheckState.RUNNING
        }
    finally:
        await opened.close()
    assert steps[CheckName.SIGN_IN].state is CheckState.PASSED
    assert exchange.tokens.application.client_id in steps[CheckName.SIGN_IN].finding
    assert steps[CheckName.INBOX].state is CheckState.PASSED


async def test_kerberos_without_its_extra_says_what_to_install(
    exchange: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_admin.exchange.oauth import kerberos_auth

    monkeypatch.setitem(sys.modules, "requests_gssapi", None)
    monkeypatch.setitem(sys.modules, "requests_negotiate_sspi", None)
    with pytest.raises(MailFault) as caught:
        kerberos_auth()
    assert "exchange-concierge[kerberos]" in caught.value.remedy


def certificate(folder: Path, password: str, name: str = "app.pem") -> tuple[Path, bytes]:
    """A file with certificate and private key, and the certificate alone."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "concierge")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    lock = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    public = made.public_bytes(pem)
    file = folder / name
    file.write_bytes(public + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, lock))
    return file, public
