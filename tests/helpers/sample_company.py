"""A company on the real service: a head office that is well, and a branch whose sign-in is refused."""

from __future__ import annotations

import random
import re
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from desktop_admin.domain.appointment import Appointment, OutOfOffice, OutOfOfficeState, ShowAs
from desktop_admin.domain.meeting import Frequency, ItemId, Mailbox, MeetingMessage, MessageKind, Recurrence
from desktop_admin.domain.people import Keyword, Person
from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.status import Status, Trouble
from tests.helpers.fake_mail import FakeMail
from tests.helpers.real_service import RealService, Stored

KEYWORDS = (
    Keyword("Lunch", "Lunch"),
    Keyword("Travel", "Travelling"),
    Keyword("Flight", "Travelling", anywhere=True),
    Keyword("Holiday", "Out of office"),
    Keyword("Focus", "Busy"),
    Keyword("Interview", "Busy"),
    Keyword("会議", "Meeting"),
)
REFUSED = "Exchange refuses the password of svc@example.com."
DIRECTORY = (
    ("Anna Berg", "anna.berg@example.com", "anna@example.com", "+49 30 1001", "71001"),
    ("Ben Moritz", "ben.moritz@example.com", "", "+49 30 1002", ""),
    ("Zoë Ångström", "zoe@example.com", "z.angstrom@example.org", "+49 30 1003", ""),
    ("Carla Diaz", "carla.diaz@example.com", "", "", ""),
    ("Reception", "", "", "", ""),
    ("Ada Lovelace", "ada@example.com", "", "", ""),
    ("Bruno Keller", "bruno@example.com", "", "", ""),
    ("Carla Nowak", "carla@example.com", "", "", ""),
    ("The assistant", "assistant@example.com", "", "", ""),
)
"""Four people with telephones, a line that is left out, and those who send invitations."""
OWN_ROOMS = (
    ("Board room", ("board@meet.example.com", "7001"), {"description": "Third floor, 12 seats", "passcode": "4711"}),
    ("Reception", ("reception@meet.example.com",), {}),
    ("Support hotline", ("7100", "7101"), {"description": "Callers wait here for the next free colleague"}),
)

_FIRST = re.findall(
    r"\S+",
    "Ada Bruno Carla Dmitri Elif Farid Greta Hugo Ines Jonas Keiko Liam Mona Nadir Olga Pablo Quentin Rosa Samir Tilda "
    "Uwe Vera Wanda Xaver Yusuf Zoe Anton Bianca Cyril Doris Emil Fiona Gustav Helena Igor Judith Karim Lotte Maxime",
)
_LAST = re.findall(
    r"\S+",
    "Lovelace Keller Nowak Okafor Sato Fischer Moreau Rossi Haddad Lindgren Petrov Álvarez Schröder-Wiesenthal "
    "Nguyễn Brandt Costa Demir Eriksen Fontaine Grimaldi",
)
_SUBJECTS = (
    "Weekly planning",
    "Review of the quarter",
    "Interview: network engineer",
    "Lunch with the auditors",
    "Budget 2027",
    "Focus time",
    "Customer call with Northwind",
    "Travel to Lyon",
    "Release meeting",
    "Besprechung der Verkaufszahlen im dritten Quartal mit allen Niederlassungen",
)


@dataclass(frozen=True)
class Company:
    """``head`` and ``branch`` are the ids of its integrations."""

    service: RealService
    head: str
    branch: str


def open_company(folder: Path, *, at_work: bool = True) -> Company:
    """Seeded once in a process; each test's own company goes on from there. ``at_work`` False: nobody and nothing is in
    the two integrations, and what a test looks at it seeds itself.
    """
    stored, head, branch = _seeded(at_work)
    service = RealService(folder, after=stored)
    service.until(lambda: service.view(head).condition.status is Status.ONLINE, "the head office is online")
    service.until(lambda: service.view(branch).condition.status is Status.OFFLINE, "the branch is refused")
    return Company(service, head, branch)


@cache
def _seeded(at_work: bool) -> tuple[Stored, str, str]:
    folder = tempfile.TemporaryDirectory(prefix="concierge-company-")
    company = seed(RealService(Path(folder.name)))
    if at_work:
        fill(company)
    _folders.append(folder)
    return company.service.stored(), company.head, company.branch


_folders: list[tempfile.TemporaryDirectory[str]] = []
"""They last as long as the process."""


def seed(service: RealService) -> Company:
    """The two integrations, and nothing in them."""
    # Its invitations come from people that the directory's few lines do not have.
    scheduling = {"check_sender": False}
    head = service.add("Head office", description="Exchange of the main site", scheduling=scheduling)
    service.advance(1)  # they are listed by their age
    branch = service.add("Branch", status=Status.OFFLINE, mailbox="", prepare=_refuse)
    return Company(service, head, branch)


def _refuse(mail: FakeMail) -> None:
    mail.faults["connect"] = [MailFault(Trouble.WRONG_PASSWORD, REFUSED)] * 50


