"""Conferences as rows that come in pages: the view asks for the next one when it is scrolled near the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Signal

from desktop_admin.gui.models.table import Column, TableModel
from desktop_admin.service.conference_views import ConferenceView

Index = QModelIndex | QPersistentModelIndex


class ConferenceRows(TableModel[ConferenceView]):
    """``wanted`` asks for the page behind the last row; :meth:`append` brings it."""

    wanted = Signal()

    def __init__(self, columns: Sequence[Column[ConferenceView]], parent: QObject | None = None) -> None:
        super().__init__(columns, lambda each: each.id, parent)
        self._has_more = False

    @property
    def after(self) -> tuple[datetime, str] | None:
        """Where the next page begins."""
        return (self._rows[-1].cursor, self._rows[-1].id) if self._rows else None

    def begin(self, rows: Sequence[ConferenceView], *, has_more: bool) -> None:
        self._has_more = has_more
        self.set_rows(rows)

    def append(self, rows: Sequence[ConferenceView], *, has_more: bool) -> None:
        """Those that are listed already, since time went on between two pages, are left out."""
        self._has_more = has_more
        known = {row.id for row in self._rows}
        fresh = [row for row in rows if row.id not in known]
        if fresh:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._rows += fresh
            self._renumber()
            self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._has_more

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._has_more = False
            self.wanted.emit()
