"""The tray icon: its colour and shape are the worst status, its tool tip the Overview's sentence."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop_admin.domain.health import health_of
from desktop_admin.domain.status import Status
from desktop_admin.gui import texts
from desktop_admin.gui.colours import LIGHT
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.icons import pixmap
from desktop_admin.gui.widgets.status_dot import paint_status
from desktop_admin.paths import resource
from desktop_admin.service.views import IntegrationView

_SETTLED = (Status.ONLINE, Status.DEGRADED, Status.OFFLINE)
LONGEST_TIP = 120
"""Windows shows 127 characters of a tool tip."""


class News:
    """Which changes of state are worth a notification: each once, and none for passing through *connecting*."""

    def __init__(self) -> None:
        self._told: dict[str, Status] = {}

    def of(self, view: IntegrationView) -> bool:
        """Whether ``view``'s status is news. Being online at the start is not; switching off forgets."""
        status = view.condition.status
        if status is Status.DISABLED:
            self._told.pop(view.id, None)
        if status not in _SETTLED:
            return False
        before = self._told.get(view.id, Status.ONLINE)
        self._told[view.id] = status
        return status is not before


class Tray(QObject):
    """Tells what the user wants; the desktop does it. ``activation_wanted`` carries an id and on or off."""

    open_wanted = Signal()
    quit_wanted = Signal()
    force_wanted = Signal()
    activation_wanted = Signal(str, bool)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._news = News()
        self._shown: Status | None = None
        self.icon = QSystemTrayIcon(self)
        self.menu = QMenu()
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self.open_wanted)
        desk.state.listed.connect(self.refill)
        desk.state.changed.connect(self._changed)
        self.refill()

    def show(self) -> None:
        self.icon.show()

    def close(self) -> None:
        self.icon.hide()
        self.menu.deleteLater()
        self.deleteLater()

    def say(self, title: str, text: str) -> None:
        self.icon.showMessage(title, text, self.icon.icon())

    def refill(self) -> None:
        """The menu: open, each integration's switch, force now, quit."""
        menu = self.menu
        menu.clear()
        opening = self._action(self.tr("Open"), self.open_wanted)
        menu.setDefaultAction(opening)
        menu.addSeparator()
        views = self._desk.state.views
        for view in views:
            text = self.tr("Activate") if len(views) == 1 else self.tr("Activate %1").replace("%1", view.settings.name)
            switch = QAction(text.replace("&", "&&"), menu, checkable=True, checked=view.settings.active)
            switch.triggered.connect(partial(self._switched, view.id, switch))
            menu.addAction(switch)
        force = self._action(self.tr("Force now"), self.force_wanted)
        force.setEnabled(any(view.settings.active for view in views))
        menu.addSeparator()
        self._action(self.tr("Quit"), self.quit_wanted)
        self._show()

    def _action(self, text: str, wanted: SignalInstance) -> QAction:
        action = QAction(text, self.menu)
        action.triggered.connect(wanted)
        self.menu.addAction(action)
        return action

    def _switched(self, integration_id: str, switch: QAction) -> None:
        # A partial is called without the signal's own argument.
        self.activation_wanted.emit(integration_id, switch.isChecked())

    def _changed(self, integration_id: str) -> None:
        self._show()
        view = self._desk.state.view(integration_id)
        if view is not None and self._news.of(view):
            self.say(view.settings.name, health_of([view.facts]).sentence)

    def _show(self) -> None:
        status = self._desk.state.health.status
        if status is not self._shown:
            self._shown = status
            self.icon.setIcon(tray_icon(status))
        self.icon.setToolTip(self.tool_tip())

    def tool_tip(self) -> str:
        """The Overview's sentence."""
        text = f"Exchange Concierge: {self._desk.state.health.sentence}"
        return text if len(text) <= LONGEST_TIP else f"{text[: LONGEST_TIP - 1]}…"

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.open_wanted.emit()


def tray_icon(status: Status) -> QIcon:
    """A bell on a tile of the status's colour, with its shape in the corner: it reads on light and dark panels."""
    icon = QIcon()
    for size in (16, 22, 24, 32, 48, 64):
        icon.addPixmap(_tray_pixmap(status, size))
    return icon


def _tray_pixmap(status: Status, size: int) -> QPixmap:
    shade = QColor(getattr(LIGHT, texts.status_role(status)))
    made = QPixmap(size, size)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    painter.drawRoundedRect(QRectF(0, 0, size, size), size / 5, size / 5)
    bell = round(size * 0.78)
    painter.drawPixmap(round(size * 0.06), round(size * 0.04), pixmap("bell", "#ffffff", bell))
    _paint_badge(painter, status, size, shade)
    painter.end()
    return made


def window_icon(status: Status) -> QIcon:
    """The program's own icon, with the status's shape in its corner unless all is well."""
    plain = QIcon(str(resource("icons", "app.svg")))
    icon = QIcon()
    for size in (16, 24, 32, 48, 64, 128):
        made = plain.pixmap(QSize(size, size), 1.0)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_badge(painter, status, size, QColor(getattr(LIGHT, texts.status_role(status))))
        painter.end()
        icon.addPixmap(made)
    return icon


def _paint_badge(painter: QPainter, status: Status, size: int, shade: QColor) -> None:
    if status is Status.ONLINE:
        return
    badge = size * 0.5
    box = QRectF(size - badge, size - badge, badge, badge)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#ffffff"))
    painter.drawEllipse(box)
    inset = badge * 0.14
    paint_status(painter, box.adjusted(inset, inset, -inset, -inset), status, shade)
