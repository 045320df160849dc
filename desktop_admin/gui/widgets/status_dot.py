"""An integration's status as a coloured shape: no two share a shape, so that it reads without colours too."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_admin.domain.status import Status
from desktop_admin.gui import texts
from desktop_admin.gui.theme import colour


def paint_status(painter: QPainter, box: QRectF, status: Status, shade: QColor) -> None:
    """Online a disc, connecting an open ring, degraded a triangle, offline a square with a bar, switched off a ring."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stroke = box.width() / 6
    inner = box.adjusted(stroke, stroke, -stroke, -stroke)
    painter.setPen(QPen(shade, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match status:
        case Status.ONLINE:
            painter.setBrush(shade)
            painter.drawEllipse(inner)
        case Status.CONNECTING:
            painter.drawArc(inner, 90 * 16, 250 * 16)
        case Status.DEGRADED:
            painter.setBrush(shade)
            painter.drawPolygon(
                QPolygonF([inner.bottomLeft(), inner.bottomRight(), QPointF(inner.center().x(), inner.top())])
            )
        case Status.OFFLINE:
            painter.setBrush(shade)
            painter.drawRoundedRect(inner, stroke, stroke)
            painter.setPen(QPen(colour("surface"), stroke))
            middle = inner.center().y()
            painter.drawLine(QPointF(inner.left() + stroke, middle), QPointF(inner.right() - stroke, middle))
        case Status.DISABLED:
            painter.drawEllipse(inner)


def status_pixmap(status: Status, size: int, ratio: float, shade: QColor | None = None) -> QPixmap:
    """The shape, ``size`` device-independent pixels square."""
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_status(painter, QRectF(0, 0, size, size), status, shade or colour(texts.status_role(status)))
    painter.end()
    return made


def status_icon(status: Status) -> QIcon:
    icon = QIcon()
    for size in (14, 28):
        drawing = status_pixmap(status, size, 1.0)
        # Given for every mode, or Qt would tint it where it is selected.
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected, QIcon.Mode.Active):
            icon.addPixmap(drawing, mode)
    return icon


class StatusDot(QWidget):
    """The shape as a widget; its accessible name is the status's word."""

    def __init__(self, parent: QWidget | None = None, size: int = 14) -> None:
        super().__init__(parent)
        self._size = size
        self._status = Status.DISABLED
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_status(Status.DISABLED)

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def set_size(self, size: int) -> None:
        self._size = size
        self.updateGeometry()

    def set_status(self, status: Status) -> None:
        self._status = status
        self.setAccessibleName(texts.status_word(status))
        self.setToolTip(texts.status_word(status))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = colour(texts.status_role(self._status))
        paint_status(painter, QRectF(0, 0, self._size, self._size), self._status, shade)
        painter.end()
