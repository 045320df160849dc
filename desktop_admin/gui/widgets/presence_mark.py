"""How presences look: a mark with a shape of its own, a shade that stands out, and a pattern for strips.

The administrator chooses a colour; it is darkened or lightened where it would not be seen on the palette in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap

from desktop_admin.domain.people import PresenceEntry
from desktop_admin.gui.colours import visible_on
from desktop_admin.gui.icons import icon, pixmap
from desktop_admin.gui.theme import colours
from desktop_admin.gui.widgets.dot import SHAPES, dot_icon, dot_pixmap
from desktop_admin.gui.widgets.legend import LegendEntry

PATTERNS: Final = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.CrossPattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.Dense6Pattern,
)


class Looks:
    """The looks of a presence list. A presence that is not in it is grey; "" is that of a person without one."""

    def __init__(self, entries: Iterable[PresenceEntry] = ()) -> None:
        self.set_entries(entries)

    def set_entries(self, entries: Iterable[PresenceEntry]) -> None:
        self._entries = {entry.name: entry for entry in entries}
        self._places = {name: place for place, name in enumerate(self._entries)}

    @property
    def names(self) -> tuple[str, ...]:
        """In the order of the list."""
        return tuple(self._entries)

    def shade(self, name: str) -> str:
        entry = self._entries.get(name)
        return shown_shade(entry.colour) if entry else colours().idle

    def pattern(self, name: str) -> Qt.BrushStyle:
        return PATTERNS[self._places.get(name, 0) % len(PATTERNS)]

    def icon(self, name: str) -> QIcon:
        entry = self._entries.get(name)
        return mark_icon(entry or PresenceEntry("", colours().idle), self._shape(name))

    def pixmap(self, name: str, size: int, ratio: float) -> QPixmap:
        entry = self._entries.get(name)
        if entry is not None and entry.icon:
            return pixmap(f"presence-{entry.icon}", self.shade(name), size, ratio)
        return dot_pixmap(self.shade(name), colours().field_line, size, ratio, self._shape(name))

    def _shape(self, name: str) -> str:
        return SHAPES[self._places[name] % len(SHAPES)] if name in self._places else "ring"


def legend_entry(name: str, looks: Looks) -> LegendEntry:
    return LegendEntry(name, looks.shade(name), looks.pattern(name))


def mark_icon(entry: PresenceEntry, shape: str = "disc") -> QIcon:
    """The entry's drawing, or else ``shape``, in its colour. A word always stands beside it."""
    shade = shown_shade(entry.colour)
    if entry.icon:
        return icon(f"presence-{entry.icon}", shade)
    return dot_icon(shade, colours().field_line, shape)


def shown_shade(chosen: str) -> str:
    """The chosen colour as it is painted on the palette in force."""
    return _visible(chosen, colours().grounds)


_visible = lru_cache(maxsize=512)(visible_on)
