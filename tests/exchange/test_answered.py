"""A server may keep an answered request in its inbox: what counts is whether it has been answered."""

from __future__ import annotations

import pytest

from desktop_admin.domain.meeting import ItemId
from desktop_admin.domain.ports import AnswerFate, AnswerKind
from tests.exchange.conftest import Connected
from tests.helpers.ews_items import answering, cancellation, created, folder, got, request, synchronised, whole_request
from tests.helpers.ews_stub import Request, response

ROOMS = "rooms@example.com"
ITEM = ItemId("A", "CK1")
IN_INBOX = '<t:ParentFolderId Id="INBOX" ChangeKey="F"/>'
RECEIVED = "<t:DateTimeReceived>2026-11-23T12:00:20Z</t:DateTimeReceived>"
IN_CALENDAR = '<t:AssociatedCalendarItemId Id="CALENDAR" ChangeKey="CK"/>'


def response_type(name: str) -> str:
    return f"<t:ResponseType>{name}</t:ResponseType>"


def my_response(name: str) -> str:
    return f"<t:MyResponseType>{name}</t:MyResponseType>"


def replied(at: str) -> str:
    return f"<t:AppointmentReplyTime>2026-11-23T{at}Z</t:AppointmentReplyTime>"


def named(number: int, value: str) -> str:
    """An extended property of appointments."""
    uri = f'<t:ExtendedFieldURI DistinguishedPropertySetId="Appointment" PropertyId="{number}" PropertyType="Integer"/>'
    return f"<t:ExtendedProperty>{uri}<t:Value>{value}</t:Value></t:ExtendedProperty>"


def tagged(tag: str, value: str) -> str:
    uri = f'<t:ExtendedFieldURI PropertyTag="{tag}" PropertyType="Integer"/>'
    return f"<t:ExtendedProperty>{uri}<t:Value>{value}</t:Value></t:ExtendedProperty>"


LATER, EARLIER, WITHIN_THE_MINUTE = replied("12:00:21"), replied("12:00:19"), replied("12:00:00")
MARKS = [
    ("", False),
    (response_type("NoResponseReceived") + LATER, False),
    (response_type("Organizer") + LATER, False),
    (response_type("Accept") + LATER, True),
    (response_type("Decline") + LATER, True),
    (my_response("Tentative") + LATER, True),
    (my_response("Accept") + EARLIER, False),
    (my_response("Accept") + WITHIN_THE_MINUTE, True),
    (named(33304, "3") + named(33312, "2026-11-23T12:00:21Z"), True),
    (named(33304, "4") + named(33312, "2026-11-23T12:00:21.123456700Z"), True),
    (named(33304, "3") + named(33312, "2026-11-22T12:00:21Z"), False),
    (named(33304, "5") + named(33312, "2026-11-23T12:00:21Z"), False),
    (tagged("0x1081", "516"), True),
    (tagged("4225", "518"), True),
    (tagged("0x1081", "104"), False),
]


@pytest.mark.parametrize(("marks", "is_answered"), MARKS)
async def test_an_answered_request_awaits_no_answer_wherever_it_is(
    connected: Connected, marks: str, is_answered: bool
) -> None:
    answer = answering(GetItem=got(request("A", IN_INBOX, RECEIVED, marks)), GetFolder=folder("INBOX"))
    async with connected(answer) as (exchange, _stub):
        assert await exchange.awaits_answer(ROOMS, ITEM) is not is_answered


@pytest.mark.parametrize(("marks", "is_answered"), MARKS)
async def test_a_request_that_was_answered_before_is_read_as_such(
    connected: Connected, marks: str, is_answered: bool
) -> None:
    item = whole_request("A", marks).replace("2026-11-23T12:00:00Z</t:DateTimeReceived>", RECEIVED[20:])
    answer = answering(SyncFolderItems=synchronised(created(request("A"))), GetItem=got(item))
    async with connected(answer) as (exchange, _stub):
        (read,) = (await exchange.inbox_changes(ROOMS, None)).messages
    assert read.is_answered is is_answered


async def test_a_response_type_without_its_time_settles_a_doubt_and_no_more(connected: Connected) -> None:
    """Forwarded meetings may carry what whoever forwarded them had answered; to answer twice would be worse."""
    marks = IN_INBOX + RECEIVED + response_type("Accept")
    answer = answering(
        SyncFolderItems=synchronised(created(request("A"))),
        GetItem=got(whole_request("A", marks)),
        GetFolder=folder("INBOX"),
    )
    async with connected(answer) as (exchange, _stub):
        (read,) = (await exchange.inbox_changes(ROOMS, None)).messages
        assert not read.is_answered
        assert not await exchange.awaits_answer(ROOMS, ITEM)


@pytest.mark.parametrize(
    ("meeting", "awaits"),
    [
        (my_response("Accept") + LATER, False),
        (my_response("Accept") + EARLIER, True),
        (my_response("NoResponseReceived"), True),
        (None, True),
    ],
)
async def test_the_meeting_in_the_calendar_tells_too(connected: Connected, meeting: str | None, awaits: bool) -> None:
    def gets(asked: Request) -> str:
        if 'Id="CALENDAR"' not in asked:
            return got(request("A", IN_INBOX, RECEIVED, IN_CALENDAR))
        return got(None if meeting is None else f'<t:CalendarItem><t:ItemId Id="CALENDAR"/>{meeting}</t:CalendarItem>')

    async with connected(answering(GetItem=gets, GetFolder=folder("INBOX"))) as (exchange, _stub):
        assert await exchange.awaits_answer(ROOMS, ITEM) is awaits


async def test_a_cancellation_is_nothing_that_is_answered(connected: Connected) -> None:
    item = cancellation("A", IN_INBOX, RECEIVED, response_type("Accept"), LATER)
    async with connected(answering(GetItem=got(item), GetFolder=folder("INBOX"))) as (exchange, _stub):
        assert await exchange.awaits_answer(ROOMS, ITEM)


async def test_a_request_that_somebody_answered_meanwhile_is_not_answered_again(connected: Connected) -> None:
    answer = answering(
        CreateItem=response("CreateItem", code="ErrorIrresolvableConflict"),
        GetItem=got(request("A", IN_INBOX, RECEIVED, response_type("Accept"), LATER)),
    )
    async with connected(answer) as (exchange, stub):
        assert await exchange.answer(ROOMS, ITEM, AnswerKind.ACCEPT, "") is AnswerFate.ALREADY
    assert stub.operations.count("CreateItem") == 1
