"""Everything that is known of a person: the present value and why, replies, reading, what comes and what was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QTableView, QVBoxLayout, QWidget

from desktop_admin.domain.appointment import OutOfOfficeState
from desktop_admin.domain.people import SetBy
from desktop_admin.domain.plain_text import plain_text
from desktop_admin.domain.presence_history import PresenceChange
from desktop_admin.gui import texts
from desktop_admin.gui.models.people_table import cause_words, how_word, presence_word, watch_word
from desktop_admin.gui.models.table import Column, TableModel
from desktop_admin.gui.person_words import coming_statements, reading_words, replies_words
from desktop_admin.gui.theme import colour, grid, set_role
from desktop_admin.gui.widgets.listing import Facts, Statements, paragraph, see_through_scroll
from desktop_admin.gui.widgets.tables import set_up_table
from desktop_admin.service.views import PersonDetails

MOST_COMING = 40


class PersonAdvanced(QWidget):
    """Fill it with :meth:`show_details`, also again and again; what did not change stays as it is."""

    def __init__(self, store: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = datetime.now().astimezone()
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, grid(1), 0)
        self._rows.setSpacing(grid(0.5))
        content = QWidget()
        content.setLayout(self._rows)
        content.setMinimumHeight(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, grid(1), 0, 0)
        whole.addWidget(see_through_scroll(content))
        self.present = Facts()
        self._section(self.tr("Now"), self.present)
        self.replies = Facts()
        self._section(self.tr("Automatic replies"), self.replies)
        self.reading = Facts()
        self._section(self.tr("Calendar"), self.reading)
        self.coming = Statements()
        self._section(self.tr("Coming appointments"), self.coming)
        self.nothing_comes = paragraph(self.tr("None is known."), "help")
        self._rows.addWidget(self.nothing_comes)
        self.changes = TableModel[PresenceChange](self._columns(), lambda change: (change.at, change.text), self)
        self.history = QTableView()
        self.history.setAccessibleName(self.tr("Changes of the last 30 days"))
        self.history.setModel(self.changes)
        set_up_table(self.history, store, "history")
        self.history.setMinimumHeight(grid(24))
        self._section(self.tr("Changes of the last 30 days"), self.history)
        self._rows.addStretch()

    def show_details(self, details: PersonDetails, changes: Sequence[PresenceChange], now: datetime) -> None:
        self._now = now
        view, verdict = details.view, details.view.verdict
        next_change = (
            texts.moment(verdict.next_change, now) if verdict and verdict.next_change else self.tr("none is known")
        )
        self.present.set_facts(
            (
                (self.tr("Presence"), presence_word(view)),
                (self.tr("Reason"), cause_words(view)),
                (self.tr("Next change"), next_change if verdict else ""),
                (self.tr("Manual override"), self._own_choice(details)),
            )
        )
        self.replies.set_facts(
            (
                (self.tr("State"), replies_words(details.out_of_office, now)),
                (self.tr("Greeting"), self._greeting(details)),
                (self.tr("Back"), texts.moment(verdict.return_time, now) if verdict and verdict.return_time else ""),
            )
        )
        read = reading_words(details, now)
        self.reading.set_facts(
            (
                (self.tr("Read"), " · ".join(part for part in (read, how_word(view.how)) if part) or self.tr("never")),
                (self.tr("Change notifications"), watch_word(view.watch) or self.tr("nothing yet")),
                (self.tr("Trouble"), view.trouble),
            )
        )
        coming = coming_statements(details, now)[:MOST_COMING]
        self.coming.set_statements(coming)
        self.nothing_comes.setVisible(not coming)
        if self.changes.rows != tuple(changes):
            self.changes.set_rows(changes)

    def _own_choice(self, details: PersonDetails) -> str:
        override = details.override
        if override is None:
            return ""
        words = self.tr("%1, since %2, set by an administrator")
        if override.set_by is SetBy.PERSON:
            words = self.tr("%1, since %2, set by the person")
        words = words.replace("%1", override.presence)
        return words.replace("%2", texts.moment(override.since, self._now))

    def _greeting(self, details: PersonDetails) -> str:
        """What callers are told; also while it only waits for its time."""
        verdict, replies = details.view.verdict, details.out_of_office
        if verdict is not None and verdict.greeting:
            return verdict.greeting
        if replies is None or replies.state is OutOfOfficeState.DISABLED:
            return ""
        return plain_text(replies.external_reply or replies.internal_reply)

    def _columns(self) -> tuple[Column[PresenceChange], ...]:
        return (
            Column("at", self.tr("When"), lambda change: texts.moment(change.at, self._now)),
            Column("presence", self.tr("Presence"), lambda change: change.presence or self.tr("Not tracked")),
            Column("text", self.tr("Reason"), lambda change: change.text, colour=lambda _: colour("muted")),
        )

    def _section(self, heading: str, widget: QWidget) -> None:
        label = QLabel(heading, textFormat=Qt.TextFormat.PlainText)
        set_role(label, "strong")
        label.setContentsMargins(0, grid(1.5), 0, 0)
        self._rows.addWidget(label)
        self._rows.addWidget(widget)
