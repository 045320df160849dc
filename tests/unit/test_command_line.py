"""What a command leaves on the terminal and as exit status, whatever ends it."""

from __future__ import annotations

import io
import sys

import pytest
import typer

from desktop_admin import __version__, logs
from desktop_admin.__main__ import app as real_app
from desktop_admin.cli.guard import run
from desktop_admin.errors import ConciergeError, UsageFault


@pytest.fixture
def app():
    """A command line of one's own; ``app.ends(fault)`` sets what its only command does."""
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    endings = []

    @app.command()
    def work(count: int = 0) -> int | None:
        for ending in endings:
            raise ending
        return count or None

    app.ends = endings.append
    return app


def test_version(capsys):
    assert run(real_app, ["--version"]) == 0
    assert capsys.readouterr().out == f"exchange-concierge {__version__}\n"


def test_help(capsys):
    assert run(real_app, ["--help"]) == 0
    assert "Usage: exchange-concierge" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["no-such-command"], ["--no-such-option"]])
def test_wrong_use_is_said_and_ends_with_2(capsys, arguments):
    assert run(real_app, arguments) == 2
    told = capsys.readouterr().err
    assert "no-such" in told
    assert "exchange-concierge --help" in told
    assert "Error:" not in told


def test_a_command_may_choose_its_status(app):
    assert run(app, []) == 0
    assert run(app, ["--count", "3"]) == 3
    app.ends(typer.Exit(4))
    assert run(app, []) == 4


def test_a_value_of_the_wrong_kind_is_wrong_use(app, capsys):
    assert run(app, ["--count", "many"]) == 2
    assert "'--count'" in capsys.readouterr().err


def test_a_fault_is_told_with_its_remedy_and_without_secrets(app, capsys):
    app.ends(ConciergeError("No keyring was found; password=hunter2x.", "Install one."))
    assert run(app, []) == 1
    assert capsys.readouterr().err == f"No keyring was found; password={logs.MASK} Install one.\n"


def test_a_usage_fault_ends_with_2(app):
    app.ends(UsageFault("Only one of the two."))
    assert run(app, []) == 2


@pytest.mark.parametrize("interruption", [KeyboardInterrupt(), typer.Abort()])
def test_an_interruption_ends_with_130_and_no_word(app, capsys, interruption):
    app.ends(interruption)
    assert run(app, []) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_an_unexpected_fault_is_one_sentence_and_a_log_entry(app, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "folder_in_use", lambda: tmp_path)
    app.ends(ZeroDivisionError("token=hunter2x"))
    assert run(app, []) == 1
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert str(tmp_path / logs.FILE_NAME) in told
    log = (tmp_path / logs.FILE_NAME).read_text(encoding="utf-8")
    assert "ZeroDivisionError" in log
    assert "hunter2x" not in log


def test_an_unexpected_fault_where_no_log_can_be_written(app, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "folder_in_use", lambda: tmp_path / "missing")
    app.ends(ZeroDivisionError())
    assert run(app, []) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_windowed_program_without_terminal_ends_with_the_same_status(app, monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "stdout", None)
    assert run(real_app, ["--help"]) == 0
    app.ends(ConciergeError("No keyring was found."))
    assert run(app, []) == 1


def test_a_command_that_is_misspelt_is_asked_back_for_in_one_sentence(capsys):
    assert run(real_app, ["serv"]) == 2
    assert "Did you mean 'serve'? “" in capsys.readouterr().err


def test_before_anything_is_set_up_every_command_says_what_comes_first(capsys, tmp_path):
    for command in (["check"], ["alias", "issue"], ["check", "--integration", "Head office"]):
        assert run(real_app, [*command, "--data-dir", str(tmp_path / "data")]) == 1
        assert capsys.readouterr().err.startswith("No integration is set up yet. Open the desktop, or apply")


def test_an_argument_that_is_not_text_is_refused(app, capsys):
    assert run(app, ["--count", "caf\udce9"]) == 2
    assert "not valid text" in capsys.readouterr().err


def test_a_name_that_the_terminal_cannot_write_is_printed_escaped(app, monkeypatch):
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(app.registered_commands[0], "callback", lambda count=0: typer.echo("Łukasz \ud83d"))
    assert run(app, []) == 0
    terminal.flush()
    assert terminal.buffer.getvalue().startswith(b"\\u0141ukasz \\ud83d")


def _short_lines(command, path):
    """Each list of commands as it is printed, 80 columns wide."""
    if not hasattr(command, "commands"):
        return
    context = typer.Context(command, info_name=path, terminal_width=80, max_content_width=80)
    yield path, command.get_help(context)
    for name, each in command.commands.items():
        yield from _short_lines(each, f"{path} {name}")


def test_no_line_of_help_is_cut():
    lists = dict(_short_lines(typer.main.get_command(real_app), "exchange-concierge"))
    assert len(lists) > 5
    cut = [
        line
        for text in lists.values()
        for line in text.splitlines()
        if line.rstrip().endswith("...") and "Usage:" not in line
    ]
    assert cut == []


@pytest.mark.parametrize("order", ["before", "after", "group"])
def test_the_data_folder_may_be_named_before_or_after_the_command(tmp_path, capsys, order):
    folder = ["--data-dir", str(tmp_path / "data")]
    words = {
        "before": [*folder, "config", "export"],
        "after": ["config", "export", *folder],
        "group": [*folder, "presence", "--data-dir", str(tmp_path / "other")],
    }[order]
    run(real_app, words)
    capsys.readouterr()
    expected = {"data"} if order != "group" else {"other", "data"}
    assert {path.name for path in tmp_path.iterdir()} <= expected
    assert (tmp_path / "data" / "concierge.sqlite3").exists() or order == "group"
    assert run(real_app, ["--version"]) == 0


@pytest.mark.parametrize("is_before", [True, False])
def test_a_fault_of_a_command_is_in_the_log_of_the_folder_that_was_named(tmp_path, capsys, monkeypatch, is_before):
    def broken(*_arguments, **_named):
        raise ZeroDivisionError("a fault of the program")

    monkeypatch.setattr("desktop_admin.cli.reach.ask", broken)
    folder = ["--data-dir", str(tmp_path / "data")]
    assert run(real_app, [*folder, "check"] if is_before else ["check", *folder]) == 1
    log = tmp_path / "data" / "logs" / "concierge.log"
    assert str(log) in capsys.readouterr().err
    assert "ZeroDivisionError: a fault of the program" in log.read_text("utf-8")
