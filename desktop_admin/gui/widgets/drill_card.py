"""Outages to try in the demo: a button each, and what is to be seen when it is pressed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import push_button

_OUTAGES = {
    "heartbeats": (
        str(QT_TRANSLATE_NOOP("drills", "Stop heartbeats")),
        str(
            QT_TRANSLATE_NOOP(
                "drills",
                "Exchange is silent now. After 15 s this counts as an outage: the inbox is checked at once and then "
                "every 20 s, and each time a new subscription is tried.",
            )
        ),
    ),
    "network": (
        str(QT_TRANSLATE_NOOP("drills", "Cut the network")),
        str(QT_TRANSLATE_NOOP("drills", "Every connection is cut. A new one is tried again and again, more slowly.")),
    ),
    "busy": (
        str(QT_TRANSLATE_NOOP("drills", "Server busy")),
        str(QT_TRANSLATE_NOOP("drills", "Exchange says that it is busy. The pause it names is kept; answers wait.")),
    ),
    "password": (
        str(QT_TRANSLATE_NOOP("drills", "Wrong password")),
        str(
            QT_TRANSLATE_NOOP(
                "drills",
                "Exchange refuses the password. It is tried once, so that the account is not locked. After “All well "
                "again”, Force now tries at once.",
            )
        ),
    ),
}
_WELL = str(QT_TRANSLATE_NOOP("drills", "Only the demo has this: see here and on the Overview what an outage does."))


def _translated(text: str) -> str:
    return QCoreApplication.translate("drills", text)


class DrillCard(QFrame):
    """``outage_wanted`` tells which one is to begin: heartbeats, network, busy or password; "" ends them."""

    outage_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        heading = QLabel(self.tr("Try an outage"))
        set_role(heading, "heading")
        self.note = QLabel(_translated(_WELL), textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        set_role(self.note, "help")
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(grid(1))
        for outage, (label, _words) in _OUTAGES.items():
            button = push_button(_translated(label), f"drill_{outage}")
            button.setCheckable(True)
            button.clicked.connect(partial(self.begin, outage))
            self.buttons[outage] = button
            row.addWidget(button)
        row.addStretch()
        well = push_button(self.tr("All well again"), "drill_end")
        well.clicked.connect(partial(self.begin, ""))
        row.addWidget(well)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(grid(2), grid(2), grid(2), grid(2))
        rows.setSpacing(grid(1.5))
        rows.addWidget(heading)
        rows.addWidget(self.note)
        rows.addLayout(row)

    def begin(self, outage: str) -> None:
        for name, button in self.buttons.items():
            button.setChecked(name == outage)
        self.note.setText(_translated(_OUTAGES[outage][1] if outage else _WELL))
        self.outage_wanted.emit(outage)
