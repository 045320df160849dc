"""Backup, restore, diagnostics and the tale of a crash, as an administrator's commands."""

from __future__ import annotations

import io
import os
import signal
import zipfile

import pytest

from tests.helpers.processes import ServiceProcess, wait_for

PASSWORD = "the password of nobody"
CONFIG = """
[[integrations]]
name = "Head office"

[integrations.connection]
server = "mail.contoso.example"
user_name = "svc@contoso.example"
exchange_domains = ["mail.contoso.example", "mail2.contoso.example"]

[integrations.scheduling]
alias_domain = "meet.contoso.example"

[integrations.directory]
server = "dc1.contoso.example"

[[integrations.people]]
name = "Ada Lovelace"
address = "ada@contoso.example"
"""


@pytest.fixture
def service(tmp_path):
    service = ServiceProcess(tmp_path / "data", PASSWORD)
    service.data.mkdir(mode=0o700)
    applied = service.run("config", "apply", "-", text=CONFIG)
    assert applied.returncode == 0, applied.stderr
    return service


def test_back_to_yesterday(service, tmp_path):
    saved = tmp_path / "saved.zip"
    with service:
        made = service.run("backup", str(saved))
        assert made.returncode == 0 and saved.exists(), made.stderr
        refused = service.run("restore", str(saved))
        assert refused.returncode != 0 and "already running" in refused.stderr
        added = CONFIG.replace("Head office", "Branch")
        assert service.run("config", "apply", "-", text=added).returncode == 0
    assert "Branch" in service.run("config", "export").stdout
    restored = service.run("restore", str(saved))
    assert restored.returncode == 0, restored.stderr
    assert "What it replaced is in" in restored.stdout
    exported = service.run("config", "export").stdout
    assert "Branch" not in exported and "Head office" in exported
    with service:
        assert service.ask("people")[0]["name"] == "Ada Lovelace"


def test_a_damaged_database_names_the_backup(service):
    with service:
        backup = wait_for(lambda: next((service.data / "backups").glob("*.zip"), None), "the day's backup")
    (service.data / "concierge.sqlite3").write_bytes(b"not a database at all")
    said = service.run("config", "export")
    assert said.returncode == 1
    assert "is damaged" in said.stderr and str(backup) in said.stderr
    assert service.run("restore", str(backup)).returncode == 0
    assert "Head office" in service.run("config", "export").stdout


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
def test_a_crash_is_told_and_the_bundle_shows_nobody(service, tmp_path):
    with service:
        os.kill(service.pid, signal.SIGKILL)
    bundle = tmp_path / "bundle.zip"
    with service:
        said = service.run("diagnostics", str(bundle))
        assert said.returncode == 0, said.stderr
    assert "did not stop in order" in service.log.read_text("utf-8")
    with zipfile.ZipFile(io.BytesIO(bundle.read_bytes())) as opened:
        parts = {name: opened.read(name).decode() for name in opened.namelist()}
    assert any(name.startswith("logs/crash-") for name in parts)
    whole = "\n".join(parts.values()).casefold()
    for planted in ("contoso", "ada lovelace", PASSWORD):
        assert planted not in whole
