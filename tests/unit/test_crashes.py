"""A run that did not stop in order is noticed by the next one, and a report of it is written without secrets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_admin.crashes import REPORTS_KEPT, Run
from desktop_admin.logs import register_secret

DIES = """
import faulthandler, sys
from pathlib import Path
from desktop_admin.crashes import Run
run = Run(Path(sys.argv[1]), Path(sys.argv[1]), "0.1.0")
print(run.begin())
faulthandler._sigsegv()
"""


def test_a_run_that_stops_in_order_leaves_nothing(tmp_path: Path) -> None:
    run = Run(tmp_path, tmp_path, "0.1.0")
    assert run.begin() is None
    run.end()
    again = Run(tmp_path, tmp_path, "0.1.0")
    assert again.begin() is None
    again.end()


@pytest.mark.skipif(os.name != "posix", reason="the signal is POSIX's")
def test_a_crash_leaves_every_threads_last_words(tmp_path: Path) -> None:
    (tmp_path / "concierge.log").write_text("the last line, password: hunter2hunter2 and a-planted-secret\n")
    register_secret("a-planted-secret")
    died = subprocess.run([sys.executable, "-c", DIES, str(tmp_path)], capture_output=True, text=True, check=False)
    assert died.returncode < 0
    assert died.stdout.strip() == "None"
    run = Run(tmp_path, tmp_path, "0.2.0")
    crash = run.begin()
    run.end()
    assert crash is not None and crash.report is not None
    assert crash.version == "0.1.0" and crash.began is not None
    told = crash.report.read_text("utf-8")
    assert "Segmentation fault" in told and "the last line" in told
    assert "hunter2" not in told and "a-planted-secret" not in told
    assert crash.report.stat().st_mode & 0o077 == 0
    last = Run(tmp_path, tmp_path, "0.2.0")
    assert last.begin() is None
    last.end()


def test_a_mark_that_cannot_be_read_is_a_crash_too(tmp_path: Path) -> None:
    (tmp_path / "running.json").write_text("{half a")
    run = Run(tmp_path, tmp_path, "0.1.0")
    crash = run.begin()
    run.end()
    assert crash is not None and crash.began is None and crash.version == "unknown"


def test_few_reports_are_kept(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"crash-2026010{number}T000000.txt").write_text("old")
    (tmp_path / "running.json").write_text("{}")
    run = Run(tmp_path, tmp_path, "0.1.0")
    assert run.begin() is not None
    run.end()
    assert len(list(tmp_path.glob("crash-*.txt"))) == REPORTS_KEPT
