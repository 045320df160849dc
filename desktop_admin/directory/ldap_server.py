"""Reaching an LDAP server: transport, encryption, sign-in, and its refusals in an administrator's words."""

from __future__ import annotations

import contextlib
import math
import socket
import ssl
import warnings
from typing import Any

from desktop_admin.domain.directory import DirectoryFault, LdapSource, Security

with warnings.catch_warnings():
    # ldap3 asks pyasn1 for names that have newer ones.
    warnings.simplefilter("ignore", DeprecationWarning)
    import ldap3
    from ldap3.core import exceptions as refusals
    from ldap3.core.results import (
        RESULT_ADMIN_LIMIT_EXCEEDED,
        RESULT_CONFIDENTIALITY_REQUIRED,
        RESULT_INAPPROPRIATE_AUTHENTICATION,
        RESULT_INSUFFICIENT_ACCESS_RIGHTS,
        RESULT_INVALID_CREDENTIALS,
        RESULT_INVALID_DN_SYNTAX,
        RESULT_NO_SUCH_OBJECT,
        RESULT_OPERATIONS_ERROR,
        RESULT_REFERRAL,
        RESULT_SIZE_LIMIT_EXCEEDED,
        RESULT_STRONGER_AUTH_REQUIRED,
        RESULT_TIME_LIMIT_EXCEEDED,
    )
    from pyasn1.error import PyAsn1Error

__all__ = ["BROKEN", "TOO_MANY", "cut", "in_words", "ldap3", "leave", "prepared", "refused", "sign_in"]

TOO_MANY = (RESULT_SIZE_LIMIT_EXCEEDED, RESULT_ADMIN_LIMIT_EXCEEDED)
"""Answers to more entries at once than the server gives."""
_TLS_ALERT, _TLS_HANDSHAKE = 0x15, 0x16

_WORDS = {
    RESULT_INVALID_CREDENTIALS: (
        "The directory refuses the user name or the password.",
        "Enter the password again on the Directory page, or unlock the account in the directory.",
    ),
    RESULT_INAPPROPRIATE_AUTHENTICATION: (
        "The directory does not accept a sign-in without a password.",
        "Enter the user name and the password on the Directory page.",
    ),
    RESULT_OPERATIONS_ERROR: (
        "The directory does not answer anonymous searches.",
        "Enter a user name and a password on the Directory page.",
    ),
    RESULT_REFERRAL: (
        "The base DN belongs to another directory server.",
        "Enter a domain controller of that domain as the server, or use a global catalog (port 3269 with LDAPS).",
    ),
    RESULT_INSUFFICIENT_ACCESS_RIGHTS: (
        "The account may not read this part of the directory.",
        "Give it read access to the base DN, or use another account.",
    ),
    RESULT_INVALID_DN_SYNTAX: (
        "The directory cannot read the base DN or the user name.",
        "Write the base DN like DC=example,DC=com, and the user as user@example.com or as a whole DN.",
    ),
    RESULT_NO_SUCH_OBJECT: (
        "The base DN is not in this directory.",
        "Correct it; the directory's administrator knows it, for example DC=example,DC=com.",
    ),
    RESULT_SIZE_LIMIT_EXCEEDED: (
        "The directory gives no more entries than its limit allows.",
        "Have the limit raised for this account, or narrow the filter.",
    ),
    RESULT_ADMIN_LIMIT_EXCEEDED: (
        "The directory stopped the search at an administrative limit.",
        "Raise the limit for this account, or narrow the filter.",
    ),
    RESULT_TIME_LIMIT_EXCEEDED: (
        "The directory ended the search at its time limit.",
        "Narrow the base DN or the filter, or have the limit raised.",
    ),
    RESULT_STRONGER_AUTH_REQUIRED: ("The directory demands encryption.", "Choose LDAPS or StartTLS."),
    RESULT_CONFIDENTIALITY_REQUIRED: ("The directory demands encryption.", "Choose LDAPS or StartTLS."),
}

_MALFORMED = (LookupError, TypeError, ValueError, AttributeError, PyAsn1Error)
BROKEN = (refusals.LDAPExceptionError, OSError, *_MALFORMED)
"""What ldap3 raises where the server or the way to it is the reason; for answers that it cannot decode, whatever its
decoder meets first.
"""


class VerifiedTls(ldap3.Tls):
    """Python's own verification of certificate and name, with an authority of one's own besides the system's."""

    def __init__(self, ca_file: str) -> None:
        super().__init__(validate=ssl.CERT_REQUIRED)
        self._context = ssl.create_default_context()
        if ca_file:
            self._context.load_verify_locations(ca_file)

    def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:
        """Also where ldap3 would do the handshake later: nothing is said before it is known to whom."""
        host = connection.server.host.strip("[]")
        connection.socket = self._context.wrap_socket(connection.socket, server_hostname=host)


