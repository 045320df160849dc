"""The commands about the rules of presence, on what is stored: as they are called, without a running service."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_admin.__main__ import app
from desktop_admin.cli.guard import run
from desktop_admin.domain.appointment import Appointment, OutOfOffice
from desktop_admin.storage import Database, StoredReading

SETTINGS = """
[[integrations]]
name = "Head office"
connection = { server = "mail.example.com", user_name = "svc@example.com" }
people = [
    { name = "Ada Byron", address = "ada@example.com" },
    { name = "Bo", address = "bo@example.com" },
    { name = "Cy", address = "cy@example.com" },
]
"""
Call = Callable[..., tuple[int, str]]


async def _read(folder: Path) -> None:
    """As if everybody's calendar had been read: a workshop tomorrow."""
    database = Database(folder / "concierge.sqlite3")
    await database.open()
    now = datetime.now(UTC)
    workshop = Appointment("1", now + timedelta(days=1), now + timedelta(days=1, hours=2), "Workshop")
    async with database.begin() as work:
        for integration in await work.integrations.list():
            for person in await work.people.list(integration.id):
                reading = StoredReading(person.id, (workshop,), OutOfOffice(), now, now + timedelta(days=8), now)
                await work.facts.save_readings([reading])
    await database.close()


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a command; gives its exit status and everything that it printed."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    def called(*arguments: str) -> tuple[int, str]:
        status = run(app, [*arguments, "--data-dir", str(tmp_path)])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    settings = tmp_path / "setup.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    assert called("config", "apply", str(settings))[0] == 0
    asyncio.run(_read(tmp_path))
    return called


def test_what_a_file_would_change_is_told_and_nothing_is_stored(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "changed.toml"
    file.write_text(SETTINGS + 'keywords = [{ word = "workshop", presence = "Busy" }]\n', encoding="utf-8")
    before = call("presence", "rules", "--json")
    status, told = call("presence", "what-if", str(file), "--json")
    found = json.loads(told)
    assert status == 0
    assert (found["people"], [each["seconds"] for each in found["changed"]]) == (3, [7200.0] * 3)
    assert {each["name"] for each in found["changed"]} == {"Ada Byron", "Bo", "Cy"}
    assert "3 of 3 people" in call("presence", "what-if", str(file))[1]
    assert call("presence", "rules", "--json") == before


def test_a_file_about_others_is_refused(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text(SETTINGS.replace("Head office", "Branch"), encoding="utf-8")
    status, told = call("presence", "what-if", str(file))
    assert status != 0 and "no integration “Head office”" in told


def test_coverage_names_the_word_that_nobody_catches(call: Call) -> None:
    found = json.loads(call("presence", "coverage", "--json")[1])
    assert found["words"] == [{"word": "Workshop", "count": 3, "people": 3}]
    assert {each["count"] for each in found["keywords"]} == {0}
    assert "Workshop (3)" in call("presence", "coverage")[1]


def test_keywords_go_out_and_come_back(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "keywords.csv"
    status, text = call("presence", "export-keywords")
    assert status == 0 and text.splitlines()[0] == "word,presence,anywhere"
    file.write_text("word,presence,anywhere\nworkshop,busy,yes\n", encoding="utf-8")
    assert call("presence", "import-keywords", str(file)) == (0, "Imported: 1 keyword.\n")
    assert json.loads(call("presence", "coverage", "--json")[1])["keywords"][0]["count"] == 3
    file.write_text("workshop,Nowhere\n", encoding="utf-8")
    status, told = call("presence", "import-keywords", str(file))
    assert status != 0 and "Line 1" in told
    assert json.loads(call("presence", "rules", "--json")[1])["keywords"] == [
        {"word": "workshop", "presence": "Busy", "anywhere": True}
    ]
