"""The template lab: every answer that an invitation can get, one beneath the other, as its organiser would read it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_admin.domain.template_keys import TEMPLATES, TemplateKey
from desktop_admin.domain.template_lab import CASES, LabCase
from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.models.template_list import label_of
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import push_button
from desktop_admin.gui.widgets.listing import paragraph
from desktop_admin.gui.widgets.mail_view import MailView
from desktop_admin.gui.widgets.problem_list import problem_words

translate = QCoreApplication.translate
MOST_PROBLEMS = 5
"""So many are told of in one card; the editor tells all."""


class TemplateLab(QScrollArea):
    """``wanted`` carries the key of the text that the user wants to change."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = {key: _Card(key) for key in CASES}
        inside = QWidget()
        set_role(inside, "page")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, grid(1), 0)
        rows.setSpacing(grid(1.5))
        for heading, begin in (
            (translate("TemplatesPage", "Answers that accept"), "accept_"),
            (translate("TemplatesPage", "Answers that decline"), "decline_"),
        ):
            label = QLabel(heading, textFormat=Qt.TextFormat.PlainText)
            set_role(label, "strong")
            rows.addWidget(label)
            for key, card in self.cards.items():
                if key.startswith(begin):
                    rows.addWidget(card)
        rows.addStretch(1)
        for key, card in self.cards.items():
            card.change.clicked.connect(lambda _=False, key=key: self.wanted.emit(key))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def show_cases(self, cases: Sequence[LabCase]) -> None:
        for case in cases:
            self.cards[case.key].show_case(case)

    def wrong(self) -> int:
        """How many answers cannot be worded."""
        return sum(card.is_wrong for card in self.cards.values())


class _Card(QFrame):
    def __init__(self, key: TemplateKey) -> None:
        super().__init__()
        set_role(self, "card")
        name = label_of(key)
        self.is_wrong = False
        self._shown: LabCase | None = None
        self._mark = QLabel()
        title = QLabel(name, textFormat=Qt.TextFormat.PlainText)
        set_role(title, "strong")
        purpose = paragraph(translate("templates", TEMPLATES[key].help), "small")
        self.change = push_button(translate("TemplatesPage", "Change"), f"change_{key}")
        self.change.setAccessibleName(translate("TemplatesPage", "Change %1").replace("%1", name))
        self.mail = MailView()
        self.mail.setAccessibleName(name)
        self.mail.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.mail.setStyleSheet("QTextEdit { min-height: 0; }")
        self.problems = paragraph("", "problem")
        head = QHBoxLayout()
        head.setSpacing(grid(1))
        head.addWidget(self._mark)
        head.addWidget(title)
        head.addWidget(purpose, 1)
        head.addWidget(self.change)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(grid(2), grid(1), grid(2), grid(1.5))
        rows.setSpacing(grid(1))
        rows.addLayout(head)
        rows.addWidget(self.mail)
        rows.addWidget(self.problems)

    def show_case(self, case: LabCase) -> None:
        if case == self._shown:
            return
        self._shown = case
        told = [problem_words(each) for each in case.problems[:MOST_PROBLEMS]] or [case.error]
        self.is_wrong = bool(told[0])
        self.problems.setText("\n".join(f"▲ {words}" for words in told if words))
        self.problems.setVisible(self.is_wrong)
        self.mail.setVisible(not self.is_wrong)
        set_icon(self._mark, *(("serious", "bad") if self.is_wrong else ("tick", "good")), 16)
        words = translate("TemplatesPage", "Wrong") if self.is_wrong else translate("TemplatesPage", "Right")
        self._mark.setAccessibleName(words)
        self._mark.setToolTip(words)
        self.mail.setHtml(case.html)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its answer, up to a third of a page; then it scrolls."""
        document = self.mail.document().clone()
        document.setTextWidth(max(grid(20), self.width() - grid(8)))
        height = round(document.size().height()) + grid(2)
        document.deleteLater()
        self.mail.setFixedHeight(min(max(height, grid(5)), grid(40)))
