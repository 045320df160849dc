"""``make fuzz``: hostile input for everything that reads what others wrote, for a set time each.

Then random examples for the property tests (endurance/explore.py). Prints a table and writes build/fuzz.json. What
broke a target is written to tests/fixed_cases/, where every test run tries it again; the exit status is 1 then. Without
atheris (Windows) the seeds and random changes of them are tried instead.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from endurance.explore import explore
from endurance.fuzz_targets import TARGETS, Target

FIXED_CASES = Path("tests", "fixed_cases")
PROPERTIES = "properties"
LONGEST = 20_000
"""Bytes of an input."""
_STRANGE = (b"\x00", b"<", b"&#0;", b"\xff\xfe", b"{{", b'"', b"\r\n=", b"]]>")
_RUNS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


def fuzz(name: str, seconds: int, folder: Path) -> dict[str, Any]:
    """One target under libFuzzer in a process of its own."""
    corpus = folder / name.replace(" ", "-")
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(TARGETS[name].seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        "-timeout=10",
        "-rss_limit_mb=2000",
        "-print_final_stats=1",
        f"-artifact_prefix={folder}/{name.replace(' ', '-')}-",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "endurance.fuzz_one", name, *options, str(corpus)],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    runs = _RUNS.search(done.stderr)
    broke = "" if done.returncode == 0 else _reason(done.stderr)
    for artifact in folder.glob(f"{name.replace(' ', '-')}-*-*"):
        keep(name, artifact.read_bytes())
        artifact.unlink()
    return {"target": name, "inputs": int(runs.group(1)) if runs else 0, "seconds": seconds, "broke": broke}


def try_changes(name: str, seconds: float, seed: int = 1) -> dict[str, Any]:
    """The target's seeds, changed at random: what is possible without libFuzzer."""
    until, inputs = time.monotonic() + seconds, 0
    for data in changed(TARGETS[name], random.Random(seed)):
        try:
            TARGETS[name].run(data)
        except Exception as broken:  # noqa: BLE001 - whatever it is, it is what we look for
            keep(name, data)
            return {"target": name, "inputs": inputs, "seconds": seconds, "broke": f"{broken!r} at {data[:200]!r}"}
        inputs += 1
        if time.monotonic() > until:
            break
    return {"target": name, "inputs": inputs, "seconds": seconds, "broke": ""}


def keep(name: str, data: bytes, folder: Path = FIXED_CASES) -> Path:
    """Writes what broke a target where the suite finds it from now on."""
    file = folder / name.replace(" ", "-") / hashlib.sha256(data).hexdigest()[:16]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def changed(target: Target, chance: random.Random) -> Iterator[bytes]:
    """The seeds, then endlessly pieces of them cut, doubled, swapped and overwritten."""
    yield from target.seeds
    yield b""
    while True:
        data = bytearray(chance.choice(target.seeds))
        for _ in range(chance.randrange(1, 8)):
            start = chance.randrange(len(data) + 1)
            end = min(len(data), start + chance.randrange(40))
            piece = bytes(data[start:end])
            match chance.randrange(4):
                case 0:
                    data[start:end] = b""
                case 1:
                    data[start:start] = piece * chance.randrange(1, 20)
                case 2:
                    data[start:end] = chance.randbytes(chance.randrange(12))
                case _:
                    data[start:end] = chance.choice(
                        (b"\x00", b"<", b"&#0;", b"\xff\xfe", b"{{", b'"', b"\r\n=", b"]]>")
                    )
        yield bytes(data[:LONGEST])


def _reason(said: str) -> str:
    """libFuzzer's or Python's last word on what happened."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    found = [line for line in lines if re.match(r"(\w+(\.\w+)*(Error|Exception|Warning)\b|==\d+== ?ERROR|ALARM)", line)]
    return (found or lines or ["it ended without a word"])[0][:300]


def main() -> int:
    """The exit status is 1 where a target broke."""
    parser = argparse.ArgumentParser(prog="python -m endurance.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--properties-seconds", type=int, default=600, help="for the property tests")
    parser.add_argument(
        "names", nargs="*", choices=[*TARGETS, PROPERTIES, []], help="all of them, unless some are named"
    )
    chosen = parser.parse_args()
    with_atheris = find_spec("atheris") is not None
    folder = Path("build", "fuzz")
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for name in chosen.names or [*TARGETS, PROPERTIES]:
        print(f"{name} …", file=sys.stderr, flush=True)
        if name == PROPERTIES:
            rows.append(explore(chosen.properties_seconds))
        else:
            rows.append(fuzz(name, chosen.seconds, folder) if with_atheris else try_changes(name, chosen.seconds))
    told = {
        "by": "atheris" if with_atheris else "random changes",
        "inputs": sum(row["inputs"] for row in rows if row["target"] != PROPERTIES),
        "broken": sum(bool(row["broke"]) for row in rows),
        "targets": rows,
    }
    Path("build", "fuzz.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{'target':<16} {'inputs':>10}  what broke it")
    for row in rows:
        print(f"{row['target']:<16} {row['inputs']:>10}  {row['broke'] or 'nothing'}")
    return 1 if told["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
