"""How an integration reaches Exchange."""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationInfo, field_validator, model_validator

from desktop_admin.domain.loopback import is_loopback
from desktop_admin.domain.ports import OAuthApp, Proxy
from desktop_admin.settings.option import Settings, option

DEFAULT_PATH = "/EWS/Exchange.asmx"
CALLBACK_PORT = 21020
PROXY_PORT = 8080

_HOST_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@\\/<>\"]+@[^\s@\\/<>\"]+\.[^\s@\\/<>\".]+|[^\s@\\/<>\"]+@localhost")
_DOWN_LEVEL = re.compile(r"[^\s@\\/<>\"]+\\[^\s@\\/<>\"]+")


class Authentication(StrEnum):
    """How the service account, or with OAuth an application, signs in. Kerberos comes with its extra."""

    AUTOMATIC = "auto"
    BASIC = "basic"
    NTLM = "ntlm"
    KERBEROS = "kerberos"
    OAUTH = "oauth"


def host_problem(host: str) -> str | None:
    """Why ``host`` is no host name or IP address; None when it is one."""
    if not host:
        return "Write the server's name, for example mail.example.com."
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        pass
    else:
        return None
    if len(host) > 253 or not all(_HOST_LABEL.fullmatch(label) for label in host.rstrip(".").split(".")):
        return f"“{host}” is no host name. Write a name like mail.example.com, an IP address or a whole EWS address."
    if re.fullmatch(r"[0-9.]+", host):
        return f"“{host}” is no IP address. An IPv4 address has four numbers from 0 to 255."
    return None


def address_problem(address: str) -> str | None:
    """Why ``address`` is no email address; None when it is one."""
    if _ADDRESS.fullmatch(address):
        return None
    return f"“{address}” is no email address. Write it like rooms@example.com."


class ProxyUse(StrEnum):
    """How requests leave: straight, or through a forward proxy."""

    NONE = "none"
    SYSTEM = "system"
    URL = "url"


