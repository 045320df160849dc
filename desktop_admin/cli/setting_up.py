"""Commands that set up: config apply, config export, config options, alias issue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from desktop_admin.cli.options import DataDir
from desktop_admin.cli.root import app
from desktop_admin.cli.say import say
from desktop_admin.cli.service import AsJson, Integration

config = typer.Typer(help="Set up everything from a TOML file, or write one.")
alias = typer.Typer(help="Aliases of virtual meeting rooms.")
app.add_typer(config, name="config")
app.add_typer(alias, name="alias")


@config.command("apply")
def apply(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The TOML file; “-” reads the standard input.")],
    data_dir: DataDir = None,
) -> None:
    """Apply a TOML file with integrations, people and keywords. All of it or nothing. It never holds passwords."""
    from desktop_admin.cli.reach import ask
    from desktop_admin.errors import ConciergeError

    try:
        text = typer.get_text_stream("stdin").read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        reason = getattr(fault, "strerror", None) or "it is not UTF-8 text"
        raise ConciergeError(f"{file} cannot be read: {reason}.") from fault
    for line in ask(data_dir, "program.apply_config", text=text):
        say(line)


@config.command("export")
def export(data_dir: DataDir = None) -> None:
    """Write the configuration as TOML to the standard output. Passwords are not in it."""
    from desktop_admin.cli.reach import ask

    typer.echo(ask(data_dir, "program.export_config"), nl=False)


@config.command("options")
def options() -> None:
    """List every option with its default and meaning, as Markdown."""
    from desktop_admin.settings.reference import options_reference

    typer.echo(options_reference(), nl=False)


@alias.command("issue")
def issue(
    integration: Integration = "",
    passcode: Annotated[str, typer.Option(help="Everybody's passcode; travels sealed in the tag.")] = "",
    chair_passcode: Annotated[str, typer.Option(help="The chairperson's passcode.")] = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Issue an alias and print its joining instructions. A meeting with them in its body is a valid invitation."""
    from desktop_admin.cli.reach import ask

    issued = ask(data_dir, "aliases.issue", integration=integration, passcode=passcode, chair_passcode=chair_passcode)
    if as_json:
        typer.echo(json.dumps(issued, ensure_ascii=False))
        return
    say(f"alias          {issued['alias']}\nnumeric alias  {issued['numeric_alias']}\ntoken          {issued['token']}")
    say(issued["instructions"])
