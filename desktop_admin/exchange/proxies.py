"""Forward proxies: which one a request goes through, and what is said to it."""

from __future__ import annotations

import base64
import http.client
import socket
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import requests

from desktop_admin.domain.ports import Proxy

DEFAULT_PORT = 8080


class TunnelError(ConnectionError):
    """The proxy was asked for a line to a server and gave none: it refused, hung, or answered otherwise."""


class ProxiedSession(requests.Session):
    """A session that asks for each request's proxy by itself, and takes nothing from the environment but that."""

    def __init__(self, proxy: Proxy | None) -> None:
        super().__init__()
        self.trust_env = False
        self._proxy = proxy

    def merge_environment_settings(self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any) -> Any:
        """requests' own way to learn the proxies of a request."""
        return super().merge_environment_settings(url, proxies_for(self._proxy, url), stream, verify, cert)


def proxies_for(proxy: Proxy | None, url: str) -> dict[str, str]:
    """What requests calls proxies: by scheme. The system's settings may except hosts."""
    if proxy is None:
        return {}
    if proxy.url:
        return {"http": proxy.url, "https": proxy.url}
    return dict(requests.utils.get_environ_proxies(url))


def proxy_of(proxy: Proxy | None, url: str) -> SplitResult | None:
    """The address of the proxy that a request to ``url`` goes through; None where it goes straight."""
    chosen = requests.utils.select_proxy(url, proxies_for(proxy, url))
    return urlsplit(chosen if "://" in chosen else f"http://{chosen}") if chosen else None


def headers_for(proxy: Proxy | None, address: SplitResult) -> dict[str, str]:
    """What the proxy is told of who asks. It is sent to nobody else."""
    name, password = "", ""
    if proxy is not None and proxy.url:
        name, password = proxy.user_name, proxy.password
    elif address.username:
        name, password = unquote(address.username), unquote(address.password or "")
    if not name:
        return {}
    return {"Proxy-Authorization": f"Basic {base64.b64encode(f'{name}:{password}'.encode()).decode()}"}


def tunnel(proxy: Proxy | None, address: SplitResult, host: str, port: int, timeout: float) -> socket.socket:
    """A line to ``host`` through the proxy. Raises OSError; the proxy's refusal says its HTTP status."""
    connection = http.client.HTTPConnection(address.hostname or "", address.port or DEFAULT_PORT, timeout=timeout)
    connection.set_tunnel(host, port, headers=headers_for(proxy, address))
    try:
        connection.connect()
        line, connection.sock = connection.sock, None
    except http.client.HTTPException as failure:
        connection.close()
        raise TunnelError("The proxy does not answer as a proxy does.") from failure
    except BaseException:
        connection.close()
        raise
    if line is None:
        raise ConnectionAbortedError("The proxy closed the connection.")
    return line
