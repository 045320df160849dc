"""``python -m exchange_lookalike`` and ``exchange-lookalike``."""

from __future__ import annotations

import typer

from exchange_lookalike.cli import serve

app = typer.Typer(
    name="exchange-lookalike",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(serve)


def main() -> None:
    """The console command."""
    app()


if __name__ == "__main__":
    main()
