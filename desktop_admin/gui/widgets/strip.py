"""A stretch of time as a strip of coloured parts, its hours beneath, with marks at *now* and at a chosen instant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_admin.gui import formats
from desktop_admin.gui.theme import colour, grid, scaled_font
from desktop_admin.gui.widgets.legend import fill_patterned

STRIP_HEIGHT = 24
HOURS_BETWEEN_MARKS = (1, 2, 3, 4, 6, 12)


@dataclass(frozen=True, slots=True)
class Stretch:
    """``start``/``end`` aware; ``shade`` is ``#rrggbb``; ``pattern`` tells it apart on a grey screen."""

    start: datetime
    end: datetime
    shade: str
    says: str = ""
    pattern: Qt.BrushStyle = Qt.BrushStyle.SolidPattern


@dataclass(frozen=True, slots=True)
class Scale:
    """Which pixel is which time: ``start`` at the left, ``end`` at ``width`` pixels from there."""

    start: datetime
    end: datetime
    width: float

    def x(self, at: datetime) -> float:
        return self.width * ((at - self.start) / (self.end - self.start))

    def at(self, x: float) -> datetime:
        """The instant at ``x``, to the minute, kept within the scale."""
        share = min(max(x / self.width, 0.0), 1.0) if self.width > 0 else 0.0
        instant = self.start + share * (self.end - self.start)
        instant -= timedelta(seconds=instant.second, microseconds=instant.microsecond)
        return min(max(instant, self.start), self.end - timedelta(minutes=1))

    def box(self, start: datetime, end: datetime, height: float) -> QRectF:
        """A part's place; even the shortest one can be seen."""
        left = max(0.0, self.x(start))
        return QRectF(left, 0, max(1.0, min(self.width, self.x(end)) - left), height)

    def hours(self, room: float) -> Iterator[tuple[datetime, str]]:
        """The hours to write, as the user's locale does, where each needs ``room`` pixels."""
        hours = (self.end - self.start) / timedelta(hours=1)
        most = max(1.0, self.width // max(1.0, room))
        step = next((step for step in HOURS_BETWEEN_MARKS if hours / step <= most), HOURS_BETWEEN_MARKS[-1])
        at = self.start.astimezone().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        while at < self.end:
            if at.hour % step == 0:
                yield at, formats.hour(at.hour)
            # Through UTC, so that an hour is an hour also where the clock is put back or forward.
            at = (at.astimezone(self.start.tzinfo) + timedelta(hours=1)).astimezone()


def paint_hours(painter: QPainter, scale: Scale, font: QFont, baseline: float) -> None:
    """Writes the hours, small and grey, each beneath its own place; none touches another."""
    painter.setFont(scaled_font(font, 0.92))
    painter.setPen(colour("muted"))
    metrics: QFontMetrics = painter.fontMetrics()
    last = float("-inf")
    widest = formats.hour(22)
    for at, text in scale.hours(metrics.horizontalAdvance(widest) + grid(2)):
        width = metrics.horizontalAdvance(text)
        left = min(max(0.0, scale.x(at) - width / 2), scale.width - width)
        if left > last + grid(1):
            painter.drawText(QPointF(left, baseline), text)
            last = left + width


def paint_mark(painter: QPainter, x: float, height: float, role: str, width: float = 2) -> None:
    """An upright line with a rim, so that it shows on every colour."""
    painter.setPen(QPen(colour("surface"), width * 2.5))
    painter.drawLine(QPointF(x, 0), QPointF(x, height))
    painter.setPen(QPen(colour(role), width))
    painter.drawLine(QPointF(x, 0), QPointF(x, height))


class TimeStrip(QWidget):
    """Shows ``start`` to ``end``; hours are the user's own.

    With :meth:`set_choosable` an instant can be chosen by mouse and keys: ``pointed`` carries the one that was clicked,
    ``key_pressed`` a key and whether Ctrl was held.
    """

    pointed = Signal(object)
    key_pressed = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stretches: tuple[Stretch, ...] = ()
        self._start = self._end = datetime.now(UTC)
        self._now: datetime | None = None
        self._chosen: datetime | None = None
        self._is_choosable = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def set_stretches(
        self, stretches: Iterable[Stretch], start: datetime, end: datetime, now: datetime | None = None
    ) -> None:
        """``now`` None, or outside the strip: no mark."""
        self._stretches = tuple(stretches)
        self._start, self._end, self._now = start, end, now
        self.setAccessibleDescription("; ".join(stretch.says for stretch in self._stretches if stretch.says))
        self.update()

    def set_choosable(self) -> None:
        self._is_choosable = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_chosen(self, at: datetime | None) -> None:
        """Marks an instant; None: none."""
        self._chosen = at
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(grid(60), STRIP_HEIGHT + grid(1) + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(grid(20), self.sizeHint().height())

    def stretch_at(self, x: float) -> Stretch | None:
        """The part at ``x`` pixels from the left."""
        scale = self._scale()
        boxes = ((each, scale.box(each.start, each.end, STRIP_HEIGHT)) for each in self._stretches)
        return next((each for each, box in boxes if box.left() <= x < box.right()), None)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            stretch = self.stretch_at(event.pos().x())
            QToolTip.showText(event.globalPos(), stretch.says if stretch else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event)

    def _point(self, event: QMouseEvent) -> None:
        is_pressed = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if self._is_choosable and is_pressed and self._end > self._start:
            self.pointed.emit(self._scale().at(event.position().x()))
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Escape)
        if self._is_choosable and event.key() in keys:
            self.key_pressed.emit(event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._end <= self._start:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._scale()
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(0, 0, self.width(), STRIP_HEIGHT), 4, 4)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(0, 0, self.width(), STRIP_HEIGHT, colour("raised"))
        for each in self._stretches:
            box = scale.box(each.start, each.end, STRIP_HEIGHT)
            fill_patterned(painter, box, QColor(each.shade), each.pattern)
        painter.restore()
        paint_hours(painter, scale, self.font(), STRIP_HEIGHT + grid(0.5) + painter.fontMetrics().ascent())
        for at, role in ((self._now, "text"), (self._chosen, "accent")):
            if at is not None and self._start <= at <= self._end:
                paint_mark(painter, min(scale.x(at), self.width() - 1.5), STRIP_HEIGHT, role)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(QRectF(1, 1, self.width() - 2, STRIP_HEIGHT - 2), 4, 4)
        painter.end()

    def _scale(self) -> Scale:
        return Scale(self._start, self._end, self.width())
