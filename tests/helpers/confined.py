"""Runs the program as the systemd unit confines it: ``python -m tests.helpers.confined serve --data-dir DIR``.

The unit's list of system calls, and no memory that is both written and executed, by libseccomp. What else the unit
closes (folders, devices, users) needs systemd itself.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

UNIT = Path(__file__).parents[2] / "packaging" / "linux" / "exchange-concierge.service"

_ALLOW = 0x7FFF0000
_EPERM = 0x00050001
_MASKED_EQUAL = 7
_WRITE, _EXECUTE = 2, 4
_PROTECTION = 2
_MEMORY = ("mmap", "mprotect", "pkey_mprotect")


class _Compared(ctypes.Structure):
    _fields_ = (
        ("argument", ctypes.c_uint),
        ("how", ctypes.c_int),
        ("mask", ctypes.c_uint64),
        ("value", ctypes.c_uint64),
    )


def why_not() -> str:
    """Why this machine cannot confine; "" where it can."""
    if sys.platform != "linux":
        return "only Linux has system call filters"
    if shutil.which("systemd-analyze") is None:
        return "systemd-analyze, which knows the groups of system calls, is not installed"
    return "" if ctypes.util.find_library("seccomp") else "libseccomp is not installed"


def allowed_calls(unit: str) -> set[str]:
    """The system calls that the unit's filters leave."""
    calls: set[str] = set()
    for line in re.findall(r"^SystemCallFilter=(.*)$", unit, re.MULTILINE):
        named = {call for word in line.removeprefix("~").split() for call in _expanded(word)}
        calls = calls - named if line.startswith("~") else calls | named
    # Beside what is listed, systemd lets through what every process needs (@default).
    return calls | _expanded("@default")


def _expanded(word: str) -> set[str]:
    if not word.startswith("@"):
        return {word}
    told = subprocess.run(["systemd-analyze", "syscall-filter", word], capture_output=True, text=True, check=True)
    inside = [line.strip() for line in told.stdout.splitlines()[1:]]
    return {call for each in inside if each and not each.startswith("#") for call in _expanded(each)}


def confine(calls: set[str]) -> None:
    library = ctypes.CDLL(ctypes.util.find_library("seccomp"))
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_EPERM)))

    def allow(call: str, *conditions: _Compared) -> None:
        number = library.seccomp_syscall_resolve_name(call.encode())
        if number >= 0:
            array = (_Compared * len(conditions))(*conditions)
            done = library.seccomp_rule_add_array(context, ctypes.c_uint32(_ALLOW), number, len(conditions), array)
            assert done == 0, (call, done)

    def without(bit: int) -> _Compared:
        return _Compared(_PROTECTION, _MASKED_EQUAL, bit, 0)

    for call in sorted(calls - {*_MEMORY}):
        allow(call)
    allow("mmap", without(_EXECUTE))
    allow("mmap", without(_WRITE))
    allow("mprotect", without(_EXECUTE))
    allow("pkey_mprotect", without(_EXECUTE))
    assert library.seccomp_load(context) == 0


if __name__ == "__main__":
    confine(allowed_calls(UNIT.read_text("utf-8")))
    runpy.run_module("desktop_admin", run_name="__main__", alter_sys=True)
