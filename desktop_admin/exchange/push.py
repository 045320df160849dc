"""What Exchange posts to a listener, and what the listener answers (Microsoft: SendNotification)."""

from __future__ import annotations

from typing import Final

from lxml import etree

from desktop_admin.domain.ports import PushNotice
from desktop_admin.exchange.xml import SOAP, Element, M, T, flag_of, m, read_answer, text_of

LARGEST: Final = 1_000_000
"""Bytes. Exchange posts at most 50 events of less than 2 kB each."""

LONGEST_ID: Final = 512
_QUIET = f"{T}StatusEvent"
_NOT_EVENTS = (f"{T}SubscriptionId", f"{T}PreviousWatermark", f"{T}MoreEvents")


class ExchangePushDecoder:
    """Reads the posts that anybody could have sent: strictly, and believing nothing but which subscription is meant."""

    def decode(self, body: bytes) -> tuple[PushNotice, ...]:
        """One notice for each response message. Raises ValueError with the reason on anything malformed."""
        if len(body) > LARGEST:
            raise ValueError(f"The notification has more than {LARGEST:,} bytes.")
        root = read_answer(body, huge=False)
        told = root.findall(f"{SOAP}Body/{M}SendNotification/{M}ResponseMessages/{M}SendNotificationResponseMessage")
        if root.tag != f"{SOAP}Envelope" or not told:
            raise ValueError("It is no notification of Exchange.")
        return tuple(_notice(message) for message in told)

    def acknowledge(self, keep: bool) -> bytes:
        """The answer that keeps the subscription, or ends it: there is no other way to end one of this kind."""
        result = m("SendNotificationResult", m("SubscriptionStatus", "OK" if keep else "Unsubscribe"))
        envelope = etree.Element(f"{SOAP}Envelope", nsmap={"s": SOAP[1:-1]})
        etree.SubElement(envelope, f"{SOAP}Body").append(result)
        written: bytes = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
        return written


def _notice(message: Element) -> PushNotice:
    notification = message.find(f"{M}Notification")
    subscription_id = text_of(notification, f"{T}SubscriptionId")
    if len(subscription_id) > LONGEST_ID:
        raise ValueError("The subscription id is longer than Exchange makes them.")
    code = text_of(message, f"{M}ResponseCode")
    if message.get("ResponseClass") == "Error" or code != "NoError":
        return PushNotice(subscription_id, changed=True, failed=_word(code))
    if notification is None or not subscription_id:
        raise ValueError("The notification names no subscription.")
    events = [event.tag for event in notification if event.tag not in _NOT_EVENTS]
    changed = any(event != _QUIET for event in events) or flag_of(notification, f"{T}MoreEvents")
    return PushNotice(subscription_id, changed)


def _word(code: str) -> str:
    """A response code as Exchange writes them; anything else is not repeated."""
    return code if code.isascii() and code.isalnum() and len(code) <= 80 else "an unknown error"
