"""Days that no calendar has, and people without an address: refused in the protocol's words, and nothing breaks."""

from __future__ import annotations

import pytest
from lxml import etree

from exchange_lookalike.soap import M, T
from tests.helpers.mailboxes import Mailboxes, codes, ids_of, texts
from tests.helpers.request_samples import SHAPE, ZONE
from tests.lookalike.test_odd_requests import ask, read_all


def created(start: str, end: str, more: str = "") -> str:
    times = f"<t:Subject>Far</t:Subject><t:Start>{start}</t:Start><t:End>{end}</t:End>"
    return (
        '<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items>'
        f"<t:CalendarItem>{times}{more}</t:CalendarItem></m:Items></m:CreateItem>"
    )


ALL_DAY = "<t:IsAllDayEvent>true</t:IsAllDayEvent>"
EVERY_YEAR = (
    "<t:Recurrence><t:AbsoluteYearlyRecurrence><t:DayOfMonth>10</t:DayOfMonth><t:Month>December</t:Month>"
    "</t:AbsoluteYearlyRecurrence><t:NoEndRecurrence><t:StartDate>{}</t:StartDate></t:NoEndRecurrence></t:Recurrence>"
)


@pytest.mark.parametrize("more", ["", ALL_DAY, ZONE, ALL_DAY + ZONE, EVERY_YEAR.format("0001-12-10")])
@pytest.mark.parametrize("day", ["0001-01-01", "0999-05-05", "9999-12-31"])
def test_a_calendar_takes_no_days_that_it_does_not_have(day: str, more: str) -> None:
    boxes = Mailboxes()
    answer = boxes.ask(created(f"{day}T00:00:00Z", f"{day}T23:00:00Z", more))
    assert codes(answer) == ["ErrorCalendarOutOfRange"]


@pytest.mark.parametrize(("day", "last"), [("1601-01-01", "1601-01-02"), ("4500-08-30", "4500-08-31")])
def test_the_first_and_the_last_day_are_read_and_found(day: str, last: str) -> None:
    boxes = Mailboxes()
    assert codes(boxes.ask(created(f"{day}T00:00:00Z", f"{day}T23:00:00Z", ALL_DAY))) == ["NoError"]
    read_all(boxes)
    for start, end in ((day, last), ("0001-01-01", "0001-01-02"), ("9999-12-30", "9999-12-31")):
        found = boxes.ask(
            '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>'
            f'<m:CalendarView StartDate="{start}T00:00:00Z" EndDate="{end}T23:59:59Z"/><m:ParentFolderIds>'
            '<t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
        )
        assert texts(found, "Subject") == (["Far"] if start == day else [])


def test_a_birthday_of_long_ago_is_a_series_whose_days_can_be_named() -> None:
    boxes = Mailboxes()
    day = "1815-12-10"
    made = boxes.ask(created(f"{day}T00:00:00Z", "1815-12-11T00:00:00Z", ALL_DAY + EVERY_YEAR.format(day)))
    found = boxes.ask(
        f"<m:GetItem>{SHAPE}<m:ItemIds>"
        f'<t:OccurrenceItemId RecurringMasterId="{ids_of(made)[0]}" InstanceIndex="2"/></m:ItemIds></m:GetItem>'
    )
    assert texts(found, "Start") == ["1816-12-10T00:00:00Z"]
    again = boxes.ask(f'<m:GetItem>{SHAPE}<m:ItemIds><t:ItemId Id="{ids_of(found)[0]}"/></m:ItemIds></m:GetItem>')
    assert texts(again, "Start") == texts(found, "Start")


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59-10:00"])
def test_automatic_replies_of_any_time_are_kept_or_refused(time: str) -> None:
    boxes = Mailboxes()
    mailbox = "<t:Mailbox><t:Address>ada@example.com</t:Address></t:Mailbox>"
    request = (
        f"<m:SetUserOofSettingsRequest>{mailbox}<t:UserOofSettings><t:OofState>Disabled</t:OofState><t:ExternalAudience>"
        f"All</t:ExternalAudience><t:Duration><t:StartTime>{time}</t:StartTime><t:EndTime>{time}</t:EndTime></t:Duration>"
        "</t:UserOofSettings></m:SetUserOofSettingsRequest>"
    )
    ask(boxes, etree.fromstring(f'<x xmlns:m="{M}" xmlns:t="{T}">{request}</x>')[0])
    boxes.ask(f"<m:GetUserOofSettingsRequest>{mailbox}</m:GetUserOofSettingsRequest>")


def test_a_recipient_without_an_address_has_no_mail_tips_and_the_others_have() -> None:
    answer = Mailboxes().ask(
        "<m:GetMailTips><m:SendingAs><t:EmailAddress>ada@example.com</t:EmailAddress></m:SendingAs><m:Recipients>"
        "<t:Mailbox><t:Name>Nobody</t:Name></t:Mailbox><t:Mailbox><t:EmailAddress>alan@example.com</t:EmailAddress>"
        "</t:Mailbox></m:Recipients><m:MailTipsRequested>All</m:MailTipsRequested></m:GetMailTips>"
    )
    assert codes(answer) == ["NoError", "ErrorInvalidSmtpAddress", "NoError"]


@pytest.mark.parametrize("sources", ["", '<t:AlternateId Format="EwsId" Id="{}" Mailbox=""/>'])
def test_identifiers_are_converted_for_a_mailbox_and_not_for_none(sources: str) -> None:
    boxes = Mailboxes()
    given = sources.format(boxes.mail("Known").id)
    request = f'<m:ConvertId DestinationFormat="StoreId"><m:SourceIds>{given}</m:SourceIds></m:ConvertId>'
    assert boxes.fault(request) == "ErrorSchemaValidation"
