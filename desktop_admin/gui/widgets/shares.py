"""How a whole divides: one bar of coloured parts, and beneath it each part's colour, word and count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_admin.gui import texts
from desktop_admin.gui.theme import colour, grid
from desktop_admin.gui.widgets.legend import fill_patterned

BAR_HEIGHT = 16
SWATCH = 16


@dataclass(frozen=True, slots=True)
class Share:
    """``shade`` is ``#rrggbb``; ``count`` 0 stands in the legend only; ``icon`` there instead of a swatch."""

    label: str
    count: int
    shade: str
    pattern: Qt.BrushStyle = Qt.BrushStyle.SolidPattern
    icon: QIcon | None = field(default=None, compare=False)


class ShareBar(QWidget):
    """The legend wraps, so the widget's height follows its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[Share, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_shares(self, shares: Iterable[Share]) -> None:
        shares = tuple(shares)
        if shares != self._shares:
            self._shares = shares
            self.setAccessibleDescription(", ".join(f"{share.label} {share.count}" for share in shares))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(grid(40), self.heightForWidth(grid(40)))

    def minimumSizeHint(self) -> QSize:
        return QSize(grid(20), BAR_HEIGHT + grid(3))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._legend(width)
        lines = places[-1][1].y() + self._line_height() if places else self._line_height()
        return round(BAR_HEIGHT + grid(1.5) + lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bar(painter)
        painter.translate(0, BAR_HEIGHT + grid(1.5))
        for share, place in self._legend(self.width()):
            self._paint_entry(painter, share, place)
        painter.end()

    def _paint_bar(self, painter: QPainter) -> None:
        whole = QRectF(0, 0, self.width(), BAR_HEIGHT)
        outline = QPainterPath()
        outline.addRoundedRect(whole, 4, 4)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(whole, colour("raised"))
        total = sum(share.count for share in self._shares)
        left = 0.0
        for share in self._shares:
            if not share.count:
                continue
            width = whole.width() * share.count / total
            box = QRectF(left, 0, max(1.0, width - 2), BAR_HEIGHT)
            fill_patterned(painter, box, QColor(share.shade), share.pattern)
            left += width
        painter.restore()

    def _paint_entry(self, painter: QPainter, share: Share, place: QPointF) -> None:
        middle = place.y() + self._line_height() / 2
        swatch = QRectF(place.x(), middle - SWATCH / 2, SWATCH, SWATCH)
        if share.icon is not None:
            share.icon.paint(painter, swatch.toRect())
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(share.shade))
            painter.drawRoundedRect(swatch, 3, 3)
        box = QRectF(place.x() + SWATCH + 6, place.y(), self.width(), self._line_height())
        painter.setPen(colour("text"))
        painter.setFont(self._strong())
        count = texts.number(share.count)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, count)
        painter.setFont(self.font())
        painter.setPen(colour("muted"))
        box.translate(self._count_width(count), 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, share.label)

    def _legend(self, width: int) -> list[tuple[Share, QPointF]]:
        """Where each entry stands, from left to right and line by line."""
        places: list[tuple[Share, QPointF]] = []
        at = QPointF(0, 0)
        for share in self._shares:
            needed = SWATCH + 6 + self._count_width(texts.number(share.count))
            needed += self.fontMetrics().horizontalAdvance(share.label)
            if at.x() and at.x() + needed > width:
                at = QPointF(0, at.y() + self._line_height())
            places.append((share, QPointF(at)))
            at.setX(at.x() + needed + grid(2.5))
        return places

    def _strong(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def _count_width(self, count: str) -> int:
        return QFontMetrics(self._strong()).horizontalAdvance(count) + 6

    def _line_height(self) -> int:
        return self.fontMetrics().height() + grid(1)
