"""A data folder may be called whatever the file system takes."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from tests.helpers.processes import SandboxProcess, ServiceProcess, wait_for

CONFIG = """
[[integrations]]
name = "Head office"
active = true

[integrations.connection]
server = "{url}"
user_name = "{user}"
conferencing_mailbox = "{mailbox}"
"""
POSIX = "50% off #1? a&b=c; %20 %(x)s %s {y} 'quoted' \"double\" ünï 数据 \\ back `tick` $HOME ~ sqlite:"
WINDOWS = "50% off #1 a&b=c; %20 %(x)s %s {y} 'quoted' ünï 数据 `tick` $HOME ~"


@pytest.fixture(scope="module")
def exchange():
    with SandboxProcess() as sandbox:
        yield sandbox


@pytest.mark.parametrize("name", [WINDOWS if os.name == "nt" else POSIX, " blanks ", "a?mode=memory&cache=shared#x"])
def test_everything_works_in_a_folder_of_any_name(exchange: SandboxProcess, tmp_path: Path, name: str) -> None:
    if os.name == "nt" and ("?" in name or name.endswith(" ")):
        pytest.skip("Windows takes no such name")
    account, mailbox = exchange.told["service_account"], exchange.told["conferencing_mailbox"]["address"]
    service = ServiceProcess(tmp_path / name / "data", account["password"])
    service.data.mkdir(parents=True)
    service.data.chmod(0o700)
    text = CONFIG.format(url=exchange.url, user=account["address"], mailbox=mailbox)
    applied = service.run("config", "apply", "-", text=text)
    assert applied.returncode == 0, applied.stderr
    with service:
        wait_for(lambda: service.control("program.status")["integrations"][0]["status"] == "online", "being online", 60)
        for command in ("backup", "diagnostics"):
            done = service.run(command, str(tmp_path / name / f"{command}.zip"))
            assert done.returncode == 0, done.stderr
        assert json.loads((service.data / "control.json").read_text("utf-8"))["pid"] == service.pid
        wait_for(lambda: list((service.data / "backups").glob("*.zip")), "the day's backup")
    restored = service.run("restore", str(tmp_path / name / "backup.zip"))
    assert restored.returncode == 0, restored.stderr
    assert "Head office" in service.run("config", "export").stdout
    assert zipfile.is_zipfile(tmp_path / name / "diagnostics.zip")
    expected = {"concierge.sqlite3", "logs", "backups", "concierge.lock", "stderr.txt"}
    found = {path.name for path in service.data.iterdir()}
    assert expected <= found, found
    assert [path.name for path in (tmp_path / name).iterdir() if path.name not in ("data", "backup.zip")] == [
        "diagnostics.zip"
    ], "nothing is written beside the folder"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert "Connected to Exchange" in (service.data / "logs" / "concierge.log").read_text("utf-8")
