"""From identifiers in a request to folders and items, with the check whether the caller may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from exchange_lookalike import ids, rules, soap
from exchange_lookalike.accounts import Account
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.items import Folder, Item
from exchange_lookalike.store import DISTINGUISHED

if TYPE_CHECKING:
    from exchange_lookalike.call import Call

_ABSENT = frozenset(
    [
        "voicemail", "recoverableitemsdiscoveryholds", "quickcontacts", "adminauditlogs", "todosearch", "mycontacts",
        "directory", "imcontactlist", "peopleconnect", "favorites", "mecontact", "personmetadata", "teamspaceactivity",
        "teamspacemessaging", "teamspaceworkitems", "scheduled", "orionnotes", "tagitems", "alltaggeditems",
        "externalcontacts", "teamchat", "yammerroot", "yammerinbound", "yammeroutbound", "yammerfeeds", "onedriveroot",
        "onedriverecylebin", "onedrivesystem", "onedrivevolume", "archiveroot", "archivemsgfolderroot",
        "archivedeleteditems", "archiveinbox", "archiverecoverableitemsroot", "archiverecoverableitemsdeletions",
        "archiverecoverableitemsversions", "archiverecoverableitemspurges", "archiverecoverableitemsdiscoveryholds",
    ]
)  # fmt: skip
"""Well-known folders that no mailbox here has."""
_ITEM_IDS = ("ItemId", "OccurrenceItemId", "RecurringMasterItemId", "RecurringMasterItemIdRanges")


def check(call: Call, owner: Account) -> None:
    """Raises EwsError ErrorAccessDenied unless the call may work in that mailbox."""
    if not call.account.may_open(owner):
        raise EwsError("ErrorAccessDenied")


def folder(call: Call, element: etree._Element) -> Folder:
    """The folder that a FolderId or DistinguishedFolderId names. Raises EwsError, SchemaViolation."""
    name = soap.local(element)
    if name == "FolderId":
        found = call.store.folder_by_id(soap.attribute(element, "Id"))
        check(call, found.mailbox.account)
        if element.get("ChangeKey"):
            ids.check_change_key(element.get("ChangeKey", ""))
        return found
    if name != "DistinguishedFolderId":
        raise EwsError("ErrorInvalidOperation", f"{name} is not served here.")
    wanted = soap.attribute(element, "Id", (*DISTINGUISHED, *_ABSENT, "publicfoldersroot"))
    owner = call.account
    mailbox = soap.child(element, "Mailbox")
    if mailbox is not None:
        owner = call.store.directory.mailbox_owner(soap.child_text(mailbox, "EmailAddress"))
    check(call, owner)
    if wanted == "publicfoldersroot":
        raise EwsError("ErrorNoPublicFolderReplicaAvailable", "No public folder replica is available.")
    return call.store.folder(owner, wanted)


def only_folder(call: Call, parent: etree._Element, name: str) -> Folder:
    """The folder that the element `name` (a TargetFolderIdType, e.g. ToFolderId) names."""
    found = soap.elements(soap.need(parent, name))
    if len(found) != 1:
        raise SchemaViolation(f"The element '{name}' has incomplete content.", parent.sourceline or 0)
    return folder(call, found[0])


def folders(parent: etree._Element, name: str) -> list[etree._Element]:
    """The identifiers in a non-empty list of folders. Raises SchemaViolation for an empty one."""
    return _listed(parent, name, ("FolderId", "DistinguishedFolderId"))


def items(parent: etree._Element, name: str = "ItemIds") -> list[etree._Element]:
    """The identifiers in a non-empty list of items. Raises SchemaViolation for an empty one or a strange element."""
    return _listed(parent, name, _ITEM_IDS)


def _listed(parent: etree._Element, name: str, allowed: tuple[str, ...]) -> list[etree._Element]:
    found = soap.elements(soap.need(parent, name))
    if not found:
        raise SchemaViolation(f"The element '{name}' has incomplete content.", parent.sourceline or 0)
    for one in found:
        if soap.local(one) not in allowed:
            text = f"The element '{name}' has invalid child element '{soap.local(one)}'."
            raise SchemaViolation(text, one.sourceline or 0)
    return found


def item(call: Call, element: etree._Element) -> Item:
    """The item or occurrence that an ItemId, OccurrenceItemId or RecurringMasterItemId (or ReferenceItemId,
    ParentItemId) names. Raises EwsError, SchemaViolation."""
    name = soap.local(element)
    attribute = {"OccurrenceItemId": "RecurringMasterId", "RecurringMasterItemId": "OccurrenceId"}.get(name, "Id")
    key = ids.decode(soap.attribute(element, attribute))
    if key.kind not in (ids.ITEM, ids.OCCURRENCE):
        raise EwsError("ErrorInvalidId")
    if element.get("ChangeKey"):
        ids.check_change_key(element.get("ChangeKey", ""))
    found = call.store.item_by_key(key)
    check(call, found.owner)
    if name == "OccurrenceItemId":
        if key.kind == ids.OCCURRENCE or found.appointment is None or found.appointment.recurrence is None:
            raise EwsError("ErrorCalendarCannotUseIdForOccurrenceId", "The Id is not that of a recurring master.")
        return rules.calendar().nth_occurrence(call, found, soap.number(element, "InstanceIndex", -(2**31)))
    if key.kind == ids.OCCURRENCE and name == "RecurringMasterItemId":
        return found
    if key.kind == ids.OCCURRENCE:
        return rules.calendar().occurrence(call, found, key.tail)
    if name == "RecurringMasterItemId":
        raise EwsError("ErrorCalendarCannotUseIdForRecurringMasterId", "The Id is not that of an occurrence.")
    return found
