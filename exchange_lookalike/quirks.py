"""Quirks: what another server that speaks EWS does differently from Exchange, for as long as it runs.

Unlike trouble, a quirk is no outage: the server always behaves so, towards everybody. Clearing trouble leaves quirks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exchange_lookalike.trouble import WrongSwitch

QUIRKS: Mapping[str, str] = {
    "keeps_answered": "an answered request stays in the inbox and is marked as answered",
    "one_mailbox_a_stream": "a stream takes the subscriptions of one mailbox and refuses all others",
    "hides_recurrence_id": "meeting messages do not say which occurrence they are about",
    "lacks_time_zones": "GetServerTimeZones is an unknown request, refused by a fault without version",
    "refuses_remove_item": "RemoveItem is an unknown element, refused by a fault without version",
    "tells_no_zone": "meeting messages do not say their time zone",
    "stubbed_mail_tips": "mail tips say that automatic replies are off, whatever they are, and bring no reply",
    "unexpanded_views": "calendar views show the master of a series instead of its occurrences",
}


class Quirks:
    """The quirks that one server has."""

    def __init__(self) -> None:
        self._on: frozenset[str] = frozenset()

    def set(self, names: Iterable[str]) -> None:
        """Have exactly these quirks from now on. Raises WrongSwitch."""
        self._on = checked(names)

    def __contains__(self, name: str) -> bool:
        return name in self._on

    def as_list(self) -> list[str]:
        """Their names, in alphabetical order."""
        return sorted(self._on)


def checked(names: Iterable[str]) -> frozenset[str]:
    """The names as a set. Raises WrongSwitch for one that is not known."""
    found = frozenset(names)
    for name in sorted(found - QUIRKS.keys()):
        raise WrongSwitch(f"There is no quirk named {name!r}. Known are: {', '.join(QUIRKS)}.")
    return found
