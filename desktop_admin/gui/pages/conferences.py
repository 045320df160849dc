"""The Conferences page: what is running, to come, over or cancelled; a series opens into its occurrences."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QItemSelectionModel, QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QToolButton

from desktop_admin.gui import texts
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.generated.conferences import Ui_Conferences
from desktop_admin.gui.icons import icon, set_icon
from desktop_admin.gui.models.conference_rows import ConferenceRows
from desktop_admin.gui.models.table import ROW_ROLE, Column, TableModel
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.theme import colour, colours, grid, theme
from desktop_admin.gui.widgets.tables import set_up_table
from desktop_admin.service.conference_views import ConferenceCounts, ConferenceView, OccurrenceView
from desktop_admin.service.events import Event, ItemProcessed, RoomsChanged

PAGE = 200
TYPING_PAUSE = 200
WHEN, NAME, ORGANISER, ALIAS = range(4)
"""Milliseconds without another key before the search is asked for."""
_FACTS = ("when", "join", "organizer", "alias", "location", "theme", "passcodes", "description")
_STATES = ("running", "upcoming", "past", "cancelled")


class ConferencesPage(Page):
    title = str(QT_TRANSLATE_NOOP("pages", "Conferences"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ui = Ui_Conferences()
        self.ui.setupUi(self.body)
        self.items = ConferenceRows(self._columns(), self)
        self.times: TableModel[OccurrenceView] = TableModel(self._time_columns(), lambda each: each.start, self)
        self._toggles: dict[str, QToolButton] = {key: getattr(self.ui, f"show_{key}") for key in _STATES}
        self._counts = ConferenceCounts()
        self._selected: ConferenceView | None = None
        self._typing = QTimer(self, singleShot=True)
        self._unsearched: dict[str, tuple[ConferenceView, ...]] = {}
        self._set_up_tables()
        self._connect()
        self._show_details(None)
        self._show_counts()
        self._show_empty()

    # -- what the window calls -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        self.items.begin((), has_more=False)
        self._unsearched.clear()
        self._show_details(None)
        self._show_empty()
        self._refresh()

    def receive(self, events: tuple[Event, ...]) -> None:
        if any(isinstance(event, ItemProcessed | RoomsChanged) for event in events):
            self._refresh()

    def tick(self) -> None:
        """Who may join now is a matter of seconds."""
        if self.desk.now().second == 0:
            self.items.refresh()
            self._show_state()

    def focus_filter(self) -> None:
        self.ui.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ui.filter.selectAll()

    # -- data ------------------------------------------------------------------------------------------------------

    @property
    def _which(self) -> str:
        return next(key for key, toggle in self._toggles.items() if toggle.isChecked())

    def _asked(self) -> tuple[str, str, str]:
        return self.integration_id, self._which, self.ui.filter.text().strip()

    def _refresh(self) -> None:
        if self.integration_id:
            self.work.refresh("conferences", self._reload)

    async def _reload(self) -> None:
        asked = self._asked()
        integration_id, which, search = asked
        found = await self.commands.conferences.page(integration_id, which, search, None, PAGE)
        if asked != self._asked():
            return
        if not search:
            self._unsearched[which] = tuple(found)
        self._show_first(found)
        counts = await self.commands.conferences.counts(integration_id, search)
        if asked == self._asked():
            self._counts = counts
            self._show_counts()

    def _typed(self) -> None:
        """A search waits until the typing pauses; once it is cleared, what was there before it is there at once."""
        before = None if self.ui.filter.text().strip() else self._unsearched.get(self._which)
        if before is not None:
            self._show_first(before)
        self._typing.start(TYPING_PAUSE if before is None else 0)

    def _show_first(self, found: Sequence[ConferenceView]) -> None:
        chosen = self._selected.id if self._selected else ""
        self.items.begin(found, has_more=len(found) == PAGE)
        self._select(self.items.place_of(chosen) or 0)
        self._show_empty()

    async def _more(self) -> None:
        asked, after = self._asked(), self.items.after
        if after is None:
            return
        found = await self.commands.conferences.page(*asked, after, PAGE)
        if asked == self._asked() and after == self.items.after:
            self.items.append(found, has_more=len(found) == PAGE)

    async def _reload_times(self) -> None:
        item = self._selected
        if item is None:
            return
        found = await self.commands.conferences.occurrences(self.integration_id, item.id)
        if item is self._selected:
            self.times.set_rows(found)
            now = self.desk.now()
            first = next((row for row, each in enumerate(found) if each.join_until > now), 0)
            self.ui.occurrences.scrollTo(self.times.index(first, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def _select(self, row: int) -> None:
        if row < self.items.rowCount():
            flags = QItemSelectionModel.SelectionFlag
            self.ui.items.selectionModel().setCurrentIndex(self.items.index(row, 0), flags.ClearAndSelect | flags.Rows)
        else:
            self._show_details(None)

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_counts(self) -> None:
        for key, toggle in self._toggles.items():
            words = {
                "running": self.tr("Running (%1)"),
                "upcoming": self.tr("Upcoming (%1)"),
                "past": self.tr("Past (%1)"),
                "cancelled": self.tr("Cancelled (%1)"),
            }[key]
            toggle.setText(words.replace("%1", texts.number(getattr(self._counts, key))))

    def _show_empty(self) -> None:
        ui = self.ui
        has_items = self.items.rowCount() > 0
        ui.splitter.setVisible(has_items)
        ui.empty.setVisible(not has_items)
        if has_items:
            return
        if ui.filter.text().strip():
            ui.empty_title.setText(self.tr("Nothing is found"))
            ui.empty_help.setText(self.tr("No conference of this kind has all these words. Other kinds are above."))
        else:
            ui.empty_title.setText(self.tr("No conference here"))
            days = self.view.settings.scheduling.conferences_kept_days if self.view else 0
            words = self.tr("Each accepted invitation becomes a conference. Ended ones stay for %Ln days.", "", days)
            ui.empty_help.setText(words)

    def _show_details(self, item: ConferenceView | None) -> None:
        self._selected = item
        ui = self.ui
        ui.details.setVisible(item is not None)
        self.times.set_rows(())
        if item is None:
            return
        ui.name.setText(item.name)
        self._show_state()
        facts = self._facts(item)
        for key in _FACTS:
            getattr(ui, f"value_{key}").setText(facts.get(key, ""))
            getattr(ui, f"value_{key}").setVisible(bool(facts.get(key)))
            getattr(ui, f"caption_{key}").setVisible(bool(facts.get(key)))
        ui.occurrences.setVisible(item.is_series)
        ui.occurrences_title.setVisible(item.is_series)
        ui.occurrences_title.setText(self.tr("Occurrences"))
        if item.is_series:
            self.work.refresh("occurrences", self._reload_times)

    def _show_state(self) -> None:
        item = self._selected
        if item is not None:
            name, role = self._look(item)
            set_icon(self.ui.state_icon, name, role, 20)
            self.ui.state.setText(self._state_word(item))

    def _facts(self, item: ConferenceView) -> dict[str, str]:
        coming = item.next
        start, end = (coming.start, coming.end) if coming else (item.start, item.end)
        organizer = f"{item.organizer_name} <{item.organizer}>" if item.organizer_name else item.organizer
        facts = {
            "when": texts.span(start, end, item.zone, self.desk.now()),
            "organizer": organizer,
            "alias": item.alias,
            "location": item.location if item.location != item.alias else "",
            "theme": item.theme,
            "description": item.description,
        }
        if coming is not None:
            facts["join"] = texts.span(coming.join_from, coming.join_until, item.zone, self.desk.now())
        codes = (
            *([self.tr("conference: set")] if item.has_passcode else []),
            *([self.tr("chairperson: set")] if item.has_chair_passcode else []),
        )
        facts["passcodes"] = ", ".join(codes)
        return facts

    def _state_word(self, item: ConferenceView) -> str:
        kind = self.tr("series") if item.is_series else self.tr("single meeting")
        if item.state == "cancelled":
            word = self.tr("Cancelled")
        elif item.next is None:
            word = self.tr("Over")
        elif item.next.is_joinable(self.desk.now()):
            word = self.tr("Joinable now")
        else:
            word = self.tr("Planned")
        return f"{word} · {kind}"

    def _look(self, item: ConferenceView) -> tuple[str, str]:
        """Icon and colour."""
        if item.state == "cancelled":
            return "cross", "bad"
        if item.next is None:
            return "skipped", "muted"
        return ("play", "good") if item.next.is_joinable(self.desk.now()) else ("waiting", "muted")

    # -- what the user does ----------------------------------------------------------------------------------------

    def _current_changed(self, current: QModelIndex) -> None:
        self._show_details(current.data(ROW_ROLE) if current.isValid() else None)

    # -- making ----------------------------------------------------------------------------------------------------

    def _set_up_tables(self) -> None:
        ui = self.ui
        ui.items.setModel(self.items)
        set_up_table(
            ui.items, self.desk.store, "conferences", elastic=(NAME, ORGANISER, ALIAS), needs={ORGANISER: grid(64)}
        )
        ui.items.setIconSize(QSize(16, 16))
        ui.items.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        ui.items.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        ui.occurrences.setModel(self.times)
        set_up_table(ui.occurrences, self.desk.store, "occurrences", elastic=(0,))
        ui.occurrences.setIconSize(QSize(16, 16))
        ui.occurrences.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        ui.splitter.setSizes([grid(66), grid(44)])
        ui.splitter.setStretchFactor(0, 3)
        ui.splitter.setStretchFactor(1, 2)

    def _connect(self) -> None:
        ui = self.ui
        ui.filter.textChanged.connect(self._typed)
        self._typing.timeout.connect(self._refresh)
        for toggle in self._toggles.values():
            toggle.clicked.connect(self._refresh)
        ui.items.selectionModel().currentRowChanged.connect(self._current_changed)
        self.items.wanted.connect(self.work.slot("more conferences", self._more))
        self.track(theme().changed, self.items.refresh)

    def _columns(self) -> tuple[Column[ConferenceView], ...]:
        return (
            Column(
                "when",
                self.tr("When"),
                lambda item: texts.moment(item.next.start if item.next else item.start, self.desk.now()),
                decoration=lambda item: _drawn(*self._look(item)),
                tip=lambda item: self._facts(item)["when"],
                spoken=lambda item: f"{self._facts(item)['when']}, {self._state_word(item)}",
            ),
            Column("name", self.tr("Name"), lambda item: item.name),
            Column("organizer", self.tr("Organiser"), lambda item: item.organizer_name or item.organizer),
            Column("alias", self.tr("Alias"), lambda item: item.alias),
        )

    def _time_columns(self) -> tuple[Column[OccurrenceView], ...]:
        words = {"planned": "", "changed": self.tr("changed"), "cancelled": self.tr("cancelled")}
        return (
            Column(
                "when",
                self.tr("When"),
                self._span_of,
                colour=lambda each: colour("muted") if each.state == "cancelled" else None,
            ),
            Column(
                "state",
                self.tr("State"),
                lambda each: self.tr("joinable now") if each.is_joinable(self.desk.now()) else words[each.state],
                decoration=self._time_mark,
            ),
        )

    def _span_of(self, each: OccurrenceView) -> str:
        return texts.span(each.start, each.end, self._selected.zone if self._selected else "", self.desk.now())

    def _time_mark(self, each: OccurrenceView) -> QIcon | None:
        if each.is_joinable(self.desk.now()):
            return _drawn("play", "good")
        look = {"changed": ("edit", "accent"), "cancelled": ("cross", "bad")}.get(each.state)
        return _drawn(*look) if look else None


def _drawn(name: str, role: str) -> QIcon:
    return icon(name, getattr(colours(), role))
