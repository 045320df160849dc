"""One door for what the user must be told: anybody may report; one banner shows it, and what comes earlier is kept."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject

from desktop_admin.errors import ConciergeError

logger = logging.getLogger(__name__)


class Tone(StrEnum):
    """How a message looks; the names are roles of the style sheet."""

    INFO = "info"
    WARNING = "warning"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True)
class Message:
    text: str
    remedy: str = ""
    tone: Tone = Tone.SERIOUS


class Messages(QObject):
    """Keeps messages until somebody shows them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show: Callable[[Message], None] | None = None
        self._kept: list[Message] = []

    def show_with(self, show: Callable[[Message], None] | None) -> None:
        """From now on ``show`` is called with each message, at once with those that were kept. None: they are kept."""
        self._show = show
        if show is not None:
            kept, self._kept = self._kept, []
            for message in kept:
                show(message)

    def tell(self, text: str, remedy: str = "", tone: Tone = Tone.INFO) -> None:
        message = Message(text, remedy, tone)
        if self._show is None:
            self._kept.append(message)
        else:
            self._show(message)

    def failed(self, what: str, fault: BaseException) -> None:
        """Tells of ``fault``: a refusal in its own words, anything else in one sentence, with the rest in the log."""
        if isinstance(fault, ConciergeError):
            self.tell(fault.message, fault.remedy, Tone.SERIOUS)
            return
        logger.error("The desktop failed at %s.", what, exc_info=fault)
        self.tell(self.tr("Something in this program went wrong."), self.tr("The log file says more."), Tone.SERIOUS)
