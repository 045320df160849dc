"""The Scheduling page: every field, checked while it is typed, saved together; each integration has its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.pages import scheduling
from desktop_admin.gui.pages.scheduling import SchedulingPage
from desktop_admin.settings import AddinSettings, SchedulingSettings
from desktop_admin.settings.addin import icon_bytes
from tests.gui.conftest import Stage, child
from tests.helpers.fields import field
from tests.helpers.sample_company import Company


@pytest_asyncio.fixture
async def page(real_window: MainWindow, stage: Stage) -> SchedulingPage:
    real_window.show_page("scheduling")
    page = real_window.page
    assert isinstance(page, SchedulingPage)
    await stage.until(page.ui.forecast.text, "how far the numbers reach")
    return page


def picture(folder: Path, side: int) -> Path:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor("#1d5fbf"))
    file = folder / f"icon{side}.png"
    assert image.save(str(file))
    return file


def note(page: SchedulingPage, key: str) -> str:
    return child(page, QLabel, f"note_{key}").text()


async def test_every_option_has_a_field(page: SchedulingPage) -> None:
    assert set(page._scheduling.keys) == set(SchedulingSettings.model_fields) - {"templates"}
    assert set(page._addin.keys) == set(AddinSettings.model_fields) - {"icon"}
    assert not page.has_changes() and page.may_save()


async def test_the_example_follows_what_is_typed(page: SchedulingPage) -> None:
    field(page, "alias_prefix").setText("room")
    field(page, "alias_suffix_length").setValue(8)
    field(page, "alias_domain").setText("video.example.org")
    assert page.ui.example.text() == "room48151623@video.example.org, which cannot be dialled"
    assert "counted once this is saved" in page.ui.forecast.text()
    page._discard()
    assert page.ui.example.text().startswith("70481516@")
    assert page.ui.example.text().endswith(", from a telephone 70481516")


@pytest.mark.parametrize(
    ("key", "wrong", "words"),
    [
        ("alias_prefix", "", "1 to 8"),
        ("alias_prefix", "vmr 1", "1 to 8"),
        ("alias_prefix", "toolong99", "at most 8"),
        ("alias_domain", "no domain", "no domain"),
        ("provider_name", "", "needed"),
        ("display_name", "x" * 126, "at most 125"),
    ],
)
async def test_what_is_wrong_is_said_beneath_the_field(page: SchedulingPage, key: str, wrong: str, words: str) -> None:
    field(page, key).setText(wrong)
    assert words in note(page, key)
    assert page.has_changes() and not page.may_save()


async def test_a_description_has_250_letters_at_most(page: SchedulingPage) -> None:
    field(page, "description").setPlainText("x" * 251)
    assert "at most 250" in note(page, "description") and not page.may_save()
    field(page, "description").setPlainText("x" * 250)
    assert page.may_save()


async def test_passcode_lengths_are_looked_at_together(page: SchedulingPage) -> None:
    field(page, "passcode_min_length").setValue(12)
    field(page, "passcode_max_length").setValue(8)
    assert "12" in note(page, "passcode_max_length") and not page.may_save()


async def test_numbers_keep_to_their_ranges(page: SchedulingPage) -> None:
    ranges = {key: (field(page, key).minimum(), field(page, key).maximum()) for key in ("join_before", "join_after")}
    assert set(ranges.values()) == {(0, 180)}
    assert (field(page, "alias_suffix_length").minimum(), field(page, "alias_suffix_length").maximum()) == (5, 15)
    field(page, "check_duration").setChecked(False)
    assert not field(page, "max_duration_minutes").isEnabled()


async def test_all_is_saved_at_once_and_texts_stay(page: SchedulingPage, company: Company) -> None:
    before = company.service.view(company.head).settings.scheduling.templates
    field(page, "theme").setText("Blue")
    field(page, "join_before").setValue(15)
    field(page, "rehearsal").setChecked(True)
    field(page, "button_label").setText("Room, please")
    await page.save_now()
    (call,) = company.service.called("integrations.save")
    assert set(call[1]) == {"scheduling", "addin"}
    settings = company.service.view(company.head).settings
    assert (settings.scheduling.theme, settings.scheduling.join_before, settings.scheduling.rehearsal) == (
        "Blue",
        15,
        True,
    )
    assert settings.addin.button_label == "Room, please"
    assert settings.scheduling.templates == before
    assert not page.has_changes()


async def test_each_integration_has_its_own(
    page: SchedulingPage, real_window: MainWindow, company: Company, stage: Stage
) -> None:
    field(page, "theme").setText("Blue")
    await page.save_now()
    await real_window.change_integration(company.branch)
    await stage.until(lambda: field(page, "theme").text() == "", "the branch's theme")
    await real_window.change_integration(company.head)
    await stage.until(lambda: field(page, "theme").text() == "Blue", "the head office's theme")


async def test_a_refusal_stands_beneath_its_field(page: SchedulingPage, company: Company) -> None:
    field(page, "alias_domain").setText("no domain")
    page._scheduling.show_problems(())  # as if the page saw nothing in it
    await page.save_now()
    assert "no domain" in note(page, "alias_domain")
    assert company.service.view(company.head).settings.scheduling.alias_domain == "meet.example.com"
    assert page.has_changes()


async def test_an_icon_is_chosen_checked_and_given_back(
    page: SchedulingPage, company: Company, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [picture(tmp_path, 64)]

    async def choose(*_: object) -> str:
        return str(chosen[0])

    monkeypatch.setattr(scheduling, "choose_file", choose)
    page.ui.choose_icon.click()
    await stage.until(lambda: "64 × 64" in page.ui.note_icon.text(), "why the picture is refused")
    assert not page.has_changes()
    chosen[0] = tmp_path / "gone.png"
    page.ui.choose_icon.click()
    await stage.until(lambda: "cannot be read" in page.ui.note_icon.text(), "why nothing was read")
    chosen[0] = picture(tmp_path, 80)
    page.ui.choose_icon.click()
    await stage.until(page.has_changes, "the picture is taken")
    await page.save_now()
    stored = company.service.view(company.head).settings.addin.icon
    assert icon_bytes(stored) == chosen[0].read_bytes()
    assert not page.has_changes() and page.ui.use_own_icon.isEnabled()
    page.ui.use_own_icon.click()
    await page.save_now()
    assert company.service.view(company.head).settings.addin.icon == ""


async def test_the_texts_are_a_click_away(page: SchedulingPage, real_window: MainWindow, stage: Stage) -> None:
    page.ui.word_texts.click()
    await stage.until(lambda: real_window.page.objectName() == "page_templates", "the Templates page")


async def test_it_says_that_senders_are_not_checked_before_the_directory_was_read(
    real_window: MainWindow, company: Company, stage: Stage
) -> None:
    """On the real service: one integration has read its directory, the other one has none."""
    values = {"scheduling": {"check_sender": True}}
    company.service.do(company.service.concierge.commands.integrations.save(company.head, values))
    real_window.show_page("scheduling")
    page = real_window.page
    assert isinstance(page, SchedulingPage)
    state = page.ui.sender_state
    await stage.until(page.ui.forecast.text, "how far the numbers reach")
    assert field(page, "check_sender").isChecked() and not state.isVisible()
    real_window.show_integration(company.branch)
    await stage.until(state.isVisible, "the note")
    assert state.text() == "Not enforced until the directory has been read."
    QTest.keyClick(field(page, "check_sender"), Qt.Key.Key_Space)
    assert not state.isVisible()
