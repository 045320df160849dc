"""Where push does not work a stream takes its place, until Exchange posts after all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

import pytest

from desktop_admin.domain.ports import MailFault, PushNotice, Signal, SignalKind
from desktop_admin.domain.status import Trouble
from desktop_admin.service.channel import PushChannel, StreamChannel
from desktop_admin.service.push_or_stream import PushHealth, PushOrStream
from desktop_admin.service.pushes import Pushes
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
        return PushOrStream(self.mailboxes, push, stream, self.health)

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
