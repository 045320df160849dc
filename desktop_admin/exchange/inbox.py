"""The conferencing inbox: what changed, what it holds, and answers to it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from exchangelib.errors import EWSError, SOAPError

from desktop_admin.domain.meeting import ItemId, MeetingMessage
from desktop_admin.domain.ports import AnswerFate, AnswerKind, Cure, InboxPage, MailFault, SyncStateInvalid
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange import http
from desktop_admin.exchange.answered import is_answered_in_calendar, unanswered
from desktop_admin.exchange.call import Call
from desktop_admin.exchange.faults import CORRUPT, GONE, STALE_KEY, SUPERSEDED, SYNC_STATE_UNKNOWN, fault_of
from desktop_admin.exchange.items import id_element, read_items
from desktop_admin.exchange.messages import (
    READ_WHOLE,
    bare_shape,
    brief,
    brief_shape,
    has_id,
    item_id_of,
    kind_of,
    nameless,
    whole,
    whole_shape,
)
from desktop_admin.exchange.organisers import with_addresses
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
    answer = _page(call, sync_state)
    new_state = text_of(answer, f"{M}SyncState")
    if not new_state:
        raise call.incomplete("a synchronisation without state")
    listed = list(answer.find(f"{M}Changes") if answer.find(f"{M}Changes") is not None else ())
    items = [change[0] for change in listed if change.tag in _CHANGED and len(change) and has_id(change[0])]
    gone = (change.find(f"{T}ItemId") for change in listed if change.tag == _GONE)
    return InboxPage(
        messages=_read(call, items),
        gone=tuple(str(told.get("Id")) for told in gone if told is not None),
        sync_state=new_state,
        is_last=flag_of(answer, _LAST, default=True),
    )


def _page(call: Call, sync_state: str | None) -> Element:
    """The answer with the next changes. Where it cannot be read, fewer are asked for, and at last one by its id alone:
    nothing that an item holds may stop the inbox.
    """
    most = PAGE
    while True:
        try:
            return _synchronised(call, sync_state, brief_shape(), most)
        except (http.UnreadableError, *CORRUPT) as fault:
            _log.warning("A page of %d changes of %s cannot be read (%s).", most, call.mailbox, type(fault).__name__)
            if most == 1:
                return _synchronised(call, sync_state, bare_shape(), most)
            most //= 2


def _synchronised(call: Call, sync_state: str | None, shape: Element, most: int) -> Element:
    payload = m("SyncFolderItems", shape, m("SyncFolderId", inbox_folder()))
    if sync_state:
        payload.append(m("SyncState", sync_state))
    payload.append(m("MaxChangesReturned", str(most)))
    try:
        return call.one(payload)
    except SYNC_STATE_UNKNOWN as unknown:
        raise SyncStateInvalid from unknown


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
    """An item that cannot be read is told as such with what is ``known`` of it, not left out."""
    found = []
    for item_id, item in read_items(call, whole_shape(), item_ids):
        try:
            if isinstance(item, Exception):
                raise item
            found.append(whole(item))
        except GONE:
            continue
        except (EWSError, http.UnreadableError, ValueError) as fault:
            if isinstance(fault, EWSError) and fault_of(fault, call.mailbox).trouble is not Trouble.SERVER_FAULT:
                raise
            found.append(_unreadable(call, item_id, known, fault))
    return with_addresses(call, found)


def _unreadable(call: Call, item_id: ItemId, known: dict[str, Element], fault: Exception) -> MeetingMessage:
    kind = type(fault).__name__
    _log.warning("An item of %s cannot be read (%s).", call.mailbox, kind)
    why = fault.text if isinstance(fault, MailFault) else f"Exchange could not give it whole ({kind})."
    item = known.get(item_id.id)
    return nameless(item_id, why) if item is None else brief(item, unreadable=why)


def answer_request(call: Call, item_id: ItemId, kind: AnswerKind, html: str) -> AnswerFate:
    """Accepts or declines: one request. The reply goes out and a copy is kept in the mailbox's sent items."""

    def payload(current: ItemId) -> Element:
        reply = t(_ANSWERS[kind], t("Body", html, BodyType="HTML"), id_element(t("ReferenceItemId"), current))
        return m("CreateItem", m("Items", reply), MessageDisposition="SendAndSaveCopy")

    return _respond(call, item_id, payload)


def finish_cancellation(call: Call, item_id: ItemId) -> AnswerFate:
    """Takes a cancelled meeting out of calendar and inbox (Microsoft: RemoveItem). Nobody is told.

    Where the server refuses that for good, the message alone goes to Deleted Items.
    """

    def payload(current: ItemId) -> Element:
        removal = t("RemoveItem", id_element(t("ReferenceItemId"), current))
        return m("CreateItem", m("Items", removal), MessageDisposition="SaveOnly")

    try:
        return _respond(call, item_id, payload)
    except EWSError as refused:
        if fault_of(refused, call.mailbox).cure is not Cure.NOTHING and not isinstance(refused, SOAPError):
            raise
        _log.info("%s: RemoveItem is refused (%s), so the message is deleted.", call.mailbox, type(refused).__name__)
    return _respond(call, item_id, _deletion)


def _deletion(item_id: ItemId) -> Element:
    return m(
        "DeleteItem",
        m("ItemIds", id_element(t("ItemId"), item_id)),
        DeleteType="MoveToDeletedItems",
        SendMeetingCancellations="SendToNone",
    )


def _respond(call: Call, item_id: ItemId, payload: Callable[[ItemId], Element]) -> AnswerFate:
    try:
        try:
            call.one(payload(item_id))
        except STALE_KEY:
            current = unanswered(call, item_id)
            if current is None:
                return AnswerFate.ALREADY
            call.one(payload(item_id_of(current)))
    except GONE:
        return AnswerFate.ALREADY
    except SUPERSEDED:
        return AnswerFate.OUTDATED
    return AnswerFate.SENT


def awaits_answer(call: Call, item_id: ItemId) -> bool:
    """Whether the item is in the inbox and unanswered: a request for the item, one for the inbox's id, and one for the
    calendar item where the server names it."""
    try:
        item = unanswered(call, item_id)
    except GONE:
        return False
    parent = item.find(f"{T}ParentFolderId") if item is not None else None
    if item is None or parent is None or parent.get("Id") != inbox_id(call):
        return False
    return not is_answered_in_calendar(call, item)


def inbox_id(call: Call) -> str:
    """The inbox's own id; reading it shows that the inbox can be read."""
    shape = m("FolderShape", t("BaseShape", "IdOnly"))
    answer = call.one(m("GetFolder", shape, m("FolderIds", inbox_folder())))
    told = next(iter(answer.iter(f"{T}FolderId")), None)
    return "" if told is None else str(told.get("Id"))
