"""A window for what ended the program before, or instead of, the main window."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox

from desktop_admin.gui.application import make_application


def show(text: str) -> None:
    """Blocks until the user has closed it."""
    make_application()
    box = QMessageBox(QMessageBox.Icon.Warning, "Exchange Concierge", text)
    box.setTextFormat(box.textFormat().PlainText)
    box.exec()
