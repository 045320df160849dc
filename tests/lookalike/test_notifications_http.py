"""Subscriptions of all three ways over HTTP, on real mailboxes; every answer and notification fits the schema."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from exchange_lookalike.life_requests import Meeting, create
from exchange_lookalike.notifications.pace import Pace
from tests.helpers import schema
from tests.helpers.company import CompanyAtWork, PushListener, company_at_work
from tests.helpers.edge import find, subscribe, texts, until

HASTY = Pace(minute=60, push_retry=0.02)
PULL = "<t:Timeout>10</t:Timeout>"
ALL_KINDS = "CopiedEvent CreatedEvent DeletedEvent ModifiedEvent MovedEvent NewMailEvent FreeBusyChangedEvent"


def get_events(subscription: str, watermark: str) -> str:
    return (
        f"<m:GetEvents><m:SubscriptionId>{subscription}</m:SubscriptionId>"
        f"<m:Watermark>{watermark}</m:Watermark></m:GetEvents>"
    )


def unsubscribe(subscription: str) -> str:
    return f"<m:Unsubscribe><m:SubscriptionId>{subscription}</m:SubscriptionId></m:Unsubscribe>"


def kinds(envelope: bytes) -> list[str]:
    """The names of the events, in order."""
    told = find(envelope, "//*[local-name()='Notification']/*[contains(local-name(), 'Event')]")
    return [name for name in (etree.QName(one).localname for one in told) if name != "MoreEvents"]


def last_watermark(envelope: bytes) -> str:
    return texts(envelope, "//t:Watermark")[-1]


async def code(house: CompanyAtWork, body: str, person: int = 0, mailbox: str = "") -> str:
    """Send a request that has one response message; its code."""
    answer = await house.ask(body, person, mailbox)
    if answer.status_code == 200:
        schema.check(answer.content)
    return texts(answer.content, "//*[local-name()='ResponseCode']")[0]


async def pulling(house: CompanyAtWork, what: str = "CreatedEvent", **more: bool) -> tuple[str, str]:
    """A pull subscription and its first watermark."""
    made = (await house.ask(subscribe("Pull", kinds=what, extra=PULL, **more))).content
    schema.check(made)
    return texts(made, "//m:SubscriptionId")[0], texts(made, "//m:Watermark")[0]


# --- pull -------------------------------------------------------------------------------------------------------------


async def test_pull_gives_what_came_after_the_watermark_as_often_as_it_is_asked() -> None:
    async with company_at_work() as house:
        subscription, begin = await pulling(house)
        nothing = (await house.ask(get_events(subscription, begin))).content
        assert kinds(nothing) == ["StatusEvent"]
        await house.write("one", "two")
        for _ in range(2):
            told = (await house.ask(get_events(subscription, last_watermark(nothing)))).content
            schema.check(told)
            assert house.subjects(told) == ["one", "two"]
        after_one = texts(told, "//t:CreatedEvent/t:Watermark")[0]
        assert house.subjects((await house.ask(get_events(subscription, after_one))).content) == ["two"]


async def test_many_events_come_in_portions() -> None:
    async with company_at_work() as house:
        subscription, mark = await pulling(house)
        await house.write(*(f"{number}" for number in range(60)))
        sizes, more = [], "true"
        while more == "true":
            told = (await house.ask(get_events(subscription, mark))).content
            sizes.append(len(find(told, "//t:CreatedEvent")))
            (more,), mark = texts(told, "//t:MoreEvents"), last_watermark(told)
        assert sizes == [50, 10]


async def test_what_a_puller_does_wrong_has_its_code() -> None:
    async with company_at_work() as house:
        subscription, mark = await pulling(house)
        assert await code(house, get_events(subscription, "bm8=")) == "ErrorInvalidWatermark"
        assert await code(house, get_events("bm8=", mark)) == "ErrorSubscriptionNotFound"
        assert await code(house, get_events(subscription, mark), person=1) == "ErrorSubscriptionAccessDenied"
        streaming = await house.subscribed("Streaming")
        assert await code(house, get_events(streaming, mark)) == "ErrorInvalidPullSubscriptionId"
        assert await code(house, unsubscribe(subscription), person=1) == "ErrorSubscriptionAccessDenied"
        assert await code(house, unsubscribe(subscription)) == "NoError"
        assert await code(house, unsubscribe(subscription)) == "ErrorSubscriptionNotFound"
        assert await code(house, get_events(subscription, mark)) == "ErrorSubscriptionNotFound"


async def test_a_subscription_that_nobody_pulls_expires() -> None:
    async with company_at_work(pace=Pace(minute=1)) as house:
        subscription, mark = await pulling(house)
        (one,) = house.sandbox.site.subscriptions
        one.touched -= 60
        assert await code(house, get_events(subscription, mark)) == "ErrorExpiredSubscription"
        assert len(house.sandbox.site.subscriptions) == 0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (subscribe("Pull", extra=PULL, kinds="RainEvent"), "ErrorSchemaValidation"),
        (subscribe("Pull", extra="<t:Timeout>0</t:Timeout>"), "ErrorSchemaValidation"),
        (subscribe("Pull", extra="<t:Timeout>1441</t:Timeout>"), "ErrorSchemaValidation"),
        (subscribe("Pull", extra="<t:Watermark>bm8=</t:Watermark>" + PULL), "ErrorInvalidWatermark"),
        (subscribe("Pull"), "ErrorSchemaValidation"),
        (subscribe("Push", extra="<t:StatusFrequency>1</t:StatusFrequency>"), "ErrorSchemaValidation"),
        (
            subscribe("Push", extra="<t:StatusFrequency>1</t:StatusFrequency><t:URL>ftp://a/</t:URL>"),
            "ErrorInvalidPushSubscriptionUrl",
        ),
        (subscribe("Streaming", kinds=""), "ErrorSchemaValidation"),
        (subscribe("Streaming").replace("inbox", "attic"), "ErrorSchemaValidation"),
        (subscribe("Streaming").replace("inbox", "voicemail"), "ErrorFolderNotFound"),
        (subscribe("Streaming", everything=True).replace("true", "maybe"), "ErrorSchemaValidation"),
        ("<m:Subscribe/>", "ErrorSchemaValidation"),
        (unsubscribe(""), "ErrorSchemaValidation"),
        (get_events(" ", "bm8="), "ErrorSchemaValidation"),
        (
            "<m:GetStreamingEvents><m:SubscriptionIds><t:SubscriptionId/></m:SubscriptionIds>"
            "<m:ConnectionTimeout>1</m:ConnectionTimeout></m:GetStreamingEvents>",
            "ErrorSchemaValidation",
        ),
        (
            "<m:GetStreamingEvents><m:SubscriptionIds/><m:ConnectionTimeout>1</m:ConnectionTimeout>"
            "</m:GetStreamingEvents>",
            "ErrorSchemaValidation",
        ),
    ],
)
async def test_wrong_requests_are_refused(body: str, said: str) -> None:
    async with company_at_work(1) as house:
        assert await code(house, body) == said
        assert len(house.sandbox.site.subscriptions) == 0


async def test_every_kind_of_event_is_told_and_fits_the_schema() -> None:
    async with company_at_work() as house:
        subscription, mark = await pulling(house, ALL_KINDS, everything=True)
        owner, store = house.people[0], house.sandbox.store
        await house.write("one")
        inbox = store.folder(owner, "inbox")
        (item,) = inbox.items.values()
        store.set_read(item, is_read=item.text("IsRead") == "false")
        store.copy(item, store.folder(owner, "drafts"))
        moved = store.move(item, store.folder(owner, "deleteditems"))
        store.delete(moved)
        begin = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
        meeting = Meeting("Talk", begin, begin + timedelta(hours=1), "UTC", required=(owner.address,))
        await house.ask(create(meeting), person=1)
        told = (await house.ask(get_events(subscription, mark))).content
        schema.check(told)
        assert set(kinds(told)) == set(ALL_KINDS.split())
        assert texts(told, "//t:MovedEvent/t:OldItemId") == [""]
        assert texts(told, "//t:ModifiedEvent/t:UnreadCount")


async def test_only_the_folders_and_kinds_asked_for_are_told() -> None:
    async with company_at_work() as house:
        subscription, mark = await pulling(house, "DeletedEvent")
        await house.write("one", "two")
        owner, store = house.people[0], house.sandbox.store
        store.delete(next(iter(store.folder(owner, "inbox").items.values())))
        elsewhere = store.copy(next(iter(store.folder(owner, "inbox").items.values())), store.folder(owner, "drafts"))
        store.delete(elsewhere)
        assert kinds((await house.ask(get_events(subscription, mark))).content) == ["DeletedEvent"]


# --- push -------------------------------------------------------------------------------------------------------------


async def test_push_begins_with_a_status_event_and_chains_watermarks() -> None:
    async with company_at_work() as house, PushListener().listening() as listener:
        await house.subscribed("Push", extra=listener.wanted)
        status = await listener.next()
        assert kinds(status) == ["StatusEvent"]
        mark = last_watermark(status)
        for subject in ("one", "two"):
            await house.write(subject)
            told = await listener.next()
            assert house.subjects(told) == [subject]
            assert texts(told, "//t:PreviousWatermark") == [mark]
            mark = last_watermark(told)


async def test_push_is_tried_again_until_it_is_taken_and_nothing_is_lost() -> None:
    async with company_at_work(pace=HASTY) as house, PushListener().listening() as listener:
        await house.subscribed("Push", extra=listener.wanted)
        await listener.next()
        listener.says = ""
        await house.write("one")
        await listener.next()
        await listener.next()
        await house.write("two")
        listener.says = "OK"
        told: list[str] = []
        while "two" not in told:
            told += house.subjects(await listener.next())
        assert list(dict.fromkeys(told)) == ["one", "two"]


async def test_push_is_given_up_when_nobody_listens() -> None:
    brief = Pace(minute=0.1, push_retry=0.02)
    async with company_at_work(pace=brief) as house, PushListener("").listening() as listener:
        await house.subscribed("Push", extra=listener.wanted)
        await until(lambda: len(house.sandbox.site.subscriptions) == 0)
        assert len(listener.got) >= 2
        assert house.sandbox.counters()["pushes"] == {"sent": 0, "failed": len(listener.got)}


async def test_a_listener_ends_its_subscription_with_its_answer() -> None:
    async with company_at_work() as house, PushListener("Unsubscribe").listening() as listener:
        made = await house.subscribed("Push", extra=listener.wanted)
        await listener.next()
        await until(lambda: len(house.sandbox.site.subscriptions) == 0)
        await house.write("not told")
        assert listener.got == []
        assert await code(house, unsubscribe(made)) == "ErrorSubscriptionNotFound"


async def test_a_new_subscription_goes_on_where_a_watermark_says() -> None:
    async with company_at_work() as house, PushListener().listening() as listener:
        await house.subscribed("Push", extra=listener.wanted)
        mark = last_watermark(await listener.next())
        house.sandbox.forget_subscriptions()
        await house.write("missed")
        wanted = listener.wanted.replace("<t:StatusFr", f"<t:Watermark>{mark}</t:Watermark><t:StatusFr")
        await house.subscribed("Push", extra=wanted)
        assert kinds(await listener.next()) == ["StatusEvent"]
        assert house.subjects(await listener.next()) == ["missed"]


# --- streaming --------------------------------------------------------------------------------------------------------


async def test_one_stream_tells_of_many_mailboxes() -> None:
    async with company_at_work(3) as house:
        made = []
        for person in house.people:
            answer = await house.ask(subscribe("Streaming"), mailbox=person.address)
            made.append(texts(answer.content, "//m:SubscriptionId")[0])
        async with house.stream(*made, person=-1) as stream:
            assert await stream.status() == "OK"
            for number in (2, 0, 1):
                await house.write("here", person=number)
                told = await stream.next()
                assert texts(told, "//t:SubscriptionId") == [made[number]]
                assert house.subjects(told, number) == ["here"]


async def test_a_stream_closes_after_its_time_and_tells_what_happened_in_between_next_time() -> None:
    async with company_at_work(pace=Pace(minute=0.2, heartbeat=5)) as house:
        subscription = await house.subscribed("Streaming")
        async with house.stream(subscription, minutes=1) as stream:
            assert await stream.status() == "OK"
            assert await stream.status() == "Closed"
            with pytest.raises(EOFError):
                await stream.next()
        await house.write("in between")
        async with house.stream(subscription, minutes=1) as stream:
            assert await stream.status() == "OK"
            assert house.subjects(await stream.next()) == ["in between"]


async def test_the_newer_stream_takes_a_subscription_over() -> None:
    async with company_at_work() as house:
        subscription = await house.subscribed("Streaming")
        async with house.stream(subscription) as older:
            assert await older.status() == "OK"
            async with house.stream(subscription) as newer:
                assert await newer.status() == "OK"
                left = await older.next()
                assert texts(left, "//m:ResponseCode") == ["ErrorNewEventStreamConnectionOpened"]
                assert await older.status() == "Closed"
                await house.write("told once")
                assert house.subjects(await newer.next()) == ["told once"]


async def test_unsubscribing_ends_the_stream_of_the_last_subscription() -> None:
    async with company_at_work() as house:
        one, two = await house.subscribed("Streaming"), await house.subscribed("Streaming")
        async with house.stream(one, two) as stream:
            assert await stream.status() == "OK"
            assert await code(house, unsubscribe(one)) == "NoError"
            assert texts(await stream.next(), "//m:ErrorSubscriptionIds/t:SubscriptionId") == [one]
            await house.write("told to the other")
            assert texts(await stream.next(), "//t:SubscriptionId") == [two]
            assert await code(house, unsubscribe(two)) == "NoError"
            assert texts(await stream.next(), "//m:ErrorSubscriptionIds/t:SubscriptionId") == [two]
            assert await stream.status() == "Closed"


async def test_unknown_and_foreign_subscriptions_are_named_in_the_stream() -> None:
    async with company_at_work() as house:
        mine, foreign = await house.subscribed("Streaming"), await house.subscribed("Streaming", person=1)
        async with house.stream(mine, foreign, "bm8=") as stream:
            first, second = await stream.next(), await stream.next()
            said = {texts(one, "//m:ResponseCode")[0]: texts(one, "//t:SubscriptionId") for one in (first, second)}
            assert said == {"ErrorSubscriptionAccessDenied": [foreign], "ErrorSubscriptionNotFound": ["bm8="]}
            assert await stream.status() == "OK"
        async with house.stream("bm8=") as stream:
            alone = await stream.next()
            assert texts(alone, "//m:ConnectionStatus") == ["Closed"]
            with pytest.raises(EOFError):
                await stream.next()
