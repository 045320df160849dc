"""POX Autodiscover (MS-OXDSCLI): where a mailbox's EWS is, from an address alone."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from exchange_lookalike import soap
from exchange_lookalike.accounts import Account, Directory

REQUEST = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
RESPONSE = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"
OUTLOOK = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
_NOT_FOUND, _INVALID, _NO_SUCH_SCHEMA = 500, 600, 601


def answer(data: bytes, directory: Directory, base_url: str, now: datetime) -> bytes:
    """The response document to a request document. Wrong requests and unknown mailboxes get an error document.

    `base_url` is the server as clients reach it, e.g. "https://localhost:8443".
    """
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return _error(_INVALID, "Invalid Request", now)
    request = root.find(f"{{{REQUEST}}}Request")
    if root.getroottree().docinfo.doctype or root.tag != f"{{{REQUEST}}}Autodiscover" or request is None:
        return _error(_INVALID, "Invalid Request", now)
    address = (request.findtext(f"{{{REQUEST}}}EMailAddress") or "").strip()
    legacy_dn = (request.findtext(f"{{{REQUEST}}}LegacyDN") or "").strip()
    schema = (request.findtext(f"{{{REQUEST}}}AcceptableResponseSchema") or "").strip()
    if not (address or legacy_dn) or not schema:
        return _error(_INVALID, "Invalid Request", now)
    if schema.lower() != OUTLOOK:
        return _error(_NO_SUCH_SCHEMA, "Provider is not available", now)
    account = _find(directory, address, legacy_dn)
    if account is None or not account.has_mailbox:
        return _error(_NOT_FOUND, "The email address can't be found.", now)
    return _settings(account, base_url)


def legacy_dn_of(account: Account) -> str:
    """The X.500 name under which a mailbox is known."""
    return f"/o=Look-alike/ou=Exchange Administrative Group/cn=Recipients/cn={account.number:08x}-{account.login}"


def _find(directory: Directory, address: str, legacy_dn: str) -> Account | None:
    if address:
        return directory.by_address(address)
    return next((a for a in directory if legacy_dn_of(a).lower() == legacy_dn.lower()), None)


def server_version() -> str:
    """ServerVersion as its 32 bits are laid out: structure 7, major, minor, a flag, build (MS-OXDSCLI)."""
    major, minor, build, _ = (int(part) for part in soap.VERSION_TEXT.split("."))
    return f"{7 << 28 | major << 22 | minor << 16 | 1 << 15 | build:08X}"


def _settings(account: Account, base_url: str) -> bytes:
    host = urlsplit(base_url).hostname or ""
    ews = f"{base_url}/EWS/Exchange.asmx"
    ssl = "On" if base_url.startswith("https:") else "Off"
    root = etree.Element(f"{{{RESPONSE}}}Autodiscover", nsmap={None: RESPONSE})
    response = etree.SubElement(root, f"{{{OUTLOOK}}}Response", nsmap={None: OUTLOOK})
    _fill(
        _sub(response, "User"),
        DisplayName=account.name,
        LegacyDN=legacy_dn_of(account),
        AutoDiscoverSMTPAddress=account.address,
        DeploymentId="5b2f6a0e-6d38-4d5e-9a3d-0d7d2f3b9c11",
    )
    described = _sub(response, "Account")
    _fill(described, AccountType="email", Action="settings", MicrosoftOnline="False")
    urls = {"ASUrl": ews, "EwsUrl": ews, "EmwsUrl": ews, "OOFUrl": ews}
    server_dn = "/o=Look-alike/ou=Exchange Administrative Group/cn=Configuration/cn=Servers/cn=EXCHANGE"
    _fill(
        _sub(described, "Protocol"),
        Type="EXCH",
        Server=host,
        ServerDN=server_dn,
        ServerVersion=server_version(),
        MdbDN=f"{server_dn}/cn=Microsoft Private MDB",
        PublicFolderServer=host,
        AuthPackage="Anonymous",
        **urls,
    )
    _fill(_sub(described, "Protocol"), Type="EXPR", Server=host, SSL=ssl, AuthPackage="Ntlm", **urls)
    http = _sub(described, "Protocol")
    _fill(http, Type="EXHTTP", Server=host, SSL=ssl, AuthPackage="Ntlm", **urls)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _error(code: int, message: str, now: datetime) -> bytes:
    root = etree.Element(f"{{{RESPONSE}}}Autodiscover", nsmap={None: RESPONSE})
    response = etree.SubElement(root, f"{{{RESPONSE}}}Response")
    error = etree.SubElement(response, f"{{{RESPONSE}}}Error", Time=f"{now:%H:%M:%S.%f}", Id="2477272013")
    for name, text in (("ErrorCode", str(code)), ("Message", message), ("DebugData", "")):
        etree.SubElement(error, f"{{{RESPONSE}}}{name}").text = text
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _sub(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{OUTLOOK}}}{name}")


def _fill(parent: etree._Element, **texts: str) -> None:
    for name, text in texts.items():
        _sub(parent, name).text = soap.clean(text)
