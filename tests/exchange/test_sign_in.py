"""Signing in: one attempt with the password, at the right place, and every refusal in words."""

from __future__ import annotations

import logging
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from desktop_admin.domain.ports import Credentials, Endpoint, MailFault, ServerInfo
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange.connection import ExchangeConnection
from desktop_admin.exchange.sign_in import product_name
from tests.helpers.certificates import Authority
from tests.helpers.ews_items import answering, synchronised
from tests.helpers.ews_stub import PASSWORD, USER, Answer, Reply, Request, envelope, exchange, fault, response, serving


def nothing(_request: Request) -> Reply:
    return Reply(status=404)


async def connect(url: str, *, password: str = PASSWORD, **endpoint: object) -> ServerInfo:
    connection = ExchangeConnection(Endpoint(url, **{"timeout": 5.0} | endpoint), Credentials(USER, password))  # type: ignore[arg-type] # keywords of the test's choice
    try:
        return await connection.connect()
    finally:
        await connection.close()


async def refused(url: str, **named: object) -> MailFault:
    with pytest.raises(MailFault) as caught:
        await connect(url, **named)  # type: ignore[arg-type] # keywords of the test's choice
    return caught.value


async def test_tells_version_name_and_kind_of_sign_in() -> None:
    with serving(exchange(nothing)) as stub:
        info = await connect(stub.url)
    assert info == ServerInfo(stub.url, "15.2.1748", "Exchange 2019", "basic")
    assert [bool(request.user) for request in stub.requests] == [False, True]


async def test_a_wrong_password_is_sent_once() -> None:
    with serving(exchange(nothing)) as stub:
        told = await refused(stub.url, password="wrong")
    assert told.trouble is Trouble.WRONG_PASSWORD
    assert [request.user for request in stub.requests] == ["", f"{USER}:wrong"]


async def test_after_a_refusal_nothing_more_is_sent_until_the_next_connect() -> None:
    with serving(exchange(nothing)) as stub:
        connection = ExchangeConnection(Endpoint(stub.url, timeout=5), Credentials(USER, PASSWORD))
        await connection.connect()
        stub_password = "changed meanwhile"
        connection._credentials = Credentials(USER, stub_password)
        with pytest.raises(MailFault):
            await connection.connect()
        sent = len(stub.requests)
        with pytest.raises(MailFault) as caught:
            await connection.read_out_of_office("anna@example.com")
        assert len(stub.requests) == sent
        await connection.close()
    assert caught.value.trouble is Trouble.WRONG_PASSWORD


async def test_no_secret_in_words_repr_or_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(exchange(nothing)) as stub:
        connection = ExchangeConnection(Endpoint(stub.url, timeout=5), Credentials(USER, "s3cret-wrong"))
        with pytest.raises(MailFault) as caught:
            await connection.connect()
        await connection.close()
    said = " ".join((repr(connection), repr(caught.value), str(caught.value), caught.value.remedy, caplog.text))
    assert "s3cret" not in said
    assert "Envelope" not in caplog.text


@pytest.mark.parametrize(
    ("offers", "wanted", "trouble"),
    [
        ("Negotiate", "auto", Trouble.SERVER_FAULT),
        ("Bearer realm=x", "auto", Trouble.SERVER_FAULT),
        ("Basic realm=x", "ntlm", Trouble.SERVER_FAULT),
        ('Basic realm="NTLM, Negotiate"', "ntlm", Trouble.SERVER_FAULT),
    ],
)
async def test_what_is_not_offered_is_not_tried(offers: str, wanted: str, trouble: Trouble) -> None:
    with serving(exchange(nothing, offers=offers)) as stub:
        told = await refused(stub.url, authentication=wanted)
    assert told.trouble is trouble
    assert "offer" in told.text
    assert all("authorization" not in request.headers for request in stub.requests)


async def test_ntlm_is_preferred_to_basic() -> None:
    with serving(exchange(nothing, offers="Negotiate, NTLM, Basic realm=x")) as stub:
        await refused(stub.url)
    assert stub.requests[1].headers.get("authorization", "").startswith("NTLM ") or len(stub.requests) > 2
    assert not any(request.user for request in stub.requests)


