"""Requests with one thing changed, wherever it lies: what a schema is there to refuse."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from exchange_lookalike.soap import M, T, local

_TEXTS = ("", "x y", "-1", "true", "2026-02-31T00:00:00Z", "9" * 30, "\u00e4 & <", "@", "NoSuchWord")
_NAMES = ("Nonsense", "Message", "ItemId", "Body", "Start", "Recurrence", "Mailbox", "FieldURI", "Subject", "Value")


def mutants(requests: Sequence[etree._Element], count: int, seed: int) -> Iterator[tuple[str, etree._Element]]:
    """`count` requests, each changed in one place, with what was done."""
    chance = random.Random(seed)
    while count:
        made = deepcopy(chance.choice(requests))
        one = chance.choice(list(made.iter()))
        act = chance.choice(tuple(_ACTS))
        if _ACTS[act](one, chance):
            count -= 1
            yield f"{act} at {local(one)}", made


def _other_namespace(one: etree._Element, chance: random.Random) -> bool:
    space = etree.QName(one).namespace
    one.tag = f"{{{chance.choice([T if space == M else M, 'urn:other'])}}}{local(one)}"
    return True


def _other_name(one: etree._Element, chance: random.Random) -> bool:
    one.tag = f"{{{etree.QName(one).namespace}}}{chance.choice(_NAMES)}"
    return True


def _attribute(one: etree._Element, chance: random.Random) -> bool:
    one.set(chance.choice(["Nonsense", "id", "Id", f"{{{T}}}Id", "Traversal"]), "1")
    return True


def _value(one: etree._Element, chance: random.Random) -> bool:
    if not one.attrib:
        return False
    one.set(chance.choice(sorted(one.attrib)), chance.choice(_TEXTS))
    return True


def _no_attribute(one: etree._Element, chance: random.Random) -> bool:
    if not one.attrib:
        return False
    del one.attrib[chance.choice(sorted(one.attrib))]
    return True


def _text(one: etree._Element, chance: random.Random) -> bool:
    one.text = chance.choice(_TEXTS)
    return True


def _extra(one: etree._Element, chance: random.Random) -> bool:
    made = etree.Element(f"{{{chance.choice([M, T, 'urn:other'])}}}{chance.choice(_NAMES)}")
    one.insert(chance.randint(0, len(one)), made)
    return True


def _double(one: etree._Element, chance: random.Random) -> bool:
    if one.getparent() is None:
        return False
    one.addnext(deepcopy(one))
    return True


def _without(one: etree._Element, chance: random.Random) -> bool:
    parent = one.getparent()
    if parent is None:
        return False
    parent.remove(one)
    return True


def _swapped(one: etree._Element, chance: random.Random) -> bool:
    following = one.getnext()
    if following is None or following.tag == one.tag:
        return False
    following.addnext(one)
    return True


_ACTS = {
    "another namespace": _other_namespace,
    "another name": _other_name,
    "an unknown attribute": _attribute,
    "another value of an attribute": _value,
    "an attribute removed": _no_attribute,
    "another text": _text,
    "an extra child": _extra,
    "a doubled child": _double,
    "a child removed": _without,
    "another order": _swapped,
}
