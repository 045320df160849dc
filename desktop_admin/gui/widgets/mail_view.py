"""Shows the HTML of a mail or of a template: text and formatting, nothing from outside, nothing that can be clicked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QTextBrowser, QWidget

from desktop_admin.gui.colours import LIGHT
from desktop_admin.gui.theme import set_role


class MailView(QTextBrowser):
    """Pictures, style sheets and other resources are never loaded, wherever they point; links do nothing.

    A mail is written for white paper and brings colours of its own, so it lies on white paper in the dark too.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._nothing.fill(0)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        set_role(self, "paper")
        size = f"{QApplication.font().pointSizeF():g}pt"
        self.document().setDefaultStyleSheet(
            f"body {{ color: {LIGHT.text}; font-size: {size}; }} a {{ color: {LIGHT.accent}; }}"
        )

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        # Given no picture at all, Qt opens the name as a file by itself, which on Windows can be another machine's.
        return self._nothing if kind == QTextDocument.ResourceType.ImageResource.value else None
