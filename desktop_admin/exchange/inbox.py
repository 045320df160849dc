"""The conferencing inbox: what changed, what it holds, and answers to it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from exchangelib.errors import EWSError

from desktop_admin.domain.meeting import ItemId, MeetingMessage
from desktop_admin.domain.ports import AnswerFate, AnswerKind, InboxPage, SyncStateInvalid
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange.call import Call
from desktop_admin.exchange.faults import GONE, STALE_KEY, SUPERSEDED, SYNC_STATE_UNKNOWN, fault_of
from desktop_admin.exchange.messages import (
    READ_WHOLE,
    brief,
    brief_shape,
    item_id_of,
    kind_of,
    nameless,
    whole,
    whole_shape,
)
from desktop_admin.exchange.xml import Element, M, T, flag_of, m, t, text_of

PAGE = 50
"""Changes a page; Exchange allows 512, but their invitations are read in one request with their bodies."""

_CHANGED = (f"{T}Create", f"{T}Update")
_GONE = f"{T}Delete"
_LAST = f"{M}IncludesLastItemInRange"
_ANSWERS = {AnswerKind.ACCEPT: "AcceptItem", AnswerKind.DECLINE: "DeclineItem"}

_log = logging.getLogger(__name__)


def inbox_folder() -> Element:
    """The inbox of the mailbox in whose name the request is made: no look-up is needed."""
    return t("DistinguishedFolderId", Id="inbox")


def changes(call: Call, sync_state: str | None) -> InboxPage:
    """One page of changes since ``sync_state`` (None: from the beginning): one request, and one for its invitations.

    Raises SyncStateInvalid where the server knows the state no longer.
    """
    payload = m("SyncFolderItems", brief_shape(), m("SyncFolderId", inbox_folder()))
    if sync_state:
        payload.append(m("SyncState", sync_state))
    payload.append(m("MaxChangesReturned", str(PAGE)))
    try:
        answer = call.one(payload)
    except SYNC_STATE_UNKNOWN as unknown:
        raise SyncStateInvalid from unknown
    new_state = text_of(answer, f"{M}SyncState")
    if not new_state:
        raise call.incomplete("a synchronisation without state")
    listed = list(answer.find(f"{M}Changes") if answer.find(f"{M}Changes") is not None else ())
    items = [change[0] for change in listed if change.tag in _CHANGED and len(change)]
    gone = (change.find(f"{T}ItemId") for change in listed if change.tag == _GONE)
    return InboxPage(
        messages=_read(call, items),
        gone=tuple(str(told.get("Id")) for told in gone if told is not None),
        sync_state=new_state,
        is_last=flag_of(answer, _LAST, default=True),
    )


def read_again(call: Call, item_ids: Sequence[ItemId]) -> tuple[MeetingMessage, ...]:
    """Items read whole; those that are gone are left out, and of one that cannot be read only its id is told."""
    found: list[MeetingMessage] = []
    for first in range(0, len(item_ids), PAGE):
        found += _read_whole(call, item_ids[first : first + PAGE], {})
    return tuple(found)


def _read(call: Call, items: list[Element]) -> tuple[MeetingMessage, ...]:
    """The changed items in the server's order; invitations and cancellations whole."""
    wanted = {item_id_of(item).id: item for item in items if kind_of(item) in READ_WHOLE}
    read = {
        message.item_id.id: message for message in _read_whole(call, [item_id_of(i) for i in wanted.values()], wanted)
    }
    found = (read.get(item_id_of(i).id) if item_id_of(i).id in wanted else brief(i) for i in items)
    return tuple(message for message in found if message is not None)


