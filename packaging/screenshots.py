"""Pictures of every page, light and dark, and of one at 200 %, into ``build/screenshots``.

``--sample`` shows made-up data instead of the running demo: quick, and every picture has something on it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from desktop_admin.gui.application import StartService
    from desktop_admin.gui.main_window import MainWindow

TOP = Path(__file__).resolve().parent.parent
OUT = TOP / "build" / "screenshots"
SIZE = (1280, 800)
SETTLE = 1.2
"""Seconds in which a page fetches and paints what it shows."""
LIVE = 25.0
"""Seconds that the demo's company works before it is looked at."""


async def take(window: MainWindow, out: Path, pages: Sequence[str], suffix: str = "") -> None:
    """Writes ``<page>-<light|dark><suffix>.png`` of each page of ``window`` to ``out``."""
    from desktop_admin.gui.theme import theme

    for name in ("light", "dark"):
        theme().show(is_dark=name == "dark")
        for page in pages:
            window.show_page(page)
            await asyncio.sleep(SETTLE)
            if not window.grab().save(str(out / f"{page}-{name}{suffix}.png")):
                raise SystemExit(f"{out} cannot be written to.")


@contextmanager
def _source(sample: bool, people: int) -> Iterator[tuple[Path, StartService, Callable[[], datetime]]]:
    """A folder for the desktop, how its service starts and its time: made-up data, or the demo beside its company."""
    from desktop_admin.gui.desk import utc_now

    if sample:
        from tests.helpers.sample_company import open_company

        with tempfile.TemporaryDirectory() as folder:
            service = open_company(Path(folder) / "service").service
            yield Path(folder), lambda: service, service.clock.now
        return
    from desktop_admin.demo import PEOPLE, Demo, DemoFolder, start_demo

    with DemoFolder() as folder:
        demo = Demo(folder, people or PEOPLE)
        yield demo.data, lambda: start_demo(demo), utc_now


async def _pictures(
    out: Path, pages: Sequence[str], suffix: str, *, sample: bool, people: int, size: tuple[int, int]
) -> None:
    from PySide6.QtWidgets import QApplication

    from desktop_admin.gui.application import Desktop
    from desktop_admin.gui.pages.registry import PAGES

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with _source(sample, people) as (folder, start, now):
        desktop = Desktop(app, folder, offers_demo=True, has_tray=lambda: False, now=now)
        desktop.window.resize(*size)
        desktop.window.show()
        try:
            await desktop.attach(start)
            if not sample:
                await desktop.desk.commands.integrations.set_active(desktop.window.integration_id, True)
                await asyncio.sleep(LIVE)
            await take(desktop.window, out, pages or [entry.key for entry in PAGES], suffix)
        finally:
            await desktop.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", action="store_true", help="show made-up data instead of the running demo")
    parser.add_argument("--people", type=int, default=0, help="how many people the demo's company has")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--pages", nargs="*", default=[], help="keys of pages; none means all")
    parser.add_argument("--suffix", default="", help="what the files' names end with")
    parser.add_argument("--size", type=int, nargs=2, default=SIZE, metavar=("WIDTH", "HEIGHT"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    import qasync

    from desktop_admin.gui.application import make_application

    loop = qasync.QEventLoop(make_application())
    with loop:
        loop.run_until_complete(
            _pictures(
                options.out,
                options.pages,
                options.suffix,
                sample=options.sample,
                people=options.people,
                size=(options.size[0], options.size[1]),
            )
        )
    if not options.pages:
        _at_200_percent(options.out)


def _at_200_percent(out: Path) -> None:
    """Qt takes its scale when it starts, so this is another process; made-up data is enough to see sharpness."""
    command = [sys.executable, __file__, "--sample", "--out", str(out), "--pages", "overview", "--suffix=-200"]
    subprocess.run(command, env={**os.environ, "QT_SCALE_FACTOR": "2"}, check=True)


if __name__ == "__main__":
    sys.path.insert(0, str(TOP))
    main()
