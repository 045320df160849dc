"""A small company, made up from a seed: the same seed gives the same people, groups and calendars.

Nothing here touches the store: `populate` puts it there.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from exchange_lookalike.calendar.recurrence import Recurrence
from exchange_lookalike.timezones import WEEKDAYS

DOMAIN = "concierge.example"
FIRST_NAMES = (
    "Aaliyah", "Adaeze", "Aiko", "Alejandra", "Amara", "Anneliese", "Arjun", "Beatriz", "Bogdan", "Camille", "Chiara",
    "Daniel", "Deniz", "Eero", "Elif", "Emeka", "Esther", "Farid", "Fiona", "Giulia", "Hannah", "Haruto", "Ibrahim",
    "Ines", "Ingrid", "Jakub", "Jamal", "Jin", "Jonas", "José", "Kavya", "Kwame", "Lars", "Layla", "Leila", "Łukasz",
    "Maeve", "Mateo", "Mei", "Mónica", "Nadia", "Naoki", "Nikolai", "Noor", "Olga", "Oluwaseun", "Omar", "Pia", "Priya",
    "Rafael", "Rosa", "Samir", "Saoirse", "Sofía", "Søren", "Tamar", "Thandiwe", "Tomás", "Ulrike", "Vikram", "Wen",
    "Yara", "Yusuf", "Zoë",
)  # fmt: skip
LAST_NAMES = (
    "Abubakar", "Achterberg", "Adeyemi", "Almeida", "Andersen", "Bauer", "Becker", "Bianchi", "Brennan",
    "Castillo", "Chaudhry", "Chen", "Cohen", "Dąbrowski", "Delacroix", "Demir", "Dlamini", "Dubois", "Eriksson",
    "Fernández", "Fischer", "García", "Gupta", "Haddad", "Hansen", "Hoffmann", "Horváth", "Ivanova", "Jensen",
    "Kaplan", "Kim", "Kowalska", "Lindqvist", "Lopes", "Mbeki", "Meier", "Mensah", "Moreau", "Murphy",
    "Nakamura", "Nguyen", "Novák", "O'Connor", "Okafor", "Oliveira", "Park", "Patel", "Petrov", "Popescu",
    "Rao", "Romano", "Rossi", "Saito", "Schäfer", "Silva", "Singh", "Takahashi", "Tanaka", "van Dijk", "Weber",
    "Wójcik", "Yılmaz", "Zhang", "Zimmermann",
)  # fmt: skip
DEPARTMENTS = ("Sales", "Engineering", "Finance", "Human Resources", "Marketing", "Support", "Legal", "Operations")
TITLES = ("Assistant", "Specialist", "Analyst", "Team Lead", "Manager", "Director")
ZONES = ("W. Europe Standard Time", "W. Europe Standard Time", "W. Europe Standard Time", "GMT Standard Time",
         "Eastern Standard Time", "India Standard Time")  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One mailbox owner. `zone` is the Windows identifier of the zone the person works in."""

    name: str
    first: str
    last: str
    email: str
    password: str = field(repr=False)
    department: str
    title: str
    phone: str
    zone: str


@dataclass(frozen=True)
class Group:
    """A distribution list and its members' addresses."""

    name: str
    email: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Absence:
    """Automatic replies of one person; `start` None means switched on without a time window (UTC otherwise)."""

    email: str
    start: datetime | None
    end: datetime | None
    reply: str


@dataclass(frozen=True)
class Planned:
    """One appointment of a calendar. `start` is the wall clock of the owner's zone."""

    start: datetime
    length: timedelta
    subject: str
    location: str = ""
    show_as: str = "Busy"
    sensitivity: str = "Normal"
    all_day: bool = False
    recurrence: Recurrence | None = None


@dataclass(frozen=True)
class Company:
    """Everybody: people, lists, and the two accounts that the product works with."""

    domain: str
    people: tuple[Person, ...]
    groups: tuple[Group, ...]
    service: Person
    conferencing: Person

    def person(self, email: str) -> Person | None:
        """The person of an address, whatever its case."""
        wanted = email.casefold()
        return next((p for p in (*self.people, self.service, self.conferencing) if p.email.casefold() == wanted), None)


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("Ł", "L").replace("ł", "l").replace("ø", "o").replace("ı", "i"))
    return "".join(c for c in folded.casefold() if c.isascii() and c.isalnum())


def _password(rng: random.Random) -> str:
    letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    return "".join(rng.choice(letters) for _ in range(14)) + rng.choice("+-=")


def make_company(people: int, seed: int, domain: str = DOMAIN) -> Company:
    """`people` persons, a list for each department and one for all, a service account and a conferencing mailbox."""
    rng = random.Random(f"company {seed}")  # noqa: S311 - repeatable on purpose, nothing is secret here
    taken: set[str] = set()
    made = [_person(rng, domain, taken) for _ in range(people)]
    groups = [
        Group(name, f"{_ascii(name)}@{domain}", tuple(p.email for p in made if p.department == name))
        for name in DEPARTMENTS
    ]
    groups.append(Group("Everybody", f"everybody@{domain}", tuple(p.email for p in made)))
    return Company(
        domain,
        tuple(made),
        tuple(group for group in groups if group.members),
        _account(rng, "Concierge Service", f"svc-concierge@{domain}"),
        _account(rng, "Virtual Meeting Rooms", f"vmr@{domain}"),
    )