@pytest.mark.parametrize("status", [200, 404])
async def test_another_web_page_is_no_exchange(status: int) -> None:
    with serving(lambda _request: Reply("<html><body>Welcome</body></html>", status)) as stub:
        told = await refused(stub.url)
    assert told.trouble is Trouble.NOT_EXCHANGE
    assert "EWS path" in told.remedy
    assert all("authorization" not in request.headers for request in stub.requests)


async def test_another_soap_service_is_no_exchange() -> None:
    def answer(request: Request) -> Reply:
        if not request.user:
            return Reply(status=401, headers=(("WWW-Authenticate", "Basic realm=x"),))
        return Reply(
            '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><a/></s:Body></s:Envelope>'
        )

    with serving(answer) as stub:
        told = await refused(stub.url)
    assert told.trouble is Trouble.NOT_EXCHANGE


async def test_an_older_server_is_asked_in_its_own_version() -> None:
    def answer(request: Request) -> Reply:
        if not request.user:
            return Reply(status=401, headers=(("WWW-Authenticate", "Basic realm=x"),))
        if "Exchange2013_SP1" in request:
            return Reply(envelope(fault("ErrorInvalidServerVersion")), 500)
        return Reply(envelope(response("GetServerTimeZones"), version="14 3 123 4"))

    with serving(answer) as stub:
        info = await connect(stub.url)
    assert (info.version, info.name) == ("14.3.123", "Exchange 2010")


def redirecting(to: str) -> Answer:
    return lambda _request: Reply(status=302, headers=(("Location", to),))


async def test_a_redirect_within_the_deployment_is_followed() -> None:
    with serving(exchange(nothing)) as stub, serving(redirecting(stub.url)) as front:
        info = await connect(front.url, exchange_domains=("127.0.0.1",))
        front_url = front.url
    assert info.url == stub.url != front_url


async def test_a_redirect_to_elsewhere_is_not_followed() -> None:
    with serving(redirecting("https://evil.example.org/EWS/Exchange.asmx")) as front:
        told = await refused(front.url, exchange_domains=("127.0.0.1",))
    assert told.trouble is Trouble.NOT_EXCHANGE
    assert "evil.example.org" in told.text


async def test_a_redirect_to_http_is_not_followed() -> None:
    with serving(redirecting("http://mail.example.com/EWS/Exchange.asmx")) as front:
        told = await refused(front.url, exchange_domains=("127.0.0.1", "mail.example.com"))
    assert told.trouble is Trouble.HTTP_NOT_ALLOWED


async def test_redirects_in_a_circle_end() -> None:
    with serving(redirecting("/EWS/Exchange.asmx")) as front:
        told = await refused(front.url)
    assert told.trouble is Trouble.NOT_EXCHANGE
    assert "circle" in told.text
    assert len(front.requests) <= 5


async def test_unencrypted_http_beyond_loopback_needs_consent() -> None:
    told = await refused("http://mail.example.com/EWS/Exchange.asmx")
    assert told.trouble is Trouble.HTTP_NOT_ALLOWED
    told = await refused("http://mail.example.com/EWS/Exchange.asmx", allow_http=True)
    assert told.trouble is Trouble.NAME_NOT_FOUND


async def test_an_unknown_name() -> None:
    told = await refused("https://no-such-host.invalid/EWS/Exchange.asmx")
    assert told.trouble is Trouble.NAME_NOT_FOUND
    assert "no-such-host.invalid" in told.text


async def test_nothing_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = await refused(f"https://127.0.0.1:{port}/EWS/Exchange.asmx")
    assert told.trouble is Trouble.UNREACHABLE
    assert str(port) in told.text


async def test_a_server_that_never_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        told = await refused(f"http://127.0.0.1:{silent.getsockname()[1]}/EWS/Exchange.asmx", timeout=0.3)
    assert told.trouble is Trouble.UNREACHABLE
    assert "in time" in told.text


