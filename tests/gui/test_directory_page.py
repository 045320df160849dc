"""The Directory page: what is typed is checked at once, tried before it is saved, and what the cache holds is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest_asyncio
from PySide6.QtWidgets import QLabel

from desktop_admin.domain.directory import DirectoryState
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.pages.directory import DirectoryPage
from desktop_admin.service.events import DirectoryChanged
from desktop_admin.service.keys import directory_password_key
from desktop_admin.settings import DirectoryKind
from tests.gui.conftest import Stage, child
from tests.helpers.fields import field
from tests.helpers.ports import free_port
from tests.helpers.sample_company import DIRECTORY, Company


@pytest_asyncio.fixture
async def page(real_window: MainWindow, stage: Stage) -> DirectoryPage:
    real_window.show_page("directory")
    page = real_window.page
    assert isinstance(page, DirectoryPage)
    await stage.until(page.ui.state_text.text, "its state")
    return page


def choose(page: DirectoryPage, kind: DirectoryKind) -> None:
    field(page, "source").setCurrentIndex(field(page, "source").findData(kind))


def fill_ldap(page: DirectoryPage, server: str = "dc2.example.com") -> None:
    choose(page, DirectoryKind.LDAP)
    field(page, "server").setText(server)
    field(page, "port").setValue(free_port())
    field(page, "base_dn").setText("DC=example,DC=com")


def note(page: DirectoryPage, key: str) -> str:
    return child(page, QLabel, f"note_{key}").text()


async def test_only_the_fields_of_the_chosen_source_are_shown(page: DirectoryPage) -> None:
    choose(page, DirectoryKind.CSV)
    assert page.ui.ldap_card.isHidden() and page.ui.attributes_card.isHidden() and not page.ui.csv_card.isHidden()
    choose(page, DirectoryKind.LDAP)
    assert not page.ui.ldap_card.isHidden() and page.ui.csv_card.isHidden()
    choose(page, DirectoryKind.NONE)
    assert page.ui.ldap_card.isHidden() and page.ui.csv_card.isHidden() and page.ui.sample_card.isHidden()


async def test_a_directory_that_was_not_read_yet_says_so(page: DirectoryPage, company: Company, stage: Stage) -> None:
    service = company.service
    view = service.do(service.concierge.commands.directory.view(company.head))
    unread = replace(view, state=DirectoryState(), reading=None)
    service.bus.publish(DirectoryChanged(company.head, unread))
    await stage.until(lambda: page.ui.state_text.text() == "Not read yet", "what the state is")
    assert "Last read" not in page.ui.state_detail.text()


async def test_what_is_wrong_is_told_as_it_is_typed(page: DirectoryPage) -> None:
    fill_ldap(page)
    assert page.may_save()
    field(page, "filter").setText("(mail=*")
    assert "closing parenthesis" in note(page, "filter")
    assert not page.may_save() and not page.ui.test.isEnabled()
    field(page, "filter").setText("(mail=*)")
    field(page, "base_dn").setText("example.com")
    assert note(page, "base_dn").startswith("▲")


async def test_unencrypted_needs_consent(page: DirectoryPage) -> None:
    fill_ldap(page)
    field(page, "security").setCurrentIndex(2)
    assert field(page, "allow_plain").isVisible()
    assert not page.may_save()
    field(page, "allow_plain").setChecked(True)
    assert page.may_save()


async def test_a_sample_is_read_with_what_stands_there_and_nothing_is_saved(
    page: DirectoryPage, company: Company, stage: Stage
) -> None:
    before = company.service.view(company.head).settings.directory
    file = company.service.write_directory(DIRECTORY[:2])
    field(page, "csv_file").setText(str(file))
    page.ui.test.click()
    await stage.until(lambda: page._sample.rowCount() == 3, "two people and a room")
    assert not page.ui.sample_table.isHidden()
    assert page.has_changes()
    assert company.service.view(company.head).settings.directory == before


async def test_a_sample_that_fails_says_why_and_can_be_tried_again(
    page: DirectoryPage, company: Company, stage: Stage
) -> None:
    fill_ldap(page, "127.0.0.1")  # where nobody listens
    page.ui.test.click()
    await stage.until(lambda: "127.0.0.1" in page.ui.sample_note.text(), "the reason")
    await stage.until(page.ui.test.isEnabled, "another try")
    choose(page, DirectoryKind.CSV)
    field(page, "csv_file").setText(str(company.service.write_directory(())))
    page.ui.test.click()
    await stage.until(lambda: "no entries match" in page.ui.sample_note.text(), "the empty answer")


async def test_saving_stores_the_group_and_the_password(page: DirectoryPage, company: Company) -> None:
    fill_ldap(page, "127.0.0.1")  # where nobody listens
    page.ui.password.setText("secret")
    await page.save_now()
    service = company.service
    stored = service.view(company.head).settings.directory
    assert (stored.source, stored.server) == (DirectoryKind.LDAP, "127.0.0.1")
    assert service.do(service.vault.get(directory_password_key(company.head))) == "secret"
    assert page.ui.password.text() == ""
    assert not page.has_changes()


async def test_state_trouble_and_problems_are_shown(page: DirectoryPage, company: Company, stage: Stage) -> None:
    service = company.service
    service.use_directory(company.head, DIRECTORY)
    await stage.until(lambda: "8 people and 1 room" in page.ui.state_text.text(), "what was read")
    assert "The address is missing" in page.ui.problems.toPlainText()
    assert not page.ui.problems_card.isHidden()
    (service.folder / "directory.csv").unlink()
    service.do(service.concierge.commands.directory.refresh(company.head))
    await stage.until(lambda: "cannot be read" in page.ui.state_trouble.text(), "the trouble")
    assert "8 people and 1 room" in page.ui.state_text.text()
    view = service.do(service.concierge.commands.directory.view(company.head))
    service.bus.publish(DirectoryChanged(company.head, replace(view, reading=1500)))
    await stage.until(lambda: "1,500 entries" in page.ui.state_text.text(), "the progress")
    assert not page.ui.refresh.isEnabled()


async def test_without_a_directory_the_page_says_what_it_is_for(
    page: DirectoryPage, company: Company, stage: Stage
) -> None:
    page.set_integration(company.branch)
    await stage.until(lambda: "check the senders of invitations" in page.ui.state_detail.text(), "the words")
    assert page.ui.problems_card.isHidden()
    assert not page.ui.refresh.isEnabled()
