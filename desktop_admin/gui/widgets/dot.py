"""A small shape in a colour that the administrator chose; a word always stands beside it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

_SIZES = (16, 32, 48)
SHAPES: Final = ("disc", "square", "triangle", "diamond", "half", "bar", "cross", "wedge")
_CORNERS: Final = {
    "square": ((0.22, 0.22), (0.78, 0.22), (0.78, 0.78), (0.22, 0.78)),
    "triangle": ((0.5, 0.16), (0.86, 0.8), (0.14, 0.8)),
    "diamond": ((0.5, 0.12), (0.88, 0.5), (0.5, 0.88), (0.12, 0.5)),
    "bar": ((0.14, 0.36), (0.86, 0.36), (0.86, 0.64), (0.14, 0.64)),
    "wedge": ((0.14, 0.2), (0.86, 0.2), (0.5, 0.84)),
    "cross": (
        *((0.38, 0.14), (0.62, 0.14), (0.62, 0.38), (0.86, 0.38), (0.86, 0.62), (0.62, 0.62)),
        *((0.62, 0.86), (0.38, 0.86), (0.38, 0.62), (0.14, 0.62), (0.14, 0.38), (0.38, 0.38)),
    ),
}
"""Of the shapes with straight sides, in parts of the size."""


@lru_cache(maxsize=256)
def dot_icon(shade: str, edge: str, shape: str = "disc") -> QIcon:
    """``shape`` in ``shade`` with a thin rim of ``edge`` (both ``#rrggbb``), so that it shows on every ground."""
    made = QIcon()
    for size in _SIZES:
        drawing = dot_pixmap(shade, edge, size, shape=shape)
        # Given for every mode, or Qt would tint it where it is selected.
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected, QIcon.Mode.Active):
            made.addPixmap(drawing, mode)
    return made


def dot_pixmap(shade: str, edge: str, size: int, ratio: float = 1.0, shape: str = "disc") -> QPixmap:
    """The shape (one of ``SHAPES`` or ``ring``), ``size`` device-independent pixels square."""
    drawing = QPixmap(round(size * ratio), round(size * ratio))
    drawing.setDevicePixelRatio(ratio)
    drawing.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawing)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(edge), size / 16))
    painter.setBrush(QColor(shade))
    box = QRectF(size * 0.19, size * 0.19, size * 0.62, size * 0.62)
    if shape in _CORNERS:
        painter.drawPolygon(QPolygonF([QPointF(x * size, y * size) for x, y in _CORNERS[shape]]))
    elif shape == "half":
        painter.drawChord(box, 0, 180 * 16)
    elif shape == "ring":
        painter.setPen(QPen(QColor(shade), size / 8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
    else:
        painter.drawEllipse(box)
    painter.end()
    return drawing
