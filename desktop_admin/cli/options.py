"""Options that several commands share."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

import typer

COMMAND = "exchange-concierge"

given_data_dir: ContextVar[Path | None] = ContextVar("given_data_dir", default=None)
"""The ``--data-dir`` of the command that runs, for whoever must write to its log."""


def _here_or_before(_context: typer.Context, value: Path | None) -> Path | None:
    """The option counts wherever it is written: before the command, after it, or after its group."""
    if value is not None:
        given_data_dir.set(value)
    return value if value is not None else given_data_dir.get()


DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        metavar="FOLDER",
        help="The folder that keeps settings, database and log.",
        callback=_here_or_before,
    ),
]
"""``None`` means the user's own; ``paths.data_dir`` takes either."""
