"""The Scheduling page: how rooms are given out, what is accepted, and what Outlook shows of the add-in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QSpinBox

from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.template import digits, sample_values
from desktop_admin.gui import formats, room_words
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.dialogs.show import choose_file
from desktop_admin.gui.generated.scheduling import Ui_Scheduling
from desktop_admin.gui.icons import pixmap
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.settings_form import SettingsForm, set_up_cards
from desktop_admin.gui.theme import colours, fixed_font, set_role, theme
from desktop_admin.service.directory_view import DirectoryView
from desktop_admin.service.events import DirectoryChanged, Event
from desktop_admin.service.views import IntegrationView
from desktop_admin.settings import AddinSettings, SchedulingSettings, SettingProblem, SettingsRefused
from desktop_admin.settings.addin import ICON_SIDE, MOST_ICON_BYTES, icon_bytes, icon_problem, icon_text


class SchedulingPage(Page):
    title = str(QT_TRANSLATE_NOOP("pages", "Scheduling"))
    scrolls = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ui = Ui_Scheduling()
        self.ui.setupUi(self.body)
        self._shown_id = ""
        self._icon = ""
        self._stored_icon = ""
        self._directory_read = True
        self._scheduling = SettingsForm(self.body, SchedulingSettings, self.work)
        self._addin = SettingsForm(self.body, AddinSettings, self.work)
        self._lay_out()
        self._connect()

    # -- what the window calls -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        self.ui.forecast.clear()
        self._directory_read = True
        self.discard()

    def view_changed(self, view: IntegrationView) -> None:
        if view.id == self._shown_id and not self.has_changes():
            self._show_settings(view)

    def activated(self) -> None:
        self.work.refresh("forecast", self._read_forecast)
        self.work.refresh("directory", self._read_directory)

    def receive(self, events: tuple[Event, ...]) -> None:
        newest = next((event.view for event in reversed(events) if isinstance(event, DirectoryChanged)), None)
        if newest is not None:
            self._show_directory(newest)

    def has_changes(self) -> bool:
        if not self._shown_id:
            return False
        return self._scheduling.has_changes() or self._addin.has_changes() or self._icon != self._stored_icon

    def may_save(self) -> bool:
        return not self._scheduling.problems and not self._addin.problems

    async def save(self) -> bool:
        view = self.view
        if view is None:
            return False
        addin = {**self._addin.values(), "icon": self._icon}
        values = {"scheduling": self._scheduling.values(), "addin": addin}
        try:
            saved = await self.commands.integrations.save(view.id, values)
        except SettingsRefused as refused:
            self._scheduling.show_problems(_within(refused, "scheduling"))
            self._addin.show_problems(_within(refused, "addin"))
            return False
        self._show_settings(saved)
        return True

    def discard(self) -> None:
        view = self.view
        self._shown_id = view.id if view else ""
        if view is not None:
            self._show_settings(view)

    # -- what the user does ----------------------------------------------------------------------------------------

    async def _choose_icon(self) -> None:
        chosen = await choose_file(self, self.tr("Icon of the add-in"), self.tr("PNG pictures (*.png)"))
        if not chosen:
            return
        try:
            picture = _read(Path(chosen))
        except OSError as fault:
            self._say_icon(self.tr("The file cannot be read: %1.").replace("%1", fault.strerror or ""))
            return
        if problem := icon_problem(picture):
            self._say_icon(problem)
            return
        self._icon = icon_text(picture)
        self._show_icon()
        self.update_changes()

    def _use_own_icon(self) -> None:
        self._icon = ""
        self._show_icon()
        self.update_changes()

    async def _read_forecast(self) -> None:
        integration_id = self.integration_id
        if not integration_id:
            return
        told = await self.commands.aliases.forecast(integration_id)
        if integration_id == self.integration_id and not self._numbers_change():
            self.ui.forecast.setText(f"{room_words.forecast_sentence(told)}. {room_words.forecast_words(told)}")

    async def _read_directory(self) -> None:
        integration_id = self.integration_id
        if integration_id:
            told = await self.commands.directory.view(integration_id)
            if integration_id == self.integration_id:
                self._show_directory(told)

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_settings(self, view: IntegrationView) -> None:
        self._scheduling.set_values(view.settings.scheduling.model_dump())
        self._addin.set_values(view.settings.addin.model_dump())
        self._icon = self._stored_icon = view.settings.addin.icon
        self._show_icon()
        self._edited()
        if self.isVisible():
            self.work.refresh("forecast", self._read_forecast)
            self.work.refresh("directory", self._read_directory)

    def _show_directory(self, directory: DirectoryView) -> None:
        self._directory_read = directory.state.is_loaded
        self._show_sender_state(self._scheduling.values())

    def _show_sender_state(self, values: dict[str, Any]) -> None:
        passes = values["check_sender"] and not self._directory_read
        self.ui.sender_state.setText(self.tr("Not enforced until the directory has been read.") if passes else "")
        self.ui.sender_state.setVisible(bool(passes))

    def _edited(self) -> None:
        values = self._scheduling.values()
        self._show_sender_state(values)
        self._scheduling.widget("max_duration_minutes", QSpinBox).setEnabled(values["check_duration"])
        self.ui.example.setText(self._example(values))
        if self._numbers_change():
            length = values["alias_suffix_length"]
            words = self.tr("%1 numbers in all. How many of them are held is counted once this is saved.")
            self.ui.forecast.setText(words.replace("%1", formats.decimal(float(10**length), 0)))
        self.update_changes()

    def _example(self, values: dict[str, Any]) -> str:
        policy = SchedulingPolicy(
            alias_prefix=values["alias_prefix"],
            alias_suffix_length=values["alias_suffix_length"],
            alias_domain=values["alias_domain"],
        )
        sample = sample_values(policy)
        dialled = bool(digits(sample["numeric_alias"]))
        words = self.tr("%1, from a telephone %2") if dialled else self.tr("%1, which cannot be dialled")
        return words.replace("%1", sample["alias"]).replace("%2", sample["numeric_alias"])

    def _numbers_change(self) -> bool:
        view, values = self.view, self._scheduling.values()
        if view is None:
            return False
        stored = view.settings.scheduling
        typed = (values["alias_prefix"], values["alias_suffix_length"])
        return typed != (stored.alias_prefix, stored.alias_suffix_length)

    def _show_icon(self) -> None:
        picture = QPixmap()
        if self._icon:
            picture.loadFromData(icon_bytes(self._icon), "PNG")
        else:
            picture = pixmap("rooms", colours().accent, ICON_SIDE, self.devicePixelRatioF())
        self.ui.icon_picture.setPixmap(picture)
        self.ui.use_own_icon.setEnabled(bool(self._icon))
        self._say_icon("")

    def _say_icon(self, problem: str) -> None:
        set_role(self.ui.note_icon, "problem" if problem else "small")
        self.ui.note_icon.setText(
            f"▲ {problem}" if problem else self.tr("A PNG picture of 80 × 80 pixels, at most 128 KB.")
        )

    # -- making ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        set_up_cards(self.body)
        self.ui.icon_picture.setFixedSize(ICON_SIDE, ICON_SIDE)
        self.ui.choose_icon.setAccessibleDescription(self.tr("The icon of the add-in in Outlook"))
        self.ui.example.setFont(fixed_font())
        self._scheduling.widget("alias_suffix_length", QSpinBox).setToolTip(self.tr("5 to 15"))

    def _connect(self) -> None:
        self._scheduling.edited.connect(self._edited)
        self._addin.edited.connect(self.update_changes)
        self.track(theme().changed, self._show_icon)
        self.ui.choose_icon.clicked.connect(self.work.slot("icon", self._choose_icon))
        self.ui.use_own_icon.clicked.connect(self._use_own_icon)
        self.ui.word_texts.clicked.connect(lambda: self.page_wanted.emit("templates"))
        self.ui.word_pane_texts.clicked.connect(lambda: self.page_wanted.emit("templates"))


def _read(file: Path) -> bytes:
    """No more than enough to tell that it is too large."""
    with file.open("rb") as stream:
        return stream.read(MOST_ICON_BYTES + 1)


def _within(refused: SettingsRefused, group: str) -> list[SettingProblem]:
    return [problem for problem in refused.problems if problem.path.startswith(group)]
