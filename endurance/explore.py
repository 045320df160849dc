"""Random examples for every property test, for a set time; what fails is written into the test as a fixed example.

``make test`` tries the same examples each time. Here each round tries new ones. Hypothesis shrinks what fails and
makes a patch of it, which is applied: the failing example is then above its test as ``@example(...)``, to be committed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PATCHES = Path(".hypothesis", "patches")
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


def explore(seconds: float, tests: str = "tests") -> dict[str, Any]:
    """Rounds until the time is over, or until one finds something; a round that has begun is finished."""
    until, rounds, failed = time.monotonic() + seconds, 0, list[str]()
    while not failed and time.monotonic() < until:
        failed = _round(tests)
        rounds += 1
    return {"target": "properties", "inputs": rounds, "seconds": seconds, "broke": ", ".join(failed)}


def _round(tests: str) -> list[str]:
    """The names of the tests that failed."""
    before = set(PATCHES.glob("*.patch"))
    command = [sys.executable, "-m", "pytest", "-q", "-m", "hypothesis", "-p", "no:cacheprovider", "-n", "2"]
    done = subprocess.run(
        [*command, "--hypothesis-profile", "explore", tests],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return []
    Path("build", "fuzz", "properties.txt").write_text(done.stdout + done.stderr, "utf-8")
    for patch in sorted(set(PATCHES.glob("*.patch")) - before):
        applied = subprocess.run(["git", "apply", str(patch)], capture_output=True, text=True, check=False)
        print(f"{patch}: {'written into the tests' if applied.returncode == 0 else applied.stderr}", file=sys.stderr)
        for name in re.findall(r"^\+\+\+ (?:b/)?(\S+)", patch.read_text("utf-8"), re.MULTILINE):
            file = Path(name)
            file.write_text(with_import(file.read_text("utf-8")), "utf-8")
    return _FAILED.findall(done.stdout) or [f"pytest ended with {done.returncode}"]


def with_import(code: str) -> str:
    """The test module ``code`` with ``example`` imported, which the patch leaves out."""
    imported = re.search(r"^from hypothesis import (.+)$", code, re.MULTILINE)
    if imported is None or "example" in imported[1].replace(" ", "").split(","):
        return code
    return code[: imported.start(1)] + "example, " + code[imported.start(1) :]
