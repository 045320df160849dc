"""The Connection page: what is typed is checked at once, saved whole, and tried step by step."""

from __future__ import annotations

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox, QWidget

from desktop_admin.domain.notification_day import NotificationDay
from desktop_admin.domain.ports import Proxy
from desktop_admin.domain.status import Trouble
from desktop_admin.gui.dialogs.listener import ListenerDialog
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.pages.connection import ConnectionPage
from desktop_admin.service.events import CheckProgress, ConditionChanged
from desktop_admin.service.keys import password_key, proxy_password_key
from desktop_admin.service.remedies import remedy_for
from tests.gui.conftest import Stage, child
from tests.helpers.fields import field
from tests.helpers.sample_company import Company


@pytest.fixture
def window(real_window: MainWindow) -> MainWindow:
    return real_window


@pytest_asyncio.fixture
async def page(window: MainWindow) -> ConnectionPage:
    window.show_page("connection")
    assert isinstance(window.page, ConnectionPage)
    return window.page


def note(page: ConnectionPage, key: str) -> str:
    return child(page, QLabel, f"note_{key}").text()


async def test_nothing_typed_is_nothing_to_save(page: ConnectionPage) -> None:
    assert not page.has_changes()
    assert page.may_save()


@pytest.mark.parametrize("wrong", ["svc", "svc@", "\\svc", "a@b@c"])
async def test_a_wrong_user_name_is_told_as_it_is_typed(page: ConnectionPage, wrong: str) -> None:
    field(page, "user_name").setText(wrong)
    assert note(page, "user_name").startswith("▲")
    assert field(page, "user_name").property("wrong") is True
    assert page.has_changes() and not page.may_save()
    field(page, "user_name").setText("svc@example.com")
    assert not note(page, "user_name").startswith("▲")
    assert page.may_save()


async def test_a_name_that_is_taken_is_told(page: ConnectionPage, company: Company) -> None:
    field(page, "name").setText(company.service.view(company.branch).settings.name)
    assert note(page, "name").startswith("▲")


async def test_a_whole_address_fills_server_port_and_path(page: ConnectionPage) -> None:
    field(page, "server").setText("https://mail.example.com:8443/other/Exchange.asmx")
    field(page, "server").editingFinished.emit()
    values = page._connection.values()
    assert values["server"] == "mail.example.com"
    assert int(values["port"]) == 8443
    assert values["ews_path"] == "/other/Exchange.asmx"


async def test_unencrypted_needs_consent(page: ConnectionPage) -> None:
    assert not field(page, "allow_http").isEnabled()
    field(page, "use_http").setChecked(True)
    assert field(page, "allow_http").isEnabled()
    assert not page.may_save()
    field(page, "allow_http").setChecked(True)
    assert page.may_save()


async def test_oauth_asks_for_the_application_instead_of_an_account(page: ConnectionPage) -> None:
    assert page.ui.oauth_fields.isHidden()
    field(page, "authentication").setCurrentIndex(field(page, "authentication").findText("OAuth 2 (an application)"))
    assert not page.ui.oauth_fields.isHidden()
    assert not field(page, "user_name").isVisible()
    assert page.ui.label_password.text() == "Secret"
    assert "needs this" in note(page, "tenant") and "needs this" in note(page, "client_id")
    assert not page.may_save()
    field(page, "tenant").setText("example.onmicrosoft.com")
    field(page, "client_id").setText("6f2c7c7e-5b0e-4a58-9f5c-3a8c2b1d0e4f")
    assert page.may_save()
    field(page, "authority").setText("http://login.example.com")
    assert "https://" in note(page, "authority")


