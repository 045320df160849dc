"""Invitations over HTTP as an organiser sends them, and what must have become of each: answer, decision, booking.

An organiser invites the conferencing mailbox at the look-alike, as any client would; what comes back to the organiser
is the text of the very case, and it comes once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desktop_admin.cli.reach import ask as ask_service
from desktop_admin.domain.decision import AcceptCase, DeclineReason
from desktop_admin.domain.default_templates import DEFAULT_TEMPLATES
from desktop_admin.domain.template import TemplateKey, render, time_values
from desktop_admin.domain.template_keys import accept_key, decline_key
from exchange_lookalike import life_requests as ews
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
accept_location_number = {by_hand}

[integrations.directory]
source = "csv"
csv_file = '{csv}'

[integrations.timing]
poll_every = 1.0
debounce = 0.05
"""
PERSON = '[[integrations.people]]\nname = "{name}"\naddress = "{name}"\n'
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + DAY
STRANGER = 5
"""This person is not in the directory's file."""


@dataclass
class Company:
    exchange: SandboxProcess
    service: ServiceProcess
    csv: Path
    old_alias: dict[str, str] = field(default_factory=dict)
    """Issued while its passcode was long enough."""
    keeps_presence: bool = False
    """Everybody's presence, beside the invitations."""

    def ask(self, command: str, **arguments: Any) -> Any:
        return ask_service(self.service.data, command, integration="", **arguments)

    def config(self, *, shortest: int = 6, by_hand: bool = False) -> str:
        told = self.exchange.told
        people = [person["address"] for person in self.exchange.people] if self.keeps_presence else []
        config = CONFIG.format(
            url=told["url"],
            user=told["service_account"]["address"],
            mailbox=told["conferencing_mailbox"]["address"],
            domain=told["domain"],
            csv=self.csv,
            shortest=shortest,
            by_hand=str(by_hand).lower(),
        )
        return config + "".join(PERSON.format(name=each) for each in people)

    def write_directory(self, room: str = "") -> int:
        """Everybody but the stranger, the first one with a room; gives how many."""
        known = [person["address"] for number, person in enumerate(self.exchange.people) if number != STRANGER]
        lines = [f"{each},{each},{room if each == known[0] else ''}\n" for each in known]
        self.csv.write_text("name,address,room\n" + "".join(lines), encoding="utf-8")
        return len(known)

    def issue(self, **passcodes: str) -> dict[str, str]:
        return self.ask("aliases.issue", **passcodes)

    def items(self, subject: str) -> list[dict[str, Any]]:
        """What became of the items with that subject and was answered, oldest first."""
        found = [item for item in self.ask("invitations.list") if item["subject"].endswith(subject)]
        return [item for item in reversed(found) if item["reply_state"] != "waiting"]

    def rooms(self) -> EwsClient:
        """The conferencing mailbox as somebody opens it by hand."""
        told = self.exchange.told["conferencing_mailbox"]
        return EwsClient(self.exchange.url, told["address"], told["password"])

    def conference(self, **named: str) -> dict[str, Any] | None:
        """The scheduled one with this alias, or this subject."""
        listed = self.ask("conferences.list")["conferences"]
        return next((each for each in listed if named.items() <= each.items()), None)

    def invite(
        self, organiser: EwsClient, subject: str, body: str, *, calendar: str = "", uid: str = "", **more: Any
    ) -> str:
        """``calendar`` is the address of whoever ``organiser`` invites for, as a delegate; ``uid`` is one of theirs."""
        start = more.pop("start", TOMORROW)
        end = start + more.pop("length", HOUR / 2)
        guest = self.exchange.told["conferencing_mailbox"]["address"]
        asked = ews.create(ews.Meeting(subject, start, end, "UTC", body=body, required=(guest,), **more))
        if uid:
            asked = asked.replace("<t:Start>", f"<t:UID>{uid}</t:UID><t:Start>", 1)
        if calendar:
            owner = f"<t:Mailbox><t:EmailAddress>{calendar}</t:EmailAddress></t:Mailbox>"
            asked = asked.replace('Id="calendar"/>', f'Id="calendar">{owner}</t:DistinguishedFolderId>')
        made = organiser.send(asked).find(f".//{{{ews.T}}}CalendarItem/{{{ews.T}}}ItemId")
        assert made is not None
        return made.get("Id", "")

    def uid(self, organiser: EwsClient, item: str) -> str:
        """The meeting's UID, as everybody who is invited can read it."""
        asked = (
            f'<GetItem xmlns="{ews.M}" xmlns:t="{ews.T}"><ItemShape><t:BaseShape>IdOnly</t:BaseShape>'
            '<t:AdditionalProperties><t:FieldURI FieldURI="calendar:UID"/></t:AdditionalProperties></ItemShape>'
            f"<ItemIds>{ews.item_id(item)}</ItemIds></GetItem>"
        )
        return organiser.send(asked).findtext(f".//{{{ews.T}}}UID") or ""

    def invite_to(self, organiser: EwsClient, item: str, body: str) -> None:
        """Invites to what stands in the organiser's calendar already; ``item`` is the XML of its id."""
        guest = f"<t:EmailAddress>{self.exchange.told['conferencing_mailbox']['address']}</t:EmailAddress>"
        attendee = f"<t:Attendee><t:Mailbox>{guest}</t:Mailbox></t:Attendee>"
        asked = ews.update(item, [("item:Body", "Body", body), ("calendar:RequiredAttendees", "RequiredAttendees", "")])
        asked = asked.replace("<t:Body>", '<t:Body BodyType="HTML">')
        organiser.send(asked.replace("<t:RequiredAttendees>", f"<t:RequiredAttendees>{attendee}"))

    def times(self, subject: str) -> list[tuple[datetime, str]]:
        """When the conference of a subject takes place, with what was changed or cancelled."""
        stored = self.conference(subject=subject)
        assert stored is not None
        found = self.ask("conferences.list_occurrences", conference=stored["id"])
        return [(datetime.fromisoformat(each["start"]), each["state"]) for each in found]

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


