"""The demo and the Exchange look-alike by itself."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop_admin.cli.desktop import run_demo
from desktop_admin.cli.root import app
from exchange_lookalike.cli import serve as serve_lookalike

app.command("sandbox")(serve_lookalike)


@app.command()
def demo(
    people: Annotated[int | None, typer.Option(min=1, max=20000, help="How many people the company has.")] = None,
) -> None:
    """Try everything with a simulated company. Nothing of it is kept."""

    raise typer.Exit(run_demo(people))
