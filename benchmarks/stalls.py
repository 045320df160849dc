"""How long the desktop's thread is held up at most while the service has much to tell."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.calibration import calibration
from benchmarks.report import Row, row

if TYPE_CHECKING:
    from tests.helpers.sample_company import Company

SECONDS = 15.0
LINES_A_SECOND = 2000
CHANGES_A_SECOND = 200
BURSTS_A_SECOND = 100
TICK_MS = 2
PEOPLE = 500
PAGES = ("overview", "presence", "log")


class Gaps:
    """The longest time between two beats of a timer, less its interval, in ms."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last = time.perf_counter()
        self.longest = 0.0

    def start(self) -> None:
        self._last, self.longest = time.perf_counter(), 0.0
        self._timer.start(TICK_MS)

    def stop(self) -> float:
        self._timer.stop()
        return self.longest

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - TICK_MS)
        self._last = now


def measure(brief: bool) -> list[Row]:
    """The pages with live content in turn, while lines and changes pour in; against the same without anything new."""
    import qasync

    from desktop_admin.gui.application import make_application

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    loop = qasync.QEventLoop(make_application())
    with loop:
        quiet, busy = loop.run_until_complete(_longest_gaps(1.0 if brief else SECONDS / len(PAGES)))
    return [
        row("longest stall of the desktop's thread while nothing is new", quiet, "ms"),
        row("longest stall of the desktop's thread", busy, "ms", baseline=calibration() * 1000, bound="ratio <= 6"),
    ]


async def _longest_gaps(seconds: float) -> tuple[float, float]:
    from PySide6.QtWidgets import QApplication

    from desktop_admin.domain.people import Person
    from desktop_admin.gui.application import Desktop
    from tests.helpers.sample_company import open_company

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    people = [Person(0, f"Person {number:03}", f"p{number}@example.com") for number in range(1, PEOPLE + 1)]
    with tempfile.TemporaryDirectory() as folder:
        company = open_company(Path(folder) / "service", at_work=False)
        service = company.service
        service.add_people(company.head, people)
        desktop = Desktop(app, Path(folder), offers_demo=False, has_tray=lambda: False)
        desktop.window.show()
        await desktop.attach(lambda: service)
        gaps, quiet, busy = Gaps(), 0.0, 0.0
        for page in PAGES:
            desktop.window.show_page(page)
            await asyncio.sleep(1.0)
            gaps.start()
            await asyncio.sleep(seconds)
            quiet = max(quiet, gaps.stop())
            flood = Flood(company)
            gaps.start()
            flood.start()
            await asyncio.sleep(seconds)
            busy = max(busy, gaps.stop())
            flood.stop()
        await desktop.stop()
    return quiet, busy


class Flood:
    """A thread that publishes lines and changes of presence, as the service's does, in bursts."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="flood")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        from desktop_admin.service.events import LogLevel, LogLine, PresenceChanged

        service, integration_id, number = self._company.service, self._company.head, 1_000_000
        people = tuple(service.people(integration_id).values())
        begun, bursts = time.monotonic(), 0
        while not self._ended.is_set():
            for _ in range(LINES_A_SECOND // BURSTS_A_SECOND):
                number += 1
                text = f"A calendar changed at Person {number % PEOPLE:03}: its next appointment is read."
                service.bus.publish(LogLine(integration_id, number, service.clock.now(), LogLevel.INFO, text))
            first = bursts * (CHANGES_A_SECOND // BURSTS_A_SECOND) % PEOPLE
            changed = people[first : first + CHANGES_A_SECOND // BURSTS_A_SECOND]
            service.bus.publish(PresenceChanged(integration_id, changed))
            bursts += 1
            self._ended.wait(max(0.0, begun + bursts / BURSTS_A_SECOND - time.monotonic()))
