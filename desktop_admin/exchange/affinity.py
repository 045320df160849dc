"""Which mailboxes live together: Exchange streams for those of one group on one connection.

Autodiscover tells the group (Microsoft: How to maintain affinity between a group of subscriptions and the Mailbox
server; MS-OXWSADISC, GetUserSettings). It is asked at the EWS server itself, in the same account's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from lxml import etree

from desktop_admin.domain.ports import MOST_IN_A_BATCH, MailFault
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange import http
from desktop_admin.exchange.call import Errand
from desktop_admin.exchange.protocol import ExchangeProtocol
from desktop_admin.exchange.xml import SOAP, Element, read_answer, text_of

PATH = "/autodiscover/autodiscover.svc"
WITHIN = 10.0
"""Seconds for each answer: without one everybody is taken for one group, as on a single server."""

A = "{http://schemas.microsoft.com/exchange/2010/Autodiscover}"
_ADDRESSING = "{http://www.w3.org/2005/08/addressing}"
_WANTED = ("GroupingInformation", "ExternalEwsUrl")
_PREFIXES = {"s": SOAP[1:-1], "a": A[1:-1], "w": _ADDRESSING[1:-1]}


def groups(protocol: ExchangeProtocol, errand: Errand, mailboxes: Sequence[str]) -> tuple[str, ...]:
    """The group of each mailbox, in their order; "" where Exchange tells none. Raises MailFault, MalformedError."""
    found: list[str] = []
    protocol.url = urljoin(protocol.url, PATH)
    session = protocol.get_session()
    try:
        for start in range(0, len(mailboxes), MOST_IN_A_BATCH):
            errand.begins(session)
            part = mailboxes[start : start + MOST_IN_A_BATCH]
            headers = {"Content-Type": "text/xml; charset=utf-8"}
            answer = protocol.post(session, _request(protocol.url, part), headers, WITHIN)
            found += _told(read_answer(http.judge(answer)), len(part))
    finally:
        errand.ends()
        protocol.release_session(session)
    return tuple(found)


def _request(url: str, mailboxes: Sequence[str]) -> bytes:
    envelope = etree.Element(f"{SOAP}Envelope", nsmap=_PREFIXES)
    header = etree.SubElement(envelope, f"{SOAP}Header")
    _text(header, f"{A}RequestedServerVersion", "Exchange2013")
    _text(header, f"{_ADDRESSING}Action", f"{A[1:-1]}/Autodiscover/GetUserSettings")
    _text(header, f"{_ADDRESSING}To", url)
    body = etree.SubElement(envelope, f"{SOAP}Body")
    request = etree.SubElement(etree.SubElement(body, f"{A}GetUserSettingsRequestMessage"), f"{A}Request")
    users = etree.SubElement(request, f"{A}Users")
    for mailbox in mailboxes:
        _text(etree.SubElement(users, f"{A}User"), f"{A}Mailbox", mailbox)
    settings = etree.SubElement(request, f"{A}RequestedSettings")
    for name in _WANTED:
        _text(settings, f"{A}Setting", name)
    return bytes(etree.tostring(envelope, xml_declaration=True, encoding="utf-8"))


def _text(parent: Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text


def _told(root: Element, count: int) -> Iterator[str]:
    responses = root.findall(
        f"{SOAP}Body/{A}GetUserSettingsResponseMessage/{A}Response/{A}UserResponses/{A}UserResponse"
    )
    if len(responses) != count:
        raise MailFault(Trouble.SERVER_FAULT, "Autodiscover does not tell which mailboxes live together.")
    for response in responses:
        told = {
            text_of(each, f"{A}Name"): text_of(each, f"{A}Value")
            for each in response.iterfind(f"{A}UserSettings/{A}UserSetting")
        }
        yield " ".join(filter(None, (told.get(name) for name in _WANTED)))
