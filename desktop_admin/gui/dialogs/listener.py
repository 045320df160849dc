"""The listener's settings: where Exchange's pushes reach this program, for every integration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_admin.gui.dialogs.show import choose_file
from desktop_admin.gui.focus import Dialog
from desktop_admin.gui.forms import Binder
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
        self._work = work
        self.setWindowTitle(self.tr("The listener"))
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(grid(3), grid(3), grid(3), grid(2))
        self._rows.setSpacing(grid(1.5))
        heading = QLabel(self.tr("The listener"))
        set_role(heading, "heading")
        self._rows.addWidget(heading)
        words = self.tr(
            "Where Exchange's pushes reach this program: one for all integrations. Without a certificate it speaks "
            "HTTP, for a proxy that speaks TLS. Saving connects whoever is pushed to anew."
        )
        self._rows.addWidget(paragraph(words, "small"))
        self._add_fields()
        self.save = push_button(self.tr("Save"), "save_listener", "primary")
        self._rows.addSpacing(grid(1))
        self._rows.addLayout(closing_buttons(self, self.save))
        self._binder = Binder(self, ListenerSettings, whole_at="certificate_file")
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

    def _add_fields(self) -> None:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setHorizontalSpacing(grid(2))
        form.setVerticalSpacing(grid(1.5))
        sources = QPlainTextEdit()
        sources.setFixedHeight(sources.fontMetrics().lineSpacing() * 3 + grid(2.5))
        port = QSpinBox()
        port.setMaximumWidth(grid(14))
        for key, field in (
            ("host", QLineEdit()),
            ("port", port),
            ("certificate_file", QLineEdit()),
            ("key_file", QLineEdit()),
            ("allowed_sources", sources),
            ("from_everywhere", QCheckBox()),
        ):
            field.setObjectName(key)
            if isinstance(field, QCheckBox):
                form.addRow(_row(field))
                continue
            label = QLabel(textFormat=Qt.TextFormat.PlainText)
            label.setObjectName(f"label_{key}")
            form.addRow(label, _row(field, *([self._browse_button(key)] if key.endswith("_file") else [])))
        self._rows.addLayout(form)

    def _browse_button(self, key: str) -> QPushButton:
        button = push_button(self.tr("Browse…"), f"browse_{key}", icon="folder")
        button.clicked.connect(self._work.slot("browse", lambda: self._browse(key)))
        return button

    async def _browse(self, key: str) -> None:
        kinds = self.tr("Certificates and keys (*.pem *.crt *.cer *.key);;All files (*)")
        chosen = await choose_file(self, self.tr("Choose a file"), kinds, str(self.values()[key]))
        if chosen:
            self._binder.fill({key: chosen})

    def _check(self) -> None:
        self.save.setEnabled(not self._binder.problems)


def _row(field: QWidget, *beside: QWidget) -> QWidget:
    """A row of its own, in which a note can be put beneath the field."""
    row = QWidget()
    cells = QHBoxLayout(row)
    cells.setContentsMargins(0, 0, 0, 0)
    cells.setSpacing(grid(1))
    cells.addWidget(field)
    for each in beside:
        cells.addWidget(each, alignment=Qt.AlignmentFlag.AlignTop)
    return row
