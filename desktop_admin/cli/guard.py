"""Runs a command and turns whatever ends it into plain words and an exit status."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from desktop_admin import logs, paths
from desktop_admin.cli.options import COMMAND, given_data_dir
from desktop_admin.errors import ConciergeError

FAULT = 1
WRONG_USE = 2
INTERRUPTED = 130


def on_terminal(text: str) -> None:
    """A program without a terminal has ``sys.stderr`` None: nothing is written then."""
    typer.echo(text, err=True)


def run(app: typer.Typer, arguments: Sequence[str], tell: Callable[[str], None] = on_terminal) -> int:
    """Runs ``app`` and returns the exit status: 0, 1 for a fault, 2 for wrong use, 130 after Ctrl+C.

    What ends it is told through ``tell`` in plain words. An unexpected exception goes to the log with its traceback;
    the user gets one sentence with the log's place.
    """
    if not all(_is_unicode(argument) for argument in arguments):
        tell("An argument is not valid text in this terminal's encoding. Type it again, or check LANG and LC_ALL.")
        return WRONG_USE
    _print_what_the_terminal_can()
    forget = given_data_dir.set(None)
    try:
        with logs.for_command(_log_folder):
            return _run(app, arguments, tell)
    finally:
        given_data_dir.reset(forget)


def _run(app: typer.Typer, arguments: Sequence[str], tell: Callable[[str], None]) -> int:
    try:
        result = typer.main.get_command(app).main(list(arguments), prog_name=COMMAND, standalone_mode=False)
    except ConciergeError as fault:
        tell(logs.redact(str(fault)))
        return fault.exit_status
    except typer.TyperException as wrong:
        words = wrong.format_message().rstrip(".")
        tell(f"{words}{'' if words.endswith('?') else '.'} “{COMMAND} --help” lists what can be written.")
        return WRONG_USE
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as fault:  # noqa: BLE001 - the last stop before the terminal: nothing may pass as a stack trace
        tell(logs.redact(_unexpected(fault)))
        return FAULT
    return result if isinstance(result, int) else 0


def _is_unicode(text: str) -> bool:
    """False for bytes that the system could not decode, which Python keeps as halves of surrogate pairs."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _print_what_the_terminal_can() -> None:
    """A name that the terminal's encoding lacks is printed escaped instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _log_folder() -> Path | None:
    """Where the log of the command's data folder is; None where there cannot be one."""
    try:
        return logs.folder_in_use() or paths.log_dir(paths.data_dir(given_data_dir.get()))
    except ConciergeError:
        return None


def _unexpected(fault: Exception) -> str:
    folder = _log_folder()
    file = None if folder is None else logs.record_fault(fault, folder)
    if file is None:
        return f"The program stopped on a fault of its own ({type(fault).__name__}), and no log could be written."
    return f"The program stopped on a fault of its own. The log has the details: {file}."
