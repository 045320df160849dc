"""What every page of the main window is: a header, a body, and a bar to save or discard that appears when needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QEvent, QMetaObject, QObject, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_admin.gui.desk import Desk
from desktop_admin.gui.dialogs.show import Choice, ask
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.gui.widgets.buttons import push_button
from desktop_admin.gui.widgets.header import PageHeader
from desktop_admin.gui.work import Work
from desktop_admin.service.commands import Commands
from desktop_admin.service.events import Event
from desktop_admin.service.views import IntegrationView


class Page(QWidget):
    """A page shows one integration at a time, the one given last with :meth:`set_integration`.

    A subclass fills :attr:`body` in its constructor (``Ui_Name().setupUi(self.body)``) and overrides the methods that
    it needs; the base versions do nothing. ``changes_changed`` says that :meth:`has_changes` may be another;
    ``page_wanted`` asks the window for another page, by its key; ``key:topic`` for a part of it.
    """

    title: ClassVar[str]
    """English source text, marked with QT_TRANSLATE_NOOP("pages", …)."""
    scrolls: ClassVar[bool] = False
    """Whether the body scrolls as a whole; tables and editors scroll by themselves."""
    hears_all: ClassVar[bool] = False
    """Whether :meth:`receive` is given events of every integration, not only of the shown one."""

    changes_changed = Signal()
    page_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.integration_id = ""
        self.work = Work(type(self).__name__, desk.messages)
        self._connections: list[QMetaObject.Connection] = []
        set_role(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = PageHeader(self.translated_title())
        self.body = QWidget()
        set_role(self.body, "page")
        self._save_bar = self._make_save_bar()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(_scrolling(self.body) if self.scrolls else self.body, 1)
        layout.addWidget(self._save_bar)

    # -- what a page overrides -------------------------------------------------------------------------------------

    def integration_chosen(self) -> None:
        """Another integration is shown now (``integration_id``): forget the old one's data and fetch this one's."""

    def activated(self) -> None:
        """The page came to the front."""

    def receive(self, events: tuple[Event, ...]) -> None:
        """What the service told about the shown integration (and of the whole program), also while hidden."""

    def view_changed(self, view: IntegrationView) -> None:
        """The shown integration's view is another one: status, mode, alarms or settings."""

    def tick(self) -> None:
        """A second went by, while the page is in front."""

    def has_changes(self) -> bool:
        """Whether the user typed something that is not stored."""
        return False

    async def save(self) -> bool:
        """Stores it. False where it was refused; the page says why, beside the field."""
        return True

    def discard(self) -> None:
        """Goes back to what is stored."""

    def may_save(self) -> bool:
        """Whether what was typed is valid, as far as can be seen here."""
        return True

    def show_wrong(self) -> None:
        """Goes to the first field that keeps what was typed from being saved."""
        for field in self.body.findChildren(QWidget):
            if field.property("wrong") and field.isVisible():
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                self.show_widget(field)
                return

    def show_widget(self, widget: QWidget) -> None:
        """Scrolls to it, once what was changed before is laid out."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        for area in self.findChildren(QScrollArea):
            area.ensureWidgetVisible(widget)

    def open_topic(self, topic: str) -> None:
        """Goes to a part of the page: what an alarm's button leads to."""

    def focus_first_empty(self) -> None:
        """Goes to the first field that is still to be filled in."""

    def focus_filter(self) -> None:
        """Ctrl+F."""

    # -- what a page uses ------------------------------------------------------------------------------------------

    @property
    def view(self) -> IntegrationView | None:
        return self.desk.state.view(self.integration_id)

    @property
    def commands(self) -> Commands:
        """The service's commands, to be awaited."""
        return self.desk.commands

    def track(self, signal: SignalInstance, slot: Callable[..., object]) -> None:
        """Connects ``signal`` of something that outlives this page; :meth:`closed` disconnects it."""
        self._connections.append(signal.connect(slot))

    def update_changes(self) -> None:
        """Shows or hides the save bar. Call it whenever something was typed, saved or discarded."""
        self._save_bar.setVisible(self.has_changes())
        may_save = self.may_save()
        self._save_button.setEnabled(may_save)
        self._save_note.setText(
            self.tr("There are unsaved changes.") if may_save else self.tr("Fix the highlighted fields to save.")
        )
        self.changes_changed.emit()

    # -- what the window calls -------------------------------------------------------------------------------------

    @classmethod
    def translated_title(cls) -> str:
        return QCoreApplication.translate("pages", cls.title)

    def set_integration(self, integration_id: str) -> None:
        """Shows that integration; "" when there is none. Unsaved changes have been asked about before."""
        self.integration_id = integration_id
        self.show_view()
        self.integration_chosen()
        self.update_changes()

    def show_view(self) -> None:
        view = self.view
        self.header.set_view(view, self.desk.now())
        if view is not None:
            self.view_changed(view)

    def relevant(self, events: Iterable[Event]) -> tuple[Event, ...]:
        if self.hears_all:
            return tuple(events)
        return tuple(event for event in events if event.integration_id in ("", self.integration_id))

    def ticked(self) -> None:
        self.header.tick(self.desk.now())
        self.tick()

    async def closed(self) -> None:
        """The window is going: ends what runs and disconnects what was tracked."""
        for connection in self._connections:
            QObject.disconnect(connection)
        self._connections.clear()
        await self.work.stop()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _make_save_bar(self) -> QFrame:
        bar = QFrame()
        set_role(bar, "savebar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(grid(3), grid(1.5), grid(3), grid(1.5))
        self._save_note = QLabel()
        set_role(self._save_note, "help")
        discard = push_button(self.tr("Discard"), "discard")
        self._save_button = push_button(self.tr("Save"), "save", "primary")
        self._save_button.setToolTip(self.tr("Ctrl+S"))
        discard.clicked.connect(self.work.slot("discard", self._ask_to_discard))
        self._save_button.clicked.connect(self.work.slot("save", self.save_now))
        row.addWidget(self._save_note, 1)
        row.addWidget(discard)
        row.addWidget(self._save_button)
        bar.hide()
        return bar

    async def _ask_to_discard(self) -> None:
        title = self.tr("Discard your changes?")
        words = self.tr("Everything that you changed on the page “%1” goes back to what is stored.")
        choices = (
            Choice("discard", self.tr("Discard changes"), "danger"),
            Choice("stay", self.tr("Keep editing"), "primary"),
        )
        if await ask(self, title, words.replace("%1", self.translated_title()), choices) == "discard":
            self._discard()

    def _discard(self) -> None:
        self.discard()
        self.update_changes()

    async def save_now(self) -> None:
        """The Save button and Ctrl+S."""
        if self.has_changes() and not self.may_save():
            self.show_wrong()
        elif self.has_changes():
            await self.save()
            self.update_changes()


def _scrolling(body: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
    return area
