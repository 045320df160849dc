"""The left side of the window: the integrations with their status, and the pages."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop_admin.domain.health import health_of
from desktop_admin.gui import texts
from desktop_admin.gui.icons import icon
from desktop_admin.gui.pages.registry import PAGES
from desktop_admin.gui.state import ServiceState
from desktop_admin.gui.theme import colours, grid, theme
from desktop_admin.gui.widgets.status_dot import status_icon
from desktop_admin.service.views import IntegrationView

_ID = int(Qt.ItemDataRole.UserRole)
MOST_ROWS_SHOWN = 6


class Navigation(QObject):
    """Fills the two lists. ``integration_wanted`` (id) and ``page_wanted`` (key) tell what the user clicked;
    nothing changes until :meth:`choose_integration` or :meth:`choose_page` is called.
    """

    integration_wanted = Signal(str)
    page_wanted = Signal(str)

    def __init__(self, state: ServiceState, integrations: QListWidget, pages: QListWidget) -> None:
        super().__init__(integrations)
        self._state = state
        self._integrations = integrations
        self._pages = pages
        self._chosen = ""
        self._page = ""
        for entry in PAGES:
            item = QListWidgetItem(entry.translated_title)
            item.setData(_ID, entry.key)
            pages.addItem(item)
        for place in range(min(9, pages.count())):
            pages.item(place).setToolTip(self.tr("Ctrl+%1").replace("%1", str(place + 1)))
        for widget in (integrations, pages):
            widget.setIconSize(QSize(18, 18))
            widget.setHorizontalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        integrations.setIconSize(QSize(14, 14))
        self.repaint_icons()
        state.listed.connect(self.refill)
        state.changed.connect(self._refresh)
        theme().changed.connect(self.repaint_icons)
        integrations.currentItemChanged.connect(self._integration_clicked)
        pages.currentItemChanged.connect(self._page_clicked)

    def choose_integration(self, integration_id: str) -> None:
        self._chosen = integration_id
        self._select(self._integrations, integration_id)

    def choose_page(self, key: str) -> None:
        self._page = key
        self._select(self._pages, key)

    def mark_unsaved(self, keys: set[str]) -> None:
        """Pages with unsaved changes carry a mark."""
        for entry in PAGES:
            item = self._find(self._pages, entry.key)
            if item is not None:
                title = entry.translated_title
                item.setText(self.tr("%1 •").replace("%1", title) if entry.key in keys else title)

    def refill(self) -> None:
        self._integrations.blockSignals(True)
        self._integrations.clear()
        for view in self._state.views:
            item = QListWidgetItem()
            item.setData(_ID, view.id)
            self._show(item, view)
            self._integrations.addItem(item)
        self._integrations.blockSignals(False)
        self._select(self._integrations, self._chosen)
        self._fit(self._integrations)
        self._fit(self._pages)

    def repaint_icons(self) -> None:
        for entry in PAGES:
            item = self._find(self._pages, entry.key)
            if item is not None:
                item.setIcon(icon(entry.key, colours().muted))
        for view in self._state.views:
            self._refresh(view.id)

    def _refresh(self, integration_id: str) -> None:
        view = self._state.view(integration_id)
        item = self._find(self._integrations, integration_id)
        if view is not None and item is not None:
            self._show(item, view)

    def _show(self, item: QListWidgetItem, view: IntegrationView) -> None:
        health = health_of([view.facts])
        item.setText(view.settings.name)
        item.setIcon(status_icon(health.status))
        item.setToolTip(f"{view.settings.name}: {health.sentence}")
        word = texts.status_word(view.condition.status)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{view.settings.name}, {word}, {health.sentence}")

    def _fit(self, widget: QListWidget) -> None:
        """As high as its rows; beyond six integrations the list scrolls."""
        rows = widget.count()
        shown = rows if widget is self._pages else min(rows, MOST_ROWS_SHOWN)
        height = sum(widget.sizeHintForRow(row) for row in range(shown))
        widget.setFixedHeight(height + grid(0.5) if shown else 0)

    def _select(self, widget: QListWidget, key: str) -> None:
        widget.blockSignals(True)
        item = self._find(widget, key)
        if item is None:
            widget.setCurrentRow(-1)
        else:
            widget.setCurrentItem(item)
        widget.blockSignals(False)

    @staticmethod
    def _find(widget: QListWidget, key: str) -> QListWidgetItem | None:
        items = (widget.item(row) for row in range(widget.count()))
        return next((item for item in items if item.data(_ID) == key), None)

    def _integration_clicked(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_ID) != self._chosen:
            wanted = item.data(_ID)
            self._select(self._integrations, self._chosen)
            self.integration_wanted.emit(wanted)

    def _page_clicked(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_ID) != self._page:
            self.page_wanted.emit(item.data(_ID))
