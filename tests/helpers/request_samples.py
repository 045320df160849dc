"""A valid request of every kind, over what a few mailboxes hold."""

from __future__ import annotations

from copy import deepcopy

from exchange_lookalike.soap import T, t
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


def others(known: str, place: str) -> list[str]:
    """Requests of the operations that are left."""
    ids = f"<m:FolderIds>{place}</m:FolderIds>"
    shape = "<m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
    target = f"<m:ToFolderId>{place}</m:ToFolderId>"
    name = (
        '<t:SetFolderField><t:FieldURI FieldURI="folder:DisplayName"/><t:Folder><t:DisplayName>Other</t:DisplayName>'
        "</t:Folder></t:SetFolderField>"
    )
    attachments = f'<m:AttachmentIds><t:AttachmentId Id="{known}"/></m:AttachmentIds>'
    watched = "<t:FolderIds>{}</t:FolderIds><t:EventTypes><t:EventType>NewMailEvent</t:EventType></t:EventTypes>"
    ada = "<t:EmailAddress>ada@example.com</t:EmailAddress>"
    user = "<t:UserId><t:PrimarySmtpAddress>alan@example.com</t:PrimarySmtpAddress></t:UserId>"
    rights = "<t:DelegatePermissions><t:CalendarFolderPermissionLevel>Editor</t:CalendarFolderPermissionLevel>"
    return [
        f"<m:GetFolder>{shape}{ids}</m:GetFolder>",
        f"<m:UpdateFolder><m:FolderChanges><t:FolderChange>{place}<t:Updates>{name}</t:Updates></t:FolderChange>"
        "</m:FolderChanges></m:UpdateFolder>",
        f"<m:MoveFolder>{target}{ids}</m:MoveFolder>",
        f'<m:DeleteFolder DeleteType="HardDelete">{ids}</m:DeleteFolder>',
        f'<m:EmptyFolder DeleteType="HardDelete" DeleteSubFolders="false">{ids}</m:EmptyFolder>',
        f"<m:GetAttachment><m:AttachmentShape><t:BodyType>Text</t:BodyType></m:AttachmentShape>{attachments}"
        "</m:GetAttachment>",
        f"<m:DeleteAttachment>{attachments}</m:DeleteAttachment>",
        f"<m:Subscribe><m:PullSubscriptionRequest>{watched.format(place)}<t:Timeout>5</t:Timeout>"
        "</m:PullSubscriptionRequest></m:Subscribe>",
        f"<m:Subscribe><m:PushSubscriptionRequest>{watched.format(place)}<t:StatusFrequency>5</t:StatusFrequency>"
        "<t:URL>http://127.0.0.1:9/</t:URL></m:PushSubscriptionRequest></m:Subscribe>",
        f"<m:Subscribe><m:StreamingSubscriptionRequest>{watched.format(place)}</m:StreamingSubscriptionRequest>"
        "</m:Subscribe>",
        "<m:GetEvents><m:SubscriptionId>AAAA</m:SubscriptionId><m:Watermark>AAAA</m:Watermark></m:GetEvents>",
        "<m:Unsubscribe><m:SubscriptionId>AAAA</m:SubscriptionId></m:Unsubscribe>",
        "<m:GetStreamingEvents><m:SubscriptionIds><t:SubscriptionId>AAAA</t:SubscriptionId></m:SubscriptionIds>"
        "<m:ConnectionTimeout>1</m:ConnectionTimeout></m:GetStreamingEvents>",
        f"<m:ExpandDL><m:Mailbox>{ada}</m:Mailbox></m:ExpandDL>",
        "<m:GetRoomLists/>",
        f"<m:GetRooms><m:RoomList>{ada}</m:RoomList></m:GetRooms>",
        f'<m:GetDelegate IncludePermissions="true"><m:Mailbox>{ada}</m:Mailbox></m:GetDelegate>',
        f"<m:AddDelegate><m:Mailbox>{ada}</m:Mailbox><m:DelegateUsers><t:DelegateUser>{user}{rights}"
        "</t:DelegatePermissions></t:DelegateUser></m:DelegateUsers><m:DeliverMeetingRequests>NoForward"
        "</m:DeliverMeetingRequests></m:AddDelegate>",
        "<m:GetInboxRules><m:MailboxSmtpAddress>ada@example.com</m:MailboxSmtpAddress></m:GetInboxRules>",
        f'<m:GetUserConfiguration><m:UserConfigurationName Name="Mine">{place}</m:UserConfigurationName>'
        "<m:UserConfigurationProperties>All</m:UserConfigurationProperties></m:GetUserConfiguration>",
    ]
