"""Every reason to decline, every case of accepting and every cancellation: Exchange and the service over HTTP.

An organiser invites the conferencing mailbox at the look-alike, as any client would; what comes back to the organiser
is the text of that very case, and it comes once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_admin.cli.reach import ask as ask_service
from desktop_admin.domain.decision import AcceptCase, DeclineReason
from desktop_admin.domain.default_templates import DEFAULT_TEMPLATES
from desktop_admin.domain.template import TemplateKey, format_time, render
from desktop_admin.domain.template_keys import accept_key, decline_key
from desktop_admin.sandbox import life_requests as ews
from tests.helpers.ews_client import EwsClient, Reply
from tests.helpers.processes import SandboxProcess, ServiceProcess, wait_for

CONFIG = """
[[integrations]]
name = "Head office"
active = true

[integrations.connection]
server = "{url}"
user_name = "{user}"
conferencing_mailbox = "{mailbox}"

[integrations.scheduling]
alias_domain = "{domain}"
passcode_min_length = {shortest}
check_sender = true

[integrations.directory]
source = "csv"
csv_file = '{csv}'

[integrations.timing]
poll_every = 1.0
debounce = 0.05
"""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + DAY
STRANGER = 5
"""This person is not in the directory's file."""


@dataclass
class Company:
    exchange: SandboxProcess
    service: ServiceProcess
    old_alias: dict[str, str]
    """Issued while its passcode was long enough."""

    def ask(self, method: str, **arguments: Any) -> dict[str, Any]:
        return ask_service(self.service.data, method, integration="", **arguments)

    def issue(self, **passcodes: str) -> dict[str, str]:
        return self.ask("issue_alias", **passcodes)

    def items(self, subject: str) -> list[dict[str, Any]]:
        """What became of the items with that subject and was answered, oldest first."""
        found = [item for item in self.ask("invitations")["items"] if item["subject"].endswith(subject)]
        return [item for item in reversed(found) if item["reply_state"] != "waiting"]

    def invite(self, organiser: EwsClient, subject: str, body: str, **more: Any) -> str:
        start = more.pop("start", TOMORROW)
        end = start + more.pop("length", HOUR / 2)
        guest = self.exchange.told["conferencing_mailbox"]["address"]
        meeting = ews.Meeting(subject, start, end, "UTC", body=body, required=(guest,), **more)
        made = organiser.send(ews.create(meeting)).find(f".//{{{ews.T}}}CalendarItem/{{{ews.T}}}ItemId")
        assert made is not None
        return made.get("Id", "")

    def outcome(self, subject: str, number: int = 1) -> dict[str, Any]:
        """The ``number``-th item of a subject, once it was dealt with."""
        found = wait_for(lambda: (items := self.items(subject)) and len(items) >= number and items, subject)
        assert len(found) == number
        return found[-1]


def answers(organiser: EwsClient, subject: str, number: int = 1) -> list[Reply]:
    """All ``number`` answers to what had that subject; those of one second come in any order."""
    found = wait_for(
        lambda: (
            (mine := [r for r in organiser.replies() if r.subject.endswith(subject)]) and len(mine) >= number and mine
        ),
        f"answer {number} to {subject}",
    )
    assert len(found) == number, "answered once each"
    return found


def check_reply(replies: list[Reply], item_class: str, key: TemplateKey, values: dict[str, str]) -> None:
    """Exactly one of them is that text."""
    expected = render(key, DEFAULT_TEMPLATES[key], values).split()
    assert [reply.item_class for reply in replies if reply.html.split() == expected] == [item_class]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory):
    data: Path = tmp_path_factory.mktemp("data")
    with SandboxProcess() as exchange:
        told = exchange.told
        csv = data / "people.csv"
        known = [person["address"] for number, person in enumerate(exchange.people) if number != STRANGER]
        csv.write_text("name,address\n" + "".join(f"{each},{each}\n" for each in known), encoding="utf-8")
        config = CONFIG.format(
            url=told["url"],
            user=told["service_account"]["address"],
            mailbox=told["conferencing_mailbox"]["address"],
            domain=told["domain"],
            csv=csv,
            shortest="{shortest}",
        )
        service = ServiceProcess(data, told["service_account"]["password"])
        applied = service.run("config", "apply", "-", text=config.format(shortest=4))
        assert applied.returncode == 0, applied.stderr
        with service:
            made = Company(exchange, service, {})
            made.old_alias = made.issue(passcode="4711")
            ask_service(data, "apply_config", text=config.format(shortest=6))
            wait_for(lambda: made.ask("directory")["people"] == len(known), "the directory")
            wait_for(lambda: service_status(data) == "online", "going online")
            yield made


