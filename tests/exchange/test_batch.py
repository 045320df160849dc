"""Many mailboxes a request: what a batch tells, and whom it sends back to be read alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from desktop_admin.domain.appointment import OutOfOfficeState, ShowAs
from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.status import Trouble
from tests.exchange.conftest import Connected
from tests.helpers.ews_items import answering
from tests.helpers.ews_stub import USER, Request, fault

ANNA, BOB = "anna@example.com", "bob@example.com"
START = datetime(2026, 11, 23, tzinfo=UTC)
WEEK = timedelta(days=7)
PLAIN = "<t:IsMeeting>true</t:IsMeeting><t:IsRecurring>true</t:IsRecurring><t:IsException>false</t:IsException>"


def event(start: str, end: str, details: str = "", busy: str = "Busy", private: bool = False) -> str:
    flags = f"{PLAIN}<t:IsReminderSet>false</t:IsReminderSet><t:IsPrivate>{str(private).lower()}</t:IsPrivate>"
    return (
        f"<t:CalendarEvent><t:StartTime>{start}</t:StartTime><t:EndTime>{end}</t:EndTime><t:BusyType>{busy}</t:BusyType>"
        f"<t:CalendarEventDetails>{details}{flags}</t:CalendarEventDetails></t:CalendarEvent>"
    )


def shown(*events: str, view: str = "Detailed", code: str = "NoError") -> str:
    kind = "Success" if code == "NoError" else "Error"
    told = f"<t:CalendarEventArray>{''.join(events)}</t:CalendarEventArray>" if events else ""
    return (
        f'<m:FreeBusyResponse><m:ResponseMessage ResponseClass="{kind}"><m:ResponseCode>{code}</m:ResponseCode>'
        f"</m:ResponseMessage><m:FreeBusyView><t:FreeBusyViewType>{view}</t:FreeBusyViewType>{told}"
        "</m:FreeBusyView></m:FreeBusyResponse>"
    )


def availability(*calendars: str) -> str:
    return (
        "<m:GetUserAvailabilityResponse><m:FreeBusyResponseArray>"
        f"{''.join(calendars)}</m:FreeBusyResponseArray></m:GetUserAvailabilityResponse>"
    )


def tips(*told: str) -> str:
    each = (
        '<m:MailTipsResponseMessageType ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:MailTips>'
        "<t:RecipientAddress><t:EmailAddress>x@example.com</t:EmailAddress></t:RecipientAddress>"
        f"{tip}</m:MailTips></m:MailTipsResponseMessageType>"
        for tip in told
    )
    return (
        '<m:GetMailTipsResponse ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:ResponseMessages>'
        f"{''.join(each)}</m:ResponseMessages></m:GetMailTipsResponse>"
    )


def tip(text: str, duration: str = "", pending: str = "") -> str:
    return (
        f"<t:PendingMailTips>{pending}</t:PendingMailTips>"
        f"<t:OutOfOffice><t:ReplyBody><t:Message>{text}</t:Message></t:ReplyBody>{duration}</t:OutOfOffice>"
    )


async def test_many_calendars_are_one_request_in_the_accounts_own_name(connected: Connected) -> None:
    lunch = "<t:ID>00AB</t:ID><t:Subject>Lunch</t:Subject><t:Location>Canteen</t:Location>"
    told = availability(
        shown(
            event("2026-11-24T12:00:00", "2026-11-24T13:00:00", lunch, busy="OOF"),
            event("2026-11-25T12:00:00", "2026-11-25T13:00:00", lunch),
        ),
        shown(),
    )
    async with connected(answering(GetUserAvailabilityRequest=told)) as (exchange, stub):
        anna, bob = await exchange.read_calendars([ANNA, BOB], START, START + WEEK)
    assert stub.operations[1:] == ["GetUserAvailabilityRequest"]
    assert "ExchangeImpersonation" not in stub.requests[-1]
    assert "<t:StartTime>2026-11-23T00:00:00</t:StartTime>" in stub.requests[-1]
    assert (anna.mailbox, bob.mailbox, bob.appointments) == (ANNA, BOB, ())
    first, second = anna.appointments or ()
    assert (first.subject, first.location, first.show_as) == ("Lunch", "Canteen", ShowAs.OUT_OF_OFFICE)
    assert first.start == datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert first.item_id != second.item_id  # two occurrences of one series


async def test_private_words_go_no_further_whatever_exchange_tells(connected: Connected) -> None:
    secret = event("2026-11-24T12:00:00", "2026-11-24T13:00:00", "<t:Subject>Surgery</t:Subject>", private=True)
    async with connected(answering(GetUserAvailabilityRequest=availability(shown(secret)))) as (exchange, _stub):
        (glance,) = await exchange.read_calendars([ANNA], START, START + WEEK)
    (read,) = glance.appointments or ()
    assert (read.is_private, read.subject, read.show_as) == (True, "", ShowAs.BUSY)


@pytest.mark.parametrize(
    "answer",
    [
        shown(view="FreeBusy"),
        shown(view="None"),
        shown(code="ErrorNoFreeBusyAccess", view="None"),
        shown(code="ErrorMailRecipientNotFound", view="None"),
        shown(code="ErrorResultSetTooBig", view="None"),
        shown(code="ErrorProxyRequestProcessingFailed", view="None"),
        shown(event("this morning", "2026-11-24T13:00:00")),
        shown(event("2026-02-31T12:00:00", "2026-11-24T13:00:00")),
    ],
)
async def test_what_a_batch_does_not_tell_is_to_be_read_alone_and_the_others_are_read(
    connected: Connected, answer: str
) -> None:
    fine = shown(event("2026-11-24T12:00:00", "2026-11-24T13:00:00"))
    async with connected(answering(GetUserAvailabilityRequest=availability(answer, fine))) as (exchange, _stub):
        anna, bob = await exchange.read_calendars([ANNA, BOB], START, START + WEEK)
    assert anna.appointments is None
    assert anna.why
    assert len(bob.appointments or ()) == 1


async def test_an_answer_that_leaves_somebody_out_is_believed_of_nobody(connected: Connected) -> None:
    async with connected(answering(GetUserAvailabilityRequest=availability(shown()))) as (exchange, _stub):
        with pytest.raises(MailFault, match="1 calendars where 2 were asked for"):
            await exchange.read_calendars([ANNA, BOB], START, START + WEEK)


async def test_a_busy_server_is_a_fault_of_the_whole(connected: Connected) -> None:
    busy = fault("ErrorServerBusy", back_off=2500)
    async with connected(answering(GetUserAvailabilityRequest=busy, GetMailTips=busy)) as (exchange, _stub):
        with pytest.raises(MailFault) as calendars:
            await exchange.read_calendars([ANNA], START, START + WEEK)
        with pytest.raises(MailFault) as replies:
            await exchange.read_replies([ANNA])
    for caught in (calendars, replies):
        assert (caught.value.trouble, caught.value.retry_after) == (Trouble.SERVER_BUSY, 2.5)


async def test_tips_tell_who_is_away_with_text_and_window(connected: Connected) -> None:
    window = (
        "<t:Duration><t:StartTime>2026-11-23T07:00:00</t:StartTime><t:EndTime>2026-11-27T17:00:00</t:EndTime>"
        "</t:Duration>"
    )
    told = tips(tip("Away", window), tip("Gone"), tip(""), tip("x" * 250))
    async with connected(answering(GetMailTips=told)) as (exchange, stub):
        some, always, here, long = await exchange.read_replies([ANNA, BOB, "c@example.com", "d@example.com"])
    assert f"<m:SendingAs><t:EmailAddress>{USER}</t:EmailAddress></m:SendingAs>" in stub.requests[-1]
    assert some.out_of_office is not None
    assert (some.out_of_office.state, some.out_of_office.internal_reply) == (OutOfOfficeState.SCHEDULED, "Away")
    assert some.out_of_office.end == datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert always.out_of_office is not None and always.out_of_office.state is OutOfOfficeState.ENABLED
    assert here.out_of_office is not None and here.out_of_office.state is OutOfOfficeState.DISABLED
    assert (always.is_whole, long.is_whole) == (True, False)


@pytest.mark.parametrize("told", ["<t:PendingMailTips/>", tip("Away", pending="OutOfOfficeMessage")])
async def test_a_tip_that_is_not_there_is_not_taken_for_being_here(connected: Connected, told: str) -> None:
    async with connected(answering(GetMailTips=tips(told))) as (exchange, _stub):
        (glance,) = await exchange.read_replies([ANNA])
    assert glance.out_of_office is None


async def test_a_tip_without_reply_body_says_nothing(connected: Connected) -> None:
    """As grommunio's server answers, which says "Disabled" of everybody."""
    stub = (
        "<t:PendingMailTips/><t:OutOfOffice><t:OofState>Disabled</t:OofState>"
        "<t:OofReply><t:Message/></t:OofReply></t:OutOfOffice>"
    )
    async with connected(answering(GetMailTips=tips(stub, tip("")))) as (exchange, _stub):
        unknown, off = await exchange.read_replies([ANNA, BOB])
    assert unknown.out_of_office is None
    assert off.out_of_office is not None


