"""The pages in the order of the navigation. Their modules are imported when first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop_admin.gui.desk import Desk
from desktop_admin.gui.pages.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """``key`` names the icon and the module ``gui/pages/<key>.py``; ``class_name`` stands in it."""

    key: str
    title: str
    class_name: str

    @property
    def translated_title(self) -> str:
        return QCoreApplication.translate("pages", self.title)

    def make(self, desk: Desk) -> Page:
        page_class = getattr(import_module(f"desktop_admin.gui.pages.{self.key}"), self.class_name)
        page: Page = page_class(desk)
        page.setObjectName(f"page_{self.key}")
        return page


PAGES = (
    PageEntry("overview", str(QT_TRANSLATE_NOOP("pages", "Overview")), "OverviewPage"),
    PageEntry("connection", str(QT_TRANSLATE_NOOP("pages", "Connection")), "ConnectionPage"),
    PageEntry("board", str(QT_TRANSLATE_NOOP("pages", "Board")), "BoardPage"),
    PageEntry("people", str(QT_TRANSLATE_NOOP("pages", "People")), "PeoplePage"),
    PageEntry("presence", str(QT_TRANSLATE_NOOP("pages", "Presence")), "PresencePage"),
    PageEntry("invitations", str(QT_TRANSLATE_NOOP("pages", "Invitations")), "InvitationsPage"),
    PageEntry("conferences", str(QT_TRANSLATE_NOOP("pages", "Conferences")), "ConferencesPage"),
    PageEntry("rooms", str(QT_TRANSLATE_NOOP("pages", "Rooms")), "RoomsPage"),
    PageEntry("scheduling", str(QT_TRANSLATE_NOOP("pages", "Scheduling")), "SchedulingPage"),
    PageEntry("templates", str(QT_TRANSLATE_NOOP("pages", "Templates")), "TemplatesPage"),
    PageEntry("directory", str(QT_TRANSLATE_NOOP("pages", "Directory")), "DirectoryPage"),
    PageEntry("log", str(QT_TRANSLATE_NOOP("pages", "Log")), "LogPage"),
)
