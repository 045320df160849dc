"""Properties with a structure, as they are kept: what the client sent and the schema allowed, in its plainest form."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from exchange_lookalike import soap
from exchange_lookalike.calendar.reading import read_moment
from exchange_lookalike.items import moment_text
from exchange_lookalike.timezones import Zone

ADDRESS_PARTS = ("Street", "City", "State", "CountryOrRegion", "PostalCode")
KEPT = frozenset({
    "Body", "ToRecipients", "CcRecipients", "BccRecipients", "ReplyTo", "From", "Sender", "Categories", "Companies",
    "Children", "Contacts", "Flag", "EmailAddresses", "PhoneNumbers", "ImAddresses", "PhysicalAddresses", "Members",
    "ExtendedProperty",
})  # fmt: skip
"""The structures that are kept, by the property's name."""
_MOMENTS = frozenset({"StartDate", "DueDate", "CompleteDate"})


def read_structure(element: etree._Element, zone: Zone | None) -> etree._Element:
    """The property's element as it is kept: without blanks between elements and without what is said of its types,
    with moments in UTC. Its name must be one of KEPT."""
    made = deepcopy(element)
    made.tail = None
    for one in soap.walk(made):
        for name in [name for name in one.attrib if str(name).startswith("{")]:
            del one.attrib[name]
        if len(one):
            one.text = None
            for part in one:
                part.tail = None
        elif soap.local(made) == "Flag" and soap.local(one) in _MOMENTS:
            one.text = moment_text(read_moment(one, zone))
    return made
