"""Messages above the page: calm, one below the other, until somebody closes them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.messages import Message, Tone
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import icon_button

MOST_SHOWN = 3
_ICONS = {Tone.INFO: ("info", "accent"), Tone.WARNING: ("warning", "warning"), Tone.SERIOUS: ("serious", "bad")}


class Banner(QWidget):
    """Shows at most three messages; the same one again does not stand there twice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[Message, QFrame] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(grid(3), grid(1), grid(3), grid(1))
        self._layout.setSpacing(grid(1))
        self.hide()

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(self._shown)

    def show_message(self, message: Message) -> None:
        if message in self._shown:
            return
        frame = self._frame(message)
        self._shown[message] = frame
        self._layout.addWidget(frame)
        while len(self._shown) > MOST_SHOWN:
            self.remove(next(iter(self._shown)))
        self.show()

    def remove(self, message: Message) -> None:
        frame = self._shown.pop(message, None)
        if frame is not None:
            frame.hide()
            frame.deleteLater()
        self.setVisible(bool(self._shown))

    def _frame(self, message: Message) -> QFrame:
        frame = QFrame()
        set_role(frame, message.tone)
        row = QHBoxLayout(frame)
        row.setContentsMargins(grid(2), grid(1), grid(1), grid(1))
        row.setSpacing(grid(1.5))
        mark = QLabel()
        name, role = _ICONS[message.tone]
        set_icon(mark, name, role, 20)
        words = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        words.setText(f"{message.text} {message.remedy}".strip())
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = icon_button("close", "close_message", self.tr("Close this message"))
        close.clicked.connect(lambda: self.remove(message))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return frame
