"""The commands about people, on what is stored: the program as it is called, without a running service."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_admin.__main__ import app
from desktop_admin.cli.guard import run
from desktop_admin.service.people_csv import MOST_BYTES

SETTINGS = """
[[integrations]]
name = "Head office"
connection = { server = "mail.example.com", user_name = "svc@example.com" }
"""
PEOPLE = "name,address,extension\nAda Byron,ada@example.com,101\nBo,bo@example.com,\nBo,,7\n"

Call = Callable[..., tuple[int, str]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a command; gives its exit status and everything that it printed."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    def called(*arguments: str) -> tuple[int, str]:
        status = run(app, [*arguments, "--data-dir", str(tmp_path)])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    settings, people = tmp_path / "setup.toml", tmp_path / "people.csv"
    settings.write_text(SETTINGS, encoding="utf-8")
    people.write_text(PEOPLE, encoding="utf-8")
    assert called("config", "apply", str(settings))[0] == 0
    assert called("people", "import", str(people)) == (0, "Added: 3. Changed: 0.\n")
    return called


def test_what_was_exported_is_imported_without_a_change(call: Call, tmp_path: Path) -> None:
    status, text = call("people", "export")
    assert status == 0
    assert text.splitlines() == [
        "name,address,extension,calendar_integration",
        "Ada Byron,ada@example.com,101,yes",
        "Bo,bo@example.com,,yes",
        "Bo,,7,yes",
    ]
    file = tmp_path / "out.csv"
    assert call("people", "export", str(file)) == (0, "")
    assert call("people", "import", str(file)) == (0, "Added: 0. Changed: 3.\n")
    assert call("people", "export")[1] == text


def test_a_wrong_line_takes_nobody(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text("name,address\nCy,cy@example.com\nDi,nonsense\n", encoding="utf-8")
    status, words = call("people", "import", str(file))
    assert status == 1
    assert "Line 3: “nonsense” is no email address." in words
    assert "cy@example.com" not in call("people", "export")[1]


def test_a_file_that_is_not_there_or_far_too_large_is_refused(call: Call, tmp_path: Path) -> None:
    assert "no such file" in call("people", "import", str(tmp_path / "nowhere.csv"))[1]
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * (MOST_BYTES + 1))
    assert "too large" in call("people", "import", str(large))[1]
    assert "cannot be written" in call("people", "export", str(tmp_path))[1]


def test_calendars_are_left_alone_and_followed_by_name(call: Call) -> None:
    assert call("people", "leave", "ada byron", "bo@example.com") == (0, "Not tracked: Ada Byron, Bo.\n")
    assert call("people", "export")[1].count(",no") == 2
    assert call("people", "follow", "ADA@example.com") == (0, "Followed: Ada Byron.\n")
    status, words = call("people", "leave", "Ada Byron", "Nobody")
    assert (status, "There is nobody “Nobody”." in words) == (1, True)
    assert call("people", "export")[1].count(",no") == 1


def test_one_of_two_of_the_same_name_must_be_told_apart(call: Call) -> None:
    status, words = call("people", "set", "Bo", "Lunch")
    assert status == 1
    assert "2 people are called “Bo”. Write the address of the one meant." in words.replace("\n", " ")


def test_an_own_choice_is_set_and_cleared(call: Call) -> None:
    assert call("people", "set", "Ada Byron", "Lunch") == (0, "Ada Byron: Lunch. Set by an administrator.\n")
    assert call("people", "clear", "Ada Byron")[0] == 0
    status, words = call("people", "set", "Ada Byron", "Nonsense")
    assert (status, "There is no presence “Nonsense”." in words) == (1, True)


def test_a_history_of_nothing_says_so(call: Call) -> None:
    assert call("people", "history", "Ada Byron") == (0, "No change of Ada Byron is known yet.\n")
    status, words = call("people", "history", "Ada Byron", "--json")
    assert (status, json.loads(words)) == (0, [])


def test_the_list_needs_a_running_service(call: Call) -> None:
    status, words = call("people", "--json")
    assert status != 0
    assert "No service is running" in words
