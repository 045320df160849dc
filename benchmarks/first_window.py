"""From the start of the process to the first painted window, against an empty PySide6 window."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

from benchmarks.report import Row, row

RUNS = 9
BOUND = "ratio <= 10"

_WATCH = """
import os, sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            os.write(1, b"painted")
            os._exit(0)
        return False

app = QApplication(sys.argv)
painted = Painted()
app.installEventFilter(painted)
"""

_EMPTY = (
    _WATCH
    + """
window = QWidget()
window.show()
app.exec()
"""
)

_OURS = (
    _WATCH
    + """
from pathlib import Path
from desktop_admin.cli.desktop import open_desktop
open_desktop(Path(sys.argv[1]))
"""
)


_DEMO = (
    _WATCH
    + """
from desktop_admin.cli.desktop import _demo_in_window
_demo_in_window()
"""
)


def measure(brief: bool) -> list[Row]:
    """All in turn, so that all have the same machine; the median of each."""
    runs = 3 if brief else RUNS
    empty, ours, demo = [], [], []
    for _ in range(runs):
        empty.append(_seconds(_EMPTY))
        ours.append(_seconds(_OURS))
        demo.append(_seconds(_DEMO))
    baseline = statistics.median(empty) * 1000
    return [
        row("start to first painted window", statistics.median(ours) * 1000, "ms", baseline=baseline, bound=BOUND),
        row(
            "start to the demo's first painted window",
            statistics.median(demo) * 1000,
            "ms",
            baseline=baseline,
            bound=BOUND,
        ),
    ]


def _seconds(program: str) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-c", program, folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        ) as process:
            assert process.stdout is not None
            said = process.stdout.read(7)
            taken = time.perf_counter() - begun
            if said != b"painted":
                assert process.stderr is not None
                raise RuntimeError(f"No window was painted: {process.stderr.read().decode()}")
    return taken
