"""Buttons in one line."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QToolButton

from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.theme import grid, set_role


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


def closing_buttons(dialog: QDialog, accept: QPushButton) -> QHBoxLayout:
    """The last row of ``dialog``: *Cancel*, and ``accept``, which Enter presses too."""
    cancel = push_button(QCoreApplication.translate("dialogs", "Cancel"), "cancel")
    accept.setDefault(True)
    row = QHBoxLayout()
    row.setSpacing(grid(1))
    row.addStretch()
    row.addWidget(cancel)
    row.addWidget(accept)
    cancel.clicked.connect(dialog.reject)
    accept.clicked.connect(dialog.accept)
    return row


def icon_button(icon: str, name: str, says: str) -> QToolButton:
    """A flat button with an icon only; ``says`` is its tool tip and accessible name."""
    button = QToolButton()
    button.setObjectName(name)
    set_role(button, "flat")
    set_icon(button, icon, "muted")
    button.setToolTip(says)
    button.setAccessibleName(says)
    return button