def fill(company: Company, people: int = 40) -> None:
    """The head office at work: people, invitations, rooms of every kind, a directory."""
    service, head = company.service, company.head
    store_keywords(company, head, *KEYWORDS)
    add_people(company, people)
    add_rooms(company)
    add_invitations(company)
    # Read last: from then on, senders who are not in it are declined.
    service.use_directory(head, DIRECTORY)


def store_keywords(company: Company, integration_id: str, *keywords: Keyword) -> None:
    """As another administrator does."""
    company.service.do(company.service.concierge.commands.rules.save_keywords(integration_id, keywords))


def add_people(company: Company, count: int = 40, seed: int = 7) -> dict[str, Person]:
    """People with their day: some in meetings, some away, one with an override, two who are left alone; by name."""
    chance = random.Random(seed)
    now = company.service.clock.now()
    people, calendars, replies = [], {}, {}
    for number in range(1, count + 1):
        first, last = _FIRST[(number - 1) % len(_FIRST)], _LAST[(number * 7) % len(_LAST)]
        name = f"{first} {last}" if number <= 39 else f"{first} {last} {number}"
        address = f"{name.replace(' ', '.')}@example.com".lower()
        person = Person(0, name, address, str(4000 + number))
        calendars[address] = _appointments(chance, now, number)
        if number % 10 == 3:
            replies[address] = _away(now)
        if number == 5:
            person = replace(person, address="")
        if number == 9:
            person = replace(person, calendar_integration=False)
        people.append(person)
    found = company.service.add_people(company.head, people, calendars, replies)
    if count >= 12:
        chosen = found[people[11].name]
        company.service.do(company.service.concierge.commands.people.set_override(company.head, chosen.id, "Lunch"))
    return found


def _appointments(chance: random.Random, now: datetime, number: int) -> tuple[Appointment, ...]:
    midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    made = []
    for place in range(chance.randint(1, 5)):
        start = midnight + timedelta(minutes=30 * chance.randint(16, 34))
        end = start + timedelta(minutes=30 * chance.randint(1, 4))
        shown = chance.choice((ShowAs.BUSY, ShowAs.BUSY, ShowAs.BUSY, ShowAs.TENTATIVE, ShowAs.FREE))
        made.append(Appointment(f"item-{number}-{place}", start, end, chance.choice(_SUBJECTS), "Room 4", shown))
    if number % 11 == 0:
        start = now - timedelta(minutes=20)
        made.append(Appointment(f"item-{number}-p", start, now + timedelta(minutes=40), is_private=True))
    return tuple(sorted(made, key=lambda each: each.start))


def _away(now: datetime) -> OutOfOffice:
    reply = "<html><body><p>Thank you for your message.<br>I am back on Monday.</p></body></html>"
    return OutOfOffice(OutOfOfficeState.SCHEDULED, now - timedelta(days=1), now + timedelta(days=2), reply, reply)


def add_rooms(company: Company) -> None:
    """Three custom rooms."""
    for name, aliases, values in OWN_ROOMS:
        company.service.add_room(company.head, name, *aliases, **values)


def add_invitations(company: Company) -> None:
    """Meetings of several organisers: accepted, a series, a private one, an edited one, declined for two reasons,
    cancelled, ignored as old, and one that is held; beside them an alias that nobody uses yet.
    """
    service, head = company.service, company.head
    first = service.invitation("Design review", service.issue(head).instructions, after=-timedelta(minutes=20))
    weekly = series(service, "Weekly planning", service.issue(head).instructions)
    private = service.invitation("Interview, room 4", service.issue(head).instructions, subject="", is_private=True)
    budget = service.invitation(
        "Budget 2027", service.issue(head).instructions, organizer=_person("bruno"), sender=_person("bruno")
    )
    service.issue(head)
    service.deliver(
        head,
        first,
        weekly,
        private,
        budget,
        service.invitation("Lunch with the auditors", "no tag", organizer=_person("carla")),
        too_long(service, "Offsite", service.issue(head).instructions),
        _again(budget, "moved", sequence=1, location="Room 5"),
        _again(budget, "late", location="Room 6"),
        _again(first, "cancellation", sequence=1, kind=MessageKind.CANCELLATION),
        service.invitation("Torn", "", unreadable="The item could not be read."),
    )


def series(service: RealService, uid: str, body: str) -> MeetingMessage:
    """Every week from tomorrow on."""
    plain = service.invitation(uid, body)
    assert plain.start is not None
    return replace(plain, recurrence=Recurrence(Frequency.WEEKLY, plain.start.date()))


def too_long(service: RealService, uid: str, body: str) -> MeetingMessage:
    """Twelve hours, where eight are allowed."""
    plain = service.invitation(uid, body)
    assert plain.start is not None
    return replace(plain, end=plain.start + timedelta(hours=12))


def _again(message: MeetingMessage, which: str, **changed: object) -> MeetingMessage:
    """A later item about the same meeting."""
    return replace(message, item_id=ItemId(f"{message.item_id.id}, {which}"), **changed)  # type: ignore[arg-type]


def _person(name: str) -> Mailbox:
    return Mailbox(f"{name}@example.com", name.title())
