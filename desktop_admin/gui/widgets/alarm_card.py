"""An alarm as a card: what is wrong, since when, what to do, and a button that leads there."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_admin.domain.status import Alarm, Severity
from desktop_admin.gui import texts
from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import push_button

translate = QCoreApplication.translate

_PAGES = {
    "held": "invitations",
    "foreign changes": "invitations",
    "zones": "conferences",
    "rehearsal": "invitations",
    "directory": "directory",
    "people": "people",
    "template": "templates",
}
"""Where an alarm's remedy is found, by its key; all others are mended on the Connection page, after a check."""
CHECK = "connection:check"


class AlarmCard(QFrame):
    """``remedy_wanted`` carries the page's key; ``force_wanted`` asks to try again at once."""

    remedy_wanted = Signal(str)
    force_wanted = Signal()

    def __init__(self, alarm: Alarm, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alarm = alarm
        serious = alarm.severity is Severity.SERIOUS
        set_role(self, "serious" if serious else "warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(grid(2), grid(1.5), grid(2), grid(1.5))
        row.setSpacing(grid(1.5))
        mark = QLabel()
        set_icon(mark, "serious" if serious else "warning", "bad" if serious else "warning", 24)
        mark.setAccessibleName(self.tr("Serious alarm") if serious else self.tr("Warning"))
        words = QVBoxLayout()
        words.setSpacing(grid(0.5))
        text = QLabel(alarm.text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        set_role(text, "strong")
        remedy = QLabel(alarm.remedy, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        remedy.setVisible(bool(alarm.remedy))
        self._since = QLabel()
        set_role(self._since, "small")
        words.addWidget(text)
        words.addWidget(remedy)
        words.addWidget(self._since)
        force = push_button(self.tr("Try again now"), "try_again")
        page = _PAGES.get(alarm.key.split(":")[0], CHECK)
        remedy_button = push_button(_button_text(page), "remedy", "primary")
        force.clicked.connect(self.force_wanted)
        remedy_button.clicked.connect(lambda: self.remedy_wanted.emit(page))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(force, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(remedy_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.tick(now)

    def tick(self, now: datetime) -> None:
        self._since.setText(self.tr("For %1").replace("%1", texts.duration(now - self._alarm.since)))


def _button_text(page: str) -> str:
    return {
        "invitations": translate("AlarmCard", "Show invitations"),
        "conferences": translate("AlarmCard", "Show conferences"),
        "people": translate("AlarmCard", "Show people"),
        "directory": translate("AlarmCard", "Show the directory"),
        "templates": translate("AlarmCard", "Show templates"),
    }.get(page, translate("AlarmCard", "Check the connection"))
