"""One person: the presence and what decided it, the day as a strip, the coming appointments, the own choice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_admin.domain.people import PresenceEntry
from desktop_admin.domain.presence import Segment, Verdict
from desktop_admin.gui import texts
from desktop_admin.gui.instants import moved
from desktop_admin.gui.models.people_table import cause_words, presence_word
from desktop_admin.gui.person_words import (
    coming_statements,
    next_change_words,
    reading_words,
    replies_words,
    verdict_statements,
)
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import icon_button, push_button
from desktop_admin.gui.widgets.listing import Facts, Statements, paragraph, see_through_scroll
from desktop_admin.gui.widgets.presence_mark import Looks
from desktop_admin.gui.widgets.strip import Stretch, TimeStrip
from desktop_admin.service.views import PersonDetails

MOST_COMING = 6
Rows = TypeVar("Rows", bound=QWidget)


class PersonPane(QFrame):
    """``override_wanted`` carries a presence, or "" to follow the calendar again.

    ``instant_wanted`` carries the instant of the day that shall be explained, or None for now.
    """

    override_wanted = Signal(str)
    instant_wanted = Signal(object)
    edit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = Looks()
        self._presences: tuple[PresenceEntry, ...] = ()
        self._details: PersonDetails | None = None
        self._explained: tuple[datetime, Verdict] | None = None
        self._now = datetime.now(UTC)
        set_role(self, "card")
        self.setMinimumWidth(grid(38))
        content = QWidget()
        # Wrapped texts ask for the height of their narrowest shape; the height for the real width is enough.
        content.setMinimumHeight(1)
        self._scroll = see_through_scroll(content)
        around = QVBoxLayout(self)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(self._scroll)
        self._rows = QVBoxLayout(content)
        self._rows.setContentsMargins(grid(2), grid(2), grid(2), grid(2))
        self._rows.setSpacing(grid(1))
        self._add_head()
        self._add_day()
        self._add_choice()
        self.why_heading, self.why = self._section("", Statements())
        self._add_back_to_now()
        self.coming_heading, self.coming = self._section(self.tr("Coming appointments"), Statements())
        self.facts_heading, self.facts = self._section(self.tr("Calendar and replies"), Facts())
        self._rows.addStretch()

    def sizeHint(self) -> QSize:
        return QSize(grid(46), grid(60))

    @property
    def details(self) -> PersonDetails | None:
        return self._details

    def set_presences(self, presences: Sequence[PresenceEntry]) -> None:
        if self._presences == tuple(presences):
            return
        self._presences = tuple(presences)
        self._looks.set_entries(presences)
        self.choice.clear()
        for entry in presences:
            self.choice.addItem(self._looks.icon(entry.name), entry.name)
        self.choice.setCurrentIndex(-1)

    def set_details(self, details: PersonDetails, now: datetime) -> None:
        """Only what differs is shown anew, so that a selection of text survives."""
        before = self._details
        is_other = before is None or before.view.person.id != details.view.person.id
        self._details = details
        if is_other:
            self.explain(None, None, now)
        view = details.view
        self.name.setText(view.person.name)
        number = view.person.extension
        extension = self.tr("extension %1").replace(" %1", f"\u00a0{number}") if number else ""
        self.address.setText(" · ".join(part for part in (view.person.address, extension) if part))
        self.address.setVisible(bool(self.address.text()))
        self.presence.setText(presence_word(view))
        set_role(self.presence, "strong" if view.verdict else "muted")
        self._show_dot()
        self.cause.setText(cause_words(view))
        set_role(self.cause, "caution" if view.trouble else "help")
        self._show_choice(is_other or before is None or before.override != details.override)
        self._show_lists(now)
        self.tick(now)
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)

    def tick(self, now: datetime) -> None:
        """The time went on."""
        details = self._details
        if details is None:
            return
        self._now = now
        strip = details.strip
        for widget in (self.day_heading, self.strip):
            widget.setVisible(bool(strip))
        if strip:
            stretches = [self._stretch(each, now) for each in strip]
            self.strip.set_stretches(stretches, strip[0].start, strip[-1].end, now)
        self.next.setText(self._next_words(now))
        self.next.setVisible(bool(self.next.text()))
        self._show_facts(now)

    def explain(self, at: datetime | None, verdict: Verdict | None, now: datetime) -> None:
        """Shows the reason for the presence at an instant of the day; None: at the present."""
        self._explained = (at, verdict) if at is not None and verdict is not None else None
        self.strip.set_chosen(at)
        self._show_why(now)

    def move_instant(self, key: int, to_change: bool, now: datetime) -> None:
        """An arrow key was pressed: ``instant_wanted`` follows, where it leads anywhere."""
        if self._details is None:
            return
        at = self._explained[0] if self._explained else now
        wanted = moved(at, key, to_change=to_change, strip=self._details.strip)
        if wanted is not None:
            self.instant_wanted.emit(wanted)

    def recolour(self) -> None:
        self._show_dot()
        self.strip.update()

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_dot(self) -> None:
        verdict = self._details.view.verdict if self._details else None
        name = verdict.presence if verdict else ""
        self.dot.setPixmap(self._looks.pixmap(name, 20, self.devicePixelRatioF()))

    def _next_words(self, now: datetime) -> str:
        return next_change_words(self._details.strip, now) if self._details else ""

    def _stretch(self, segment: Segment, now: datetime) -> Stretch:
        times = f"{texts.moment(segment.start, now)} – {texts.moment(segment.end, now)}"
        says = f"{segment.presence}, {times}. {segment.cause.text}"
        shade, pattern = self._looks.shade(segment.presence), self._looks.pattern(segment.presence)
        return Stretch(segment.start, segment.end, shade, says, pattern)

    def _show_choice(self, is_new: bool) -> None:
        details = self._details
        if details is None:
            return
        override = details.override
        for widget in (self.choice_heading, self.choice, self.set_choice, self.choice_note):
            widget.setVisible(details.view.person.is_kept)
        self.clear_choice.setVisible(override is not None and details.view.person.is_kept)
        if is_new:
            self.choice.setCurrentIndex(self.choice.findText(override.presence) if override else -1)
        note = self.tr("Holds until the next appointment that counts begins.")
        if override is not None:
            words = self.tr("“%1” is set until the next appointment that counts begins.")
            note = words.replace("%1", override.presence)
        self.choice_note.setText(note)
        self._show_may_set()

    def _show_may_set(self) -> None:
        override = self._details.override if self._details else None
        chosen = self.choice.currentText() if self.choice.currentIndex() >= 0 else ""
        self.set_choice.setEnabled(bool(chosen) and (override is None or override.presence != chosen))

    def _show_lists(self, now: datetime) -> None:
        details = self._details
        if details is None:
            return
        coming = coming_statements(details, now)[:MOST_COMING]
        self.coming.set_statements(coming)
        self.coming_heading.setVisible(bool(coming))
        self.coming.setVisible(bool(coming))
        self._show_why(now)

    def _show_why(self, now: datetime) -> None:
        details = self._details
        verdict = details.view.verdict if details else None
        heading = self.tr("Why?")
        if self._explained is not None:
            at, verdict = self._explained
            heading = self.tr("Why “%1” at %2?").replace("%1", verdict.presence)
            heading = heading.replace("%2", texts.moment(at, now))
        self.why_heading.setText(heading)
        is_told = verdict is not None
        if verdict is not None:
            self.why.set_statements(verdict_statements(verdict, now, everything=self._explained is not None))
        for widget in (self.why_heading, self.why):
            widget.setVisible(is_told)
        self.back_to_now.setVisible(self._explained is not None)

    def _show_facts(self, now: datetime) -> None:
        details = self._details
        if details is None:
            return
        verdict = details.view.verdict
        kept = details.view.person.is_kept
        self.facts.set_facts(
            (
                (self.tr("Automatic replies"), replies_words(details.out_of_office, now) if kept else ""),
                (self.tr("Greeting"), verdict.greeting if verdict else ""),
                (self.tr("Back"), texts.moment(verdict.return_time, now) if verdict and verdict.return_time else ""),
                (self.tr("Calendar read"), reading_words(details, now)),
            )
        )
        self.facts_heading.setVisible(kept)

    # -- making ----------------------------------------------------------------------------------------------------

    def _add_head(self) -> None:
        self.name = paragraph(role="heading")
        edit = icon_button("edit", "edit_person", self.tr("Edit this person"))
        edit.clicked.connect(self.edit_wanted)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.name, 1)
        head.addWidget(edit)
        self.address = paragraph(role="help")
        self.dot = QLabel()
        self.presence = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.cause = paragraph(role="help")
        value = QHBoxLayout()
        value.setSpacing(grid(1))
        value.addWidget(self.dot)
        value.addWidget(self.presence, 1)
        self._rows.addLayout(head)
        self._rows.addWidget(self.address)
        self._rows.addLayout(value)
        self._rows.addWidget(self.cause)

    def _add_day(self) -> None:
        self.day_heading = self._heading(self.tr("Today"))
        self.strip = TimeStrip()
        self.strip.setAccessibleName(self.tr("The presence of today; arrow keys choose a time and tell the reason"))
        self.strip.setToolTip(self.tr("Click at a time for the reason of the presence then"))
        self.strip.set_choosable()
        self.strip.pointed.connect(self.instant_wanted)
        self.strip.key_pressed.connect(self._key_pressed)
        self.next = paragraph(role="help")
        self._rows.addWidget(self.strip)
        self._rows.addWidget(self.next)

    def _add_choice(self) -> None:
        self.choice_heading = self._heading(self.tr("Manual override"))
        self.choice = QComboBox()
        self.choice.setObjectName("choice")
        self.choice.setAccessibleName(self.tr("Manual override"))
        self.choice.setIconSize(QSize(16, 16))
        self.choice.setPlaceholderText(self.tr("Follows the calendar"))
        self.choice_heading.setBuddy(self.choice)
        self.set_choice = push_button(self.tr("Set"), "set_choice")
        self.set_choice.setEnabled(False)
        self.clear_choice = push_button(self.tr("Clear"), "clear_choice")
        self.clear_choice.setToolTip(self.tr("Follow the calendar again"))
        self.choice_note = paragraph(role="small")
        row = QHBoxLayout()
        row.setSpacing(grid(1))
        row.addWidget(self.choice, 1)
        row.addWidget(self.set_choice)
        row.addWidget(self.clear_choice)
        self._rows.addLayout(row)
        self._rows.addWidget(self.choice_note)
        self.choice.currentIndexChanged.connect(self._show_may_set)
        self.set_choice.clicked.connect(lambda: self.override_wanted.emit(self.choice.currentText()))
        self.clear_choice.clicked.connect(lambda: self.override_wanted.emit(""))

    def _add_back_to_now(self) -> None:
        self.back_to_now = push_button(self.tr("Back to now"), "back_to_now", "flat")
        self.back_to_now.clicked.connect(lambda: self.instant_wanted.emit(None))
        self._rows.addWidget(self.back_to_now, 0, Qt.AlignmentFlag.AlignLeft)
        self.back_to_now.hide()

    def _key_pressed(self, key: int, with_ctrl: bool) -> None:
        if key == Qt.Key.Key_Escape:
            self.instant_wanted.emit(None)
        else:
            self.move_instant(key, with_ctrl, self._now)

    def _heading(self, text: str) -> QLabel:
        heading = QLabel(text)
        set_role(heading, "strong")
        heading.setContentsMargins(0, grid(1), 0, 0)
        self._rows.addWidget(heading)
        return heading

    def _section(self, text: str, rows: Rows) -> tuple[QLabel, Rows]:
        heading = self._heading(text)
        self._rows.addWidget(rows)
        return heading, rows
