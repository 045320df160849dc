"""A push subscription is open once Exchange has posted to it: what it cannot reach is no subscription."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from desktop_admin.domain.ports import MailFault, PushNotice, SignalKind
from desktop_admin.domain.status import Trouble
from desktop_admin.service.channel import PushChannel
from desktop_admin.service.pushes import Pushes
from desktop_admin.service.tasks import Tasks
from tests.helpers.clock import ManualClock, settle
from tests.helpers.fake_mail import FakeMail

BASE = "https://concierge.example.com:21020"


class Stage:
    def __init__(self, mailboxes: Iterable[str] = ("rooms@example.com",)) -> None:
        self.clock, self.mail, self.pushes = ManualClock(), FakeMail(), Pushes()
        self.channel = PushChannel(
            self.mail,
            tuple(mailboxes),
            self.pushes,
            self._callback,
            self.clock,
            inbox=True,
            status_minutes=1,
            reached_within=30,
        )

    async def _callback(self) -> str:
        return BASE

    async def opening(self) -> asyncio.Task[None]:
        task = Tasks("test", lambda _name, _failure: None).start("opening", self.channel.open())
        await settle()
        return task

    def push(self, changed: bool, number: int = 1) -> None:
        secret = self.pushes.secrets()[-1]
        assert self.pushes.arrived(secret, "192.0.2.1", (PushNotice(f"subscription-{number}", changed),)) is True


async def test_the_first_post_opens_it_and_is_a_signal_like_any_other() -> None:
    stage = Stage()
    opening = await stage.opening()
    assert not opening.done()
    stage.push(changed=True)
    await settle()
    await opening
    assert (await stage.channel.next()).kind is SignalKind.CHANGED
    await stage.channel.close()


async def test_where_no_post_arrives_the_callback_url_is_told_as_the_reason() -> None:
    stage = Stage()
    opening = await stage.opening()
    await stage.clock.advance(29)
    assert not opening.done()
    await stage.clock.advance(1)
    with pytest.raises(MailFault, match=f"has not reached {BASE} within 30 s") as fault:
        await opening
    assert fault.value.trouble is Trouble.CALLBACK_UNREACHABLE
    await stage.channel.close()
    assert stage.pushes.secrets() == ()


async def test_mailboxes_that_are_refused_are_told_after_it_is_open() -> None:
    stage = Stage(("gone@example.com", "ada@example.com"))
    stage.mail.faults["subscribe_push"] = [MailFault(Trouble.MAILBOX_NOT_FOUND, "There is no such mailbox.")]
    opening = await stage.opening()
    secret = stage.pushes.secrets()[-1]
    assert stage.pushes.arrived(secret, "", (PushNotice("subscription-2", changed=False),)) is True
    await settle()
    await opening
    kinds = [(await stage.channel.next()).kind, (await stage.channel.next()).kind]
    assert kinds == [SignalKind.HEARTBEAT, SignalKind.REFUSED]
    await stage.channel.close()


async def test_nobody_is_waited_for_where_nobody_could_be_subscribed() -> None:
    stage = Stage(("gone@example.com", "away@example.com"))
    fault = MailFault(Trouble.MAILBOX_NOT_FOUND, "There is no such mailbox.")
    stage.mail.faults["subscribe_push"] = [fault, fault]
    with pytest.raises(MailFault, match="no such mailbox"):
        await stage.channel.open()
    await stage.channel.close()


async def test_one_that_fails_is_left_out_and_a_busy_servers_pause_is_kept() -> None:
    stage = Stage(("first@example.com", "down@example.com", "last@example.com"))
    real, answers = stage.mail.subscribe_push, []

    async def subscribe(mailboxes, url, minutes, *, inbox):
        answers.append(mailboxes[0])
        if mailboxes[0].startswith("down"):
            raise MailFault(Trouble.SERVER_FAULT, "Its database is not mounted.")
        if answers.count("last@example.com") == 1:
            raise MailFault(Trouble.SERVER_BUSY, "Busy.", retry_after=20.0)
        return await real(mailboxes, url, minutes, inbox=inbox)

    stage.mail.subscribe_push = subscribe  # type: ignore[method-assign]
    opening = await stage.opening()
    await stage.clock.advance(19)
    assert answers == ["first@example.com", "down@example.com", "last@example.com"]
    await stage.clock.advance(2)
    stage.push(changed=False, number=2)
    await settle()
    await opening
    signals = [await stage.channel.next(), await stage.channel.next()]
    assert [each.kind for each in signals] == [SignalKind.HEARTBEAT, SignalKind.REFUSED]
    assert signals[1].mailboxes == ("down@example.com",)
    await stage.channel.close()
