from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_admin.errors import ConciergeError
from desktop_admin.storage import DataFolderLock, FolderInUse

_HOLDER = """
import sys; from pathlib import Path
from desktop_admin.storage.lock import DataFolderLock
DataFolderLock(Path(sys.argv[1])).acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_holder_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    with DataFolderLock(tmp_path), pytest.raises(FolderInUse, match="already running") as refused:
        DataFolderLock(tmp_path).acquire()
    assert refused.value.pid == os.getpid()
    assert str(tmp_path) in str(refused.value)


def test_it_is_free_after_release(tmp_path: Path) -> None:
    for _ in range(3):
        with DataFolderLock(tmp_path):
            pass


def test_another_process_holds_it_until_it_dies_however_it_dies(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(FolderInUse) as refused:
            DataFolderLock(tmp_path).acquire()
        assert refused.value.pid == holder.pid
        holder.kill()
        holder.wait(timeout=30)
    with DataFolderLock(tmp_path):
        pass


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConciergeError, match="cannot be written to"):
        DataFolderLock(tmp_path / "missing").acquire()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_the_file_is_private(tmp_path: Path) -> None:
    with DataFolderLock(tmp_path):
        assert (tmp_path / "concierge.lock").stat().st_mode & 0o777 == 0o600
