"""How far a reading has come, over everything that is being read at the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_admin.domain.counted import people
from desktop_admin.domain.ports import Clock

TELL_EVERY = 0.2
LOG_EVERY = 10.0


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` mailboxes, ``rate`` of them a second; ``seconds_left`` None until that can be said.

    The last one has ``done`` == ``total``; ``skipped`` of them were not read, because somebody cancelled.
    """

    done: int
    total: int
    rate: float = 0.0
    seconds_left: float | None = None
    skipped: int = 0


class Tally:
    """Counts one reading, or several at the same time. ``tell`` is given the progress, ``log`` a sentence of it."""

    def __init__(self, clock: Clock, tell: Callable[[Progress], None], log: Callable[[str], None]) -> None:
        self._clock = clock
        self._tell = tell
        self._log = log
        self._clear()

    def _clear(self) -> None:
        self._total = self._done = self._skipped = 0
        self._begun = self._told = self._logged = 0.0

    def more(self, count: int) -> None:
        """So many mailboxes are to be read."""
        if not self._total:
            self._begun = self._logged = self._clock.monotonic()
        self._total += count

    def one(self, count: int = 1, *, skipped: bool = False) -> None:
        """So many mailboxes have been read, or are left out."""
        self._done += count
        self._skipped += count if skipped else 0
        now = self._clock.monotonic()
        if self._done >= self._total:
            self._finish(now)
        elif now - self._told >= TELL_EVERY:
            self._told = now
            self._tell(self._progress(now))
            if now - self._logged >= LOG_EVERY:
                self._logged = now
                self._log(_sentence(self._progress(now)))

    def _finish(self, now: float) -> None:
        if self._total > 1:
            self._tell(self._progress(now))
        if self._skipped:
            read = self._total - self._skipped
            self._log(f"Reading was cancelled after {read} of {people(self._total)}. Force now reads the others.")
        elif self._told or now - self._begun >= LOG_EVERY:
            self._log(f"Read {people(self._total)} in {now - self._begun:.1f} s.")
        self._clear()

    def _progress(self, now: float) -> Progress:
        elapsed = now - self._begun
        read = self._done - self._skipped
        rate = read / elapsed if elapsed > 0 else 0.0
        left = (self._total - self._done) / rate if rate else None
        return Progress(self._done, self._total, rate, left, self._skipped)


def _sentence(progress: Progress) -> str:
    left = "" if progress.seconds_left is None else f", about {_span(progress.seconds_left)} left"
    return f"Read {progress.done} of {people(progress.total)}, {progress.rate:.1f} a second{left}."


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 120 else f"{seconds:.0f} s"
