"""The Overview: within three seconds, is everything all right; if not, what is wrong, since when, and what to do."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView

from desktop_admin.domain.status import Alarm, Status
from desktop_admin.gui import texts
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.generated.overview import Ui_Overview
from desktop_admin.gui.icons import icon
from desktop_admin.gui.models.table import Column, TableModel
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.theme import colour, colours, grid, set_role, theme
from desktop_admin.gui.widgets.alarm_card import AlarmCard
from desktop_admin.gui.widgets.presence_mark import Looks
from desktop_admin.gui.widgets.shares import Share
from desktop_admin.gui.widgets.subscription_story import mode_legend, mode_stretch
from desktop_admin.gui.widgets.tables import set_up_table
from desktop_admin.service.events import Event, ItemProcessed, PeopleChanged, PresenceChanged, ReadingProgress
from desktop_admin.service.views import DayCounts, IntegrationView, PersonView, ProcessedView, StripPart

SHOWN_DECISIONS = 10
STRIP_HOURS = 24


class OverviewPage(Page):
    """One integration at a glance."""

    title = str(QT_TRANSLATE_NOOP("pages", "Overview"))
    scrolls = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ui = Ui_Overview()
        self.ui.setupUi(self.body)
        self.ui.headline_dot.set_size(28)
        self._people: dict[int, PersonView] = {}
        self._looks = Looks()
        self._items: tuple[ProcessedView, ...] = ()
        self._strip: tuple[StripPart, ...] = ()
        self._alarms: tuple[Alarm, ...] = ()
        self._cards: list[AlarmCard] = []
        self._mode = ""
        self._strip_read = desk.now()
        self._recent = TableModel(self._columns(), lambda item: item.id, self)
        self._set_up_recent()
        self.track(theme().changed, self._recolour)
        self.track(desk.state.changed, self._show_headline)
        self.ui.activate.clicked.connect(self.work.slot("activate", self._activate))

    # -- what the window calls -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        self._people, self._items, self._strip = {}, (), ()
        self._show_people()
        self._show_items()
        self._show_counts(DayCounts())
        if self.integration_id:
            self.work.refresh("items", self._read_items)
            self.work.refresh("people", self._read_people)
            self.work.refresh("strip", self._read_strip)

    def activated(self) -> None:
        if self.integration_id:
            self.work.refresh("strip", self._read_strip)

    def view_changed(self, view: IntegrationView) -> None:
        self._show_headline()
        self._show_age()
        for widget in (self.ui.count_pending, self.ui.caption_pending):
            widget.setVisible(bool(view.rehearsed))
        self.ui.count_pending.setText(texts.number(view.rehearsed))
        server = view.settings.connection.server
        at_server = self.tr("at %1").replace("%1", server) if server else self.tr("No server is set yet.")
        self.ui.facts.setText(" ".join(part for part in (texts.server(view), at_server) if part))
        self.ui.activate.setVisible(view.condition.status is Status.DISABLED and not view.settings.active)
        if view.alarms != self._alarms:
            self._show_alarms(view.alarms)
        mode = view.mode if view.mode != "none" else view.condition.status.value
        if mode != self._mode:
            self._mode = mode
            self.work.refresh("strip", self._read_strip)

    def receive(self, events: tuple[Event, ...]) -> None:
        moved = False
        for event in events:
            match event:
                case PresenceChanged(people=people):
                    self._people.update((each.person.id, each) for each in people)
                    moved = True
                case PeopleChanged():
                    self.work.refresh("people", self._read_people)
                case ItemProcessed():
                    self.work.refresh("items", self._read_items)
                case ReadingProgress(done=done, total=total):
                    self._show_reading(done, total)
        if moved:
            self._show_people()

    def tick(self) -> None:
        now = self.desk.now()
        for card in self._cards:
            card.tick(now)
        if self.integration_id and now - self._strip_read >= timedelta(minutes=1):
            self.work.refresh("strip", self._read_strip)

    # -- reading ---------------------------------------------------------------------------------------------------

    async def _read_items(self) -> None:
        integration_id = self.integration_id
        if not integration_id:
            return
        items = await self.commands.invitations.list(integration_id, SHOWN_DECISIONS)
        counts = await self.commands.invitations.counts(integration_id, self.desk.now().astimezone().date())
        if integration_id == self.integration_id:
            self._items = items
            self._show_items()
            self._show_counts(counts)

    async def _read_people(self) -> None:
        integration_id = self.integration_id
        if not integration_id:
            return
        presences = await self.commands.rules.presences(integration_id)
        people = await self.commands.people.list(integration_id)
        if integration_id == self.integration_id:
            self._looks.set_entries(presences)
            self._people = {view.person.id: view for view in people}
            self._show_people()

    async def _read_strip(self) -> None:
        integration_id = self.integration_id
        if not integration_id:
            return
        self._strip_read = self.desk.now()
        parts = await self.commands.integrations.subscription_strip(integration_id, STRIP_HOURS)
        if integration_id == self.integration_id:
            self._strip = parts
            self._show_strip()

    async def _activate(self) -> None:
        await self.commands.integrations.set_active(self.integration_id, True)

    async def _force(self) -> None:
        await self.commands.integrations.reconnect(self.integration_id)

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_headline(self) -> None:
        """Of all integrations: whoever looks at one must learn that another one is offline."""
        health = self.desk.state.health
        self.ui.headline_dot.set_status(health.status)
        self.ui.headline.setText(health.sentence)

    def _show_age(self) -> None:
        """What was read before an outage is shown as old, with its time."""
        invitations, presence = self.tr("Invitations today"), self.tr("Presence now")
        if age := texts.age(self.view, self._people.values(), self.desk.now()):
            invitations, presence = f"{invitations}, {age}", f"{self.tr('Presence')}, {age}"
        self.ui.today_heading.setText(invitations)
        self.ui.presence_heading.setText(presence)

    def _show_alarms(self, alarms: tuple[Alarm, ...]) -> None:
        self._alarms = alarms
        for card in self._cards:
            self.ui.alarm_rows.removeWidget(card)
            card.deleteLater()
        self._cards = []
        for alarm in alarms:
            card = AlarmCard(alarm, self.desk.now(), self.body)
            card.remedy_wanted.connect(self.page_wanted)
            card.force_wanted.connect(self.work.slot("force", self._force))
            self.ui.alarm_rows.addWidget(card)
            self._cards.append(card)

    def _show_counts(self, counts: DayCounts) -> None:
        self.ui.count_accepted.setText(texts.number(counts.accepted))
        self.ui.count_declined.setText(texts.number(counts.declined))
        self.ui.count_applied.setText(texts.number(counts.applied))
        self.ui.count_held.setText(texts.number(counts.held))
        set_role(self.ui.caption_held, "caution" if counts.held else "help")

    def _show_people(self) -> None:
        kept = [view for view in self._people.values() if view.verdict is not None]
        counted = Counter(view.verdict.presence for view in kept if view.verdict is not None)
        order = {name: place for place, name in enumerate(self._looks.names)}
        names = sorted(counted, key=lambda name: order.get(name, len(order)))
        looks = self._looks
        self.ui.presence_shares.set_shares(
            Share(name, counted[name], looks.shade(name), looks.pattern(name), looks.icon(name)) for name in names
        )
        self.ui.presence_shares.setVisible(bool(kept))
        left_alone = len(self._people) - len(kept)
        if not self._people:
            note = self.tr("No people yet.")
        elif left_alone:
            note = self.tr("%Ln people, %1 without a value", "", len(self._people))
            note = note.replace("%1", texts.number(left_alone))
        else:
            note = self.tr("%Ln people", "", len(self._people))
        self.ui.presence_note.setText(note)
        self._show_age()

    def _show_reading(self, done: int, total: int) -> None:
        if done < total:
            note = self.tr("Reading calendars: %1 of %2")
            self.ui.presence_note.setText(note.replace("%1", texts.number(done)).replace("%2", texts.number(total)))
        else:
            self._show_people()

    def _show_strip(self) -> None:
        now = self.desk.now()
        stretches = [mode_stretch(part, now) for part in self._strip]
        self.ui.subscription_strip.set_stretches(stretches, now - timedelta(hours=STRIP_HOURS), now, now)
        self.ui.subscription_legend.set_entries(mode_legend(self._strip))

    def _recolour(self) -> None:
        self._show_people()
        self._show_strip()
        self._recent.refresh()

    def _show_items(self) -> None:
        self._recent.set_rows(self._items)
        table = self.ui.recent
        table.setVisible(bool(self._items))
        self.ui.decisions_empty.setVisible(not self._items)
        rows = table.verticalHeader().defaultSectionSize() * len(self._items)
        table.setFixedHeight(rows + table.horizontalHeader().sizeHint().height() + grid(0.5))

    def _set_up_recent(self) -> None:
        table = self.ui.recent
        table.setModel(self._recent)
        set_up_table(table, self.desk.store, "overview", elastic=(1, 4, 2))
        table.setIconSize(QSize(16, 16))
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.activated.connect(lambda: self.page_wanted.emit("invitations"))

    def _columns(self) -> tuple[Column[ProcessedView], ...]:
        now = self.desk.now
        return (
            Column("time", self.tr("Time"), lambda item: texts.moment(item.at, now())),
            Column("subject", self.tr("Subject"), texts.subject),
            Column("organizer", self.tr("Organiser"), texts.organiser, tip=texts.organiser_address),
            Column(
                "outcome",
                self.tr("Decision"),
                texts.decision_word,
                decoration=lambda item: icon(
                    texts.outcome_icon(item.outcome), getattr(colours(), texts.outcome_role(item.outcome))
                ),
                colour=lambda item: colour(texts.outcome_role(item.outcome)),
            ),
            Column("reason", self.tr("Reason"), lambda item: item.reason),
        )
