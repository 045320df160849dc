"""Certificates made for a test, so that each way of being wrong can be had."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NOW = datetime.now(UTC)


class Authority:
    """Signs what a test wants."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test authority")])
        self.certificate = self._signed(
            name, name, self.key, NOW - timedelta(days=400), NOW + timedelta(days=400), True
        )

    def _signed(
        self,
        subject: x509.Name,
        issuer: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        begins: datetime,
        ends: datetime,
        is_authority: bool,
        names: tuple[x509.GeneralName, ...] = (),
    ) -> x509.Certificate:
        builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), begins, ends)
        builder = builder.add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
        )
        usage = dict.fromkeys(
            ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"], True
        )
        builder = builder.add_extension(
            x509.KeyUsage(
                **usage, key_cert_sign=is_authority, crl_sign=is_authority, encipher_only=False, decipher_only=False
            ),
            critical=True,
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def context(
        self,
        folder: Path,
        *,
        names: tuple[x509.GeneralName, ...] = (x509.IPAddress(ip_address("127.0.0.1")),),
        days: int = 90,
        self_signed: bool = False,
    ) -> ssl.SSLContext:
        """A server's context; ``days`` below zero makes the certificate expired."""
        key = self.key if self_signed else ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example.com")])
        issuer = subject if self_signed else self.certificate.subject
        made = self._signed(
            subject, issuer, key, NOW - timedelta(days=200), NOW + timedelta(days=days), self_signed, names
        )
        file = folder / "server.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def file(self, folder: Path) -> str:
        file = folder / "ca.pem"
        file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return str(file)
