"""Commands about people: who is what, history, files, calendars followed, own choices."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_admin.cli.options import DataDir
from desktop_admin.cli.root import app
from desktop_admin.cli.say import say
from desktop_admin.cli.service import AsJson, Integration

people = typer.Typer(invoke_without_command=True, help="People and their presence. Without a command: list everybody.")
app.add_typer(people, name="people")

Who = Annotated[str, typer.Argument(metavar="NAME", help="A name or an address.")]
Whom = Annotated[list[str], typer.Argument(metavar="NAME…", help="Names or addresses.")]


@people.callback()
def list_people(
    context: typer.Context, integration: Integration = "", data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """List everybody with present value and cause."""
    if context.invoked_subcommand is not None:
        return
    from desktop_admin.cli.reach import ask_running

    listed = ask_running(data_dir, "people.list", integration=integration)
    if as_json:
        _print(listed)
        return
    widest = max((len(each["name"]) for each in listed), default=0)
    for each in listed:
        say(f"{each['name']:<{widest}}  {_presence(each):<16} {_why(each)}")


@people.command()
def history(name: Who, integration: Integration = "", data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show a person's presence changes of the last 30 days. The newest comes first."""
    from desktop_admin.cli.reach import ask

    answer = ask(data_dir, "people.list_changes", integration=integration, person=name)
    if as_json:
        _print(answer["changes"])
        return
    for each in answer["changes"]:
        at = datetime.fromisoformat(each["at"]).astimezone()
        say(f"{at:%Y-%m-%d %H:%M:%S}  {each['presence'] or 'not known':<16} {each['cause']}")
    if not answer["changes"]:
        say(f"No change of {answer['name']} is known yet.")


@people.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV with the columns name, address, extension.")],
    integration: Integration = "",
    data_dir: DataDir = None,
) -> None:
    """Add and change people from a CSV file. If a line is wrong, nothing is changed."""
    from desktop_admin.cli.reach import ask
    from desktop_admin.service.csv_files import read_csv_file

    text = read_csv_file(file)
    done = ask(data_dir, "people.import_csv", integration=integration, text=text)
    say(f"Added: {done['added']}. Changed: {done['changed']}.")


@people.command("export")
def export_people(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Left out: to the terminal.")] = None,
    integration: Integration = "",
    data_dir: DataDir = None,
) -> None:
    """Write everybody as CSV, so that “people import” takes it."""
    from desktop_admin.cli.reach import ask
    from desktop_admin.service.csv_files import write_csv_file

    text = ask(data_dir, "people.export_csv", integration=integration)
    if file is None:
        typer.echo(text, nl=False)
        return
    write_csv_file(file, text)


@people.command("set")
def set_presence(
    name: Who,
    presence: Annotated[str, typer.Argument(metavar="PRESENCE", help="An entry of the presence list.")],
    integration: Integration = "",
    data_dir: DataDir = None,
) -> None:
    """Override a person's presence. It lasts until the next appointment that affects presence begins."""
    from desktop_admin.cli.reach import ask

    _tell(ask(data_dir, "people.set_override", integration=integration, person=name, presence=presence))


@people.command("clear")
def clear_presence(name: Who, integration: Integration = "", data_dir: DataDir = None) -> None:
    """Clear an override. The presence follows the calendar again."""
    from desktop_admin.cli.reach import ask

    _tell(ask(data_dir, "people.set_override", integration=integration, person=name, presence=None))


@people.command()
def follow(names: Whom, integration: Integration = "", data_dir: DataDir = None) -> None:
    """Follow the calendars of these people."""
    _follow(names, integration, data_dir, follow=True)


@people.command()
def leave(names: Whom, integration: Integration = "", data_dir: DataDir = None) -> None:
    """Leave these people alone: their calendars are not read any more."""
    _follow(names, integration, data_dir, follow=False)


def _follow(names: list[str], integration: str, data_dir: Path | None, *, follow: bool) -> None:
    from desktop_admin.cli.reach import ask

    found = ask(data_dir, "people.track", integration=integration, people=names, tracked=follow)
    say(f"{'Followed' if follow else 'Not tracked'}: {', '.join(found)}.")


def _tell(person: dict[str, Any]) -> None:
    say(f"{person['name']}: {_presence(person)}. {_why(person)}".rstrip())


def _presence(person: dict[str, Any]) -> str:
    return str(person["presence"] or ("not known" if person["followed"] else "left alone"))


def _why(person: dict[str, Any]) -> str:
    return str(person["trouble"] or person["cause"])


def _print(answer: Any) -> None:
    typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
