"""The log keeps secrets and forges no lines."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import stat
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_admin import logs


@pytest.fixture(autouse=True)
def quiet_logs(monkeypatch):
    monkeypatch.setattr(logs, "_secrets", frozenset())
    monkeypatch.setattr(logs, "_secret_pattern", None)
    level = logging.getLogger().level
    yield
    logs.stop_logging()
    logging.getLogger().setLevel(level)


@pytest.mark.parametrize(
    "told",
    [
        "password=hunter2x",
        "Password: hunter2x",
        'the answer was {"password": "hunter2x", "user": "svc"}',
        "{'client_secret': 'hunter2x'}",
        "passcode = hunter2x;",
        "access_token=hunter2x&next=1",
        "?token=hunter2x",
        "api-key: hunter2x",
        "<t:Password>hunter2x</t:Password>",
        '<Token type="a">hunter2x</Token>',
        "https://svc:hunter2x@mail.example.com/EWS",
        "Authorization: Basic hunter2x==",
        "{'Authorization': 'Bearer hunter2x'}",
        "WWW-Authenticate: NTLM hunter2x==",
        "sent NTLM hunter2xhunter2xhunter2xhunter2x",
        'cut off: "password": "hunter2x',
        "password='it is hunter2x, really'",
        r'"password": "a\"hunter2x"',
    ],
)
def test_what_is_written_as_a_secret_is_masked(told):
    assert "hunter2x" not in logs.redact(told)
    assert logs.MASK in logs.redact(told)


@pytest.mark.parametrize("told", ["passcode 1234", "the passcode is 1234", "PIN 1234", "password 1234"])
def test_a_number_after_the_word_is_masked(told):
    assert "1234" not in logs.redact(told)


@pytest.mark.parametrize(
    "told",
    [
        "Connected to Exchange 15.2.1748 with NTLM sign-in",
        "basic authentication was refused",
        "declined: the alias token is missing or altered",
        "no password is stored for svc@example.com",
        "https://mail.example.com:443/EWS/Exchange.asmx",
        "12 spinning wheels",
    ],
)
def test_plain_sentences_stay_as_they_are(told):
    assert logs.redact(told) == told


def test_masking_keeps_what_stands_around():
    assert logs.redact('{"password": "x y", "user": "svc"}') == f'{{"password": "{logs.MASK}", "user": "svc"}}'
    assert logs.redact("token=abc&page=2") == f"token={logs.MASK}&page=2"


@pytest.mark.parametrize(
    "written", ["S&cret/ä 1", "S%26cret%2F%C3%A4%201", "S%26cret%2F%C3%A4+1", "S&amp;cret/ä 1", r"S&cret/\u00e4 1"]
)
def test_a_registered_secret_is_masked_in_every_spelling(written):
    logs.register_secret("S&cret/ä 1")
    assert logs.redact(f"before {written} after") == f"before {logs.MASK} after"


def test_a_longer_secret_goes_before_the_shorter_one_inside_it():
    logs.register_secret("abcd")
    logs.register_secret("abcdefgh")
    assert logs.redact("abcdefgh") == logs.MASK


def test_a_very_short_secret_would_spell_itself_out_and_is_left():
    logs.register_secret("")
    logs.register_secret("abc")
    assert logs.redact("abc stays") == "abc stays"


@given(st.text(st.characters(exclude_characters=f"\0{logs.MASK}"), min_size=logs.SHORTEST_SECRET), st.text(), st.text())
def test_no_registered_secret_survives(secret, before, after):
    logs.register_secret(secret)
    masked = logs.redact(before + secret + after).replace(logs.MASK, "\0")
    assert secret not in masked


@given(st.text())
def test_one_line_is_one_line(text):
    assert len(logs.one_line(f"x{text}").splitlines()) == 1


def test_one_line_writes_control_characters_out():
    assert logs.one_line("Ann\n2026 INFO forged\x1b[31m\u202e\u061c") == r"Ann\n2026 INFO forged\x1b[31m\u202e\u061c"
    assert logs.one_line("Zoë, 会議") == "Zoë, 会議"


def read(file):
    return file.read_text(encoding="utf-8")


def test_an_entry_has_moment_level_name_and_text(tmp_path):
    file = logs.start_logging(tmp_path)
    logging.getLogger("desktop_admin.web").warning("subscribing to %s", "a@example.com")
    [line] = read(file).splitlines()
    assert line.endswith(" WARNING desktop_admin.web: subscribing to a@example.com")
    assert logs.datetime.fromisoformat(line.partition(" ")[0]).tzinfo is not None


def test_a_hostile_name_makes_no_line_of_its_own(tmp_path):
    file = logs.start_logging(tmp_path)
    logging.getLogger("x").info("organiser %s", "Eve\n2026-01-01 CRITICAL forged")
    assert len(read(file).splitlines()) == 1


def test_a_traceback_is_indented_and_masked(tmp_path):
    file = logs.start_logging(tmp_path)
    try:
        raise ValueError("password=hunter2x\nforged line")
    except ValueError:
        logging.getLogger("x").exception("failed")
    first, *rest = read(file).splitlines()
    assert first.endswith("ERROR x: failed")
    assert rest
    assert all(line.startswith("    ") for line in rest)
    assert "hunter2x" not in read(file)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no POSIX modes")
def test_the_file_is_its_owners_alone_also_after_rotation(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "MAX_BYTES", 200)
    file = logs.start_logging(tmp_path)
    for number in range(20):
        logging.getLogger("x").info("entry %d", number)
    files = sorted(tmp_path.glob(f"{logs.FILE_NAME}*"))
    with_fields = sorted(tmp_path.glob(f"{logs.FIELDS_NAME}*"))
    assert len(files) == 1 + logs.OLD_FILES == len(with_fields)
    assert {stat.S_IMODE(each.stat().st_mode) for each in with_fields} == {0o600}
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}
    assert read(file).splitlines()[-1].endswith("entry 19")


def test_the_terminal_gets_the_same_lines(tmp_path, capsys):
    file = logs.start_logging(tmp_path, to_stderr=True)
    logging.getLogger("x").info("password=hunter2x")
    assert capsys.readouterr().err == read(file)


def test_a_windowed_program_without_terminal_logs_to_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "stdout", None)
    file = logs.start_logging(tmp_path, to_stderr=True)
    logging.getLogger("x").info("still here")
    assert "still here" in read(file)


def test_starting_again_replaces_and_stopping_takes_back(tmp_path):
    before = list(logging.getLogger().handlers)
    assert logs.folder_in_use() is None
    (tmp_path / "b").mkdir()
    logs.start_logging(tmp_path)
    logs.start_logging(tmp_path / "b", to_stderr=True)
    assert logs.folder_in_use() == tmp_path / "b"
    logs.stop_logging()
    assert logs.folder_in_use() is None
    assert logging.getLogger().handlers == before


def test_text_that_utf8_cannot_hold_is_written_all_the_same(tmp_path):
    file = logs.record_fault(RuntimeError("lone \ud800 surrogate"), tmp_path)
    assert r"lone \ud800 surrogate" in read(file)


def fail(words):
    raise RuntimeError(words)


class Doomed:
    def __del__(self):
        raise RuntimeError("in a destructor")


def cause_faults_that_nobody_catches():
    sys.excepthook(RuntimeError, RuntimeError("in a slot"), None)
    thread = threading.Thread(target=fail, args=("in a thread",), name="reader")
    thread.start()
    thread.join()
    Doomed()
    gc.collect()

    async def forgetful():
        loop = asyncio.get_running_loop()
        loop.call_soon(fail, "in a callback")
        forgotten = loop.create_future()
        forgotten.set_exception(RuntimeError("in a future"))
        del forgotten
        gc.collect()
        await asyncio.sleep(0)

    asyncio.run(forgetful())


PLACES = ("in a slot", "in a thread", "in a destructor", "in a callback", "in a future")


@pytest.mark.parametrize("is_started", [True, False])
def test_uncaught_faults_reach_the_log(tmp_path, capsys, is_started):
    """Also those of a command, which starts no log of its own; none of them is on the terminal."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    with logs.for_command(lambda: tmp_path):
        if is_started:
            logs.start_logging(tmp_path)
        cause_faults_that_nobody_catches()
    text = read(tmp_path / logs.FILE_NAME)
    assert [place for place in PLACES if text.count(f"RuntimeError: {place}") != 1] == []
    assert "Unexpected fault in thread reader" in text
    assert capsys.readouterr().err == ""
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == hooks


