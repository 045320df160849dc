"""The Directory page: what is typed is checked at once, tried before it is saved, and what the cache holds is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest_asyncio
from PySide6.QtWidgets import QLabel

from desktop_admin.domain.directory import DirectoryBatch
from desktop_admin.errors import ConciergeError
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.pages.directory import DirectoryPage
from desktop_admin.service.events import DirectoryChanged
from desktop_admin.settings import DirectoryKind
from tests.gui.conftest import Stage, child
from tests.helpers import fake_data
from tests.helpers.fake_directory import full
from tests.helpers.fake_service import FakeService


@pytest_asyncio.fixture
async def page(window: MainWindow) -> DirectoryPage:
    window.show_page("directory")
    assert isinstance(window.page, DirectoryPage)
    return window.page


def choose(page: DirectoryPage, kind: DirectoryKind) -> None:
    page.ui.source.setCurrentIndex(page.ui.source.findData(kind))


def fill_ldap(page: DirectoryPage) -> None:
    choose(page, DirectoryKind.LDAP)
    page.ui.server.setText("dc2.example.com")
    page.ui.base_dn.setText("DC=example,DC=com")


def note(page: DirectoryPage, key: str) -> str:
    return child(page, QLabel, f"note_{key}").text()


async def test_only_the_fields_of_the_chosen_source_are_shown(page: DirectoryPage) -> None:
    choose(page, DirectoryKind.CSV)
    assert page.ui.ldap_card.isHidden() and page.ui.attributes_card.isHidden() and not page.ui.csv_card.isHidden()
    choose(page, DirectoryKind.LDAP)
    assert not page.ui.ldap_card.isHidden() and page.ui.csv_card.isHidden()
    choose(page, DirectoryKind.NONE)
    assert page.ui.ldap_card.isHidden() and page.ui.csv_card.isHidden() and page.ui.sample_card.isHidden()


async def test_what_is_wrong_is_told_as_it_is_typed(page: DirectoryPage) -> None:
    fill_ldap(page)
    assert page.may_save()
    page.ui.filter.setText("(mail=*")
    assert "closing parenthesis" in note(page, "filter")
    assert not page.may_save() and not page.ui.test.isEnabled()
    page.ui.filter.setText("(mail=*)")
    page.ui.base_dn.setText("example.com")
    assert note(page, "base_dn").startswith("▲")


async def test_unencrypted_needs_consent(page: DirectoryPage) -> None:
    fill_ldap(page)
    page.ui.security.setCurrentIndex(2)
    assert page.ui.ldap_form.isRowVisible(2)
    assert not page.may_save()
    page.ui.allow_plain.setChecked(True)
    assert page.may_save()


async def test_a_sample_is_read_with_what_stands_there_and_nothing_is_saved(
    page: DirectoryPage, fake: FakeService, stage: Stage
) -> None:
    fill_ldap(page)
    page.ui.password.setText("secret")
    page.ui.test.click()
    await stage.until(lambda: page._sample.rowCount() == 5, "the sample")
    name, (_, values, password) = next(call for call in fake.calls if call[0] == "test_directory")
    assert (name, values["server"], password) == ("test_directory", "dc2.example.com", "secret")
    assert not page.ui.sample_table.isHidden()
    assert page.has_changes()
    assert not [call for call in fake.calls if call[0] == "save_directory"]


async def test_a_sample_that_fails_says_why_and_can_be_tried_again(
    page: DirectoryPage, fake: FakeService, stage: Stage
) -> None:
    fill_ldap(page)
    fake.refuse["test_directory"] = ConciergeError("The directory refuses the password.", "Type it anew.")
    page.ui.test.click()
    await stage.until(lambda: "refuses" in page.ui.sample_note.text(), "the reason")
    assert page.ui.test.isEnabled()
    del fake.refuse["test_directory"]
    fake.found = DirectoryBatch()
    page.ui.test.click()
    await stage.until(lambda: "nobody is found" in page.ui.sample_note.text(), "the empty answer")


async def test_saving_stores_the_group_and_the_password(page: DirectoryPage, fake: FakeService) -> None:
    fill_ldap(page)
    page.ui.password.setText("secret")
    await page.save_now()
    _, (_, values, password) = next(call for call in fake.calls if call[0] == "save_directory")
    assert (values["source"], values["server"], password) == ("ldap", "dc2.example.com", "secret")
    assert page.ui.password.text() == ""
    assert not page.has_changes()


async def test_state_trouble_and_problems_are_shown(page: DirectoryPage, fake: FakeService, stage: Stage) -> None:
    view = full(fake.now)
    trouble = replace(view, state=replace(view.state, trouble="The directory does not answer. Check the network."))
    fake.directories[fake_data.HEAD_OFFICE] = trouble
    fake.bus.publish(DirectoryChanged(fake_data.HEAD_OFFICE, trouble))
    await stage.until(lambda: "does not answer" in page.ui.state_trouble.text(), "the trouble")
    assert "2,478 people and 34 rooms" in page.ui.state_text.text()
    assert "has no email address" in page.ui.problems.toPlainText()
    assert not page.ui.problems_card.isHidden()
    fake.directories[fake_data.HEAD_OFFICE] = replace(view, reading=1500)
    fake.bus.publish(DirectoryChanged(fake_data.HEAD_OFFICE, replace(view, reading=1500)))
    await stage.until(lambda: "1,500 entries" in page.ui.state_text.text(), "the progress")
    assert not page.ui.refresh.isEnabled()


async def test_without_a_directory_the_page_says_what_it_is_for(page: DirectoryPage) -> None:
    page.set_integration(fake_data.BRANCH)
    assert "senders of invitations can be checked" in page.ui.state_detail.text()
    assert page.ui.problems_card.isHidden()
    assert not page.ui.refresh.isEnabled()
