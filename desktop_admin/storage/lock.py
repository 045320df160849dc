"""One program a data folder: a lock that the system takes back by itself when its holder dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType

from desktop_admin.errors import ConciergeError

FILE_NAME = "concierge.lock"

if sys.platform == "win32":
    import msvcrt

    # Windows keeps others from reading a locked byte: it must lie beyond the process number that they want to read.
    _FAR_AWAY = 1 << 20

    def _lock(handle: int) -> None:
        os.lseek(handle, _FAR_AWAY, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderInUse(ConciergeError):
    """Another process works with this data folder. ``pid`` is its number, None where it cannot be told."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        who = f" (process {pid})" if pid else ""
        super().__init__(
            f"Exchange Concierge is already running{who} with the data folder {folder}.",
            "Use the running one, end it first, or name another folder with --data-dir.",
        )
        self.pid = pid


class DataFolderLock:
    """Held from :meth:`acquire` to :meth:`release`, or as a context. Raises :class:`FolderInUse`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / FILE_NAME
        self._handle: int | None = None

    def acquire(self) -> None:
        try:
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise ConciergeError(
                f"The folder {self._folder} cannot be written to: {(error.strerror or 'it is refused').lower()}.",
                "Give this user the right to write there, or name another folder with --data-dir.",
            ) from error
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            raise FolderInUse(self._folder, self._holder()) from None
        os.lseek(handle, 0, os.SEEK_SET)
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        self._handle = handle

    def release(self) -> None:
        """The file stays: taking it away would let two newcomers lock two different files."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> DataFolderLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _holder(self) -> int | None:
        try:
            text = self._file.read_text(encoding="ascii", errors="replace").strip()
        except OSError:
            return None
        return int(text) if text.isdecimal() else None
