"""The Invitations page: what became of every item of the conferencing inbox, why, and the answer as it was sent."""

from __future__ import annotations

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QItemSelectionModel,
    QModelIndex,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QToolButton

from desktop_admin.domain.why import RuleTold
from desktop_admin.gui import texts
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.dialogs.show import Choice, ask
from desktop_admin.gui.generated.invitations import Ui_Invitations
from desktop_admin.gui.icons import icon, set_icon
from desktop_admin.gui.models.item_filter import ItemFilter
from desktop_admin.gui.models.rule_rows import rule_columns, rules_of
from desktop_admin.gui.models.table import ROW_ROLE, Column, TableModel
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.theme import colour, colours, grid, theme
from desktop_admin.gui.widgets.fitting import FittingSplitter, FoldingTools
from desktop_admin.gui.widgets.no_matches import NoMatches
from desktop_admin.gui.widgets.tables import set_up_table
from desktop_admin.service.events import Event, ItemProcessed
from desktop_admin.service.views import IntegrationView, ProcessedView

MOST = 2000
"""So many are shown; where there are more, what is typed is looked for among all."""
TYPING_PAUSE = 300
"""Milliseconds without another key before it is."""
SUBJECT, ORGANISER, ROOM, REASON = range(2, 6)
BESIDE = grid(100)
"""Pixels from which the chosen invitation is beside the list and not below it."""
_FACTS = ("organizer", "sender", "when", "location", "alias", "received", "answered")


