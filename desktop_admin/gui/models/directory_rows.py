"""A sample of the directory as a table: what each entry would become."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from desktop_admin.domain.directory import DirectoryEntry, EntryKind
from desktop_admin.gui.models.table import Column

translate = QCoreApplication.translate


def sample_columns() -> tuple[Column[DirectoryEntry], ...]:
    return (
        Column("kind", translate("DirectoryPage", "Kind"), kind_word),
        Column("name", translate("DirectoryPage", "Name"), lambda entry: entry.name),
        Column("address", translate("DirectoryPage", "Address"), lambda entry: entry.address),
        Column(
            "number",
            translate("DirectoryPage", "Number"),
            lambda entry: entry.number or entry.extension,
            alignment=Qt.AlignmentFlag.AlignLeft,
        ),
        Column("others", translate("DirectoryPage", "Further addresses"), lambda entry: ", ".join(entry.others)),
    )


def kind_word(entry: DirectoryEntry) -> str:
    if entry.kind is EntryKind.ROOM:
        return translate("DirectoryPage", "Room")
    return translate("DirectoryPage", "Person")
