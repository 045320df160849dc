"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="FOLDER", help="The folder that keeps settings, database and log."),
]
"""``None`` means the user's own; ``paths.data_dir`` takes either."""
