"""The accepting side of NTLM (MS-NLMP), one acceptor a connection.

The client's proof is checked over its bytes as they came: a client may order and end its target information as it
likes. Only the hashes come from pyspnego (`ntlm_hashes`); its own acceptor takes the users from a file that an
environment variable names, which a server inside another program cannot have.
"""

from __future__ import annotations

import hmac
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from exchange_lookalike.ntlm_hashes import compute_response_v1, hmac_md5, lmowfv1, ntowfv1, ntowfv2, rc4k

SIGNATURE = b"NTLMSSP\0"
_UNICODE, _OEM, _REQUEST_TARGET, _SIGN, _SEAL, _LM_KEY = 0x1, 0x2, 0x4, 0x10, 0x20, 0x80
_NTLM, _ALWAYS_SIGN, _TARGET_SERVER, _TARGET_DOMAIN = 0x200, 0x8000, 0x20000, 0x10000
_EXTENDED_SECURITY, _TARGET_INFO, _VERSION, _KEY_EXCHANGE = 0x80000, 0x800000, 0x2000000, 0x40000000
_OURS = _REQUEST_TARGET | _NTLM | _ALWAYS_SIGN | _TARGET_INFO | _TARGET_DOMAIN
_WINDOWS_VERSION = struct.pack("<BBH3xB", 10, 0, 17763, 15)
_NB_COMPUTER, _NB_DOMAIN, _DNS_COMPUTER, _DNS_DOMAIN, _AV_FLAGS, _TIMESTAMP = 1, 2, 3, 4, 6, 7
_HAS_MIC = 0x2
_FILETIME_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_PROOF = 16


class NtlmRefused(Exception):
    """The handshake failed: a damaged message, an unknown user or a wrong password. `user` is who it claimed to be."""

    def __init__(self, reason: str, user: str = "") -> None:
        super().__init__(reason)
        self.user = user


@dataclass(frozen=True)
class Claim:
    """Who the client says it is: the domain may be empty, the user may be `user@domain`."""

    domain: str
    user: str

    @property
    def login(self) -> str:
        """The name in one piece."""
        return f"{self.domain}\\{self.user}" if self.domain and "@" not in self.user else self.user


@lru_cache(maxsize=1024)
def _nt_hash(password: str) -> bytes:
    return ntowfv1(password)