async def test_saving_sends_everything_and_starts_the_check(
    page: ConnectionPage, company: Company, stage: Stage
) -> None:
    field(page, "user_name").setText("other@example.com")
    page.ui.password.setText("s3cret")
    await page.save_now()
    service = company.service
    assert service.view(company.head).settings.connection.user_name == "other@example.com"
    assert service.do(service.vault.get(password_key(company.head))) == "s3cret"
    assert page.ui.password.text() == ""
    assert not page.has_changes()
    checked = [event for event in company.service.events if isinstance(event, CheckProgress)]
    assert checked and checked[0].integration_id == company.head
    await stage.until(page.ui.start_check.isEnabled, "the end of the check")


async def test_a_refusal_of_the_service_stands_beneath_its_field(page: ConnectionPage, company: Company) -> None:
    field(page, "name").setText("Depot")
    company.service.do(company.service.concierge.commands.integrations.add({"name": "Depot"}))  # at this very moment
    await page.save_now()
    assert "Another integration has this name" in note(page, "name")
    assert page.has_changes()


async def test_discarding_brings_back_what_is_stored(page: ConnectionPage) -> None:
    before = field(page, "server").text()
    field(page, "server").setText("elsewhere.example.com")
    page.ui.password.setText("x")
    page.discard()
    assert field(page, "server").text() == before
    assert not page.has_changes()


async def test_a_password_is_revealed_only_while_it_is_typed(page: ConnectionPage) -> None:
    assert page.ui.password.text() == "" and not page.ui.reveal.isVisible()
    page.ui.password.setText("s3cret")
    assert page.ui.password.echoMode() is QLineEdit.EchoMode.Password
    page.ui.reveal.setChecked(True)
    assert page.ui.password.echoMode() is QLineEdit.EchoMode.Normal
    page.ui.password.clear()
    assert page.ui.password.echoMode() is QLineEdit.EchoMode.Password and not page.ui.reveal.isVisible()


async def test_active_and_force_now_reach_the_service(page: ConnectionPage, company: Company, stage: Stage) -> None:
    page.ui.force_now.click()
    await stage.until(lambda: company.service.called("integrations.reconnect"), "force now")
    page.ui.active.click()
    await stage.until(
        lambda: company.service.called("integrations.set_active") == [(company.head, False)], "switching off"
    )
    await stage.until(lambda: not page.ui.force_now.isEnabled(), "force now is for active integrations")


@pytest.mark.parametrize("well", [True, False])
async def test_the_check_shows_each_step(page: ConnectionPage, company: Company, stage: Stage, well: bool) -> None:
    service = company.service
    if not well:
        service.do(service.vault.delete(password_key(company.head)))
    page.ui.start_check.click()
    await stage.until(lambda: company.service.called("integrations.start_check"), "the check's begin")
    await stage.until(page.ui.start_check.isEnabled, "the end of the check")

    def said() -> str:
        return " ".join(label.text() for label in page.ui.check_steps.findChildren(QLabel))

    told = "Exchange takes the password." if well else remedy_for(Trouble.NO_PASSWORD)
    await stage.until(lambda: told in said(), "the sign-in's step")


async def test_removing_names_what_goes_and_asks(
    page: ConnectionPage, window: MainWindow, company: Company, stage: Stage
) -> None:
    page.ui.remove.click()
    dialog = await stage.dialog(window)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert company.service.view(company.head).settings.name in said
    await stage.answer(window, "keep")
    assert not company.service.called("integrations.remove")
    page.ui.remove.click()
    await stage.answer(window, "remove")
    await stage.until(lambda: window.integration_id == company.branch, "the integration that is left")
    assert company.head not in company.service.concierge.context.supervisors


async def test_the_command_for_exchange_has_the_account(page: ConnectionPage, stage: Stage) -> None:
    field(page, "user_name").setText("svc@example.com")
    assert "svc@example.com" in page.ui.on_premises.text()
    page.ui.copy_on_premises.click()
    assert stage.app.clipboard().text() == page.ui.on_premises.text()


