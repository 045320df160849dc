"""What the server was asked: counts by operation and mailbox, and the latest requests one by one."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

KEPT = 2000
_CODE = re.compile(rb"ResponseCode(?: [^>]*)?>(Error\w+)<")
_LOOKED_AT = 4096


@dataclass(frozen=True)
class Entry:
    """One answered request. `mailbox` is the one acted in, `account` who signed in; `code` the first error code in the
    answer, NoError without one; `cut` says that the connection was broken instead of answering."""

    number: int
    at: datetime
    operation: str
    mailbox: str
    account: str
    status: int
    code: str
    milliseconds: float
    cut: bool = False


@dataclass
class Journal:
    """Counts and the latest entries."""

    requests: Counter[str] = field(default_factory=Counter)
    by_mailbox: dict[str, Counter[str]] = field(default_factory=dict)
    unsigned: int = 0
    latest: deque[Entry] = field(default_factory=lambda: deque(maxlen=KEPT))
    _number: int = 0

    def note(self, at: datetime, operation: str, mailbox: str, account: str, status: int, answer: bytes,
             milliseconds: float, *, cut: bool = False) -> None:  # fmt: skip
        """Enter a request that has been dealt with."""
        self._number += 1
        self.requests[operation] += 1
        self.by_mailbox.setdefault(mailbox, Counter())[operation] += 1
        found = _CODE.search(answer, 0, _LOOKED_AT)
        code = found.group(1).decode() if found else "NoError" if status == 200 else ""
        entry = Entry(self._number, at, operation, mailbox, account, status, code, round(milliseconds, 2), cut)
        self.latest.append(entry)

    def reset(self) -> None:
        """Count from nought again."""
        self.requests.clear()
        self.by_mailbox.clear()
        self.latest.clear()
        self.unsigned = 0

    def counts(self) -> dict[str, Any]:
        """The counts as plain values."""
        return {
            "requests": dict(self.requests),
            "by_mailbox": {mailbox: dict(counts) for mailbox, counts in self.by_mailbox.items()},
            "unsigned": self.unsigned,
        }

    def entries(self) -> list[dict[str, Any]]:
        """The latest requests as plain values, oldest first."""
        return [{**asdict(entry), "at": entry.at.isoformat()} for entry in self.latest]
