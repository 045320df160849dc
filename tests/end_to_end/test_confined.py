"""The service works as the systemd unit confines it: its system calls, and no memory both written and executed."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import confined
from tests.helpers.processes import SandboxProcess, ServiceProcess, wait_for

CONFIG = """
[listener]
host = "127.0.0.1"
port = 0

[[integrations]]
name = "Head office"
active = true

[integrations.connection]
server = "{url}"
user_name = "{user}"
conferencing_mailbox = "{mailbox}"

[integrations.scheduling]
alias_domain = "{domain}"
"""

needs_filters = pytest.mark.skipif(bool(confined.why_not()), reason=confined.why_not() or "can be confined")


@needs_filters
def test_the_service_works_while_confined(tmp_path: Path) -> None:
    with SandboxProcess() as exchange:
        account = exchange.told["service_account"]
        service = ServiceProcess(tmp_path / "data", account["password"])
        service.data.mkdir(mode=0o700)
        mailbox = exchange.told["conferencing_mailbox"]["address"]
        text = CONFIG.format(url=exchange.url, user=account["address"], mailbox=mailbox, domain="meet.example.com")
        applied = service.run("config", "apply", "-", text=text)
        assert applied.returncode == 0, applied.stderr
        process = service.spawn("-m", "tests.helpers.confined")
        try:
            wait_for(lambda: (service.data / "control.json").exists() or process.poll() is not None, "the start", 60)
            assert process.poll() is None, (service.data / "stderr.txt").read_text()
            wait_for(
                lambda: service.control("program.status")["integrations"][0]["status"] == "online", "being online", 60
            )
            assert service.run("backup", str(tmp_path / "copy.zip")).returncode == 0
            assert service.run("diagnostics", str(tmp_path / "bundle.zip")).returncode == 0
        finally:
            process.terminate()
            assert process.wait(15) == 0
    log = (service.data / "stderr.txt").read_text("utf-8")
    assert "not permitted" not in log and "Traceback" not in log, log


@needs_filters
def test_the_filter_that_is_tried_is_a_real_one() -> None:
    """Else the other test would pass whatever the unit says."""
    script = (
        "import ctypes, mmap, os\n"
        "from tests.helpers.confined import *\n"
        "confine(allowed_calls(UNIT.read_text('utf-8')))\n"
        "refused = 0\n"
        "for attempt in (lambda: os.chown('.', 0, 0), lambda: os.setuid(0), lambda: os.nice(1),\n"
        "                lambda: mmap.mmap(-1, 4096, prot=7)):\n"
        "    try:\n"
        "        attempt()\n"
        "    except PermissionError:\n"
        "        refused += 1\n"
        "print(refused)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout == "4\n", done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_unit_is_as_strict_as_systemd_can_tell(repository: Path) -> None:
    """What is left open it needs: the network, local sockets, the host's files (read only)."""
    unit = repository / "packaging" / "linux" / "exchange-concierge.service"
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", told.stdout)
    if found is None:
        pytest.skip(f"this systemd-analyze knows no offline look: {told.stderr.strip()[:80]}")
    assert float(found.group(1)) <= 1.5, told.stdout


def test_the_helper_reads_the_unit(repository: Path) -> None:
    unit = confined.UNIT.read_text("utf-8")
    assert "MemoryDenyWriteExecute=yes" in unit and "SystemCallFilter=~" in unit
    assert ctypes.sizeof(confined._Compared) == 24
