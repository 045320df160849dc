"""With what a preview is filled: a sample, or an invitation that was received."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox

from desktop_admin.gui import texts
from desktop_admin.service.views import ProcessedView


class ExampleBox(QComboBox):
    """``currentData()`` is the number of the chosen invitation, None for the sample."""

    def show_items(self, items: Sequence[ProcessedView], now: datetime) -> None:
        """Offers ``items``; the choice stays while it is among them."""
        entries: list[tuple[str, int | None]] = [
            (QCoreApplication.translate("TemplatesPage", "Filled with a sample"), None)
        ]
        entries += [(f"{texts.moment(item.at, now)}  {texts.subject(item)}", item.id) for item in items]
        if [self.itemText(row) for row in range(self.count())] == [text for text, _ in entries]:
            return
        chosen = self.currentData()
        with QSignalBlocker(self):
            self.clear()
            for text, number in entries:
                self.addItem(text, number)
                self.setItemData(self.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
            self.setCurrentIndex(max(0, self.findData(chosen)) if chosen is not None else 0)
