"""The one place for messages: the newest above the page, until somebody closes it; what only informs goes by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_admin.gui import texts
from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.messages import Message, Tone
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import icon_button

MOST_KEPT = 3
INFORMS_MS = 8000
_ICONS = {Tone.INFO: ("info", "accent"), Tone.WARNING: ("warning", "warning"), Tone.SERIOUS: ("serious", "bad")}


class Banner(QWidget):
    """Keeps at most three messages and shows the newest; the same one again does not come twice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: dict[Message, _Frame] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(self._kept)

    def show_message(self, message: Message) -> None:
        if message in self._kept:
            return
        frame = self._kept[message] = _Frame(message)
        frame.close_it.clicked.connect(lambda: self.remove(message))
        self._layout.addWidget(frame)
        while len(self._kept) > MOST_KEPT:
            self.remove(next(iter(self._kept)))
        if message.tone is Tone.INFO:
            QTimer.singleShot(INFORMS_MS, frame, lambda: self.remove(message))
        self._show_newest()

    def remove(self, message: Message) -> None:
        frame = self._kept.pop(message, None)
        if frame is not None:
            frame.hide()
            frame.deleteLater()
        self._show_newest()

    def _show_newest(self) -> None:
        frames = list(self._kept.values())
        for frame in frames:
            frame.setVisible(frame is frames[-1])
        if frames:
            words = self.tr("%1 more").replace("%1", texts.number(len(frames) - 1))
            frames[-1].more.setText(words if len(frames) > 1 else "")
        self.setVisible(bool(frames))


class _Frame(QFrame):
    """One message. ``more`` says how many earlier ones wait behind it."""

    def __init__(self, message: Message) -> None:
        super().__init__()
        set_role(self, message.tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(grid(2), grid(1), grid(1), grid(1))
        row.setSpacing(grid(1.5))
        mark = QLabel()
        name, role = _ICONS[message.tone]
        set_icon(mark, name, role, 20)
        words = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        words.setText(f"{message.text} {message.remedy}".strip())
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = QLabel()
        set_role(self.more, "small")
        self.close_it = icon_button("close", "close_message", self.tr("Close this message"))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        row.addWidget(self.more)
        row.addWidget(self.close_it, 0, Qt.AlignmentFlag.AlignTop)
