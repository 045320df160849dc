"""Colours a template's variables, statements, comments and HTML tags."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop_admin.gui.theme import colour

_COMMENT: Final = 1
_PARTS: Final = (
    (re.compile(r"</?[A-Za-z][^>]*>?|&#?\w+;"), "muted", "", False),
    (re.compile(r"\"[^\"]*\"|'[^']*'"), "good", "", False),
    (re.compile(r"\{\{.*?(?:\}\}|$)"), "accent", "accent_soft", True),
    (re.compile(r"\{%.*?(?:%\}|$)"), "warning", "warning_soft", True),
)
"""What is looked for in a line, in which colours; later ones lie over earlier ones."""


class TemplateHighlighter(QSyntaxHighlighter):
    """``html`` off: texts that are no HTML have no tags."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._html = True

    def set_html(self, html: bool) -> None:
        if html is not self._html:
            self._html = html
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for pattern, shade, ground, bold in _PARTS[0 if self._html else 2 :]:
            for found in pattern.finditer(text):
                if shade != "good" or _in_tag(text, found.start()):
                    self.setFormat(found.start(), found.end() - found.start(), _format(shade, ground, bold))
        self._comments(text)

    def _comments(self, text: str) -> None:
        """``{# … #}``, which may run over several lines."""
        start = 0 if self.previousBlockState() == _COMMENT else text.find("{#")
        self.setCurrentBlockState(0)
        while start >= 0:
            end = text.find("#}", start)
            stop = len(text) if end < 0 else end + 2
            self.setFormat(start, stop - start, _format("muted", "raised", bold=False))
            if end < 0:
                self.setCurrentBlockState(_COMMENT)
                return
            start = text.find("{#", stop)


def _in_tag(text: str, place: int) -> bool:
    return text.rfind("<", 0, place) > text.rfind(">", 0, place)


def _format(shade: str, ground: str, bold: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(colour(shade))
    if ground:
        made.setBackground(colour(ground))
    if bold:
        made.setFontWeight(QFont.Weight.DemiBold)
    return made
