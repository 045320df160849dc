"""Keywords from and to a CSV file: what is wrong in one is told line by line, and nothing of it is taken then."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_admin.domain.keyword_table import keywords_from_csv, keywords_to_csv
from desktop_admin.domain.people import Keyword, PresenceEntry
from desktop_admin.errors import ConciergeError
from desktop_admin.gui.dialogs.show import Choice, ask, choose_file, choose_new_file

translate = QCoreApplication.translate
MOST_BYTES = 1_000_000
MOST_TOLD = 12


async def ask_for_keyword_file(parent: QWidget, presences: Sequence[PresenceEntry]) -> tuple[Keyword, ...]:
    """The table to show instead of the present one; empty where the user changed their mind or the file is refused."""
    title = translate("KeywordFile", "Import keywords")
    path = await choose_file(parent, title, translate("KeywordFile", "CSV files (*.csv *.txt);;All files (*)"))
    if not path:
        return ()
    found = keywords_from_csv(await asyncio.to_thread(_read, Path(path)), presences)
    if found.problems:
        words = translate("KeywordFile", "Correct this in the file and import it again:")
        close = (Choice("close", translate("KeywordFile", "Close"), "primary"),)
        heading = translate("KeywordFile", "No keyword was imported")
        await ask(parent, heading, "\n".join((words, "", *found.problems[:MOST_TOLD])), close)
    return found.keywords


async def ask_where_to_export_keywords(parent: QWidget, keywords: Sequence[Keyword]) -> Path | None:
    """Writes the file; None where the user thought better of it. Raises ``ConciergeError`` where it cannot be."""
    title = translate("KeywordFile", "Export keywords")
    chosen = await choose_new_file(parent, title, translate("KeywordFile", "CSV files (*.csv)"), "keywords.csv")
    if not chosen:
        return None
    await asyncio.to_thread(_write, Path(chosen), keywords_to_csv(keywords))
    return Path(chosen)


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ConciergeError(
                translate("KeywordFile", "This file is too large for a keyword table."),
                translate("KeywordFile", "Choose a CSV file with at most 40 lines."),
            )
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConciergeError(
            translate("KeywordFile", "This file is not UTF-8 text."),
            translate("KeywordFile", "Save it as “CSV UTF-8” and import it again."),
        ) from error
    except OSError as error:
        raise ConciergeError(
            translate("KeywordFile", "The file could not be read: %1.").replace("%1", (error.strerror or "").lower()),
            translate("KeywordFile", "Choose a file that you may read."),
        ) from error


def _write(path: Path, text: str) -> None:
    try:
        # The mark tells spreadsheets that it is UTF-8.
        path.write_text(text, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise ConciergeError(
            translate("KeywordFile", "The file could not be written: %1.").replace(
                "%1", (error.strerror or "").lower()
            ),
            translate("KeywordFile", "Choose a folder in which you may write."),
        ) from error
