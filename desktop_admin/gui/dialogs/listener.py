"""The listener's settings: where Exchange's pushes reach this program, for every integration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from desktop_admin.gui.focus import Dialog
from desktop_admin.gui.settings_form import SettingsForm
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import closing_buttons, push_button
from desktop_admin.gui.widgets.listing import paragraph
from desktop_admin.gui.work import Work
from desktop_admin.settings import ListenerSettings, SettingProblem


class ListenerDialog(Dialog):
    """``refused`` says why ``values`` were not taken, until something else is typed."""

    def __init__(
        self,
        parent: QWidget,
        work: Work,
        stored: ListenerSettings,
        values: dict[str, Any] | None = None,
        refused: Iterable[SettingProblem] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("The listener"))
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(grid(3), grid(3), grid(3), grid(2))
        self._rows.setSpacing(grid(1.5))
        heading = QLabel(self.tr("The listener"))
        set_role(heading, "heading")
        self._rows.addWidget(heading)
        words = self.tr(
            "Where Exchange's pushes reach this program: one for all integrations. Without a certificate it speaks "
            "HTTP, for a proxy that speaks TLS. Saving reconnects every integration that uses push."
        )
        self._rows.addWidget(paragraph(words, "small"))
        form = QFormLayout()
        form.setObjectName("listener_form")
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setHorizontalSpacing(grid(2))
        form.setVerticalSpacing(grid(1.5))
        self._rows.addLayout(form)
        self.save = push_button(self.tr("Save"), "save_listener", "primary")
        self._rows.addSpacing(grid(1))
        self._rows.addLayout(closing_buttons(self, self.save))
        self._binder = SettingsForm(self, ListenerSettings, work, whole_at="certificate_file")
        self._binder.set_values(stored.model_dump())
        if values is not None:
            self._binder.fill(values)
            self._binder.show_problems(refused)
        self._binder.edited.connect(self._check)
        self._check()
        self.setMinimumWidth(grid(76))

    def values(self) -> dict[str, Any]:
        """The fields as typed."""
        return self._binder.values()

    def _check(self) -> None:
        self.save.setEnabled(not self._binder.problems)
