"""What this machine takes for plain Python: speeds are bound to it, so that a promise means the same everywhere."""

from __future__ import annotations

import json
import re
import statistics
import time
from datetime import UTC, datetime, timedelta

ROUNDS = 7
_WORDS = re.compile(r"\b(?:budget|board|lunch)\b", re.IGNORECASE)


def calibration() -> float:
    """Seconds of processor time: the median of seven rounds, about 0.01 s each. Measure it next to what it bounds."""
    return statistics.median(_round() for _ in range(ROUNDS))


def _round() -> float:
    begun = time.thread_time()
    start = datetime(2026, 11, 30, tzinfo=UTC)
    rows = [
        {
            "id": f"item-{number * 7919 % 4001}",
            "start": start + timedelta(minutes=number % 997),
            "subject": f"Lunch {number}",
        }
        for number in range(4000)
    ]
    rows.sort(key=lambda row: (row["start"], row["id"]))
    found = sum(_WORDS.search(str(row["subject"])) is not None for row in rows)
    by_day: dict[str, list[str]] = {}
    for row in rows:
        by_day.setdefault(str(row["start"]), []).append(str(row["id"]))
    text = json.dumps(by_day)
    assert found == len(rows) and json.loads(text) == by_day
    return time.thread_time() - begun
