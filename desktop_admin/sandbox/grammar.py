"""What a request's element may hold, and in which order (the schema's messages.xsd).

Only the outermost level stands here: what lies deeper is judged by whoever reads it. Attributes are read where they
count.
"""

from __future__ import annotations

from lxml import etree

from desktop_admin.sandbox import soap
from desktop_admin.sandbox.faults import SchemaViolation

_ITEM_VIEWS = "IndexedPageItemView|FractionalPageItemView|SeekToConditionPageItemView|CalendarView|ContactsView"
_GROUPS = "GroupBy|DistinguishedGroupBy"
_FOLDER_VIEWS = "IndexedPageFolderView|FractionalPageFolderView"
REQUESTS = {
    "AddDelegate": "Mailbox DelegateUsers DeliverMeetingRequests",
    "ConvertId": "SourceIds",
    "CopyItem": "ToFolderId ItemIds ReturnNewItemIds",
    "CreateAttachment": "ParentItemId Attachments",
    "CreateFolder": "ParentFolderId Folders",
    "CreateItem": "SavedItemFolderId Items",
    "DeleteAttachment": "AttachmentIds",
    "DeleteFolder": "FolderIds",
    "DeleteItem": "ItemIds",
    "EmptyFolder": "FolderIds",
    "ExpandDL": "Mailbox",
    "FindFolder": f"FolderShape {_FOLDER_VIEWS} Restriction ParentFolderIds",
    "FindItem": f"ItemShape {_ITEM_VIEWS} {_GROUPS} Restriction SortOrder ParentFolderIds QueryString",
    "GetAttachment": "AttachmentShape AttachmentIds",
    "GetDelegate": "Mailbox UserIds",
    "GetEvents": "SubscriptionId Watermark",
    "GetFolder": "FolderShape FolderIds",
    "GetInboxRules": "MailboxSmtpAddress",
    "GetItem": "ItemShape ItemIds",
    "GetMailTips": "SendingAs Recipients MailTipsRequested",
    "GetRoomLists": "",
    "GetRooms": "RoomList",
    "GetServerTimeZones": "Ids",
    "GetServiceConfiguration": "ActingAs RequestedConfiguration ConfigurationRequestDetails",
    "GetStreamingEvents": "SubscriptionIds ConnectionTimeout",
    "GetUserAvailabilityRequest": "TimeZone MailboxDataArray FreeBusyViewOptions SuggestionsViewOptions",
    "GetUserConfiguration": "UserConfigurationName UserConfigurationProperties",
    "GetUserOofSettingsRequest": "Mailbox",
    "MarkAllItemsAsRead": "ReadFlag SuppressReadReceipts FolderIds",
    "MoveFolder": "ToFolderId FolderIds",
    "MoveItem": "ToFolderId ItemIds ReturnNewItemIds",
    "ResolveNames": "ParentFolderIds UnresolvedEntry",
    "SendItem": "ItemIds SavedItemFolderId",
    "SetUserOofSettingsRequest": "Mailbox UserOofSettings",
    "Subscribe": "PullSubscriptionRequest|PushSubscriptionRequest|StreamingSubscriptionRequest",
    "SyncFolderHierarchy": "FolderShape SyncFolderId SyncState",
    "SyncFolderItems": "ItemShape SyncFolderId SyncState Ignore MaxChangesReturned SyncScope",
    "Unsubscribe": "SubscriptionId",
    "UpdateFolder": "FolderChanges",
    "UpdateItem": "SavedItemFolderId ItemChanges",
}
"""The children of each request, in their order; of those with | between them there is one at most."""
SHAPES = {
    "ItemShape": (
        "BaseShape IncludeMimeContent BodyType UniqueBodyType NormalizedBodyType FilterHtmlContent "
        "ConvertHtmlCodePageToUTF8 InlineImageUrlTemplate BlockExternalImages AddBlankTargetToLinks MaximumBodySize "
        "AdditionalProperties"
    ),
    "FolderShape": "BaseShape AdditionalProperties",
}


def check(request: etree._Element) -> None:
    """Whether a request holds what it may. Raises SchemaViolation; of an unknown request nothing is known."""
    _in_order(request, REQUESTS.get(soap.local(request)))
    for part in soap.elements(request):
        _in_order(part, SHAPES.get(soap.local(part)))


def _in_order(parent: etree._Element, allowed: str | None) -> None:
    if allowed is None:
        return
    places = {name: place for place, names in enumerate(allowed.split()) for name in names.split("|")}
    last = -1
    for part in soap.elements(parent):
        place = places.get(soap.local(part), -1)
        if place <= last:
            text = f"The element '{soap.local(parent)}' has invalid child element '{soap.local(part)}'."
            raise SchemaViolation(text, part.sourceline or 0)
        last = place
