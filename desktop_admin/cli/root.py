"""The command ``exchange-concierge`` and its options; each command is a module beside this one."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop_admin import __version__
from desktop_admin.cli.options import COMMAND, DataDir

app = typer.Typer(
    name=COMMAND,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{COMMAND} {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Connects Microsoft Exchange to telephones and virtual meeting rooms. Without a command: the desktop."""
    if context.invoked_subcommand is None:
        from desktop_admin.cli.desktop import open_desktop

        raise typer.Exit(open_desktop(data_dir))
