"""What ten thousand people cost while nothing happens: processor time, and memory for each."""

from __future__ import annotations

import asyncio
import gc
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.calibration import calibration
from benchmarks.report import Row, row
from benchmarks.service_at_work import CROWD_EVERY, until
from desktop_admin import paths
from desktop_admin.domain.appointment import Appointment, ShowAs
from desktop_admin.domain.people import Person
from desktop_admin.domain.ports import Credentials, Endpoint, MailSystem, PushNotice, Subscription
from desktop_admin.exchange import ExchangePushDecoder
from desktop_admin.service.concierge import Concierge
from desktop_admin.service.supervisor import Supervisor
from desktop_admin.storage import Database
from desktop_admin.vault import MemoryVault
from tests.helpers.fake_mail import FakeMail
from tests.helpers.ports import free_port

PEOPLE, BRIEF_PEOPLE = 10_000, 500
APPOINTMENTS = 20
IDLE, BRIEF_IDLE = 60.0, 5.0
STATUS_EVERY = 300.0
"""Seconds between two signs of life of a person's push subscription."""
QUIET_FOR = 6.0
"""Seconds without a request to the mail system, after which what begins a day counts as done."""
SETTLED_WITHIN = 600.0


class QuietMail(FakeMail):
    """Everybody's week, and nothing that ever changes: it tells who is subscribed to that all is well."""

    def __init__(self, addresses: Sequence[str]) -> None:
        super().__init__()
        self.random = random.Random(7)
        self.urls: list[str] = []
        self.posts: Callable[[str, str, tuple[PushNotice, ...]], bool | None] | None = None
        self.calendars = {address: self._week() for address in addresses}

    def _week(self) -> tuple[Appointment, ...]:
        today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        starts = sorted(
            today + timedelta(days=self.random.randrange(7), minutes=self.random.randrange(1440))
            for _ in range(APPOINTMENTS)
        )
        return tuple(
            Appointment(
                f"AAMkADg{self.random.getrandbits(600):0150x}",
                start,
                start + timedelta(minutes=30),
                subject=f"Meeting about {self.random.getrandbits(40):x}",
                location=f"Room {self.random.getrandbits(16):x}",
                show_as=self.random.choice((ShowAs.BUSY, ShowAs.BUSY, ShowAs.TENTATIVE, ShowAs.FREE)),
            )
            for start in starts
        )

    async def subscribe_push(
        self, mailboxes: Sequence[str], url: str, status_minutes: int, *, inbox: bool
    ) -> Subscription:
        """As Exchange does: it posts at once."""
        self._called("subscribe_push")
        self.urls.append(url)
        self.sign_of_life(url)
        return Subscription(url, tuple(mailboxes))

    def sign_of_life(self, url: str) -> None:
        if self.posts is not None:
            self.posts(url.rpartition("/")[2], "", (PushNotice(url, changed=False),))


def measure(brief: bool) -> list[Row]:
    """Subscribed to by push, as so many people must be; Exchange posts a sign of life for each every 5 minutes.

    Appointments are spread evenly over day and night, so that the hour of the run makes no difference: of ten thousand
    people's about 40 begin or end every minute. Measured once the day's reading has settled. A processor that was
    asleep is slow at first, on some machines ten times: so beside the calibration there is a second baseline, a plain
    asyncio program that wakes up as often, before and after, and hands each sign of life from one task to another.
    """
    count, seconds = (BRIEF_PEOPLE, BRIEF_IDLE) if brief else (PEOPLE, IDLE)
    share, plain, size = asyncio.run(_idle(count, seconds))
    minute, hot = f"idle with {count} people, processor a minute", calibration()
    return [
        row(minute, 60 * share, "s", baseline=hot, bound="ratio <= 100"),
        row(
            f"idle with {count} people, processor",
            100 * share,
            "% of a core",
            baseline=100 * plain,
            bound="ratio <= 5",
        ),
        row(
            f"memory a person with {APPOINTMENTS} appointments",
            size / 1024,
            "KB",
            baseline=_plain_size() / 1024,
            bound="ratio <= 1.5",
        ),
    ]


