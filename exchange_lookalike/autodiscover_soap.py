"""SOAP Autodiscover (MS-OXWSADISC): GetUserSettings, as far as a client groups mailboxes by it for streaming."""

from __future__ import annotations

from lxml import etree

from exchange_lookalike import soap
from exchange_lookalike.accounts import Directory

A = "http://schemas.microsoft.com/exchange/2010/Autodiscover"
_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_MOST_USERS = 100
_GROUP = "Default-First-Site-Name"


def answer(data: bytes, directory: Directory, base_url: str) -> bytes | None:
    """The response document to a request document; None where it is no GetUserSettings.

    Everybody lives on the one server that there is; a mailbox that does not exist has an error of its own.
    """
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    request = root.find(f"{{{_ENVELOPE}}}Body/{{{A}}}GetUserSettingsRequestMessage/{{{A}}}Request")
    if root.getroottree().docinfo.doctype or request is None:
        return None
    users = [(each.text or "").strip() for each in request.iterfind(f"{{{A}}}Users/{{{A}}}User/{{{A}}}Mailbox")]
    wanted = {(each.text or "").strip() for each in request.iterfind(f"{{{A}}}RequestedSettings/{{{A}}}Setting")}
    told = {"GroupingInformation": _GROUP, "ExternalEwsUrl": f"{base_url}/EWS/Exchange.asmx"}
    envelope = etree.Element(f"{{{_ENVELOPE}}}Envelope", nsmap={"s": _ENVELOPE, None: A})
    message = _sub(etree.SubElement(envelope, f"{{{_ENVELOPE}}}Body"), "GetUserSettingsResponseMessage")
    response = _sub(message, "Response")
    too_many = len(users) > _MOST_USERS
    _sub(response, "ErrorCode", "InvalidRequest" if too_many else "NoError")
    responses = _sub(response, "UserResponses")
    for user in () if too_many else users:
        account = directory.by_address(user)
        one = _sub(responses, "UserResponse")
        is_there = account is not None and account.has_mailbox
        _sub(one, "ErrorCode", "NoError" if is_there else "InvalidUser")
        settings = _sub(one, "UserSettings")
        for name in sorted(wanted & told.keys()) if is_there else ():
            setting = _sub(settings, "UserSetting")
            _sub(setting, "Name", name)
            _sub(setting, "Value", told[name])
    return bytes(etree.tostring(envelope, encoding="utf-8", xml_declaration=True))


def _sub(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    made = etree.SubElement(parent, f"{{{A}}}{name}")
    if text:
        made.text = soap.clean(text)
    return made