def service_status(data: Path) -> str:
    return ask_service(data, "status")["integrations"][0]["status"]


def series(until: datetime, start: datetime = TOMORROW) -> str:
    return (
        "<t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:EndDateRecurrence>"
        f"<t:StartDate>{start:%Y-%m-%d}</t:StartDate><t:EndDate>{until:%Y-%m-%d}</t:EndDate></t:EndDateRecurrence>"
    )


def check_declined(company: Company, organiser: EwsClient, subject: str, reason: DeclineReason) -> dict[str, Any]:
    replies = answers(organiser, subject)
    item = company.outcome(subject)
    assert (item["outcome"], item["code"]) == ("declined", reason)
    values = {"alias": item["alias"], "numeric_alias": item["alias"].partition("@")[0]}
    check_reply(replies, "IPM.Schedule.Meeting.Resp.Neg", decline_key(reason), values)
    assert item["rules"][-1]["rule"] == reason
    return item


def check_accepted(
    company: Company,
    organiser: EwsClient,
    subject: str,
    case: AcceptCase,
    start: datetime,
    number: int = 1,
    *,
    ignoring: int = 0,
) -> dict[str, Any]:
    """The ``number``-th answer is that of ``case``; ``ignoring`` items before it were answered to nobody."""
    replies = answers(organiser, subject, number)
    item = company.outcome(subject, number + ignoring)
    assert (item["outcome"], item["code"]) == ("accepted", case)
    values = {"alias": item["alias"], "numeric_alias": item["alias"].partition("@")[0]}
    values |= {"start_time": format_time(start, "UTC"), "end_time": format_time(start + HOUR / 2, "UTC")}
    check_reply(replies, "IPM.Schedule.Meeting.Resp.Pos", accept_key(case), values)
    return item


def test_incomplete(company):
    with company.exchange.client(0) as organiser:
        company.invite(organiser, "No length", company.issue()["instructions"], length=timedelta())
        check_declined(company, organiser, "No length", DeclineReason.INCOMPLETE)


@pytest.mark.parametrize(
    "body", ["<p>See you there.</p>", "<p>ECVMR:AAAABBBBCCCCDDDDEEEEFFFFGGGG2222333344445555:</p>"]
)
def test_invalid_alias(company, body):
    subject = "No tag" if "ECVMR" not in body else "Made-up tag"
    with company.exchange.client(0) as organiser:
        company.invite(organiser, subject, body)
        check_declined(company, organiser, subject, DeclineReason.INVALID_ALIAS)


def test_alias_deleted(company):
    issued = company.issue()
    company.ask("delete_alias", alias=issued["alias"])
    with company.exchange.client(0) as organiser:
        company.invite(organiser, "Deleted alias", issued["instructions"])
        check_declined(company, organiser, "Deleted alias", DeclineReason.ALIAS_DELETED)


def test_past_single(company):
    with company.exchange.client(0) as organiser:
        company.invite(organiser, "Yesterday", company.issue()["instructions"], start=TOMORROW - 2 * DAY)
        check_declined(company, organiser, "Yesterday", DeclineReason.PAST_SINGLE)


def test_past_series(company):
    begun = TOMORROW - 9 * DAY
    with company.exchange.client(0) as organiser:
        company.invite(
            organiser,
            "Last week",
            company.issue()["instructions"],
            start=begun,
            recurrence=series(TOMORROW - 3 * DAY, begun),
        )
        check_declined(company, organiser, "Last week", DeclineReason.PAST_SERIES)


