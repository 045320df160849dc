"""Requests that were damaged: whatever arrives, the answer is a fault or response codes that fit the schema."""

from __future__ import annotations

import random
from copy import deepcopy

import pytest
from lxml import etree

from desktop_admin.sandbox.soap import M, T, envelope, t
from tests.helpers import schema
from tests.helpers.mailboxes import NOW, Mailboxes, codes, ids_of, texts

SHAPE = (
    "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:BodyType>Text</t:BodyType><t:AdditionalProperties>"
    '<t:FieldURI FieldURI="item:MimeContent"/><t:ExtendedFieldURI PropertyTag="0x0E07" PropertyType="Integer"/>'
    "</t:AdditionalProperties></m:ItemShape>"
)
PEOPLE = (
    "<t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>alan@example.com</t:EmailAddress></t:Mailbox>"
    "</t:Attendee></t:RequiredAttendees>"
)
RECURRENCE = (
    "<t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek>"
    "</t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2026-11-23</t:StartDate>"
    "<t:NumberOfOccurrences>4</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>"
)
TIMES = "<t:Start>2026-11-23T10:00:00Z</t:Start><t:End>2026-11-23T11:00:00Z</t:End>"
ZONE = '<t:StartTimeZone Id="W. Europe Standard Time"/>'


