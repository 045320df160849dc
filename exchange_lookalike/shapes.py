"""What a client wants to see of items and folders: BaseShape, AdditionalProperties, and paths to properties.

Source: MS-OXWSCDATA (ItemResponseShapeType, PathToUnindexedFieldType, PathToIndexedFieldType, PathToExtendedFieldType).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from exchange_lookalike import fields, soap
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.items import Extended

BASES = ("IdOnly", "Default", "AllProperties", "PcxPeopleSearch")
_SETS = {
    "Meeting": "6ed8da90-450b-101b-98da-00aa003f1305",
    "Appointment": "00062002-0000-0000-c000-000000000046",
    "Common": "00062008-0000-0000-c000-000000000046",
    "PublicStrings": "00020329-0000-0000-c000-000000000046",
    "Address": "00062004-0000-0000-c000-000000000046",
    "InternetHeaders": "00020386-0000-0000-c000-000000000046",
    "CalendarAssistant": "11000e07-b51b-40d6-af21-caa85edab1d0",
    "UnifiedMessaging": "4442858e-a9e3-4e80-b900-317a210cc15b",
    "Task": "00062003-0000-0000-c000-000000000046",
    "Sharing": "00062040-0000-0000-c000-000000000046",
}
_GUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_TYPES = frozenset(
    one + suffix
    for one in (
        "ApplicationTime", "Binary", "Boolean", "CLSID", "Currency", "Double", "Float", "Integer", "Long", "Object",
        "Short", "SystemTime", "String",
    )
    for suffix in ("", "Array")
) | {"Error", "Null"}  # fmt: skip


@dataclass(frozen=True)
class Path:
    """A path to a property. `name` is the field's element; `index` an indexed entry's key; `extended` set instead."""

    name: str = ""
    uri: str = ""
    index: str = ""
    extended: Extended | None = None
    element: etree._Element | None = field(default=None, compare=False, repr=False)

    @property
    def key(self) -> str | Extended:
        """What the value is kept by."""
        return self.extended or self.name


@dataclass
class Shape:
    """A response shape. `body` is HTML, Text or Best."""

    base: str = "IdOnly"
    body: str = "Best"
    mime: bool = False
    extra: tuple[Path, ...] = ()
    _orders: dict[tuple[str, bool], tuple[str, ...]] = field(default_factory=dict)

    def order(self, kind: str, finding: bool) -> tuple[str, ...]:
        """The fields to show of an item of that kind, in the schema's order; `finding` leaves out what FindItem
        does."""
        known = self._orders.get((kind, finding))
        if known is None:
            known = self._orders[kind, finding] = self._order(kind, finding)
        return known

    def _order(self, kind: str, finding: bool) -> tuple[str, ...]:
        base: frozenset[str] = {
            "Default": fields.DEFAULT_SHAPES[kind], "AllProperties": fields.ALL_SHAPES[kind],
        }.get(self.base, frozenset())  # fmt: skip
        prefixes = fields.KINDS[kind].prefixes
        wanted = set(base) | {"ItemId"}
        wanted.update(p.name for p in self.extra if p.name and p.uri.partition(":")[0] in prefixes)
        if any(p.extended for p in self.extra):
            wanted.add("ExtendedProperty")
        if self.mime:
            wanted.add("MimeContent")
        if finding:
            wanted -= fields.NOT_IN_FIND
        return tuple(name for name in fields.KINDS[kind].order if name in wanted)


def read_shape(element: etree._Element | None) -> Shape:
    """An m:ItemShape. Raises SchemaViolation, EwsError."""
    if element is None:
        return Shape()
    base = soap.need(element, "BaseShape")
    text = (base.text or "").strip()
    if text not in BASES:
        raise soap.invalid(base, "BaseShape", text)
    body = soap.child_text(element, "BodyType", "Best")
    if body not in ("Best", "HTML", "Text"):
        raise soap.invalid(element, "BodyType", body)
    mime = soap.flag(soap.child_text(element, "IncludeMimeContent", "false"))
    extra = soap.child(element, "AdditionalProperties")
    return Shape(text, body, mime, tuple(read_path(one) for one in soap.elements(extra)))


def read_path(element: etree._Element) -> Path:
    """A FieldURI, IndexedFieldURI or ExtendedFieldURI. Raises SchemaViolation, EwsError."""
    name = soap.local(element)
    if name == "FieldURI":
        uri = soap.attribute(element, "FieldURI")
        if not fields.is_field_uri(uri):
            raise soap.invalid(element, "FieldURI", uri)
        return Path(fields.field_of(uri), uri, element=element)
    if name == "IndexedFieldURI":
        uri = soap.attribute(element, "FieldURI")
        if uri not in fields.INDEXED:
            raise soap.invalid(element, "FieldURI", uri)
        return Path(fields.INDEXED[uri][0], uri, soap.attribute(element, "FieldIndex"), element=element)
    if name == "ExtendedFieldURI":
        return Path(extended=read_extended(element), element=element)
    raise SchemaViolation(f"The element '{name}' is no path to a property.", element.sourceline or 0)


def read_extended(element: etree._Element) -> Extended:
    """The identity of an extended property, however it is written. Raises EwsError, SchemaViolation."""
    kind = soap.attribute(element, "PropertyType", _TYPES)
    group, guid = element.get("DistinguishedPropertySetId"), element.get("PropertySetId")
    tag, name, number = (element.get(one) for one in ("PropertyTag", "PropertyName", "PropertyId"))
    if group is not None and group not in _SETS:
        raise soap.invalid(element, "DistinguishedPropertySetId", group)
    if tag is not None:
        if group or guid or name or number:
            raise EwsError("ErrorInvalidExtendedProperty", "A property tag stands alone.")
        try:
            return "", f"#{int(tag, 0)}", kind
        except ValueError:
            raise soap.invalid(element, "PropertyTag", tag) from None
    if (group is None) == (guid is None) or (name is None) == (number is None):
        raise EwsError("ErrorInvalidExtendedProperty", "The extended property attribute combination is invalid.")
    if guid is not None and not _GUID.fullmatch(guid.strip("{}")):
        raise soap.invalid(element, "PropertySetId", guid)
    if number is not None:
        soap.number(element, "PropertyId", -(2**31))
    where = _SETS[group] if group is not None else (guid or "").strip("{}").lower()
    return where, name if name is not None else f"#{number}", kind
