"""Who organises: the first field with an SMTP address, then what Exchange knows of an X.500 name; nothing stops."""

from __future__ import annotations

from html import escape

import pytest
from lxml import etree

from desktop_admin.domain.meeting import Mailbox
from desktop_admin.exchange.messages import whole
from tests.exchange.conftest import Connected, assert_as_microsoft_writes_it
from tests.helpers.ews_items import answering, created, got, item, request, synchronised
from tests.helpers.ews_stub import Reply, Request, envelope, fault, response

DN = "/o=Example/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=Ada"
ROOMS = "rooms@example.com"
SPACES = 'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"'


def field(name: str, address: str, shown: str = "Ada", routing: str = "") -> str:
    written = f"<t:Name>{shown}</t:Name><t:EmailAddress>{escape(address)}</t:EmailAddress>"
    written += f"<t:RoutingType>{routing}</t:RoutingType>" if routing else ""
    return f"<t:{name}><t:Mailbox>{written}</t:Mailbox></t:{name}>"


def smtp(tag: str, address: str) -> str:
    uri = f'<t:ExtendedFieldURI PropertyTag="{tag}" PropertyType="String"/>'
    return f"<t:ExtendedProperty>{uri}<t:Value>{address}</t:Value></t:ExtendedProperty>"


def organizer(*fields: str) -> Mailbox | None:
    written = item("MeetingRequest", "A", *fields, item_class="IPM.Schedule.Meeting.Request")
    return whole(etree.fromstring(written.replace("<t:MeetingRequest>", f"<t:MeetingRequest {SPACES}>", 1))).organizer


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ((field("From", "ada@example.com"), field("Organizer", "eve@example.com", "Eve")), "ada@example.com"),
        ((field("Sender", "ada@example.com"), field("From", DN)), "ada@example.com"),
        ((field("From", DN), field("Organizer", "ada@example.com")), "ada@example.com"),
        ((field("From", DN), smtp("0x5d02", "ada@example.com")), "ada@example.com"),
        ((field("Sender", "ada@example.com"),), "ada@example.com"),
        ((field("Organizer", "ada@example.com"),), "ada@example.com"),
        ((field("Sender", "ben@example.com", "Ben"), field("From", DN)), DN),
        ((field("Sender", "ben@example.com", "Ben"), field("From", DN), smtp("0x5d02", "a@b.example")), "a@b.example"),
        ((field("From", DN),), DN),
        ((field("From", ""), field("Organizer", DN)), DN),
        ((field("From", "CN=Ada/O=Example@X", routing="NOTES"), field("Sender", "ada@example.com")), "ada@example.com"),
        ((field("From", "CN=Ada/O=Example@X", routing="NOTES"),), "NOTES:CN=Ada/O=Example@X"),
        ((field("From", DN, routing="EX"),), DN),
        ((field("From", "ada@example.com", routing="smtp"),), "ada@example.com"),
        ((field("From", "\u200bada@example.com\u200b"),), "ada@example.com"),
        ((field("From", "'ada@example.com'"),), "ada@example.com"),
        ((field("From", "<ada@example.com>"),), "ada@example.com"),
        ((field("From", "SMTP:ada@example.com"),), "ada@example.com"),
        ((field("From", "mailto:ada@example.com"),), "ada@example.com"),
        ((field("From", DN), smtp("0x5d02", "smtp:ada@example.com")), "ada@example.com"),
    ],
)
def test_the_first_field_with_an_smtp_address(fields: tuple[str, ...], address: str) -> None:
    assert organizer(*fields) == Mailbox(address, "Ada")


@pytest.mark.parametrize(
    "odd",
    [
        '"e v"@attacker.example',
        "a,b@attacker.example",
        "IMCEAEX-_o=x_cn=evil@attacker.example",
        "IMCEAEX-_o=Example_cn=Recipients_cn=ada@attacker.example",
        "IMCEAFAX-1@attacker.example",
        "x" * 320 + "@attacker.example",
        "/o=Example/cn=Recipients/cn=ada@attacker.example",
    ],
)
def test_an_odd_address_of_another_domain_is_not_taken_for_whom_it_names(odd: str) -> None:
    found = organizer(
        field("From", odd, "Ada", "SMTP"),
        field("Sender", "ada@example.com"),
        field("Organizer", "ada@example.com"),
        smtp("0x5d02", "ada@example.com"),
    )
    assert found is not None and found.address.endswith("@attacker.example")