def requests(boxes: Mailboxes) -> list[str]:
    """Whole requests of every operation on items, over what the mailboxes hold."""
    box = t("Mailbox", None, t("Name", "Alan"), t("EmailAddress", "alan@example.com"))
    mail = boxes.mail("Known", **{"From": t("From", None, box), "ToRecipients": t("ToRecipients", None, deepcopy(box))})
    single = boxes.appointment("Single", NOW)
    series = boxes.ask(
        '<m:CreateItem SendMeetingInvitations="SendToAllAndSaveCopy"><m:Items><t:CalendarItem><t:Subject>Series'
        f"</t:Subject>{TIMES}{PEOPLE}{RECURRENCE}{ZONE}</t:CalendarItem></m:Items></m:CreateItem>"
    )
    master = next(series.iter(f"{{{T}}}ItemId")).get("Id")
    (request,) = boxes.folder(account=boxes.alan).items.values()
    known = f'<t:ItemId Id="{mail.id}" ChangeKey="{mail.change_key}"/>'
    third = f'<t:OccurrenceItemId RecurringMasterId="{master}" InstanceIndex="3"/>'
    place = '<t:DistinguishedFolderId Id="inbox"/>'
    items = f'<m:ItemIds>{known}<t:ItemId Id="{single.id}"/>{third}</m:ItemIds>'
    to_alan = (
        "<t:ToRecipients><t:Mailbox><t:Name>Alan</t:Name><t:EmailAddress>alan@example.com</t:EmailAddress>"
        "</t:Mailbox></t:ToRecipients>"
    )
    field = '<t:FieldURI FieldURI="{}"/>'
    extended = (
        '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x0E07" PropertyType="Integer"/><t:Value>1</t:Value>'
        "</t:ExtendedProperty>"
    )
    subject = f"<t:SetItemField>{field.format('item:Subject')}<t:Message><t:Subject>B</t:Subject></t:Message>"
    start = (
        f"<t:SetItemField>{field.format('calendar:Start')}<t:CalendarItem><t:Start>2026-12-07T12:00:00Z</t:Start>"
        f"</t:CalendarItem></t:SetItemField><t:SetItemField>{field.format('calendar:End')}<t:CalendarItem>"
        "<t:End>2026-12-07T13:00:00Z</t:End></t:CalendarItem></t:SetItemField>"
    )
    return [
        f"<m:GetItem>{SHAPE}{items}</m:GetItem>",
        f'<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:SavedItemFolderId>{place}</m:SavedItemFolderId>'
        f'<m:Items><t:Message><t:Subject>A</t:Subject><t:Body BodyType="HTML">x</t:Body><t:Attachments>'
        "<t:FileAttachment><t:Name>f</t:Name><t:Content>AAAA</t:Content></t:FileAttachment></t:Attachments>"
        f"<t:Importance>High</t:Importance>{extended}{to_alan}<t:IsRead>true</t:IsRead></t:Message></m:Items>"
        "</m:CreateItem>",
        '<m:CreateItem SendMeetingInvitations="SendToAllAndSaveCopy"><m:Items><t:CalendarItem><t:Subject>C</t:Subject>'
        f"<t:ReminderMinutesBeforeStart>5</t:ReminderMinutesBeforeStart>{TIMES}<t:LegacyFreeBusyStatus>Busy"
        f"</t:LegacyFreeBusyStatus><t:Location>L</t:Location>{PEOPLE}{RECURRENCE}{ZONE}</t:CalendarItem></m:Items>"
        "</m:CreateItem>",
        f'<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:ReplyAllToItem><t:ReferenceItemId Id="{mail.id}"/>'
        '<t:NewBodyContent BodyType="Text">x</t:NewBodyContent></t:ReplyAllToItem></m:Items></m:CreateItem>',
        f'<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items><t:CancelCalendarItem>'
        f'<t:ReferenceItemId Id="{master}"/><t:NewBodyContent BodyType="Text">off</t:NewBodyContent>'
        "</t:CancelCalendarItem></m:Items></m:CreateItem>",
        f'<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items><t:AcceptItem>'
        '<t:Body BodyType="HTML">yes</t:Body>'
        f'<t:ReferenceItemId Id="{request.id}"/></t:AcceptItem></m:Items></m:CreateItem>',
        '<m:UpdateItem ConflictResolution="AutoResolve" MessageDisposition="SaveOnly"><m:ItemChanges><t:ItemChange>'
        f"{known}<t:Updates>{subject}</t:SetItemField><t:AppendToItemField>{field.format('item:Body')}<t:Message>"
        '<t:Body BodyType="Text">more</t:Body></t:Message></t:AppendToItemField><t:DeleteItemField>'
        f"{field.format('item:Categories')}</t:DeleteItemField></t:Updates></t:ItemChange></m:ItemChanges>"
        "</m:UpdateItem>",
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations='
        '"SendToAllAndSaveCopy">'
        f"<m:ItemChanges><t:ItemChange>{third}<t:Updates>{start}</t:Updates></t:ItemChange></m:ItemChanges>"
        "</m:UpdateItem>",
        f'<m:DeleteItem DeleteType="MoveToDeletedItems" SendMeetingCancellations="SendToNone">{items}</m:DeleteItem>',
        f"<m:MoveItem><m:ToFolderId>{place}</m:ToFolderId>{items}</m:MoveItem>",
        f'<m:CopyItem><m:ToFolderId><t:DistinguishedFolderId Id="drafts"/></m:ToFolderId>{items}'
        "<m:ReturnNewItemIds>true</m:ReturnNewItemIds></m:CopyItem>",
        f'<m:SendItem SaveItemToFolder="true"><m:ItemIds>{known}</m:ItemIds></m:SendItem>',
        f'<m:CreateAttachment><m:ParentItemId Id="{mail.id}"/><m:Attachments><t:ItemAttachment><t:Name>i</t:Name>'
        "<t:Message><t:Subject>In</t:Subject></t:Message></t:ItemAttachment></m:Attachments></m:CreateAttachment>",
        "<m:CreateItem><m:Items><t:Contact><t:Categories><t:String>c</t:String></t:Categories><t:FileAsMapping>None"
        "</t:FileAsMapping><t:GivenName>G</t:GivenName><t:EmailAddresses><t:Entry Key='EmailAddress1' Name='n'>a@b.c"
        "</t:Entry></t:EmailAddresses><t:PhysicalAddresses><t:Entry Key='Home'><t:Street>S</t:Street><t:City>C</t:City>"
        "</t:Entry></t:PhysicalAddresses><t:PhoneNumbers><t:Entry Key='Pager'>1</t:Entry></t:PhoneNumbers>"
        "<t:Birthday>1980-01-01T00:00:00Z</t:Birthday></t:Contact></m:Items></m:CreateItem>",
        "<m:CreateItem><m:Items><t:Task><t:Subject>T</t:Subject><t:Culture>de-DE</t:Culture><t:Flag><t:FlagStatus>"
        "Flagged</t:FlagStatus><t:DueDate>2026-12-01T00:00:00Z</t:DueDate></t:Flag><t:ActualWork>5</t:ActualWork>"
        f"<t:PercentComplete>50</t:PercentComplete>{RECURRENCE}<t:Status>InProgress</t:Status></t:Task></m:Items>"
        "</m:CreateItem>",
        "<m:MarkAllItemsAsRead><m:ReadFlag>true</m:ReadFlag><m:SuppressReadReceipts>true</m:SuppressReadReceipts>"
        f"<m:FolderIds>{place}</m:FolderIds></m:MarkAllItemsAsRead>",
    ]


