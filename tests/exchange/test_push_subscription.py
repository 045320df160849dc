"""Push: what is asked of Exchange so that it posts, and how a subscription ends."""

from __future__ import annotations

import pytest

from desktop_admin.domain.ports import MailFault, Subscription
from desktop_admin.domain.status import Trouble
from tests.exchange.conftest import Connected
from tests.helpers.ews_items import answering
from tests.helpers.ews_stub import response

ROOMS = "rooms@example.com"
URL = "https://concierge.example.com:21020/push/s3cr3t?a=1&b=2"
SUBSCRIBED = response("Subscribe", "<m:SubscriptionId>SUB==</m:SubscriptionId><m:Watermark>AQ==</m:Watermark>")


@pytest.mark.parametrize(("inbox", "folder"), [(True, "inbox"), (False, "calendar")])
async def test_one_request_subscribes_one_folder(connected: Connected, inbox: bool, folder: str) -> None:
    async with connected(answering(Subscribe=SUBSCRIBED)) as (exchange, stub):
        made = await exchange.subscribe_push([ROOMS], URL, 5, inbox=inbox)
    asked = stub.requests[-1]
    assert made == Subscription("SUB==", (ROOMS,))
    assert stub.operations[1:] == ["Subscribe"]
    assert f'<t:DistinguishedFolderId Id="{folder}"/>' in asked
    assert "<t:StatusFrequency>5</t:StatusFrequency>" in asked
    assert "<t:URL>https://concierge.example.com:21020/push/s3cr3t?a=1&amp;b=2</t:URL>" in asked
    assert "<t:PrimarySmtpAddress>rooms@example.com</t:PrimarySmtpAddress>" in asked
    assert "Watermark" not in asked


async def test_one_mailbox_a_subscription(connected: Connected) -> None:
    async with connected(answering(Subscribe=SUBSCRIBED)) as (exchange, _stub):
        with pytest.raises(ValueError, match="too many values"):
            await exchange.subscribe_push([ROOMS, "anna@example.com"], URL, 5, inbox=False)


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("ErrorNonExistentMailbox", Trouble.MAILBOX_NOT_FOUND),
        ("ErrorImpersonateUserDenied", Trouble.NO_IMPERSONATION),
        ("ErrorExceededSubscriptionCount", Trouble.SERVER_BUSY),
        ("ErrorInvalidPushSubscriptionUrl", Trouble.SERVER_FAULT),
    ],
)
async def test_refusals(connected: Connected, code: str, trouble: Trouble) -> None:
    async with connected(answering(Subscribe=response("Subscribe", code=code))) as (exchange, _stub):
        with pytest.raises(MailFault) as caught:
            await exchange.subscribe_push([ROOMS], URL, 5, inbox=True)
    assert (caught.value.trouble, caught.value.mailbox) == (trouble, ROOMS)
    assert "s3cr3t" not in f"{caught.value.text} {caught.value.remedy}"


async def test_a_subscription_without_id_is_none(connected: Connected) -> None:
    async with connected(answering(Subscribe=response("Subscribe"))) as (exchange, _stub):
        with pytest.raises(MailFault, match="incomplete"):
            await exchange.subscribe_push([ROOMS], URL, 5, inbox=True)


@pytest.mark.parametrize("code", ["NoError", "ErrorSubscriptionNotFound", "ErrorInvalidSubscription"])
async def test_unsubscribing_is_silent_where_nothing_is_left(connected: Connected, code: str) -> None:
    async with connected(answering(Unsubscribe=response("Unsubscribe", code=code))) as (exchange, stub):
        await exchange.unsubscribe(Subscription("SUB==", (ROOMS,)))
    assert "<m:SubscriptionId>SUB==</m:SubscriptionId>" in stub.requests[-1]