async def test_busy_with_retry_after() -> None:
    with serving(lambda _request: Reply(status=503, headers=(("Retry-After", "77"),))) as stub:
        told = await refused(stub.url)
    assert (told.trouble, told.retry_after) == (Trouble.SERVER_BUSY, 77.0)


async def test_plain_http_where_tls_is_expected() -> None:
    with serving(nothing) as stub:
        told = await refused(stub.url.replace("http://", "https://"))
    assert told.trouble is Trouble.CERTIFICATE
    assert "does not speak TLS" in told.text


@pytest.mark.parametrize(
    ("version", "name"),
    [
        ((14, 3, 123), "Exchange 2010"),
        ((15, 0, 1497), "Exchange 2013"),
        ((15, 1, 2507), "Exchange 2016"),
        ((15, 2, 1748), "Exchange 2019"),
        ((15, 2, 2562), "Exchange Server SE"),
        ((15, 20, 3370), "Exchange Online"),
        ((16, 0, 1), "Exchange 16.0.1"),
    ],
)
def test_product_names(version: tuple[int, ...], name: str) -> None:
    assert product_name(version) == name


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


async def test_an_own_authority_is_trusted_where_it_is_named(authority: Authority, tmp_path: Path) -> None:
    ca_file = authority.file(tmp_path)
    with serving(exchange(nothing), tls=authority.context(tmp_path)) as stub:
        info = await connect(stub.url, ca_file=ca_file)
        assert info.certificate_until is not None
        assert 88 <= (info.certificate_until - datetime.now(UTC)).days <= 90
        told = await refused(stub.url)
    assert info.name == "Exchange 2019"
    assert told.trouble is Trouble.CERTIFICATE
    assert "authority" in told.text


async def test_expired(authority: Authority, tmp_path: Path) -> None:
    with serving(nothing, tls=authority.context(tmp_path, days=-1)) as stub:
        told = await refused(stub.url, ca_file=authority.file(tmp_path))
    assert told.trouble is Trouble.CERTIFICATE
    assert "has expired" in told.text


async def test_self_signed(authority: Authority, tmp_path: Path) -> None:
    with serving(nothing, tls=authority.context(tmp_path, self_signed=True)) as stub:
        told = await refused(stub.url)
    assert told.trouble is Trouble.CERTIFICATE
    assert "self-signed" in told.text


async def test_made_out_to_another_name(authority: Authority, tmp_path: Path) -> None:
    names = (x509.DNSName("mail.example.com"),)
    with serving(nothing, tls=authority.context(tmp_path, names=names)) as stub:
        by_address = await refused(stub.url, ca_file=authority.file(tmp_path))
        by_name = await refused(stub.url.replace("127.0.0.1", "localhost"), ca_file=authority.file(tmp_path))
    assert by_address.trouble is by_name.trouble is Trouble.CERTIFICATE
    assert "does not name this IP address" in by_address.text
    assert "another name" in by_name.text


