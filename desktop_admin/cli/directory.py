"""Commands about the directory: directory show, refresh, test, find."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from desktop_admin.cli.options import DataDir
from desktop_admin.cli.root import app
from desktop_admin.cli.say import say
from desktop_admin.cli.service import AsJson, Integration
from desktop_admin.domain.counted import counted, people

directory = typer.Typer(help="People and enterprise rooms from LDAP or a CSV file.")
app.add_typer(directory, name="directory")


@directory.command("show")
def show(integration: Integration = "", data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show what was read from the directory, and when. Says which entries were left out."""
    from desktop_admin.cli.reach import ask

    _print_state(ask(data_dir, "directory.show", integration=integration), as_json)


@directory.command("refresh")
def refresh(integration: Integration = "", data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Read the directory now. The exit status is 1 where that fails; what was read before is kept then."""
    from desktop_admin.cli.reach import ask

    answer = ask(data_dir, "directory.read", integration=integration)
    _print_state(answer, as_json)
    raise typer.Exit(1 if answer["trouble"] else 0)


@directory.command("test")
def test(integration: Integration = "", data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Read ten entries with the stored settings. Shows how they would be imported."""
    from desktop_admin.cli.reach import ask

    answer = ask(data_dir, "directory.test", integration=integration)
    if as_json:
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
        return
    for entry in answer["entries"]:
        _print_entry(entry)
    for problem in answer["problems"]:
        say(f"▲ {problem}")
    entries = counted(len(answer["entries"]), "entry", "entries")
    say(f"{entries} in {answer['seconds']} s, {answer['left_out']} disabled left out.")


@directory.command("find")
def find(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="An address, the first or a further one.")],
    integration: Integration = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Say who has an address, as the check of senders would. The exit status is 1 where nobody has it."""
    from desktop_admin.cli.reach import ask

    found = ask(data_dir, "directory.find", integration=integration, address=address)
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
    elif found is None:
        say(f"Nobody in the directory has {address}.")
    else:
        _print_entry(found)
    raise typer.Exit(0 if found else 1)


def _print_state(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
        return
    if answer["refreshed"]:
        told = f"{people(answer['people'])} and {counted(answer['rooms'], 'room')}, read {answer['refreshed']}"
        say(f"{told}, {answer['left_out']} disabled accounts left out")
    else:
        say("No directory was read yet." if answer["source"] != "none" else "No directory is chosen.")
    if answer["next_refresh"]:
        say(f"next reading  {answer['next_refresh']}")
    if answer["trouble"]:
        say(f"▲ {answer['trouble']}")
    for problem in answer["problems"]:
        say(f"– {problem}")
    if (more := answer["problem_count"] - len(answer["problems"])) > 0:
        say(f"– and {more} more")


def _print_entry(entry: dict[str, Any]) -> None:
    further = f" ({', '.join(entry['other_addresses'])})" if entry["other_addresses"] else ""
    number = entry["room"] or entry["extension"]
    say(f"{entry['kind']:<7} {entry['name']}  {entry['address']}{further}{f'  {number}' if number else ''}")
