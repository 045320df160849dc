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
    """Fills ``box``; a pattern is cut out of its colour, so that the colour stands out as much as without one."""
    painter.fillRect(box, shade)
    if pattern is not Qt.BrushStyle.SolidPattern:
        lines = colour("surface")
        lines.setAlpha(190)
        painter.fillRect(box, QBrush(lines, pattern))


class Legend(QWidget):
    """In one line; with ``wraps`` in as many as its width needs."""

    def __init__(self, parent: QWidget | None = None, *, wraps: bool = False) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def entries(self) -> tuple[LegendEntry, ...]:
        return self._entries

    def set_entries(self, entries: Iterable[LegendEntry]) -> None:
        self._entries = tuple(entries)
        self.setAccessibleName(", ".join(entry.label for entry in self._entries))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = sum(self._width(entry) for entry in self._entries)
        return QSize(max(0, width - grid(2)), self._line())

    def minimumSizeHint(self) -> QSize:
        return QSize(max((self._width(entry) for entry in self._entries), default=0), self._line())

    def hasHeightForWidth(self) -> bool:
        return self.sizePolicy().hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return (places[-1][1] if places else 0) + self._line()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for left, top, entry in self._places(self.width()):
            swatch = QRectF(left, top + (self._line() - SWATCH.height()) / 2, SWATCH.width(), SWATCH.height())
            outline = QPainterPath()
            outline.addRoundedRect(swatch, 3, 3)
            painter.save()
            painter.setClipPath(outline)
            fill_patterned(painter, swatch, QColor(entry.shade), entry.pattern)
            painter.restore()
            painter.setPen(colour("muted"))
            words = QRectF(left + SWATCH.width() + 6, top, self.width(), self._line())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, entry.label)
        painter.end()

    def _places(self, width: int) -> list[tuple[int, int, LegendEntry]]:
        """Left and top of each entry."""
        places: list[tuple[int, int, LegendEntry]] = []
        left = top = 0
        for entry in self._entries:
            if left and self.hasHeightForWidth() and left + self._width(entry) - grid(2) > width:
                left, top = 0, top + self._line()
            places.append((left, top, entry))
            left += self._width(entry)
        return places

    def _line(self) -> int:
        return self.fontMetrics().height() + 2

    def _width(self, entry: LegendEntry) -> int:
        return SWATCH.width() + 6 + self.fontMetrics().horizontalAdvance(entry.label) + grid(2)
