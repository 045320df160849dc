"""The look-alike as hand-written SOAP uses it: namespaces, headers and sign-in as Microsoft's documentation shows them,
and HTTP as different libraries speak it."""

from __future__ import annotations

import base64
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from lxml import etree
from requests_ntlm import HttpNtlmAuth

from exchange_lookalike.api import SandboxThread
from tests.helpers.schema import check

HEADERS = {"Content-Type": "text/xml; charset=utf-8"}
M = "http://schemas.microsoft.com/exchange/services/2006/messages"
T = "http://schemas.microsoft.com/exchange/services/2006/types"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
OPEN = f'xmlns="{M}" xmlns:t="{T}"'
GET_CALENDAR = (
    f"<GetFolder {OPEN}><FolderShape><t:BaseShape>Default</t:BaseShape></FolderShape><FolderIds>"
    '<t:DistinguishedFolderId Id="calendar"/></FolderIds></GetFolder>'
)
AUTODISCOVER = (
    '<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request>'
    "<EMailAddress>{}</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/"
    "outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>"
)
AVAILABILITY = f"""<GetUserAvailabilityRequest {OPEN}>
  <t:TimeZone>
    <t:Bias>-60</t:Bias>
    <t:StandardTime>
      <t:Bias>0</t:Bias><t:Time>03:00:00</t:Time><t:DayOrder>5</t:DayOrder><t:Month>10</t:Month>
      <t:DayOfWeek>Sunday</t:DayOfWeek>
    </t:StandardTime>
    <t:DaylightTime>
      <t:Bias>-60</t:Bias><t:Time>02:00:00</t:Time><t:DayOrder>5</t:DayOrder><t:Month>3</t:Month>
      <t:DayOfWeek>Sunday</t:DayOfWeek>
    </t:DaylightTime>
  </t:TimeZone>
  <MailboxDataArray>
    <t:MailboxData>
      <t:Email><t:Address>{{}}</t:Address></t:Email>
      <t:AttendeeType>Required</t:AttendeeType><t:ExcludeConflicts>false</t:ExcludeConflicts>
    </t:MailboxData>
  </MailboxDataArray>
  <t:FreeBusyViewOptions>
    <t:TimeWindow>
      <t:StartTime>2026-12-01T00:00:00</t:StartTime><t:EndTime>2026-12-02T00:00:00</t:EndTime>
    </t:TimeWindow>
    <t:MergedFreeBusyIntervalInMinutes>60</t:MergedFreeBusyIntervalInMinutes>
    <t:RequestedView>DetailedMerged</t:RequestedView>
  </t:FreeBusyViewOptions>
</GetUserAvailabilityRequest>"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxThread]:
    thread = SandboxThread(people=3, seed=8)
    thread.start()
    yield thread
    assert not thread.sandbox.dispatcher.failures
    assert thread.stop()


class Person:
    """Somebody with a Basic sign-in and nothing but `requests`."""

    def __init__(self, sandbox: SandboxThread, number: int = 0) -> None:
        self.account = [account for account in sandbox.directory if account.kind == "user"][number]
        self.url = sandbox.url

    def post(self, envelope: bytes, **more: str) -> requests.Response:
        signed_in = (self.account.address, self.account.password)
        return requests.post(self.url, envelope, headers={**HEADERS, **more}, auth=signed_in, timeout=20)

    def ask(self, body: str, header: str = "") -> etree._Element:
        """The response element to an operation; it fits the schema."""
        answer = self.post(enveloped(body, header))
        assert answer.status_code == 200, answer.text
        return check(answer.content)

    def fault(self, body: str, header: str = "") -> str:
        answer = self.post(enveloped(body, header))
        assert answer.status_code == 500, answer.text
        return next(etree.fromstring(answer.content).iter("{*}ResponseCode")).text or ""


def enveloped(body: str, header: str = "") -> bytes:
    header = f"<soap:Header>{header}</soap:Header>" if header else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<soap:Envelope xmlns:soap="{SOAP}" xmlns:t="{T}">\n{header}'
        f"<soap:Body>\n{body}\n</soap:Body></soap:Envelope>"
    ).encode()


def texts(answer: etree._Element, name: str) -> list[str]:
    return [element.text or "" for element in answer.iter(f"{{*}}{name}")]


def test_a_request_without_any_header_is_served(sandbox: SandboxThread) -> None:
    assert texts(Person(sandbox).ask(GET_CALENDAR), "DisplayName") == ["Calendar"]


def test_windows_sign_in_by_every_form_of_the_name(sandbox: SandboxThread) -> None:
    person = Person(sandbox)
    account, netbios = person.account, sandbox.directory.netbios
    for name in (f"{netbios}\\{account.login}", account.address, f"{account.login}@{sandbox.domain}"):
        with requests.Session() as session:
            session.auth = HttpNtlmAuth(name, account.password)
            answers = [session.post(person.url, enveloped(GET_CALENDAR), headers=HEADERS, timeout=20) for _ in "ab"]
        assert [answer.status_code for answer in answers] == [200, 200], name
    with requests.Session() as session:
        session.auth = HttpNtlmAuth(account.address, "wrong")
        assert session.post(person.url, enveloped(GET_CALENDAR), headers=HEADERS, timeout=20).status_code == 401


def test_who_does_not_sign_in_is_told_both_ways(sandbox: SandboxThread) -> None:
    answer = requests.post(sandbox.url, enveloped(GET_CALENDAR), headers=HEADERS, timeout=20)
    assert answer.status_code == 401
    assert {offer.split()[0] for offer in answer.headers["www-authenticate"].split(", ")} == {"NTLM", "Basic"}


def test_windows_sign_in_over_tls() -> None:
    thread = SandboxThread(people=1, tls=True)
    thread.start()
    try:
        person = Person(thread)
        with requests.Session() as session:
            session.trust_env, session.verify = False, str(thread.sandbox.certificate)
            session.auth = HttpNtlmAuth(thread.sandbox.user_name(person.account), person.account.password)
            answer = session.post(thread.url, enveloped(GET_CALENDAR), headers=HEADERS, timeout=20)
        assert answer.status_code == 200
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(thread.url, timeout=20)
    finally:
        assert thread.stop()


def test_bodies_as_different_libraries_send_them(sandbox: SandboxThread) -> None:
    person = Person(sandbox)
    plain = enveloped(GET_CALENDAR)
    commented = plain.replace(b"<soap:Body>", b"<!-- hello --><soap:Body>")
    for body, more in (
        (b"\xef\xbb\xbf" + plain, {}),
        (plain.decode().replace("utf-8", "utf-16").encode("utf-16"), {"Content-Type": "text/xml; charset=utf-16"}),
        (commented, {"SOAPAction": f'"{M}/GetFolder"'}),
        (plain, {"Content-Type": 'text/xml; charset="UTF-8"', "Accept-Encoding": "gzip, deflate", "Expect": ""}),
    ):
        answer = person.post(body, **more)
        assert answer.status_code == 200, answer.text
        assert texts(check(answer.content), "DisplayName") == ["Calendar"]

    def pieces() -> Iterator[bytes]:
        yield plain[:100]
        yield plain[100:]

    signed_in = (person.account.address, person.account.password)
    chunked = requests.post(person.url, pieces(), headers=HEADERS, auth=signed_in, timeout=20)
    assert chunked.status_code == 200


def test_a_client_that_waits_to_be_told_to_continue(sandbox: SandboxThread) -> None:
    where = urlsplit(sandbox.url)
    body = enveloped(GET_CALENDAR)
    head = (
        f"POST {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: text/xml\r\n"
        f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    ).encode()
    with socket.create_connection((where.hostname or "", where.port or 0), 20) as wire:
        wire.sendall(head)
        assert wire.recv(1000).startswith(b"HTTP/1.1 100 ")
        wire.sendall(body)
        assert wire.recv(1000).startswith(b"HTTP/1.1 401 ")


def test_a_client_that_names_the_whole_address_as_for_a_proxy(sandbox: SandboxThread) -> None:
    where = urlsplit(sandbox.url)
    with socket.create_connection((where.hostname or "", where.port or 0), 20) as wire:
        wire.sendall(f"GET {sandbox.url} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n\r\n".encode())
        assert wire.recv(1000).startswith(b"HTTP/1.1 401 ")


def test_a_meeting_as_the_documentation_writes_it(sandbox: SandboxThread) -> None:
    ann, bob = Person(sandbox), Person(sandbox, 1)
    made = ann.ask(
        f'<CreateItem {OPEN} SendMeetingInvitations="SendToAllAndSaveCopy"><Items><t:CalendarItem>'
        '<t:Subject>Planning</t:Subject><t:Body BodyType="HTML">Plan it</t:Body><t:ReminderIsSet>true</t:ReminderIsSet>'
        "<t:ReminderMinutesBeforeStart>60</t:ReminderMinutesBeforeStart><t:Start>2026-12-01T09:00:00</t:Start>"
        "<t:End>2026-12-01T10:00:00</t:End><t:IsAllDayEvent>false</t:IsAllDayEvent>"
        "<t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus><t:Location>Room 7</t:Location><t:RequiredAttendees>"
        f"<t:Attendee><t:Mailbox><t:EmailAddress>{bob.account.address}</t:EmailAddress></t:Mailbox></t:Attendee>"
        "</t:RequiredAttendees></t:CalendarItem></Items></CreateItem>",
        '<t:RequestServerVersion Version="Exchange2007_SP1"/><t:TimeZoneContext>'
        '<t:TimeZoneDefinition Id="Eastern Standard Time"/></t:TimeZoneContext>',
    )
    (meeting,) = made.iter(f"{{{T}}}ItemId")
    requested = bob.ask(
        f'<FindItem {OPEN} Traversal="Shallow"><ItemShape><t:BaseShape>AllProperties</t:BaseShape></ItemShape>'
        "<Restriction><t:And><t:IsEqualTo><t:FieldURI FieldURI='item:ItemClass'/><t:FieldURIOrConstant>"
        "<t:Constant Value='IPM.Schedule.Meeting.Request'/></t:FieldURIOrConstant></t:IsEqualTo><t:Contains "
        "ContainmentMode='Substring' ContainmentComparison='IgnoreCase'><t:FieldURI FieldURI='item:Subject'/>"
        "<t:Constant Value='planning'/></t:Contains></t:And></Restriction><ParentFolderIds>"
        "<t:DistinguishedFolderId Id='inbox'/></ParentFolderIds></FindItem>"
    )
    assert texts(requested, "Start") == ["2026-12-01T14:00:00Z"]
    (request,) = requested.iter(f"{{{T}}}ItemId")
    bob.ask(
        f'<CreateItem {OPEN} MessageDisposition="SendAndSaveCopy"><Items><t:TentativelyAcceptItem>'
        f'<t:ReferenceItemId Id="{request.get("Id")}" ChangeKey="{request.get("ChangeKey")}"/>'
        "</t:TentativelyAcceptItem></Items></CreateItem>"
    )
    held = ann.ask(
        f"<GetItem {OPEN}><ItemShape><t:BaseShape>AllProperties</t:BaseShape></ItemShape><ItemIds>"
        f'<t:ItemId Id="{meeting.get("Id")}"/></ItemIds></GetItem>'
    )
    assert texts(held, "ResponseType") == ["Tentative"]
    free_busy = ann.ask(AVAILABILITY.format(bob.account.address))
    assert "1" in texts(free_busy, "MergedFreeBusy")[0][15:16]


def test_impersonation_by_every_identity_and_its_refusals(sandbox: SandboxThread) -> None:
    service, person = sandbox.service_account, Person(sandbox).account
    names = {
        "PrincipalName": f"{person.login}@{sandbox.domain}",
        "SID": person.sid,
        "PrimarySmtpAddress": person.address,
        "SmtpAddress": person.address,
    }

    def acting(kind: str, text: str, *, account: str, password: str) -> requests.Response:
        header = (
            '<t:RequestServerVersion Version="Exchange2010"/><t:ExchangeImpersonation><t:ConnectingSID>'
            f"<t:{kind}>{text}</t:{kind}></t:ConnectingSID></t:ExchangeImpersonation>"
        )
        return requests.post(
            sandbox.url, enveloped(GET_CALENDAR, header), headers=HEADERS, auth=(account, password), timeout=20
        )

    for kind, text in names.items():
        assert acting(kind, text, account=service.address, password=service.password).status_code == 200, kind
    for kind, text, code in (
        ("PrimarySmtpAddress", "nobody@example.org", "ErrorNonExistentMailbox"),
        ("SID", "S-1-5-21-0", "ErrorInvalidUserSid"),
        ("PrincipalName", "nobody@example.org", "ErrorInvalidUserPrincipalName"),
        ("Colour", "blue", "ErrorSchemaValidation"),
    ):
        refused = acting(kind, text, account=service.address, password=service.password)
        assert refused.status_code == 500
        assert f">{code}<" in refused.text
    denied = acting("SmtpAddress", person.address, account=person.address, password=person.password)
    assert ">ErrorImpersonateUserDenied<" in denied.text


@pytest.mark.parametrize(
    ("body", "header", "code"),
    [
        (f"<DoMagic {OPEN}/>", "", "ErrorSchemaValidation"),
        ('<GetFolder xmlns="urn:other"/>', "", "ErrorSchemaValidation"),
        (f"<GetFolder {OPEN}/>", "", "ErrorSchemaValidation"),
        (f'<CreateItem {OPEN} MessageDisposition="Never"><Items/></CreateItem>', "", "ErrorSchemaValidation"),
        (GET_CALENDAR, '<t:RequestServerVersion Version="Exchange1999"/>', "ErrorInvalidServerVersion"),
        (GET_CALENDAR + GET_CALENDAR, "", "ErrorSchemaValidation"),
    ],
)
def test_what_the_schema_forbids_is_a_fault(sandbox: SandboxThread, body: str, header: str, code: str) -> None:
    assert Person(sandbox).fault(body, header) == code


def test_what_is_not_there_is_said_part_by_part(sandbox: SandboxThread) -> None:
    person = Person(sandbox)
    answer = person.ask(
        f"<GetItem {OPEN}><ItemShape><t:BaseShape>IdOnly</t:BaseShape></ItemShape><ItemIds>"
        '<t:ItemId Id="nonsense"/><t:ItemId Id="AAMkAA=="/></ItemIds></GetItem>'
    )
    codes = texts(answer, "ResponseCode")
    assert len(codes) == 2
    assert all(code.startswith("ErrorInvalidId") for code in codes)


def test_where_a_mailbox_is_can_be_found_out_from_its_address(sandbox: SandboxThread) -> None:
    person = Person(sandbox)
    base = sandbox.url.partition("/EWS")[0]
    signed_in = (person.account.address, person.account.password)

    def discover(address: str) -> etree._Element:
        answer = requests.post(
            f"{base}/autodiscover/autodiscover.xml",
            AUTODISCOVER.format(address).encode(),
            headers=HEADERS,
            auth=signed_in,
            timeout=20,
        )
        assert answer.status_code == 200
        return etree.fromstring(answer.content)

    assert set(texts(discover(person.account.address), "EwsUrl")) == {sandbox.url}
    assert texts(discover("nobody@example.org"), "ErrorCode") == ["500"]


@pytest.mark.parametrize("number", [3, 35])
def test_a_meeting_is_found_by_its_global_object_id(sandbox: SandboxThread, number: int) -> None:
    person = Person(sandbox)
    made = person.ask(
        f'<CreateItem {OPEN} SendMeetingInvitations="SendToNone"><Items><t:CalendarItem><t:Subject>Found {number}'
        "</t:Subject><t:Start>2027-06-01T10:00:00Z</t:Start><t:End>2027-06-01T11:00:00Z</t:End></t:CalendarItem>"
        "</Items></CreateItem>"
    )
    shown = f'<t:ExtendedFieldURI DistinguishedPropertySetId="Meeting" PropertyId="{number}" PropertyType="Binary"/>'
    item = next(made.iter("{*}ItemId")).get("Id")
    got = person.ask(
        f"<GetItem {OPEN}><ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:AdditionalProperties>{shown}"
        f'</t:AdditionalProperties></ItemShape><ItemIds><t:ItemId Id="{item}"/></ItemIds></GetItem>'
    )
    (identity,) = texts(got, "Value")
    assert base64.b64decode(identity).hex().upper() == texts(got, "UID")[0]
    found = person.ask(
        f'<FindItem {OPEN} Traversal="Shallow"><ItemShape><t:BaseShape>Default</t:BaseShape></ItemShape><Restriction>'
        f'<t:IsEqualTo>{shown}<t:FieldURIOrConstant><t:Constant Value="{identity}"/></t:FieldURIOrConstant>'
        '</t:IsEqualTo></Restriction><ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></ParentFolderIds>'
        "</FindItem>"
    )
    assert texts(found, "Subject") == [f"Found {number}"]


def test_nothing_weaker_than_tls_1_2_is_spoken() -> None:
    thread = SandboxThread(people=0, tls=True)
    thread.start()
    try:
        where = urlsplit(thread.url)
        context = ssl.create_default_context(cafile=str(thread.sandbox.certificate))
        with (
            socket.create_connection((where.hostname or "", where.port or 0), 20) as wire,
            context.wrap_socket(wire, server_hostname=where.hostname) as secured,
        ):
            assert secured.version() in {"TLSv1.2", "TLSv1.3"}
    finally:
        assert thread.stop()