def prepared(source: LdapSource) -> ldap3.Connection:
    """A connection that is not open yet. Raises :class:`DirectoryFault` for a CA file that is none."""
    try:
        tls = None if source.security is Security.PLAIN else VerifiedTls(source.ca_file)
    except (OSError, ValueError) as fault:
        # An SSLError's reason is the library's own name for it: a file without a certificate in PEM form.
        why = "it has no certificate in PEM form"
        if isinstance(fault, OSError) and not isinstance(fault, ssl.SSLError):
            why = (fault.strerror or "it is unreadable").lower()
        raise DirectoryFault(
            f"The CA file {source.ca_file} cannot be used: {why}.",
            "Choose a PEM file that begins with -----BEGIN CERTIFICATE-----.",
        ) from None
    # ldap3 hands whole seconds to the system.
    seconds = math.ceil(source.time_limit)
    server = ldap3.Server(
        source.server.strip("[]"),
        port=source.port,
        use_ssl=source.security is Security.LDAPS,
        tls=tls,
        get_info=ldap3.NONE,
        connect_timeout=seconds,
    )
    # ldap3 never follows a referral to a server that nobody chose.
    return ldap3.Connection(
        server,
        user=source.user_name or None,
        password=source.password or None,
        authentication=ldap3.SIMPLE if source.user_name else ldap3.ANONYMOUS,
        client_strategy=ldap3.SYNC,
        auto_referrals=False,
        # Followed by `ldap.complete_ranges`: ldap3 itself would follow a server that never comes to an end.
        auto_range=False,
        read_only=True,
        receive_timeout=seconds,
        check_names=False,
        return_empty_attributes=False,
        fast_decoder=False,
    )


def sign_in(connection: ldap3.Connection, source: LdapSource) -> None:
    """Opens it, encrypts it, and tries the password once. Raises :class:`DirectoryFault`."""
    if source.user_name and not source.password:
        # With an empty one many servers would take it for an anonymous sign-in (RFC 4513, section 5.1.2).
        raise DirectoryFault(
            f"No password is stored for the directory account {source.user_name}.",
            "Enter the password on the Directory page.",
        )
    try:
        connection.open()
        if source.security is Security.STARTTLS:
            connection.start_tls()
        signed_in = connection.bind()
    except BROKEN as fault:
        if source.security is not Security.LDAPS and _expects_tls(source):
            raise DirectoryFault(
                f"Port {source.port} of {source.server} expects LDAPS.",
                "Choose LDAPS as the encryption, or use port 389.",
            ) from None
        raise in_words(fault, source) from None
    if not signed_in:
        if (connection.result or {}).get("result") == RESULT_REFERRAL:
            raise DirectoryFault(
                "The directory refers the sign-in to another server.",
                "Enter a domain controller of the account's domain as the server, or use an account of this domain.",
            )
        raise refused(connection)
    # ldap3's fast decoder fails on a sign-in that is referred elsewhere; entries by the thousand need it.
    connection.fast_decoder = True


def refused(connection: ldap3.Connection) -> DirectoryFault:
    """The last answer as a fault. What the server wrote of its own is not repeated: it may name accounts."""
    result = connection.result or {}
    code = result.get("result", -1)
    text, remedy = _WORDS.get(
        code,
        (
            f"The directory answers “{result.get('description') or f'result {code}'}”.",
            "Check base DN, filter and the account's rights.",
        ),
    )
    return DirectoryFault(text, remedy, refused=code == RESULT_INVALID_CREDENTIALS)


def in_words(fault: Exception, source: LdapSource) -> DirectoryFault:
    """One of :data:`BROKEN` as the fault that an administrator reads."""
    told = str(fault)
    place = f"{source.server}:{source.port}"
    if isinstance(fault, _MALFORMED) and not isinstance(fault, OSError):
        return DirectoryFault(
            f"The directory at {place} sent an answer that cannot be read.",
            "Check that this port belongs to an LDAP server, and look into the server's log.",
        )
    lower = told.lower()
    if "certificate" in lower or "hostname" in lower:
        why = "its certificate is of an unknown authority"
        if "expired" in lower:
            why = "its certificate has expired"
        elif "match" in lower or "not valid for" in lower:
            why = f"its certificate is not for {source.server}"
        return DirectoryFault(
            f"The directory at {place} cannot be trusted: {why}.",
            "Have the certificate renewed, correct the server's name, or choose your own CA file.",
        )
    if "ssl" in lower or "tls" in lower or "wrap socket" in lower:
        return DirectoryFault(
            f"Could not establish an encrypted connection to the directory at {place}.",
            "Check the port: LDAPS uses 636; StartTLS and unencrypted LDAP use 389.",
        )
    if "address" in lower and ("invalid server" in lower or "name or service" in lower or "getaddrinfo" in lower):
        return DirectoryFault(f"There is no server named {source.server}.", "Correct the directory's server.")
    return DirectoryFault(
        f"The directory at {place} does not answer.", "Check server and port, the network and firewalls in between."
    )


def cut(connection: ldap3.Connection) -> None:
    """Wakes whoever waits for an answer, from whatever thread."""
    if connection.socket is not None:
        # It may be closed already.
        with contextlib.suppress(OSError):
            connection.socket.shutdown(socket.SHUT_RDWR)


def _expects_tls(source: LdapSource) -> bool:
    """Whether the server answers the beginning of a TLS handshake (RFC 8446, section 5.1) at this port."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    hello = ssl.MemoryBIO()
    with contextlib.suppress(ssl.SSLWantReadError):
        context.wrap_bio(ssl.MemoryBIO(), hello, server_hostname=None).do_handshake()
    try:
        with socket.create_connection((source.server.strip("[]"), source.port), min(source.time_limit, 5.0)) as probe:
            probe.sendall(hello.read())
            return probe.recv(1)[:1] in (bytes([_TLS_HANDSHAKE]), bytes([_TLS_ALERT]))
    except OSError:
        return False


def leave(connection: ldap3.Connection) -> None:
    """Says goodbye and closes, on the thread that uses it; a connection that is gone already does no harm."""
    with contextlib.suppress(*BROKEN):
        connection.unbind()
    cut(connection)
    if connection.socket is not None:
        connection.socket.close()
