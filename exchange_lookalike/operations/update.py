"""UpdateItem: fields set, appended to and deleted, with conflicts noticed (MS-OXWSCORE)."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from exchange_lookalike import access, fields, mapi, mime, rules, soap
from exchange_lookalike.attachment import Attachment
from exchange_lookalike.calendar.ical_reading import Imported
from exchange_lookalike.calendar.reading import ROLES
from exchange_lookalike.call import Call
from exchange_lookalike.dispatch import answer_each, operation
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.items import FieldKey, Item, Value
from exchange_lookalike.operations import mail, structures
from exchange_lookalike.operations.items import named
from exchange_lookalike.operations.values import Told, read_property, take_calendar
from exchange_lookalike.shapes import Path, read_path
from exchange_lookalike.soap import m, t

_WHOLE = ("Attachments", "MimeContent")
"""Properties that are parts of the whole: UpdateItem deletes neither, and sets the content alone."""
_APPENDED = ("Body", *mail.RECIPIENTS, "ReplyTo", "Categories")


@dataclass
class Changes:
    """What becomes of an item's fields; None deletes one."""

    values: dict[FieldKey, Value | None] = field(default_factory=dict)
    calendar: dict[str, etree._Element | None] = field(default_factory=dict)
    imported: Imported | None = None
    attachments: list[Attachment] | None = None

    def held(self, item: Item, key: FieldKey) -> Value | None:
        """A field as it is after the changes so far."""
        return self.values[key] if key in self.values else item.values.get(key)


@operation("UpdateItem")
def update_item(call: Call) -> etree._Element:
    """Items changed, each in its own response message."""
    resolution = soap.attribute(call.request, "ConflictResolution")
    disposition = call.request.get("MessageDisposition")
    mode = call.request.get("SendMeetingInvitationsOrCancellations")
    changes = soap.elements(soap.need(call.request, "ItemChanges"))

    def one(change: etree._Element) -> etree._Element:
        parts = soap.elements(change)
        item = access.item(call, parts[0])
        _check_conflict(item, parts[0], resolution)
        wanted = _read(call, item, parts[1])
        after = _change(call, item, wanted, disposition, mode)
        told = m("Items", None, *([] if after is None else [named(after)]))
        return soap.success("UpdateItemResponseMessage", told, m("ConflictResults", None, t("Count", "0")))

    return answer_each(call, changes, one)


def _check_conflict(item: Item, identifier: etree._Element, resolution: str) -> None:
    key = identifier.get("ChangeKey")
    if resolution == "AlwaysOverwrite":
        return
    if not key and soap.local(identifier) == "ItemId":
        raise EwsError("ErrorChangeKeyRequired")
    if key and key != item.change_key and resolution == "NeverOverwrite":
        raise EwsError("ErrorIrresolvableConflict")


def _read(call: Call, item: Item, updates: etree._Element) -> Changes:
    wanted = Changes()
    for update in soap.elements(updates):
        parts = soap.elements(update)
        path, way = read_path(parts[0]), soap.local(update)
        if way == "DeleteItemField":
            _delete(item, path, wanted)
        else:
            _set(call, item, path, update, wanted, append=way == "AppendToItemField")
    return wanted


def _set(call: Call, item: Item, path: Path, update: etree._Element, wanted: Changes, *, append: bool) -> None:
    holder = soap.elements(update)[-1]
    kind = soap.local(holder)
    if kind not in fields.KINDS:
        raise EwsError("ErrorInvalidOperation", f"{kind} is not served here.")
    properties = soap.elements(holder)
    if len(properties) != 1:
        raise EwsError("ErrorIncorrectUpdatePropertyCount", "An update sets exactly one property.")
    name = soap.local(properties[0])
    if name not in fields.KINDS[kind].order and (kind != "Item" or name not in fields.KINDS[item.kind].order):
        raise SchemaViolation(f"The element '{kind}' has invalid child element '{name}'.", update.sourceline or 0)
    if name not in fields.KINDS[item.kind].order or name == "Attachments" or _is_fixed(item, name):
        raise EwsError("ErrorInvalidPropertySet", f"The property {name} of this item cannot be set.")
    told = Told()
    key = read_property(call, item.kind, properties[0], told)
    if key != path.key:
        raise EwsError("ErrorUpdatePropertyMismatch", "The property is not the one that the path names.")
    if name == "MimeContent":
        if append:
            raise EwsError("ErrorInvalidPropertyAppend")
        _set_content(call, item, told, wanted)
        return
    if told.calendar or (path.extended is not None and mapi.is_known(path.extended)):
        if append:
            raise EwsError("ErrorInvalidPropertyAppend")
        wanted.calendar.update(told.calendar)
        wanted.values.update(told.values)
        return
    value = told.values[key]
    if path.index:
        value = _with_entry(wanted.held(item, path.name), path, value)
    elif append:
        value = _appended(wanted.held(item, path.key), path, value)
    wanted.values[key] = value


