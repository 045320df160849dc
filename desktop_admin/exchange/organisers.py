"""Who organises the meeting of a message, by an SMTP address.

Exchange writes the X.500 name of somebody whose address it could not translate (RoutingType EX). The first field that
has an SMTP address counts; else Exchange is asked for the name. What stays an X.500 name may be in the directory.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from dataclasses import replace

from exchangelib.errors import EWSError

from desktop_admin.domain.address import domain_of, fold_address, is_address, is_encapsulated, x500_name
from desktop_admin.domain.meeting import Mailbox, MeetingMessage
from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange.answered import extended_of
from desktop_admin.exchange.call import Call
from desktop_admin.exchange.faults import fault_of
from desktop_admin.exchange.xml import Element, M, T, m, t, text_of

# Microsoft: MS-OXPROPS, PidTagSentRepresentingSmtpAddress and PidTagSenderSmtpAddress.
_ORGANIZER, _SENDER = "0x5D02", "0x5D01"
_SCHEME = re.compile(r"(?:smtp|mailto|ex):", re.IGNORECASE)
MOST_NAMES = 20
"""So many names are asked for a page; of further ones the messages are read by their X.500 names."""

_log = logging.getLogger(__name__)


def properties() -> tuple[Element, ...]:
    """What to ask for besides From, Sender and Organizer."""
    return tuple(t("ExtendedFieldURI", PropertyTag=tag, PropertyType="String") for tag in (_ORGANIZER, _SENDER))


def organizer_of(item: Element) -> Mailbox | None:
    """The organiser, by the first field with an SMTP address: From, Sender, Organizer, the message's own properties.

    Sender is a delegate where From names somebody else; a delegate is not taken for the organiser.
    """
    author, sender, organizer = (_mailbox(item, name) for name in ("From", "Sender", "Organizer"))
    shown = next((each for each in (author, organizer) if each is not None and each.address), author or organizer)
    if shown is None:
        return sender
    is_delegated = sender is not None and author is not None and not _same(author, sender)
    smtp = _plain(extended_of(item, "PropertyTag", _ORGANIZER))
    candidates = (author, None if is_delegated else sender, organizer, Mailbox(smtp, shown.name))
    # An odd address in a domain of its own is whose it says. It must not be taken for somebody whom the sender named.
    domain = domain_of(shown.address)
    return next(
        (
            each
            for each in candidates
            if each is not None and is_address(each.address) and domain in ("", domain_of(each.address))
        ),
        shown,
    )


def sender_of(item: Element) -> Mailbox | None:
    """Who sent the message, by an SMTP address where a field has one."""
    sender, smtp = _mailbox(item, "Sender"), _plain(extended_of(item, "PropertyTag", _SENDER))
    if sender is None or is_address(sender.address) or not is_address(smtp):
        return sender
    return replace(sender, address=smtp)


def with_addresses(call: Call, messages: list[MeetingMessage]) -> list[MeetingMessage]:
    """``messages`` with the SMTP addresses that Exchange knows for X.500 names. Raises a fault of the connection."""
    who = (mailbox for each in messages for mailbox in (each.organizer, each.sender) if mailbox is not None)
    names = {fold_address(each.address): name for each in who if (name := x500_name(each.address))}
    found = {}
    for key, name in list(names.items())[:MOST_NAMES]:
        smtp = _resolved(call, name)
        if smtp is None:
            break
        if smtp:
            found[key] = smtp
    if not found:
        return messages
    return [
        replace(each, organizer=_known(each.organizer, found), sender=_known(each.sender, found)) for each in messages
    ]


def _resolved(call: Call, name: str) -> str | None:
    """The SMTP address of an X.500 name; "" where Exchange knows none, several, or does not say; None where it does not
    answer at all, so that it is not asked for further names.

    A server that lacks the operation must not stop the inbox: only what every request would meet is raised.
    """
    payload = m(
        "ResolveNames", m("UnresolvedEntry", name), ReturnFullContactData="false", SearchScope="ActiveDirectory"
    )
    try:
        answers = call.messages(payload)
    except (EWSError, MailFault) as fault:
        told = fault if isinstance(fault, MailFault) else fault_of(fault, call.mailbox)
        if told.trouble in (Trouble.WRONG_PASSWORD, Trouble.SERVER_BUSY):
            raise
        _log.debug("Exchange does not resolve a name (%s).", type(fault).__name__)
        return None if told.trouble in (Trouble.UNREACHABLE, Trouble.PROXY) else ""
    resolutions = [each for answer in answers for each in answer.iterfind(f"{M}ResolutionSet/{T}Resolution")]
    addresses = {text_of(each, f"{T}Mailbox/{T}EmailAddress") for each in resolutions}
    # A search by name: of several none can be taken for the one who was meant.
    address = addresses.pop() if len(addresses) == 1 else ""
    return address if is_address(address) else ""


def _known(mailbox: Mailbox | None, found: dict[str, str]) -> Mailbox | None:
    address = found.get(fold_address(mailbox.address)) if mailbox is not None else None
    if mailbox is None or address is None:
        return mailbox
    # Anybody can write a name of ours into an address of their own domain.
    is_borrowed = is_encapsulated(mailbox.address) and domain_of(mailbox.address) != domain_of(address)
    return mailbox if is_borrowed else replace(mailbox, address=address)


def _same(one: Mailbox, other: Mailbox) -> bool:
    return fold_address(one.address) == fold_address(other.address) or (bool(one.name) and one.name == other.name)


def _mailbox(item: Element, name: str) -> Mailbox | None:
    found = item.find(f"{T}{name}/{T}Mailbox")
    if found is None:
        return None
    address, shown = _plain(text_of(found, f"{T}EmailAddress")), text_of(found, f"{T}Name")
    routing = text_of(found, f"{T}RoutingType").upper()
    if address and routing not in ("", "SMTP", "EX"):
        # As a directory lists it among somebody's addresses. It must not be taken for one of SMTP.
        address = f"{routing}:{address}"
    elif routing == "SMTP" and address.startswith("/") and "@" in address:
        # A local part may be written like an X.500 name; the address is one of its domain all the same.
        address = f"{routing}:{address}"
    return Mailbox(address, shown) if address or shown else None


def _plain(address: str) -> str:
    """An address without what some senders put around it: a scheme, quotes or brackets, characters nobody sees."""
    address = "".join(sign for sign in address if unicodedata.category(sign) != "Cf")
    if scheme := _SCHEME.match(address):
        address = address[scheme.end() :]
    return (address[1:-1] if address[:1] + address[-1:] in ("''", '""', "<>") else address).strip()
