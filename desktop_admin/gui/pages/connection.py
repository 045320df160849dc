"""The Connection page: how an integration reaches Exchange, whether it does, and what Exchange needs for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QToolButton

from desktop_admin.gui import exchange_commands, texts
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.dialogs.listener import ListenerDialog
from desktop_admin.gui.dialogs.show import Choice, ask, show
from desktop_admin.gui.generated.connection import Ui_Connection
from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.messages import Tone
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.password import PasswordField
from desktop_admin.gui.settings_form import SettingsForm, set_up_cards
from desktop_admin.gui.theme import fixed_font
from desktop_admin.gui.widgets.check_steps import Checked
from desktop_admin.gui.widgets.subscription_story import DAYS_SHOWN, HOURS
from desktop_admin.service.events import CheckProgress, Event
from desktop_admin.service.views import IntegrationView
from desktop_admin.settings import ConnectionSettings, IntegrationSettings, SettingProblem, SettingsRefused
from desktop_admin.settings.connection import Authentication, ProxyUse, split_ews_url

STORY_EVERY = timedelta(seconds=3)


class ConnectionPage(Page):
    title = str(QT_TRANSLATE_NOOP("pages", "Connection"))
    scrolls = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ui = Ui_Connection()
        self.ui.setupUi(self.body)
        self._shown_id = ""
        self._story_read = desk.now()
        self._checked: Checked | None = None
        self.ui.drill_card.setVisible(desk.drills is not None)
        self._password = PasswordField(self.ui.password, self.ui.reveal, self.ui.note_password)
        self._proxy_password = PasswordField(
            self.ui.proxy_password,
            self.ui.reveal_proxy,
            self.ui.note_proxy_password,
            self.tr("Proxy password"),
            self.tr("Type the proxy's password; it goes into this computer's keyring and nowhere else."),
        )
        self._connection = SettingsForm(self.body, ConnectionSettings, self.work, whole_at="server")
        self._general = SettingsForm(self.body, IntegrationSettings, self.work, check=self._name_problems)
        self._lay_out()
        self._connect()

    # -- what the window calls -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        self.ui.check_steps.reset()
        self._checked = None
        self._check_ends()
        self.discard()
        self.work.refresh("story", self._read_story)

    def open_topic(self, topic: str) -> None:
        """An alarm leads to the check: it is begun and seen."""
        self.show_widget(self.ui.check_steps)
        self.ui.start_check.click()

    def view_changed(self, view: IntegrationView) -> None:
        self._show_status(view)
        if self._checked is not None:
            self._checked.see(view.condition)
        if self.ui.start_check.isEnabled():
            self._show_check_note(running=False)
        self._password.set_stored(view.has_password)
        self._proxy_password.set_stored(view.has_proxy_password)
        if view.id == self._shown_id and not self.has_changes():
            self._show_settings(view)

    def receive(self, events: tuple[Event, ...]) -> None:
        for event in events:
            if isinstance(event, CheckProgress):
                self.ui.check_steps.set_step(event.step)
                self.ui.start_check.setEnabled(event.finished)
                if event.finished and self.view is not None:
                    self._checked = Checked(self.desk.now(), self.view.condition)
                self._show_check_note(running=not event.finished)

    def has_changes(self) -> bool:
        if not self._shown_id:
            return False
        typed = self._password.typed is not None or self._proxy_password.typed is not None
        return typed or self._connection.has_changes() or self._general.has_changes()

    def may_save(self) -> bool:
        return not self._connection.problems and not self._general.problems

    async def save(self) -> bool:
        view = self.view
        if view is None:
            return False
        connection = view.settings.connection.model_dump() | self._connection.values()
        values = {**self._general.values(), "connection": connection}
        password, proxy_password = self._password.typed, self._proxy_password.typed
        connection_changed = self._connection.has_changes() or password is not None or proxy_password is not None
        if connection_changed:
            # Before saving: a quick check may have ended before the answer comes.
            self._check_begins()
        try:
            saved = await self.commands.integrations.save(view.id, values, password, proxy_password)
        except SettingsRefused as refused:
            self._check_ends()
            self._connection.show_problems(each for each in refused.problems if each.path.startswith("connection"))
            self._general.show_problems(each for each in refused.problems if not each.path.startswith("connection"))
            return False
        except BaseException:
            self._check_ends()
            raise
        self._password.clear()
        self._proxy_password.clear()
        self._password.set_stored(saved.has_password)
        self._proxy_password.set_stored(saved.has_proxy_password)
        self._show_settings(saved)
        return True

    def discard(self) -> None:
        self._password.clear()
        self._proxy_password.clear()
        view = self.view
        self._shown_id = view.id if view else ""
        if view is not None:
            self._show_settings(view)

    def focus_first_empty(self) -> None:
        needed = [self._connection.widget(key, QLineEdit) for key in ("server", "user_name")]
        empty = next((field for field in (*needed, self.ui.password) if not field.text()), None)
        if empty is not None:
            empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def activated(self) -> None:
        self.work.refresh("story", self._read_story)

    def tick(self) -> None:
        if self.desk.now() - self._story_read >= STORY_EVERY:
            self._story_read = self.desk.now()
            self.work.refresh("story", self._read_story)

    # -- what the user does ----------------------------------------------------------------------------------------

    async def _force(self) -> None:
        await self.commands.integrations.reconnect(self.integration_id)

    async def _set_active(self) -> None:
        try:
            await self.commands.integrations.set_active(self.integration_id, self.ui.active.isChecked())
        finally:
            if self.view is not None:
                self._show_status(self.view)

    async def _check(self) -> None:
        self._check_begins()
        try:
            await self.commands.integrations.start_check(self.integration_id)
        except BaseException:
            self._check_ends()
            raise

    async def _find_server(self) -> None:
        """Autodiscover, from the user name. A host of somebody else is asked about before it is given the password."""
        address = self._connection.values()["user_name"]
        trusted: list[str] = []
        while True:
            found = await self.commands.integrations.find_server(
                self.integration_id, address, self._password.typed, trusted
            )
            if not found.ask_host:
                break
            words = self.tr("Your mail domain says that the mailbox is at %1. It would be given name and password.")
            answer = await ask(
                self,
                self.tr("Trust %1?").replace("%1", found.ask_host),
                words.replace("%1", found.ask_host),
                (Choice("trust", self.tr("Trust it"), "primary"), Choice("stop", self.tr("Do not"))),
            )
            if answer != "trust":
                return
            trusted.append(found.ask_host)
        self._connection.fill(split_ews_url(found.url))
        self._edited()

    async def _edit_listener(self) -> None:
        stored = await self.commands.program.listener()
        dialog = ListenerDialog(self, self.work, stored)
        while await show(dialog) == QDialog.DialogCode.Accepted:
            values = dialog.values()
            try:
                await self.commands.program.save_listener(values)
            except SettingsRefused as refused:
                dialog = ListenerDialog(self, self.work, stored, values, refused.problems)
                continue
            self.desk.messages.tell(self.tr("The listener's settings are saved."), tone=Tone.INFO)
            return

    def _drill(self, outage: str) -> None:
        if self.desk.drills is not None:
            self.work.start("drill", self.desk.drills.begin(outage))

    async def _read_story(self) -> None:
        integration_id = self.integration_id
        if not integration_id:
            return
        parts = await self.commands.integrations.subscription_strip(integration_id, HOURS)
        days = await self.commands.integrations.notification_days(integration_id, DAYS_SHOWN)
        if integration_id == self.integration_id:
            self.ui.subscription_story.show_story(parts, days, self.desk.now())

    async def _remove(self) -> None:
        view = self.view
        if view is None:
            return
        people = len(await self.commands.people.list(view.id))
        text = self.tr(
            "“%1” will be gone for good: its settings and password, %Ln people with their presence and keywords, the "
            "meeting-room addresses that it issued, and its journal. Invitations to its conferencing mailbox are no "
            "longer answered. Nothing in Exchange is changed.",
            "",
            people,
        )
        answer = await ask(
            self,
            self.tr("Remove this integration?"),
            text.replace("%1", view.settings.name),
            (Choice("remove", self.tr("Remove it"), "danger"), Choice("keep", self.tr("Keep it"))),
        )
        if answer == "remove":
            self._shown_id = ""
            await self.commands.integrations.remove(view.id)

    def _server_typed(self) -> None:
        """A whole EWS address in the server's field fills server, port and path."""
        text = self._connection.values()["server"]
        if "://" in text:
            try:
                self._connection.fill(split_ews_url(text))
            except ValueError:
                return  # the problem stands beneath the field already

    def _copy(self, field: QLineEdit) -> None:
        QGuiApplication.clipboard().setText(field.text())
        self.desk.messages.tell(self.tr("The command is in the clipboard."), tone=Tone.INFO)

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_status(self, view: IntegrationView) -> None:
        server = view.settings.connection.server
        if view.server_version:
            facts = self.tr("%1 at %2").replace("%1", texts.server(view)).replace("%2", server)
        elif server:
            facts = self.tr("Not connected to %1 yet").replace("%1", server)
        else:
            facts = self.tr("Write the server and the service account, save, and activate it.")
        self.ui.status_text.setText(facts)
        more = "\n".join(filter(None, (view.condition.reason, view.listener)))
        self.ui.status_reason.setText(more)
        self.ui.status_reason.setVisible(bool(more))
        self.ui.force_now.setEnabled(view.settings.active)
        self.ui.active.blockSignals(True)
        self.ui.active.setChecked(view.settings.active)
        self.ui.active.blockSignals(False)

    def _show_settings(self, view: IntegrationView) -> None:
        self._connection.set_values(view.settings.connection.model_dump())
        self._general.set_values({"name": view.settings.name, "description": view.settings.description})
        self._edited()

    def _edited(self) -> None:
        values = self._connection.values()
        self.ui.on_premises.setText(exchange_commands.on_premises(values["user_name"]))
        self.ui.known_senders.setText(exchange_commands.known_senders(values["conferencing_mailbox"]))
        for field in (self.ui.on_premises, self.ui.known_senders):
            field.setCursorPosition(0)
        by_application = values["authentication"] == Authentication.OAUTH
        self.ui.oauth_fields.setVisible(by_application)
        self._connection.set_row_shown("user_name", not by_application)
        self.ui.label_password.setText(self.tr("Secret") if by_application else self.tr("Password"))
        by_url = values["proxy"] == ProxyUse.URL
        for key in ("proxy_url", "proxy_user"):
            self._connection.set_row_shown(key, by_url)
        self.ui.security_form.setRowVisible(self.ui.proxy_password_rows, by_url)
        self._connection.widget("allow_http", QCheckBox).setEnabled(values["use_http"] or values["allow_http"])
        try:
            settings = ConnectionSettings.model_validate(values)
            self.ui.address.setText(settings.ews_url if settings.server else "–")
        except ValidationError:
            self.ui.address.setText("–")
        self.update_changes()

    def _check_begins(self) -> None:
        self._checked = None
        self.ui.check_steps.reset()
        self.ui.start_check.setEnabled(False)
        self._show_check_note(running=True)

    def _check_ends(self) -> None:
        self.ui.start_check.setEnabled(True)
        self._show_check_note(running=False)

    def _show_check_note(self, *, running: bool) -> None:
        self.ui.copy_check.setEnabled(self._checked is not None and not running)
        if running:
            note = self.tr("Checking the stored settings step by step.")
        elif self._checked is not None and self.view is not None:
            note = self._checked.note(self.desk.now(), self.view.condition.status)
        else:
            note = self.tr("Tries the stored settings step by step and says what is wrong. Saving starts it too.")
        self.ui.check_note.setText(note)

    def _copy_check(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.ui.check_note.text()}\n{self.ui.check_steps.report}")
        self.desk.messages.tell(self.tr("The report is in the clipboard."))

    def _name_problems(self, values: Mapping[str, Any]) -> Iterable[SettingProblem]:
        name = str(values.get("name", "")).casefold()
        others = (view for view in self.desk.state.views if view.id != self.integration_id)
        if any(other.settings.name.casefold() == name for other in others):
            yield SettingProblem("name", self.tr("Another integration has this name. Choose another one."))

    # -- making ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        set_up_cards(self.body)
        self.ui.label_password.setBuddy(self.ui.password)
        self.ui.label_proxy_password.setBuddy(self.ui.proxy_password)
        set_icon(self.ui.force_now, "refresh")
        set_icon(self.ui.remove, "remove", "bad")
        self.ui.force_now.setToolTip(self.tr("Reconnect, subscribe anew, catch up and read every calendar again (F5)"))
        for field, text in (
            (self.ui.on_premises, ""),
            (self.ui.known_senders, ""),
            (self.ui.online_permission, exchange_commands.online_permission()),
            (self.ui.online_allow_list, exchange_commands.online_allow_list()),
        ):
            field.setFont(fixed_font())
            field.setText(text)
            field.setCursorPosition(0)

    def _connect(self) -> None:
        ui = self.ui
        self._connection.edited.connect(self._edited)
        self._general.edited.connect(self._edited)
        self._password.edited.connect(self.update_changes)
        self._proxy_password.edited.connect(self.update_changes)
        self._connection.widget("server", QLineEdit).editingFinished.connect(self._server_typed)
        ui.force_now.clicked.connect(self.work.slot("force", self._force))
        ui.active.clicked.connect(self.work.slot("active", self._set_active))
        ui.start_check.clicked.connect(self.work.slot("check", self._check))
        ui.copy_check.clicked.connect(self._copy_check)
        ui.find_server.clicked.connect(self.work.slot("find", self._find_server))
        ui.edit_listener.clicked.connect(self.work.slot("listener", self._edit_listener))
        ui.remove.clicked.connect(self.work.slot("remove", self._remove))
        ui.drill_card.outage_wanted.connect(self._drill)
        for button, field in (
            (ui.copy_on_premises, ui.on_premises),
            (ui.copy_online_permission, ui.online_permission),
            (ui.copy_online_allow_list, ui.online_allow_list),
            (ui.copy_known_senders, ui.known_senders),
        ):
            self._make_copy_button(button, field)

    def _make_copy_button(self, button: QToolButton, field: QLineEdit) -> None:
        set_icon(button, "copy", "muted")
        button.clicked.connect(lambda: self._copy(field))
