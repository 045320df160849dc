"""The fields of items and folders: their order in each class, their types, who may write them, and what shapes show.

Order and types are those of Microsoft's schema of 2016 (MS-OXWSCORE, MS-OXWSMSG, MS-OXWSCAL, MS-OXWSMTGS, MS-OXWSCONT,
MS-OXWSTASK, MS-OXWSPOST, MS-OXWSFOLD). A field is known by its element's name; a field URI is a prefix and that name.
"""

from __future__ import annotations

from dataclasses import dataclass

_ITEM = [
    "MimeContent", "ItemId", "ParentFolderId", "ItemClass", "Subject", "Sensitivity", "Body", "Attachments",
    "DateTimeReceived", "Size", "Categories", "Importance", "InReplyTo", "IsSubmitted", "IsDraft", "IsFromMe",
    "IsResend", "IsUnmodified", "InternetMessageHeaders", "DateTimeSent", "DateTimeCreated", "ResponseObjects",
    "ReminderDueBy", "ReminderIsSet", "ReminderNextTime", "ReminderMinutesBeforeStart", "DisplayCc", "DisplayTo",
    "DisplayBcc", "HasAttachments", "ExtendedProperty", "Culture", "EffectiveRights", "LastModifiedName",
    "LastModifiedTime", "IsAssociated", "WebClientReadFormQueryString", "WebClientEditFormQueryString",
    "ConversationId", "UniqueBody", "Flag", "StoreEntryId", "InstanceKey", "NormalizedBody", "EntityExtractionResult",
    "PolicyTag", "ArchiveTag", "RetentionDate", "Preview", "RightsManagementLicenseData", "PredictedActionReasons",
    "IsClutter", "BlockStatus", "HasBlockedImages", "TextBody", "IconIndex", "SearchKey", "SortKey", "Hashtags",
    "Mentions", "MentionedMe", "MentionsPreview", "MentionsEx", "AppliedHashtags", "AppliedHashtagsPreview", "Likes",
    "LikesPreview", "PendingSocialActivityTagIds", "AtAllMention", "CanDelete", "InferenceClassification",
]  # fmt: skip
_MESSAGE = [
    "Sender", "ToRecipients", "CcRecipients", "BccRecipients", "IsReadReceiptRequested", "IsDeliveryReceiptRequested",
    "ConversationIndex", "ConversationTopic", "From", "InternetMessageId", "IsRead", "IsResponseRequested",
    "References", "ReplyTo", "ReceivedBy", "ReceivedRepresenting", "ApprovalRequestData", "VotingInformation",
    "ReminderMessageData",
]  # fmt: skip
_CALENDAR = [
    "UID", "RecurrenceId", "DateTimeStamp", "Start", "End", "OriginalStart", "IsAllDayEvent", "LegacyFreeBusyStatus",
    "Location", "When", "IsMeeting", "IsCancelled", "IsRecurring", "MeetingRequestWasSent", "IsResponseRequested",
    "CalendarItemType", "MyResponseType", "Organizer", "RequiredAttendees", "OptionalAttendees", "Resources",
    "InboxReminders", "ConflictingMeetingCount", "AdjacentMeetingCount", "ConflictingMeetings", "AdjacentMeetings",
    "Duration", "TimeZone", "AppointmentReplyTime", "AppointmentSequenceNumber", "AppointmentState", "Recurrence",
    "FirstOccurrence", "LastOccurrence", "ModifiedOccurrences", "DeletedOccurrences", "MeetingTimeZone",
    "StartTimeZone", "EndTimeZone", "ConferenceType", "AllowNewTimeProposal", "IsOnlineMeeting", "MeetingWorkspaceUrl",
    "NetShowUrl", "EnhancedLocation", "StartWallClock", "EndWallClock", "StartTimeZoneId", "EndTimeZoneId",
    "IntendedFreeBusyStatus", "JoinOnlineMeetingUrl", "OnlineMeetingSettings", "IsOrganizer", "CalendarActivityData",
]  # fmt: skip
_MEETING = [
    "AssociatedCalendarItemId", "IsDelegated", "IsOutOfDate", "HasBeenProcessed", "ResponseType", "UID", "RecurrenceId",
    "DateTimeStamp", "IsOrganizer",
]  # fmt: skip
_REQUEST = [
    "MeetingRequestType", "IntendedFreeBusyStatus", "Start", "End", "OriginalStart", "IsAllDayEvent",
    "LegacyFreeBusyStatus", "Location", "When", "IsMeeting", "IsCancelled", "IsRecurring", "MeetingRequestWasSent",
    "CalendarItemType", "MyResponseType", "Organizer", "RequiredAttendees", "OptionalAttendees", "Resources",
    "ConflictingMeetingCount", "AdjacentMeetingCount", "ConflictingMeetings", "AdjacentMeetings", "Duration",
    "TimeZone", "AppointmentReplyTime", "AppointmentSequenceNumber", "AppointmentState", "Recurrence",
    "FirstOccurrence", "LastOccurrence", "ModifiedOccurrences", "DeletedOccurrences", "MeetingTimeZone",
    "StartTimeZone", "EndTimeZone", "ConferenceType", "AllowNewTimeProposal", "IsOnlineMeeting", "MeetingWorkspaceUrl",
    "NetShowUrl", "EnhancedLocation", "ChangeHighlights", "StartWallClock", "EndWallClock", "StartTimeZoneId",
    "EndTimeZoneId",
]  # fmt: skip
_NOTICE = ["Start", "End", "Location", "Recurrence", "CalendarItemType", "EnhancedLocation"]
_RESPONSE = [
    "Start", "End", "Location", "Recurrence", "CalendarItemType", "ProposedStart", "ProposedEnd", "EnhancedLocation",
]  # fmt: skip
_CONTACT = [
    "FileAs", "FileAsMapping", "DisplayName", "GivenName", "Initials", "MiddleName", "Nickname", "CompleteName",
    "CompanyName", "EmailAddresses", "AbchEmailAddresses", "PhysicalAddresses", "PhoneNumbers", "AssistantName",
    "Birthday", "BusinessHomePage", "Children", "Companies", "ContactSource", "Department", "Generation", "ImAddresses",
    "JobTitle", "Manager", "Mileage", "OfficeLocation", "PostalAddressIndex", "Profession", "SpouseName", "Surname",
    "WeddingAnniversary", "HasPicture", "PhoneticFullName", "PhoneticFirstName", "PhoneticLastName", "Alias", "Notes",
    "Photo", "UserSMIMECertificate", "MSExchangeCertificate", "DirectoryId", "ManagerMailbox", "DirectReports",
]  # fmt: skip
_LIST = ["DisplayName", "FileAs", "ContactSource", "Members"]
_TASK = [
    "ActualWork", "AssignedTime", "BillingInformation", "ChangeCount", "Companies", "CompleteDate", "Contacts",
    "DelegationState", "Delegator", "DueDate", "IsAssignmentEditable", "IsComplete", "IsRecurring", "IsTeamTask",
    "Mileage", "Owner", "PercentComplete", "Recurrence", "StartDate", "Status", "StatusDescription", "TotalWork",
]  # fmt: skip
_POST = [
    "ConversationIndex", "ConversationTopic", "From", "InternetMessageId", "IsRead", "PostedTime", "References",
    "Sender",
]  # fmt: skip
_FOLDER = [
    "FolderId", "ParentFolderId", "FolderClass", "DisplayName", "TotalCount", "ChildFolderCount", "ExtendedProperty",
    "ManagedFolderInformation", "EffectiveRights", "DistinguishedFolderId", "PolicyTag", "ArchiveTag", "ReplicaList",
]  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A class of items: its element's name, the item class of new ones, and its fields in the schema's order."""

    name: str
    item_class: str
    order: tuple[str, ...]
    prefixes: frozenset[str]


def _kind(name: str, item_class: str, prefixes: str, *parts: list[str]) -> Kind:
    order = tuple(field for part in (_ITEM, *parts) for field in part)
    return Kind(name, item_class, order, frozenset(("item", *prefixes.split())))


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind("Item", "IPM.Note", ""),
        _kind("Message", "IPM.Note", "message", _MESSAGE),
        _kind("CalendarItem", "IPM.Appointment", "calendar meeting meetingRequest", _CALENDAR),
        _kind("Contact", "IPM.Contact", "contacts", _CONTACT),
        _kind("DistributionList", "IPM.DistList", "contacts distributionlist", _LIST),
        _kind("MeetingMessage", "IPM.Schedule.Meeting.Notification", "message meeting calendar", _MESSAGE, _MEETING),
        _kind(
            "MeetingRequest",
            "IPM.Schedule.Meeting.Request",
            "message meeting meetingRequest calendar",
            _MESSAGE,
            _MEETING,
            _REQUEST,
        ),
        _kind(
            "MeetingResponse", "IPM.Schedule.Meeting.Resp", "message meeting calendar", _MESSAGE, _MEETING, _RESPONSE
        ),
        _kind(
            "MeetingCancellation",
            "IPM.Schedule.Meeting.Canceled",
            "message meeting calendar",
            _MESSAGE,
            _MEETING,
            _NOTICE,
        ),
        _kind("Task", "IPM.Task", "task", _TASK),
        _kind("PostItem", "IPM.Post", "postitem message", _POST),
    )
}
"""Item classes by element name."""

FOLDER_ORDER = (*_FOLDER, "PermissionSet", "UnreadCount")
CALENDAR_FIELDS = frozenset((*_CALENDAR, *_MEETING, *_REQUEST, *_RESPONSE))
"""Fields that belong to the calendar half of an item, as far as it has one."""
MESSAGE_FIELDS = frozenset(_MESSAGE)

MOMENTS = frozenset(
    [
        "AssignedTime", "Birthday", "CompleteDate", "DateTimeCreated", "DateTimeReceived", "DateTimeSent", "DueDate",
        "LastModifiedTime", "PostedTime", "ReminderDueBy", "ReminderNextTime", "RetentionDate", "Start", "End",
        "OriginalStart", "RecurrenceId", "DateTimeStamp", "StartDate", "WeddingAnniversary", "AppointmentReplyTime",
        "ProposedStart", "ProposedEnd", "StartWallClock", "EndWallClock",
    ]
)  # fmt: skip
FLAGS = frozenset(
    [
        "AllowNewTimeProposal", "HasAttachments", "HasBeenProcessed", "HasPicture", "IsAllDayEvent", "IsAssociated",
        "IsCancelled", "IsClutter", "IsComplete", "IsDelegated", "IsDeliveryReceiptRequested", "IsDraft", "IsFromMe",
        "IsMeeting", "IsOnlineMeeting", "IsOrganizer", "IsOutOfDate", "IsRead", "IsReadReceiptRequested", "IsRecurring",
        "IsResend", "IsResponseRequested", "IsSubmitted", "IsTeamTask", "IsUnmodified", "MeetingRequestWasSent",
        "ReminderIsSet", "BlockStatus", "HasBlockedImages", "MentionedMe", "AtAllMention", "CanDelete",
    ]
)  # fmt: skip
WHOLE_NUMBERS = frozenset(
    [
        "ActualWork", "ChangeCount", "ConferenceType", "ReminderMinutesBeforeStart", "Size", "TotalWork",
        "IsAssignmentEditable", "AppointmentSequenceNumber", "AppointmentState", "ConflictingMeetingCount",
        "AdjacentMeetingCount", "TotalCount", "UnreadCount", "ChildFolderCount",
    ]
)  # fmt: skip
NUMBERS = WHOLE_NUMBERS | {"PercentComplete"}
CHOICES = {
    "Sensitivity": ("Normal", "Personal", "Private", "Confidential"),
    "Importance": ("Low", "Normal", "High"),
    "Status": ("NotStarted", "InProgress", "Completed", "WaitingOnOthers", "Deferred"),
    "LegacyFreeBusyStatus": ("Free", "Tentative", "Busy", "OOF", "WorkingElsewhere", "NoData"),
}
BINARY = frozenset(["MimeContent", "ConversationIndex", "StoreEntryId", "InstanceKey", "SearchKey", "Photo"])

STRUCTURES = frozenset(
    [
        "Body", "UniqueBody", "NormalizedBody", "TextBody", "Categories", "Flag", "InternetMessageHeaders", "Sender",
        "From", "ReplyTo", "ReceivedBy", "ReceivedRepresenting", "ToRecipients", "CcRecipients", "BccRecipients",
        "Companies", "Contacts", "Children", "EmailAddresses", "PhysicalAddresses", "PhoneNumbers", "ImAddresses",
        "CompleteName", "Members", "Recurrence", "UserSMIMECertificate", "MSExchangeCertificate", "ManagerMailbox",
        "DirectReports", "Organizer", "RequiredAttendees", "OptionalAttendees", "Resources", "StartTimeZone",
        "EndTimeZone", "MeetingTimeZone", "EnhancedLocation", "AbchEmailAddresses", "PolicyTag", "ArchiveTag",
        "Hashtags", "Mentions", "VotingInformation", "ApprovalRequestData", "ReminderMessageData", "InboxReminders",
        "OnlineMeetingSettings",
    ]
)  # fmt: skip
"""Fields whose value has elements or attributes and is kept as an element."""

READ_ONLY = frozenset(
    [
        "ItemId", "ParentFolderId", "Size", "IsSubmitted", "IsFromMe", "IsResend", "IsUnmodified", "DateTimeCreated",
        "ResponseObjects", "ReminderNextTime", "DisplayCc", "DisplayTo", "DisplayBcc", "HasAttachments",
        "EffectiveRights", "LastModifiedName", "LastModifiedTime", "WebClientReadFormQueryString",
        "WebClientEditFormQueryString", "ConversationId", "UniqueBody", "StoreEntryId", "InstanceKey", "NormalizedBody",
        "EntityExtractionResult", "Preview", "IsDraft", "DateTimeReceived", "DateTimeSent", "InternetMessageHeaders",
        "TextBody", "ConversationIndex", "ConversationTopic", "ReceivedBy", "ReceivedRepresenting", "CompleteName",
        "HasPicture", "ContactSource", "IsComplete", "ChangeCount", "DelegationState", "Delegator",
        "IsAssignmentEditable", "IsRecurring", "IsTeamTask", "AssignedTime", "Owner", "StatusDescription", "PostedTime",
    ]
)  # fmt: skip
"""Fields that no client may write (MS-OXWSCORE: read-only for the client)."""

NOT_IN_FIND = frozenset(
    [
        "MimeContent", "Body", "UniqueBody", "NormalizedBody", "TextBody", "Attachments", "InternetMessageHeaders",
        "ResponseObjects", "ToRecipients", "CcRecipients", "BccRecipients", "ReplyTo", "RequiredAttendees",
        "OptionalAttendees", "Resources", "Recurrence", "FirstOccurrence", "LastOccurrence", "ModifiedOccurrences",
        "DeletedOccurrences", "MeetingTimeZone", "StartTimeZone", "EndTimeZone", "ConflictingMeetings",
        "AdjacentMeetings", "ConflictingMeetingCount", "AdjacentMeetingCount", "Members", "Photo", "DisplayBcc",
        "EnhancedLocation",
    ]
)  # fmt: skip
"""Fields that FindItem never returns (they need GetItem)."""

ON_REQUEST = frozenset(
    [
        "MimeContent", "UniqueBody", "NormalizedBody", "TextBody", "StoreEntryId", "InstanceKey", "SearchKey",
        "Preview", "BlockStatus", "HasBlockedImages", "EntityExtractionResult", "IconIndex", "MentionedMe", "Mentions",
        "DisplayBcc", "Flag", "IsClutter", "StartWallClock", "EndWallClock", "StartTimeZoneId", "EndTimeZoneId",
        "EnhancedLocation", "MeetingTimeZone", "StartTimeZone", "EndTimeZone", "ConflictingMeetings",
        "AdjacentMeetings", "InboxReminders", "IsOrganizer", "CalendarActivityData", "OnlineMeetingSettings",
        "JoinOnlineMeetingUrl", "AbchEmailAddresses", "Photo", "When", "ReminderNextTime", "RetentionDate", "Notes",
        "PhoneticFullName",
    ]
)  # fmt: skip
"""Fields that even AllProperties leaves out unless they are asked for."""


def is_sent(kind: str, name: str) -> bool:
    """Whether a field of a meeting message tells what was sent, so that nobody can change it."""
    return kind.startswith("Meeting") and name in CALENDAR_FIELDS and name not in MESSAGE_FIELDS


_DEFAULT = {
    "Item": "ItemId Subject Sensitivity Body Attachments ResponseObjects HasAttachments",
    "Message": "Sender ToRecipients CcRecipients BccRecipients IsReadReceiptRequested IsDeliveryReceiptRequested From "
    "InternetMessageId IsRead IsResponseRequested References ReplyTo DateTimeSent DateTimeCreated Size "
    "DateTimeReceived Importance",
    "CalendarItem": "Start End IsAllDayEvent LegacyFreeBusyStatus Location CalendarItemType MyResponseType Organizer "
    "RequiredAttendees OptionalAttendees Resources IsRecurring Recurrence FirstOccurrence LastOccurrence "
    "ModifiedOccurrences DeletedOccurrences",
    "Meeting": "AssociatedCalendarItemId IsDelegated IsOutOfDate HasBeenProcessed ResponseType UID RecurrenceId "
    "DateTimeStamp",
    "MeetingRequest": "MeetingRequestType IntendedFreeBusyStatus Start End IsAllDayEvent LegacyFreeBusyStatus Location "
    "IsMeeting IsCancelled IsRecurring CalendarItemType MyResponseType Organizer RequiredAttendees OptionalAttendees "
    "Resources",
    "Contact": "FileAs CompleteName CompanyName EmailAddresses PhysicalAddresses PhoneNumbers ImAddresses JobTitle "
    "DisplayName GivenName Surname",
    "DistributionList": "DisplayName FileAs Members",
    "Task": "DueDate PercentComplete StartDate Status Owner IsComplete",
    "PostItem": "ConversationTopic From IsRead PostedTime Sender",
}


def default_shape(kind: str) -> frozenset[str]:
    """What BaseShape Default shows of an item of that kind."""
    names = set(_DEFAULT["Item"].split())
    if kind == "Message" or kind.startswith("Meeting"):
        names.update(_DEFAULT["Message"].split())
    if kind.startswith("Meeting"):
        names.update(_DEFAULT["Meeting"].split())
    names.update(_DEFAULT.get(kind, "").split())
    return frozenset(names)


DEFAULT_SHAPES = {kind: default_shape(kind) for kind in KINDS}
ALL_SHAPES = {kind: frozenset(KINDS[kind].order) - ON_REQUEST for kind in KINDS}

KNOWN_FIELDS = frozenset(field for kind in KINDS.values() for field in kind.order) | frozenset(FOLDER_ORDER)
_OTHER_FIELDS = frozenset(
    ["SearchParameters", "SharingEffectiveRights", "MimeContentUTF8", "FirstBody", "Culture", "TokenPrefix"]
)
_OTHER_PREFIXES = frozenset([
    "conversation", "person", "persona", "rolemember", "network", "abchperson", "booking", "insight",
])  # fmt: skip
_PREFIXES = frozenset(
    [
        "folder", "item", "message", "meeting", "meetingRequest", "calendar", "task", "contacts", "distributionlist",
        "postitem",
    ]
)  # fmt: skip


_OF_CONTACTS = frozenset(
    [
        "AbchContactId", "AccountName", "Cid", "Comment", "ContactShortId", "ContactType", "ConversationGuid",
        "CreatedBy", "Gender", "HidePresenceAndProfile", "ImMri", "InviteFree", "IsAutoUpdateDisabled", "IsHidden",
        "IsMessengerEnabled", "IsPendingOutbound", "IsPrivate", "MobileIMEnabled", "Mris", "NotInBirthdayCalendar",
        "ObjectId", "OtherMri", "PartnerNetworkProfilePhotoUrl", "PartnerNetworkThumbnailPhotoUrl", "PassportId",
        "PersonId", "PresenceTrustLevel", "ProfileLastChanged", "ShellContactType", "SkypeAuthCertificate",
        "SkypeContext", "SkypeId", "SkypeRelationship", "SourceId", "SupportGroupFeeds", "TrustLevel", "UnifiedInbox",
        "Urls", "UserTileHash", "Wlid", "XboxLiveTag", "YomiNickname",
    ]
)  # fmt: skip
"""What the schema knows of contacts beside their fields; no contact here has it."""


def is_field_uri(uri: str) -> bool:
    """Whether the schema knows a field URI (UnindexedFieldURIType)."""
    prefix, _, name = uri.partition(":")
    if prefix in _OTHER_PREFIXES:
        return bool(name)
    if prefix == "contacts" and name in _OF_CONTACTS:
        return True
    return prefix in _PREFIXES and (name in KNOWN_FIELDS or name in _OTHER_FIELDS)


def field_of(uri: str) -> str:
    """The element's name behind a field URI."""
    return uri.rpartition(":")[2]


INDEXED = {
    "item:InternetMessageHeader": ("InternetMessageHeaders", "HeaderName"),
    "contacts:EmailAddress": ("EmailAddresses", "Key"),
    "contacts:PhoneNumber": ("PhoneNumbers", "Key"),
    "contacts:ImAddress": ("ImAddresses", "Key"),
    "contacts:PhysicalAddress:Street": ("PhysicalAddresses", "Key"),
    "contacts:PhysicalAddress:City": ("PhysicalAddresses", "Key"),
    "contacts:PhysicalAddress:State": ("PhysicalAddresses", "Key"),
    "contacts:PhysicalAddress:CountryOrRegion": ("PhysicalAddresses", "Key"),
    "contacts:PhysicalAddress:PostalCode": ("PhysicalAddresses", "Key"),
    "distributionlist:Members:Member": ("Members", "Key"),
}
"""Indexed field URIs: the field that holds the entries, and the attribute that tells them apart."""
