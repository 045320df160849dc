"""QueryString: what a person types into a search box (MS-OXWSSRCH QueryStringType, Advanced Query Syntax in its plain
form).

Words and "quoted phrases" must all be found, at the beginning of a word; `subject:`, `body:`, `from:`, `to:`, `cc:`,
`location:` and `category:` look in one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from exchange_lookalike.items import Item
from exchange_lookalike.restriction import folding, on_words

_PLACES = {
    "subject": ("Subject",),
    "body": ("Body",),
    "from": ("From", "Sender"),
    "to": ("ToRecipients",),
    "cc": ("CcRecipients",),
    "category": ("Categories",),
    "location": (),
}
_EVERYWHERE = tuple(name for names in _PLACES.values() for name in names)
_TERM = re.compile(r'(?:(\w+):)?(?:"([^"]*)"|(\S+))')
_fold = folding("Loose")


def read_query(text: str) -> Callable[[Item], bool]:
    """Whether an item fits the query; an empty one fits everything."""
    terms = []
    for place, phrase, word in _TERM.findall(text):
        if place.lower() in _PLACES:
            terms.append((place.lower(), _fold(phrase or word)))
        else:
            terms.append(("", _fold(f"{place}:{phrase or word}" if place else phrase or word)))
    return lambda item: all(_fits(item, place, wanted) for place, wanted in terms)


def _fits(item: Item, place: str, wanted: str) -> bool:
    texts = [_text(item, name) for name in _PLACES.get(place, _EVERYWHERE)]
    if place in ("", "location") and item.appointment is not None:
        texts.append(item.appointment.location)
    return any(on_words(_fold(text), wanted) for text in texts)


def _text(item: Item, name: str) -> str:
    held = item.values.get(name)
    return " ".join(held.itertext()) if isinstance(held, etree._Element) else held or ""
