"""What colours and patterns mean: swatches with their words in one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_admin.gui.theme import colour, grid

SWATCH = QSize(16, 10)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """``shade`` is ``#rrggbb``."""

    label: str
    shade: str
    pattern: Qt.BrushStyle = Qt.BrushStyle.SolidPattern


def fill_patterned(painter: QPainter, box: QRectF, shade: QColor, pattern: Qt.BrushStyle) -> None:
    """Fills ``box``; a pattern stands on a pale ground of its own colour."""
    if pattern is Qt.BrushStyle.SolidPattern:
        painter.fillRect(box, shade)
        return
    pale = QColor(shade)
    pale.setAlpha(90)
    painter.fillRect(box, pale)
    painter.fillRect(box, QBrush(shade, pattern))


class Legend(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_entries(self, entries: Iterable[LegendEntry]) -> None:
        self._entries = tuple(entries)
        self.setAccessibleName(", ".join(entry.label for entry in self._entries))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = sum(self._width(entry) for entry in self._entries)
        return QSize(max(0, width - grid(2)), self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0.0
        for entry in self._entries:
            swatch = QRectF(left, (self.height() - SWATCH.height()) / 2, SWATCH.width(), SWATCH.height())
            outline = QPainterPath()
            outline.addRoundedRect(swatch, 3, 3)
            painter.save()
            painter.setClipPath(outline)
            fill_patterned(painter, swatch, QColor(entry.shade), entry.pattern)
            painter.restore()
            painter.setPen(colour("muted"))
            words = QRectF(left + SWATCH.width() + 6, 0, self.width(), self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, entry.label)
            left += self._width(entry)
        painter.end()

    def _width(self, entry: LegendEntry) -> int:
        return SWATCH.width() + 6 + self.fontMetrics().horizontalAdvance(entry.label) + grid(2)
