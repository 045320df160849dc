"""Requests that were damaged: whatever arrives, the answer is a fault or response codes that fit the schema."""

from __future__ import annotations

import random
from copy import deepcopy

import pytest
from lxml import etree

from exchange_lookalike.soap import M, T, envelope
from tests.helpers import schema
from tests.helpers.mailboxes import Mailboxes
from tests.helpers.request_samples import SHAPE, requests


def damaged(request: etree._Element, chance: random.Random) -> etree._Element:
    """The request with one thing wrong in it."""
    made = deepcopy(request)
    parts = list(made.iter())
    one = chance.choice(parts)
    parent = one.getparent()
    act = chance.choice(["drop", "double", "text", "attribute", "no attribute", "rename", "empty", "swap"])
    if act == "drop" and parent is not None:
        parent.remove(one)
    elif act == "double" and parent is not None:
        parent.append(deepcopy(one))
    elif act == "text":
        one.text = chance.choice(["", "x", "-1", "true", "2026-02-31T00:00:00Z", "9" * 30, "\u00e4 & <", "@"])
    elif act == "attribute":
        name = chance.choice([*one.attrib, "Id"])
        one.set(name, chance.choice(["", "0", "-1", "AAAA", "Busy", "item:Subject", "calendar:UID", "99999999999"]))
    elif act == "no attribute" and one.attrib:
        del one.attrib[chance.choice(list(one.attrib))]
    elif act == "rename":
        names = ["Message", "CalendarItem", "ItemId", "Body", "Start", "Attachments", "Recurrence", "Nonsense", "UID"]
        one.tag = f"{{{chance.choice([M, T])}}}{chance.choice(names)}" if parent is not None else one.tag
    elif act == "empty":
        for each in list(one):
            one.remove(each)
    elif act == "swap":
        other = chance.choice(parts)
        if one not in other.iterancestors() and other not in one.iterancestors() and other is not one:
            one.append(deepcopy(other))
    return made


def ask(boxes: Mailboxes, request: etree._Element) -> None:
    answer = boxes.dispatcher.dispatch(envelope(request), boxes.ada)
    assert not boxes.dispatcher.failures, (boxes.dispatcher.failures[-1], etree.tostring(request))
    if answer.status == 200:
        schema.check(answer.body)
    else:
        assert next(etree.fromstring(answer.body).iter("{*}ResponseCode")).text != "ErrorInternalServerError"


def read_all(boxes: Mailboxes) -> None:
    """Read everything that the mailboxes hold; the answers fit the schema."""
    for account in (boxes.ada, boxes.alan):
        for folder in list(boxes.store.mailbox(account).folders.values()):
            items = "".join(f'<t:ItemId Id="{item.id}"/>' for item in folder.items.values())
            if items:
                boxes.ask(f"<m:GetItem>{SHAPE}<m:ItemIds>{items}</m:ItemIds></m:GetItem>", account)


@pytest.mark.parametrize("seed", range(40))
def test_no_damage_breaks_the_server_or_what_it_tells_later(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(5):
        boxes = Mailboxes()
        wholes = [etree.fromstring(f'<x xmlns:m="{M}" xmlns:t="{T}">{one}</x>')[0] for one in requests(boxes)]
        for _ in range(4):
            request = chance.choice(wholes)
            for _ in range(chance.choice([1, 1, 1, 2, 4])):
                request = damaged(request, chance)
            ask(boxes, request)
        read_all(boxes)


@pytest.mark.parametrize("number", range(30))
def test_the_undamaged_ones_are_understood(number: int) -> None:
    boxes = Mailboxes()
    answer = boxes.ask(requests(boxes)[number])
    assert "NoError" in [code.text for code in answer.iter(f"{{{M}}}ResponseCode")]
    read_all(boxes)
