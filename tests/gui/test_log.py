"""The Log page: a hundred thousand lines, filtered as typed, and nothing moves what one is reading."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from desktop_admin.errors import ConciergeError
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.models.log_lines import CAPACITY, CHUNK, LogFilter
from desktop_admin.gui.models.log_view import ShownLog
from desktop_admin.gui.pages import log as log_module
from desktop_admin.gui.pages.log import LogPage
from desktop_admin.service.events import LogLevel, LogLine
from tests.gui.conftest import Stage
from tests.helpers.real_service import working_day
from tests.helpers.sample_company import Company


def lines(count: int, first: int = 1) -> list[LogLine]:
    levels = list(LogLevel)
    return [
        LogLine("", number, working_day(), levels[number % len(levels)], f"Line {number}")
        for number in range(first, first + count)
    ]


def tell(company: Company, count: int, level: LogLevel) -> None:
    """The service has something to say."""

    async def told() -> None:
        for number in range(count):
            company.service.concierge.context.around.story.tell(company.head, "Head office", level, f"Told {number}.")

    company.service.do(told())


@pytest_asyncio.fixture
async def page(real_window: MainWindow, stage: Stage) -> LogPage:
    real_window.show_page("log")
    page = real_window.page
    assert isinstance(page, LogPage)
    await stage.until(lambda: page.model.total and not page.model.is_scanning, "the log")
    return page


async def test_diagnostics_are_saved_where_one_chooses(
    page: LogPage, company: Company, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def choose(*_: object) -> str:
        return str(tmp_path / "bundle.zip")

    monkeypatch.setattr(log_module, "choose_new_file", choose)
    page.ui.diagnostics.click()
    bundle = tmp_path / "bundle.zip"
    await stage.until(lambda: bundle.exists() and zipfile.is_zipfile(bundle), "the bundle")
    assert company.service.called("program.save_diagnostics") == [(bundle,)]


async def test_the_model_is_bounded_and_the_oldest_go(stage: Stage) -> None:
    model = ShownLog(lambda integration_id: "", capacity=100)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.append(lines(90))
    model.append(lines(30, first=91))
    assert model.total == model.rowCount() == 100
    assert (model.line(0).number, model.line(99).number) == (21, 120)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[LogLine]:
    """The lines that a filter was asked about."""
    asked: list[LogLine] = []
    lets_through = LogFilter.lets_through
    monkeypatch.setattr(LogFilter, "lets_through", lambda it, line: asked.append(line) or lets_through(it, line))
    return asked


async def test_new_lines_cost_one_look_each(stage: Stage, looked_at: list[LogLine]) -> None:
    model = ShownLog(lambda integration_id: "")
    model.append(lines(CAPACITY))
    looked_at.clear()
    model.append(lines(50, first=CAPACITY + 1))
    assert len(looked_at) == 50


async def test_a_new_filter_looks_through_in_parts(stage: Stage, looked_at: list[LogLine]) -> None:
    model = ShownLog(lambda integration_id: "")
    model.append(lines(CAPACITY))
    looked_at.clear()
    model.set_filter(LogFilter.of("line 99999", LogLevel))
    assert model.rowCount() == CAPACITY
    model._scan_on()
    assert len(looked_at) == CHUNK
    await stage.until(lambda: not model.is_scanning, "the end of the search")
    assert [line.number for line in model.matching()] == [99_999]


async def test_lines_that_come_while_it_searches_are_found(stage: Stage) -> None:
    model = ShownLog(lambda integration_id: "")
    model.append(lines(CHUNK * 2))
    model.set_filter(LogFilter.of("line 2000", LogLevel))
    model.append(lines(10, first=20_001))
    await stage.until(lambda: not model.is_scanning, "the end of the search")
    assert [line.number for line in model.matching()] == [2000, 12_000, *range(20_000, 20_010)]


async def test_text_and_levels_filter(page: LogPage, company: Company, stage: Stage) -> None:
    tell(company, 30, LogLevel.INFO)
    await stage.until(lambda: page.model.total > 30, "the lines")
    page.ui.filter.setText("refuses password")
    for button in (page.ui.show_info, page.ui.show_warning):
        button.setChecked(False)
    await stage.until(lambda: not page.model.is_scanning, "the end of the search")
    shown = page.model.matching()
    assert shown and all(line.level is LogLevel.ERROR and "refuses" in line.text for line in shown)
    assert str(len(shown)) in page.ui.matches.text()
    words = page.ui.lines.viewport().findChild(QLabel, "no_matches")
    assert not words.isVisible()
    page.ui.filter.setText("no such line anywhere")
    await stage.until(words.isVisible, "that nothing matches")
    page.ui.filter.clear()
    await stage.until(lambda: not words.isVisible(), "the lines again")


async def test_new_lines_do_not_move_what_one_reads(page: LogPage, company: Company, stage: Stage) -> None:
    tell(company, 200, LogLevel.INFO)
    await stage.until(lambda: page.model.total > 200, "more lines than one sees")
    bar = page.ui.lines.verticalScrollBar()
    page.ui.follow.setChecked(False)
    bar.setValue(20)
    total = page.model.total
    tell(company, 1, LogLevel.INFO)
    await stage.until(lambda: page.model.total == total + 1, "the new line")
    assert bar.value() == 20
    page.ui.follow.click()
    assert bar.value() == bar.maximum()


async def test_paused_lines_wait_and_come_afterwards(page: LogPage, company: Company, stage: Stage) -> None:
    total = page.model.total
    page.ui.pause.setChecked(True)
    tell(company, 3, LogLevel.INFO)
    await stage.until(lambda: "3" in page.ui.held_back.text(), "the count of what waits")
    assert page.model.total == total
    page.ui.pause.setChecked(False)
    assert page.model.total == total + 3
    assert page.ui.held_back.text() == ""


async def test_what_is_shown_is_copied(page: LogPage, company: Company, stage: Stage) -> None:
    tell(company, 10, LogLevel.WARNING)
    await stage.until(lambda: page.model.total > 10, "the lines")
    page.ui.lines.selectRow(3)
    page.copy()
    assert page.model.line(3).text in stage.app.clipboard().text()
    page.ui.lines.clearSelection()
    page.copy()
    assert len(stage.app.clipboard().text().splitlines()) == page.model.rowCount()


async def test_what_is_shown_is_saved(page: LogPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "log.txt"

    async def choose(*_: object) -> str:
        return str(target)

    monkeypatch.setattr(log_module, "choose_new_file", choose)
    await page._save_file()
    assert len(target.read_text(encoding="utf-8").splitlines()) == page.model.rowCount()
    target = tmp_path / "missing" / "log.txt"
    with pytest.raises(ConciergeError, match="could not be saved"):
        await page._save_file()