async def test_a_name_that_another_domain_writes_is_not_resolved(connected: Connected) -> None:
    borrowed = "IMCEAEX-_o=Example_cn=Recipients_cn=ada@attacker.example"
    ours = "IMCEAEX-_o=Example_cn=Recipients_cn=ada@example.com"
    known = answering(
        SyncFolderItems=synchronised(created(request("A")), created(request("B"))),
        GetItem=got(
            *(request(i, f"<t:UID>U-{i}</t:UID>", field("From", a)) for i, a in (("A", borrowed), ("B", ours)))
        ),
        ResolveNames=resolution("ada@example.com"),
    )
    async with connected(known) as (exchange, _stub):
        read = (await exchange.inbox_changes(ROOMS, None)).messages
    assert [each.organizer.address for each in read if each.organizer] == [borrowed, "ada@example.com"]


def test_no_field_is_no_organiser() -> None:
    assert organizer() is None


def resolution(*addresses: str) -> str:
    each = "".join(
        f"<t:Resolution><t:Mailbox><t:Name>Ada</t:Name><t:EmailAddress>{a}</t:EmailAddress><t:RoutingType>SMTP"
        "</t:RoutingType><t:MailboxType>Mailbox</t:MailboxType></t:Mailbox></t:Resolution>"
        for a in addresses
    )
    found = f'<m:ResolutionSet TotalItemsInView="{len(addresses)}" IncludesLastItemInRange="true">{each}'
    return response("ResolveNames", f"{found}</m:ResolutionSet>")


def unresolved(item_id: str) -> str:
    return request(item_id, field("Sender", DN), f"<t:UID>U-{item_id}</t:UID>", field("From", DN))


@pytest.mark.parametrize(
    ("answer", "address"),
    [
        (resolution("ada@example.com"), "ada@example.com"),
        (resolution("ada@example.com", "adam@example.com"), DN),
        (response("ResolveNames", "", code="ErrorNameResolutionNoResults"), DN),
    ],
)
async def test_exchange_is_asked_once_for_a_name(connected: Connected, answer: str, address: str) -> None:
    answers = answering(
        SyncFolderItems=synchronised(created(request("A")), created(request("B"))),
        GetItem=got(unresolved("A"), unresolved("B")),
        ResolveNames=answer,
    )
    async with connected(answers) as (exchange, stub):
        read = (await exchange.inbox_changes(ROOMS, None)).messages
    assert [each.organizer for each in read] == [Mailbox(address, "Ada")] * 2
    assert [each.sender for each in read] == [Mailbox(address, "Ada")] * 2
    assert stub.operations[1:] == ["SyncFolderItems", "GetItem", "ResolveNames"]
    assert_as_microsoft_writes_it(stub.requests[-1].body)


@pytest.mark.parametrize(
    "reply",
    [Reply(envelope(fault("ErrorInvalidOperation")), status=500), Reply(status=404), Reply("Unknown", status=500)],
)
async def test_a_server_that_cannot_resolve_names_stops_no_inbox(connected: Connected, reply: Reply) -> None:
    known = answering(SyncFolderItems=synchronised(created(request("A"))), GetItem=got(unresolved("A")))

    def answer(asked: Request) -> Reply:
        if asked.operation == "ResolveNames":
            return reply
        return known(asked)

    async with connected(answer) as (exchange, _stub):
        (read,) = (await exchange.inbox_changes(ROOMS, None)).messages
    assert (read.organizer, read.unreadable) == (Mailbox(DN, "Ada"), "")


async def test_a_server_that_hangs_at_names_is_asked_for_one_of_them_only(connected: Connected) -> None:
    """Twenty names, each as long as the longest wait, would take longer than reading the inbox may."""
    sent = [request(each, field("From", f"{DN}{each}"), f"<t:UID>U-{each}</t:UID>") for each in "ABC"]
    known = answering(SyncFolderItems=synchronised(*map(created, map(request, "ABC"))), GetItem=got(*sent))

    def answer(asked: Request) -> Reply:
        return Reply("<", hang=True) if asked.operation == "ResolveNames" else known(asked)

    async with connected(answer, seconds=0.5) as (exchange, stub):
        read = (await exchange.inbox_changes(ROOMS, None)).messages
    assert [each.organizer for each in read] == [Mailbox(f"{DN}{each}", "Ada") for each in "ABC"]
    assert stub.operations.count("ResolveNames") == 1


async def test_an_encapsulated_name_is_asked_for_as_what_it_is(connected: Connected) -> None:
    written = "IMCEAEX-_o=Example_cn=Ada+20L@example.com"
    answers = answering(
        SyncFolderItems=synchronised(created(request("A"))),
        GetItem=got(request("A", field("From", written), "<t:UID>U-A</t:UID>")),
        ResolveNames=resolution("ada@example.com"),
    )
    async with connected(answers) as (exchange, stub):
        (read,) = (await exchange.inbox_changes(ROOMS, None)).messages
    assert read.organizer == Mailbox("ada@example.com", "Ada")
    assert "<m:UnresolvedEntry>/o=Example/cn=Ada L</m:UnresolvedEntry>" in stub.requests[-1]
