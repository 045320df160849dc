"""Where people and enterprise rooms come from: Active Directory or another LDAP server, or a CSV file."""

from __future__ import annotations

import re
from enum import StrEnum

from pydantic import ValidationInfo, field_validator

from desktop_admin.domain.directory import LDAP_PORT, LDAPS_PORT, CsvSource, LdapSource, Mapping, Security, Source
from desktop_admin.domain.ldap_filter import filter_problem
from desktop_admin.domain.loopback import is_loopback
from desktop_admin.settings.connection import host_problem
from desktop_admin.settings.option import Settings, option

DEFAULT_FILTER = "(&(objectCategory=person)(objectClass=user)(|(mail=*)(proxyAddresses=*)))"

_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?:;[A-Za-z0-9-]+)*|\d+(?:\.\d+)+")
_DN_PART = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=(?:\\.|[^,\\])+")


class DirectoryKind(StrEnum):
    NONE = "none"
    LDAP = "ldap"
    CSV = "csv"


class DirectorySettings(Settings):
    """The directory's cache. The password is in the keyring, never here."""

    source: DirectoryKind = option(
        DirectoryKind.NONE,
        label="Source",
        help="Entries are kept after each reading, so an outage of the directory changes nothing.",
        group="source",
    )
    server: str = option(
        "",
        label="Server",
        help="Host name of a domain controller or another LDAP server.",
        placeholder="dc1.example.com",
        max_length=253,
        group="ldap",
    )
    security: Security = option(
        Security.LDAPS,
        label="Encryption",
        help="LDAPS encrypts from the start; StartTLS upgrades the standard port.",
        group="ldap",
    )
    port: int = option(
        0, label="Port", help="0: 636 for LDAPS, else 389.", ge=0, le=65535, group="ldap", beside="server"
    )
    allow_plain: bool = option(
        False,
        label="Allow unencrypted LDAP",
        help="The password crosses the network in clear text. Use this for tests only.",
        advanced=True,
        group="ldap",
    )
    ca_file: str = option(
        "",
        label="Additional CA certificate",
        help="PEM file of a certificate authority to trust in addition to the system's.",
        max_length=1000,
        advanced=True,
        group="ldap",
        file="certificate",
    )
    user_name: str = option(
        "",
        label="User name",
        help="An account with read access: user@domain, DOMAIN\\user or a full DN. Leave empty to sign in anonymously.",
        placeholder="svc-directory@example.com",
        max_length=500,
        group="ldap",
    )
    base_dn: str = option(
        "",
        label="Base DN",
        help="The search starts at this entry.",
        placeholder="DC=example,DC=com",
        max_length=1000,
        group="ldap",
    )
    filter: str = option(
        DEFAULT_FILTER,
        label="Filter",
        help="Who to import, as an LDAP filter. Disabled accounts of people are skipped.",
        max_length=2000,
        group="ldap",
    )
    shared_mailboxes: bool = option(
        False,
        label="Include shared and room mailboxes",
        help="Active Directory disables their accounts. They count as senders, and their presence can be tracked.",
        group="ldap",
    )
    name_attribute: str = option("displayName", label="Name", max_length=100, group="attributes")
    address_attribute: str = option("mail", label="Address", max_length=100, group="attributes")
    other_attributes: tuple[str, ...] = option(
        ("proxyAddresses", "otherMailbox", "legacyExchangeDN"),
        label="Further addresses",
        help="One attribute per line. Senders are recognised by these addresses too.",
        group="attributes",
    )
    extension_attribute: str = option("telephoneNumber", label="Extension", max_length=100, group="attributes")
    room_attribute: str = option(
        "",
        label="Room number",
        help="The attribute with the number of a person's own meeting room. Leave empty for no enterprise rooms.",
        placeholder="ipPhone",
        max_length=100,
        group="attributes",
    )
    csv_file: str = option(
        "",
        label="CSV file",
        help="First line: name,address,other_addresses,extension,room; the last three are optional.",
        max_length=1000,
        group="csv",
        file="csv",
    )
    refresh_minutes: int = option(
        1440, label="Refresh every", unit="min", help="Or any time with Refresh now.", ge=5, le=43200, group="source"
    )
    time_limit: float = option(30.0, label="Request timeout", unit="s", gt=0, le=600, advanced=True)

    @field_validator("server")
    @classmethod
    def _server(cls, host: str, earlier: ValidationInfo) -> str:
        if earlier.data.get("source") is DirectoryKind.LDAP or host:
            if "://" in host:
                raise ValueError("Enter only the host name, like dc1.example.com. Choose the encryption below.")
            if problem := host_problem(host):
                raise ValueError(
                    problem.replace("mail.example.com", "dc1.example.com").replace(" or a whole EWS", " or")
                )
        return host

    @field_validator("allow_plain")
    @classmethod
    def _consent(cls, allowed: bool, earlier: ValidationInfo) -> bool:
        plain = earlier.data.get("source") is DirectoryKind.LDAP and earlier.data.get("security") is Security.PLAIN
        server = earlier.data.get("server", "")
        if plain and server and not allowed and not is_loopback(server):
            raise ValueError(
                "Without encryption, anyone on the network can read the password. "
                "Choose LDAPS or StartTLS, or allow unencrypted LDAP for a test."
            )
        return allowed

    @field_validator("base_dn")
    @classmethod
    def _base(cls, base: str, earlier: ValidationInfo) -> str:
        if not base:
            if earlier.data.get("source") is DirectoryKind.LDAP:
                raise ValueError("Enter a base DN, for example DC=example,DC=com.")
            return base
        if not re.fullmatch(rf"{_DN_PART.pattern}(?:,{_DN_PART.pattern})*", base):
            raise ValueError(f"“{base}” is not a valid DN. Example: OU=People,DC=example,DC=com.")
        return base

    @field_validator("filter")
    @classmethod
    def _filter(cls, text: str) -> str:
        if problem := filter_problem(text):
            raise ValueError(problem)
        return text

    @field_validator("name_attribute", "address_attribute", "extension_attribute", "room_attribute")
    @classmethod
    def _attribute(cls, name: str) -> str:
        if name and not _ATTRIBUTE.fullmatch(name):
            raise ValueError(f"“{name}” is not a valid attribute name. Use letters, digits and hyphens.")
        return name

    @field_validator("other_attributes")
    @classmethod
    def _attributes(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cls._attribute(name) for name in names if name)

    @field_validator("csv_file")
    @classmethod
    def _file(cls, file: str, earlier: ValidationInfo) -> str:
        if not file and earlier.data.get("source") is DirectoryKind.CSV:
            raise ValueError("Choose a file.")
        return file

    @property
    def needs_password(self) -> bool:
        return self.source is DirectoryKind.LDAP and bool(self.user_name)

    def source_of(self, password: str = "") -> Source | None:
        """What is to be read; None where no directory is chosen."""
        if self.source is DirectoryKind.NONE:
            return None
        if self.source is DirectoryKind.CSV:
            return CsvSource(self.csv_file)
        return LdapSource(
            server=self.server,
            port=self.port or (LDAPS_PORT if self.security is Security.LDAPS else LDAP_PORT),
            base_dn=self.base_dn,
            filter=self.filter,
            security=self.security,
            ca_file=self.ca_file,
            user_name=self.user_name,
            password=password,
            mapping=Mapping(
                self.name_attribute,
                self.address_attribute,
                self.other_attributes,
                self.extension_attribute,
                self.room_attribute,
                shared_mailboxes=self.shared_mailboxes,
            ),
            time_limit=self.time_limit,
        )

    def reads_the_same(self, other: DirectorySettings) -> bool:
        """Whether a reading by ``other`` would give the same: only the schedule differs."""
        return self.source_of() == other.source_of()
