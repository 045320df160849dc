"""Calendars and automatic replies: two requests a mailbox, and private words go no further."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from desktop_admin.domain.appointment import MyResponse, OutOfOffice, OutOfOfficeState, ShowAs
from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.status import Trouble
from tests.exchange.conftest import Connected
from tests.helpers.ews_items import answering, appointment, got, view
from tests.helpers.ews_stub import Request, fault, response

ANNA = "anna@example.com"
START = datetime(2026, 11, 23, tzinfo=UTC)
WEEK = timedelta(days=7)


def oof(settings: str = "", code: str = "NoError") -> str:
    kind = "Success" if code == "NoError" else "Error"
    return (
        f'<m:GetUserOofSettingsResponse><m:ResponseMessage ResponseClass="{kind}"><m:ResponseCode>{code}'
        f"</m:ResponseCode></m:ResponseMessage>{settings}</m:GetUserOofSettingsResponse>"
    )


def settings(state: str, duration: str = "", audience: str = "All") -> str:
    return (
        f"<t:OofSettings><t:OofState>{state}</t:OofState><t:ExternalAudience>{audience}</t:ExternalAudience>{duration}"
        "<t:InternalReply><t:Message>&lt;p&gt;Away&lt;/p&gt;</t:Message></t:InternalReply>"
        "<t:ExternalReply><t:Message>Gone</t:Message></t:ExternalReply></t:OofSettings>"
    )


async def test_a_week_costs_one_request(connected: Connected) -> None:
    shown = view(
        appointment(
            "B",
            "2026-11-24T12:00:00Z",
            "2026-11-24T13:00:00Z",
            "<t:Subject>Lunch</t:Subject><t:Location>Canteen</t:Location>",
            "<t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus><t:IsAllDayEvent>false</t:IsAllDayEvent>",
            "<t:CalendarItemType>Occurrence</t:CalendarItemType><t:MyResponseType>Accept</t:MyResponseType>",
        ),
        appointment("A", "2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z", "<t:IsAllDayEvent>1</t:IsAllDayEvent>"),
    )
    async with connected(answering(FindItem=shown)) as (exchange, stub):
        early, lunch = await exchange.read_appointments(ANNA, START, START + WEEK)
    assert stub.operations[1:] == ["FindItem"]
    assert 'StartDate="2026-11-23T00:00:00Z" EndDate="2026-11-30T00:00:00Z"' in stub.requests[-1]
    assert "<t:PrimarySmtpAddress>anna@example.com</t:PrimarySmtpAddress>" in stub.requests[-1]
    assert (early.item_id, early.is_all_day, early.show_as) == ("A", True, ShowAs.BUSY)
    assert (lunch.subject, lunch.location, lunch.show_as) == ("Lunch", "Canteen", ShowAs.OUT_OF_OFFICE)
    assert (lunch.is_recurring, lunch.my_response, lunch.is_all_day) == (True, MyResponse.ACCEPTED, False)
    assert lunch.start == datetime(2026, 11, 24, 12, tzinfo=UTC)


async def test_the_window_is_asked_for_in_utc(connected: Connected) -> None:
    east = timezone(timedelta(hours=9))
    async with connected(answering(FindItem=view())) as (exchange, stub):
        assert await exchange.read_appointments(ANNA, START.astimezone(east), (START + WEEK).astimezone(east)) == ()
    assert 'StartDate="2026-11-23T00:00:00Z"' in stub.requests[-1]


@pytest.mark.parametrize("sensitivity", ["Private", "Confidential"])
async def test_a_private_appointment_keeps_its_times_and_loses_its_words(
    connected: Connected, sensitivity: str
) -> None:
    secret = appointment(
        "P",
        "2026-11-24T12:00:00Z",
        "2026-11-24T13:00:00Z",
        f"<t:Subject>Surgery</t:Subject><t:Sensitivity>{sensitivity}</t:Sensitivity>",
        "<t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus><t:Location>Clinic</t:Location>",
    )
    async with connected(answering(FindItem=view(secret))) as (exchange, _stub):
        (read,) = await exchange.read_appointments(ANNA, START, START + WEEK)
    assert (read.is_private, read.subject, read.location, read.show_as) == (True, "", "", ShowAs.BUSY)


async def test_more_than_a_view_shows_is_read_on_and_nothing_counts_twice(connected: Connected) -> None:
    hours = [f"2026-11-23T{hour:02}:00:00Z" for hour in range(24)]

    def part(asked: Request) -> str:
        begin = asked.body.partition('StartDate="')[2].partition('"')[0]
        inside = [hour for hour in hours if hour >= begin][:10]
        shown = [appointment(f"I{hour}", hour, hour.replace("00:00Z", "30:00Z")) for hour in inside]
        return view(*shown, last=not inside or inside[-1] == hours[-1])

    async with connected(answering(FindItem=part)) as (exchange, stub):
        found = await exchange.read_appointments(ANNA, START, START + WEEK)
    assert [one.start.hour for one in found] == list(range(24))
    assert stub.operations[1:] == ["FindItem"] * 3


async def test_five_thousand_appointments_in_a_week_are_read_whole(connected: Connected) -> None:
    """A calendar view gives a thousand at a time; several begin at the same moment where one view ends."""
    minutes = [START + timedelta(minutes=2 * (number // 3)) for number in range(5000)]

    def part(asked: Request) -> str:
        begin = asked.body.partition('StartDate="')[2].partition('"')[0]
        inside = [number for number in range(5000) if f"{minutes[number]:%Y-%m-%dT%H:%M:%SZ}" >= begin]
        shown = inside[:1000]
        items = [
            appointment(
                f"I{n}", f"{minutes[n]:%Y-%m-%dT%H:%M:%SZ}", f"{minutes[n] + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
            )
            for n in shown
        ]
        return view(*items, last=shown == inside)

    async with connected(answering(FindItem=part), seconds=20) as (exchange, _stub):
        found = await exchange.read_appointments(ANNA, START, START + WEEK)
    assert len({one.item_id for one in found}) == len(found) == 5000


async def test_a_view_that_never_ends_is_left(connected: Connected) -> None:
    same = view(appointment("A", "2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z"), last=False)
    async with connected(answering(FindItem=same)) as (exchange, stub):
        assert len(await exchange.read_appointments(ANNA, START, START + WEEK)) == 1
    assert len(stub.operations) == 3


@pytest.mark.parametrize("end", ["<t:End>2026-11-23T08:00:00Z</t:End>", "<t:End/>", ""])
async def test_one_that_does_not_end_after_its_start_is_there_without_length(connected: Connected, end: str) -> None:
    item = f'<t:CalendarItem><t:ItemId Id="A"/><t:Start>2026-11-23T09:00:00Z</t:Start>{end}</t:CalendarItem>'
    odd = view(item, "<t:CalendarItem/>")
    async with connected(answering(FindItem=odd)) as (exchange, _stub):
        (read,) = await exchange.read_appointments(ANNA, START, START + WEEK)
    assert read.start == read.end


async def test_an_appointment_with_a_value_that_is_none_costs_itself_alone(connected: Connected) -> None:
    odd = view(
        appointment("A", "this morning", "2026-11-23T08:00:00Z"),
        appointment("B", "2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z"),
        appointment("C", "0001-01-01T00:00:00+09:00", "2026-11-23T09:00:00Z"),
    )
    async with connected(answering(FindItem=odd)) as (exchange, _stub):
        (read,) = await exchange.read_appointments(ANNA, START, START + WEEK)
    assert read.item_id == "B"


def in_view(asked: Request, times: dict[str, tuple[str, str]]) -> list[str]:
    (begin,), (end,) = re.findall('StartDate="([^"]+)"', asked.body), re.findall('EndDate="([^"]+)"', asked.body)
    return [name for name, (starts, ends) in times.items() if starts < end and ends > begin]


TIMES = {
    "A": ("2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z"),
    "BAD": ("2026-11-25T10:10:00Z", "2026-11-25T10:30:00Z"),
    "B": ("2026-11-25T08:00:00Z", "2026-11-25T12:00:00Z"),
    "C": ("2026-11-26T08:00:00Z", "2026-11-26T09:00:00Z"),
}


@pytest.mark.parametrize("alone", ["", "ErrorAccessDenied", "ErrorInvalidId", "ErrorNobodyKnows"])
@pytest.mark.parametrize("code", ["ErrorCorruptData", "ErrorItemCorrupt", "ErrorInternalServerError"])
async def test_one_that_exchange_calls_corrupt_costs_itself_alone(connected: Connected, code: str, alone: str) -> None:
    """The view fails as a whole; its ids and each of the other items can be had."""

    def found(asked: Request) -> str:
        names = in_view(asked, TIMES)
        if "FieldURI" not in asked.body:
            return view(*(f'<t:CalendarItem><t:ItemId Id="{name}"/></t:CalendarItem>' for name in names))
        return response("FindItem", code=code) if "BAD" in names else view(*(appointment(n, *TIMES[n]) for n in names))

    def gives(asked: Request) -> str:
        names = re.findall('ItemId Id="([^"]+)"', asked.body)
        parts = (
            response("GetItem", code=alone or code) if n == "BAD" else got(appointment(n, *TIMES[n])) for n in names
        )
        messages = "".join(re.findall("<m:GetItemResponseMessage .*?</m:GetItemResponseMessage>", "".join(parts)))
        return f"<m:GetItemResponse><m:ResponseMessages>{messages}</m:ResponseMessages></m:GetItemResponse>"

    async with connected(answering(FindItem=found, GetItem=gives)) as (exchange, stub):
        read = await exchange.read_appointments(ANNA, START, START + WEEK)
    assert [one.item_id for one in read] == ["A", "B", "C"]
    assert stub.operations[1:] == ["FindItem", "FindItem", "GetItem"]


async def test_a_corrupt_one_that_spoils_even_the_ids_is_found_by_halving_the_window(connected: Connected) -> None:
    def found(asked: Request) -> str:
        names = in_view(asked, TIMES)
        return (
            response("FindItem", code="ErrorCorruptData")
            if "BAD" in names
            else view(*(appointment(n, *TIMES[n]) for n in names))
        )

    async with connected(answering(FindItem=found)) as (exchange, stub):
        read = await exchange.read_appointments(ANNA, START, START + WEEK)
    assert [one.item_id for one in read] == ["A", "B", "C"]
    assert len(stub.operations) < 100


async def test_a_calendar_that_cannot_be_read_at_all_is_left_in_time(connected: Connected) -> None:
    async with connected(answering(FindItem=response("FindItem", code="ErrorInternalServerError"))) as (exchange, stub):
        with pytest.raises(MailFault):
            await exchange.read_appointments(ANNA, START, START + WEEK)
    assert len(stub.operations) < 120


async def test_a_series_that_the_server_does_not_expand_is_expanded(connected: Connected) -> None:
    """As grommunio's server gives it: the master alone. One occurrence is moved, one is dropped."""
    fields = "<t:Subject>Stand-up</t:Subject><t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus>"
    kind = "<t:CalendarItemType>RecurringMaster</t:CalendarItemType>"
    master = appointment("M", "2026-10-23T07:00:00Z", "2026-10-23T07:30:00Z", fields, kind)
    whole = master.replace(
        "</t:CalendarItem>",
        "<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence>"
        "<t:StartDate>2026-10-23T00:00:00.000000Z</t:StartDate><t:NumberOfOccurrences>40</t:NumberOfOccurrences>"
        "</t:NumberedRecurrence></t:Recurrence><t:ModifiedOccurrences><t:Occurrence><t:ItemId Id='X'/>"
        "<t:Start>2026-11-24T14:00:00Z</t:Start><t:End>2026-11-24T15:00:00Z</t:End>"
        "<t:OriginalStart>2026-11-24T08:00:00Z</t:OriginalStart></t:Occurrence></t:ModifiedOccurrences>"
        "<t:DeletedOccurrences><t:DeletedOccurrence><t:Start>2026-11-25T08:00:00Z</t:Start></t:DeletedOccurrence>"
        '</t:DeletedOccurrences><t:StartTimeZone Id="W. Europe Standard Time"/></t:CalendarItem>',
    )
    single = appointment("S", "2026-11-26T12:00:00Z", "2026-11-26T13:00:00Z")
    async with connected(answering(FindItem=view(master, single), GetItem=got(whole))) as (exchange, stub):
        read = await exchange.read_appointments(ANNA, START, START + WEEK)
    assert [f"{one.start:%d %H:%M}-{one.end:%H:%M}" for one in read] == [
        *("23 08:00-08:30", "24 14:00-15:00", "26 08:00-08:30", "26 12:00-13:00"),
        *("27 08:00-08:30", "28 08:00-08:30", "29 08:00-08:30"),
    ]
    assert {one.subject for one in read if one.is_recurring} == {"Stand-up"}
    assert len({one.item_id for one in read}) == len(read)
    assert stub.operations[1:] == ["FindItem", "GetItem"]


