"""Commands about the rules of presence: rules, what-if, coverage, keywords from and to a file."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_admin.cli.options import DataDir
from desktop_admin.cli.root import app
from desktop_admin.cli.say import say
from desktop_admin.cli.service import AsJson, Integration
from desktop_admin.domain.counted import counted, people
from desktop_admin.errors import ConciergeError

presence = typer.Typer(no_args_is_help=True, help="The rules by which calendars give presence.")
app.add_typer(presence, name="presence")

Source = Annotated[Path, typer.Argument(metavar="FILE", help="The file; “-” reads the standard input.")]


@presence.command()
def rules(integration: Integration = "", data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the presences, the keywords and what counts."""
    from desktop_admin.cli.reach import ask

    told = ask(data_dir, "rules.get", integration=integration)
    if as_json:
        _print(told)
        return
    say("presences  " + ", ".join(each["name"] for each in told["presences"]))
    for place, each in enumerate(told["keywords"], start=1):
        say(f"{place:>9}  {each['word']} → {each['presence']}{' (anywhere)' if each['anywhere'] else ''}")
    for key, value in told["settings"].items():
        say(f"{key:<26} {str(value).lower() if isinstance(value, bool) else value}")


@presence.command("what-if")
def what_if(file: Source, integration: Integration = "", data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show whose presence a TOML file would change. Nothing is stored."""
    from desktop_admin.cli.reach import ask

    found = ask(data_dir, "rules.what_if_applied", integration=integration, text=_read(file))
    if as_json:
        _print(found)
        return
    for each in found["changed"]:
        first = datetime.fromisoformat(each["first"]).astimezone()
        span = timedelta(seconds=each["seconds"])
        say(f"{each['name']:<32} {span!s:>16}  {each['parts']:>3} ×, first {first:%Y-%m-%d %H:%M}")
    say(f"Presence would change for {len(found['changed'])} of {people(found['people'])}.")


@presence.command()
def coverage(integration: Integration = "", data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show which appointments each keyword matches. Lists frequent words that none matches."""
    from desktop_admin.cli.reach import ask

    found = ask(data_dir, "rules.keyword_coverage", integration=integration)
    if as_json:
        _print(found)
        return
    for each in found["keywords"]:
        say(f"{each['word']:<24} {counted(each['count'], 'appointment'):>20} of {people(each['people'])}")
    if found["words"]:
        say("no keyword catches: " + ", ".join(f"{each['word']} ({each['count']})" for each in found["words"]))


@presence.command("export-keywords")
def export_keywords(integration: Integration = "", data_dir: DataDir = None) -> None:
    """Write the keywords as CSV to the standard output. The columns are word, presence and anywhere."""
    from desktop_admin.cli.reach import ask

    typer.echo(ask(data_dir, "rules.export_keywords", integration=integration), nl=False)


@presence.command("import-keywords")
def import_keywords(file: Source, integration: Integration = "", data_dir: DataDir = None) -> None:
    """Replace the keywords by those of a CSV file. If a line is wrong, nothing is changed."""
    from desktop_admin.cli.reach import ask
    from desktop_admin.service.csv_files import read_csv_file

    text = _read(file) if str(file) == "-" else read_csv_file(file)
    taken = ask(data_dir, "rules.import_keywords", integration=integration, text=text)
    say(f"Imported: {counted(taken, 'keyword')}.")


def _read(file: Path) -> str:
    try:
        return typer.get_text_stream("stdin").read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        reason = getattr(fault, "strerror", None) or "it is not UTF-8 text"
        raise ConciergeError(f"{file} cannot be read: {reason}.") from fault


def _print(answer: Any) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
