"""The Presence page: the rules by which calendars give presence, and what a change of them would do."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QT_TRANSLATE_NOOP, QTimer

from desktop_admin.domain.people import Keyword
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.presence_list import PresenceUses, presence_uses
from desktop_admin.gui import texts
from desktop_admin.gui.desk import Desk
from desktop_admin.gui.dialogs.heir import ask_for_heir
from desktop_admin.gui.dialogs.keyword_file import ask_for_keyword_file, ask_where_to_export_keywords
from desktop_admin.gui.generated.presence import Ui_Presence
from desktop_admin.gui.pages.page import Page
from desktop_admin.gui.widgets.frequent_words import FrequentWords
from desktop_admin.gui.widgets.keyword_editor import KeywordEditor
from desktop_admin.gui.widgets.listing import see_through_scroll
from desktop_admin.gui.widgets.presence_editor import PresenceEditor
from desktop_admin.gui.widgets.presence_mark import Looks
from desktop_admin.gui.widgets.what_counts import WhatCounts
from desktop_admin.gui.widgets.what_if_pane import WhatIfPane
from desktop_admin.service.events import Event, PeopleChanged, WhatIfProgress
from desktop_admin.service.views import IntegrationView, RulesDraft

COUNT_AFTER_MS = 600
"""What keywords hit is counted anew when the user has stopped typing for so long."""


class PresencePage(Page):
    title = str(QT_TRANSLATE_NOOP("pages", "Presence"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ui = Ui_Presence()
        self.ui.setupUi(self.body)
        self._chosen: Mapping[str, int] = {}
        self._is_read = False
        self._replaying: asyncio.Task[None] | None = None
        self.keywords = KeywordEditor(desk.store)
        self.frequent = FrequentWords()
        self.presences = PresenceEditor(desk.store, self._uses_words)
        self.counts = WhatCounts()
        self.what_if = WhatIfPane(desk.store)
        self._later = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._set_up()
        self._connect()

    # -- what the window calls -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        self._is_read = False
        self._stop_replay()
        self.keywords.set_stored((), self.presences.entries)
        self._show_state()
        if self.integration_id:
            self.work.refresh("rules", self._read)

    def activated(self) -> None:
        self.work.refresh("coverage", self._count)

    def receive(self, events: tuple[Event, ...]) -> None:
        for event in events:
            match event:
                case PeopleChanged():
                    self.work.refresh("rules", self._read)
                case WhatIfProgress(done=done, total=total) if self._replaying is not None:
                    self.what_if.set_progress(done, total)

    def view_changed(self, view: IntegrationView) -> None:
        if self._is_read and not self.has_changes() and view.settings.presence.model_dump() != self.counts.values():
            self.work.refresh("rules", self._read)

    def has_changes(self) -> bool:
        editors = (self.keywords, self.presences, self.counts)
        return self._is_read and any(each.has_changes() for each in editors)

    def may_save(self) -> bool:
        return self.keywords.is_valid

    async def save(self) -> bool:
        await self.commands.rules.save(self.integration_id, self.draft(), dict(self.presences.names))
        await self._read(anew=True)
        return True

    def show_wrong(self) -> None:
        self.ui.tabs.setCurrentWidget(self.ui.keywords_tab)
        self.keywords.show_wrong()

    def discard(self) -> None:
        self.presences.revert()
        self.keywords.set_presences(self.presences.entries, {})
        self.keywords.revert()
        self.counts.revert(self.presences.entries)
        self._edited()

    def draft(self) -> RulesDraft:
        """The rules as they stand on the page."""
        return RulesDraft(
            presences=self.presences.entries,
            keywords=tuple(_tidy(each) for each in self.keywords.keywords),
            settings=self.counts.values(),
        )

    # -- reading ---------------------------------------------------------------------------------------------------

    async def _read(self, *, anew: bool = False) -> None:
        integration_id = self.integration_id
        if not integration_id:
            return
        rules = await self.commands.rules.get(integration_id)
        if integration_id != self.integration_id:
            return
        self._chosen = rules.chosen
        if anew or not self.has_changes():
            self.presences.set_stored(rules.presences)
            self.keywords.set_stored(rules.keywords, rules.presences)
            self.counts.set_stored(rules.settings, rules.presences)
        self._is_read = True
        self.presences.model.refresh()
        self._show_state()
        self.update_changes()
        if self.isVisible():
            self.work.refresh("coverage", self._count)

    async def _count(self) -> None:
        integration_id = self.integration_id
        if not integration_id or not self._is_read or not self.keywords.is_valid:
            return
        draft = self.draft()
        found = await self.commands.rules.coverage(integration_id, draft)
        if integration_id == self.integration_id and draft == self.draft():
            self.keywords.model.set_hits(self.keywords.keywords, found.hits)
            self.frequent.set_coverage(found)

    # -- what if ---------------------------------------------------------------------------------------------------

    async def _replay(self) -> None:
        integration_id, draft = self.integration_id, self.draft()
        self._replaying = asyncio.current_task()
        self.what_if.set_progress(0, 0)
        try:
            found = await self.commands.rules.what_if(integration_id, draft)
        finally:
            self._replaying = None
            self.what_if.set_idle(has_changes=self.has_changes())
        if integration_id == self.integration_id and draft == self.draft():
            self.what_if.set_found(found)

    async def _show_person(self, person_id: int) -> None:
        draft = self.draft()
        found = await self.commands.rules.what_if_of(self.integration_id, draft, person_id)
        chosen = self.what_if.model.row(self.what_if.table.currentIndex())
        if chosen is not None and chosen.person.id == person_id and draft == self.draft():
            self.what_if.set_difference(chosen.person.name, found)

    def _start_person(self, person_id: int) -> None:
        self.work.start(f"person {person_id}", self._show_person(person_id))

    def _stop_replay(self) -> None:
        if self._replaying is not None:
            self._replaying.cancel()

    # -- what the user does ----------------------------------------------------------------------------------------

    def _edited(self) -> None:
        if self._replaying is None:
            self.what_if.set_idle(has_changes=self.has_changes())
        self._show_state()
        self.update_changes()
        self._later.start()

    def _presences_edited(self) -> None:
        self.keywords.set_presences(self.presences.entries, {})
        self.counts.set_presences(self.presences.entries, {})
        self._edited()

    def _renamed(self, old: str, new: str) -> None:
        self.keywords.set_presences(self.presences.entries, {old: new})
        self.counts.set_presences(self.presences.entries, {old: new})
        self._chosen = {new if name == old else name: count for name, count in self._chosen.items()}

    async def _remove_presence(self) -> None:
        row = self.presences.row
        entries = self.presences.entries
        if not 0 <= row < len(entries) or len(entries) < 2:
            return
        entry = entries[row]
        others = [each for each in entries if each is not entry]
        heir = others[0].name
        if self._uses(entry.name):
            heir = await ask_for_heir(self, entry.name, self._uses_words(entry.name), others)
        if heir and entry in self.presences.entries:
            self.presences.model.remove(self.presences.entries.index(entry), heir)

    async def _import(self) -> None:
        if found := await ask_for_keyword_file(self, self.presences.entries):
            self.keywords.take(found)

    async def _export(self) -> None:
        path = await ask_where_to_export_keywords(self, self.keywords.keywords)
        if path is not None:
            self.desk.messages.tell(self.tr("Keywords exported to %1.").replace("%1", path.name))

    # -- showing ---------------------------------------------------------------------------------------------------

    def _uses(self, name: str) -> PresenceUses:
        values = self.counts.values()
        policy = PresencePolicy(
            meeting_presence=values["meeting_presence"], out_of_office_presence=values["out_of_office_presence"]
        )
        return presence_uses(name, self.keywords.keywords, policy, self._chosen)

    def _uses_words(self, name: str) -> str:
        uses = self._uses(name)
        words = []
        if uses.is_meeting:
            words.append(self.tr("meetings without a keyword"))
        if uses.is_out_of_office:
            words.append(self.tr("out of office"))
        if uses.keywords:
            words.append(self.tr("keywords: %1").replace("%1", texts.number(uses.keywords)))
        if uses.overrides:
            words.append(self.tr("manual overrides: %1").replace("%1", texts.number(uses.overrides)))
        return ", ".join(words)

    def _show_state(self) -> None:
        ui = self.ui
        for tab, words, count in (
            (ui.keywords_tab, self.tr("Keywords (%1)"), len(self.keywords.keywords)),
            (ui.presences_tab, self.tr("Presences (%1)"), len(self.presences.entries)),
        ):
            ui.tabs.setTabText(ui.tabs.indexOf(tab), words.replace("%1", texts.number(count)))
        self.what_if.set_looks(Looks(self.presences.entries))

    def _set_up(self) -> None:
        ui = self.ui
        ui.tabs.tabBar().setDrawBase(False)
        ui.keyword_rows.addWidget(self.keywords, 1)
        ui.keyword_rows.addWidget(self.frequent)
        ui.presence_rows.addWidget(self.presences)
        ui.count_rows.addWidget(see_through_scroll(self.counts))
        ui.what_if_rows.addWidget(self.what_if)

    def _connect(self) -> None:
        self._later.timeout.connect(lambda: self.work.refresh("coverage", self._count))
        self.keywords.edited.connect(self._edited)
        self.keywords.bring.clicked.connect(self.work.slot("import", self._import))
        self.keywords.export.clicked.connect(self.work.slot("export", self._export))
        self.frequent.word_wanted.connect(self.keywords.add_word)
        self.presences.renamed.connect(self._renamed)
        self.presences.edited.connect(self._presences_edited)
        self.presences.remove_wanted.connect(self.work.slot("remove", self._remove_presence))
        self.counts.edited.connect(self._edited)
        self.what_if.replay_wanted.connect(self.work.slot("replay", self._replay))
        self.what_if.cancel_wanted.connect(self._stop_replay)
        self.what_if.person_wanted.connect(self._start_person)


def _tidy(keyword: Keyword) -> Keyword:
    return replace(keyword, word=" ".join(keyword.word.split()))
