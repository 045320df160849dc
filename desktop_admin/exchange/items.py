"""Items by their ids, in one request; one that spoils the answer costs itself alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from exchangelib.errors import EWSError

from desktop_admin.domain.meeting import ItemId
from desktop_admin.exchange import http
from desktop_admin.exchange.call import Call
from desktop_admin.exchange.faults import CORRUPT
from desktop_admin.exchange.xml import Element, M, m, t


def read_items(
    call: Call, shape: Element, item_ids: Sequence[ItemId]
) -> Iterator[tuple[ItemId, Element | EWSError | http.UnreadableError]]:
    """Each item, or why it cannot be had. Where the whole answer cannot be read, the items are asked for by halves
    until the one to blame is alone.
    """
    if not item_ids:
        return
    try:
        answers = call.messages(
            m("GetItem", deepcopy(shape), m("ItemIds", *(id_element(t("ItemId"), each) for each in item_ids)))
        )
    except (http.UnreadableError, *CORRUPT) as fault:
        if len(item_ids) == 1:
            yield item_ids[0], fault
            return
        middle = len(item_ids) // 2
        for half in (item_ids[:middle], item_ids[middle:]):
            yield from read_items(call, shape, half)
        return
    if len(answers) != len(item_ids):
        raise call.incomplete(f"{len(answers)} items where {len(item_ids)} were asked for")
    for item_id, answer in zip(item_ids, answers, strict=True):
        yield item_id, _item(call, answer)


def _item(call: Call, answer: Element) -> Element | EWSError | http.UnreadableError:
    try:
        call.check(answer)
    except EWSError as fault:
        return fault
    items = answer.find(f"{M}Items")
    return call.unreadable("It holds no item.") if items is None or len(items) == 0 else items[0]


def id_element(element: Element, item_id: ItemId) -> Element:
    """``element`` with the attributes that name an item."""
    element.set("Id", item_id.id)
    if item_id.change_key:
        element.set("ChangeKey", item_id.change_key)
    return element
