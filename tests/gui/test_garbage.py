"""Cyclic garbage never ends on a strange thread while the desktop runs."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from desktop_admin.gui.garbage import Garbage


class _Knot(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def garbage(qapp):
    made = Garbage()
    yield made
    made.close()
    assert gc.isenabled()


def test_another_thread_does_not_collect(garbage):
    gc.collect()
    knot = weakref.ref(_Knot())

    def work() -> None:
        for _ in range(20):
            _kept = [[each] for each in range(2000)]

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert knot() is not None


def test_the_timer_collects(garbage, qtbot):
    gc.collect()
    knot = weakref.ref(_Knot())
    filler = [[each] for each in range(2000)]
    garbage.collect()
    assert knot() is None
    assert filler


def test_what_was_there_is_settled(garbage):
    garbage.settle()
    assert gc.get_freeze_count() > 1000
