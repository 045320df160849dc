"""The listener: where Exchange reaches this program."""

from __future__ import annotations

import contextlib
import socket
import ssl
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cryptography import x509

from desktop_admin.domain.ports import PushDecoder, PushHandler
from desktop_admin.web.serving import AsgiServer, ListenerError, bound, shown_url
from desktop_admin.web.sources import SourceCheck

__all__ = ["Listener", "ListenerError", "ListenerOptions", "tls_of"]

STOP_WITHIN = 1.5


class ListenerOptions(Protocol):
    """What the listener's settings say.

    Without ``certificate_file``: plain HTTP; without ``key_file``: the certificate's file holds the key as well.
    """

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def certificate_file(self) -> str: ...
    @property
    def key_file(self) -> str: ...


class Listener:
    """Takes pushes on the running loop, from :meth:`start` to :meth:`stop`. ``handler`` is called on that loop."""

    def __init__(
        self, settings: ListenerOptions, decoder: PushDecoder, handler: PushHandler, sources: SourceCheck
    ) -> None:
        self._settings = settings
        self._decoder = decoder
        self._handler = handler
        self._sources = sources
        self._server: AsgiServer | None = None
        self.certificate_until: datetime | None = None
        """Until when the certificate is good; None without one, or before the start."""

    async def start(self) -> str:
        """Returns where it listens, for example ``http://0.0.0.0:21020``. Raises :class:`ListenerError`."""
        # FastAPI takes long to load, and most starts need no listener.
        from desktop_admin.web.guarded import Door
        from desktop_admin.web.push_app import push_app

        tls = tls_of(self._settings)
        self.certificate_until = _until(self._settings.certificate_file)
        sock: socket.socket = await bound(self._settings.host, self._settings.port)
        url = shown_url(sock, tls=tls is not None)
        app = push_app(self._decoder, self._handler, self._sources)
        server = AsgiServer(app, sock, tls, Door())
        await server.start()
        self._server = server
        return url

    async def stop(self) -> None:
        """Within 2 s. Stopping twice does no harm."""
        server, self._server = self._server, None
        if server is not None:
            await server.stop(STOP_WITHIN)


def tls_of(settings: ListenerOptions) -> ssl.SSLContext | None:
    """With its certificate and key; None where it has none. Raises :class:`ListenerError` in words."""
    certificate, key = settings.certificate_file, settings.key_file
    if not certificate:
        if key:
            raise ListenerError("There is a key file, but no certificate file.", "Name the certificate file too.")
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key or None, password=_no_passphrase)
    except _Encrypted:
        raise ListenerError(
            "The key file is protected by a passphrase.", "Use a key without one, readable for this user alone."
        ) from None
    except FileNotFoundError:
        missing = f"{certificate} or {key}" if key else certificate
        raise ListenerError(
            f"There is no file {missing}.",
            "Name the listener's certificate and key as they lie on this computer.",
        ) from None
    except OSError as error:
        raise _unusable(certificate, key, error) from error
    return context


def _until(certificate: str) -> datetime | None:
    """When the first certificate in a file ends, which is the listener's own. The file has been read once already."""
    if not certificate:
        return None
    with contextlib.suppress(OSError, ValueError):
        return x509.load_pem_x509_certificate(Path(certificate).read_bytes()).not_valid_after_utc
    return None


class _Encrypted(Exception):
    pass


def _no_passphrase() -> str:
    """Without this, OpenSSL would ask for it in the terminal."""
    raise _Encrypted


def _unusable(certificate: str, key: str, error: OSError) -> ListenerError:
    if isinstance(error, ssl.SSLError):
        if error.reason == "KEY_VALUES_MISMATCH":
            return ListenerError(
                f"The key does not belong to the certificate {certificate}.",
                "Name the key with which it was requested.",
            )
        where = f"{certificate} or {key}" if key else certificate
        return ListenerError(
            f"There is no usable certificate and key in {where}.",
            "Both must be PEM files, the key without a passphrase.",
        )
    return ListenerError(
        f"The certificate {certificate} cannot be read: {(error.strerror or 'it is refused').lower()}.",
        "Give this user the right to read certificate and key.",
    )
