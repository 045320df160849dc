"""The benchmarks promise nothing that depends on the machine's speed alone."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.calibration import calibration

SPEED_BOUND_BY_A_VALUE = re.compile(r'"(?:ms|s|1/s|decisions/s|% of a core)",\s*bound=f?"value')


def test_a_speed_is_bound_as_a_ratio(repository: Path) -> None:
    """The flood's rate is the condition of its other figures, not a promise."""
    absolute = [
        found.group()
        for file in sorted((repository / "benchmarks").glob("*.py"))
        for found in SPEED_BOUND_BY_A_VALUE.finditer(file.read_text("utf-8"))
        if file.name != "flood.py"
    ]
    assert absolute == []


def test_the_calibration_is_work() -> None:
    assert 0 < calibration() < 60
