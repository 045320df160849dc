"""The strips of the board: fetched when somebody looks at them, painted once, and shown from then on as pictures."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from desktop_admin.domain.presence import Segment
from desktop_admin.gui.theme import colour
from desktop_admin.gui.widgets.legend import fill_patterned
from desktop_admin.gui.widgets.presence_mark import Looks
from desktop_admin.gui.widgets.strip import Scale

STRIPS_KEPT: Final = 2000
PICTURES_KEPT: Final = 200
"""Some screens full: a picture is made anew sooner than memory is wasted on it."""


class BoardStrips(QObject):
    """What is known of everybody's day. ``wanted`` comes when strips are asked for that are not here yet.

    ``drawn`` counts the pictures that had to be painted.
    """

    wanted = Signal()

    def __init__(self, looks: Looks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._strips: OrderedDict[int, tuple[Segment, ...]] = OrderedDict()
        self._stale: set[int] = set()
        self._asked: dict[int, None] = {}
        self._coming: set[int] = set()
        self._pictures: OrderedDict[tuple[int, int, int, float], QPixmap] = OrderedDict()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self.wanted)
        self.drawn = 0

    def of(self, person_id: int) -> tuple[Segment, ...] | None:
        """The person's strip; None, and it is asked for, where it is not here. A stale one is shown and asked for."""
        found = self._strips.get(person_id)
        if (found is None or person_id in self._stale) and person_id not in self._coming:
            self._asked[person_id] = None
            if not self._timer.isActive():
                self._timer.start()
        return found

    def has(self, person_id: int) -> bool:
        """Whether the strip is here and of now."""
        return person_id in self._strips and person_id not in self._stale

    def take_asked(self, most: int) -> tuple[int, ...]:
        """Whose strips are to be fetched: what was asked for last comes first, as that is what one sees."""
        latest = list(reversed(self._asked))[:most]
        self._asked.clear()
        return tuple(latest)

    def expect(self, people: Iterable[int]) -> None:
        """These are being fetched; they are asked for again only if they change meanwhile, or after ``expect(())``."""
        self._coming = set(people)

    def put(self, strips: Iterable[tuple[int, tuple[Segment, ...]]]) -> None:
        """What was fetched; of whoever changed meanwhile it stays stale."""
        for person_id, segments in strips:
            if self._strips.get(person_id) != segments:
                self._forget_pictures(person_id)
            self._strips[person_id] = segments
            self._strips.move_to_end(person_id)
            if person_id in self._coming:
                self._stale.discard(person_id)
        while len(self._strips) > STRIPS_KEPT:
            self._forget_pictures(self._strips.popitem(last=False)[0])

    def outdate(self, people: Iterable[int]) -> None:
        """Their presence changed: shown as it was until it is fetched anew."""
        changed = set(people)
        self._coming -= changed
        self._stale |= changed.intersection(self._strips)

    def clear(self) -> None:
        """Another day or another integration."""
        self._strips.clear()
        self._stale.clear()
        self._asked.clear()
        self._coming.clear()
        self._pictures.clear()

    def repaint(self) -> None:
        """The palette or the presences' colours are others."""
        self._pictures.clear()

    def picture(self, person_id: int, scale: Scale, height: int, ratio: float) -> QPixmap | None:
        """The person's strip as a picture of ``height`` device-independent pixels; None where it is not here yet."""
        segments = self.of(person_id)
        if segments is None:
            return None
        key = (person_id, round(scale.width), height, ratio)
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._pictures[key] = self._draw(segments, scale, height, ratio)
            self.drawn += 1
            while len(self._pictures) > PICTURES_KEPT:
                self._pictures.popitem(last=False)
        else:
            self._pictures.move_to_end(key)
        return picture

    def _draw(self, segments: tuple[Segment, ...], scale: Scale, height: int, ratio: float) -> QPixmap:
        drawing = QPixmap(max(1, round(scale.width * ratio)), max(1, round(height * ratio)))
        drawing.setDevicePixelRatio(ratio)
        drawing.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(0, 0, scale.width, height), 3, 3)
        painter.setClipPath(outline)
        painter.fillRect(QRectF(0, 0, scale.width, height), colour("raised"))
        for each in segments:
            box, shade = scale.box(each.start, each.end, height), QColor(self._looks.shade(each.presence))
            fill_patterned(painter, box, shade, self._looks.pattern(each.presence))
        painter.end()
        return drawing

    def _forget_pictures(self, person_id: int) -> None:
        for key in [key for key in self._pictures if key[0] == person_id]:
            del self._pictures[key]


def segment_at(segments: Iterable[Segment], at: datetime) -> Segment | None:
    return next((each for each in segments if each.start <= at < each.end), None)
