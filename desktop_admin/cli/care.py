"""Commands that take care of the data: backup, restore, diagnostics."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from desktop_admin.cli.options import DataDir
from desktop_admin.cli.root import app


@app.command("backup")
def backup(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to write it; a name with the day.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Write everything that is stored into one file. The service may run. The system keyring is not in it."""
    from desktop_admin import __version__, paths
    from desktop_admin.storage.backup import make_backup

    target = file or Path(f"exchange-concierge-{datetime.now().astimezone():%Y-%m-%d-%H%M}.zip")
    made = make_backup(paths.data_dir(data_dir), target.absolute(), __version__)
    typer.echo(f"The backup is {made.file}. Passwords in the system keyring are not in it.")


@app.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup that this program made.")],
    data_dir: DataDir = None,
) -> None:
    """Go back to a backup. The service must not run; what is replaced is kept beside it."""
    from desktop_admin import paths
    from desktop_admin.storage.backup import read_backup
    from desktop_admin.storage.restore import restore as restore_into

    data = paths.data_dir(data_dir)
    told = read_backup(file)
    kept = restore_into(data, file)
    typer.echo(f"Restored the backup of {told.made.astimezone():%Y-%m-%d %H:%M %Z} (version {told.version}).")
    if kept is not None:
        typer.echo(f"What it replaced is in {kept}.")


@app.command("diagnostics")
def diagnostics(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to write it; a name with the day.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Write a bundle of logs and settings for support. Names, addresses, subjects and secrets are redacted."""
    from desktop_admin.cli.reach import ask

    target = (file or Path(f"concierge-diagnostics-{datetime.now().astimezone():%Y-%m-%d-%H%M}.zip")).absolute()
    ask(data_dir, "program.save_diagnostics", file=str(target))
    typer.echo(f"The bundle is {target}. Look through it before you send it.")
