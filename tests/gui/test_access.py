"""Whoever cannot see the screen or use a mouse: every control that takes the keyboard has a name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QLineEdit, QTextEdit, QWidget

from desktop_admin.gui.pages.registry import PAGES


def _name(widget: QWidget, labels: list[QLabel]) -> str:
    buddies = [label.text() for label in labels if label.buddy() is widget]
    own = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or own or "".join(buddies)


async def test_every_control_has_a_name(stage, real_window):
    nameless = []
    for entry in PAGES:
        real_window.show_page(entry.key)
        page = real_window.page
        await stage.until(page.isVisible, entry.key)
        labels = page.findChildren(QLabel)
        for kind in (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTextEdit):
            for widget in page.findChildren(kind):
                is_inside = widget.window() is not real_window or widget.objectName().startswith("qt_")
                takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
                if takes_keys and not is_inside and not _name(widget, labels):
                    nameless.append(f"{entry.key}: {type(widget).__name__} {widget.objectName()}")
    assert nameless == []
