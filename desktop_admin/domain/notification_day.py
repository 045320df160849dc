"""What Exchange told of the conferencing inbox, held against what catching up found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotificationDay:
    """One day (``YYYY-MM-DD``, UTC) of an integration, counted.

    ``told``: notifications that came; ``missed``: items that catching up found though a subscription was up and nothing
    had been told; ``doubled``: waves of notifications after which there was nothing new, and that were no echo of our
    own answers; ``late``: items that were told of more than a minute after they had arrived.
    """

    day: str
    told: int = 0
    missed: int = 0
    doubled: int = 0
    late: int = 0

    def plus(self, other: NotificationDay) -> NotificationDay:
        return NotificationDay(
            self.day,
            self.told + other.told,
            self.missed + other.missed,
            self.doubled + other.doubled,
            self.late + other.late,
        )
