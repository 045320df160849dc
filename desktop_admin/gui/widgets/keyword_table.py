"""The keyword table's view: edited in place, rows dragged or moved with Alt and the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_admin.gui.models.keyword_rows import KeywordRows
from desktop_admin.gui.models.table import Index
from desktop_admin.gui.widgets.presence_mark import Looks


class InPlaceDelegate(QStyledItemDelegate):
    """Enter ends the editing at once. Qt's own puts that off, and then ends an editor that may be gone by now."""

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(editor, QWidget) and isinstance(event, QKeyEvent) and _pressed(event) in enter:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.SubmitModelCache)
            return True
        return super().eventFilter(editor, event)


class WordDelegate(InPlaceDelegate):
    """What is typed reaches the model with every key, so that a double is pointed out at once."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setStyleSheet("QLineEdit { border-radius: 0; padding: 0 6px; min-height: 0; }")
        editor.setAccessibleName(self.tr("Keyword"))
        editor.textEdited.connect(lambda: self.commitData.emit(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QLineEdit) and editor.text() != text:
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


class PresenceDelegate(InPlaceDelegate):
    """A list of the presences with their colours, open at once."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QComboBox(parent)
        editor.setStyleSheet("QComboBox { border-radius: 0; padding: 0 6px; min-height: 0; }")
        editor.setAccessibleName(self.tr("Presence"))
        model = index.model()
        entries = model.presences if isinstance(model, KeywordRows) else ()
        looks = Looks(entries)
        for entry in entries:
            editor.addItem(looks.icon(entry.name), entry.name)
        editor.activated.connect(lambda: self._chosen(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox) and editor.currentIndex() >= 0:
            model.setData(index, editor.currentText())

    def _chosen(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)


def _pressed(event: QKeyEvent) -> int | None:
    return event.key() if event.type() is QEvent.Type.KeyPress else None


class KeywordTable(QTableView):
    """``move_wanted`` (row, target): the row shall stand at target, counted without it."""

    move_wanted = Signal(int, int)
    remove_wanted = Signal()

    def set_up(self) -> None:
        """After the model is set and the table has its looks."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(InPlaceDelegate(self))
        triggers = QAbstractItemView.EditTrigger
        # Not by any key: what is meant for a row that could not be added would overwrite the chosen one.
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.SelectedClicked)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)

    def end_editing(self) -> None:
        """Closes an open editor; what was typed is in the model already."""
        for editor in self.viewport().findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            self.closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        is_editing = self.state() is QAbstractItemView.State.EditingState
        match event.key():
            case Qt.Key.Key_Up if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.move_wanted.emit(row, row - 1)
            case Qt.Key.Key_Down if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.move_wanted.emit(row, row + 1)
            case Qt.Key.Key_Delete if not is_editing:
                self.remove_wanted.emit()
            case _:
                super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        row = self.currentIndex().row()
        if event.source() is self and row >= 0:
            gap = self.gap_at(event.position().toPoint())
            self.move_wanted.emit(row, gap - 1 if gap > row else gap)
        # The row has moved already: were the drop a move for Qt too, it would remove the row that stands there now.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()

    def gap_at(self, position: QPoint) -> int:
        """The row before which something dropped at ``position`` goes."""
        index = self.indexAt(position)
        if not index.isValid():
            return self.model().rowCount()
        return index.row() + (position.y() > self.visualRect(index).center().y())
