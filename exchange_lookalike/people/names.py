"""Names and lists: ResolveNames, ExpandDL, GetRoomLists, GetRooms as pure look-ups in the directory.

Sources: MS-OXWSRSLNM (ambiguous name resolution), MS-OXWSDLIST (expansion), MS-OXWSGTRM.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from exchange_lookalike.accounts import Account, Directory, DistributionList
from exchange_lookalike.faults import EwsError
from exchange_lookalike.soap import t

MAX_RESULTS = 100


@dataclass(frozen=True)
class Found:
    """One result of a name look-up. `kind` is a MailboxTypeType; `details` are fields of a contact by element name."""

    name: str
    address: str
    kind: str
    details: dict[str, str] = field(default_factory=dict)
    source: str = "ActiveDirectory"

    def mailbox(self, tag: str = "Mailbox") -> etree._Element:
        """As an EmailAddressType element."""
        return mailbox_element(self.name, self.address, self.kind, tag)


def mailbox_element(name: str, address: str, kind: str = "Mailbox", tag: str = "Mailbox") -> etree._Element:
    """An EmailAddressType element named `tag`."""
    routing = t("RoutingType", "SMTP")
    return t(tag, None, t("Name", name), t("EmailAddress", address), routing, t("MailboxType", kind))


def of_account(account: Account) -> Found:
    """The result for an account."""
    return Found(account.name, account.address, "Mailbox", account.details)


def of_list(group: DistributionList) -> Found:
    """The result for a distribution list."""
    return Found(group.name, group.address, "PublicDL")


def search(directory: Directory, entry: str) -> Iterator[Found]:
    """Everybody and every list that `entry` may mean: a whole address, or the beginning of a name, part or login."""
    wanted = entry.strip().casefold().removeprefix("smtp:")
    exact = directory.by_address(wanted)
    if exact is not None:
        yield of_account(exact)
        return
    if wanted in directory.lists:
        yield of_list(directory.lists[wanted])
        return
    for account in directory:
        if account.has_mailbox and _fits(wanted, account.name, account.address, account.login):
            yield of_account(account)
    for group in directory.lists.values():
        if _fits(wanted, group.name, group.address):
            yield of_list(group)


def fits(entry: str, name: str, address: str) -> bool:
    """Whether `entry` may mean somebody of that name and address."""
    return _fits(entry.strip().casefold().removeprefix("smtp:"), name, address)


def _fits(wanted: str, name: str, *others: str) -> bool:
    name = name.casefold()
    if name.startswith(wanted) or any(other.casefold().startswith(wanted) for other in others):
        return True
    words, parts = name.replace(",", " ").split(), wanted.replace(",", " ").split()
    return bool(parts) and all(any(word.startswith(part) for word in words) for part in parts)


def resolution(found: Found, full: bool) -> etree._Element:
    """A t:Resolution; with `full` the contact's details as well."""
    made = t("Resolution", None, found.mailbox())
    if full:
        made.append(_contact(found))
    return made


def _contact(found: Found) -> etree._Element:
    details = found.details
    made = t("Contact", None, t("DisplayName", found.name))

    def add(*names: str) -> None:
        made.extend(t(name, details[name]) for name in names if details.get(name))

    add("GivenName", "CompanyName")
    routing = {"RoutingType": "SMTP", "MailboxType": found.kind, "Name": found.name}
    made.append(t("EmailAddresses", None, t("Entry", found.address, Key="EmailAddress1", **routing)))
    if details.get("BusinessPhone"):
        made.append(t("PhoneNumbers", None, t("Entry", details["BusinessPhone"], Key="BusinessPhone")))
    made.append(t("ContactSource", "Store" if found.source == "Store" else "ActiveDirectory"))
    add("Department", "JobTitle", "OfficeLocation", "Surname")
    return made


# --- lists -----------------------------------------------------------------------------------------------------------


def member(directory: Directory, address: str) -> Found:
    """What a member of a list is: an account, another list, or somebody outside."""
    account = directory.by_address(address)
    if account is not None:
        return of_account(account)
    group = directory.lists.get(address.strip().casefold())
    return of_list(group) if group is not None else Found(address, address, "OneOff")


def expand(directory: Directory, address: str) -> list[Found]:
    """The members of a list, one level down. Raises EwsError ErrorNameResolutionNoResults where there is no list."""
    group = directory.lists.get(address.strip().casefold().removeprefix("smtp:"))
    if group is None:
        raise EwsError("ErrorNameResolutionNoResults", "No results were found.")
    return [member(directory, one) for one in group.members]


def everybody(directory: Directory, addresses: Iterable[str]) -> list[str]:
    """The addresses with every list replaced by its members, all the way down, each once."""
    found: dict[str, str] = {}
    seen: set[str] = set()

    def add(address: str) -> None:
        key = address.strip().casefold()
        group = directory.lists.get(key)
        if group is None:
            found.setdefault(key, address.strip())
        elif key not in seen:
            seen.add(key)
            for one in group.members:
                add(one)

    for address in addresses:
        add(address)
    return list(found.values())


def room_lists(directory: Directory) -> list[DistributionList]:
    """The lists that hold rooms and nothing else."""
    return [group for group in directory.lists.values() if group.members and _rooms(directory, group) is not None]


def rooms(directory: Directory, address: str) -> list[Account]:
    """The rooms of a room list. Raises EwsError ErrorNameResolutionNoResults where there is no such list."""
    group = directory.lists.get(address.strip().casefold())
    found = _rooms(directory, group) if group is not None else None
    if found is None:
        raise EwsError("ErrorNameResolutionNoResults", "No results were found.")
    return found


def _rooms(directory: Directory, group: DistributionList) -> list[Account] | None:
    accounts = [directory.by_address(address) for address in group.members]
    found = [account for account in accounts if account is not None and account.kind == "room"]
    return found if len(found) == len(group.members) else None