def _read_whole(call: Call, item_ids: Sequence[ItemId], known: dict[str, Element]) -> list[MeetingMessage]:
    """One request for all. An item that cannot be read is told as such with what is ``known`` of it, not left out."""
    if not item_ids:
        return []
    answers = call.messages(m("GetItem", whole_shape(), m("ItemIds", *(_id_element(t("ItemId"), i) for i in item_ids))))
    if len(answers) != len(item_ids):
        raise call.incomplete(f"{len(answers)} items where {len(item_ids)} were asked for")
    found = []
    for item_id, answer in zip(item_ids, answers, strict=True):
        try:
            call.check(answer)
            found.append(_whole(answer))
        except GONE:
            continue
        except (EWSError, ValueError) as fault:
            if isinstance(fault, EWSError) and fault_of(fault, call.mailbox).trouble is not Trouble.SERVER_FAULT:
                raise
            _log.warning("An item of %s cannot be read (%s).", call.mailbox, type(fault).__name__)
            why = f"Exchange could not give it whole ({type(fault).__name__})."
            item = known.get(item_id.id)
            found.append(nameless(item_id, why) if item is None else brief(item, unreadable=why))
    return found


def _whole(answer: Element) -> MeetingMessage:
    items = answer.find(f"{M}Items")
    if items is None or len(items) == 0:
        raise ValueError("An answer holds no item.")
    return whole(items[0])


def answer_request(call: Call, item_id: ItemId, kind: AnswerKind, html: str) -> AnswerFate:
    """Accepts or declines: one request. The reply goes out and a copy is kept in the mailbox's sent items."""

    def payload(current: ItemId) -> Element:
        reply = t(_ANSWERS[kind], t("Body", html, BodyType="HTML"), _id_element(t("ReferenceItemId"), current))
        return m("CreateItem", m("Items", reply), MessageDisposition="SendAndSaveCopy")

    return _respond(call, item_id, payload)


def finish_cancellation(call: Call, item_id: ItemId) -> AnswerFate:
    """Takes a cancelled meeting out of calendar and inbox (Microsoft: RemoveItem). Nobody is told."""

    def payload(current: ItemId) -> Element:
        removal = t("RemoveItem", _id_element(t("ReferenceItemId"), current))
        return m("CreateItem", m("Items", removal), MessageDisposition="SaveOnly")

    return _respond(call, item_id, payload)


def _respond(call: Call, item_id: ItemId, payload: Callable[[ItemId], Element]) -> AnswerFate:
    try:
        try:
            call.one(payload(item_id))
        except STALE_KEY:
            current = _current_id(call, item_id)
            if current is None:
                return AnswerFate.ALREADY
            call.one(payload(current))
    except GONE:
        return AnswerFate.ALREADY
    except SUPERSEDED:
        return AnswerFate.OUTDATED
    return AnswerFate.SENT


def is_in_inbox(call: Call, item_id: ItemId) -> bool:
    """Whether the item still stands in the inbox: one request for the item's folder and one for the inbox's id."""
    shape = m(
        "ItemShape", t("BaseShape", "IdOnly"), t("AdditionalProperties", t("FieldURI", FieldURI="item:ParentFolderId"))
    )
    try:
        answer = call.one(m("GetItem", shape, m("ItemIds", _id_element(t("ItemId"), ItemId(item_id.id)))))
    except GONE:
        return False
    parent = next(iter(answer.iter(f"{T}ParentFolderId")), None)
    return parent is not None and parent.get("Id") == inbox_id(call)


def inbox_id(call: Call) -> str:
    """The inbox's own id; reading it shows that the inbox can be read."""
    shape = m("FolderShape", t("BaseShape", "IdOnly"))
    answer = call.one(m("GetFolder", shape, m("FolderIds", inbox_folder())))
    told = next(iter(answer.iter(f"{T}FolderId")), None)
    return "" if told is None else str(told.get("Id"))


def _current_id(call: Call, item_id: ItemId) -> ItemId | None:
    shape = m("ItemShape", t("BaseShape", "IdOnly"))
    answer = call.one(m("GetItem", shape, m("ItemIds", _id_element(t("ItemId"), ItemId(item_id.id)))))
    items = answer.find(f"{M}Items")
    return item_id_of(items[0]) if items is not None and len(items) else None


def _id_element(element: Element, item_id: ItemId) -> Element:
    element.set("Id", item_id.id)
    if item_id.change_key:
        element.set("ChangeKey", item_id.change_key)
    return element
