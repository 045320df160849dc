"""Requests that were damaged: whatever arrives, the answer is a fault or response codes that fit the schema."""

from __future__ import annotations

import random
from copy import deepcopy

import pytest
from lxml import etree

from desktop_admin.sandbox.soap import M, T, envelope, t
from tests.helpers import schema
from tests.helpers.mailboxes import NOW, Mailboxes

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
    """Whole requests of every operation, over what the mailboxes hold."""
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
        *about_people(mail.id),
        *about_folders(place),
    ]


def about_people(known: str) -> list[str]:
    """What is asked about people, names and identifiers."""
    ada = "<t:Mailbox><t:Address>ada@example.com</t:Address></t:Mailbox>"
    window = "<t:StartTime>2026-11-23T00:00:00</t:StartTime><t:EndTime>2026-11-25T00:00:00</t:EndTime>"
    change = (
        "<t:Bias>{}</t:Bias><t:Time>02:00:00</t:Time><t:DayOrder>5</t:DayOrder><t:Month>{}</t:Month>"
        "<t:DayOfWeek>Sunday</t:DayOfWeek>"
    )
    zone = (
        f"<t:TimeZone><t:Bias>-60</t:Bias><t:StandardTime>{change.format(0, 10)}</t:StandardTime>"
        f"<t:DaylightTime>{change.format(-60, 3)}</t:DaylightTime></t:TimeZone>"
    )
    alan = "<t:EmailAddress>alan@example.com</t:EmailAddress>"
    return [
        f"<m:GetUserAvailabilityRequest>{zone}<m:MailboxDataArray><t:MailboxData><t:Email><t:Address>alan@example.com"
        "</t:Address></t:Email><t:AttendeeType>Required</t:AttendeeType></t:MailboxData></m:MailboxDataArray>"
        f"<t:FreeBusyViewOptions><t:TimeWindow>{window}</t:TimeWindow><t:MergedFreeBusyIntervalInMinutes>30"
        "</t:MergedFreeBusyIntervalInMinutes><t:RequestedView>DetailedMerged</t:RequestedView></t:FreeBusyViewOptions>"
        f"<t:SuggestionsViewOptions><t:DetailedSuggestionsWindow>{window}</t:DetailedSuggestionsWindow>"
        "</t:SuggestionsViewOptions></m:GetUserAvailabilityRequest>",
        f"<m:SetUserOofSettingsRequest>{ada}<t:UserOofSettings><t:OofState>Scheduled</t:OofState><t:ExternalAudience>"
        f"Known</t:ExternalAudience><t:Duration>{window}</t:Duration><t:InternalReply><t:Message>away</t:Message>"
        "</t:InternalReply></t:UserOofSettings></m:SetUserOofSettingsRequest>",
        f"<m:GetUserOofSettingsRequest>{ada}</m:GetUserOofSettingsRequest>",
        f"<m:GetMailTips><m:SendingAs>{alan}</m:SendingAs><m:Recipients><t:Mailbox>{alan}</t:Mailbox></m:Recipients>"
        "<m:MailTipsRequested>All</m:MailTipsRequested></m:GetMailTips>",
        '<m:ResolveNames ReturnFullContactData="true"><m:UnresolvedEntry>alan</m:UnresolvedEntry></m:ResolveNames>',
        '<m:ConvertId DestinationFormat="OwaId"><m:SourceIds><t:AlternateId Format="EwsId" '
        f'Id="{known}" Mailbox="ada@example.com"/></m:SourceIds></m:ConvertId>',
        '<m:GetServerTimeZones ReturnFullTimeZoneData="true"><m:Ids><t:Id>W. Europe Standard Time</t:Id></m:Ids>'
        "</m:GetServerTimeZones>",
        "<m:GetServiceConfiguration><m:RequestedConfiguration><m:ConfigurationName>MailTips</m:ConfigurationName>"
        "</m:RequestedConfiguration></m:GetServiceConfiguration>",
    ]


def about_folders(place: str) -> list[str]:
    """What is asked about folders, and searches in them."""
    subject = '<t:FieldURI FieldURI="item:Subject"/>'
    shape = "<m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape>"
    where = f"<m:ParentFolderIds>{place}</m:ParentFolderIds>"
    return [
        f'<m:FindItem Traversal="Shallow">{SHAPE}<m:IndexedPageItemView MaxEntriesReturned="5" Offset="0" '
        'BasePoint="Beginning"/><m:Restriction><t:Or><t:Contains ContainmentMode="Prefixed" '
        f'ContainmentComparison="Loose">{subject}<t:Constant Value="K"/></t:Contains><t:IsGreaterThan>'
        '<t:FieldURI FieldURI="item:DateTimeReceived"/><t:FieldURIOrConstant><t:Constant Value="2026-01-01T00:00:00Z"/>'
        "</t:FieldURIOrConstant></t:IsGreaterThan></t:Or></m:Restriction><m:SortOrder>"
        f'<t:FieldOrder Order="Descending">{subject}</t:FieldOrder></m:SortOrder>{where}</m:FindItem>',
        f'<m:FindItem Traversal="Shallow">{SHAPE}<m:CalendarView StartDate="2026-11-01T00:00:00Z" '
        'EndDate="2026-12-31T00:00:00Z" MaxEntriesReturned="9"/><m:ParentFolderIds><t:DistinguishedFolderId '
        'Id="calendar"/></m:ParentFolderIds></m:FindItem>',
        f'<m:FindFolder Traversal="Deep">{shape}<m:FractionalPageFolderView MaxEntriesReturned="5" Numerator="0" '
        'Denominator="1"/><m:ParentFolderIds><t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderIds>'
        "</m:FindFolder>",
        f"<m:SyncFolderItems>{SHAPE}<m:SyncFolderId>{place}</m:SyncFolderId><m:MaxChangesReturned>5"
        "</m:MaxChangesReturned></m:SyncFolderItems>",
        f"<m:SyncFolderHierarchy>{shape}</m:SyncFolderHierarchy>",
        f"<m:CreateFolder><m:ParentFolderId>{place}</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>New"
        "</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>",
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


@pytest.mark.parametrize("number", range(30))
def test_the_undamaged_ones_are_understood(number: int) -> None:
    boxes = Mailboxes()
    answer = boxes.ask(requests(boxes)[number])
    assert "NoError" in [code.text for code in answer.iter(f"{{{M}}}ResponseCode")]
    read_all(boxes)