async def test_the_command_against_forged_senders_has_the_mailbox(page: ConnectionPage, stage: Stage) -> None:
    field(page, "conferencing_mailbox").setText("o'hara@example.com")
    page.ui.copy_known_senders.click()
    command = stage.app.clipboard().text()
    assert command == "Set-Mailbox 'o''hara@example.com' -RequireSenderAuthenticationEnabled $true"


async def test_the_port_can_be_read(page: ConnectionPage) -> None:
    line = field(page, "port").lineEdit()
    assert line.text() == "443"
    assert line.width() > line.fontMetrics().horizontalAdvance("65535")


async def test_how_pushes_get_here_stands_beneath_the_status(
    page: ConnectionPage, company: Company, stage: Stage
) -> None:
    condition = company.service.view(company.head).condition
    told = "This program listens at http://0.0.0.0:21020, without a certificate of its own."
    company.service.bus.publish(ConditionChanged(company.head, condition, listener=told))
    await stage.until(lambda: told in page.ui.status_reason.text(), "the listener's words")
    assert not page.ui.status_reason.isHidden()


async def test_the_subscriptions_story_is_told(company: Company, stage: Stage) -> None:
    """Exchange fell silent for a while; what was told of the inbox is counted by the day."""
    service = company.service
    today = f"{service.clock.now():%Y-%m-%d}"

    async def note_day() -> None:
        async with service.concierge.context.around.database.begin() as work:
            await work.notifications.add(company.head, NotificationDay(today, 187, 2, 0, 1))

    service.do(note_day())
    service.advance(100)
    window = (await stage.opened(service)).window
    window.show_page("connection")
    page = window.page
    assert isinstance(page, ConnectionPage)
    story = page.ui.subscription_story
    await stage.until(lambda: "no heartbeat" in words(story.changes), "the story")
    assert "polling" in words(story.changes)
    assert {"Missed", "187", "2"} <= set(words(story.days).split())
    assert "no heartbeat" in story.strip.accessibleDescription()
    page.set_integration(company.branch)
    await stage.until(lambda: story.days.isHidden(), "a branch without notifications")  # noqa: PLW0108 - it is replaced


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


async def test_outages_are_tried_in_the_demo_alone(stage: Stage, company: Company) -> None:
    begun: list[str] = []

    class Noted:
        async def begin(self, outage: str) -> None:
            begun.append(outage)

    desktop = await stage.opened(company.service, drills=Noted())
    desktop.window.show_page("connection")
    shown = desktop.window.page
    assert isinstance(shown, ConnectionPage)
    card = shown.ui.drill_card
    assert not card.isHidden()
    for outage, button in card.buttons.items():
        button.click()
        await stage.until(lambda wanted=outage: begun and begun[-1] == wanted, outage)
        assert [name for name, each in card.buttons.items() if each.isChecked()] == [outage]
    child(card, QPushButton, "drill_end").click()
    await stage.until(lambda: begun[-1] == "", "all well again")
    assert not any(each.isChecked() for each in card.buttons.values())


async def test_elsewhere_there_are_no_drills(page: ConnectionPage) -> None:
    assert page.ui.drill_card.isHidden()


async def test_the_server_is_found_and_a_strange_host_is_asked_about(
    page: ConnectionPage, company: Company, stage: Stage
) -> None:
    field(page, "user_name").setText("svc@example.com")
    page.ui.find_server.click()
    await stage.answer(page.window(), "stop")
    assert field(page, "server").text() != "outlook.example.net"
    page.ui.find_server.click()
    await stage.answer(page.window(), "trust")
    await stage.until(lambda: field(page, "server").text() == "outlook.example.net", "the server")
    assert company.service.called("integrations.find_server")[-1][3] == ["outlook.example.net"]
    assert page.has_changes()


async def listener_dialog(page: ConnectionPage, stage: Stage) -> ListenerDialog:
    await stage.until(lambda: any(each.isVisible() for each in page.findChildren(ListenerDialog)), "the dialog")
    return next(each for each in page.findChildren(ListenerDialog) if each.isVisible())


