"""The choice whom a table shows: everybody, one presence, nobody's value, trouble; each with its count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QSignalBlocker
from PySide6.QtWidgets import QComboBox

from desktop_admin.domain.people import PresenceEntry
from desktop_admin.gui import texts
from desktop_admin.gui.models.people_table import EVERYBODY, LEFT_ALONE, NO_VALUE, TROUBLED
from desktop_admin.gui.widgets.presence_mark import Looks
from desktop_admin.service.views import PersonView


class WhomBox(QObject):
    """Fills ``box``; :attr:`kind` is what a ``Whom`` takes."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box)
        self._box = box
        self.show_counts((), ())

    @property
    def kind(self) -> str:
        return str(self._box.currentData() or EVERYBODY)

    def choose_everybody(self) -> None:
        self._box.setCurrentIndex(0)

    def show_counts(self, people: Iterable[PersonView], presences: Sequence[PresenceEntry]) -> None:
        """Rewritten only where it differs: it may be open."""
        views = tuple(people)
        counted = Counter(view.verdict.presence if view.verdict else NO_VALUE for view in views)
        numbers = {
            NO_VALUE: counted[NO_VALUE],
            LEFT_ALONE: sum(not view.person.is_kept for view in views),
            TROUBLED: sum(bool(view.trouble) for view in views),
        }
        entries = [(self.tr("Everybody"), EVERYBODY)]
        entries += [(_counted(entry.name, counted[entry.name]), entry.name) for entry in presences]
        entries += [
            (_counted(self.tr("Without a value"), numbers[NO_VALUE]), NO_VALUE),
            (_counted(self.tr("Not tracked"), numbers[LEFT_ALONE]), LEFT_ALONE),
            (_counted(self.tr("With trouble"), numbers[TROUBLED]), TROUBLED),
        ]
        self._fill(entries, Looks(presences))

    def _fill(self, entries: Sequence[tuple[str, str]], looks: Looks) -> None:
        box = self._box
        if [box.itemData(row) for row in range(box.count())] != [data for _, data in entries]:
            chosen = box.currentData()
            with QSignalBlocker(box):
                box.clear()
                for text, data in entries:
                    box.addItem(text, data)
                    if data in looks.names:
                        box.setItemIcon(box.count() - 1, looks.icon(data))
                box.setCurrentIndex(max(0, box.findData(chosen)))
        for row, (text, _) in enumerate(entries):
            if box.itemText(row) != text:
                box.setItemText(row, text)


def _counted(words: str, count: int) -> str:
    return f"{words} ({texts.number(count)})"
