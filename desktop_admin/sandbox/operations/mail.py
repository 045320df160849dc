"""Sending mail: who gets a message, and what is kept of it. Nothing leaves the organisation (MS-OXWSMSG)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from desktop_admin.sandbox.accounts import Account
from desktop_admin.sandbox.calendar.post import Letter
from desktop_admin.sandbox.calendar.store_post import Sent, outbox
from desktop_admin.sandbox.dispatch import Call
from desktop_admin.sandbox.faults import EwsError
from desktop_admin.sandbox.items import Item
from desktop_admin.sandbox.people.names import everybody, mailbox_element
from desktop_admin.sandbox.soap import T, t

RECIPIENTS = ("ToRecipients", "CcRecipients", "BccRecipients")


def addresses(item: Item, *names: str) -> list[str]:
    """The addresses in those fields of a message."""
    found: list[str] = []
    for name in names or RECIPIENTS:
        kept = item.values.get(name)
        if isinstance(kept, etree._Element):
            found += [(each.text or "").strip() for each in kept.iter(f"{{{T}}}EmailAddress")]
    return [address.removeprefix("SMTP:").removeprefix("smtp:") for address in found if address]


def author(call: Call, item: Item) -> Account:
    """Whose message it is: From, else whoever acts. Raises EwsError ErrorSendAsDenied."""
    stated = addresses(item, "From")
    if not stated:
        return call.account
    found = call.store.directory.by_address(stated[0])
    if found is None or not call.account.may_open(found):
        raise EwsError("ErrorSendAsDenied")
    return found


def sign(call: Call, item: Item) -> None:
    """Fill in who a message is from and who sends it."""
    writer = author(call, item)
    item.values["From"] = _one("From", writer)
    item.values["Sender"] = _one("Sender", call.account)


def send(call: Call, item: Item) -> None:
    """Deliver a message to everybody who is meant. Raises EwsError ErrorInvalidRecipients where nobody is."""
    wanted = everybody(call.store.directory, addresses(item))
    if not wanted or any("@" not in address for address in wanted):
        raise EwsError("ErrorInvalidRecipients")
    sign(call, item)
    item.set_moment("DateTimeSent", call.store.now())
    item.values.pop("IsDraft", None)
    outside = []
    for address in wanted:
        account = call.store.directory.by_address(address)
        if account is None or not account.has_mailbox:
            outside.append(address)
            continue
        delivered = item.copy()
        delivered.values.pop("BccRecipients", None)
        delivered.values["IsRead"] = "false"
        delivered.created = call.store.now()
        call.store.deliver(account, delivered)
    if outside:
        _note(call, item, outside)


def _note(call: Call, item: Item, outside: Iterable[str]) -> None:
    writer = author(call, item)
    whom = (writer.address, writer.name)
    letter = Letter(item.text("Subject"), whom, (call.account.address, call.account.name))
    outbox(call.store, writer if writer.has_mailbox else call.account).append(
        Sent(call.store.now(), tuple(outside), letter)
    )


def _one(tag: str, account: Account) -> etree._Element:
    return t(tag, None, mailbox_element(account.name, account.address))