async def test_the_listener_is_set_for_all_and_checked_as_one_types(
    page: ConnectionPage, company: Company, stage: Stage
) -> None:
    page.ui.edit_listener.click()
    dialog = await listener_dialog(page, stage)
    sources = child(dialog, QPlainTextEdit, "allowed_sources")
    sources.setPlainText("192.0.2.0/24\nthe proxy")
    assert "the proxy" in child(dialog, QLabel, "note_allowed_sources").text()
    assert not dialog.save.isEnabled()
    sources.setPlainText("192.0.2.0/24")
    everywhere = child(dialog, QCheckBox, "from_everywhere")
    everywhere.click()
    assert "Remove them" in child(dialog, QLabel, "note_from_everywhere").text()
    assert not dialog.save.isEnabled()
    everywhere.click()
    child(dialog, QSpinBox, "port").setValue(8443)
    child(dialog, QPushButton, "save_listener").click()
    await stage.until(lambda: company.service.called("program.save_listener"), "the saving")
    listening = company.service.do(company.service.concierge.commands.program.listener())
    assert listening.port == 8443
    assert listening.allowed_sources == ("192.0.2.0/24",)


async def test_what_the_service_refuses_of_the_listener_is_asked_again(
    page: ConnectionPage, company: Company, stage: Stage
) -> None:
    page.ui.edit_listener.click()
    first = await listener_dialog(page, stage)
    child(first, QLineEdit, "certificate_file").setText("missing.pem")
    first.accept()
    await stage.until(lambda: company.service.called("program.save_listener"), "the saving")
    again = await listener_dialog(page, stage)
    assert child(again, QLineEdit, "certificate_file").text() == "missing.pem"
    assert "missing.pem" in child(again, QLabel, "note_certificate_file").text()
    again.reject()
    await stage.until(lambda: not page.findChildren(ListenerDialog), "the end of the dialog")
    assert company.service.do(company.service.concierge.commands.program.listener()).certificate_file == ""


async def test_a_proxy_is_asked_for_where_one_is_chosen_and_its_password_goes_to_the_keyring(
    real_window: MainWindow, company: Company, stage: Stage
) -> None:
    real_window.show_page("connection")
    page = real_window.page
    assert isinstance(page, ConnectionPage)
    ui = page.ui
    assert not field(page, "proxy_url").isVisible() and not ui.proxy_password.isVisible()
    field(page, "proxy").setFocus()
    for _ in range(2):
        QTest.keyClick(field(page, "proxy"), Qt.Key.Key_Down)
    assert field(page, "proxy").currentText() == "The proxy below"
    assert (
        field(page, "proxy_url").isVisible() and field(page, "proxy_user").isVisible() and ui.proxy_password.isVisible()
    )
    assert "proxy.example.com" in note(page, "proxy_url") and not page.may_save()
    QTest.keyClicks(field(page, "proxy_url"), "http://svc:secret@proxy.example.net")
    assert "does not belong in the address" in note(page, "proxy_url") and not page.may_save()
    field(page, "proxy_url").clear()
    QTest.keyClicks(field(page, "proxy_url"), "proxy.example.net")
    QTest.keyClicks(field(page, "proxy_user"), "svc")
    QTest.keyClicks(ui.proxy_password, "pr0xy secret")
    assert page.may_save() and page.has_changes()
    await page.save_now()
    assert ui.proxy_password.text() == "" and "Stored" in ui.proxy_password.placeholderText()
    integration_id = page.integration_id
    stored = company.service.do(company.service.vault.get(proxy_password_key(integration_id)))
    supervisor = company.service.concierge.context.supervisor(integration_id)
    proxy = company.service.do(supervisor.proxy())
    assert stored == "pr0xy secret"
    assert proxy == Proxy("http://proxy.example.net:8080", "svc", "pr0xy secret")
    assert "pr0xy" not in repr(supervisor.settings) and "pr0xy" not in repr(proxy)
