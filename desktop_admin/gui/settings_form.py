"""Lays a group of settings out into a Designer form, which holds the frame: cards, headings, and what is no option.

An option that is declared with ``group="server"`` becomes a row of the layout ``server_form``, in the order of the
declarations. A row that is in the form already says where it belongs with a property of its label (or of its field, if
it has no label): ``after`` names the option above it. A button with the property ``beside`` joins that option's row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import get_origin

from pydantic import BaseModel
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from desktop_admin.gui.dialogs.show import choose_file
from desktop_admin.gui.forms import Binder, Check, translated
from desktop_admin.gui.theme import grid
from desktop_admin.gui.widgets.buttons import push_button
from desktop_admin.gui.work import Work
from desktop_admin.settings import OptionInfo, options_of

WIDEST = 110
"""Cards grow no wider than this many grid steps: long lines are hard to read."""
NUMBER_WIDTH = 16
"""Grid steps of a field for a number."""
LINES = 3
"""Lines shown of a list of values."""

_MADE = "made"


class SettingsForm(Binder):
    """The options of ``group`` in their forms within ``root``, shown, checked and given back by the :class:`Binder`."""

    def __init__(
        self,
        root: QWidget,
        group: type[BaseModel],
        work: Work | None = None,
        *,
        whole_at: str = "",
        check: Check | None = None,
    ) -> None:
        """``work`` runs the file dialogs; a group without options for files needs none."""
        self._work = work
        self._rows: dict[str, tuple[QFormLayout, QWidget]] = {}
        for name, infos in _by_form(group).items():
            layout = root.findChild(QFormLayout, f"{name}_form")
            if layout is None:
                raise ValueError(f"There is no layout {name}_form for {', '.join(info.key for info in infos)}.")
            rows = _Rows(layout, infos, self._start_browsing).lay_out()
            self._rows |= {key: (layout, row) for key, row in rows.items()}
        laid_out = tuple(info.key for info in options_of(group) if info.group)
        super().__init__(root, group, keys=laid_out, whole_at=whole_at, check=check)

    def set_row_shown(self, key: str, shown: bool) -> None:
        """Shows or hides an option with its label."""
        form, row = self._rows[key]
        form.setRowVisible(row, shown)

    def _start_browsing(self, info: OptionInfo) -> None:
        if self._work is not None:
            self._work.start("browse", self._browse(info))

    async def _browse(self, info: OptionInfo) -> None:
        parent = self.widget(info.key, QWidget)
        chosen = await choose_file(parent, translated(info.label), _file_kinds(info.file), str(self.values()[info.key]))
        if chosen:
            self.fill({info.key: chosen})


class _Rows:
    """The rows of one form."""

    def __init__(self, form: QFormLayout, infos: list[OptionInfo], browse: Callable[[OptionInfo], None]) -> None:
        self._form = form
        self._infos = infos
        self._browse = browse

    def lay_out(self) -> dict[str, QWidget]:
        """Each option's row, by its key."""
        made: dict[str, QWidget] = {}
        buttons = self._take_buttons()
        place = sum(bool(_property(self._form, row, _MADE)) for row in range(self._form.rowCount()))
        for info in (each for each in self._infos if not each.beside):
            field = _field(info)
            cells = [*buttons.pop(info.key, ()), *self._browse_button(info)]
            for other in (each for each in self._infos if each.beside == info.key):
                cells += [_label(other), _field(other)]
            row = made[info.key] = _row(field, cells)
            row.setProperty(_MADE, True)
            if isinstance(field, QCheckBox):
                self._form.insertRow(place, "", row)
            else:
                self._form.insertRow(place, _label(info), row)
            place += 1
            while place < self._form.rowCount() and _property(self._form, place, "after") == info.key:
                place += 1
        if buttons:
            raise ValueError(f"There are buttons for unknown options: {', '.join(buttons)}.")
        return made

    def _take_buttons(self) -> dict[str, list[QWidget]]:
        buttons: dict[str, list[QWidget]] = {}
        for row in reversed(range(self._form.rowCount())):
            if key := _property(self._form, row, "beside"):
                button = self._form.takeRow(row).fieldItem.widget()
                if button is not None:
                    buttons.setdefault(str(key), []).insert(0, button)
        return buttons

    def _browse_button(self, info: OptionInfo) -> Iterator[QWidget]:
        if info.file:
            text = QCoreApplication.translate("settings", "Browse…")
            button = push_button(text, f"browse_{info.key}", icon="folder")
            button.setAccessibleName(
                QCoreApplication.translate("settings", "Browse: %1").replace("%1", translated(info.label))
            )
            button.clicked.connect(lambda: self._browse(info))
            yield button


