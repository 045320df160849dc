"""Icons: our own SVG drawings in ``resources/icons``, drawn in a colour of the palette, sharp at every scale.

A drawing is 24 × 24 units and says ``currentColor`` where the colour goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from desktop_admin.gui.theme import colours, theme
from desktop_admin.paths import resource

_SIZES = (16, 20, 24, 32, 40, 48, 64)


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The drawing ``name`` in ``colour`` (``#rrggbb``), ``size`` device-independent pixels square at ``ratio``."""
    image = QImage(round(size * ratio), round(size * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    drawing = _drawing(name).replace("currentColor", QColor(colour).name())
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


@lru_cache(maxsize=256)
def icon(name: str, colour: str) -> QIcon:
    """The drawing as an icon in ``colour``; Qt takes the size that fits the screen's scale."""
    return _icon_of(pixmap(name, colour, size) for size in _SIZES)


@lru_cache(maxsize=256)
def _spaced_icon(name: str, colour: str) -> QIcon:
    """The same with room at its right: Qt puts a button's text right beside its icon."""
    return _icon_of(_with_room(pixmap(name, colour, size)) for size in _SIZES)


def _with_room(drawing: QPixmap) -> QPixmap:
    made = QPixmap(drawing.width() * 5 // 4, drawing.height())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.drawPixmap(0, 0, drawing)
    painter.end()
    return made


def _icon_of(pixmaps: Iterable[QPixmap]) -> QIcon:
    made = QIcon()
    for each in pixmaps:
        # Given for every mode, or Qt would tint it where it is selected.
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected, QIcon.Mode.Active):
            made.addPixmap(each, mode)
    return made


def set_icon(widget: QAbstractButton | QLabel, name: str, role: str = "text", size: int = 16) -> None:
    """Puts an icon on a button or label in the palette's colour ``role``; it changes when the palette does."""
    widget.setProperty("iconName", name)
    widget.setProperty("iconRole", role)
    widget.setProperty("iconSide", size)
    _paint(widget)


def follow_theme() -> None:
    """From now on icons of :func:`set_icon` change with the palette. Call it once, after the theme is installed."""
    theme().changed.connect(_repaint_all)


def _repaint_all() -> None:
    for widget in QApplication.allWidgets():
        if widget.property("iconName"):
            _paint(widget)


def _paint(widget: QWidget) -> None:
    name, role, size = widget.property("iconName"), widget.property("iconRole"), widget.property("iconSide")
    shade = getattr(colours(), role)
    if isinstance(widget, QAbstractButton):
        has_text = bool(widget.text())
        widget.setIcon(_spaced_icon(name, shade) if has_text else icon(name, shade))
        widget.setIconSize(QSize(size * 5 // 4 if has_text else size, size))
    elif isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, shade, size, widget.devicePixelRatioF()))
