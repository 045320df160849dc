"""Subscribe, Unsubscribe and GetEvents: requests in, responses out (MS-OXWSNTIF 3.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from exchange_lookalike import soap
from exchange_lookalike.accounts import Account
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.notifications.events import KINDS, watermark
from exchange_lookalike.notifications.push import PushSender
from exchange_lookalike.notifications.streaming import subscription_id, whole
from exchange_lookalike.notifications.subscriptions import Subscriptions, Way, Wish

OPERATIONS = ("Subscribe", "Unsubscribe", "GetEvents")
_WAYS: dict[str, Way] = {
    "PullSubscriptionRequest": "pull",
    "PushSubscriptionRequest": "push",
    "StreamingSubscriptionRequest": "streaming",
}
_LONGEST_URL = 2048

Resolve = Callable[[etree._Element], tuple[Account, int]]
"""Finds the folder that a FolderId or DistinguishedFolderId names: the mailbox's owner and the folder's number.
Raises EwsError where there is none or the caller may not look."""


@dataclass
class NotificationDesk:
    """Answers the three requests. `creator` is the primary address of the account that signed in."""

    subscriptions: Subscriptions
    pushes: PushSender

    def answer(self, body: etree._Element, creator: str, mailbox: Account, resolve: Resolve) -> etree._Element:
        """The response element. Raises SchemaViolation; what the protocol has a code for is in the response."""
        operation = soap.local(body)
        do = {"Subscribe": self._subscribe, "Unsubscribe": self._unsubscribe, "GetEvents": self._get_events}[operation]
        try:
            message = do(body, creator, mailbox, resolve)
        except EwsError as error:
            message = soap.failure(f"{operation}ResponseMessage", error)
        return soap.response(operation, [message])

    def _subscribe(self, body: etree._Element, creator: str, mailbox: Account, resolve: Resolve) -> etree._Element:
        owner, wish = read_wish(body, mailbox, resolve)
        made = self.subscriptions.add(wish, owner.number, owner.address, creator)
        parts = [soap.m("SubscriptionId", made.id)]
        if wish.way != "streaming":
            parts.append(soap.m("Watermark", watermark(owner.number, made.position)))
        if wish.way == "push":
            self.pushes.begin(made)
        return soap.success("SubscribeResponseMessage", *parts)

    def _unsubscribe(self, body: etree._Element, creator: str, mailbox: Account, resolve: Resolve) -> etree._Element:
        self.subscriptions.end(subscription_id(soap.need(body, "SubscriptionId")), creator)
        return soap.success("UnsubscribeResponseMessage")

    def _get_events(self, body: etree._Element, creator: str, mailbox: Account, resolve: Resolve) -> etree._Element:
        wanted = subscription_id(soap.need(body, "SubscriptionId"))
        mark = (soap.need(body, "Watermark").text or "").strip()
        found, batch = self.subscriptions.events(wanted, mark, creator)
        return soap.success("GetEventsResponseMessage", found.notification(batch, with_watermarks=True))


def read_wish(body: etree._Element, mailbox: Account, resolve: Resolve) -> tuple[Account, Wish]:
    """Whose mailbox a Subscribe request is about, and what it wants. Raises SchemaViolation, EwsError."""
    parts = soap.elements(body)
    if len(parts) != 1 or soap.local(parts[0]) not in _WAYS:
        raise SchemaViolation(
            f"The element 'Subscribe' has invalid content. List of possible elements expected: '{', '.join(_WAYS)}'.",
            body.sourceline or 0,
        )
    asked = parts[0]
    way = _WAYS[soap.local(asked)]
    kinds = _kinds(soap.need(asked, "EventTypes"))
    minutes = 0
    if way == "pull":
        minutes = whole(soap.need(asked, "Timeout"), 1, 1440)
    elif way == "push":
        minutes = whole(soap.need(asked, "StatusFrequency"), 1, 1440)
    url = _url(soap.need(asked, "URL")) if way == "push" else ""
    owner, folders = _folders(asked, mailbox, resolve)
    mark = soap.child_text(asked, "Watermark") if way != "streaming" else ""
    wish = Wish(way, kinds, folders, url=url, watermark=mark)
    return owner, wish if way == "streaming" else Wish(way, kinds, folders, minutes, url, mark)


def _kinds(listed: etree._Element) -> frozenset[str]:
    found = frozenset((one.text or "").strip().removesuffix("Event") for one in soap.elements(listed))
    for one in soap.elements(listed):
        if (one.text or "").strip() not in {f"{kind}Event" for kind in KINDS}:
            raise SchemaViolation(
                f"The 'EventType' element is invalid - The value '{one.text}' is invalid according to its datatype.",
                one.sourceline or 0,
            )
    if not found:
        raise SchemaViolation("The element 'EventTypes' has incomplete content.", listed.sourceline or 0)
    return found


def _folders(asked: etree._Element, mailbox: Account, resolve: Resolve) -> tuple[Account, frozenset[int] | None]:
    everything = soap.flag(asked.get("SubscribeToAllFolders"))
    listed = soap.elements(soap.child(asked, "FolderIds"))
    if everything == bool(listed):
        raise EwsError(
            "ErrorInvalidSubscriptionRequest", "Name folders, or subscribe to all folders; one of the two is needed."
        )
    if everything:
        if not mailbox.has_mailbox:
            raise EwsError("ErrorMissingEmailAddress", "The account has no mailbox to subscribe to.")
        return mailbox, None
    found = [resolve(one) for one in listed]
    owner = found[0][0]
    if any(other is not owner for other, _ in found):
        raise EwsError("ErrorInvalidSubscriptionRequest", "A subscription covers folders of one mailbox.")
    return owner, frozenset(number for _, number in found)


def _url(element: etree._Element) -> str:
    text = (element.text or "").strip()
    try:
        parts = urlsplit(text)
        right = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        right = False
    if not right or len(text) > _LONGEST_URL:
        raise EwsError("ErrorInvalidPushSubscriptionUrl", "The URL of the push subscription is not valid.")
    return text