class NtlmAcceptor:
    """One handshake: `challenge` answers the first message, `verify` judges the second."""

    def __init__(self, domain: str, netbios: str) -> None:
        self._domain = domain
        self._netbios = netbios
        self._negotiate = self._challenge = self._nonce = b""

    def challenge(self, negotiate: bytes, now: datetime) -> bytes:
        """The CHALLENGE_MESSAGE for a NEGOTIATE_MESSAGE. Raises NtlmRefused."""
        if message_type(negotiate) != 1 or len(negotiate) < 16:
            raise NtlmRefused("This is not an NTLM negotiate message.")
        asked = int(struct.unpack_from("<I", negotiate, 12)[0])
        if not asked & (_UNICODE | _OEM):
            raise NtlmRefused("The client offers neither Unicode nor OEM text.")
        flags = (asked | _OURS | _VERSION) & ~_TARGET_SERVER
        if flags & _UNICODE:
            flags &= ~_OEM
        if flags & _EXTENDED_SECURITY:
            flags &= ~_LM_KEY
        self._nonce = os.urandom(8)
        name = self._netbios.encode("utf-16-le" if flags & _UNICODE else "ascii", "replace")
        info = self._target_info(now)
        head = 56
        self._negotiate = negotiate
        self._challenge = b"".join(
            (
                SIGNATURE,
                struct.pack("<IHHII", 2, len(name), len(name), head, flags),
                self._nonce,
                bytes(8),
                struct.pack("<HHI", len(info), len(info), head + len(name)),
                _WINDOWS_VERSION,
                name,
                info,
            )
        )
        return self._challenge

    def _target_info(self, now: datetime) -> bytes:
        ticks = int((now - _FILETIME_EPOCH).total_seconds() * 10_000_000)
        pairs = {
            _NB_DOMAIN: self._netbios.encode("utf-16-le"),
            _NB_COMPUTER: "EXCHANGE".encode("utf-16-le"),
            _DNS_DOMAIN: self._domain.encode("utf-16-le"),
            _DNS_COMPUTER: f"exchange.{self._domain}".encode("utf-16-le"),
            _TIMESTAMP: struct.pack("<Q", ticks),
        }
        return b"".join(struct.pack("<HH", key, len(value)) + value for key, value in pairs.items()) + bytes(4)

    def verify(self, authenticate: bytes, password_of: Callable[[Claim], str | None]) -> Claim:
        """Who has signed in. `password_of` gives a user's password, or None for nobody. Raises NtlmRefused."""
        if not self._nonce:
            raise NtlmRefused("There was no challenge on this connection.")
        message = _Authenticate.read(authenticate)
        claim = message.claim
        nonce, self._nonce = self._nonce, b""  # a challenge is good for one answer
        password = password_of(claim)
        if password is None or not message.nt_response:
            raise NtlmRefused("Unknown user, or an anonymous sign-in.", claim.login)
        nt_hash = _nt_hash(password)
        if len(message.nt_response) > 24:
            key = ntowfv2(claim.user, nt_hash, claim.domain)
            proof, blob = message.nt_response[:_PROOF], message.nt_response[_PROOF:]
            right = hmac.compare_digest(hmac_md5(key, nonce + blob), proof)
            session_key = hmac_md5(key, proof)
        else:
            expected, _, session_key = compute_response_v1(
                message.flags, nt_hash, lmowfv1(password), nonce, message.lm_response[:8].ljust(8, b"\0")
            )
            right = hmac.compare_digest(expected, message.nt_response)
        if not right:
            raise NtlmRefused("Wrong password.", claim.login)
        if message.mic_offset and not self._mic_fits(authenticate, message, session_key):
            raise NtlmRefused("The messages were changed on the way.", claim.login)
        return claim

    def _mic_fits(self, raw: bytes, message: _Authenticate, key: bytes) -> bool:
        if message.flags & _KEY_EXCHANGE and message.flags & (_SIGN | _SEAL):
            key = rc4k(key, message.session_key)
        at = message.mic_offset
        blank = raw[:at] + bytes(16) + raw[at + 16 :]
        return hmac.compare_digest(hmac_md5(key, self._negotiate + self._challenge + blank), raw[at : at + 16])


def message_type(message: bytes) -> int:
    """1 negotiate, 2 challenge, 3 authenticate; 0 for what is no NTLM message."""
    if not message.startswith(SIGNATURE) or len(message) < 12:
        return 0
    return int(struct.unpack_from("<I", message, 8)[0])


@dataclass(frozen=True)
class _Authenticate:
    """An AUTHENTICATE_MESSAGE taken apart. `mic_offset` is 0 where the client has made no integrity code."""

    claim: Claim
    lm_response: bytes
    nt_response: bytes
    session_key: bytes
    flags: int
    mic_offset: int

    @classmethod
    def read(cls, data: bytes) -> _Authenticate:
        if message_type(data) != 3 or len(data) < 64:
            raise NtlmRefused("This is not an NTLM authenticate message.")
        fields = [struct.unpack_from("<HHI", data, position) for position in range(12, 60, 8)]
        if any(length and offset + length > len(data) for length, _, offset in fields):
            raise NtlmRefused("The NTLM message is damaged.")
        lm, nt, domain, user, _, key = (data[offset : offset + length] for length, _, offset in fields)
        flags = int(struct.unpack_from("<I", data, 60)[0])
        encoding = "utf-16-le" if flags & _UNICODE else "cp1252"
        claim = Claim(domain.decode(encoding, "replace"), user.decode(encoding, "replace"))
        payload = min((offset for length, _, offset in fields if length), default=0)
        offset = 0
        if len(nt) > 24 and _av_flags(nt[_PROOF + 28 :]) & _HAS_MIC:
            offset = 72 if payload >= 88 else 64
        return cls(claim, lm, nt, key, flags, offset)


def _av_flags(pairs: bytes) -> int:
    """The MsvAvFlags among a target information's pairs."""
    position = 0
    while position + 4 <= len(pairs):
        key, length = struct.unpack_from("<HH", pairs, position)
        position += 4
        if key == 0:
            break
        if key == _AV_FLAGS and length == 4 and position + 4 <= len(pairs):
            return int(struct.unpack_from("<I", pairs, position)[0])
        position += length
    return 0