def _person(rng: random.Random, domain: str, taken: set[str]) -> Person:
    first, last = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES)
    stem = local = f"{_ascii(first)}.{_ascii(last)}"
    number = 1
    while local in taken:
        number += 1
        local = f"{stem}{number}"
    taken.add(local)
    return Person(
        name=f"{first} {last}" + (f" ({number})" if number > 1 else ""),
        first=first,
        last=last,
        email=f"{local}@{domain}",
        password=_password(rng),
        department=rng.choice(DEPARTMENTS),
        title=rng.choice(TITLES),
        phone=f"+49 30 5550 {1000 + len(taken)}",
        zone=rng.choice(ZONES),
    )


def _account(rng: random.Random, name: str, email: str) -> Person:
    return Person(name, name, "", email, _password(rng), "Operations", "", "", ZONES[0])


# --- calendars -------------------------------------------------------------------------------------------------------

_KINDS: tuple[tuple[str, str, str, str, int], ...] = (
    ("Project review", "Room Aurora", "Busy", "Normal", 60),
    ("One to one", "", "Busy", "Normal", 30),
    ("Customer visit", "Reception", "Busy", "Normal", 90),
    ("Interview", "Room Borealis", "Busy", "Normal", 45),
    ("Focus time", "", "Busy", "Normal", 120),
    ("Budget planning", "Room Aurora", "Tentative", "Normal", 60),
    ("Conference call", "", "Tentative", "Normal", 30),
    ("Lunch", "Canteen", "Busy", "Normal", 60),
    ("Dentist", "", "OOF", "Private", 60),
    ("Pick up the children", "", "OOF", "Private", 30),
    ("Travel to customer", "", "OOF", "Normal", 180),
    ("Working from home", "", "WorkingElsewhere", "Normal", 240),
    ("Reading hour", "", "Free", "Personal", 60),
    ("Salary talk", "", "Busy", "Confidential", 45),
)


def plan_calendar(person: Person, seed: int, first_day: date, days: int = 14, count: int = 20) -> list[Planned]:
    """`count` appointments over `days` days from `first_day`, on the person's wall clock, in order of their start."""
    rng = random.Random(f"calendar {seed} {person.email}")  # noqa: S311 - repeatable on purpose
    plan = _series(rng, first_day, days)[:count]
    while len(plan) < count:
        subject, place, show_as, sensitivity, minutes = rng.choice(_KINDS)
        day = first_day + timedelta(days=rng.randrange(days))
        if day.weekday() > 4 and rng.random() < 0.8:
            continue
        if rng.random() < 0.06:
            plan.append(_all_day(rng, day))
            continue
        hour = 12 if subject == "Lunch" else rng.randint(8, 17)
        at = datetime.combine(day, time(hour, rng.choice((0, 15, 30, 45))))
        plan.append(Planned(at, timedelta(minutes=minutes), subject, place, show_as, sensitivity))
    return sorted(plan, key=lambda planned: (planned.start, planned.subject))


def _series(rng: random.Random, first_day: date, days: int) -> list[Planned]:
    begin = first_day - timedelta(days=rng.randint(0, 60))
    weekly = rng.choice(WEEKDAYS[:5])
    made = [
        Planned(
            _on(begin, weekly, time(rng.randint(8, 10), rng.choice((0, 30)))), timedelta(minutes=30), "Team stand-up",
            recurrence=Recurrence("WeeklyRecurrence", _on(begin, weekly, time()).date(), days=(weekly,)),
        )
    ]  # fmt: skip
    if rng.random() < 0.5:
        end = first_day + timedelta(days=days * 2)
        made.append(
            Planned(
                datetime.combine(begin, time(12)), timedelta(minutes=45), "Lunch", "Canteen", "Free",
                recurrence=Recurrence("DailyRecurrence", begin, end=end),
            )
        )  # fmt: skip
    return made


def _on(begin: date, weekday: str, at: time) -> datetime:
    return datetime.combine(begin + timedelta(days=(WEEKDAYS.index(weekday) - begin.weekday()) % 7), at)


def _all_day(rng: random.Random, day: date) -> Planned:
    subject, show_as = rng.choice(
        (("Vacation", "OOF"), ("Trade fair", "OOF"), ("Birthday", "Free"), ("Training", "Busy"))
    )
    length = timedelta(days=rng.choice((1, 1, 2)))
    return Planned(datetime.combine(day, time()), length, subject, "", show_as, all_day=True)


def plan_absences(company: Company, seed: int, now: datetime) -> list[Absence]:
    """Automatic replies for about one person in twelve: some on, some with a window around or after `now` (UTC)."""
    rng = random.Random(f"absence {seed}")  # noqa: S311 - repeatable on purpose
    made: list[Absence] = []
    for person in company.people:
        chance = rng.random()
        if chance > 0.08:
            continue
        start = (now + timedelta(days=rng.randint(-2, 3))).replace(hour=7, minute=0, second=0, microsecond=0)
        end = start + timedelta(days=rng.randint(1, 10), hours=10)
        always = chance < 0.02
        text = rng.choice(("I am on vacation", "I am travelling", "I am out of the office"))
        reply = f"<html><body><p>{text}. Back soon.</p><p>{person.first}</p></body></html>"
        made.append(Absence(person.email, None if always else start, None if always else end, reply))
    return made
