"""People from and to a file: asks for it, says what it would do, and gives whom to take."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_admin.domain.people import Person
from desktop_admin.gui import texts
from desktop_admin.gui.counted import counted
from desktop_admin.gui.dialogs.bad_lines import show_bad_lines
from desktop_admin.gui.dialogs.show import Choice, ask, choose_file, choose_new_file
from desktop_admin.service.csv_files import read_csv_file, write_csv_file
from desktop_admin.service.people_csv import PeopleFile, read_people, write_people

translate = QCoreApplication.translate


async def ask_for_people_file(parent: QWidget, known: Sequence[Person]) -> tuple[Person, ...]:
    """Whom to take over; nobody where the user thought better of it or the file is refused."""
    title = translate("PeopleFile", "Import people")
    path = await choose_file(parent, title, translate("PeopleFile", "CSV files (*.csv *.txt);;All files (*)"))
    if not path:
        return ()
    found = await asyncio.to_thread(_people_of, Path(path), tuple(known))
    if found.problems:
        await show_bad_lines(parent, translate("PeopleFile", "Nobody was imported"), found.problems)
        return ()
    choices = (
        Choice("import", translate("PeopleFile", "Import"), "primary"),
        Choice("cancel", translate("PeopleFile", "Cancel")),
    )
    return found.people if await ask(parent, title, _plan(found), choices) == "import" else ()


async def ask_where_to_export(parent: QWidget, people: Sequence[Person]) -> Path | None:
    """Writes the file; None where the user thought better of it. Raises ``ConciergeError`` where it cannot be."""
    title = translate("PeopleFile", "Export people")
    chosen = await choose_new_file(parent, title, translate("PeopleFile", "CSV files (*.csv)"), "people.csv")
    if not chosen:
        return None
    await asyncio.to_thread(write_csv_file, Path(chosen), write_people(people))
    return Path(chosen)


def _plan(found: PeopleFile) -> str:
    added, changed = found.added, len(found.people) - found.added
    words = counted.added(added)
    if changed:
        words += " " + counted.changed(changed)
    else:
        words += " " + translate("PeopleFile", "Existing people stay as they are.")
    without = sum(not person.address for person in found.people)
    if without:
        left = translate("PeopleFile", "Without an address, and therefore left out of presence: %1.")
        words += "\n" + left.replace("%1", texts.number(without))
    return words


def _people_of(path: Path, known: Sequence[Person]) -> PeopleFile:
    return read_people(read_csv_file(path), known)
