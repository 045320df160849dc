"""The commands about rooms and aliases, on what is stored: the program as it is called, without a running service."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_admin.__main__ import app
from desktop_admin.cli.guard import run

SETTINGS = """
[[integrations]]
name = "Head office"
connection = { server = "mail.example.com", user_name = "svc@example.com" }
scheduling = { alias_suffix_length = 5 }
"""

Call = Callable[..., tuple[int, str]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a command; gives its exit status and everything that it printed."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    def called(*arguments: str) -> tuple[int, str]:
        status = run(app, [*arguments, "--data-dir", str(tmp_path)])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    file = tmp_path / "setup.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    assert called("config", "apply", str(file))[0] == 0
    return called


def test_a_custom_room_from_its_adding_to_its_end(call: Call) -> None:
    board = ("--alias", "board@meet.example.com", "--alias", "7001")
    assert call("rooms", "add", "Board", *board, "--theme", "dark") == (
        0,
        "The custom room “Board” has board@meet.example.com, 7001.\n",
    )
    status, words = call("rooms", "add", "Lounge", "--alias", "BOARD")
    assert status == 1
    assert "The alias board belongs to the custom room “Board”." in words
    assert call("rooms", "change", "Board", "--alias", "7002", "--name", "Board room")[0] == 0
    status, words = call("rooms", "list", "--kind", "custom", "--search", "board 7002", "--json")
    (room,) = json.loads(words)
    assert status == 0
    assert (room["name"], room["aliases"], room["theme"], room["has_passcode"]) == (
        "Board room",
        ["7002"],
        "dark",
        False,
    )
    assert "passcode" not in room
    assert call("rooms", "list") == (0, "custom      Board room  7002\n")
    assert call("rooms", "change", "Board room", "--join-before", "5")[0] == 1
    assert call("rooms", "remove", "Board room")[1].endswith("free again: 7002.\n")
    assert call("rooms", "list", "--json") == (0, "[]\n")
    status, words = call("rooms", "remove", "Board room")
    assert (status, "There is no room “Board room”." in words) == (1, True)


def test_the_forecast(call: Call) -> None:
    status, words = call("rooms", "forecast", "--json")
    told = json.loads(words)
    assert status == 0
    assert (told["space"], told["held"], told["likely_on"], told["is_likely"]) == (100_000, 0, None, False)
    status, words = call("rooms", "forecast")
    assert "0 of 100000 numbers 70 + 5 digits are held." in words
    assert "Advised: 5 digits." in words


def test_the_ledger_is_empty_and_says_so(call: Call) -> None:
    assert call("alias", "list") == (0, "0 issued, 0 used, 0 deleted, 0 released\n")
    status, words = call("alias", "delete", "vmr12345")
    assert (status, "never issued" in words) == (1, True)
    assert call("alias", "restore", "vmr12345")[0] == 1
    assert call("alias", "list", "--state", "lost")[0] == 2
