"""Where things are: what the program brings with it, and what it keeps for the user."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path

import platformdirs

from desktop_admin.errors import ConciergeError

APP_NAME = "exchange-concierge"

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """A file or folder of ``resources``: ``resource("icons", "tray.svg")``. Not checked for existence."""
    return _brought("resources").joinpath(*parts)


def _brought(folder: str) -> Path:
    """An installed package holds the folder inside itself; in a checkout it stands beside the package."""
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder


def data_dir(override: Path | None = None) -> Path:
    """The folder of everything the program keeps, made if it is missing, for its owner alone (mode 0700 on POSIX).

    Raises :class:`ConciergeError` where it cannot be made, and for one that others may look into: there are
    subjects, names and keys in it. On Windows the folder's access list is inherited, and nothing is checked.
    """
    folder = override.expanduser() if override else platformdirs.user_data_path(APP_NAME, appauthor=False)
    folder = folder.absolute()
    _make(folder)
    _refuse_shared(folder)
    return folder


def log_dir(data: Path) -> Path:
    """The folder of the log files inside ``data``, made if it is missing."""
    folder = data / "logs"
    _make(folder)
    return folder


def database_path(data: Path) -> Path:
    return data / "concierge.sqlite3"


def control_file(data: Path) -> Path:
    """Where a running program tells other commands how to reach it."""
    return data / "control.json"


def _refuse_shared(folder: Path) -> None:
    if os.name == "nt":
        return
    status = folder.stat()
    if os.geteuid() not in (0, status.st_uid):
        raise ConciergeError(
            f"The folder {folder} belongs to another user.", "Name a folder of your own with --data-dir."
        )
    if status.st_mode & 0o077:
        raise ConciergeError(
            f"Other users have rights to the folder {folder} (mode {stat.S_IMODE(status.st_mode):04o}).",
            f"Take them away with: chmod go-rwx {shlex.quote(str(folder))}",
        )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise ConciergeError(f"{folder} is a file, not a folder.", "Name a folder with --data-dir.") from error
    except OSError as error:
        reason = (error.strerror or "it is refused").lower()
        raise ConciergeError(
            f"The folder {folder} cannot be made: {reason}.",
            "Name a folder that you may write to with --data-dir.",
        ) from error