def test_an_interrupt_is_no_fault(tmp_path, capsys):
    file = logs.start_logging(tmp_path)
    with logs.for_command(lambda: tmp_path):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert read(file) == ""
    assert "KeyboardInterrupt" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk at hand")
def test_a_full_disk_prints_no_traceback_and_keeps_nothing(tmp_path, capsys):
    (tmp_path / logs.FILE_NAME).symlink_to("/dev/full")
    logs.start_logging(tmp_path)
    for number in range(100):
        logging.getLogger("x").error("entry %d %s", number, "x" * 10_000)
    handler, _ = [each for each in logs._handlers if isinstance(each, logging.FileHandler)]
    assert handler.stream is None, "nothing waits in a buffer"
    (tmp_path / logs.FILE_NAME).unlink()
    logging.getLogger("x").error("there is room again")
    logs.stop_logging()
    lost, again = read(tmp_path / logs.FILE_NAME).splitlines()
    assert "100 log lines could not be written" in lost and again.endswith("there is room again")
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk at hand")
def test_a_fault_that_a_full_disk_swallows_is_said_to_be_so(tmp_path, capsys):
    (tmp_path / logs.FILE_NAME).symlink_to("/dev/full")
    assert logs.record_fault(RuntimeError("x"), tmp_path) is None
    logs.start_logging(tmp_path)
    logs.stop_logging()
    assert capsys.readouterr().err == ""


