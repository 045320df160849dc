"""A push is believed only by its unguessable path and its subscription's id."""

from __future__ import annotations

import asyncio

from desktop_admin.domain.ports import PushNotice, Signal, SignalKind
from desktop_admin.service.pushes import RETIRED_KEPT, SIGNALS_KEPT, Pushes

SOURCE = "192.0.2.1"


def _seat(pushes: Pushes):
    seat = pushes.open(("rooms@example.com",), asyncio.Queue())
    seat.subscription_id = "known"
    return seat


async def test_an_unknown_path_gets_no_answer_at_all():
    pushes = Pushes()
    _seat(pushes)
    assert pushes.arrived("guessed", SOURCE, (PushNotice("known", changed=True),)) is None


async def test_changes_heartbeats_and_faults_become_signals():
    pushes = Pushes()
    seat = _seat(pushes)
    notices = (
        PushNotice("known", changed=True),
        PushNotice("known", changed=False),
        PushNotice("known", changed=False, failed="ErrorMissedNotificationEvents"),
    )
    assert pushes.arrived(seat.secret, SOURCE, notices) is True
    signals = [seat.signals.get_nowait() for _ in notices]
    assert [each.kind for each in signals] == [SignalKind.CHANGED, SignalKind.HEARTBEAT, SignalKind.LOST]
    assert signals[0].mailboxes == ("rooms@example.com",)


async def test_the_first_push_may_come_before_the_subscriptions_id_is_known():
    pushes = Pushes()
    seat = pushes.open(("rooms@example.com",), asyncio.Queue())
    assert pushes.arrived(seat.secret, SOURCE, (PushNotice("any", changed=False),)) is True


async def test_another_subscription_on_the_same_path_is_ended():
    pushes = Pushes()
    seat = _seat(pushes)
    assert pushes.arrived(seat.secret, SOURCE, (PushNotice("other", changed=True),)) is False
    assert seat.signals.empty()


async def test_a_closed_seat_tells_exchange_to_unsubscribe():
    pushes = Pushes()
    seat = _seat(pushes)
    pushes.close(seat)
    assert pushes.arrived(seat.secret, SOURCE, (PushNotice("known", changed=True),)) is False
    assert seat.signals.empty()


async def test_only_so_many_closed_seats_are_remembered():
    pushes = Pushes()
    first = _seat(pushes)
    pushes.close(first)
    for _ in range(RETIRED_KEPT):
        pushes.close(_seat(pushes))
    assert pushes.arrived(first.secret, SOURCE, ()) is None


async def test_secrets_are_long_and_never_shown():
    pushes = Pushes()
    seats = [_seat(pushes) for _ in range(50)]
    assert len({seat.secret for seat in seats}) == 50
    assert min(len(seat.secret) for seat in seats) >= 20
    assert seats[0].secret not in repr(seats[0])


def test_a_flood_of_hints_becomes_one() -> None:
    """Nothing is lost by it: a change is still told, and so is the end of a subscription."""
    pushes, signals = Pushes(), asyncio.Queue[Signal](SIGNALS_KEPT)
    seat = pushes.open(("rooms@example.com",), signals)
    assert pushes.arrived(seat.secret, "", (PushNotice("", changed=True),))
    for _ in range(20_000):
        assert pushes.arrived(seat.secret, "", (PushNotice("", changed=False),))
        assert signals.qsize() <= SIGNALS_KEPT
    assert Signal(SignalKind.CHANGED, ("rooms@example.com",)) in drained(signals)
    pushes.arrived(seat.secret, "", (PushNotice("", changed=False, failed="ErrorReadEventsFailed"),))
    for _ in range(20_000):
        pushes.arrived(seat.secret, "", (PushNotice("", changed=True),))
    assert SignalKind.LOST in {each.kind for each in drained(signals)}


def drained(signals: asyncio.Queue[Signal]) -> list[Signal]:
    return [signals.get_nowait() for _ in range(signals.qsize())]


async def test_a_push_is_found_without_comparing_it_with_every_seat():
    """Thousands of people are subscribed to, and each subscription posts: looking at all of them took a core."""
    pushes = Pushes()
    seats = [_seat(pushes) for _ in range(500)]
    compared = 0

    class Secret(str):
        def __eq__(self, other):
            nonlocal compared
            compared += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    for seat in seats:
        seat.secret = Secret(seat.secret)
    assert pushes.arrived(seats[250].secret, SOURCE, ()) is True
    assert pushes.arrived("guessed", SOURCE, ()) is None
    assert compared <= 2
