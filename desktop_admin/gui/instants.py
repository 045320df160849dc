"""An instant on a strip, moved by keys: by the quarter of an hour, or from one change of presence to the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import Qt

from desktop_admin.domain.presence import Segment

STEP: Final = timedelta(minutes=15)


def moved(at: datetime, key: int, *, to_change: bool, strip: Sequence[Segment]) -> datetime | None:
    """Where Left, Right, Home or End lead from ``at``, within ``strip``; None for any other key.

    ``to_change``: Left and Right go to where the presence or its cause changes.
    """
    if not strip:
        return None
    first, last = strip[0].start, strip[-1].end - timedelta(minutes=1)
    match key:
        case Qt.Key.Key_Home:
            return first
        case Qt.Key.Key_End:
            return last
        case Qt.Key.Key_Right:
            later = [each.start for each in strip if each.start > at] if to_change else [_quarter(at) + STEP]
            return min(later[0] if later else last, last)
        case Qt.Key.Key_Left:
            quarter = _quarter(at)
            earlier = [each.start for each in strip if each.start < at] if to_change else []
            return max(earlier[-1] if earlier else (quarter if quarter < at else at - STEP), first)
        case _:
            return None


def _quarter(at: datetime) -> datetime:
    """The quarter of an hour in which ``at`` lies."""
    return at - (timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond))