def test_a_log_that_cannot_be_opened_stops_nothing(tmp_path, capsys):
    (tmp_path / logs.FILE_NAME).mkdir()
    logs.start_logging(tmp_path)
    logging.getLogger("x").error("nobody hears this")
    assert capsys.readouterr().err == ""


def test_a_terminal_that_is_gone_stops_nothing(tmp_path, monkeypatch, capfd):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", closefd=True) as gone:
        monkeypatch.setattr(sys, "stderr", gone)
        file = logs.start_logging(tmp_path, to_stderr=True)
        logging.getLogger("x").error("still in the file")
        logs.stop_logging()
        with contextlib.suppress(OSError):
            gone.flush()
        monkeypatch.undo()
        with contextlib.suppress(OSError):
            gone.close()
    assert "still in the file" in read(file)
    assert capfd.readouterr().err == ""


def test_a_fault_is_recorded_without_the_log_being_started(tmp_path):
    file = logs.record_fault(RuntimeError("token=hunter2x"), tmp_path)
    assert file == tmp_path / logs.FILE_NAME
    assert "RuntimeError" in read(file)
    assert "hunter2x" not in read(file)


def test_a_fault_that_cannot_be_recorded_says_so(tmp_path):
    assert logs.record_fault(RuntimeError("x"), tmp_path / "missing") is None


def test_the_migration_tool_does_not_list_its_plugins(tmp_path):
    file = logs.start_logging(tmp_path)
    try:
        logging.getLogger("alembic.runtime.plugins.setup").info("setup plugin alembic.autogenerate.types")
        logging.getLogger("alembic.runtime.migration").info("Running upgrade 0001 -> 0002")
    finally:
        logs.stop_logging()
    assert "setup plugin" not in file.read_text("utf-8")
    assert "Running upgrade" in file.read_text("utf-8")


@example("half a pair \ud83d of a smiley")
@given(st.text(st.characters(exclude_categories=()), min_size=logs.SHORTEST_SECRET))
def test_any_text_can_be_a_secret(secret):
    """Also one with halves of surrogate pairs, as an environment in another encoding gives it."""
    logs.register_secret(secret)
    assert secret not in logs.redact(f"before {secret} after")


def test_half_a_surrogate_pair_is_written_out(tmp_path):
    assert logs.one_line("a\ud83db") == "a\\ud83db"


def test_readings_have_a_file_of_their_own_that_nobody_can_forge_a_line_in(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "MAX_BYTES_OF_READINGS", 2_000)
    file = logs.start_logging(tmp_path)
    logs.register_secret("hunter2x")
    logs.record_readings("Head\toffice\n", [("ada@example.com\nx\ty", "by itself", "on"), ("hunter2x@a", "", "off")])
    first, second = read(tmp_path / logs.READINGS_NAME).splitlines()
    assert first.split("\t")[1:] == ["Head\\toffice\\n", "ada@example.com\\nx\\ty", "by itself", "on"]
    assert "hunter2x" not in second and len(second.split("\t")) == 5
    for _ in range(200):
        logs.record_readings("Head", [("bo@example.com", "by itself", "off")])
    files = sorted(tmp_path.glob(f"{logs.READINGS_NAME}*"))
    assert len(files) == 1 + logs.OLD_FILES and max(each.stat().st_size for each in files) <= 2_000
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}
    assert read(file) == ""
    logs.stop_logging()
    before = read(tmp_path / logs.READINGS_NAME)
    logs.record_readings("Head", [("bo@example.com", "by itself", "off")])
    assert read(tmp_path / logs.READINGS_NAME) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk at hand")
def test_readings_that_a_full_disk_swallows_stop_nothing(tmp_path, capsys):
    (tmp_path / logs.READINGS_NAME).symlink_to("/dev/full")
    logs.start_logging(tmp_path)
    for _ in range(3):
        logs.record_readings("Head", [("bo@example.com", "by itself", "off")] * 1_000)
    (tmp_path / logs.READINGS_NAME).unlink()
    logs.record_readings("Head", [("bo@example.com", "by itself", "off")])
    lost, last = read(tmp_path / logs.READINGS_NAME).splitlines()
    assert "3 log lines could not be written" in lost and "bo@example.com" in last
    assert capsys.readouterr().err == ""
