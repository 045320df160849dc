"""How every table of the desktop looks and what it remembers."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_admin.gui.theme import grid


def set_up_table(table: QTableView, store: QSettings, key: str, widths: tuple[int, ...] = ()) -> None:
    """Whole rows, even heights, no grid; ``widths`` in device-independent pixels, the last column takes the rest.

    Call it after ``table.setModel``. What the user makes of the columns is remembered under ``key``.
    """
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setTextElideMode(Qt.TextElideMode.ElideRight)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    rows = table.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(table.fontMetrics().height() + grid(1.5))
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column, width in enumerate(widths):
        table.setColumnWidth(column, width)
    remember_columns(header, store, key)


def remember_columns(header: QHeaderView, store: QSettings, key: str) -> None:
    """Restores the header's columns from ``store`` and keeps them there from now on."""
    place = f"columns/{key}"
    kept = store.value(place)
    if isinstance(kept, QByteArray):
        header.restoreState(kept)

    def keep() -> None:
        store.setValue(place, header.saveState())

    header.sectionResized.connect(keep)
    header.sectionMoved.connect(keep)
    header.sortIndicatorChanged.connect(keep)
