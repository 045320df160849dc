"""The editor of a template: line numbers, coloured variables, and what is wrong underlined where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from desktop_admin.domain.template import Problem
from desktop_admin.gui.theme import colour, fixed_font, grid
from desktop_admin.gui.widgets.highlighter import TemplateHighlighter


class TemplateEditor(QPlainTextEdit):
    """Tab leaves it, as in every other field; a problem's words are its place's tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[tuple[Problem, QTextCursor], ...] = ()
        self.highlighter = TemplateHighlighter(self.document())
        self.setFont(fixed_font())
        self.setTabChangesFocus(True)
        self._numbers = _LineNumbers(self)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scroll_numbers)
        self._make_room()

    def show_source(self, source: str, *, html: bool) -> None:
        """Another text: what was undone and where the cursor stood belongs to the one before."""
        self.highlighter.set_html(html)
        self.setPlainText(source)

    def replace_all(self, source: str) -> None:
        """As if typed: it can be undone."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(source)

    def insert_variable(self, name: str) -> None:
        """Puts ``{{ name }}`` in at the cursor, or the name alone where the cursor stands within braces already."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        within = max(before.rfind("{{"), before.rfind("{%")) > max(before.rfind("}}"), before.rfind("%}"))
        cursor.insertText(name if within else f"{{{{ {name} }}}}")
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_problems(self, problems: Sequence[Problem]) -> None:
        self._problems = tuple((each, self._place(each)) for each in problems)
        self._underline()

    def go_to(self, problem: Problem) -> None:
        cursor = self._place(problem)
        cursor.setPosition(cursor.selectionStart())
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def recolour(self) -> None:
        """The palette is another one."""
        self.highlighter.rehighlight()
        self._underline()
        self._numbers.update()

    def problem_at(self, position: int) -> Problem | None:
        """The problem underlined at a place of the text."""
        return next(
            (each for each, place in self._problems if place.selectionStart() <= position <= place.selectionEnd()), None
        )

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.cursorForPosition(self.viewport().mapFromGlobal(event.globalPos()))
            problem = self.problem_at(place.position())
            QToolTip.showText(event.globalPos(), problem.message if problem else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inner = self.contentsRect()
        self._numbers.setGeometry(QRect(inner.left(), inner.top(), self.numbers_width(), inner.height()))

    def numbers_width(self) -> int:
        return self.fontMetrics().horizontalAdvance("9") * max(2, len(str(self.blockCount()))) + grid(2)

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)

    def _scroll_numbers(self, area: QRect, moved: int) -> None:
        if moved:
            self._numbers.scroll(0, moved)
        else:
            self._numbers.update(0, area.y(), self._numbers.width(), area.height())

    def _place(self, problem: Problem) -> QTextCursor:
        """From where it is wrong to the end of the word; the whole line where nothing follows."""
        block = self.document().findBlockByNumber(problem.line - 1)
        cursor = QTextCursor(block if block.isValid() else self.document().lastBlock())
        start = cursor.block().position() + min(problem.column - 1, max(0, cursor.block().length() - 1))
        cursor.setPosition(start)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
        if not cursor.hasSelection():
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        if not cursor.hasSelection():
            cursor.select(QTextCursor.SelectionType.LineUnderCursor)
        return cursor

    def _underline(self) -> None:
        shape = QTextCharFormat()
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        shape.setUnderlineColor(colour("bad"))
        shape.setBackground(colour("bad_soft"))
        marked = []
        for _, cursor in self._problems:
            selection = QTextEdit.ExtraSelection()
            selection.cursor, selection.format = cursor, shape
            marked.append(selection)
        self.setExtraSelections(marked)
        self._numbers.update()

    def wrong_lines(self) -> frozenset[int]:
        return frozenset(each.line for each, _ in self._problems)

    def paint_numbers(self, event: QPaintEvent) -> None:
        painter = QPainter(self._numbers)
        painter.fillRect(event.rect(), colour("raised"))
        painter.setFont(self.font())
        wrong = self.wrong_lines()
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        width = self._numbers.width() - grid(1)
        while block.isValid() and top <= event.rect().bottom():
            number = block.blockNumber() + 1
            painter.setPen(colour("bad" if number in wrong else "muted"))
            box = QRect(0, round(top), width, self.fontMetrics().height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, str(number))
            top += self.blockBoundingRect(block).height()
            block = block.next()
        painter.end()


class _LineNumbers(QWidget):
    def __init__(self, editor: TemplateEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_numbers(event)
