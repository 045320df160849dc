"""A stretch of time as a strip of coloured parts with its hours beneath and a mark at *now*."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, QSize, Qt, QTime
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

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


class TimeStrip(QWidget):
    """Shows ``start`` to ``end``; hours are the user's own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stretches: tuple[Stretch, ...] = ()
        self._start = self._end = datetime.now(UTC)
        self._now: datetime | None = None
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

    def sizeHint(self) -> QSize:
        return QSize(grid(60), STRIP_HEIGHT + grid(1) + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(grid(20), self.sizeHint().height())

    def stretch_at(self, x: float) -> Stretch | None:
        """The part at ``x`` pixels from the left."""
        return next((each for each in self._stretches if self._box(each).left() <= x < self._box(each).right()), None)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            stretch = self.stretch_at(event.pos().x())
            QToolTip.showText(event.globalPos(), stretch.says if stretch else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._end <= self._start:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(0, 0, self.width(), STRIP_HEIGHT), 4, 4)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(0, 0, self.width(), STRIP_HEIGHT, colour("raised"))
        for stretch in self._stretches:
            self._paint_stretch(painter, stretch)
        painter.restore()
        self._paint_hours(painter)
        self._paint_now(painter)
        painter.end()

    def _paint_stretch(self, painter: QPainter, stretch: Stretch) -> None:
        fill_patterned(painter, self._box(stretch), QColor(stretch.shade), stretch.pattern)

    def _paint_hours(self, painter: QPainter) -> None:
        painter.setFont(scaled_font(self.font(), 0.92))
        painter.setPen(colour("muted"))
        metrics = painter.fontMetrics()
        locale = QLocale()
        step = self._step(metrics.horizontalAdvance("00:00 AM") + grid(2))
        at = self._start.astimezone().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        last = float("-inf")
        while at < self._end:
            if at.hour % step == 0:
                text = locale.toString(QTime(at.hour, 0), QLocale.FormatType.ShortFormat)
                width = metrics.horizontalAdvance(text)
                left = min(max(0.0, self._x(at) - width / 2), self.width() - width)
                if left > last + grid(1):
                    painter.drawText(QPointF(left, STRIP_HEIGHT + grid(0.5) + metrics.ascent()), text)
                    last = left + width
            # Through UTC, so that an hour is an hour also where the clock is put back or forward.
            at = (at.astimezone(self._start.tzinfo) + timedelta(hours=1)).astimezone()

    def _paint_now(self, painter: QPainter) -> None:
        if self._now is None or not self._start <= self._now <= self._end:
            return
        x = min(self._x(self._now), self.width() - 1.5)
        painter.setPen(QPen(colour("surface"), 5))
        painter.drawLine(QPointF(x, 0), QPointF(x, STRIP_HEIGHT))
        painter.setPen(QPen(colour("text"), 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, STRIP_HEIGHT))

    def _step(self, room: int) -> int:
        hours = (self._end - self._start) / timedelta(hours=1)
        most = max(1, self.width() // max(1, room))
        return next((step for step in HOURS_BETWEEN_MARKS if hours / step <= most), HOURS_BETWEEN_MARKS[-1])

    def _x(self, at: datetime) -> float:
        return self.width() * ((at - self._start) / (self._end - self._start))

    def _box(self, stretch: Stretch) -> QRectF:
        left = max(0.0, self._x(stretch.start))
        right = min(float(self.width()), self._x(stretch.end))
        return QRectF(left, 0, max(1.0, right - left), STRIP_HEIGHT)