def damaged(request: etree._Element, chance: random.Random) -> etree._Element:
    """The request with one thing wrong in it."""
    made = deepcopy(request)
    parts = list(made.iter())
    one = chance.choice(parts)
    parent = one.getparent()
    act = chance.choice(["drop", "double", "text", "attribute", "no attribute", "rename", "empty", "swap"])
    if act == "drop" and parent is not None:
        parent.remove(one)
    elif act == "double" and parent is not None:
        parent.append(deepcopy(one))
    elif act == "text":
        one.text = chance.choice(["", "x", "-1", "true", "2026-02-31T00:00:00Z", "9" * 30, "\u00e4 & <", "@"])
    elif act == "attribute":
        name = chance.choice([*one.attrib, "Id"])
        one.set(name, chance.choice(["", "0", "-1", "AAAA", "Busy", "item:Subject", "calendar:UID", "99999999999"]))
    elif act == "no attribute" and one.attrib:
        del one.attrib[chance.choice(list(one.attrib))]
    elif act == "rename":
        names = ["Message", "CalendarItem", "ItemId", "Body", "Start", "Attachments", "Recurrence", "Nonsense", "UID"]
        one.tag = f"{{{chance.choice([M, T])}}}{chance.choice(names)}" if parent is not None else one.tag
    elif act == "empty":
        for each in list(one):
            one.remove(each)
    elif act == "swap":
        other = chance.choice(parts)
        if one not in other.iterancestors() and other not in one.iterancestors() and other is not one:
            one.append(deepcopy(other))
    return made


def ask(boxes: Mailboxes, request: etree._Element) -> None:
    answer = boxes.dispatcher.dispatch(envelope(request), boxes.ada)
    assert not boxes.dispatcher.failures, (boxes.dispatcher.failures[-1], etree.tostring(request))
    if answer.status == 200:
        schema.check(answer.body)
    else:
        assert next(etree.fromstring(answer.body).iter("{*}ResponseCode")).text != "ErrorInternalServerError"


def read_all(boxes: Mailboxes) -> None:
    """Read everything that the mailboxes hold; the answers fit the schema."""
    for account in (boxes.ada, boxes.alan):
        for folder in list(boxes.store.mailbox(account).folders.values()):
            items = "".join(f'<t:ItemId Id="{item.id}"/>' for item in folder.items.values())
            if items:
                boxes.ask(f"<m:GetItem>{SHAPE}<m:ItemIds>{items}</m:ItemIds></m:GetItem>", account)


@pytest.mark.parametrize("seed", range(40))
def test_no_damage_breaks_the_server_or_what_it_tells_later(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(5):
        boxes = Mailboxes()
        wholes = [etree.fromstring(f'<x xmlns:m="{M}" xmlns:t="{T}">{one}</x>')[0] for one in requests(boxes)]
        for _ in range(4):
            request = chance.choice(wholes)
            for _ in range(chance.choice([1, 1, 1, 2, 4])):
                request = damaged(request, chance)
            ask(boxes, request)
        read_all(boxes)


@pytest.mark.parametrize("number", range(16))
def test_the_undamaged_ones_are_understood(number: int) -> None:
    boxes = Mailboxes()
    answer = boxes.ask(requests(boxes)[number])
    assert "NoError" in [code.text for code in answer.iter(f"{{{M}}}ResponseCode")]
    read_all(boxes)


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
