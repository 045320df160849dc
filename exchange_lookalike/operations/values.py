"""Reading item properties from requests: what a client sets, as the store keeps it (MS-OXWSCDATA, MS-OXWSCORE)."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field

from lxml import etree

from exchange_lookalike import fields, mapi, mime, soap
from exchange_lookalike.attachment import Attachment
from exchange_lookalike.calendar import ical_reading
from exchange_lookalike.calendar.ical_reading import Imported
from exchange_lookalike.calendar.reading import read_moment
from exchange_lookalike.calendar.recurrence import BadRecurrence, read_recurrence, write_recurrence
from exchange_lookalike.call import Call
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.items import Extended, FieldKey, Value, moment_text
from exchange_lookalike.operations import structures
from exchange_lookalike.restriction import converter
from exchange_lookalike.shapes import Path, read_extended
from exchange_lookalike.soap import t

_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_BOUNDS = {"PercentComplete": (0, 100), "ReminderMinutesBeforeStart": (0, 2629800)}
_CHOICES: dict[str, tuple[str, ...]] = {
    **fields.CHOICES,
    "FileAsMapping": (
        "None", "LastCommaFirst", "FirstSpaceLast", "Company", "LastCommaFirstCompany", "CompanyLastFirst",
        "LastFirst", "LastFirstCompany", "CompanyLastCommaFirst", "LastFirstSuffix", "LastSpaceFirstCompany",
        "CompanyLastSpaceFirst", "LastSpaceFirst", "DisplayName", "FirstName", "LastFirstMiddleSuffix", "LastName",
        "Empty",
    ),
    "PostalAddressIndex": ("None", "Home", "Business", "Other"),
    "InferenceClassification": ("Focused", "Other"),
}  # fmt: skip
_TEXTS = frozenset({
    "Alias", "AssistantName", "BillingInformation", "BusinessHomePage", "CompanyName", "Culture", "Department",
    "DirectoryId", "DisplayName", "FileAs", "Generation", "GivenName", "InReplyTo", "Initials", "InternetMessageId",
    "ItemClass", "JobTitle", "Location", "Manager", "MiddleName", "Mileage", "Nickname", "Notes", "OfficeLocation",
    "PhoneticFirstName", "PhoneticFullName", "PhoneticLastName", "Profession", "References", "SpouseName", "Subject",
    "Surname", "UID",
})  # fmt: skip
_NOT_ATTACHED = frozenset({"ItemId", "ParentFolderId", "Attachments", "MimeContent"})


@dataclass
class Told:
    """What a request says of an item: its values, the calendar's elements by name, and files that hang on it."""

    values: dict[FieldKey, Value] = field(default_factory=dict)
    calendar: dict[str, etree._Element] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)


def read_item(call: Call, element: etree._Element) -> Told:
    """Everything in an item's element. Raises SchemaViolation, EwsError ErrorInvalidPropertySet."""
    told = Told()
    for one in soap.elements(element):
        read_property(call, soap.local(element), one, told)
    return told


def read_property(call: Call, kind: str, element: etree._Element, told: Told) -> FieldKey:
    """One property of an item of that kind, put into `told`; gives its key."""
    name = soap.local(element)
    if name not in fields.KINDS[kind].order:
        raise SchemaViolation(f"The element '{kind}' has invalid child element '{name}'.", element.sourceline or 0)
    if name == "ExtendedProperty":
        key, kept = _extended(element)
        if mapi.is_known(key):
            _write_twin(call, kind, key, kept, told)
        else:
            told.values[key] = kept
        return key
    if name == "Attachments":
        parts = enumerate(soap.elements(element), start=1)
        told.attachments.extend(read_attachment(call, one, number) for number, one in parts)
        return name
    if name in fields.READ_ONLY and not (kind == "CalendarItem" and name in fields.CALENDAR_FIELDS):
        raise EwsError("ErrorInvalidPropertySet", f"The property {name} cannot be set.")
    if kind == "CalendarItem" and name in fields.CALENDAR_FIELDS:
        told.calendar[name] = element
    else:
        told.values[name] = read_value(call, element)
    return name


def _write_twin(call: Call, kind: str, key: Extended, kept: etree._Element, told: Told) -> None:
    """Write a MAPI property as the field that it is; what is worked out stays as it is."""
    texts = [one.text or "" for one in kept.iter(f"{{{soap.T}}}Value")]
    if key == mapi.KEYWORDS:
        told.values["Categories"] = t("Categories", None, *(t("String", text) for text in texts))
        return
    try:
        written = mapi.written(key, texts[0] if texts else "")
    except (ValueError, IndexError):
        text = f"The value does not suit an extended property of the type {key[2]}."
        raise EwsError("ErrorInvalidExtendedPropertyValue", text) from None
    for name, text in written.items():
        if name not in fields.KINDS[kind].order or fields.is_sent(kind, name):
            continue
        if kind == "CalendarItem" and name in fields.CALENDAR_FIELDS:
            told.calendar[name] = t(name, text)
        else:
            told.values[name] = read_value(call, t(name, text))


