"""A presence's mark: its drawing in its colour, or a dot of that colour."""

from __future__ import annotations

from PySide6.QtGui import QIcon

from desktop_admin.domain.people import PresenceEntry
from desktop_admin.gui.icons import icon
from desktop_admin.gui.theme import colours
from desktop_admin.gui.widgets.dot import dot_icon


def mark_icon(entry: PresenceEntry) -> QIcon:
    """A word always stands beside it."""
    if entry.icon:
        return icon(f"presence-{entry.icon}", entry.colour)
    return dot_icon(entry.colour, colours().field_line)
