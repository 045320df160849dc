"""Properties with a structure, taken in by their grammar: what is kept is what the schema allows, in its order.

Source: the schema's EmailAddressType, ArrayOfStringsType, FlagType, the dictionaries of contacts, ExtendedPropertyType.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from desktop_admin.sandbox import soap
from desktop_admin.sandbox.calendar.reading import read_moment
from desktop_admin.sandbox.faults import SchemaViolation
from desktop_admin.sandbox.items import moment_text
from desktop_admin.sandbox.timezones import Zone

Text = Callable[[etree._Element, "Zone | None"], str]
"""Reads an element's text into the form that is kept. Raises SchemaViolation."""


@dataclass(frozen=True)
class Grammar:
    """What an element may hold: children by name in the schema's order, or (`repeated`) any number of one; or text.

    `filled` means that there must be a child. `attributes` are its attributes with their choices (none: any text), of
    which `needed` must be there.
    """

    children: Mapping[str, Grammar] = field(default_factory=dict)
    repeated: bool = False
    filled: bool = False
    text: Text | None = None
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needed: tuple[str, ...] = ()


def _plain(element: etree._Element, zone: Zone | None) -> str:
    return element.text or ""


def _stated(element: etree._Element, zone: Zone | None) -> str:
    text = (element.text or "").strip()
    if not text:
        raise SchemaViolation(f"The element '{soap.local(element)}' must not be empty.", element.sourceline or 0)
    return text


def _moment(element: etree._Element, zone: Zone | None) -> str:
    return moment_text(read_moment(element, zone))


def _one_of(*choices: str) -> Grammar:
    def read(element: etree._Element, zone: Zone | None) -> str:
        text = (element.text or "").strip()
        if text not in choices:
            raise soap.invalid(element, soap.local(element), text)
        return text

    return Grammar(text=read)


def _list(name: str, of: Grammar, *, filled: bool = False) -> Grammar:
    return Grammar({name: of}, repeated=True, filled=filled)


def _dictionary(
    keys: tuple[str, ...], children: Mapping[str, Grammar] | None = None, **more: tuple[str, ...]
) -> Grammar:
    text = None if children else _plain
    return _list(
        "Entry", Grammar(children or {}, text=text, attributes={"Key": keys, **more}, needed=("Key",)), filled=True
    )


_KINDS = (
    "Unknown", "OneOff", "Mailbox", "PublicDL", "PrivateDL", "Contact", "PublicFolder", "GroupMailbox",
    "ImplicitContact",
)  # fmt: skip
_PHONES = (
    "AssistantPhone", "BusinessFax", "BusinessPhone", "BusinessPhone2", "Callback", "CarPhone", "CompanyMainPhone",
    "HomeFax", "HomePhone", "HomePhone2", "Isdn", "MobilePhone", "OtherFax", "OtherTelephone", "Pager",
    "PrimaryPhone", "RadioPhone", "Telex", "TtyTddPhone", "BusinessMobile", "IPPhone", "Mms", "Msn",
)  # fmt: skip
ADDRESS_PARTS = ("Street", "City", "State", "CountryOrRegion", "PostalCode")
_PLAIN, _STATED = Grammar(text=_plain), Grammar(text=_stated)
_ID = Grammar(attributes={"Id": (), "ChangeKey": ()}, needed=("Id",))
_MAILBOX = Grammar(
    {
        "Name": _PLAIN,
        "EmailAddress": _STATED,
        "RoutingType": _STATED,
        "MailboxType": _one_of(*_KINDS),
        "ItemId": _ID,
        "OriginalDisplayName": _PLAIN,
    }
)
_PEOPLE, _PERSON, _STRINGS = _list("Mailbox", _MAILBOX), Grammar({"Mailbox": _MAILBOX}), _list("String", _PLAIN)
_URI = Grammar(
    attributes={
        "DistinguishedPropertySetId": (), "PropertySetId": (), "PropertyTag": (), "PropertyName": (),
        "PropertyId": (), "PropertyType": (),
    },
)  # fmt: skip

GRAMMARS: Mapping[str, Grammar] = {
    "Body": Grammar(text=_plain, attributes={"BodyType": ("HTML", "Text"), "IsTruncated": ()}, needed=("BodyType",)),
    **dict.fromkeys(("ToRecipients", "CcRecipients", "BccRecipients", "ReplyTo"), _PEOPLE),
    **dict.fromkeys(("From", "Sender"), _PERSON),
    **dict.fromkeys(("Categories", "Companies", "Children", "Contacts"), _STRINGS),
    "Flag": Grammar(
        {
            "FlagStatus": _one_of("NotFlagged", "Flagged", "Complete"),
            **dict.fromkeys(("StartDate", "DueDate", "CompleteDate"), Grammar(text=_moment)),
        }
    ),
    "EmailAddresses": _dictionary(
        ("EmailAddress1", "EmailAddress2", "EmailAddress3"), Name=(), RoutingType=(), MailboxType=_KINDS
    ),
    "PhoneNumbers": _dictionary(_PHONES),
    "ImAddresses": _dictionary(("ImAddress1", "ImAddress2", "ImAddress3")),
    "PhysicalAddresses": _dictionary(("Home", "Business", "Other"), dict.fromkeys(ADDRESS_PARTS, _PLAIN)),
    "Members": _list(
        "Member",
        Grammar({"Mailbox": _MAILBOX, "Status": _one_of("Unrecognized", "Normal", "Demoted")}, attributes={"Key": ()}),
    ),
    "ExtendedProperty": Grammar(
        {"ExtendedFieldURI": _URI, "Value": _PLAIN, "Values": _list("Value", _PLAIN, filled=True)}
    ),
}
"""The structures that are kept, by the property's name."""
_NEEDED = {
    "Flag": ("FlagStatus",),
    "From": ("Mailbox",),
    "Sender": ("Mailbox",),
    "ExtendedProperty": ("ExtendedFieldURI",),
}


def read_structure(element: etree._Element, zone: Zone | None) -> etree._Element:
    """The property's element as it is kept; its name must be one of GRAMMARS. Raises SchemaViolation."""
    name = soap.local(element)
    made = _read(element, GRAMMARS[name], zone)
    missing = [one for one in _NEEDED.get(name, ()) if soap.child(made, one) is None]
    if name == "ExtendedProperty" and len(made) != 2:
        missing.append("Value")
    if missing:
        text = f"The element '{name}' has incomplete content. List of possible elements expected: '{missing[0]}'."
        raise SchemaViolation(text, element.sourceline or 0)
    return made


def _read(element: etree._Element, grammar: Grammar, zone: Zone | None) -> etree._Element:
    made = soap.t(soap.local(element))
    for name, value in element.attrib.items():
        if name not in grammar.attributes or (grammar.attributes[name] and value not in grammar.attributes[name]):
            raise soap.invalid(element, name, value)
        made.set(name, value)
    for name in grammar.needed:
        soap.attribute(element, name)
    parts = soap.elements(element)
    names = list(grammar.children)
    for part in parts:
        name = soap.local(part)
        if name not in names:
            text = f"The element '{soap.local(element)}' has invalid child element '{name}'."
            raise SchemaViolation(text, part.sourceline or 0)
        if not grammar.repeated:
            names = names[names.index(name) + 1 :]
        made.append(_read(part, grammar.children[name], zone))
    if grammar.filled and not len(made):
        raise SchemaViolation(f"The element '{soap.local(element)}' has incomplete content.", element.sourceline or 0)
    if grammar.text is not None:
        made.text = grammar.text(element, zone)
    return made
