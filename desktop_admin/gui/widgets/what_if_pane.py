"""What if: whose presence the unsaved rules would change, as a table, and a day of one person before and after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QCoreApplication, QSettings, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_admin.domain.presence import Segment
from desktop_admin.domain.what_if import Difference
from desktop_admin.gui import formats, texts
from desktop_admin.gui.models.table import Column, TableModel
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import push_button
from desktop_admin.gui.widgets.legend import Legend, LegendEntry
from desktop_admin.gui.widgets.listing import Statement, Statements, paragraph, see_through_scroll
from desktop_admin.gui.widgets.presence_mark import Looks
from desktop_admin.gui.widgets.strip import Stretch, TimeStrip
from desktop_admin.gui.widgets.tables import set_up_table
from desktop_admin.service.views import PersonWhatIf, WhatIf

translate = QCoreApplication.translate
MOST_PARTS = 40


class WhatIfPane(QWidget):
    """``replay_wanted`` and ``cancel_wanted`` are the buttons; ``person_wanted`` carries whose days shall be shown."""

    replay_wanted = Signal()
    cancel_wanted = Signal()
    person_wanted = Signal(int)

    def __init__(self, store: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = Looks()
        self._difference: Difference | None = None
        self.model: TableModel[PersonWhatIf] = TableModel(_columns(), lambda each: each.person.id, self)
        self.words = paragraph("", "help")
        self.replay = push_button(self.tr("Replay"), "replay", "primary")
        self.cancel = push_button(self.tr("Cancel"), "cancel_replay")
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Calendars replayed"))
        self.table = QTableView()
        self.table.setAccessibleName(self.tr("People whose presence would change"))
        self.table.setModel(self.model)
        set_up_table(self.table, store, "what_if", elastic=(0,))
        self.days = QComboBox()
        self.days.setAccessibleName(self.tr("Day"))
        self.days.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.before, self.after = TimeStrip(), TimeStrip()
        self.before.setAccessibleName(self.tr("The day under today's rules"))
        self.after.setAccessibleName(self.tr("The day under the changed rules"))
        self.parts = Statements()
        self.legend = Legend()
        self.person = QLabel()
        set_role(self.person, "heading")
        self.side = self._make_side()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self.replay.clicked.connect(self.replay_wanted)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.days.currentIndexChanged.connect(self._show_day)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.set_idle(has_changes=False)

    def set_looks(self, looks: Looks) -> None:
        """The look of each presence, of the stored list and of the changed one."""
        self._looks = looks

    def set_idle(self, *, has_changes: bool) -> None:
        """Nothing has been replayed for the rules as they stand."""
        self.words.setText(
            self.tr("The rules have changed. Replay the known appointments to see whose presence would be another.")
            if has_changes
            else self.tr(
                "Change keywords, presences or what counts. Before you save, the known appointments are replayed here, "
                "and whose presence would be another is shown with the minutes that change."
            )
        )
        self.replay.setEnabled(has_changes)
        self._show(table=False, progress=False)

    def set_progress(self, done: int, total: int) -> None:
        self.words.setText(self.tr("Replaying: %1 of %Ln people", "", total).replace("%1", texts.number(done)))
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)
        self._show(table=False, progress=True)

    def set_found(self, found: WhatIf) -> None:
        if not found.changed:
            words = self.tr("Presence would not change for any of %Ln people in the next %2.", "", found.people)
        else:
            words = self.tr("Presence would change for %3 of %Ln people in the next %2 (%4).", "", found.people)
            everything = sum((each.changed for each in found.changed), timedelta())
            words = words.replace("%4", texts.duration(everything)).replace("%3", texts.number(len(found.changed)))
        days = round((found.end - found.start) / timedelta(days=1))
        self.words.setText(words.replace("%2", self.tr("%Ln days", "", days)))
        self.model.set_rows(found.changed)
        self._show(table=bool(found.changed), progress=False)
        self.side.hide()
        if found.changed:
            self.table.selectRow(0)

    def set_difference(self, who: str, difference: Difference) -> None:
        self._difference = difference
        self.person.setText(who)
        days = sorted({day for part in difference.parts for day in _days(part.start, part.end)})
        with QSignalBlocker(self.days):
            self.days.clear()
            for day in days:
                self.days.addItem(formats.day(day, difference.parts[0].start), day)
        self.side.show()
        self._show_day()

    def _show_day(self) -> None:
        day, found = self.days.currentData(), self._difference
        if found is None or day is None:
            return
        start = datetime.combine(day, time.min).astimezone()
        end = datetime.combine(day + timedelta(days=1), time.min).astimezone()
        for strip, segments in ((self.before, found.before), (self.after, found.after)):
            strip.set_stretches(self._stretches(segments, start, end), start, end)
        shown = {each.presence for each in (*found.before, *found.after) if each.start < end and each.end > start}
        self.legend.set_entries(
            LegendEntry(name, self._looks.shade(name), self._looks.pattern(name)) for name in sorted(shown)
        )
        parts = [part for part in found.parts if part.start < end and part.end > start]
        self.parts.set_statements(
            Statement(
                f"{texts.moment(part.start, start)} – {texts.moment(part.end, start)}",
                f"{part.before} → {part.after}",
                "right",
                "accent",
                self.tr("changes"),
            )
            for part in parts[:MOST_PARTS]
        )

    def _stretches(self, segments: Sequence[Segment], start: datetime, end: datetime) -> list[Stretch]:
        return [
            Stretch(
                each.start,
                each.end,
                self._looks.shade(each.presence),
                each.presence,
                self._looks.pattern(each.presence),
            )
            for each in segments
            if each.start < end and each.end > start
        ]

    def _chosen(self) -> None:
        chosen = self.model.row(self.table.currentIndex())
        if chosen is not None:
            self.person_wanted.emit(chosen.person.id)

    def _show(self, *, table: bool, progress: bool) -> None:
        self.split.setVisible(table)
        self.progress.setVisible(progress)
        self.cancel.setVisible(progress)
        self.replay.setVisible(not progress)

    def _make_side(self) -> QWidget:
        side = QWidget()
        rows = QVBoxLayout(side)
        rows.setContentsMargins(grid(1), 0, grid(1), 0)
        rows.setSpacing(grid(1))
        rows.addWidget(self.person)
        rows.addWidget(self.days, 0, Qt.AlignmentFlag.AlignLeft)
        for words, strip in ((self.tr("Before"), self.before), (self.tr("After"), self.after)):
            label = QLabel(words)
            set_role(label, "help")
            rows.addWidget(label)
            rows.addWidget(strip)
        rows.addWidget(self.legend)
        rows.addWidget(see_through_scroll(_at_the_top(self.parts)), 1)
        return side

    def _lay_out(self) -> None:
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(grid(2))
        self.split.addWidget(self.table)
        self.split.addWidget(self.side)
        self.split.setSizes([grid(62), grid(62)])
        buttons = QHBoxLayout()
        buttons.setSpacing(grid(1))
        buttons.addWidget(self.words, 1)
        for widget in (self.replay, self.cancel):
            buttons.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, grid(1.5), 0, 0)
        rows.setSpacing(grid(1.5))
        rows.addLayout(buttons)
        rows.addWidget(self.progress)
        rows.addWidget(self.split, 100)
        rows.addStretch(1)


def _at_the_top(content: QWidget) -> QWidget:
    """``content`` at its own height, whatever room there is."""
    home = QWidget()
    rows = QVBoxLayout(home)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.addWidget(content)
    rows.addStretch()
    return home


def _columns() -> tuple[Column[PersonWhatIf], ...]:
    right = Qt.AlignmentFlag.AlignRight
    return (
        Column("name", translate("WhatIfPane", "Name"), lambda each: each.person.name),
        Column("changed", translate("WhatIfPane", "Changes for"), lambda each: texts.duration(each.changed)),
        Column("parts", translate("WhatIfPane", "Times"), lambda each: texts.number(each.parts), alignment=right),
        Column("first", translate("WhatIfPane", "First"), lambda each: _when(each.first)),
    )


def _when(at: datetime) -> str:
    return f"{formats.day(at.astimezone().date(), at)}, {formats.clock(at)}"


def _days(start: datetime, end: datetime) -> list[date]:
    """The days, in the system's zone, that a stretch of time touches."""
    first = start.astimezone().date()
    last = (end - timedelta(microseconds=1)).astimezone().date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
