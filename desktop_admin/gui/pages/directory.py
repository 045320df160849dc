"""The Directory page: where people and enterprise rooms come from, a test before saving, and what the cache holds."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QLineEdit, QSpinBox

from desktop_admin.domain.directory import DirectoryEntry, DirectoryState, Security
from desktop_admin.errors import ConciergeError
from desktop_admin.gui import texts
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.generated.directory import Ui_Directory
from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.models.directory_rows import sample_columns
from desktop_admin.gui.models.table import TableModel
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.password import PasswordField
from desktop_admin.gui.settings_form import SettingsForm, set_up_cards
from desktop_admin.gui.theme import fixed_font, grid, set_role
from desktop_admin.gui.widgets.tables import set_up_table
from desktop_admin.service.directory_view import DirectorySample, DirectoryView
from desktop_admin.service.events import DirectoryChanged, Event
from desktop_admin.service.views import IntegrationView
from desktop_admin.settings import DirectoryKind, DirectorySettings, SettingsRefused

WIDEST = 110
_SAMPLE_ROWS = 8
_PROBLEM_ROWS = 6


class DirectoryPage(Page):
    title = str(QT_TRANSLATE_NOOP("pages", "Directory"))
    scrolls = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ui = Ui_Directory()
        self.ui.setupUi(self.body)
        self._shown_id = ""
        self._password = PasswordField(self.ui.password, self.ui.reveal, self.ui.note_password)
        self._binder = SettingsForm(self.body, DirectorySettings, self.work, whole_at="source")
        self._sample = TableModel(sample_columns(), lambda entry: entry.key, self)
        self._lay_out()
        self._connect()

    # -- what the window calls -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        self._forget_sample()
        self.discard()
        self._show_state(DirectoryView(DirectoryState()))
        self.work.refresh("read", self._read)

    def view_changed(self, view: IntegrationView) -> None:
        if view.id == self._shown_id and not self.has_changes():
            self._show_settings(view)

    def receive(self, events: tuple[Event, ...]) -> None:
        newest = next((event.view for event in reversed(events) if isinstance(event, DirectoryChanged)), None)
        if newest is not None:
            self._show_state(newest)

    def activated(self) -> None:
        self.work.refresh("read", self._read)

    def has_changes(self) -> bool:
        return bool(self._shown_id) and (self._binder.has_changes() or self._password.typed is not None)

    def may_save(self) -> bool:
        return not self._binder.problems

    async def save(self) -> bool:
        try:
            state = await self.commands.directory.save(self.integration_id, self._values(), self._password.typed)
        except SettingsRefused as refused:
            self._binder.show_problems(refused.problems)
            return False
        self._password.clear()
        self._binder.set_values(self._binder.values())
        self._show_state(state)
        return True

    def discard(self) -> None:
        self._password.clear()
        view = self.view
        self._shown_id = view.id if view else ""
        if view is not None:
            self._show_settings(view)

    # -- what the user does ----------------------------------------------------------------------------------------

    async def _read(self) -> None:
        if self.integration_id:
            self._show_state(await self.commands.directory.view(self.integration_id))

    async def _refresh(self) -> None:
        self.ui.refresh.setEnabled(False)
        self._show_state(await self.commands.directory.refresh(self.integration_id))

    async def _test(self) -> None:
        self.ui.test.setEnabled(False)
        self._say(self.tr("Reading a sample…"))
        try:
            sample = await self.commands.directory.sample(self.integration_id, self._values(), self._password.typed)
        except SettingsRefused as refused:
            self._binder.show_problems(refused.problems)
            self._say(self.tr("Fix the highlighted fields first."), "problem")
        except ConciergeError as fault:
            self._say(f"▲ {fault}", "problem")
        else:
            self._show_sample(sample)
        finally:
            self._edited()

    # -- showing ---------------------------------------------------------------------------------------------------

    def _values(self) -> dict[str, Any]:
        stored = self.view.settings.directory.model_dump() if self.view is not None else {}
        return stored | self._binder.values()

    def _show_settings(self, view: IntegrationView) -> None:
        self._binder.set_values(view.settings.directory.model_dump())
        self._edited()

    def _edited(self) -> None:
        values = self._binder.values()
        source = values["source"]
        self.ui.csv_card.setVisible(source == DirectoryKind.CSV)
        self.ui.ldap_card.setVisible(source == DirectoryKind.LDAP)
        self.ui.attributes_card.setVisible(source == DirectoryKind.LDAP)
        self.ui.sample_card.setVisible(source != DirectoryKind.NONE)
        self._binder.set_row_shown("refresh_minutes", source != DirectoryKind.NONE)
        self._binder.set_row_shown("allow_plain", values["security"] == Security.PLAIN or values["allow_plain"])
        self.ui.test.setEnabled(not self._binder.problems)
        self.update_changes()

    def _show_state(self, view: DirectoryView) -> None:
        state = view.state
        self._password.set_stored(view.has_password)
        chosen = self.view is not None and self.view.settings.directory.source is not DirectoryKind.NONE
        if view.reading is not None:
            text = self.tr("Reading: %Ln entries so far", "", view.reading)
        elif state.refreshed is not None:
            people, rooms = self.tr("%Ln people", "", state.people), self.tr("%Ln rooms", "", state.rooms)
            text = self.tr("%1 and %2").replace("%1", people).replace("%2", rooms)
        elif chosen:
            text = self.tr("Not read yet")
        else:
            text = self.tr("No directory selected")
        self.ui.state_text.setText(text)
        self.ui.state_detail.setText(self._details(view, chosen=chosen))
        self.ui.state_trouble.setText(f"▲ {state.trouble}" if state.trouble else "")
        self.ui.state_trouble.setVisible(bool(state.trouble))
        self.ui.refresh.setEnabled(chosen and view.reading is None)
        self._show_problems(view)

    def _details(self, view: DirectoryView, *, chosen: bool) -> str:
        if not chosen and view.state.refreshed is None:
            return self.tr(
                "With a directory, Exchange Concierge can check the senders of invitations, import people, and use "
                "everybody's own meeting room. Select a source, test it, then save."
            )
        now = self.desk.now()
        said = []
        if view.state.refreshed is not None:
            said.append(self.tr("Last read %1.").replace("%1", texts.moment(view.state.refreshed, now)))
        if view.next_refresh is not None and view.reading is None:
            said.append(self.tr("Next reading %1.").replace("%1", texts.moment(max(view.next_refresh, now), now)))
        elif view.next_refresh is None:
            said.append(self.tr("Read again when the integration is active, or with Refresh now."))
        if view.state.left_out:
            said.append(self.tr("%Ln disabled accounts were skipped.", "", view.state.left_out))
        return " ".join(said)

    def _show_problems(self, view: DirectoryView) -> None:
        state = view.state
        self.ui.problems_card.setVisible(bool(state.problems))
        count = texts.number(state.problem_count)
        self.ui.problems_note.setText(
            self.tr("%Ln entries could not be imported. The first %1 of them:", "", state.problem_count).replace(
                "%1", texts.number(len(state.problems))
            )
            if state.problem_count > len(state.problems)
            else self.tr("Entries that could not be imported: %1").replace("%1", count)
        )
        lines = "\n".join(str(problem) for problem in state.problems)
        if self.ui.problems.toPlainText() != lines:
            self.ui.problems.setPlainText(lines)

    def _show_sample(self, sample: DirectorySample) -> None:
        entries: tuple[DirectoryEntry, ...] = sample.found.entries
        self._sample.set_rows(entries)
        self.ui.sample_table.setVisible(bool(entries))
        problems = "\n".join(str(problem) for problem in sample.found.problems[:_SAMPLE_ROWS])
        self.ui.sample_problems.setText(problems)
        self.ui.sample_problems.setVisible(bool(problems))
        if entries:
            words = self.tr("The first entries, as they would be imported. The directory responded in %1 s.")
            self._say(words.replace("%1", f"{sample.seconds:.1f}"))
        else:
            words = self.tr("▲ The directory responds, but no entries match. Check the base DN and the filter.")
            self._say(words, "problem")

    def _forget_sample(self) -> None:
        self._sample.set_rows(())
        self.ui.sample_table.hide()
        self.ui.sample_problems.hide()
        self._say(self.tr("Reads a few entries with these settings, even before you save. Nothing is stored."))

    def _say(self, words: str, role: str = "help") -> None:
        set_role(self.ui.sample_note, role)
        self.ui.sample_note.setText(words)

    # -- making ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        set_up_cards(self.body)
        line = self.fontMetrics().lineSpacing()
        self.ui.problems.setFixedHeight(line * _PROBLEM_ROWS + grid(2.5))
        self.ui.label_password.setBuddy(self.ui.password)
        self._binder.widget("filter", QLineEdit).setFont(fixed_font())
        self.ui.sample_table.setModel(self._sample)
        set_up_table(self.ui.sample_table, self.desk.store, "directory_sample")
        self.ui.sample_table.setFixedHeight((line + grid(1.5)) * (_SAMPLE_ROWS + 1) + grid(1))
        self._binder.widget("port", QSpinBox).setSpecialValueText(self.tr("default"))
        set_icon(self.ui.refresh, "refresh")
        set_icon(self.ui.test, "play")

    def _connect(self) -> None:
        self._binder.edited.connect(self._edited)
        self._password.edited.connect(self.update_changes)
        self.ui.refresh.clicked.connect(self.work.slot("refresh", self._refresh))
        self.ui.test.clicked.connect(self.work.slot("test", self._test))
