"""The Templates page: every text that this integration writes: customised, checked while typing, and previewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut

from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.template import (
    DEFAULT_TEMPLATES,
    TEMPLATES,
    Problem,
    TemplateKey,
    check_template,
    sample_values,
)
from desktop_admin.domain.template_keys import VARIABLES
from desktop_admin.gui import texts
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.generated.templates import Ui_Templates
from desktop_admin.gui.messages import Tone
from desktop_admin.gui.models.template_drafts import TemplateDrafts
from desktop_admin.gui.models.template_list import TemplateList, label_of
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.theme import grid, set_role, theme
from desktop_admin.gui.widgets.chips import Chip, Chips
from desktop_admin.gui.widgets.fitting import FittingSplitter
from desktop_admin.gui.widgets.mail_view import MailView
from desktop_admin.gui.widgets.marks import MarksAtTheEnd
from desktop_admin.gui.widgets.no_matches import NoMatches
from desktop_admin.gui.widgets.template_editor import TemplateEditor
from desktop_admin.service.events import Event, ItemProcessed
from desktop_admin.service.views import IntegrationView, ProcessedView
from desktop_admin.settings import SettingsRefused

PREVIEW_AFTER_MS = 150
CHECKED_AT_ONCE = 4_000
"""Letters; a longer text is checked when the typing pauses, so that no key waits."""
MOST_PROBLEMS = 20
"""So many are told of at once."""
EXAMPLES = 200
"""So many of the newest invitations are offered for the previews."""


class TemplatesPage(Page):
    title = str(QT_TRANSLATE_NOOP("pages", "Templates"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ui = Ui_Templates()
        self.ui.setupUi(self.body)
        self.key = next(iter(TemplateKey))
        self.texts = TemplateDrafts()
        self._seen: Mapping[str, str] | None = None
        self.list = TemplateList(self)
        self.editor = TemplateEditor()
        self.chips = Chips()
        self.preview = MailView()
        self._soon = QTimer(self, singleShot=True, interval=PREVIEW_AFTER_MS)
        self._set_up()
        self._connect()
        self._show_text()

    # -- what the window calls -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        self.texts.forget()
        self._offer(())
        self.ui.show_lab.setChecked(False)
        self._show_text()
        if self.integration_id:
            self.work.refresh("texts", self._read)
            self.work.refresh("examples", self._read_examples)

    def view_changed(self, view: IntegrationView) -> None:
        if view.settings.scheduling.templates != self._seen:
            self._seen = view.settings.scheduling.templates
            self.work.refresh("texts", self._read)

    def receive(self, events: tuple[Event, ...]) -> None:
        boxes = (self.ui.example, self.ui.lab_example)
        if any(isinstance(event, ItemProcessed) for event in events) and not any(b.view().isVisible() for b in boxes):
            self.work.refresh("examples", self._read_examples)

    def has_changes(self) -> bool:
        return bool(self.texts.drafts)

    def may_save(self) -> bool:
        return self.texts.may_save()

    async def save(self) -> bool:
        self._catch_up()
        if not self.may_save():
            return False
        sources = self.texts.to_save()
        try:
            await self.commands.templates.save(self.integration_id, sources)
        except SettingsRefused as refused:
            words = self.tr("Nothing was saved.")
            self.desk.messages.tell(words, " ".join(each.message for each in refused.problems), Tone.SERIOUS)
            return False
        self.texts.saved(sources)
        self._show_marks()
        return True

    def show_wrong(self) -> None:
        self.choose(next(key for key in self.texts.drafts if self.texts.problems(key)))
        self.editor.go_to(self.texts.problems(self.key)[0])

    def discard(self) -> None:
        self.texts.discard()
        self._show_text()

    def focus_filter(self) -> None:
        self.ui.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ui.filter.selectAll()

    # -- reading ---------------------------------------------------------------------------------------------------

    async def _read(self) -> None:
        integration_id = self.integration_id
        if not integration_id:
            return
        stored = dict(await self.commands.templates.list(integration_id))
        if integration_id != self.integration_id:
            return
        self.texts.read(stored)
        if self.editor.toPlainText() != self.texts.source(self.key):
            self._show_text()
        self._show_marks()
        self.update_changes()

    async def _read_examples(self) -> None:
        integration_id = self.integration_id
        if not integration_id:
            return
        items = await self.commands.invitations.list(integration_id, EXAMPLES)
        if integration_id == self.integration_id:
            self._offer([item for item in items if item.start])

    async def _read_preview(self) -> None:
        integration_id, key, source = self.integration_id, self.key, self.editor.toPlainText()
        if not integration_id or not self.texts.stored:
            return
        view = await self.commands.templates.preview(integration_id, key, source, self.ui.example.currentData())
        if (integration_id, key) != (self.integration_id, self.key):
            return
        self.ui.preview_note.setVisible(bool(view.error))
        if view.error:
            self.ui.preview_note.setText(self.tr("The preview follows again once the text is right."))
        elif TEMPLATES[key].html:
            self.preview.setHtml(view.html)
        else:
            self.preview.setPlainText(view.html)

    async def _read_lab(self) -> None:
        integration_id = self.integration_id
        if not integration_id or not self.texts.stored:
            return
        cases = await self.commands.templates.lab(
            integration_id, dict(self.texts.drafts), self.ui.lab_example.currentData()
        )
        if integration_id != self.integration_id:
            return
        self.ui.lab.show_cases(cases)
        wrong = self.ui.lab.wrong()
        words = self.tr("Failing to render: %1").replace("%1", texts.number(wrong))
        self.ui.lab_verdict.setText(f"▲ {words}" if wrong else self.tr("All templates render"))
        set_role(self.ui.lab_verdict, "problem" if wrong else "help")

    # -- the text in the editor ------------------------------------------------------------------------------------

    def choose(self, key: TemplateKey) -> None:
        """Shows another text; what was typed into this one is kept until it is saved or discarded."""
        self.ui.show_lab.setChecked(False)
        if key != self.key:
            self._catch_up()
            self.key = key
            self._show_text()

    def _show_text(self) -> None:
        key = self.key
        info = TEMPLATES[key]
        self.ui.name.setText(label_of(key))
        self.ui.help.setText(QCoreApplication.translate("templates", info.help))
        self.chips.set_chips(_chips(key))
        self.editor.show_source(self.texts.source(key), html=info.html)
        self.editor.setEnabled(bool(self.texts.stored))
        self.editor.setAccessibleName(label_of(key))
        self._select_row()
        self._check()
        self.preview.clear()
        self.work.refresh("preview", self._read_preview)

    def _typed(self) -> None:
        if not self.texts.stored:
            return
        source = self.editor.toPlainText()
        self.texts.type(self.key, source)
        self._soon.start()
        if len(source) <= CHECKED_AT_ONCE:
            self._check()
        else:
            self.update_changes()

    def _check(self) -> None:
        """What is wrong, beneath the editor and underlined in it. A text that is not read yet is not wrong."""
        source = self.editor.toPlainText()
        info, default = TEMPLATES[self.key], DEFAULT_TEMPLATES[self.key]
        problems = check_template(self.key, source)[:MOST_PROBLEMS] if self.texts.stored else ()
        self.texts.found(self.key, problems)
        self.editor.set_problems(problems)
        count, most = texts.number(len(source)), texts.number(info.limit)
        self.ui.length.setText(self.tr("%1 of %2 characters").replace("%1", count).replace("%2", most))
        set_role(self.ui.length, "problem" if len(source) > info.limit else "help")
        self.ui.use_default.setEnabled(bool(self.texts.stored) and source != default)
        self._show_difference(default, source if self.texts.stored else default)
        self._show_problems(problems)
        self._show_marks()
        self.update_changes()

    def _catch_up(self) -> None:
        """What is known of the text in the editor is of what stands there now, also if the typing has not paused."""
        if self._soon.isActive():
            self._soon.stop()
            self._paused()

    def _use_default(self) -> None:
        self.editor.replace_all(DEFAULT_TEMPLATES[self.key])

    def _use_defaults(self) -> None:
        """All texts; Discard brings them back until they are saved."""
        self.texts.use_defaults()
        self._show_text()
        self.work.refresh("lab", self._read_lab)

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_difference(self, default: str, source: str) -> None:
        self.ui.diff.show_texts(default, source)
        removed, added = self.ui.diff.counts()
        words = self.tr("Differs from the default: − %1, + %2")
        words = words.replace("%1", self.tr("%Ln lines", "", removed)).replace("%2", self.tr("%Ln lines", "", added))
        self.ui.diff_heading.setText(words)
        for part in (self.ui.diff, self.ui.diff_heading):
            part.setVisible(source != default)

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        self.ui.problems.show_problems(problems)
        self._fit_problems()
        verdict = self.tr("▲ %Ln things to correct", "", len(problems)) if problems else ""
        self.ui.verdict.setText(verdict)
        set_role(self.ui.verdict, "problem")

    def _fit_problems(self) -> None:
        """Never so high that nothing is left of the editor."""
        is_low = self.body.height() < grid(64)
        self.ui.problems.fit(self.body.height() // (12 if is_low else 6))
        self.ui.help.setVisible(bool(self.ui.help.text()) and not is_low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_problems()

    def _show_marks(self) -> None:
        own = self.texts.own()
        self.ui.use_defaults.setEnabled(bool(own))
        self.list.set_marks(own, self.texts.drafts, self.texts.wrong())

    def _select_row(self) -> None:
        place = self.list.place_of(self.key)
        view = self.ui.texts
        if place >= 0 and view.currentIndex().row() != place:
            view.setCurrentIndex(self.list.index(place))

    def _offer(self, items: Sequence[ProcessedView]) -> None:
        for box in (self.ui.example, self.ui.lab_example):
            box.show_items(items, self.desk.now())

    def _show_lab(self, wanted: bool) -> None:
        self._catch_up()
        self.ui.right.setCurrentWidget(self.ui.lab_page if wanted else self.ui.work)
        if wanted:
            self.work.refresh("lab", self._read_lab)

    def _recolour(self) -> None:
        self.list.refresh()
        self.editor.recolour()
        self.ui.diff.recolour()
        self._show_problems(self.texts.problems(self.key))

    # -- making ----------------------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        ui = self.ui
        ui.texts.setModel(self.list)
        ui.texts.setItemDelegate(MarksAtTheEnd(ui.texts))
        ui.texts.setIconSize(QSize(16, 16))
        # The style sheet's own least height stands above setMinimumHeight.
        self.editor.setStyleSheet(f"QPlainTextEdit {{ min-height: {grid(9)}px; }}")
        self.preview.setStyleSheet(f"QTextEdit {{ min-height: {grid(4)}px; }}")
        ui.chip_place.addWidget(self.chips)
        ui.editor_place.addWidget(self.editor)
        ui.preview_place.addWidget(self.preview)
        ui.writing_rows.setStretchFactor(ui.editor_place, 1)
        ui.looking_rows.setStretchFactor(ui.preview_place, 1)
        ui.looking_rows.setStretchFactor(ui.diff, 1)
        ui.diff.setStyleSheet(f"QPlainTextEdit {{ min-height: {grid(6)}px; }}")
        self.preview.setAccessibleName(self.tr("Preview"))
        ui.choosing.setMinimumWidth(grid(20))
        ui.choosing.setMaximumWidth(grid(36))
        ui.parts.setSizes([grid(28), grid(96)])
        ui.parts.setStretchFactor(0, 0)
        ui.parts.setStretchFactor(1, 1)
        ui.work.setSizes([grid(56), grid(40)])
        ui.work.setStretchFactor(0, 3)
        ui.work.setStretchFactor(1, 2)
        FittingSplitter(ui.work, grid(88))

    def _connect(self) -> None:
        ui = self.ui
        self.track(theme().changed, self._recolour)
        ui.texts.selectionModel().currentChanged.connect(self._row_chosen)
        ui.filter.textChanged.connect(self._filter)
        NoMatches(ui.texts, lambda: bool(ui.filter.text().strip()))
        ui.use_default.clicked.connect(self._use_default)
        ui.example.currentIndexChanged.connect(self._soon.start)
        ui.problems.wanted.connect(self.editor.go_to)
        ui.texts.clicked.connect(self._row_chosen)
        ui.use_defaults.clicked.connect(self._use_defaults)
        ui.show_lab.toggled.connect(self._show_lab)
        ui.lab.wanted.connect(self.choose)
        ui.lab_example.currentIndexChanged.connect(lambda: self.work.refresh("lab", self._read_lab))
        self.editor.textChanged.connect(self._typed)
        self.chips.chosen.connect(self.editor.insert_variable)
        self._soon.timeout.connect(self._paused)
        QShortcut(QKeySequence("F8"), self).activated.connect(self._next_problem)

    def _paused(self) -> None:
        if self.editor.document().characterCount() > CHECKED_AT_ONCE:
            self._check()
        self.work.refresh("preview", self._read_preview)

    def _row_chosen(self, index: QModelIndex) -> None:
        key = self.list.key_at(index)
        if key is not None:
            self.choose(key)

    def _filter(self, text: str) -> None:
        self.list.show_matching(text)
        self._select_row()

    def _next_problem(self) -> None:
        cursor = self.editor.textCursor()
        if problem := self.ui.problems.after(cursor.blockNumber() + 1, cursor.positionInBlock() + 1):
            self.editor.go_to(problem)


def _chips(key: TemplateKey) -> tuple[Chip, ...]:
    samples = sample_values(SchedulingPolicy())
    words = QCoreApplication.translate("TemplatesPage", "%1, for example %2")
    return tuple(
        Chip(name, words.replace("%1", VARIABLES[name].capitalize()).replace("%2", samples.get(name, "")))
        for name in TEMPLATES[key].variables
    )
