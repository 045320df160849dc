"""How long things last. A test shrinks the minute; everything else follows."""

from __future__ import annotations

from dataclasses import dataclass

HEARTBEAT_MINUTES = 0.75
RETRY_MINUTES = 0.5


@dataclass(frozen=True)
class Pace:
    """`minute` is the length in seconds of what the protocol calls a minute.

    `heartbeat` (seconds between two signs of life of a silent stream) and `push_retry` (seconds until the first repeat
    of an undelivered push) follow it, as Exchange's 45 s and 30 s do, unless they are given.
    """

    minute: float = 60.0
    heartbeat: float = 0.0
    push_retry: float = 0.0

    def __post_init__(self) -> None:
        if not (self.minute > 0 and self.heartbeat >= 0 and self.push_retry >= 0):
            raise ValueError("The lengths of a minute, a heartbeat and a push retry must be above 0 seconds.")
        object.__setattr__(self, "heartbeat", self.heartbeat or self.minute * HEARTBEAT_MINUTES)
        object.__setattr__(self, "push_retry", self.push_retry or self.minute * RETRY_MINUTES)