class InvitationsPage(Page):
    title = str(QT_TRANSLATE_NOOP("pages", "Invitations"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ui = Ui_Invitations()
        self.ui.setupUi(self.body)
        self.items: TableModel[ProcessedView] = TableModel(self._columns(), lambda item: item.id, self)
        self.shown = ItemFilter()
        self.shown.setSourceModel(self.items)
        self.rules: TableModel[tuple[int, RuleTold]] = TableModel(rule_columns(), lambda row: row[0], self)
        self._toggles: dict[str, QToolButton] = {
            key: getattr(self.ui, f"show_{key}") for key in ("accepted", "declined", "applied", "held", "ignored")
        }
        self._selected: ProcessedView | None = None
        self._has_more = False
        self._newest: tuple[ProcessedView, ...] = ()
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._set_up_tables()
        self._connect()
        self._choose()
        self._show_details(None)
        self._show_rehearsal()

    # -- what the window calls -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        self.items.set_rows(())
        self._has_more = False
        self._newest = ()
        self._show_details(None)
        self._show_empty()
        if self.integration_id:
            self.work.refresh("items", self._reload)

    def view_changed(self, view: IntegrationView) -> None:
        self._show_empty()
        self._show_rehearsal()

    def receive(self, events: tuple[Event, ...]) -> None:
        changed = [event.item for event in events if isinstance(event, ItemProcessed)]
        for item in changed:
            self.items.put(item, first=True)
            if self._selected is not None and item.id == self._selected.id:
                self._show_details(item)
        if changed:
            self._show_counts()
            self._select_first()

    def focus_filter(self) -> None:
        self.ui.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ui.filter.selectAll()

    # -- data ------------------------------------------------------------------------------------------------------

    async def _reload(self) -> None:
        asked = self._asked()
        items = await self.commands.invitations.list(asked[0], MOST, asked[1])
        if asked == self._asked():
            self._has_more = self._has_more or len(items) >= MOST
            if not asked[1]:
                self._newest = tuple(items)
            self.items.set_rows(items)
            if asked != self._asked():
                self._look_again()
            self._show_counts()
            self._select_first()

    def _asked(self) -> tuple[str, str]:
        return self.integration_id, self.ui.filter.text().strip() if self._has_more else ""

    def _typed(self) -> None:
        if self._has_more and not self._asked()[1]:
            # Cleared: what was there before the search is there at once; what came meanwhile follows.
            self.items.set_rows(self._newest)
            self._pause.start(0)
        elif self._has_more:
            self._pause.start(TYPING_PAUSE)
        self._choose()

    def _look_again(self) -> None:
        self.work.refresh("items", self._reload)

    def _choose(self) -> None:
        outcomes = frozenset(key for key, toggle in self._toggles.items() if toggle.isChecked())
        self.shown.choose(self.ui.filter.text(), outcomes)
        self._show_counts()
        self._select_first()

    def _select_first(self) -> None:
        """A page with items always tells about one of them; what the user chose stays."""
        if not self.ui.items.selectionModel().hasSelection() and self.shown.rowCount():
            flags = QItemSelectionModel.SelectionFlag
            index = self.shown.index(0, 0)
            self.ui.items.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_counts(self) -> None:
        shown, total = self.shown.rowCount(), self.items.rowCount()
        words = self.tr("%1 of %2") if shown != total else "%1"
        if total >= MOST:
            words = self.tr("%1 of the newest %2")
        self.ui.matches.setText(words.replace("%1", texts.number(shown)).replace("%2", texts.number(total)))
        self._show_empty()

    def _show_empty(self) -> None:
        has_items = self.items.rowCount() > 0 or self._has_more
        self.ui.empty.setVisible(not has_items)
        self.ui.splitter.setVisible(has_items)
        self.ui.matches.setVisible(has_items)
        for widget in (self.ui.filter, *self._toggles.values()):
            widget.setEnabled(has_items)
        if has_items:
            return
        view = self.view
        mailbox = view.settings.connection.conferencing_mailbox if view else ""
        if not mailbox:
            words = self.tr("Set the conferencing mailbox on the Connection page: invitations sent to it are answered.")
        elif view is not None and not view.settings.active:
            words = self.tr("Activate the integration: invitations sent to %1 are then answered.")
        else:
            words = self.tr("As soon as somebody invites %1, the decision, its reasons and the answer stand here.")
        self.ui.empty_help.setText(words.replace("%1", mailbox))

    def _show_details(self, item: ProcessedView | None) -> None:
        self._selected = item
        self._show_rehearsal()
        ui = self.ui
        ui.details.setVisible(item is not None)
        if item is None:
            return
        ui.subject.setText(texts.subject(item))
        role = texts.outcome_role(item.outcome)
        set_icon(ui.decision_icon, texts.outcome_icon(item.outcome), role, 20)
        ui.decision.setText(f"{texts.decision_word(item)} · {self._kind(item)}")
        ui.reason.setText(item.reason)
        facts = self._facts(item)
        for key in _FACTS:
            getattr(ui, f"value_{key}").setText(facts.get(key, ""))
            getattr(ui, f"value_{key}").setVisible(key in facts)
            getattr(ui, f"caption_{key}").setVisible(key in facts)
        ui.reply.setHtml(item.reply)
        ui.reply.setVisible(bool(item.reply))
        ui.no_reply.setVisible(not item.reply)
        ui.no_reply.setText(self._why_no_answer(item))
        ui.source.setPlainText(item.reply)
        self.rules.set_rows(list(enumerate(rules_of(item))))
        ui.rules.resizeRowsToContents()

    def _kind(self, item: ProcessedView) -> str:
        if item.kind == "cancellation":
            return self.tr("cancellation of a series") if item.is_series else self.tr("cancellation")
        if item.kind == "request":
            return self.tr("series") if item.is_series else self.tr("single meeting")
        return self.tr("other message")

    def _facts(self, item: ProcessedView) -> dict[str, str]:
        now = self.desk.now()
        facts = {"organizer": texts.organiser_address(item), "received": texts.moment(item.at, now)}
        if item.sender and item.sender != item.organizer:
            facts["sender"] = item.sender
        if item.start is not None and item.end is not None:
            facts["when"] = texts.span(item.start, item.end, item.zone, now)
        if item.location and item.location != item.alias and not item.is_private:
            facts["location"] = item.location
        if item.alias:
            facts["alias"] = item.alias
        if item.reply_state != "none":
            facts["answered"] = self._answer_state(item)
        return facts

    def _answer_state(self, item: ProcessedView) -> str:
        sent = texts.moment(item.reply_at, self.desk.now()) if item.reply_at else ""
        words = {
            "sent": self.tr("sent %1"),
            "waiting": self.tr("waits to be sent"),
            "already": self.tr("had been answered before"),
            "outdated": self.tr("not sent: the meeting changed meanwhile"),
            "refused": self.tr("not sent: Exchange refuses it"),
            "unknown": self.tr("not known: Exchange does not show whether it was sent"),
            "rehearsed": self.tr("dry run: pending your approval"),
            "discarded": self.tr("discarded: never sent, and what was decided was taken back"),
        }
        return words.get(item.reply_state, item.reply_state).replace("%1", sent)

    def _why_no_answer(self, item: ProcessedView) -> str:
        words = {
            "applied": self.tr("A cancellation is applied and answers nobody."),
            "ignored": self.tr("What is ignored is not answered."),
            "held": self.tr("Nothing was answered. It is tried again by itself."),
        }
        return words.get(item.outcome, self.tr("Nothing was answered."))

    # -- rehearsal -------------------------------------------------------------------------------------------------

    def _show_rehearsal(self) -> None:
        view, ui = self.view, self.ui
        number = view.rehearsed if view else 0
        is_on = view is not None and view.settings.scheduling.rehearsal
        ui.rehearsal.setVisible(is_on or number > 0)
        if is_on:
            words = self.tr("Dry run is on: no replies are sent. %Ln replies are pending your approval.", "", number)
        else:
            words = self.tr("Dry run is off. %Ln replies are still pending your approval.", "", number)
        ui.rehearsal_text.setText(words)
        is_chosen = self._selected is not None and self._selected.reply_state == "rehearsed"
        ui.release.setEnabled(is_chosen)
        ui.discard.setEnabled(is_chosen)
        ui.release_all.setEnabled(number > 0)
        ui.discard_all.setEnabled(number > 0)

    async def _release(self) -> None:
        if self._selected is not None:
            await self.commands.approvals.approve(self.integration_id, [self._selected.id])

    async def _release_all(self) -> None:
        number = self.view.rehearsed if self.view else 0
        text = self.tr(
            "%Ln replies are sent to their organisers, and cancelled meetings are removed from the mailbox, in the "
            "order in which they were decided. Outdated replies are not sent.",
            "",
            number,
        )
        chosen = await ask(
            self.window(),
            self.tr("Release everything?"),
            text,
            (Choice("release", self.tr("Release all"), "primary"), Choice("keep", self.tr("Cancel"))),
        )
        if chosen == "release":
            await self.commands.approvals.approve(self.integration_id)

    async def _discard_all(self) -> None:
        number = self.view.rehearsed if self.view else 0
        text = self.tr(
            "%Ln replies are never sent, and what was decided is taken back: conferences and aliases.", "", number
        )
        chosen = await ask(
            self.window(),
            self.tr("Discard everything?"),
            text,
            (Choice("discard", self.tr("Discard all"), "danger"), Choice("keep", self.tr("Cancel"))),
        )
        if chosen == "discard":
            await self.commands.approvals.discard(self.integration_id)

    async def _discard_chosen(self) -> None:
        item = self._selected
        if item is None:
            return
        resting = await self.commands.approvals.depending_on(self.integration_id, item.id)
        text = self.tr("The answer is never sent, and what was decided is taken back: its conference and its alias.")
        if resting:
            more = self.tr("%Ln later decisions depend on it and are discarded too.", "", len(resting))
            text = f"{text}\n\n{more}"
        chosen = await ask(
            self.window(),
            self.tr("Discard the answer to “%1”?").replace("%1", texts.subject(item)),
            text,
            (Choice("discard", self.tr("Discard"), "danger"), Choice("keep", self.tr("Cancel"))),
        )
        if chosen == "discard":
            await self.commands.approvals.discard(self.integration_id, [item.id])

    # -- what the user does ----------------------------------------------------------------------------------------

    def _current_changed(self, current: QModelIndex) -> None:
        self._show_details(current.data(ROW_ROLE) if current.isValid() else None)

    def copy(self) -> None:
        """Everything about the selected item as text."""
        item = self._selected
        if item is None:
            return
        ui = self.ui
        lines = [ui.subject.text(), ui.decision.text(), item.reason, ""]
        for key, text in self._facts(item).items():
            lines.append(f"{getattr(ui, f'caption_{key}').text()}: {text}")
        lines += ["", *(f"{rule.rule}: {rule.saw} – {rule.said}" for rule in rules_of(item))]
        if item.reply:
            lines += ["", item.reply]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.desk.messages.tell(self.tr("The invitation is in the clipboard."))

    # -- making ----------------------------------------------------------------------------------------------------

    def _set_up_tables(self) -> None:
        ui = self.ui
        FoldingTools(ui.rows, ui.filters, ui.filters, tuple(self._toggles.values()), grid(30))
        ui.items.setModel(self.shown)
        set_up_table(ui.items, self.desk.store, "invitations", elastic=(REASON, SUBJECT, ORGANISER, ROOM))
        NoMatches(ui.items, lambda: self.items.rowCount() > 0 or self._has_more)
        ui.items.setIconSize(QSize(16, 16))
        ui.items.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        ui.items.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        ui.rules.setModel(self.rules)
        set_up_table(ui.rules, self.desk.store, "rules", elastic=(2, 1, 0), least={0: grid(14)})
        ui.rules.setWordWrap(True)
        ui.rules.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        ui.rules.setIconSize(QSize(16, 16))
        ui.rules.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        ui.splitter.setSizes([grid(72), grid(44)])
        FittingSplitter(ui.splitter, BESIDE)
        ui.splitter.setStretchFactor(0, 3)
        ui.splitter.setStretchFactor(1, 2)
        for key, toggle in self._toggles.items():
            set_icon(toggle, texts.outcome_icon(key), texts.outcome_role(key))
            toggle.setToolTip(self.tr("Show what was %1").replace("%1", texts.outcome_word(key).lower()))
        set_icon(ui.copy, "copy")
        set_icon(ui.rehearsal_icon, "pause", "warning", 20)

    def _connect(self) -> None:
        ui = self.ui
        ui.filter.textChanged.connect(self._typed)
        self._pause.timeout.connect(self._look_again)
        for toggle in self._toggles.values():
            toggle.toggled.connect(self._choose)
        ui.items.selectionModel().currentRowChanged.connect(self._current_changed)
        ui.copy.clicked.connect(self.copy)
        ui.release.clicked.connect(self.work.slot("release", self._release))
        ui.release_all.clicked.connect(self.work.slot("release all", self._release_all))
        ui.discard_all.clicked.connect(self.work.slot("discard all", self._discard_all))
        ui.discard.clicked.connect(self.work.slot("discard", self._discard_chosen))
        ui.rules.horizontalHeader().sectionResized.connect(ui.rules.resizeRowsToContents)
        self.track(theme().changed, self.items.refresh)

    def _columns(self) -> tuple[Column[ProcessedView], ...]:
        now = self.desk.now
        return (
            Column("time", self.tr("Time"), lambda item: texts.moment(item.at, now())),
            Column(
                "outcome",
                self.tr("Decision"),
                texts.decision_word,
                decoration=lambda item: icon(
                    texts.outcome_icon(item.outcome), getattr(colours(), texts.outcome_role(item.outcome))
                ),
                colour=lambda item: colour(texts.outcome_role(item.outcome)),
            ),
            Column("subject", self.tr("Subject"), texts.subject),
            Column("organizer", self.tr("Organiser"), texts.organiser, tip=texts.organiser_address),
            Column("room", self.tr("Room"), lambda item: item.alias.partition("@")[0], tip=lambda item: item.alias),
            Column("reason", self.tr("Reason"), lambda item: item.reason),
        )
