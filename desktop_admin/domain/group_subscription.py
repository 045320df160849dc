"""Subscribing to a group of mailboxes, one after the other: one that fails is left out, nobody else waits for it.

A group that the server does not keep together is divided.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from desktop_admin.domain.ports import MailFault, Signal, SignalKind
from desktop_admin.domain.status import Trouble

FAILED_IN_A_ROW: Final = 3
"""So many mailboxes that do not answer, one after the other, are Exchange's trouble."""

BUSY_TRIES: Final = 8
LONGEST_PAUSE: Final = 120.0
"""Seconds that a group in the making waits where Exchange asks for a pause; a longer one ends it."""

_OF_ONE = (Trouble.MAILBOX_NOT_FOUND, Trouble.NO_IMPERSONATION, Trouble.SERVER_FAULT, Trouble.UNREACHABLE)


class Joining:
    """How far one group is: whether anybody is subscribed to, and who was refused and why."""

    def __init__(self) -> None:
        self._refused: dict[str, MailFault] = {}
        self._in_a_row = 0
        self._has_begun = False

    def joined(self) -> None:
        """One more mailbox is subscribed to."""
        self._in_a_row = 0
        self._has_begun = True

    def pause(self, fault: MailFault, tried: int) -> float | None:
        """Seconds after which a refused mailbox is asked for again, ``tried`` times so far: a busy server would
        otherwise cost all that was subscribed to. None: it is not.
        """
        is_busy = fault.trouble is Trouble.SERVER_BUSY and self._has_begun and tried < BUSY_TRIES
        return fault.retry_after if is_busy and (fault.retry_after or 0.0) <= LONGEST_PAUSE else None

    def refuse(self, mailbox: str, fault: MailFault) -> None:
        """Leaves ``mailbox`` out. Raises ``fault`` where it is not this mailbox's own, but everybody's."""
        self._in_a_row += 1
        is_dead = fault.trouble is Trouble.UNREACHABLE or not self._has_begun
        if fault.trouble not in _OF_ONE or (is_dead and self._in_a_row >= FAILED_IN_A_ROW):
            raise fault
        self._refused[mailbox] = fault

    def ended(self) -> tuple[Signal, ...]:
        """Who was left out. Raises the first one's fault where everybody was."""
        if self._refused and not self._has_begun:
            raise next(iter(self._refused.values()))
        return tuple(Signal(SignalKind.REFUSED, (mailbox,), fault.text) for mailbox, fault in self._refused.items())


def divide(mailboxes: Sequence[str], named: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """The groups to try instead of one whose subscription was lost right after it began. ``named``: those of its
    mailboxes that the server complained of. Nothing for a single mailbox.

    A server that complains of all but the first takes only one mailbox at a time. One that names a few is well without
    them. Otherwise nobody knows whom it is about, and halves tell more.
    """
    if len(mailboxes) < 2:
        return ()
    lost = tuple(each for each in mailboxes if each in named)
    if lost == tuple(mailboxes[1:]):
        return tuple((each,) for each in mailboxes)
    if lost and 2 * len(lost) <= len(mailboxes):
        return tuple(each for each in mailboxes if each not in named), lost
    middle = len(mailboxes) // 2
    return tuple(mailboxes[:middle]), tuple(mailboxes[middle:])
