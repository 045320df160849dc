"""The board with 5,000 people: what a picture takes while it is scrolled, searched and regrouped."""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.calibration import calibration
from benchmarks.report import Row, row
from benchmarks.stalls import Gaps
from desktop_admin.service.views import PersonView

if TYPE_CHECKING:
    from desktop_admin.gui.pages.board import BoardPage

Spent = tuple[float, float]
"""Milliseconds that passed, and those that the desktop's thread itself worked."""

PEOPLE = 5000
FRAMES = 300
BRIEF_PEOPLE = 500
BRIEF_FRAMES = 40
SETTLE = 1.0
"""Seconds, after the first strips have come."""


def measure(brief: bool) -> list[Row]:
    """Scrolled from top to end in ``FRAMES`` pictures, each painted before the next; then searched and regrouped."""
    import qasync

    from desktop_admin.gui.application import make_application

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    loop = qasync.QEventLoop(make_application())
    with loop:
        people, frames = (BRIEF_PEOPLE, BRIEF_FRAMES) if brief else (PEOPLE, FRAMES)
        pictures, stall, steps = loop.run_until_complete(_measured(people, frames))
    work = [each[1] for each in pictures]
    plain = calibration() * 1000
    return [
        row(
            f"board of {people}: work of a picture while scrolling, median",
            statistics.median(work),
            "ms",
            baseline=plain,
            bound="ratio <= 2",
        ),
        row(
            f"board of {people}: the same, most work of one picture",
            max(work),
            "ms",
            baseline=plain,
            bound="ratio <= 4",
        ),
        row(f"board of {people}: longest stall while strips come", stall, "ms"),
        row(
            f"board of {people}: most work to search or regroup",
            max(each[1] for each in steps),
            "ms",
            baseline=plain,
            bound="ratio <= 12",
        ),
    ]


async def _measured(people: int, frames: int) -> tuple[list[Spent], float, list[Spent]]:
    from PySide6.QtWidgets import QApplication

    from desktop_admin.gui.application import Desktop
    from desktop_admin.gui.pages.board import BoardPage
    from tests.helpers.sample_company import add_people, open_company

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        company = open_company(Path(folder) / "service", at_work=False)
        add_people(company, people)
        service = company.service
        desktop = Desktop(app, Path(folder), offers_demo=False, has_tray=lambda: False, now=service.clock.now)
        desktop.window.show()
        await desktop.attach(lambda: service)
        desktop.window.show_page("board")
        page = desktop.window.page
        assert isinstance(page, BoardPage)
        while not _is_there(page):  # noqa: ASYNC110 - a page has no event to wait for
            await asyncio.sleep(0.05)
        await asyncio.sleep(SETTLE)
        gaps = Gaps()
        gaps.start()
        pictures = await _scrolled(page, frames)
        stall = gaps.stop()
        steps = _rearranged(page)
        await desktop.stop()
    return pictures, stall, steps


async def _scrolled(page: BoardPage, frames: int) -> list[Spent]:
    """What each picture took; between two the service brings strips, as it would."""
    bar, spent = page.table.verticalScrollBar(), []
    for frame in range(1, frames + 1):
        spent.append(_spent(partial(_show, page, bar.maximum() * frame // frames)))
        await asyncio.sleep(0.005)
    return spent


def _is_there(page: BoardPage) -> bool:
    """Whether everybody has come, and the strips that one sees first."""
    first = next((row for row in page.model.rows if isinstance(row, PersonView)), None)
    return first is not None and page.strips.has(first.person.id)


def _show(page: BoardPage, place: int) -> None:
    page.table.verticalScrollBar().setValue(place)
    page.table.viewport().repaint()


def _rearranged(page: BoardPage) -> list[Spent]:
    steps: list[Callable[[], object]] = [partial(page.ui.filter.setText, text) for text in ("a", "ad", "ada", "")]
    steps += [partial(page.ui.grouping.setCurrentIndex, place) for place in (1, 2, 0)]
    spent = []
    for step in steps:

        def shown(step: Callable[[], object] = step) -> None:
            step()
            page.table.viewport().repaint()

        spent.append(_spent(shown))
    return spent


def _spent(act: Callable[[], object]) -> Spent:
    begun, worked = time.perf_counter(), time.thread_time()
    act()
    return (time.perf_counter() - begun) * 1000, (time.thread_time() - worked) * 1000
