"""``make bench``: every measurement, a table, and build/bench.json. ``--brief`` takes a sample of each, for CI."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    answering,
    backlog,
    board,
    change_to_presence,
    deciding,
    directory,
    evaluating,
    first_window,
    flood,
    idle,
    reading,
    stalls,
)
from benchmarks.report import Row, show, write

MEASUREMENTS: dict[str, Callable[[bool], list[Row]]] = {
    "answering": answering.measure,
    "backlog": backlog.measure,
    "board": board.measure,
    "deciding": deciding.measure,
    "directory": directory.measure,
    "evaluating": evaluating.measure,
    "reading": reading.measure,
    "change_to_presence": change_to_presence.measure,
    "idle": idle.measure,
    "first_window": first_window.measure,
    "flood": flood.measure,
    "stalls": stalls.measure,
}


def main() -> int:
    """The exit status is 1 where a promise is broken. A brief run is too short to hold promises of speed to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*MEASUREMENTS, []], help="all of them, unless some are named")
    parser.add_argument("--brief", action="store_true", help="a sample of each")
    chosen = parser.parse_args()
    rows: list[Row] = []
    for name in chosen.names or MEASUREMENTS:
        print(f"{name} …", file=sys.stderr, flush=True)
        rows += MEASUREMENTS[name](chosen.brief)
    show(rows)
    write(rows, Path("build", "bench.json"))
    return 0 if chosen.brief or all(each.holds for each in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
