"""The people operations over the store, registered with dispatch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from lxml import etree

from exchange_lookalike.accounts import Account, Directory
from exchange_lookalike.calendar.store_view import events
from exchange_lookalike.call import Call
from exchange_lookalike.dispatch import operation
from exchange_lookalike.people.availability import get_user_availability
from exchange_lookalike.people.desk import Desk
from exchange_lookalike.people.free_busy import Event
from exchange_lookalike.people.names import Found
from exchange_lookalike.people.oof import Oof
from exchange_lookalike.people.requests import HANDLERS
from exchange_lookalike.soap import T, t
from exchange_lookalike.store import Store
from exchange_lookalike.timezones import Zone

_NOTE = "oof"


def oof_of(store: Store, account: Account) -> Oof:
    """Automatic replies of a mailbox."""
    found: Oof = store.mailbox(account).notes.get(_NOTE) or Oof()
    return found


def set_oof(store: Store, account: Account, oof: Oof) -> None:
    """Change automatic replies of a mailbox."""
    store.mailbox(account).notes[_NOTE] = oof


class StoreDesk:
    """A `desk.Desk` over one request."""

    def __init__(self, call: Call) -> None:
        self._store = call.store
        self.caller = call.account
        self.zone: Zone | None = call.zone

    @property
    def directory(self) -> Directory:
        """Who exists."""
        return self._store.directory

    def now(self) -> datetime:
        """The present, UTC."""
        return self._store.now()

    def oof(self, account: Account) -> Oof:
        """Automatic replies of a mailbox."""
        return oof_of(self._store, account)

    def set_oof(self, account: Account, oof: Oof) -> None:
        """Change automatic replies."""
        set_oof(self._store, account, oof)

    def events(self, account: Account, start: datetime, end: datetime) -> list[Event]:
        """What a mailbox's calendar holds between two moments."""
        return events(self._store, account, start, end)

    def contacts(self, account: Account) -> Iterable[Found]:
        """The personal contacts of a mailbox that have an address."""
        if not account.has_mailbox:
            return
        for item in self._store.folder(account, "contacts").items.values():
            entries = item.values.get("EmailAddresses")
            if isinstance(entries, etree._Element):
                for entry in entries.iter(f"{{{T}}}Entry"):
                    if entry.text:
                        yield Found(
                            item.text("DisplayName") or item.text("Subject"), entry.text, "Contact", source="Store"
                        )
                        break


def _register(name: str, handler: Callable[[etree._Element, Desk], etree._Element]) -> None:
    @operation(name)
    def serve(call: Call) -> etree._Element:
        answer = handler(call.request, StoreDesk(call))
        if name == "GetMailTips" and "stubbed_mail_tips" in call.store.quirks:
            _stub(answer)
        return answer


def _stub(answer: etree._Element) -> None:
    """Every tip of automatic replies as another server writes it that does not know them."""
    for told in answer.iter(f"{{{T}}}OutOfOffice"):
        for child in list(told):
            told.remove(child)
        told.extend((t("OofState", "Disabled"), t("OofReply", None, t("Message"))))


for _name, _handler in {**HANDLERS, "GetUserAvailabilityRequest": get_user_availability}.items():
    _register(_name, _handler)