def service_status(data: Path) -> str:
    return ask_service(data, "program.status")["integrations"][0]["status"]


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
    before = list(DeclineReason)[: list(DeclineReason).index(reason) + 1]
    assert [rule["rule"] for rule in item["rules"]] == ["order", *before]
    assert company.conference(subject=subject) is None
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
    values |= time_values(start, start + HOUR / 2, "UTC")
    check_reply(replies, "IPM.Schedule.Meeting.Resp.Pos", accept_key(case), values)
    stored = company.conference(alias=item["alias"])
    assert stored is not None
    times = company.ask("conferences.list_occurrences", conference=stored["id"])
    (taking_place,) = [each for each in times if datetime.fromisoformat(each["start"]) == start]
    assert taking_place["state"] == ("changed" if case is AcceptCase.EDITED_OCCURRENCE else "planned")
    window = [datetime.fromisoformat(taking_place[name]) for name in ("end", "join_from", "join_until")]
    assert window == [start + HOUR / 2, start - HOUR / 2, start + HOUR * 1.5]
    return item


def deleted(mailbox: EwsClient, subject: str) -> set[str]:
    """The ids of the requests with that subject among what was deleted."""
    found = mailbox.send(
        f'<FindItem xmlns="{ews.M}" xmlns:t="{ews.T}" Traversal="Shallow"><ItemShape><t:BaseShape>Default</t:BaseShape>'
        '</ItemShape><ParentFolderIds><t:DistinguishedFolderId Id="deleteditems"/></ParentFolderIds></FindItem>'
    )
    requests = found.iter(f"{{{ews.T}}}MeetingRequest")
    return {
        str(each.find(f"{{{ews.T}}}ItemId").get("Id"))
        for each in requests
        if each.findtext(f"{{{ews.T}}}Subject") == subject
    }


def put_back(mailbox: EwsClient, item: str) -> None:
    mailbox.send(
        f'<MoveItem xmlns="{ews.M}" xmlns:t="{ews.T}"><ToFolderId><t:DistinguishedFolderId Id="inbox"/></ToFolderId>'
        f"<ItemIds>{ews.item_id(item)}</ItemIds></MoveItem>"
    )


def held(company: Company, alias: str) -> bool:
    return company.ask("aliases.find", alias=alias)["state"] == "used"


@contextmanager
def working_company(data: Path, *quirks: str, keeps_presence: bool = False) -> Iterator[Company]:
    """A look-alike with these quirks and a service that is online and has read its directory."""
    with SandboxProcess(quirks=quirks) as exchange:
        service = ServiceProcess(data, exchange.told["service_account"]["password"])
        made = Company(exchange, service, data / "people.csv", keeps_presence=keeps_presence)
        known = made.write_directory()
        applied = service.run("config", "apply", "-", text=made.config())
        assert applied.returncode == 0, applied.stderr
        with service:
            wait_for(lambda: made.ask("directory.show")["people"] == known, "the directory")
            wait_for(lambda: service_status(data) == "online", "going online")
            yield made
