"""The conferencing inbox: pages of changes, invitations read whole, and how little is asked for."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from lxml import etree

from desktop_admin.domain.meeting import ItemId, Mailbox, MessageKind
from desktop_admin.domain.ports import MailFault, SyncStateInvalid
from desktop_admin.domain.status import Trouble
from tests.exchange.conftest import Connected, assert_as_microsoft_writes_it
from tests.helpers.ews_items import (
    NOON,
    answering,
    cancellation,
    created,
    got,
    in_folder,
    item,
    message,
    request,
    synchronised,
    whole_request,
)
from tests.helpers.ews_items import folder as folder_answer
from tests.helpers.ews_stub import Reply, Request, envelope, fault, response

ROOMS = "rooms@example.com"


async def test_an_invitation_is_read_whole_in_two_requests(connected: Connected) -> None:
    zone = '<t:StartTimeZone Id="W. Europe Standard Time"/>'
    answer = answering(
        SyncFolderItems=synchronised(created(request("A"))),
        GetItem=got(whole_request("A", zone, "<t:Location>Berlin</t:Location>")),
    )
    async with connected(answer) as (exchange, stub):
        page = await exchange.inbox_changes(ROOMS, None)
    (read,) = page.messages
    assert stub.operations[1:] == ["SyncFolderItems", "GetItem"]
    assert (page.sync_state, page.is_last, page.gone) == ("STATE", True, ())
    assert (read.item_id, read.kind, read.uid) == (ItemId("A", "CK1"), MessageKind.REQUEST, "UID-A")
    assert (read.start, read.end) == (datetime(2026, 11, 24, 9, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC))
    assert (read.organizer, read.sender) == (Mailbox("anna@example.com", "Anna Arndt"),) * 2
    assert (read.sequence, read.sequence_known, read.stamp) == (3, True, datetime(2026, 11, 23, 12, tzinfo=UTC))
    assert (read.subject, read.body, read.location) == ("Planning", "<p>Hi</p>", "Berlin")
    assert (read.zone, read.zone_id) == ("Europe/Berlin", "W. Europe Standard Time")


async def test_requests_name_the_mailbox_and_go_on_from_the_state(connected: Connected) -> None:
    async with connected(answering(SyncFolderItems=synchronised())) as (exchange, stub):
        await exchange.inbox_changes(ROOMS, "OLD-STATE")
    asked = stub.requests[-1]
    assert "<t:PrimarySmtpAddress>rooms@example.com</t:PrimarySmtpAddress>" in asked
    assert "OLD-STATE</m:SyncState>" in asked
    assert asked.headers["x-anchormailbox"] == ROOMS


async def test_a_quiet_inbox_costs_one_request(connected: Connected) -> None:
    async with connected(answering(SyncFolderItems=synchronised(state="NEXT"))) as (exchange, stub):
        page = await exchange.inbox_changes(ROOMS, "STATE")
    assert (page.messages, page.sync_state) == ((), "NEXT")
    assert stub.operations[1:] == ["SyncFolderItems"]


async def test_other_items_are_told_by_name_without_being_read(connected: Connected) -> None:
    changes = [
        created(message("N", f"<t:Subject>News</t:Subject><t:DateTimeReceived>{NOON}</t:DateTimeReceived>")),
        created(item("MeetingResponse", "R", item_class="IPM.Schedule.Meeting.Resp.Pos")),
        created(message("F", item_class="IPM.Schedule.Meeting.Notification.Forward")),
        created(message("X", item_class="IPM.Something.Else")),
    ]
    async with connected(answering(SyncFolderItems=synchronised(*changes))) as (exchange, stub):
        page = await exchange.inbox_changes(ROOMS, None)
    kinds = [MessageKind.OTHER, MessageKind.RESPONSE, MessageKind.FORWARD_NOTICE, MessageKind.OTHER]
    assert [read.kind for read in page.messages] == kinds
    assert (page.messages[0].subject, page.messages[0].body) == ("News", "")
    assert stub.operations[1:] == ["SyncFolderItems"]


async def test_many_invitations_are_read_in_one_request_in_the_servers_order(connected: Connected) -> None:
    changes = [created(request("A")), created(message("N")), created(cancellation("C")), created(request("B"))]

    def gives(asked: Request) -> str:
        assert asked.body.count("ItemId Id=") == 3
        return got(whole_request("A"), cancellation("C", "<t:UID>UID-A</t:UID>"), whole_request("B"))

    answer = answering(SyncFolderItems=synchronised(*changes, last=False), GetItem=gives)
    async with connected(answer) as (exchange, stub):
        page = await exchange.inbox_changes(ROOMS, None)
    assert [read.item_id.id for read in page.messages] == ["A", "N", "C", "B"]
    assert not page.is_last
    assert stub.operations[1:] == ["SyncFolderItems", "GetItem"]


async def test_a_cancellation_without_sequence_is_ordered_by_its_stamp(connected: Connected) -> None:
    whole = cancellation("C", f"<t:UID>U</t:UID><t:RecurrenceId>{NOON}</t:RecurrenceId>")
    answer = answering(SyncFolderItems=synchronised(created(cancellation("C"))), GetItem=got(whole))
    async with connected(answer) as (exchange, _stub):
        (read,) = (await exchange.inbox_changes(ROOMS, None)).messages
    assert (read.kind, read.sequence_known) == (MessageKind.CANCELLATION, False)
    assert read.recurrence_id == datetime(2026, 11, 23, 12, tzinfo=UTC)


async def test_a_cancellation_tells_its_sequence_as_an_extended_property(connected: Connected) -> None:
    told = (
        '<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="Appointment" PropertyId="33281" '
        'PropertyType="Integer"/><t:Value>7</t:Value></t:ExtendedProperty>'
    )
    answer = answering(SyncFolderItems=synchronised(created(cancellation("C"))), GetItem=got(cancellation("C", told)))
    async with connected(answer) as (exchange, _stub):
        (read,) = (await exchange.inbox_changes(ROOMS, None)).messages
    assert (read.sequence, read.sequence_known) == (7, True)


async def test_what_left_the_inbox_between_two_requests_is_left_out(connected: Connected) -> None:
    answer = answering(
        SyncFolderItems=synchronised(
            created(request("A")), created(request("B")), '<t:Delete><t:ItemId Id="Z"/></t:Delete>'
        ),
        GetItem=got(None, whole_request("B")),
    )
    async with connected(answer) as (exchange, _stub):
        page = await exchange.inbox_changes(ROOMS, None)
    assert [read.item_id.id for read in page.messages] == ["B"]
    assert page.gone == ("Z",)


@pytest.mark.parametrize(
    "bad",
    [
        "<t:Start>soon</t:Start>",
        "<t:Recurrence><t:LunarRecurrence/></t:Recurrence>",
        "<t:AppointmentSequenceNumber>many</t:AppointmentSequenceNumber>",
    ],
)
async def test_an_item_that_cannot_be_read_is_told_as_such_and_hides_no_other(connected: Connected, bad: str) -> None:
    answer = answering(
        SyncFolderItems=synchronised(created(request("A", "<t:Subject>Odd</t:Subject>")), created(request("B"))),
        GetItem=got(request("A", bad), whole_request("B")),
    )
    async with connected(answer) as (exchange, _stub):
        odd, good = (await exchange.inbox_changes(ROOMS, None)).messages
    assert odd.unreadable
    assert (odd.item_id.id, odd.subject, odd.kind) == ("A", "Odd", MessageKind.REQUEST)
    assert (good.item_id.id, good.unreadable) == ("B", "")


async def test_an_item_that_exchange_cannot_give_is_told_as_such(connected: Connected) -> None:
    answer = answering(
        SyncFolderItems=synchronised(created(request("A"))), GetItem=response("GetItem", code="ErrorItemCorrupt")
    )
    async with connected(answer) as (exchange, _stub):
        (odd,) = (await exchange.inbox_changes(ROOMS, None)).messages
    assert "ErrorItemCorrupt" in odd.unreadable


async def test_a_busy_server_at_reading_is_no_unreadable_item(connected: Connected) -> None:
    answer = answering(
        SyncFolderItems=synchronised(created(request("A"))), GetItem=response("GetItem", code="ErrorServerBusy")
    )
    async with connected(answer) as (exchange, _stub):
        with pytest.raises(MailFault) as caught:
            await exchange.inbox_changes(ROOMS, None)
    assert caught.value.trouble is Trouble.SERVER_BUSY


async def test_a_state_that_exchange_no_longer_knows(connected: Connected) -> None:
    refusal = response("SyncFolderItems", code="ErrorInvalidSyncStateData", more="<m:SyncState/>")
    async with connected(answering(SyncFolderItems=refusal)) as (exchange, _stub):
        with pytest.raises(SyncStateInvalid):
            await exchange.inbox_changes(ROOMS, "FORGOTTEN")


async def test_a_page_without_state_is_not_believed(connected: Connected) -> None:
    async with connected(answering(SyncFolderItems=synchronised(state=""))) as (exchange, _stub):
        with pytest.raises(MailFault, match="incomplete"):
            await exchange.inbox_changes(ROOMS, None)


async def test_fewer_items_than_asked_for_are_not_believed(connected: Connected) -> None:
    answer = answering(
        SyncFolderItems=synchronised(created(request("A")), created(request("B"))), GetItem=got(whole_request("A"))
    )
    async with connected(answer) as (exchange, _stub):
        with pytest.raises(MailFault, match="incomplete"):
            await exchange.inbox_changes(ROOMS, None)


async def test_items_are_read_again_in_batches(connected: Connected) -> None:
    def gives(asked: Request) -> str:
        wanted = [part.partition('"')[0] for part in asked.body.split('ItemId Id="')[1:]]
        return got(*(None if name == "I7" else whole_request(name) for name in wanted))

    async with connected(answering(GetItem=gives)) as (exchange, stub):
        found = await exchange.read_messages(ROOMS, [ItemId(f"I{number}") for number in range(120)])
        nothing = await exchange.read_messages(ROOMS, [])
    assert [read.item_id.id for read in found] == [f"I{number}" for number in range(120) if number != 7]
    assert nothing == ()
    assert stub.operations[1:] == ["GetItem"] * 3


async def test_an_item_that_still_cannot_be_read_keeps_no_other_from_being_read_again(connected: Connected) -> None:
    bad = "<t:Start>soon</t:Start>"
    async with connected(answering(GetItem=got(request("A", bad), None, whole_request("B")))) as (exchange, _stub):
        odd, good = await exchange.read_messages(ROOMS, [ItemId("A"), ItemId("GONE"), ItemId("B")])
    assert (odd.item_id.id, bool(odd.unreadable)) == ("A", True)
    assert (good.item_id.id, good.unreadable, good.subject) == ("B", "", "Planning")


async def test_a_private_invitation_is_marked(connected: Connected) -> None:
    whole = whole_request("A").replace("Normal", "Private")
    answer = answering(SyncFolderItems=synchronised(created(request("A"))), GetItem=got(whole))
    async with connected(answer) as (exchange, _stub):
        (read,) = (await exchange.inbox_changes(ROOMS, None)).messages
    assert read.is_private


async def test_an_own_zone_keeps_its_id(connected: Connected) -> None:
    whole = whole_request("A", '<t:StartTimeZone Id="tzone://Microsoft/Custom"/>')
    answer = answering(SyncFolderItems=synchronised(created(request("A"))), GetItem=got(whole))
    async with connected(answer) as (exchange, _stub):
        (read,) = (await exchange.inbox_changes(ROOMS, None)).messages
    assert (read.zone, read.zone_id) == ("", "tzone://Microsoft/Custom")


@pytest.mark.parametrize(("parent", "stands"), [("INBOX", True), ("DELETED", False)])
async def test_whether_an_item_still_stands_in_the_inbox(connected: Connected, parent: str, stands: bool) -> None:
    answer = answering(GetItem=got(in_folder("A", parent)), GetFolder=folder_answer("INBOX"))
    async with connected(answer) as (exchange, _stub):
        assert await exchange.awaits_answer(ROOMS, ItemId("A", "OLD")) is stands


async def test_an_item_that_is_gone_stands_nowhere(connected: Connected) -> None:
    async with connected(answering(GetItem=got(None))) as (exchange, _stub):
        assert not await exchange.awaits_answer(ROOMS, ItemId("A"))


def test_requests_are_held_against_the_schema() -> None:
    with pytest.raises(etree.DocumentInvalid):
        assert_as_microsoft_writes_it(envelope("<m:GetItem/>"))


def asked_for(asked: Request) -> list[str]:
    return re.findall(r'ItemId Id="([^"]*)"', asked.body)


NOT_READABLE = {
    "no XML": Reply(envelope("<t:Oops>&nothing;</t:Oops>")),
    "corrupt, as a fault": Reply(envelope(fault("ErrorCorruptData")), 500),
    "a fault of the server": Reply(envelope(fault("ErrorInternalServerError")), 500),
}


@pytest.mark.parametrize("reply", NOT_READABLE.values(), ids=NOT_READABLE)
async def test_one_item_that_spoils_the_page_is_found_by_halves_and_told(connected: Connected, reply: Reply) -> None:
    names = [f"I{number}" for number in range(50)]

    def answer(asked: Request) -> Reply:
        if asked.operation == "SyncFolderItems":
            return Reply(envelope(synchronised(*(created(request(name)) for name in names))))
        wanted = asked_for(asked)
        if "I33" in wanted:
            return reply
        return Reply(envelope(got(*(whole_request(name) for name in wanted))))

    async with connected(answer) as (exchange, stub):
        page = await exchange.inbox_changes(ROOMS, None)
    assert [read.item_id.id for read in page.messages] == names
    assert [read.item_id.id for read in page.messages if read.unreadable] == ["I33"]
    assert len(stub.operations) < 20


async def test_a_page_too_large_for_one_answer_is_read_by_halves(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_admin.exchange.protocol.MOST_BYTES", 300_000)
    large = "x" * 100_000
    names = ["A", "B", "C", "D", "HUGE"]

    def gives(asked: Request) -> str:
        return got(*(whole_request(name, body=large * (4 if name == "HUGE" else 1)) for name in asked_for(asked)))

    sync = synchronised(*(created(request(name)) for name in names))
    async with connected(answering(SyncFolderItems=sync, GetItem=gives)) as (exchange, _stub):
        page = await exchange.inbox_changes(ROOMS, None)
    assert [(read.item_id.id, bool(read.unreadable)) for read in page.messages] == [
        ("A", False), ("B", False), ("C", False), ("D", False), ("HUGE", True),
    ]  # fmt: skip


@pytest.mark.parametrize("broken", ["XML", "ErrorCorruptData"])
async def test_a_change_whose_fields_cannot_be_read_is_asked_for_by_its_id(connected: Connected, broken: str) -> None:
    """The page is asked for by fewer changes; the last one alone without its fields."""

    def gives(asked: Request) -> str:
        most = int(re.findall(r"MaxChangesReturned>(\d+)<", asked.body)[0])
        if "item:Subject" in asked.body:
            return "<t:Oops>&nothing;</t:Oops>" if broken == "XML" else response("SyncFolderItems", code=broken)
        assert most == 1
        return synchronised(created('<t:MeetingRequest><t:ItemId Id="BAD"/></t:MeetingRequest>'), last=False)

    spoilt = answering(SyncFolderItems=gives, GetItem=response("GetItem", code="ErrorCorruptData"))
    async with connected(spoilt) as (exchange, _stub):
        page = await exchange.inbox_changes(ROOMS, None)
    (bad,) = page.messages
    assert (bad.item_id.id, bool(bad.unreadable), page.is_last) == ("BAD", True, False)


async def test_a_mail_with_an_impossible_date_or_no_id_hides_no_other(connected: Connected) -> None:
    odd = message("A", "<t:DateTimeReceived>0001-01-01T00:00:00+05:00</t:DateTimeReceived>")
    sync = synchronised(created(odd), created("<t:Message/>"), created(message("B")))
    async with connected(answering(SyncFolderItems=sync)) as (exchange, _stub):
        page = await exchange.inbox_changes(ROOMS, None)
    assert [(read.item_id.id, read.unreadable) for read in page.messages] == [("A", ""), ("B", "")]
