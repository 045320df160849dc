"""How the subscription has fared: a strip of its states, the last changes with their reasons, and each day's ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_admin.domain.notification_day import NotificationDay
from desktop_admin.gui import formats, texts
from desktop_admin.gui.theme import colours, grid, set_role, theme
from desktop_admin.gui.widgets.legend import Legend, LegendEntry
from desktop_admin.gui.widgets.strip import Stretch, TimeStrip
from desktop_admin.service.views import StripPart

HOURS = 24
CHANGES_SHOWN = 6
DAYS_SHOWN = 7


_PATTERNS = {
    "streaming": Qt.BrushStyle.HorPattern,
    "polling": Qt.BrushStyle.BDiagPattern,
    "connecting": Qt.BrushStyle.VerPattern,
    "offline": Qt.BrushStyle.DiagCrossPattern,
}
"""What tells the modes apart on a grey screen."""


def mode_pattern(mode: str) -> Qt.BrushStyle:
    return _PATTERNS.get(mode, Qt.BrushStyle.SolidPattern)


def mode_stretch(part: StripPart, now: datetime) -> Stretch:
    times = f"{texts.moment(part.start, now)} – {texts.moment(part.end, now)}"
    says = " ".join(word for word in (f"{texts.mode_word(part.mode)}, {times}", part.reason) if word)
    return Stretch(part.start, part.end, getattr(colours(), texts.mode_role(part.mode)), says, mode_pattern(part.mode))


def mode_legend(parts: Iterable[StripPart]) -> tuple[LegendEntry, ...]:
    return tuple(
        LegendEntry(texts.mode_word(mode), getattr(colours(), texts.mode_role(mode)), mode_pattern(mode))
        for mode in dict.fromkeys(part.mode for part in parts)
    )


class SubscriptionStory(QWidget):
    """``show_story`` shows what is known at ``now``; the days may come in any order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[StripPart, ...] = ()
        self._now = datetime.now().astimezone()
        self.strip = TimeStrip()
        self.strip.setAccessibleName(self.tr("The subscription's states over the last 24 hours"))
        self._legend = Legend()
        self.changes = QWidget()
        self.days = QWidget()
        self._empty_days = QLabel(
            self.tr("Once invitations arrive, each day shows here how far Exchange's notifications could be relied on.")
        )
        set_role(self._empty_days, "help")
        self._empty_days.setWordWrap(True)
        rows = self._rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(grid(1.5))
        for widget in (self.strip, self._legend, self.changes, self.days, self._empty_days):
            rows.addWidget(widget)
        theme().changed.connect(self._show_strip)

    def show_story(self, parts: Sequence[StripPart], days: Sequence[NotificationDay], now: datetime) -> None:
        self._parts, self._now = tuple(parts), now
        self._show_strip()
        self._show_changes()
        self._show_days(sorted(days, key=lambda day: day.day, reverse=True)[:DAYS_SHOWN])

    def _show_strip(self) -> None:
        stretches = [mode_stretch(part, self._now) for part in self._parts]
        self.strip.set_stretches(stretches, self._now - timedelta(hours=HOURS), self._now, self._now)
        self._legend.set_entries(mode_legend(self._parts))

    def _show_changes(self) -> None:
        newest = list(reversed(self._parts))[:CHANGES_SHOWN]
        cells = [
            (texts.moment(part.start, self._now), texts.mode_word(part.mode), part.reason or self._well(part.mode))
            for part in newest
        ]
        self.changes = self._replaced(self.changes, cells, stretched=2)
        self.changes.setVisible(bool(cells))

    def _well(self, mode: str) -> str:
        return self.tr("Subscribed.") if mode in ("push", "streaming") else ""

    def _show_days(self, days: Sequence[NotificationDay]) -> None:
        heading = (
            self.tr("Day"),
            self.tr("Notifications"),
            self.tr("Missed"),
            self.tr("Doubled"),
            self.tr("Late"),
        )
        cells = [
            (
                formats.day(date.fromisoformat(day.day), self._now),
                *(texts.number(count) for count in (day.told, day.missed, day.doubled, day.late)),
            )
            for day in days
        ]
        self.days = self._replaced(self.days, [heading, *cells] if cells else [], stretched=5, has_heading=True)
        self.days.setToolTip(
            self.tr(
                "Missed: found by catching up though nothing was told. Doubled: told, and nothing was new. "
                "Late: told more than a minute after it arrived. None of it loses an invitation."
            )
        )
        self.days.setVisible(bool(cells))
        self._empty_days.setVisible(not cells)

    def _replaced(
        self, old: QWidget, cells: Sequence[Sequence[str]], *, stretched: int, has_heading: bool = False
    ) -> QWidget:
        """A grid of labels in the place of ``old``."""
        fresh = QWidget()
        table = QGridLayout(fresh)
        table.setContentsMargins(0, 0, 0, 0)
        table.setHorizontalSpacing(grid(2))
        table.setVerticalSpacing(grid(0.5))
        table.setColumnStretch(stretched, 1)
        for row, texts_of_row in enumerate(cells):
            for column, text in enumerate(texts_of_row):
                label = QLabel(text, textFormat=Qt.TextFormat.PlainText)
                label.setWordWrap(column == stretched)
                set_role(label, "help" if (has_heading and row == 0) or (column == 0) else "")
                is_number = has_heading and column > 0
                label.setAlignment(
                    (Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft)
                    | Qt.AlignmentFlag.AlignTop
                )
                table.addWidget(label, row, column)
        self._rows.replaceWidget(old, fresh)
        old.deleteLater()
        return fresh
