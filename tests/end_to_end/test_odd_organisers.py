"""Organisers whom Exchange names by something else than an SMTP address: never a decline, and the directory is asked.

Between the service and the look-alike stands somebody who writes the organiser's address otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from desktop_admin.domain.decision import Outcome
from desktop_admin.domain.directory import DirectoryState, person_entry
from tests.end_to_end.test_answered_once import HEAD, Mailroom, office
from tests.end_to_end.test_poisoned_inbox import KEPT
from tests.helpers.ews_stub import Reply, Request, envelope, fault, serving

Write = Callable[[str], str]
_SMTP_PROPERTY = re.compile(
    r'<t:ExtendedProperty><t:ExtendedFieldURI [^>]*PropertyTag="0x5[dD]0[12]".*?</t:ExtendedProperty>', re.DOTALL
)


class Renaming:
    """Passes requests on to ``url``; ``address`` is written otherwise in every message that is read."""

    def __init__(self, url: str, address: str, write: Write, resolve: Reply | None) -> None:
        self._url, self._address, self._write, self._resolve = url, address, write, resolve
        self.asked: list[str] = []

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request.operation)
        if request.operation == "ResolveNames" and self._resolve is not None:
            return self._resolve
        headers = {name: value for name, value in request.headers.items() if name in KEPT}
        answer = httpx.post(self._url, content=request.body.encode(), headers=headers, trust_env=False, timeout=20)
        text = answer.text
        if request.operation == "GetItem":
            told = f"<t:EmailAddress>{self._address}</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType>"
            assert told in text
            text = _SMTP_PROPERTY.sub("", text).replace(told, self._write(self._address))
        passed = (("Content-Type", answer.headers["content-type"]), ("WWW-Authenticate", "Basic realm=here"))
        return Reply(text, answer.status_code, passed)


def written(address: str, routing: str) -> str:
    return f"<t:EmailAddress>{escape(address)}</t:EmailAddress><t:RoutingType>{routing}</t:RoutingType>"


async def know(mailroom: Mailroom, *addresses: str) -> None:
    """The directory was read and lists one person with these addresses."""
    async with mailroom.database() as database, database.begin() as work:
        generation = await work.directory.begin(HEAD)
        await work.directory.add(HEAD, generation, [person_entry("one", "One", addresses)])
        await work.directory.take(HEAD, generation, DirectoryState(datetime.now(UTC), 1, 0))


async def becomes(folder: Path, write: Write, *known: str, resolve: Reply | None = None) -> tuple[str, str, list[str]]:
    """(outcome, organiser, operations) of an invitation."""
    async with office(folder, ()) as (mailroom, organiser):
        mailroom.policy = replace(mailroom.policy, check_sender=True)
        await know(mailroom, *known)
        await organiser.invite("Planning", await mailroom.instructions())
        sandbox = mailroom.sandbox
        person = next(account for account in sandbox.accounts if account.kind == "user")
        between = Renaming(sandbox.url, person.address, write, resolve)
        with serving(between) as stub:
            mailroom.sandbox = SimpleNamespace(  # type: ignore[assignment] # what it asks the look-alike for
                url=stub.url,
                service_account=sandbox.service_account,
                conferencing_mailbox=sandbox.conferencing_mailbox,
                domain=sandbox.domain,
            )
            await mailroom.live()
        mailroom.sandbox = sandbox
        (entry,) = mailroom.decided
        sent = {Outcome.ACCEPTED: "Pos", Outcome.DECLINED: "Neg"}
        assert [kind for _subject, kind in await organiser.replies()] == [sent[entry.outcome]]
        return str(entry.outcome), entry.organizer, between.asked


DN = "/O=Example/OU=Exchange Administrative Group/cn=Recipients/cn=0a1b-Ines"
UNRESOLVABLE = [
    (DN, "EX"),
    ("IMCEAEX-_O=Example_cn=Recipients_cn=Ines@example.com", "SMTP"),
    ("IMCEAINVALID-Ines+20Fischer@example.com", "SMTP"),
    ("CN=Ines Fischer/O=Example@Example", "NOTES"),
    ("Ines Fischer", "SMTP"),
]


@pytest.mark.parametrize(("address", "routing"), UNRESOLVABLE)
async def test_who_cannot_be_resolved_is_not_declined(tmp_path: Path, address: str, routing: str) -> None:
    outcome, organizer, asked = await becomes(tmp_path, lambda _: written(address, routing), "somebody@example.com")
    assert (outcome, organizer.endswith(address)) == ("accepted", True)
    assert ("ResolveNames" in asked) == (address.startswith(("/O=", "IMCEAEX-")))


@pytest.mark.parametrize("resolve", [Reply(status=404), Reply(status=403), Reply(envelope(fault("ErrorAccessDenied")))])
async def test_a_server_that_does_not_resolve_names_stops_nothing(tmp_path: Path, resolve: Reply) -> None:
    outcome, organizer, _asked = await becomes(tmp_path, lambda _: written(DN, "EX"), "x@example.com", resolve=resolve)
    assert (outcome, organizer) == ("accepted", DN)


@pytest.mark.parametrize(
    "address",
    [
        "ines@münchen.example",
        '"ines f"@elsewhere.example',
        "IMCEAEX-_O=Example_cn=Recipients_cn=Ines@elsewhere.example",
        "IMCEAINVALID-Ines+20Fischer@elsewhere.example",
    ],
)
async def test_a_stranger_is_declined_all_the_same(tmp_path: Path, address: str) -> None:
    outcome, organizer, _asked = await becomes(tmp_path, lambda _: written(address, "SMTP"), "somebody@example.com")
    assert (outcome, organizer) == ("declined", address)


@pytest.mark.parametrize(
    "address", ["ines@münchen.example", "'INES@XN--MNCHEN-3YA.example'", "SMTP:ines@mu\u0308nchen.example."]
)
async def test_the_directory_knows_whom_it_lists_in_another_form(tmp_path: Path, address: str) -> None:
    outcome, _organizer, _asked = await becomes(
        tmp_path, lambda _: written(address, "SMTP"), "ines@xn--mnchen-3ya.example"
    )
    assert outcome == "accepted"