def take_calendar(call: Call, told: Told) -> Imported | None:
    """Take the calendar in MimeContent apart, if there is one, and add it to what the request says, which wins.
    Raises EwsError ErrorMimeContentInvalid."""
    held = told.values.pop("MimeContent", None)
    if not isinstance(held, str) or not held:
        return None
    imported = ical_reading.read(mime.calendar_of(base64.b64decode(held)), call.zone)
    for key, value in imported.event.values.items():
        told.values.setdefault(key, value)
    for name, element in imported.event.elements.items():
        told.calendar.setdefault(name, element)
    return imported


def read_value(call: Call, element: etree._Element) -> Value:
    """A property's value in the store's form. Raises SchemaViolation, EwsError ErrorInvalidPropertySet."""
    name = soap.local(element)
    if name in structures.KEPT:
        return structures.read_structure(element, call.zone)
    if name == "Recurrence":
        return _recurrence(element)
    if len(element):
        raise SchemaViolation(f"The element '{name}' holds text alone.", element.sourceline or 0)
    if name in fields.MOMENTS:
        return moment_text(read_moment(element, call.zone))
    return _text(element, name, element.text or "")


def _text(element: etree._Element, name: str, text: str) -> str:
    if name in fields.FLAGS:
        return "true" if soap.flag(text) else "false"
    if name in fields.NUMBERS:
        return _number(element, name, text.strip())
    if name == "MimeContent":
        content(element)
        return "".join(text.split())
    known = name in _CHOICES and text in _CHOICES[name]
    if (name in _CHOICES and not known) or (name == "Culture" and not _LANGUAGE.fullmatch(text)):
        raise soap.invalid(element, name, text)
    if not known and name not in _TEXTS:
        raise EwsError("ErrorInvalidPropertySet", f"The property {name} cannot be set.")
    return text


def _number(element: etree._Element, name: str, text: str) -> str:
    lowest, highest = _BOUNDS.get(name, (-(2**31), 2**31 - 1))
    try:
        value = float(text) if name == "PercentComplete" else int(text)
    except ValueError:
        raise soap.invalid(element, name, text) from None
    if not lowest <= value <= highest:
        raise EwsError("ErrorInvalidValueForProperty", f"{name} lies between {lowest} and {highest}.")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _recurrence(element: etree._Element) -> etree._Element:
    """A task's recurrence; patterns that begin anew when the task is done are not kept."""
    try:
        return write_recurrence(read_recurrence(element))
    except BadRecurrence as bad:
        if bad.code == "ErrorSchemaValidation":
            raise SchemaViolation(str(bad), element.sourceline or 0) from None
        raise EwsError(bad.code, str(bad)) from None


def _extended(element: etree._Element) -> tuple[Extended, etree._Element]:
    """An extended property and what identifies it. Raises SchemaViolation, EwsError."""
    kept = structures.read_structure(element, None)
    key = read_extended(soap.need(kept, "ExtendedFieldURI"))
    convert = converter(Path(extended=key))
    for one in kept.iter(f"{{{soap.T}}}Value"):
        try:
            convert(one.text or "")
        except (ValueError, KeyError):
            text = f"The value does not suit an extended property of the type {key[2]}."
            raise EwsError("ErrorInvalidExtendedPropertyValue", text) from None
    return key, kept


def content(element: etree._Element) -> bytes:
    """The bytes in an element's base64 text. Raises SchemaViolation."""
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        text = f"The element '{soap.local(element)}' is no base64Binary."
        raise SchemaViolation(text, element.sourceline or 0) from None


def read_attachment(call: Call, element: etree._Element, number: int) -> Attachment:
    """A FileAttachment or ItemAttachment. Raises SchemaViolation, EwsError ErrorMissingItemForCreateItemAttachment."""
    name, kind = soap.child_text(element, "Name"), soap.local(element)
    if kind == "ItemAttachment":
        inner = next((one for one in soap.elements(element) if soap.local(one) in fields.KINDS), None)
        if inner is None:
            raise EwsError("ErrorMissingItemForCreateItemAttachment", "The attachment holds no item.")
        return Attachment(number, name, item=_attached(call, inner))
    if kind != "FileAttachment":
        raise EwsError("ErrorInvalidOperation", f"{kind} is not served here.")
    held = soap.child(element, "Content")
    content_type = soap.child_text(element, "ContentType", "application/octet-stream")
    inline = soap.flag(soap.child_text(element, "IsInline", "false"))
    data = b"" if held is None else content(held)
    return Attachment(number, name, data, content_type, soap.child_text(element, "ContentId"), inline)


def _attached(call: Call, element: etree._Element) -> etree._Element:
    """An item that hangs on another one, as it is told later: its plain properties and known structures."""
    kind = soap.local(element)
    made = t(kind)
    for name in fields.KINDS[kind].order:
        for one in soap.elements(element):
            if soap.local(one) != name or name in _NOT_ATTACHED:
                continue
            if name == "ExtendedProperty":
                made.append(_extended(one)[1])
            elif name in structures.KEPT or (name not in fields.STRUCTURES and not len(one)):
                kept = read_value(call, one)
                made.append(t(name, kept) if isinstance(kept, str) else kept)
            if name != "ExtendedProperty":
                break
    return made