@pytest.mark.parametrize("refusal", ["<t:Oops>&nothing;</t:Oops>", fault("ErrorCorruptData")])
async def test_a_mailbox_that_spoils_the_whole_batch_is_found_by_halves(connected: Connected, refusal: str) -> None:
    """The others are read together as ever; nobody but the one to blame is left to be read alone."""
    many = [f"p{number}@example.com" for number in range(100)]

    def asked_for(asked: Request) -> list[str]:
        return re.findall(r"(p\d+@example.com)", asked.body)

    def calendars(asked: Request) -> str:
        names = asked_for(asked)
        return refusal if "p77@example.com" in names else availability(*(shown() for _ in names))

    def replies(asked: Request) -> str:
        names = asked_for(asked)
        return refusal if "p77@example.com" in names else tips(*(tip("") for _ in names))

    async with connected(answering(GetUserAvailabilityRequest=calendars, GetMailTips=replies)) as (exchange, stub):
        read = await exchange.read_calendars(many, START, START + WEEK)
        told = await exchange.read_replies(many)
    assert [each.mailbox for each in read] == [each.mailbox for each in told] == many
    assert [each.mailbox for each in read if each.appointments is None] == ["p77@example.com"]
    assert [each.mailbox for each in told if each.out_of_office is None] == ["p77@example.com"]
    assert len(stub.operations) < 40