def _set_content(call: Call, item: Item, told: Told, wanted: Changes) -> None:
    """Take what the new content of a calendar item or a draft says for what it shall be. Raises EwsError."""
    if item.kind == "CalendarItem":
        wanted.imported = take_calendar(call, told)
        # Attendees that the content does not name are removed; the identifier stays the same.
        roles: dict[str, etree._Element | None] = dict.fromkeys(ROLES)
        wanted.calendar |= roles | {name: each for name, each in told.calendar.items() if name != "UID"}
        wanted.values |= told.values
        return
    if item.kind != "Message" or not item.flag("IsDraft"):
        raise EwsError("ErrorInvalidPropertySet", "The content of an item that was sent or received cannot be set.")
    whole = Item("Message", dict(told.values))
    mime.unpack(whole)
    wanted.values |= whole.values
    wanted.attachments = whole.attachments


def _is_fixed(item: Item, name: str) -> bool:
    """Whether a field belongs to the calendar half of a meeting message, which tells what was sent."""
    return item.meeting is not None and fields.is_sent(item.kind, name)


def _delete(item: Item, path: Path, wanted: Changes) -> None:
    name = path.name
    if path.extended is not None and mapi.is_known(path.extended):
        name = mapi.field_of(path.extended)
        if not name:
            raise EwsError("ErrorInvalidPropertyDelete")
    if path.extended is not None and not name:
        wanted.values[path.extended] = None
    elif path.index:
        kept = wanted.held(item, name)
        wanted.values[name] = _without_entry(kept, path) if isinstance(kept, etree._Element) else None
    elif item.kind == "CalendarItem" and name in fields.CALENDAR_FIELDS:
        wanted.calendar[name] = None
    elif name in fields.READ_ONLY or name in ("ItemClass", *_WHOLE) or _is_fixed(item, name):
        raise EwsError("ErrorInvalidPropertyDelete")
    else:
        wanted.values[name] = None


def _key_of(entry: etree._Element) -> str | None:
    key: str | None = entry.get("Key") or entry.get("HeaderName")
    return key


def _part(path: Path) -> str:
    """Which part of an entry a path names: contacts:PhysicalAddress:City is the City of one; "" is the whole."""
    return path.uri.split(":")[2] if path.name == "PhysicalAddresses" else ""


def _without_entry(kept: etree._Element, path: Path) -> etree._Element | None:
    made, part = deepcopy(kept), _part(path)
    for entry in soap.elements(made):
        if _key_of(entry) != path.index:
            continue
        held = soap.child(entry, part) if part else None
        if held is not None:
            entry.remove(held)
        if not part or not len(entry):
            made.remove(entry)
    return made if len(made) else None


def _with_entry(kept: Value | None, path: Path, value: Value) -> Value:
    if not isinstance(value, etree._Element) or not isinstance(kept, etree._Element):
        return value
    entries = {_key_of(entry): deepcopy(entry) for entry in soap.elements(kept)}
    for entry in soap.elements(value):
        old = entries.get(_key_of(entry))
        if old is not None and _part(path):
            parts = {soap.local(one): one for one in (*old, *deepcopy(entry))}
            entry[:] = [parts[name] for name in structures.ADDRESS_PARTS if name in parts]
        entries[_key_of(entry)] = entry
    return t(path.name, None, *entries.values())


def _appended(kept: Value | None, path: Path, value: Value) -> Value:
    if path.name not in _APPENDED:
        raise EwsError("ErrorInvalidPropertyAppend")
    if not isinstance(value, etree._Element) or not isinstance(kept, etree._Element):
        return value
    made = deepcopy(kept)
    if path.name == "Body":
        made.text = f"{kept.text or ''}{value.text or ''}"
    else:
        made.extend(deepcopy(soap.elements(value)))
    return made


def _change(call: Call, item: Item, wanted: Changes, disposition: str | None, mode: str | None) -> Item | None:
    """Make the changes, and send a draft where that is asked for. Gives the item; None for one that was sent."""
    if item.kind == "CalendarItem":
        if mode is None:
            text = "SendMeetingInvitationsOrCancellations is needed for calendar items."
            raise EwsError("ErrorSendMeetingInvitationsOrCancellationsRequired", text)
        return rules.calendar().update(call, item, wanted.values, wanted.calendar, mode, wanted.imported)
    if disposition is None and (item.kind == "Message" or item.kind.startswith("Meeting")):
        raise EwsError("ErrorMessageDispositionRequired", "MessageDisposition is needed for messages.")
    if mime.SHOWN & wanted.values.keys():
        item.values.pop("MimeContent", None)
    if wanted.attachments is not None:
        item.attachments = wanted.attachments
    was_unread = item.values.get("IsRead") == "false"
    for key, value in wanted.values.items():
        if value is None:
            item.values.pop(key, None)
        else:
            item.values[key] = value
    call.store.touch(item, read_flag_only=set(wanted.values) == {"IsRead"}, was_unread=was_unread)
    if item.kind != "Message" or disposition in (None, "SaveOnly"):
        return item
    mail.send(call, item)
    if disposition == "SendOnly":
        call.store.delete(item)
    else:
        call.store.move(item, call.store.folder(item.owner, "sentitems"))
    return None
