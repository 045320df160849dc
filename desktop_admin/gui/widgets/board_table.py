"""The board's table: a heading of hours, a strip in each row, and an instant that mouse and keys choose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QPersistentModelIndex, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from desktop_admin.gui import texts
from desktop_admin.gui.models.board import DAY, PERSON_ROLE, BoardModel
from desktop_admin.gui.models.table import Index
from desktop_admin.gui.theme import colour, grid, scaled_font
from desktop_admin.gui.widgets.board_strips import BoardStrips, segment_at
from desktop_admin.gui.widgets.strip import Scale, paint_hours, paint_mark
from desktop_admin.service.views import PersonView

BESIDE = 12
"""Pixels left free at each side of a strip, within its column."""
Day = Callable[[], tuple[datetime, datetime, datetime]]
"""Gives the day's start and end, and the present."""


class BoardTable(QTableView):
    """``instant_key`` carries an arrow key that moves the instant, and whether Ctrl was held; ``escaped``: back to now.

    ``painted`` counts the strips' cells that were painted.
    """

    instant_key = Signal(int, bool)
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Everybody's presence today"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.instant_key.emit(event.key(), held)
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class HoursHeader(QHeaderView):
    """Writes the day's hours above the strips."""

    def __init__(self, day: Day, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._day = day

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex != DAY:
            return
        start, end, _ = self._day()
        painter.save()
        painter.translate(rect.left() + BESIDE, rect.top())
        scale = Scale(start, end, rect.width() - 2 * BESIDE)
        painter.setFont(scaled_font(self.font(), 0.92))
        metrics = painter.fontMetrics()
        paint_hours(painter, scale, self.font(), (rect.height() + metrics.ascent() - metrics.descent()) / 2)
        painter.restore()


class StripDelegate(QStyledItemDelegate):
    """Paints a person's strip with *now*, and in the chosen row the chosen instant. ``pointed``: row and instant."""

    pointed = Signal(QPersistentModelIndex, object)

    def __init__(self, strips: BoardStrips, day: Day, chosen: Callable[[], datetime | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._strips = strips
        self._day = day
        self._chosen = chosen
        self.painted = 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            super().paint(painter, option, index)  # the ground of the chosen row; others have none
        row = index.data(PERSON_ROLE)
        if row is None:
            return
        self.painted += 1
        start, end, now = self._day()
        box = _strip_box(option.rect)
        scale = Scale(start, end, box.width())
        painter.save()
        painter.translate(box.topLeft())
        view = option.widget
        ratio = view.devicePixelRatioF() if view is not None else 1.0
        picture = self._strips.picture(row.person.id, scale, box.height(), ratio)
        if picture is None or not row.person.is_kept:
            painter.setPen(QPen(colour("line"), 1))
            painter.drawLine(QPointF(0, box.height() / 2), QPointF(box.width(), box.height() / 2))
        else:
            painter.drawPixmap(0, 0, picture)
        if start <= now < end:
            paint_mark(painter, scale.x(now), box.height(), "text", 1.5)
        chosen = self._chosen()
        is_chosen = isinstance(view, QAbstractItemView) and view.currentIndex().row() == index.row()
        if is_chosen and chosen is not None and start <= chosen < end:
            paint_mark(painter, scale.x(chosen), box.height(), "accent")
        painter.restore()

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on a strip chooses the instant, and the row as every click does."""
        pressed = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove)
        if event.type() in pressed and isinstance(event, QMouseEvent) and event.buttons() & Qt.MouseButton.LeftButton:
            at = self._at(event.position().x(), option.rect)
            if at is not None:
                self.pointed.emit(QPersistentModelIndex(index), at)
        return False

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        row, at = index.data(PERSON_ROLE), self._at(event.pos().x(), option.rect)
        if event.type() is not QEvent.Type.ToolTip or row is None or at is None:
            return super().helpEvent(event, view, option, index)
        part = segment_at(self._strips.of(row.person.id) or (), at)
        words = ""
        if part is not None:
            times = f"{texts.moment(part.start, at)} – {texts.moment(part.end, at)}"
            words = f"{part.presence}, {times}. {part.cause.text}"
        QToolTip.showText(event.globalPos(), words, view)
        return True

    def _at(self, x: float, cell: QRect) -> datetime | None:
        box = _strip_box(cell)
        start, end, _ = self._day()
        return Scale(start, end, box.width()).at(x - box.left()) if box.left() <= x <= box.right() else None


def _strip_box(cell: QRect) -> QRect:
    height = max(8, cell.height() - grid(1.5))
    return QRect(cell.left() + BESIDE, cell.top() + (cell.height() - height) // 2, cell.width() - 2 * BESIDE, height)


class HeadingDelegate(QStyledItemDelegate):
    """Group headings in strong type, over the whole row's width."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.data(PERSON_ROLE) is not None:
            super().paint(painter, option, index)
            return
        view = option.widget
        painter.save()
        painter.setFont(scaled_font(option.font, 1.0, bold=True))
        painter.setPen(colour("muted"))
        width = view.width() if view is not None else option.rect.width()
        words = QRect(option.rect.left() + 11, option.rect.top(), width, option.rect.height())
        painter.setClipping(False)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, str(index.data() or ""))
        painter.restore()


def people_between(model: BoardModel, first: int, last: int) -> tuple[int, ...]:
    """Whoever stands from row ``first`` to ``last``, as far as there are such rows."""
    rows = model.rows[max(0, first) : last + 1]
    return tuple(row.person.id for row in rows if isinstance(row, PersonView))
