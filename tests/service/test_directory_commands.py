"""The commands about the directory, on what is stored: the program as it is called, without a running service."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_admin.__main__ import app
from desktop_admin.cli.guard import run

Call = Callable[..., tuple[int, str]]

PEOPLE = """name,address,other_addresses,extension,room
Anna Berg,anna.berg@example.com,anna@example.com,1001,71001
Ben Moritz,no address,,,
"""


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a command; gives its exit status and everything that it printed."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    def called(*arguments: str) -> tuple[int, str]:
        status = run(app, [*arguments, "--data-dir", str(tmp_path)])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    setup = tmp_path / "setup.toml"
    file = json.dumps(str(tmp_path / "people.csv"))
    setup.write_text(
        f'[[integrations]]\nname = "Head office"\ndirectory = {{ source = "csv", csv_file = {file} }}\n',
        encoding="utf-8",
    )
    assert called("config", "apply", str(setup))[0] == 0
    return called


def test_from_a_sample_to_a_look_up(call: Call) -> None:
    status, told = call("directory", "show")
    assert (status, told.strip()) == (0, "No directory was read yet.")
    status, told = call("directory", "test")
    assert status == 0
    assert "anna.berg@example.com (anna@example.com)" in told and "Line 3" in told
    status, told = call("directory", "refresh")
    assert status == 0
    assert "1 person and 1 room" in told
    status, told = call("directory", "find", "ANNA@example.com", "--json")
    assert status == 0
    assert json.loads(told)["extension"] == "1001"
    status, told = call("directory", "find", "stranger@example.com")
    assert status == 1
    assert "Nobody" in told
    status, told = call("rooms", "list", "--kind", "enterprise")
    assert "71001@meet.example.com" in told


def test_what_fails_says_why_and_keeps_what_was_read(call: Call, tmp_path: Path) -> None:
    assert call("directory", "refresh")[0] == 0
    (tmp_path / "people.csv").unlink()
    status, told = call("directory", "refresh", "--json")
    answer = json.loads(told)
    assert status == 1
    assert answer["people"] == 1 and "cannot be read" in answer["trouble"]
    status, told = call("directory", "test")
    assert status == 1
    assert "cannot be read" in told


def test_a_password_in_the_configuration_file_is_refused(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('[[integrations]]\nname = "A"\n[integrations.directory]\npassword = "hunter2"\n', encoding="utf-8")
    status, told = call("config", "apply", str(file))
    assert status == 2
    assert "hunter2" not in told
