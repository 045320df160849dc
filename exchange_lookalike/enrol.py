"""The company's people and the two accounts that the product works with, taken into the directory."""

from __future__ import annotations

from exchange_lookalike.accounts import Account, Directory, DistributionList
from exchange_lookalike.company_data import Company, Person


def enrol(company: Company, directory: Directory) -> None:
    """Add everybody and every list. The service account may impersonate all, and opens the conferencing mailbox."""
    directory.add(_account(company.service, "service", may_impersonate=True))
    directory.add(_account(company.conferencing, "equipment", full_access={company.service.email}))
    for person in company.people:
        directory.add(_account(person, "user"))
    for group in company.groups:
        directory.add_list(DistributionList(group.email, group.name, list(group.members)))


def _account(
    person: Person, kind: str, *, may_impersonate: bool = False, full_access: set[str] | None = None
) -> Account:
    details = {
        "GivenName": person.first,
        "Surname": person.last,
        "Department": person.department,
        "JobTitle": person.title,
        "BusinessPhone": person.phone,
    }
    return Account(
        person.email,
        person.name,
        person.email.partition("@")[0],
        person.password,
        kind,
        may_impersonate=may_impersonate,
        full_access=full_access or set(),
        details={name: text for name, text in details.items() if text} if kind == "user" else {},
    )
