"""Asks for a file with people, says what it would do, and gives whom to take."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_admin.domain.people import Person
from desktop_admin.errors import ConciergeError
from desktop_admin.gui import texts
from desktop_admin.gui.dialogs.show import Choice, ask, choose_file
from desktop_admin.service.people_csv import MOST_BYTES, PeopleFile, decoded, read_people

translate = QCoreApplication.translate


async def ask_for_people_file(parent: QWidget, known: Sequence[Person]) -> tuple[Person, ...]:
    """Whom to take over; nobody where the user thought better of it or the file is refused."""
    title = translate("PeopleFile", "Import people")
    path = await choose_file(parent, title, translate("PeopleFile", "CSV files (*.csv *.txt);;All files (*)"))
    if not path:
        return ()
    found = read_people(decoded(await asyncio.to_thread(_read, Path(path))), known)
    if found.problems:
        close = (Choice("close", translate("PeopleFile", "Close"), "primary"),)
        heading = translate("PeopleFile", "Nobody was imported")
        words = translate("PeopleFile", "Correct this in the file and import it again:")
        await ask(parent, heading, "\n".join((words, "", *found.problems)), close)
        return ()
    choices = (
        Choice("import", translate("PeopleFile", "Import"), "primary"),
        Choice("cancel", translate("PeopleFile", "Cancel")),
    )
    return found.people if await ask(parent, title, _plan(found), choices) == "import" else ()


def _plan(found: PeopleFile) -> str:
    added, changed = found.added, len(found.people) - found.added
    words = translate("PeopleFile", "Added: %1. Changed: %2, whose addresses are known here; they get the file's name.")
    if not changed:
        words = translate("PeopleFile", "Added: %1. Nobody who is here already is changed.")
    return words.replace("%1", texts.number(added)).replace("%2", texts.number(changed))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ConciergeError(
                translate("PeopleFile", "This file is too large for a list of people."),
                translate("PeopleFile", "Choose a CSV file of at most 4 MB."),
            )
        return path.read_bytes()
    except OSError as error:
        raise ConciergeError(
            translate("PeopleFile", "The file could not be read: %1.").replace("%1", (error.strerror or "").lower()),
            translate("PeopleFile", "Choose a file that you may read."),
        ) from error
