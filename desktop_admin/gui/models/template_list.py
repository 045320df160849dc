"""The list of texts by purpose: headings, and beneath each its texts with a mark where they are changed or wrong."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QAbstractListModel, QCoreApplication, QObject, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from desktop_admin.domain.keyword import fold
from desktop_admin.domain.template import TEMPLATES, TemplateKey
from desktop_admin.gui.icons import icon
from desktop_admin.gui.models.table import ROW_ROLE, Index
from desktop_admin.gui.theme import colour, colours, grid

translate = QCoreApplication.translate

GROUPS: Final = (
    (("conference_",), str(QT_TRANSLATE_NOOP("TemplatesPage", "Conference"))),
    (("joining_", "placeholder_"), str(QT_TRANSLATE_NOOP("TemplatesPage", "In the invitation"))),
    (("accept_",), str(QT_TRANSLATE_NOOP("TemplatesPage", "Answers that accept"))),
    (("decline_",), str(QT_TRANSLATE_NOOP("TemplatesPage", "Answers that decline"))),
    (("pane_",), str(QT_TRANSLATE_NOOP("TemplatesPage", "The add-in's pane"))),
)
"""How keys of texts begin, and under which heading they stand."""


def label_of(key: TemplateKey) -> str:
    return translate("templates", TEMPLATES[key].label)


class TemplateList(QAbstractListModel):
    """``ROW_ROLE`` gives the value of a row's key, None for a heading: Qt keeps no class of a word, so ``key_at`` says
    which text a row is.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[TemplateKey | str] = []
        self._own: frozenset[TemplateKey] = frozenset()
        self._unsaved: frozenset[TemplateKey] = frozenset()
        self._wrong: frozenset[TemplateKey] = frozenset()
        self.show_matching("")

    def show_matching(self, text: str) -> None:
        """Only texts whose name or purpose holds ``text``; headings without any go."""
        wanted = fold(text.strip())
        rows: list[TemplateKey | str] = []
        for prefixes, heading in GROUPS:
            keys = [key for key in TemplateKey if key.startswith(prefixes) and _matches(key, wanted)]
            if keys:
                rows += [translate("TemplatesPage", heading), *keys]
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def set_marks(
        self, own: Collection[TemplateKey], unsaved: Collection[TemplateKey], wrong: Collection[TemplateKey]
    ) -> None:
        """``own``: worded by the administrator; ``unsaved``: typed and not stored; ``wrong``: cannot be saved."""
        marks = (frozenset(own), frozenset(unsaved), frozenset(wrong))
        if marks != (self._own, self._unsaved, self._wrong):
            self._own, self._unsaved, self._wrong = marks
            self.refresh()

    def refresh(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def place_of(self, key: TemplateKey) -> int:
        """The row of ``key``; -1 where the filter hides it."""
        return self._rows.index(key) if key in self._rows else -1

    def key_at(self, index: Index) -> TemplateKey | None:
        """The text of a row; None for a heading, and where there is no row."""
        value = index.data(ROW_ROLE)
        return None if value is None else TemplateKey(value)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self._row(index), TemplateKey):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._row(index)
        if isinstance(row, TemplateKey):
            return self._text_data(row, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return row
        return self._heading_data(role)

    @staticmethod
    def _heading_data(role: int) -> Any:
        font = QFont(QApplication.font())
        font.setBold(True)
        looks: dict[int, Any] = {
            Qt.ItemDataRole.FontRole: font,
            Qt.ItemDataRole.ForegroundRole: colour("muted"),
            Qt.ItemDataRole.TextAlignmentRole: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom,
            Qt.ItemDataRole.SizeHintRole: QSize(0, QFontMetrics(font).height() + grid(2.5)),
        }
        return looks.get(role)

    def _row(self, index: Index) -> TemplateKey | str | None:
        return self._rows[index.row()] if index.isValid() else None

    def _text_data(self, key: TemplateKey, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{label_of(key)} •" if key in self._unsaved else label_of(key)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return ", ".join((label_of(key), *self._states(key)))
            case Qt.ItemDataRole.DecorationRole:
                return self._mark(key)
            case _:
                return key.value if role == ROW_ROLE else None

    def _states(self, key: TemplateKey) -> list[str]:
        states = (
            (self._wrong, translate("TemplatesPage", "something is wrong in it")),
            (self._unsaved, translate("TemplatesPage", "not saved yet")),
            (self._own, translate("TemplatesPage", "customised")),
        )
        return [words for keys, words in states if key in keys]

    def _mark(self, key: TemplateKey) -> Any:
        if key in self._wrong:
            return icon("serious", colours().bad)
        return icon("edit", colours().accent) if key in self._own else None


def _matches(key: TemplateKey, wanted: str) -> bool:
    return wanted in fold(f"{label_of(key)} {TEMPLATES[key].help} {key}")
