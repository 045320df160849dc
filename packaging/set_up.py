"""Makes the virtual environment from the lock files: ``python packaging/set_up.py .venv run|develop``.

The lock files name everything, with hashes, so pip resolves nothing: what an index offers besides makes no difference.
``run`` is what the program needs, ``develop`` adds what tests and checks need. Standard library only; make and make.ps1
call it each time, and it does nothing while the environment matches the lock files.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"run": "requirements.lock", "develop": "requirements-dev.lock"}
PAUSES = (5.0, 20.0)
WRONG_HASH = "DO NOT MATCH THE HASHES"
USAGE = "Usage: python packaging/set_up.py FOLDER run|develop"


class SetUpFault(Exception):
    """What went wrong and what helps, in words for the person who typed ``make``."""


def main(arguments: list[str], pause: Callable[[float], None] = time.sleep) -> int:
    """Returns the exit status; everything a person should read is on standard error."""
    if len(arguments) != 2 or arguments[1] not in LOCKS:
        print(USAGE, file=sys.stderr)
        return 2
    folder = Path(arguments[0]).absolute()
    groups = ["run"] if arguments[1] == "run" else ["run", "develop"]
    try:
        set_up(folder, groups, pause)
    except SetUpFault as fault:
        print(fault, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Set-up was interrupted. Run the same command again to finish it.", file=sys.stderr)
        return 130
    return 0


def set_up(folder: Path, groups: list[str], pause: Callable[[float], None]) -> None:
    stamp = folder / ".ready"
    done = _read(stamp)
    wanted = {group: _fingerprint(group) for group in groups}
    if done is not None and all(done["groups"].get(group) == wanted[group] for group in groups):
        return
    if done is None:
        _make(folder)
        done = {"place": _place(folder), "groups": {}}
    # Without its stamp an environment counts as half-made: an interruption from here on starts afresh.
    stamp.unlink(missing_ok=True)
    before = dict(done["groups"])
    for group in groups:
        if before.get(group) != wanted[group]:
            _install(folder, group, pause)
            done["groups"][group] = wanted[group]
    conflicts = _pip(folder, "check")
    if conflicts.returncode != 0:
        if before:
            print("The environment holds packages of an earlier version; making it again.", file=sys.stderr)
            set_up(folder, groups, pause)
            return
        raise SetUpFault(f"The lock files do not fit together; run `make lock` to repair them.\n{conflicts.stdout}")
    stamp.write_text(json.dumps(done), encoding="utf-8")


def _read(stamp: Path) -> dict | None:
    """What a finished set-up wrote, or ``None``: missing, half-made, broken, moved here, or of another Python."""
    try:
        done = json.loads(stamp.read_text(encoding="utf-8"))
        fits = done["place"] == _place(stamp.parent) and isinstance(done["groups"], dict)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not fits:
        return None
    try:
        works = subprocess.run([_python(stamp.parent), "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return None
    return done if works else None


def _place(folder: Path) -> str:
    return f"{folder} Python {sys.version_info[0]}.{sys.version_info[1]}"


def _fingerprint(group: str) -> str:
    files = (ROOT / LOCKS[group], ROOT / "pyproject.toml") if group == "run" else (ROOT / LOCKS[group],)
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _python(folder: Path) -> str:
    return str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def _make(folder: Path) -> None:
    if folder.exists():
        print(f"{folder.name} is not usable: it is half-made, was moved, or belongs to another Python.")
    print(f"Making {folder.name} with Python {sys.version.split()[0]}", flush=True)
    try:
        import ensurepip  # noqa: F401  (Debian ships it apart)

        venv.create(folder, clear=True, with_pip=True, symlinks=os.name != "nt")
    except ImportError:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise SetUpFault(
            f"This Python cannot make virtual environments.\nOn Debian and Ubuntu: sudo apt-get install {package}"
        ) from None
    except (OSError, subprocess.CalledProcessError) as fault:
        raise SetUpFault(f"Could not make {folder}: {fault}\nCheck that the disk has space and is writable.") from fault


def _pip(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [_python(folder), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)


def _install(folder: Path, group: str, pause: Callable[[float], None]) -> None:
    lock = LOCKS[group]
    print(f"Installing from {lock}", flush=True)
    _repeated(folder, lock, ["install", "--quiet", "--no-deps", "--require-hashes", "--requirement", lock], pause)
    if group == "run":
        outcome = _pip(folder, "install", "--quiet", "--no-build-isolation", "--no-deps", "--editable", ".")
        if outcome.returncode != 0:
            raise SetUpFault(f"Could not install the program itself:\n{outcome.stderr}")


def _repeated(folder: Path, lock: str, command: list[str], pause: Callable[[float], None]) -> None:
    """Runs pip, again after each of PAUSES while it fails for a reason that may pass."""
    for seconds in (*PAUSES, None):
        outcome = _pip(folder, *command)
        if outcome.returncode == 0:
            return
        last = _last_error(outcome.stderr)
        if seconds is not None:
            print(f"Installing failed ({last}). Trying again in {seconds:.0f} s.", file=sys.stderr, flush=True)
            pause(seconds)
    if WRONG_HASH in outcome.stderr:
        raise SetUpFault(
            f"A download differs from what {lock} expects, so it was not installed.\n{outcome.stderr.strip()}\n"
            "Check which package index pip uses; a proxy may have altered the file."
        )
    raise SetUpFault(
        f"Could not install from {lock} after {len(PAUSES) + 1} attempts.\nThe last error: {last}\n"
        "Check the network, and HTTPS_PROXY and PIP_INDEX_URL if you use a proxy or your own package index.\n"
        "Then run the same command again; finished downloads are kept."
    )


def _last_error(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if any(WRONG_HASH in line for line in lines):
        # pip says the same of a download that broke off.
        return "a download was incomplete or altered"
    errors = [line for line in lines if line.startswith("ERROR:")]
    return ((errors or lines or ["pip gave no reason"])[-1]).removeprefix("ERROR:").strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
