"""Mailboxes behind a dispatcher: requests as text in, checked answers out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lxml import etree

from exchange_lookalike.accounts import Account, Directory
from exchange_lookalike.calendar.appointment import Appointment
from exchange_lookalike.dispatch import Dispatcher
from exchange_lookalike.items import Folder, Item, Value
from exchange_lookalike.soap import SOAP, M, T
from exchange_lookalike.store import Store
from tests.helpers import schema

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ID_ONLY = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"


class Mailboxes:
    """Ada's and Alan's mailboxes; a service account may impersonate, Ada may open Alan's."""

    def __init__(self) -> None:
        directory = Directory("example.com")
        self.ada = directory.add(Account("ada@example.com", "Ada Lovelace", "ada", "x"))
        self.alan = directory.add(
            Account("alan@example.com", "Alan Turing", "alan", "x", full_access={"ada@example.com"})
        )
        self.eve = directory.add(Account("eve@example.com", "Eve Adams", "eve", "x", delegates={"alan@example.com"}))
        self.now = NOW
        self.store = Store(directory, lambda: self.now)
        self.dispatcher = Dispatcher(self.store)

    def ask(self, request: str, caller: Account | None = None) -> etree._Element:
        """Send a request whose prefixes are m and t; the response element, which fits the schema."""
        answer = self.dispatcher.dispatch(envelope(request), caller or self.ada)
        assert not self.dispatcher.failures, self.dispatcher.failures
        assert answer.status == 200, answer.body.decode()
        return schema.check(answer.body)

    def fault(self, request: str, caller: Account | None = None) -> str:
        """Send a request that is refused as a whole; the fault's code."""
        answer = self.dispatcher.dispatch(envelope(request), caller or self.ada)
        assert not self.dispatcher.failures, self.dispatcher.failures
        assert answer.status == 500
        return next(etree.fromstring(answer.body).iter("{*}ResponseCode")).text or ""

    def folder(self, name: str = "inbox", account: Account | None = None) -> Folder:
        return self.store.folder(account or self.ada, name)

    def mail(self, subject: str, folder: Folder | None = None, **values: Value) -> Item:
        """A message in a folder, by default the inbox."""
        held = {"ItemClass": "IPM.Note", "Subject": subject, "IsRead": "true", **values}
        return self.store.add(folder or self.folder(), Item("Message", dict(held)))

    def appointment(self, subject: str, start: datetime, hours: float = 1) -> Item:
        """An appointment in Ada's calendar."""
        half = Appointment(f"UID-{subject}", start, start + timedelta(hours=hours), ("ada@example.com", "Ada Lovelace"))
        values: dict[str, Value] = {"ItemClass": "IPM.Appointment", "Subject": subject}
        return self.store.add(self.folder("calendar"), Item("CalendarItem", dict(values), half))


def envelope(request: str) -> bytes:
    return (
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:m="{M}" xmlns:t="{T}"><s:Header>'
        f'<t:RequestServerVersion Version="Exchange2016"/></s:Header><s:Body>{request}</s:Body></s:Envelope>'
    ).encode()


def codes(answer: etree._Element) -> list[str]:
    """The response codes, in order."""
    return [code.text or "" for code in answer.iter(f"{{{M}}}ResponseCode")]


def texts(answer: etree._Element, name: str) -> list[str]:
    """The texts of all elements of that name, in order."""
    return [element.text or "" for element in answer.iter(f"{{*}}{name}")]


def ids_of(answer: etree._Element, name: str = "ItemId") -> list[str]:
    """The identifiers in all elements of that name, in order."""
    return [element.get("Id", "") for element in answer.iter(f"{{*}}{name}")]