async def test_many_mailboxes_go_over_few_connections_two_requests_each(connected: Connected) -> None:
    seen: set[str] = set()

    def shown(asked: Request) -> str:
        seen.add(asked.headers["x-anchormailbox"])
        return view()

    people = [f"p{number}@example.com" for number in range(40)]
    async with connected(answering(FindItem=shown, GetUserOofSettingsRequest=oof(settings("Disabled")))) as (
        exchange,
        stub,
    ):
        await asyncio.gather(*(exchange.read_appointments(one, START, START + WEEK) for one in people))
        await asyncio.gather(*(exchange.read_out_of_office(one) for one in people))
    assert seen == set(people)
    assert len(stub.operations) == 1 + 2 * len(people)
    assert stub.connections <= 4


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("Disabled", OutOfOfficeState.DISABLED),
        ("Enabled", OutOfOfficeState.ENABLED),
        ("Scheduled", OutOfOfficeState.SCHEDULED),
    ],
)
async def test_automatic_replies(connected: Connected, written: str, state: OutOfOfficeState) -> None:
    async with connected(answering(GetUserOofSettingsRequest=oof(settings(written)))) as (exchange, stub):
        told = await exchange.read_out_of_office(ANNA)
    assert told == OutOfOffice(state, internal_reply="<p>Away</p>", external_reply="Gone")
    assert stub.operations[1:] == ["GetUserOofSettingsRequest"]