@pytest.mark.parametrize("code", ["ErrorInternalServerError", "ErrorPropertyValidationFailure"])
@pytest.mark.parametrize("to_blame", [("p77@example.com",), ("p3@example.com", "p4@example.com")])
async def test_a_calendar_at_which_the_server_fails_costs_itself_alone(
    connected: Connected, code: str, to_blame: tuple[str, ...]
) -> None:
    many = [f"p{number}@example.com" for number in range(100)]

    def calendars(asked: Request) -> str:
        names = re.findall(r"(p\d+@example.com)", asked.body)
        return fault(code) if set(to_blame) & set(names) else availability(*(shown() for _ in names))

    async with connected(answering(GetUserAvailabilityRequest=calendars)) as (exchange, stub):
        read = await exchange.read_calendars(many, START, START + WEEK)
    assert [each.mailbox for each in read] == many
    assert tuple(each.mailbox for each in read if each.appointments is None) == to_blame
    assert len(stub.operations) < 40


async def test_a_server_that_fails_at_every_batch_is_not_asked_for_smaller_and_smaller_ones(
    connected: Connected,
) -> None:
    many = [f"p{number}@example.com" for number in range(100)]
    failing = answering(GetUserAvailabilityRequest=fault("ErrorInternalServerError"))
    async with connected(failing) as (exchange, stub):
        with pytest.raises(MailFault, match="ErrorInternalServerError"):
            await exchange.read_calendars(many, START, START + WEEK)
    assert stub.operations.count("GetUserAvailabilityRequest") == 3
