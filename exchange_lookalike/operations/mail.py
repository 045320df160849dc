"""Sending mail: who gets a message, and what is kept of it. Nothing leaves the organisation (MS-OXWSMSG)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from exchange_lookalike import rules, soap
from exchange_lookalike.accounts import Account
from exchange_lookalike.calendar.post import Letter
from exchange_lookalike.calendar.store_post import Sent, outbox
from exchange_lookalike.call import Call
from exchange_lookalike.faults import EwsError
from exchange_lookalike.items import Item
from exchange_lookalike.people.names import everybody, mailbox_element, member
from exchange_lookalike.soap import T, t

RECIPIENTS = ("ToRecipients", "CcRecipients", "BccRecipients")


def addresses(item: Item, *names: str) -> list[str]:
    """The addresses in those fields of a message."""
    found: list[str] = []
    for name in names or RECIPIENTS:
        kept = item.values.get(name)
        if isinstance(kept, etree._Element):
            found += [(each.text or "").strip() for each in kept.iter(f"{{{T}}}EmailAddress")]
    return [_bare(address) for address in found if address]


def author(call: Call, item: Item) -> Account:
    """Whose message it is: From, else whoever acts; a forwarded request is from its organiser, and belongs to the one
    who acts. Raises EwsError ErrorSendAsDenied."""
    stated = addresses(item, "From")
    if not stated or _passed_on(item):
        return call.account
    found = call.store.directory.by_address(stated[0])
    if found is None or not call.account.may_open(found):
        raise EwsError("ErrorSendAsDenied", "You may not send as the account that the message is from.")
    return found


def sign_draft(call: Call, item: Item) -> None:
    """Fill in who a message is from, unless it says so; whether that is allowed shows when it is sent."""
    item.values.setdefault("From", _one("From", call.account))
    item.values.setdefault("Sender", _one("Sender", call.account))


def _sign(call: Call, item: Item) -> None:
    """State who a message is from, who sends it, and the full names of those who get it."""
    item.values["From"] = _one("From", author(call, item)) if not _passed_on(item) else _organiser(item)
    item.values["Sender"] = _one("Sender", call.account)
    for name in RECIPIENTS:
        kept = item.values.get(name)
        if isinstance(kept, etree._Element):
            item.values[name] = t(name, None, *(_resolved(call, box) for box in soap.elements(kept)))


def _resolved(call: Call, box: etree._Element) -> etree._Element:
    """A recipient as the directory knows them; one from outside as the client wrote them."""
    address = _bare(soap.child_text(box, "EmailAddress"))
    found = member(call.store.directory, address)
    if found.kind == "OneOff":
        return mailbox_element(soap.child_text(box, "Name") or address, address, "OneOff")
    return found.mailbox()


def _bare(address: str) -> str:
    return address[5:] if address[:5].lower() == "smtp:" else address


def send(call: Call, item: Item) -> None:
    """Deliver a message to everybody who is meant. Raises EwsError ErrorInvalidRecipients where nobody is."""
    wanted = everybody(call.store.directory, addresses(item))
    if not wanted or any("@" not in address for address in wanted):
        raise EwsError("ErrorInvalidRecipients", "At least one recipient is not valid.")
    _sign(call, item)
    item.set_moment("DateTimeSent", call.store.now())
    item.values.pop("IsDraft", None)
    outside, served = [], set()
    for address in wanted:
        account = call.store.directory.by_address(address)
        if account is None or not account.has_mailbox:
            outside.append(address)
            continue
        if account.number in served:
            continue
        served.add(account.number)
        if item.meeting is not None:
            rules.calendar().deliver(call, account, item)
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


def _passed_on(item: Item) -> bool:
    return item.meeting is not None and item.meeting.passed_on


def _organiser(item: Item) -> etree._Element:
    address, name = item.meeting.appointment.organizer if item.meeting is not None else ("", "")
    return t("From", None, mailbox_element(name, address))


def _one(tag: str, account: Account) -> etree._Element:
    return t(tag, None, mailbox_element(account.name, account.address))