def set_up_cards(body: QWidget) -> None:
    """Gives the labels of all forms in ``body`` one width, its cards a widest, and the Tab key the order of reading."""
    forms = body.findChildren(QFormLayout)
    found = [form.itemAt(row, QFormLayout.ItemRole.LabelRole) for form in forms for row in range(form.rowCount())]
    labels = [label for item in found if item is not None and isinstance(label := item.widget(), QLabel)]
    width = max((label.sizeHint().width() for label in labels), default=0)
    for label in labels:
        label.setMinimumWidth(width)
    for card in body.findChildren(QFrame):
        if card.property("role") == "card":
            card.setMaximumWidth(grid(WIDEST))
    layout = body.layout()
    if layout is not None:
        order = [each for each in _in_order(layout) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)


def _in_order(layout: QLayout) -> Iterator[QWidget]:
    """The widgets of ``layout`` as one reads them."""
    if isinstance(layout, QFormLayout):
        roles = (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole, QFormLayout.ItemRole.SpanningRole)
        found = [layout.itemAt(row, role) for row in range(layout.rowCount()) for role in roles]
        items = list(dict.fromkeys(item for item in found if item is not None))
    else:
        items = [item for index in range(layout.count()) if (item := layout.itemAt(index)) is not None]
    for item in items:
        if (inner := item.layout()) is not None:
            yield from _in_order(inner)
        elif (widget := item.widget()) is not None:
            yield widget
            if (own := widget.layout()) is not None:
                yield from _in_order(own)


def _by_form(group: type[BaseModel]) -> dict[str, list[OptionInfo]]:
    forms: dict[str, list[OptionInfo]] = {}
    for info in options_of(group):
        if info.group:
            forms.setdefault(info.group, []).append(info)
    return forms


def _field(info: OptionInfo) -> QWidget:
    field = _field_of_its_kind(info)
    field.setObjectName(info.key)
    return field


def _field_of_its_kind(info: OptionInfo) -> QWidget:
    if info.annotation is bool:
        return QCheckBox()
    if info.annotation in (int, float):
        number = QSpinBox() if info.annotation is int else QDoubleSpinBox()
        number.setFixedWidth(grid(NUMBER_WIDTH))
        return number
    if isinstance(info.annotation, type) and issubclass(info.annotation, StrEnum):
        choice = QComboBox()
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return choice
    if get_origin(info.annotation) is tuple or info.lines > 1:
        text = QPlainTextEdit()
        text.setFixedHeight(text.fontMetrics().lineSpacing() * max(info.lines, LINES) + grid(2.5))
        return text
    return QLineEdit()


def _label(info: OptionInfo) -> QLabel:
    label = QLabel(textFormat=Qt.TextFormat.PlainText)
    label.setObjectName(f"label_{info.key}")
    label.setText(translated(info.label))
    if info.beside:
        label.setContentsMargins(grid(1), grid(1), 0, 0)
    return label


def _row(field: QWidget, beside: list[QWidget]) -> QWidget:
    """A row of its own, in which a note can be put beneath a field."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(grid(1))
    layout.addWidget(field)
    for each in beside:
        layout.addWidget(each, alignment=Qt.AlignmentFlag.AlignTop)
    return row


def _property(form: QFormLayout, row: int, name: str) -> object:
    for role in (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole):
        item = form.itemAt(row, role)
        widget = item.widget() if item is not None else None
        if widget is not None and (found := widget.property(name)):
            return found
    return None


def _file_kinds(kind: str) -> str:
    if kind == "csv":
        return QCoreApplication.translate("settings", "CSV files (*.csv *.txt);;All files (*)")
    return QCoreApplication.translate("settings", "Certificates and keys (*.pem *.crt *.cer *.key);;All files (*)")