def test_unknown_sender(company):
    with company.exchange.client(STRANGER) as organiser:
        company.invite(organiser, "From a stranger", company.issue()["instructions"])
        check_declined(company, organiser, "From a stranger", DeclineReason.UNKNOWN_SENDER)


def test_too_long(company):
    with company.exchange.client(0) as organiser:
        company.invite(organiser, "All day and night", company.issue()["instructions"], length=9 * HOUR)
        check_declined(company, organiser, "All day and night", DeclineReason.TOO_LONG)


def test_bad_passcode(company):
    with company.exchange.client(0) as organiser:
        company.invite(organiser, "Short passcode", company.old_alias["instructions"])
        item = check_declined(company, organiser, "Short passcode", DeclineReason.BAD_PASSCODE)
    assert "4711" not in str(item)


def test_alias_conflict(company):
    body = company.issue()["instructions"]
    with company.exchange.client(0) as organiser, company.exchange.client(1) as other:
        company.invite(organiser, "Had it first", body)
        company.outcome("Had it first")
        company.invite(other, "Copied the tag", body, start=TOMORROW + 5 * HOUR)
        item = check_declined(company, other, "Copied the tag", DeclineReason.ALIAS_CONFLICT)
    assert f"another meeting, which takes place on {TOMORROW:%Y-%m-%d at %H:%M} (" in item["reason"]
    assert "Had it first" not in str(item)


def test_a_single_meeting_is_booked_moved_and_cancelled(company):
    subject = "A single one"
    with company.exchange.client(2) as organiser:
        body = company.issue(passcode="271828", chair_passcode="314159")["instructions"]
        meeting = company.invite(organiser, subject, body)
        check_accepted(company, organiser, subject, AcceptCase.NEW_SINGLE, TOMORROW)
        organiser.move(meeting, TOMORROW + HOUR)
        check_accepted(company, organiser, subject, AcceptCase.EDITED_SINGLE, TOMORROW + HOUR, 2)
        organiser.cancel(meeting)
        assert company.outcome(subject, 3)["outcome"] == "applied"
        answers(organiser, subject, 2)


def test_a_series_is_booked_changed_and_cancelled_piece_by_piece(company):
    subject = "A series"
    issued = company.issue()
    with company.exchange.client(3) as organiser:
        master = company.invite(organiser, subject, issued["instructions"], recurrence=series(TOMORROW + 9 * DAY))
        check_accepted(company, organiser, subject, AcceptCase.NEW_SERIES, TOMORROW)
        later = TOMORROW + 2 * DAY + 3 * HOUR
        organiser.send(ews.move(ews.occurrence_id(master, 3), later, later + HOUR / 2))
        check_accepted(company, organiser, subject, AcceptCase.EDITED_OCCURRENCE, later, 2)
        organiser.send(ews.delete(ews.occurrence_id(master, 2)))
        assert company.outcome(subject, 3)["reason"] == "One occurrence was cancelled."
        organiser.send(ews.update(ews.occurrence_id(master, 4), [("item:Subject", "Subject", f"Now {subject}")]))
        renamed = check_accepted(
            company, organiser, subject, AcceptCase.EDITED_OCCURRENCE, TOMORROW + 3 * DAY, 3, ignoring=1
        )
        assert renamed["reason"] == "One occurrence of a series: subject."
        organiser.send(ews.update(ews.item_id(master), [("calendar:Location", "Location", "Attic")]))
        check_accepted(company, organiser, subject, AcceptCase.EDITED_SERIES, TOMORROW, 4, ignoring=1)
        assert held(company, issued["alias"])
        organiser.cancel(master)
        assert company.outcome(subject, 6)["outcome"] == "applied"
        answers(organiser, subject, 4)
    assert not held(company, issued["alias"])


def held(company: Company, alias: str) -> bool:
    return company.ask("alias", alias=alias)["state"] == "used"
