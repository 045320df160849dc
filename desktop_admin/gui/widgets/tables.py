"""How every table of the desktop looks and what it remembers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_admin.gui.theme import grid
from desktop_admin.gui.widgets.cut_text import CutTips
from desktop_admin.gui.widgets.fitting import FittingColumns


def set_up_table(
    table: QTableView,
    store: QSettings,
    key: str,
    *,
    elastic: Sequence[int] = (),
    needs: Mapping[int, int] | None = None,
    least: Mapping[int, int] | None = None,
) -> None:
    """Whole rows, even heights, no grid, columns as wide as their content (:class:`~.fitting.FittingColumns`).

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
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    # With another number of columns, what was remembered belongs to other columns.
    place = f"columns/{key}/{table.model().columnCount()}"
    remember_columns(header, store, f"{place}/order")
    FittingColumns(table, store, f"{place}/widths", elastic, needs or {}, least or {})
    CutTips(table)


def remember_columns(header: QHeaderView, store: QSettings, place: str) -> None:
    """Restores the header's order and sorting from ``store`` and keeps them there from now on."""
    kept = store.value(place)
    if isinstance(kept, QByteArray):
        header.restoreState(kept)

    def keep() -> None:
        store.setValue(place, header.saveState())

    header.sectionMoved.connect(keep)
    header.sortIndicatorChanged.connect(keep)
