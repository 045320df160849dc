"""A widget that appears above a page without moving anything that you may be about to click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from desktop_admin.gui.theme import grid


class Floating(QObject):
    """Lays ``part`` over the top of ``host``, where a page has its title and nothing to click: as wide as the host, as
    high as it needs.
    """

    def __init__(self, part: QWidget, host: QWidget) -> None:
        super().__init__(part)
        self._part = part
        self._host = host
        part.setParent(host)
        part.hide()
        for each in (part, host):
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_host = watched is self._host and event.type() is QEvent.Type.Resize
        if is_host or (watched is self._part and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show)):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        beside = grid(2)
        width = max(0, self._host.width() - 2 * beside)
        layout = self._part.layout()
        if layout is not None and layout.hasHeightForWidth():
            height = layout.totalHeightForWidth(width)
        else:
            height = self._part.sizeHint().height()
        self._part.setGeometry(beside, grid(0.5), width, height)
        self._part.raise_()
