"""A small disc in a colour that the administrator chose; a word always stands beside it."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

_SIZES = (16, 32, 48)


@lru_cache(maxsize=256)
def dot_icon(shade: str, edge: str) -> QIcon:
    """A disc of ``shade`` with a thin rim of ``edge`` (both ``#rrggbb``), so that it shows on every ground."""
    made = QIcon()
    for size in _SIZES:
        drawing = dot_pixmap(shade, edge, size)
        # Given for every mode, or Qt would tint it where it is selected.
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected, QIcon.Mode.Active):
            made.addPixmap(drawing, mode)
    return made


def dot_pixmap(shade: str, edge: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The disc, ``size`` device-independent pixels square."""
    drawing = QPixmap(round(size * ratio), round(size * ratio))
    drawing.setDevicePixelRatio(ratio)
    drawing.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawing)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(edge), size / 16))
    painter.setBrush(QColor(shade))
    painter.drawEllipse(QRectF(size * 0.19, size * 0.19, size * 0.62, size * 0.62))
    painter.end()
    return drawing
