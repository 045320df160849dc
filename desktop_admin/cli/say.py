"""Writes to the terminal what people wrote elsewhere: a name or subject cannot move the cursor or turn the line."""

from __future__ import annotations

import typer

from desktop_admin.logs import one_line


def say(text: str) -> None:
    """``text``, line by line, with control and direction characters written out. JSON is written with ``echo``."""
    typer.echo("\n".join(one_line(line) for line in text.split("\n")))