class ConnectionSettings(Settings):
    """Where Exchange is and who signs in. The password is in the keyring, never here."""

    server: str = option(
        "",
        label="Server",
        help="Host name or IP address of Exchange, or its whole EWS address.",
        placeholder="mail.example.com",
        max_length=300,
        group="server",
    )
    port: int = option(443, label="Port", ge=1, le=65535, group="server", beside="server")
    ews_path: str = option(DEFAULT_PATH, label="EWS path", max_length=200, group="server")
    ca_file: str = option(
        "",
        label="Additional CA certificate",
        help="PEM file of a certificate authority to trust besides the system's.",
        advanced=True,
        max_length=1000,
        group="security",
        file="certificate",
    )
    use_http: bool = option(False, label="Unencrypted HTTP", advanced=True, group="security")
    allow_http: bool = option(
        False,
        label="Allow unencrypted HTTP",
        help="Passwords and meetings would cross the network readable by anybody. Only for a test.",
        advanced=True,
        group="security",
    )
    exchange_domains: tuple[str, ...] = option(
        (),
        label="Exchange domains",
        help="Full names of every Exchange server of this deployment, one per line. "
        "Redirects are followed to these alone.",
        placeholder="mail.example.com",
        group="server",
    )
    user_name: str = option(
        "",
        label="User name",
        help="The service account, as user@domain or DOMAIN\\user.",
        placeholder="svc-concierge@example.com",
        max_length=320,
        group="account",
    )
    authentication: Authentication = option(
        Authentication.AUTOMATIC,
        label="Sign-in",
        help="Automatic takes NTLM where the server offers it, else Basic. OAuth 2 signs in as an application.",
        group="account",
    )
    tenant: str = option(
        "",
        label="Tenant",
        help="OAuth 2: the tenant's id or domain.",
        placeholder="example.onmicrosoft.com",
        max_length=253,
        group="oauth",
    )
    client_id: str = option(
        "",
        label="Client id",
        help="OAuth 2: the application's id. Its secret is stored in place of the password.",
        placeholder="00000000-0000-0000-0000-000000000000",
        max_length=64,
        group="oauth",
    )
    client_certificate: str = option(
        "",
        label="Client certificate",
        help="OAuth 2: PEM file with certificate and private key, instead of a secret.",
        max_length=1000,
        group="oauth",
        file="certificate",
    )
    authority: str = option(
        "https://login.microsoftonline.com",
        label="Authority",
        help="OAuth 2: who gives the tokens. National clouds have their own.",
        advanced=True,
        max_length=300,
        group="oauth",
    )
    conferencing_mailbox: str = option(
        "",
        label="Conferencing mailbox",
        help="The mailbox that people invite to get a meeting room. This integration owns it alone. "
        "Empty: presence only.",
        placeholder="rooms@example.com",
        max_length=320,
        group="rooms",
    )
    callback_url: str = option(
        "",
        label="Callback URL",
        help="Public name or URL at which Exchange reaches this program for push (port 21020 unless said). "
        "Empty: streaming is used.",
        placeholder="concierge.example.com",
        max_length=300,
        group="rooms",
    )
    proxy: ProxyUse = option(
        ProxyUse.NONE,
        label="Proxy",
        help="Forward proxy for every connection to Exchange, its token endpoint and Autodiscover: none, the system's, "
        "or the one named below.",
        advanced=True,
        group="security",
    )
    proxy_url: str = option(
        "",
        label="Proxy URL",
        help="Address of the forward proxy (port 8080 if none is given). Its password is stored in the keyring.",
        placeholder="http://proxy.example.com:8080",
        advanced=True,
        max_length=300,
        group="security",
    )
    proxy_user: str = option(
        "",
        label="Proxy user name",
        help="User name for the proxy. Empty: the proxy needs none.",
        advanced=True,
        max_length=320,
        group="security",
    )

    @model_validator(mode="before")
    @classmethod
    def _whole_url_fills_three(cls, values: Any) -> Any:
        """A whole EWS URL typed as the server fills server, port and path."""
        if not isinstance(values, dict) or "://" not in str(values.get("server", "")):
            return values
        parts = split_ews_url(str(values["server"]).strip())
        return values | parts

    @field_validator("server")
    @classmethod
    def _server(cls, host: str) -> str:
        if host and (problem := host_problem(host)):
            raise ValueError(problem)
        return host

    @field_validator("ews_path")
    @classmethod
    def _path(cls, path: str) -> str:
        if not path.startswith("/") or re.search(r"[\s?#]", path):
            raise ValueError(f"“{path}” is no path. It begins with a slash, like {DEFAULT_PATH}.")
        return path

    @field_validator("exchange_domains")
    @classmethod
    def _domains(cls, domains: tuple[str, ...], earlier: ValidationInfo) -> tuple[str, ...]:
        for domain in domains:
            if problem := host_problem(domain):
                raise ValueError(problem)
        unique = tuple(dict.fromkeys(domain.lower() for domain in domains))
        server = earlier.data.get("server", "").lower()
        if server and unique and server not in unique:
            raise ValueError(f"The server {server} is not among them. Add it, or correct the server.")
        return unique

    @field_validator("allow_http")
    @classmethod
    def _consent(cls, allowed: bool, earlier: ValidationInfo) -> bool:
        server = earlier.data.get("server", "")
        if earlier.data.get("use_http") and server and not allowed and not is_loopback(server):
            raise ValueError(
                "The address is unencrypted: the password could be read on its way. "
                "Use https://, or allow unencrypted HTTP for a test."
            )
        return allowed

    @field_validator("user_name")
    @classmethod
    def _user_name(cls, name: str) -> str:
        if name and not _ADDRESS.fullmatch(name) and not _DOWN_LEVEL.fullmatch(name):
            hint = f"{name}@example.com" if re.fullmatch(r"[\w.-]+", name) else "svc@example.com"
            kind = "a bare name" if re.fullmatch(r"[\w.-]+", name) else "no account name"
            raise ValueError(f"That is {kind}. Write it as user@domain ({hint}) or DOMAIN\\user.")
        return name

    @field_validator("conferencing_mailbox")
    @classmethod
    def _mailbox(cls, address: str) -> str:
        if address and (problem := address_problem(address)):
            raise ValueError(problem)
        return address

    @field_validator("callback_url")
    @classmethod
    def _callback(cls, url: str) -> str:
        return normal_callback(url) if url else url

    @field_validator("tenant", "client_id")
    @classmethod
    def _identifier(cls, text: str, earlier: ValidationInfo) -> str:
        by_application = earlier.data.get("authentication") is Authentication.OAUTH and earlier.data.get("server")
        if by_application and not text:
            raise ValueError("OAuth 2 needs this: it stands in the application's registration.")
        if text and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", text):
            raise ValueError(f"“{text}” is neither an id nor a domain. An id has the form of the example.")
        return text

    @field_validator("proxy_url")
    @classmethod
    def _proxy_url(cls, text: str, earlier: ValidationInfo) -> str:
        if not text:
            if earlier.data.get("proxy") is ProxyUse.URL:
                raise ValueError("Write the proxy's address, like http://proxy.example.com:8080.")
            return text
        return normal_proxy(text)

    @field_validator("authority")
    @classmethod
    def _authority(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname or parts.username or parts.query:
            raise ValueError("Write an address that begins with https://, like https://login.microsoftonline.com.")
        return url.rstrip("/")

    @property
    def oauth_app(self) -> OAuthApp | None:
        """The application that signs in; None where an account does."""
        if self.authentication is not Authentication.OAUTH:
            return None
        return OAuthApp(self.tenant, self.client_id, self.authority, self.client_certificate)

    def proxy_with(self, password: str) -> Proxy | None:
        """The forward proxy in use, which takes ``password``; None where requests go straight."""
        if self.proxy is ProxyUse.NONE:
            return None
        return Proxy(self.proxy_url, self.proxy_user, password) if self.proxy is ProxyUse.URL else Proxy()

    @property
    def ews_url(self) -> str:
        host = f"[{self.server}]" if ":" in self.server and not self.server.startswith("[") else self.server
        scheme = "http" if self.use_http else "https"
        default = 80 if self.use_http else 443
        port = "" if self.port == default else f":{self.port}"
        return f"{scheme}://{host}{port}{self.ews_path}"

    @property
    def is_complete(self) -> bool:
        """Whether enough is known to connect."""
        return bool(self.server and (self.user_name or self.authentication is Authentication.OAUTH))


def normal_proxy(text: str) -> str:
    """A proxy's name or URL as a whole URL with its port. Raises ValueError in words."""
    url = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(url)
        port = parts.port or PROXY_PORT
    except ValueError as wrong:
        raise ValueError(f"“{text}” is not a web address: {wrong}.") from None
    if parts.username or parts.password:
        raise ValueError("A user name or password does not belong in the address. Use the fields for them.")
    if parts.scheme != "http":
        raise ValueError("The address of a proxy begins with http://; what goes through it is encrypted all the same.")
    host = parts.hostname or ""
    if problem := host_problem(host):
        raise ValueError(problem)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("The address of a proxy has a name and a port, nothing else.")
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def split_ews_url(url: str) -> dict[str, Any]:
    """Server, port, path and scheme of a whole EWS URL. Raises ValueError in words."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise ValueError(f"“{url}” is no web address: {wrong}.") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"“{url}” does not begin with https://.")
    if not parts.hostname:
        raise ValueError(f"“{url}” names no server.")
    if parts.username or parts.password:
        raise ValueError("A user name or password does not belong in the address. Use the fields for them.")
    values: dict[str, Any] = {
        "server": parts.hostname,
        "port": port or (80 if parts.scheme == "http" else 443),
        "use_http": parts.scheme == "http",
    }
    if parts.path not in ("", "/"):
        values["ews_path"] = parts.path
    return values


def normal_callback(text: str) -> str:
    """A callback name or URL as a whole URL without trailing slash; port 21020 where none is said."""
    url = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(url)
        port = parts.port or CALLBACK_PORT
    except ValueError as wrong:
        raise ValueError(f"“{text}” is no web address: {wrong}.") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"“{text}” is no web address. Write a name like concierge.example.com or an https URL.")
    host = parts.hostname or ""
    if problem := host_problem(host):
        raise ValueError(problem)
    if parts.query or parts.fragment or parts.username:
        raise ValueError("A callback URL has a name, a port and perhaps a path, nothing else.")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}:{port}{parts.path.rstrip('/')}"
