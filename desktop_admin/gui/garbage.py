"""Cyclic garbage is collected on the desktop's thread alone.

Python collects wherever it happens to run out of room, also on the service's thread. A dialog that died in a cycle
would be destroyed there, and Qt does not survive that.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500


class Garbage(QObject):
    """From here to :meth:`close` Python collects by this timer, at its own thresholds, and never by itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(EVERY_MS)

    def settle(self) -> None:
        """What exists now stays: later collections need not look through it."""
        gc.collect()
        gc.freeze()

    def collect(self) -> None:
        """The oldest generation that has reached its threshold, and the younger ones with it."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def close(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
