"""Counts in words for what has no ``tr`` of its own: the translation system knows plurals by ``QObject.tr`` alone."""

from __future__ import annotations

from PySide6.QtCore import QObject


class Counted(QObject):
    def alarms(self, count: int) -> str:
        return self.tr("%Ln alarms", "", count)

    def people(self, count: int) -> str:
        return self.tr("%Ln people", "", count)

    def added(self, count: int) -> str:
        return self.tr("%Ln people will be added.", "", count)

    def changed(self, count: int) -> str:
        return self.tr("%Ln existing people will be changed as the file says.", "", count)


counted = Counted()
