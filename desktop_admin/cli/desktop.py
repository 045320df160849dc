"""Shows the desktop, of the program or of the demo."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

from desktop_admin.errors import ConciergeError

if TYPE_CHECKING:
    from desktop_admin.app import RunningService
    from desktop_admin.demo import DemoDrills, DemoService

NO_DISPLAY = "There is no display here, so the same demo runs in this terminal. Ctrl+C ends it."
LIBRARY_REMEDY = (
    "On Debian and Ubuntu: sudo apt-get install libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3"
)


def has_display() -> bool:
    """Whether a window can be shown. ``QT_QPA_PLATFORM`` names a platform that needs no display, or one that does."""
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in ("offscreen", "minimal", "vnc"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_desktop(data_dir: Path | None) -> int:
    """Shows the desktop with its service; returns the exit status when the user has quit."""
    from desktop_admin import logs, paths

    if not has_display():
        raise ConciergeError(
            "There is no display here, and the desktop needs one.",
            "“exchange-concierge serve” runs the service without it, “exchange-concierge demo” the demo.",
        )
    run_desktop = _desktop()
    data = paths.data_dir(data_dir)
    logs.start_logging(paths.log_dir(data))

    def start() -> RunningService:
        # Called once the window is painted: what the service imports (Exchange, the database) is not waited for.
        from desktop_admin.app import start_service

        return start_service(data)

    return run_desktop(start, data, on_try_demo=_demo_in_window)


def _demo_in_window(people: int | None = None) -> int:
    from desktop_admin import logs, paths
    from desktop_admin.demo import PEOPLE, Demo, DemoDrills, DemoFolder, start_demo

    run_desktop = _desktop()
    with DemoFolder() as folder:
        demo = Demo(folder, people or PEOPLE)
        logs.start_logging(paths.log_dir(demo.data))
        status = run_desktop(lambda: start_demo(demo), demo.data, demo=True, drills=DemoDrills(demo))
        logs.stop_logging()
    return status


def _demo_in_terminal(people: int | None = None) -> int:
    import asyncio

    from desktop_admin import logs, paths
    from desktop_admin.demo import PEOPLE, Demo, DemoFolder, run_demo_headless

    typer.echo(NO_DISPLAY)
    with DemoFolder() as folder:
        demo = Demo(folder, people or PEOPLE)
        logs.start_logging(paths.log_dir(demo.data), to_stderr=True)
        asyncio.run(run_demo_headless(demo))
        logs.stop_logging()
    return 0


class RunDesktop(Protocol):
    """``gui.application.run_desktop``, told without importing Qt, which a machine may lack."""

    def __call__(
        self,
        start: Callable[[], RunningService | DemoService],
        data_dir: Path,
        *,
        demo: bool = False,
        on_try_demo: Callable[[], int] | None = None,
        drills: DemoDrills | None = None,
    ) -> int: ...


def _desktop() -> RunDesktop:
    try:
        from desktop_admin.gui.application import run_desktop
    except ImportError as missing:
        raise ConciergeError(f"The desktop's libraries cannot be loaded: {missing}.", LIBRARY_REMEDY) from missing
    return run_desktop


def run_demo(people: int | None) -> int:
    """Shows the demo with ``people`` people, None for the usual number; without a display it runs in the terminal."""
    return _demo_in_window(people) if has_display() else _demo_in_terminal(people)


def tell_in_window(text: str) -> None:
    """For a program that was started without a terminal. Where no window can be had, the terminal must do."""
    from desktop_admin.cli.guard import on_terminal

    on_terminal(text)
    if not has_display():
        return
    try:
        from desktop_admin.gui.last_words import show
    except ImportError:
        return
    show(text)
