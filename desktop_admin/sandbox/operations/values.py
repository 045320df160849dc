"""Reading item properties from requests: what a client sets, as the store keeps it (MS-OXWSCDATA, MS-OXWSCORE)."""

from __future__ import annotations

import base64
import binascii
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from desktop_admin.sandbox import fields, soap
from desktop_admin.sandbox.calendar.reading import read_moment
from desktop_admin.sandbox.dispatch import Call
from desktop_admin.sandbox.faults import EwsError, SchemaViolation
from desktop_admin.sandbox.items import Attachment, FieldKey, Value, moment_text
from desktop_admin.sandbox.shapes import read_extended


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
        key = read_extended(soap.need(element, "ExtendedFieldURI"))
        told.values[key] = deepcopy(element)
        return key
    if name == "Attachments":
        told.attachments.extend(read_attachment(one, n) for n, one in enumerate(soap.elements(element), start=1))
        return name
    if name in fields.READ_ONLY and not (kind == "CalendarItem" and name in fields.CALENDAR_FIELDS):
        raise EwsError("ErrorInvalidPropertySet", f"The property {name} cannot be set.")
    if kind == "CalendarItem" and name in fields.CALENDAR_FIELDS:
        told.calendar[name] = element
    else:
        told.values[name] = read_value(call, element)
    return name


def read_value(call: Call, element: etree._Element) -> Value:
    """A property's value in the store's form. Raises SchemaViolation."""
    name, text = soap.local(element), element.text or ""
    if name in fields.STRUCTURES:
        return _structure(element)
    if name in fields.MOMENTS:
        return moment_text(read_moment(element, call.zone))
    if name in fields.FLAGS:
        return "true" if soap.flag(text) else "false"
    if name in fields.WHOLE_NUMBERS:
        try:
            return str(int(text))
        except ValueError:
            raise soap.invalid(element, name, text) from None
    if name in fields.CHOICES and text not in fields.CHOICES[name]:
        raise soap.invalid(element, name, text)
    return text


def _structure(element: etree._Element) -> Value:
    name = soap.local(element)
    if name == "Body" and element.get("BodyType") not in ("HTML", "Text"):
        raise soap.invalid(element, "BodyType", element.get("BodyType", ""))
    kept = deepcopy(element)
    kept.tail = None
    return kept


def read_attachment(element: etree._Element, number: int) -> Attachment:
    """A FileAttachment or ItemAttachment. Raises SchemaViolation, EwsError ErrorMissingItemForCreateItemAttachment."""
    name, kind = soap.child_text(element, "Name"), soap.local(element)
    if kind == "ItemAttachment":
        inner = next((one for one in soap.elements(element) if soap.local(one) in fields.KINDS), None)
        if inner is None:
            raise EwsError("ErrorMissingItemForCreateItemAttachment", "The attachment holds no item.")
        kept = deepcopy(inner)
        kept.tail = None
        return Attachment(number, name, item=kept)
    if kind != "FileAttachment":
        raise SchemaViolation(f"The element '{kind}' is no attachment.", element.sourceline or 0)
    try:
        content = base64.b64decode("".join(soap.child_text(element, "Content").split()), validate=True)
    except (binascii.Error, ValueError):
        raise SchemaViolation("The element 'Content' is no base64Binary.", element.sourceline or 0) from None
    content_type = soap.child_text(element, "ContentType", "application/octet-stream")
    inline = soap.flag(soap.child_text(element, "IsInline", "false"))
    return Attachment(number, name, content, content_type, soap.child_text(element, "ContentId"), inline)
