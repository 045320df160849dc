"""Subscriptions to a mailbox's inbox or calendar."""

from __future__ import annotations

from desktop_admin.exchange.calendars import calendar_folder
from desktop_admin.exchange.call import Call
from desktop_admin.exchange.faults import SUBSCRIPTION_GONE
from desktop_admin.exchange.inbox import inbox_folder
from desktop_admin.exchange.xml import Element, M, m, t, text_of

EVENTS = ("CopiedEvent", "CreatedEvent", "DeletedEvent", "ModifiedEvent", "MovedEvent", "NewMailEvent")
"""No FreeBusyChangedEvent: it tells nothing that synchronising would not."""

MOST_AT_ONCE = 200
"""Subscriptions that one streaming connection may carry (Microsoft: EwsMaxSubscriptions and its siblings)."""


def subscribe_push(call: Call, url: str, status_minutes: int, *, inbox: bool) -> str:
    """Asks Exchange to post to ``url``, where a first post follows at once; returns the subscription's id."""
    request = m("PushSubscriptionRequest", *_what(inbox))
    request.append(t("StatusFrequency", str(status_minutes)))
    request.append(t("URL", url))
    return _subscribe(call, request)


def subscribe_streaming(call: Call, *, inbox: bool) -> str:
    """Returns the id of a subscription that a stream can read."""
    return _subscribe(call, m("StreamingSubscriptionRequest", *_what(inbox)))


def unsubscribe(call: Call, subscription_id: str) -> None:
    """Ends a subscription; silent where there is none any more, or one that only a refused post ends (push)."""
    try:
        call.one(m("Unsubscribe", m("SubscriptionId", subscription_id)))
    except SUBSCRIPTION_GONE:
        return


def streaming_request(subscription_ids: list[str], minutes: int) -> Element:
    """Asks for a stream of these subscriptions' events, for ``minutes`` (1–30)."""
    ids = (t("SubscriptionId", subscription_id) for subscription_id in subscription_ids)
    return m("GetStreamingEvents", m("SubscriptionIds", *ids), m("ConnectionTimeout", str(minutes)))


def _subscribe(call: Call, request: Element) -> str:
    made = text_of(call.one(m("Subscribe", request)), f"{M}SubscriptionId")
    if not made:
        raise call.incomplete("a subscription without id")
    return made


def _what(inbox: bool) -> tuple[Element, Element]:
    folder = inbox_folder() if inbox else calendar_folder()
    return t("FolderIds", folder), t("EventTypes", *(t("EventType", event) for event in EVENTS))
