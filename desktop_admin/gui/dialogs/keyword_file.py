"""Keywords from and to a CSV file: every bad line is listed, and a file with one is not imported."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_admin.domain.keyword_table import keywords_from_csv, keywords_to_csv
from desktop_admin.domain.people import Keyword, PresenceEntry
from desktop_admin.gui.dialogs.bad_lines import show_bad_lines
from desktop_admin.gui.dialogs.show import choose_file, choose_new_file
from desktop_admin.service.csv_files import read_csv_file, write_csv_file

translate = QCoreApplication.translate


async def ask_for_keyword_file(parent: QWidget, presences: Sequence[PresenceEntry]) -> tuple[Keyword, ...]:
    """The table to show instead of the present one; empty where the user changed their mind or the file is refused."""
    title = translate("KeywordFile", "Import keywords")
    path = await choose_file(parent, title, translate("KeywordFile", "CSV files (*.csv *.txt);;All files (*)"))
    if not path:
        return ()
    found = keywords_from_csv(await asyncio.to_thread(read_csv_file, Path(path)), presences)
    if found.problems:
        await show_bad_lines(parent, translate("KeywordFile", "No keyword was imported"), found.problems)
    return found.keywords


async def ask_where_to_export_keywords(parent: QWidget, keywords: Sequence[Keyword]) -> Path | None:
    """Writes the file; None where the user thought better of it. Raises ``ConciergeError`` where it cannot be."""
    title = translate("KeywordFile", "Export keywords")
    chosen = await choose_new_file(parent, title, translate("KeywordFile", "CSV files (*.csv)"), "keywords.csv")
    if not chosen:
        return None
    await asyncio.to_thread(write_csv_file, Path(chosen), keywords_to_csv(keywords))
    return Path(chosen)
