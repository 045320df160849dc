"""Pushes are read strictly: anybody may have sent them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from desktop_admin.domain.ports import PushDecoder, PushNotice
from desktop_admin.exchange.push import LARGEST, ExchangePushDecoder
from tests.helpers import schema
from tests.helpers.ews_stub import envelope

decoder: PushDecoder = ExchangePushDecoder()


def event(kind: str) -> str:
    return f"<t:{kind}><t:Watermark>AQ==</t:Watermark></t:{kind}>"


def message(*events: str, subscription: str = "GwBleA==", more: str = "false", code: str = "NoError") -> str:
    notification = (
        f"<m:Notification><t:SubscriptionId>{subscription}</t:SubscriptionId><t:PreviousWatermark>AQ==</t:PreviousWatermark>"
        f"<t:MoreEvents>{more}</t:MoreEvents>{''.join(events)}</m:Notification>"
    )
    kind = "Success" if code == "NoError" else "Error"
    return (
        f'<m:SendNotificationResponseMessage ResponseClass="{kind}"><m:ResponseCode>{code}</m:ResponseCode>'
        f"{notification if subscription else ''}</m:SendNotificationResponseMessage>"
    )


def push(*messages: str) -> bytes:
    body = f"<m:SendNotification><m:ResponseMessages>{''.join(messages)}</m:ResponseMessages></m:SendNotification>"
    return envelope(body).encode()


def test_a_sign_of_life() -> None:
    assert decoder.decode(push(message(event("StatusEvent")))) == (PushNotice("GwBleA==", changed=False),)


@pytest.mark.parametrize(
    "kind", ["NewMailEvent", "CreatedEvent", "DeletedEvent", "ModifiedEvent", "MovedEvent", "CopiedEvent"]
)
def test_a_change(kind: str) -> None:
    assert decoder.decode(push(message(event(kind)))) == (PushNotice("GwBleA==", changed=True),)


def test_more_to_come_is_a_change() -> None:
    assert decoder.decode(push(message(event("StatusEvent"), more="true")))[0].changed


def test_several_messages() -> None:
    notices = decoder.decode(push(message(event("StatusEvent")), message(event("NewMailEvent"), subscription="BB==")))
    assert [(notice.subscription_id, notice.changed) for notice in notices] == [("GwBleA==", False), ("BB==", True)]


def test_a_pushed_error() -> None:
    notices = decoder.decode(push(message(code="ErrorReadEventsFailed")))
    assert notices == (PushNotice("GwBleA==", changed=True, failed="ErrorReadEventsFailed"),)
    assert decoder.decode(push(message(code="ErrorReadEventsFailed", subscription="")))[0].subscription_id == ""


def test_a_made_up_error_code_is_not_repeated() -> None:
    assert decoder.decode(push(message(code="&lt;b&gt; shouting")))[0].failed == "an unknown error"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no xml",
        envelope("<m:SendNotification/>").encode(),
        envelope("<m:GetItemResponse/>").encode(),
        b"<SendNotification/>",
        push(message(event("NewMailEvent")))[:-20],
        b'<!DOCTYPE a [<!ENTITY x "y">]>' + push(message(event("NewMailEvent"))).partition(b"?>")[2],
        push(message(event("NewMailEvent"), subscription="")),
        push(message(event("NewMailEvent"), subscription="A" * 1000)),
        push(message(event("NewMailEvent") * 1)) + b" " * LARGEST,
    ],
)
def test_anything_else_is_refused_with_a_reason(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"^(It|The) .*\.$"):
        decoder.decode(body)


@given(st.binary(max_size=300))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decoder.decode(noise)


@given(st.integers(min_value=0, max_value=len(push(message(event("NewMailEvent")))) - 2))
def test_a_cut_notification_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match=r"."):
        decoder.decode(push(message(event("NewMailEvent")))[:length])


@pytest.mark.parametrize(("keep", "word"), [(True, "OK"), (False, "Unsubscribe")])
def test_the_answer(keep: bool, word: str) -> None:
    root = etree.fromstring(decoder.acknowledge(keep))
    assert root.findtext(".//{*}SubscriptionStatus") == word
    schema.assert_valid(root[0][0])
