"""Sleep, a clock that is set, and another zone are noticed at once, and nothing else is."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest

from desktop_admin.service.clock_watch import LOOK_EVERY, ClockWatch, Jump, SystemZone
from desktop_admin.service.tasks import Tasks
from tests.helpers.clock import ManualClock


class Computer(ManualClock):
    """Its wall clock can be set, and its second clock stands still while it sleeps."""

    ahead = timedelta()
    zone = "CET"

    def now(self):
        return super().now() + self.ahead


@pytest.mark.parametrize(
    ("seconds", "jump"), [(3600, Jump.FORWARD), (3, Jump.FORWARD), (-3600, Jump.BACK), (1, None), (-1, None)]
)
async def test_a_clock_that_jumps_is_told_once(seconds: int, jump: Jump | None) -> None:
    computer, told = Computer(), []
    watch = ClockWatch(computer, lambda *jumped: told.append(jumped), lambda: computer.zone)
    tasks = Tasks("test")
    tasks.start("watch", watch.run())
    await computer.advance(60)
    assert told == []
    computer.ahead = timedelta(seconds=seconds)
    await computer.advance(2 * LOOK_EVERY)
    assert told == ([(jump, pytest.approx(abs(seconds)))] if jump else [])
    await tasks.stop(1.0)


async def test_a_look_that_comes_minutes_late_is_a_sleep_and_one_that_is_a_little_late_is_not() -> None:
    computer, told = Computer(), []
    watch = ClockWatch(computer, lambda *jumped: told.append(jumped), lambda: computer.zone)
    await computer.advance(LOOK_EVERY + 10)
    watch.compare()
    assert told == []
    await computer.advance(LOOK_EVERY + 600)
    watch.compare()
    assert told == [(Jump.FORWARD, 600.0)]


async def test_another_zone_and_summer_time_are_told() -> None:
    computer, told = Computer(), []
    watch = ClockWatch(computer, lambda *jumped: told.append(jumped), lambda: computer.zone)
    computer.zone = "CEST"
    await computer.advance(LOOK_EVERY)
    watch.compare()
    watch.compare()
    assert told == [(Jump.ZONE, 0.0)]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="only Unix lets a program read its zone again")
def test_a_zone_of_the_system_that_was_changed_is_read_anew(tmp_path, monkeypatch) -> None:
    """What tzset does with TZ is the system's: it reads a zone again only when TZ is another one than before."""
    place, read = tmp_path / "localtime", []
    place.write_bytes(b"TZif")
    monkeypatch.setattr("desktop_admin.service.clock_watch.LOCALTIME", place)
    monkeypatch.setattr(time, "tzset", lambda: read.append(os.environ.get("TZ")))
    monkeypatch.delenv("TZ", raising=False)
    zone = SystemZone()
    zone()
    assert read == []
    place.unlink()
    place.symlink_to(tmp_path / "elsewhere")
    zone()
    zone()
    assert read == [f":{place}", None]
    assert "TZ" not in os.environ
