"""Where push does not work a stream takes its place, until Exchange posts after all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

import pytest

from desktop_admin.domain.connection_life import Happening, State
from desktop_admin.domain.ports import MailFault, PushNotice, Signal, SignalKind, Timing
from desktop_admin.domain.status import Trouble
from desktop_admin.service.channel import PushChannel, StreamChannel
from desktop_admin.service.push_or_stream import PushHealth, PushOrStream
from desktop_admin.service.pushes import Pushes
from desktop_admin.service.subscription import Duties, Watch
from desktop_admin.service.tasks import Tasks
from tests.helpers.clock import ManualClock, settle
from tests.helpers.fake_mail import FakeMail

BASE = "https://concierge.example.com:21020"
REACHED_WITHIN = 30


class Stage:
    """A mail system that streams, and posts only when the test says so."""

    def __init__(self, mailboxes: Iterable[str] = ("ada@example.com", "bo@example.com")) -> None:
        self.clock, self.mail, self.pushes = ManualClock(), FakeMail(), Pushes()
        self.mailboxes = tuple(mailboxes)
        self.told: list[str] = []
        self.listening: MailFault | None = None
        self.health = PushHealth(lambda fault: self.told.append(fault.text if fault else ""))
        self.tasks = Tasks("test", lambda _name, _failure: None)

    def channel(self) -> PushOrStream:
        push = partial(
            PushChannel,
            self.mail,
            pushes=self.pushes,
            callback=self._callback,
            clock=self.clock,
            inbox=False,
            status_minutes=1,
            reached_within=REACHED_WITHIN,
        )
        stream = partial(
            StreamChannel, self.mail, self.mailboxes, inbox=False, minutes=30, heartbeat=timedelta(seconds=45)
        )
        return PushOrStream(self.mailboxes, push, stream, self.health, self.clock)

    async def _callback(self) -> str:
        if self.listening is not None:
            raise self.listening
        return BASE

    async def open(self, channel: PushOrStream, *, wait: float = 0) -> None:
        opening = self.tasks.start("opening", channel.open())
        await settle()
        if wait:
            await self.clock.advance(wait)
        await opening

    def next(self, channel: PushOrStream) -> asyncio.Task[Signal]:
        return self.tasks.start("next", channel.next())

    def post(self) -> None:
        """Exchange posts to the newest subscription."""
        seat = list(self.pushes._seats.values())[-1]
        notice = PushNotice(seat.subscription_id, changed=False)
        assert self.pushes.arrived(seat.secret, "192.0.2.1", (notice,)) is True

    async def unreached(self) -> PushOrStream:
        channel = self.channel()
        await self.open(channel, wait=REACHED_WITHIN)
        return channel


async def test_what_is_never_reached_is_streamed_and_the_reason_is_told_once() -> None:
    stage = Stage()
    channel = await stage.unreached()
    assert channel.mode == "streaming"
    assert channel.heartbeat == timedelta(seconds=45)
    stage.mail.signals.put_nowait(Signal(SignalKind.CHANGED, ("ada@example.com",)))
    assert (await channel.next()).mailboxes == ("ada@example.com",)
    await channel.close()
    again = stage.channel()
    await stage.open(again)  # at once: nobody waits for a post that never came
    assert again.mode == "streaming"
    assert len(stage.told) == 1
    assert f"has not reached {BASE} within 30 s" in stage.told[0]
    await again.close()
    assert stage.pushes.secrets() == ()


async def test_one_push_subscription_stays_beside_the_stream_and_its_first_post_leads_back_to_push() -> None:
    stage = Stage()
    channel = await stage.unreached()
    assert stage.mail.calls.count("subscribe_push") == 2 + 1
    assert len(stage.pushes.secrets()) == 1
    waiting = stage.next(channel)
    await stage.clock.advance(600)
    assert not waiting.done()
    stage.post()
    assert (await waiting).kind is SignalKind.SUPERSEDED
    await channel.close()
    again = stage.channel()
    opening = stage.tasks.start("opening", again.open())
    await settle()
    assert stage.told[-1] != ""
    stage.post()
    await opening
    assert again.mode == "push"
    assert stage.told[-1] == ""
    await again.close()


async def test_nothing_that_the_stream_says_is_lost_when_a_post_arrives_at_the_same_time() -> None:
    stage = Stage()
    channel = await stage.unreached()
    stage.mail.signals.put_nowait(Signal(SignalKind.CHANGED, ("bo@example.com",)))
    stage.post()
    kinds = [(await channel.next()).kind, (await channel.next()).kind]
    assert kinds == [SignalKind.CHANGED, SignalKind.SUPERSEDED]
    await channel.close()


async def test_where_the_server_does_not_stream_the_callback_url_stays_the_reason() -> None:
    stage = Stage()
    stage.mail.faults["stream"] = [MailFault(Trouble.SERVER_FAULT, "Exchange refused (ErrorInvalidRequest).")]
    channel = stage.channel()
    with pytest.raises(MailFault, match=r"has not reached .* Streaming does not work either: .*ErrorInvalidRequest"):
        await stage.open(channel, wait=REACHED_WITHIN)
    await channel.close()
    assert stage.pushes.secrets() == ()
    assert stage.told == []
    again = stage.channel()
    opening = stage.tasks.start("opening", again.open())
    await settle()
    stage.post()  # push is tried first again
    await opening
    assert again.mode == "push"
    await again.close()


async def test_a_listener_that_cannot_be_opened_is_tried_at_each_subscription() -> None:
    stage = Stage()
    stage.listening = MailFault(Trouble.LISTENER, "Port 21020 is in use.")
    channel = stage.channel()
    await stage.open(channel)
    assert (channel.mode, stage.told) == ("streaming", ["Port 21020 is in use."])
    assert stage.mail.calls.count("subscribe_push") == 0
    await channel.close()
    stage.listening = None
    again = stage.channel()
    opening = stage.tasks.start("opening", again.open())
    await settle()
    stage.post()
    await opening
    assert (again.mode, stage.told[-1]) == ("push", "")
    await again.close()


async def test_a_fault_that_is_not_pushs_own_is_no_reason_to_stream() -> None:
    stage = Stage(["ada@example.com"])
    stage.mail.faults["subscribe_push"] = [MailFault(Trouble.WRONG_PASSWORD, "Refused.")]
    with pytest.raises(MailFault, match="Refused"):
        await stage.channel().open()
    assert "stream" not in stage.mail.calls


async def test_push_is_well_only_once_it_works_for_every_group() -> None:
    told: list[str] = []
    health = PushHealth(lambda fault: told.append(fault.text if fault else ""))
    here, there = ("ada@example.com",), ("bo@example.com",)
    health.note(here, MailFault(Trouble.CALLBACK_UNREACHABLE, "Not reached."))
    health.note(there, MailFault(Trouble.CALLBACK_UNREACHABLE, "Not reached."))
    health.note(here, None)
    assert told == ["Not reached."]
    health.note(there, None)
    assert told == ["Not reached.", ""]


# --- a push that begins well and falls silent ------------------------------------------------------------------------


async def silent(stage: Stage) -> PushOrStream:
    """What is opened next after a push subscription whose first post came, and nothing after it."""
    channel = stage.channel()
    opening = stage.tasks.start("opening", channel.open())
    await settle()
    stage.post()
    await opening
    assert channel.mode == "push"
    channel.fell_silent()
    await channel.close()
    again = stage.channel()
    await stage.open(again)
    return again


async def test_a_push_that_falls_silent_is_streamed_at_once_and_told_when_the_stream_lives() -> None:
    stage = Stage()
    channel = await silent(stage)
    assert channel.mode == "streaming"
    for _ in range(2):
        assert stage.told == [""]
        stage.mail.signals.put_nowait(Signal(SignalKind.HEARTBEAT))
        assert (await channel.next()).kind is SignalKind.HEARTBEAT
    assert len(stage.told) == 2
    assert f"has posted to {BASE}, and then sent no heartbeat" in stage.told[1]
    await channel.close()


async def test_the_first_post_to_the_probe_does_not_lead_back_but_a_heartbeat_does() -> None:
    stage = Stage()
    channel = await silent(stage)
    waiting = stage.next(channel)
    stage.post()
    await stage.clock.advance(29)
    stage.post()
    await stage.clock.advance(0.5)
    assert not waiting.done(), "it begins with a post, as the silent one did"
    await stage.clock.advance(31)
    stage.post()
    assert (await waiting).kind is SignalKind.SUPERSEDED
    await channel.close()
    again = stage.channel()
    opening = stage.tasks.start("opening", again.open())
    await settle()
    stage.post()
    await opening
    assert (again.mode, stage.told) == ("push", [""])
    await again.close()


async def test_silence_of_a_stream_is_not_pushs() -> None:
    stage = Stage()
    channel = await silent(stage)
    channel.fell_silent()
    await channel.close()
    again = stage.channel()
    await stage.open(again)
    assert (again.mode, stage.told) == ("streaming", [""]), "Exchange is silent everywhere: one fault, and not push's"
    await again.close()


async def test_where_the_server_does_not_stream_a_silent_push_is_tried_again() -> None:
    stage = Stage()
    stage.mail.faults["stream"] = [MailFault(Trouble.SERVER_FAULT, "Exchange refused (ErrorInvalidRequest).")]
    with pytest.raises(MailFault, match=r"sent no heartbeat .* Streaming does not work either"):
        await silent(stage)
    again = stage.channel()
    opening = stage.tasks.start("opening", again.open())
    await settle()
    stage.post()
    await opening
    assert again.mode == "push"
    await again.close()


async def test_the_watch_goes_from_a_silent_push_to_a_stream_and_is_online_by_it() -> None:
    stage = Stage()
    modes: list[tuple[State, str]] = []

    async def nothing() -> None:
        return

    async def moved() -> None:
        if (watch.life.state, watch.mode) not in modes[-1:]:
            modes.append((watch.life.state, watch.mode))

    duties = Duties(nothing, stage.channel, nothing, lambda _: None, lambda _one, _two: None, lambda _: None, moved)
    watch = Watch(stage.clock, Timing(), duties)
    stage.tasks.start("watch", watch.run())
    watch.order(Happening.ACTIVATED)
    await settle()
    stage.post()
    await settle()
    assert (watch.life.state, watch.mode) == (State.LIVE, "push")
    await stage.clock.advance(60 + Timing().overdue.total_seconds() + 1)
    assert stage.mail.calls.count("stream") == 1, "the stream is opened at once, before any poll is waited for"
    for pause in (0, 45, 45):
        await stage.clock.advance(pause)
        stage.mail.signals.put_nowait(Signal(SignalKind.HEARTBEAT))
        await settle()
    assert (watch.life.state, watch.mode) == (State.LIVE, "streaming")
    assert "no heartbeat" in stage.told[-1]
    await stage.clock.advance(20)
    assert stage.mail.calls.count("stream") == 1
    await stage.tasks.stop(1)
