"""Buttons in one line."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QToolButton

from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.theme import set_role


def push_button(text: str, name: str, role: str = "", icon: str = "") -> QPushButton:
    """``name`` is the object name by which tests and style sheets find it."""
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    if role:
        set_role(button, role)
    if icon:
        set_icon(button, icon, {"primary": "on_accent", "danger": "bad"}.get(role, "text"))
    return button


def icon_button(icon: str, name: str, says: str) -> QToolButton:
    """A flat button with an icon only; ``says`` is its tool tip and accessible name."""
    button = QToolButton()
    button.setObjectName(name)
    set_role(button, "flat")
    set_icon(button, icon, "muted")
    button.setToolTip(says)
    button.setAccessibleName(says)
    return button
