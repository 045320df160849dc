"""Who exists: accounts with mailboxes, distribution lists, passwords, and who may act for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from exchange_lookalike.faults import EwsError


@dataclass
class Account:
    """A mailbox and its owner. Addresses compare without case; `number` is given by the directory.

    `full_access` and `delegates` hold primary addresses of accounts that may open this mailbox; a delegate also sends
    on its owner's behalf. `kind` is user, room, equipment or service. `may_impersonate` is the ApplicationImpersonation
    role. `has_mailbox` is false for a pure service account.
    """

    address: str
    name: str
    login: str
    password: str
    kind: str = "user"
    aliases: tuple[str, ...] = ()
    may_impersonate: bool = False
    has_mailbox: bool = True
    disabled: bool = False
    full_access: set[str] = field(default_factory=set)
    delegates: set[str] = field(default_factory=set)
    details: dict[str, str] = field(default_factory=dict)
    number: int = 0

    @property
    def sid(self) -> str:
        """The Windows security identifier."""
        return f"S-1-5-21-1004336348-1177238915-682003330-{1100 + self.number}"

    def may_open(self, owner: Account) -> bool:
        """Whether this account may work in `owner`'s mailbox."""
        mine = self.address.lower()
        return owner is self or any(mine == other.lower() for other in (*owner.full_access, *owner.delegates))


@dataclass
class DistributionList:
    """A mail-enabled group; `members` are addresses of accounts, other lists or outsiders."""

    address: str
    name: str
    members: list[str] = field(default_factory=list)


class Directory:
    """Every account and list of the organisation, found by address, alias, login name or SID."""

    def __init__(self, domain: str = "example.com", netbios: str = "EXAMPLE") -> None:
        self.domain = domain
        self.netbios = netbios
        self.lists: dict[str, DistributionList] = {}
        self._accounts: list[Account] = []
        self._by_address: dict[str, Account] = {}
        self._by_login: dict[str, Account] = {}
        self._by_sid: dict[str, Account] = {}

    def add(self, account: Account) -> Account:
        """Take an account in. Raises ValueError where an address or login name is taken."""
        addresses = [a.lower() for a in (account.address, *account.aliases)]
        if any(a in self._by_address for a in addresses) or account.login.lower() in self._by_login:
            raise ValueError(f"{account.address} or {account.login} exists already")
        self._accounts.append(account)
        account.number = len(self._accounts)
        self._by_address.update(dict.fromkeys(addresses, account))
        self._by_login[account.login.lower()] = account
        self._by_sid[account.sid] = account
        return account

    def add_list(self, group: DistributionList) -> DistributionList:
        """Take a distribution list in."""
        self.lists[group.address.lower()] = group
        return group

    def __iter__(self) -> Iterator[Account]:
        return iter(self._accounts)

    def __len__(self) -> int:
        return len(self._accounts)

    def by_number(self, number: int) -> Account | None:
        """The account that `number` was given to."""
        return self._accounts[number - 1] if 0 < number <= len(self._accounts) else None

    def by_address(self, address: str) -> Account | None:
        """The account with that primary address or alias; an `SMTP:` prefix is allowed."""
        return self._by_address.get(address.strip().lower().removeprefix("smtp:"))

    def by_sid(self, sid: str) -> Account | None:
        """The account with that SID."""
        return self._by_sid.get(sid.strip())

    def by_login(self, name: str) -> Account | None:
        """The account that signs in as `name`: an address, `login@domain`, `DOMAIN\\login` or the bare login."""
        name = name.strip().lower()
        if "\\" in name:
            domain, _, login = name.partition("\\")
            known = (self.netbios.lower(), self.domain.lower(), "", ".")
            return self._by_login.get(login) if domain in known else None
        login, _, domain = name.partition("@")
        by_upn = self._by_login.get(login) if domain == self.domain.lower() else None
        return self._by_address.get(name) or by_upn or self._by_login.get(name)

    def mailbox_owner(self, address: str) -> Account:
        """The account whose mailbox has that address. Raises EwsError ErrorNonExistentMailbox."""
        found = self.by_address(address)
        if found is None or not found.has_mailbox:
            raise EwsError("ErrorNonExistentMailbox", values={"SmtpAddress": address} if address else {})
        return found
