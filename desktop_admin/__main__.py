"""``python -m desktop_admin``, ``exchange-concierge`` and ``exchange-concierge-gui``."""

from __future__ import annotations

import sys

from desktop_admin.cli import (  # noqa: F401 - each registers its commands
    care,
    demo,
    desktop,
    directory,
    meetings,
    people,
    presence,
    rooms,
    service,
    setting_up,
    texts,
)
from desktop_admin.cli.guard import run
from desktop_admin.cli.root import app


def main() -> None:
    """The console command."""
    sys.exit(run(app, sys.argv[1:]))


def main_gui() -> None:
    """The windowed command: the same without a terminal, so that what goes wrong is told in a window."""
    sys.exit(run(app, sys.argv[1:], tell=desktop.tell_in_window))


if __name__ == "__main__":
    main()