@pytest.mark.parametrize("content", [None, "no certificate"])
async def test_an_own_ca_file_that_cannot_be_used(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    told = await refused("https://127.0.0.1:9/EWS/Exchange.asmx", ca_file=str(file))
    assert told.trouble is Trouble.CERTIFICATE
    assert str(file) in told.text


def signing_in(then: Reply) -> Answer:
    """Asks for Basic, and answers everything that comes with a password in one way."""
    return lambda request: then if request.user else Reply(status=401, headers=(("WWW-Authenticate", "Basic realm=x"),))


HTML = (("Content-Type", "text/html"),)
FORM = "<html><form action='/owa/auth.owa'><input name=u><input name=p type='password'></form></html>"
REFUSALS = {
    "forbidden": Reply("<html>403 - Forbidden</html>", 403),
    "session ended": Reply("<html>Login Timeout</html>", 440),
    "blocked": Reply("", 456),
    "a form": Reply(FORM, 200, HTML),
    **{f"a form with {status}": Reply(FORM, status, HTML) for status in (403, 500, 502, 503, 511)},
    "a form in XHTML": Reply(f'<?xml version="1.0"?>\n<!DOCTYPE html>{FORM}', 200, HTML),
    "a form in XHTML, as a fault": Reply(f'<?xml version="1.0"?>{FORM}', 500, HTML),
    "sent to a form": Reply("", 302, (("Location", "/owa/auth/logon.aspx?url=https%3a%2f%2fmail&reason=0"),)),
    "sent to a federation": Reply("", 302, (("Location", "https://sts.example.net/adfs/ls/?wa=wsignin1.0"),)),
    "disabled": Reply(envelope(fault("ErrorAccountDisabled")), 500),
    "expired": Reply(envelope(fault("ErrorPasswordExpired")), 500),
    "to be changed": Reply(envelope(fault("ErrorPasswordChangeRequired")), 500),
    "locked, by a code nobody knows": Reply(envelope(fault("ErrorAccountLockedOut")), 500),
    "expired, as a message": Reply(envelope(response("GetServerTimeZones", code="ErrorPasswordExpired"))),
}


@pytest.mark.parametrize("reply", REFUSALS.values(), ids=REFUSALS)
async def test_a_sign_in_that_is_refused_in_another_way_than_401_is_tried_once(reply: Reply) -> None:
    with serving(signing_in(reply)) as stub:
        told = await refused(stub.url)
    assert told.trouble is Trouble.WRONG_PASSWORD
    assert "15 minutes" in told.remedy
    assert len([request for request in stub.requests if request.user]) == 1


@pytest.mark.parametrize(
    "page",
    [
        Reply(FORM, 200, HTML),
        Reply("<html>Sorry, we are down for maintenance.</html>", 200, HTML),
        Reply("<html>Not found</html>", 404, HTML),
        Reply("<html>Oops</html>", 500, HTML),
    ],
)
async def test_a_page_that_a_redirect_leads_to_is_an_outage_and_is_not_kept(page: Reply) -> None:
    """The balancer sends the probe away once; later the service answers at its own address again."""
    away = [True]

    def answer(request: Request) -> Reply:
        if request.path.endswith("/sorry.asmx"):
            return page
        if away[0]:
            return Reply("", 302, (("Location", "/EWS/sorry.asmx"),))
        return exchange(nothing)(request)

    with serving(answer) as stub:
        connection = ExchangeConnection(Endpoint(stub.url, timeout=5), Credentials(USER, PASSWORD))
        try:
            with pytest.raises(MailFault) as caught:
                await connection.connect()
            assert caught.value.trouble is Trouble.SERVER_FAULT
            assert not any(request.user for request in stub.requests)
            away[0] = False
            assert (await connection.connect()).url == stub.url
        finally:
            await connection.close()


@pytest.mark.parametrize("where", ["/errors/busy.html", "/owa/auth/logon.aspx", "/my.policy"])
async def test_a_redirect_to_a_page_for_people_gets_neither_request_nor_password(where: str) -> None:
    with serving(lambda request: Reply("", 302, (("Location", where),))) as stub:
        told = await refused(stub.url)
    assert told.trouble is Trouble.SERVER_FAULT
    assert [request.path for request in stub.requests] == ["/EWS/Exchange.asmx"]


async def test_a_redirect_during_work_is_kept_only_where_ews_answers() -> None:
    page = [True]

    def answer(request: Request) -> Reply:
        if request.path == "/EWS/other.asmx":
            return Reply("<html>Back soon</html>", 200, HTML)
        if request.operation == "SyncFolderItems" and page[0]:
            return Reply("", 302, (("Location", "/EWS/other.asmx"),))
        return exchange(answering(SyncFolderItems=synchronised()))(request)

    with serving(answer) as stub:
        connection = ExchangeConnection(Endpoint(stub.url, timeout=5), Credentials(USER, PASSWORD))
        try:
            await connection.connect()
            with pytest.raises(MailFault) as caught:
                await connection.inbox_changes("rooms@example.com", None)
            assert caught.value.trouble is Trouble.SERVER_FAULT
            page[0] = False
            assert (await connection.inbox_changes("rooms@example.com", None)).is_last
        finally:
            await connection.close()


UNKNOWN = (
    '<SOAP:Envelope xmlns:SOAP="http://schemas.xmlsoap.org/soap/envelope/"><SOAP:Header/><SOAP:Body><SOAP:Fault>'
    "<faultcode>SOAP:Server</faultcode><faultstring>Unknown request 'GetServerTimeZones'.</faultstring></SOAP:Fault>"
    "</SOAP:Body></SOAP:Envelope>"
)
"""As grommunio's server writes it: without code and without version."""


async def test_a_server_without_time_zones_is_asked_for_a_folder() -> None:
    def answer(request: Request) -> Reply:
        if request.operation == "GetServerTimeZones" and request.user:
            return Reply(UNKNOWN, 500)
        if request.operation == "GetFolder":
            return Reply(envelope(response("GetFolder", "<m:Folders/>"), version="15 0 847 4040"))
        return exchange(nothing)(request)

    with serving(answer) as stub:
        info = await connect(stub.url)
    assert (info.version, stub.operations) == ("15.0.847", ["GetServerTimeZones", "GetFolder"])


async def test_a_server_that_says_its_version_nowhere_is_no_exchange() -> None:
    with serving(signing_in(Reply(UNKNOWN, 500))) as stub:
        told = await refused(stub.url)
    assert told.trouble in (Trouble.NOT_EXCHANGE, Trouble.SERVER_FAULT)
    assert stub.operations == ["GetServerTimeZones", "GetFolder"]


async def folder_probe(reply: Reply) -> MailFault:
    """The refusal where time zones are not known and the folder is answered with ``reply``."""

    def answer(request: Request) -> Reply:
        if request.operation == "GetServerTimeZones" and request.user:
            return Reply(UNKNOWN, 500)
        return reply if request.operation == "GetFolder" else exchange(nothing)(request)

    with serving(answer) as stub:
        return await refused(stub.url)


@pytest.mark.parametrize("code", ["ErrorAccessDenied", "ErrorInternalServerError", "ErrorServerBusy", "ErrorAccountX"])
@pytest.mark.parametrize("form", ["message", "fault"])
async def test_a_folder_that_is_refused_is_no_sign_in(code: str, form: str) -> None:
    said = response("GetFolder", code=code) if form == "message" else fault(code)
    told = await folder_probe(Reply(envelope(said), 200 if form == "message" else 500))
    expected = {"ErrorServerBusy": Trouble.SERVER_BUSY, "ErrorAccountX": Trouble.WRONG_PASSWORD}
    assert told.trouble is expected.get(code, Trouble.SERVER_FAULT)


async def test_time_zones_that_are_refused_together_with_a_version_do_not_pass_either() -> None:
    def answer(request: Request) -> Reply:
        if request.user:
            return Reply(envelope(response(request.operation, code="ErrorAccessDenied")))
        return exchange(nothing)(request)

    with serving(answer) as stub:
        told = await refused(stub.url)
    assert (told.trouble, stub.operations) == (Trouble.SERVER_FAULT, ["GetServerTimeZones", "GetFolder"])
    assert "denies" in told.text


async def test_an_answer_to_something_else_is_no_sign_in() -> None:
    told = await folder_probe(Reply(envelope("<m:Other/>")))
    assert told.trouble is Trouble.NOT_EXCHANGE


@pytest.mark.parametrize("code", ["ErrorNonExistentMailbox", "ErrorMissingEmailAddress"])
async def test_a_service_account_without_a_mailbox_signs_in(code: str) -> None:
    def answer(request: Request) -> Reply:
        if request.operation == "GetServerTimeZones" and request.user:
            return Reply(UNKNOWN, 500)
        if request.operation == "GetFolder":
            return Reply(envelope(response("GetFolder", code=code)))
        return exchange(nothing)(request)

    with serving(answer) as stub:
        assert (await connect(stub.url)).version == "15.2.1748"