def _plain_size() -> float:
    """Bytes a person: the appointments alone, as plain records, which no program can do without."""
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        kept = QuietMail([f"person{number}@example.com" for number in range(BRIEF_PEOPLE)]).calendars
        gc.collect()
        return (tracemalloc.get_traced_memory()[0] - before) / len(kept)
    finally:
        tracemalloc.stop()


async def _idle(count: int, seconds: float) -> tuple[float, float, float]:
    """The processor's share, that of a plain program that wakes up as often, and bytes a person."""
    crowd = [Person(0, f"Person {number}", f"person{number}@example.com") for number in range(count)]
    mail = QuietMail([person.address for person in crowd])

    def connect(_endpoint: Endpoint, _credentials: Credentials) -> MailSystem:
        return mail

    with tempfile.TemporaryDirectory() as folder:
        concierge = Concierge(
            Database(paths.database_path(Path(folder))), MemoryVault(), connect, ExchangePushDecoder()
        )
        mail.posts = concierge.context.around.pushes.arrived
        await concierge.open()
        await concierge.commands.program.save_listener({"host": "127.0.0.1", "port": 0})
        concierge.start()
        try:
            view = await concierge.commands.integrations.add(
                {
                    "name": "bench",
                    "connection": {
                        "server": "mail.example.com",
                        "user_name": "svc@example.com",
                        "callback_url": f"http://127.0.0.1:{free_port()}/",
                    },
                },
                "password",
            )
            await concierge.commands.people.replace(view.id, crowd, ())
            keeper = concierge.context.supervisor(view.id).presence
            await concierge.commands.integrations.set_active(view.id, True)
            await until(
                lambda: all(each.watch == "push" for each in keeper.views()), "subscribing", 600, every=CROWD_EVERY
            )
            await _settled(mail)
            before = await _plain(mail.urls, seconds / 2)
            share = await _share(mail.urls, mail.sign_of_life, seconds)
            plain = (before + await _plain(mail.urls, seconds / 2)) / 2
            return share, plain, await _memory(concierge, view.id, count)
        finally:
            await concierge.stop()


async def _share(urls: Sequence[str], sign_of_life: Callable[[str], None], seconds: float) -> float:
    """The processor's share while everybody's subscription gives a sign of life each five minutes, evenly."""
    every = STATUS_EVERY / len(urls)
    spent, begun, sent = time.process_time(), time.perf_counter(), 0
    while (passed := time.perf_counter() - begun) < seconds:
        while sent < passed / every:
            sign_of_life(urls[sent % len(urls)])
            sent += 1
        await asyncio.sleep(min(every, seconds - passed))
    return (time.process_time() - spent) / (time.perf_counter() - begun)


async def _plain(urls: Sequence[str], seconds: float) -> float:
    """The same beside a program that only notes who is alive, and watches over the time until the next sign."""
    signs: asyncio.Queue[str] = asyncio.Queue()
    seen: dict[str, float] = {}

    async def watch() -> None:
        while True:
            async with asyncio.timeout(STATUS_EVERY):
                url = await signs.get()
            seen[url] = time.monotonic()

    async with asyncio.TaskGroup() as group:
        watching = group.create_task(watch())
        share = await _share(urls, signs.put_nowait, seconds)
        watching.cancel()
    return share


async def _settled(mail: QuietMail) -> None:
    """Until the mail system has not been asked anything for a while. Raises TimeoutError after ten minutes."""
    async with asyncio.timeout(SETTLED_WITHIN):
        asked = -1
        while asked != len(mail.calls):
            asked = len(mail.calls)
            await asyncio.sleep(QUIET_FOR)


async def _memory(concierge: Concierge, integration_id: str, count: int) -> float:
    """Bytes a person: what a second supervisor of the same people takes, which reads them from the database."""
    first = concierge.context.supervisor(integration_id)
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        second = Supervisor(integration_id, first.settings, concierge.context.around)
        await second.load()
        gc.collect()
        held = tracemalloc.get_traced_memory()[0] - before
        assert all(view.verdict for view in second.presence.views())
        return held / count
    finally:
        tracemalloc.stop()
