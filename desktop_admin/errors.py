"""What may go wrong in words that an administrator reads.

Whoever finds a fault that the administrator can mend raises a :class:`ConciergeError`; the command line prints it, the
desktop shows it. Every other exception is a fault of the program: it is logged and told in one sentence.
"""

from __future__ import annotations

from typing import ClassVar


class ConciergeError(Exception):
    """``message`` says what is wrong, ``remedy`` what would be right; neither holds a secret or a stack trace.

    ``exit_status`` is what a command that ends with this fault leaves behind.
    """

    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".rstrip()


class UsageFault(ConciergeError):
    """A command was given something that it cannot take."""

    exit_status = 2