async def test_a_schedule_is_read_in_utc(connected: Connected) -> None:
    duration = (
        "<t:Duration><t:StartTime>2026-12-01T08:00:00</t:StartTime><t:EndTime>2026-12-09T00:00:00</t:EndTime>"
        "</t:Duration>"
    )
    async with connected(answering(GetUserOofSettingsRequest=oof(settings("Scheduled", duration)))) as (exchange, _):
        told = await exchange.read_out_of_office(ANNA)
    assert (told.start, told.end) == (datetime(2026, 12, 1, 8, tzinfo=UTC), datetime(2026, 12, 9, tzinfo=UTC))


async def test_a_reply_that_outsiders_do_not_get_is_none(connected: Connected) -> None:
    async with connected(answering(GetUserOofSettingsRequest=oof(settings("Enabled", audience="None")))) as (e, _):
        assert (await e.read_out_of_office(ANNA)).external_reply == ""


async def test_a_refusal_of_automatic_replies_names_the_mailbox(connected: Connected) -> None:
    async with connected(answering(GetUserOofSettingsRequest=oof(code="ErrorMailboxStoreUnavailable"))) as (e, _):
        with pytest.raises(MailFault, match=ANNA) as caught:
            await e.read_out_of_office(ANNA)
    assert (caught.value.trouble, caught.value.mailbox) == (Trouble.SERVER_FAULT, ANNA)


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("ErrorNonExistentMailbox", Trouble.MAILBOX_NOT_FOUND),
        ("ErrorImpersonateUserDenied", Trouble.NO_IMPERSONATION),
        ("ErrorAccessDenied", Trouble.SERVER_FAULT),
        ("ErrorServerBusy", Trouble.SERVER_BUSY),
    ],
)
async def test_refusals_as_faults_and_as_messages_mean_the_same(
    connected: Connected, code: str, trouble: Trouble
) -> None:
    for refusal in (fault(code), response("FindItem", code=code)):
        async with connected(answering(FindItem=refusal)) as (exchange, _stub):
            with pytest.raises(MailFault) as caught:
                await exchange.read_appointments(ANNA, START, START + WEEK)
        assert (caught.value.trouble, caught.value.mailbox) == (trouble, ANNA)
