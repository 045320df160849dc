"""A real directory server (OpenLDAP's slapd) on a free port, with Active Directory's attributes as far as needed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509

from tests.helpers.certificates import Authority
from tests.helpers.ports import free_port

BASE = "DC=example,DC=com"
READER = f"CN=svc-reader,{BASE}"
READER_PASSWORD = "Read-0nly!"
MISSING = "OpenLDAP's slapd is not installed, so reading a real directory is NOT tested here (apt-get install slapd)."

_TEXT = "EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15"
_ATTRIBUTES = {
    "displayName": f"{_TEXT} SINGLE-VALUE",
    "proxyAddresses": _TEXT,
    "otherMailbox": _TEXT,
    "objectCategory": f"{_TEXT} SINGLE-VALUE",
    "ipPhone": f"{_TEXT} SINGLE-VALUE",
    "userAccountControl": "EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE",
    "msExchRecipientTypeDetails": "EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE",
    "objectGUID": "EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE",
}


def _schema() -> str:
    """Own object ids under an arc that is free for examples; names as Active Directory has them."""
    lines = [
        f"attributetype ( 1.3.6.1.4.1.4203.666.1.{number} NAME '{name}' {what} )"
        for number, (name, what) in enumerate(_ATTRIBUTES.items(), start=901)
    ]
    may = " $ ".join(("mail", *_ATTRIBUTES))
    lines.append(
        f"objectclass ( 1.3.6.1.4.1.4203.666.3.901 NAME 'user' SUP organizationalPerson STRUCTURAL MAY ( {may} ) )"
    )
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Account:
    """Somebody in the directory."""

    name: str
    mail: str = ""
    display: str = ""
    proxies: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    phone: str = ""
    room: str = ""
    control: int = 512
    guid: bytes = b""
    more: tuple[str, ...] = field(default=())

    def ldif(self) -> str:
        lines = [f"dn:: {_coded(f'CN={_dn_value(self.name)},OU=People,{BASE}')}", "objectClass: user"]
        lines += [f"cn:: {_coded(self.name)}", f"sn:: {_coded(self.name)}", "objectCategory: person"]
        lines += [f"displayName:: {_coded(self.display)}"] if self.display else []
        lines += [f"mail: {self.mail}"] if self.mail else []
        lines += [f"proxyAddresses: {each}" for each in self.proxies]
        lines += [f"otherMailbox: {each}" for each in self.others]
        lines += [f"telephoneNumber: {self.phone}"] if self.phone else []
        lines += [f"ipPhone: {self.room}"] if self.room else []
        lines += [f"userAccountControl: {self.control}"] if self.control >= 0 else []
        lines += [f"objectGUID:: {b64encode(self.guid).decode()}"] if self.guid else []
        return "\n".join((*lines, *self.more)) + "\n\n"


def _coded(text: str) -> str:
    return b64encode(text.encode()).decode()


def _dn_value(text: str) -> str:
    return "".join(f"\\{c}" if c in ',+"\\<>;=#' else c for c in text)


@dataclass(frozen=True)
class LdapServer:
    port: int
    tls_port: int
    ca_file: str
    folder: Path


def has_slapd() -> bool:
    return _slapd() is not None


def _slapd() -> str | None:
    return shutil.which("slapd", path="/usr/sbin:/usr/local/sbin:/usr/libexec:/usr/local/libexec:/usr/bin")


@contextmanager
def ldap_server(
    folder: Path, accounts: Iterable[Account], *, size_limit: int = 1000, page_limit: int = 0
) -> Iterator[LdapServer]:
    """``folder`` has to be a short path of this user's own. More than ``size_limit`` entries come in pages, of at most
    ``page_limit`` entries where that is set.
    """
    slapd = _slapd()
    assert slapd is not None
    data = folder / "data"
    data.mkdir()
    config = _configured(folder, data, size_limit, page_limit)
    _loaded(slapd, config, folder, accounts)
    server = LdapServer(free_port(), free_port(), str(folder / "ca.pem"), folder)
    urls = f"ldap://127.0.0.1:{server.port}/ ldaps://127.0.0.1:{server.tls_port}/"
    with (folder / "slapd.log").open("wb") as log:
        process = subprocess.Popen(
            [slapd, "-f", str(config), "-h", urls, "-d", "0"], stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _await(process, (server.port, server.tls_port), folder)
        yield server
    finally:
        process.terminate()
        process.wait(10)


def _configured(folder: Path, data: Path, size_limit: int, page_limit: int) -> Path:
    authority = Authority()
    authority.file(folder)
    authority.context(folder, names=(x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("directory.example.com")))
    (folder / "ad.schema").write_text(_schema())
    modules = next((place for place in (Path("/usr/lib/ldap"), Path("/usr/lib/openldap")) if place.is_dir()), None)
    schemas = next(place for place in (Path("/etc/ldap/schema"), Path("/etc/openldap/schema")) if place.is_dir())
    load = f"modulepath {modules}\nmoduleload back_mdb\n" if modules else ""
    config = folder / "slapd.conf"
    config.write_text(
        f"include {schemas}/core.schema\ninclude {folder}/ad.schema\npidfile {folder}/slapd.pid\n{load}"
        f"TLSCACertificateFile {folder}/ca.pem\nTLSCertificateFile {folder}/server.pem\n"
        f"TLSCertificateKeyFile {folder}/server.pem\ndisallow bind_anon\n"
        f'database mdb\nmaxsize 1073741824\nsuffix "{BASE}"\ndirectory {data}\nindex objectClass eq\n'
        f"sizelimit {size_limit}\nlimits * size.soft={size_limit} size.hard={size_limit} size.prtotal=unlimited"
        f"{f' size.pr={page_limit}' if page_limit else ''}\n"
    )
    return config


def _loaded(slapd: str, config: Path, folder: Path, accounts: Iterable[Account]) -> None:
    """With slapd's own loading tool: 50,000 accounts take seconds."""
    ldif = folder / "people.ldif"
    with ldif.open("w", encoding="utf-8") as out:
        out.write(f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\no: Example\ndc: example\n\n")
        out.write(f"dn: {READER}\nobjectClass: person\ncn: svc-reader\nsn: reader\nuserPassword: {READER_PASSWORD}\n\n")
        out.write(f"dn: OU=People,{BASE}\nobjectClass: organizationalUnit\nou: People\n\n")
        for account in accounts:
            out.write(account.ldif())
    command = [slapd, "-Tadd", "-q", "-f", str(config), "-l", str(ldif)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise RuntimeError(f"slapd took the people not: {done.stderr[-2000:]}")


def _await(process: subprocess.Popen[bytes], ports: tuple[int, ...], folder: Path) -> None:
    deadline = time.monotonic() + 20
    for port in ports:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"slapd did not start: {(folder / 'slapd.log').read_text()[-2000:]}")
            time.sleep(0.02)
