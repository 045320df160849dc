"""What the fake service shows: a small company, made from a seed, with a working day around the given moment."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from desktop_admin.domain.appointment import Appointment, OutOfOffice, OutOfOfficeState, ShowAs
from desktop_admin.domain.decision import DeclineReason, RuleSeen
from desktop_admin.domain.notification_day import NotificationDay
from desktop_admin.domain.people import Keyword, Override, Person
from desktop_admin.domain.presence import PersonFacts
from desktop_admin.domain.status import Alarm, CheckName, CheckState, CheckStep, Condition, Severity, Status, Trouble
from desktop_admin.service.events import LogLevel, LogLine
from desktop_admin.service.views import IntegrationView, ProcessedView, StripPart
from desktop_admin.settings import ConnectionSettings, DirectoryKind, DirectorySettings, IntegrationSettings

HEAD_OFFICE = "head"
BRANCH = "branch"

KEYWORDS = (
    Keyword("Lunch", "Lunch"),
    Keyword("Travel", "Travelling"),
    Keyword("Flight", "Travelling", anywhere=True),
    Keyword("Holiday", "Out of office"),
    Keyword("Focus", "Busy"),
    Keyword("Interview", "Busy"),
    Keyword("会議", "Meeting"),
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
_DECLINES = (
    ("past_single", "The meeting ended before the invitation was read."),
    ("too_long", "It lasts 12 h, longer than the 8 h that are allowed."),
    ("invalid_alias", "The invitation holds no address that was issued here."),
    ("alias_conflict", "The address vmr482913 belongs to “Board room”, a custom room."),
)


NEWCOMERS = tuple(
    Person(0, f"{first} Newcomer", f"{first}.newcomer@example.com".lower(), str(5000 + place))
    for place, first in enumerate(_FIRST[:12])
)
"""People of the directory who are not among ours yet."""


def integrations(now: datetime) -> tuple[IntegrationView, IntegrationView]:
    """A head office that is well and a branch whose sign-in is refused."""
    head = IntegrationSettings(
        directory=DirectorySettings(
            source=DirectoryKind.LDAP,
            server="dc1.example.com",
            base_dn="OU=People,DC=example,DC=com",
            user_name="svc-directory@example.com",
            room_attribute="ipPhone",
        ),
        name="Head office",
        description="Exchange of the main site",
        active=True,
        connection=ConnectionSettings(
            server="mail.example.com",
            user_name="svc-concierge@example.com",
            exchange_domains=("mail.example.com", "mail2.example.com"),
            conferencing_mailbox="rooms@example.com",
            callback_url="https://concierge.example.com:21020",
        ),
    )
    branch = IntegrationSettings(
        name="Branch",
        active=True,
        connection=ConnectionSettings(server="ex.branch.example.net", user_name="BRANCH\\svc-concierge"),
    )
    refused = Alarm(
        "connection",
        "Exchange refuses the password of BRANCH\\svc-concierge.",
        "Type the service account's password anew on the Connection page, or unlock the account in the directory. "
        "Sign-in is tried again in 15 minutes, or at once with Force now.",
        now - timedelta(minutes=27),
    )
    old = Alarm(
        "check",
        "The connection check failed: the certificate ends in 6 days.",
        "Have the certificate renewed.",
        now - timedelta(days=1, hours=2),
        Severity.WARNING,
    )
    return (
        IntegrationView(
            HEAD_OFFICE,
            head,
            Condition(Status.ONLINE, now - timedelta(hours=3, minutes=12)),
            has_password=True,
            server_version="15.2.1748",
            server_name="Exchange 2019",
            mode="push",
            last_sign=now - timedelta(seconds=12),
        ),
        IntegrationView(
            BRANCH,
            branch,
            Condition(
                Status.OFFLINE,
                now - timedelta(minutes=27),
                "Exchange refuses the password of BRANCH\\svc-concierge.",
                Trouble.WRONG_PASSWORD,
            ),
            has_password=True,
            alarms=(refused, old),
        ),
    )


def people(now: datetime, count: int = 40, seed: int = 7) -> dict[int, tuple[Person, PersonFacts]]:
    """People with their day: some in meetings, some away, one with an override, two who are left alone."""
    chance = random.Random(seed)
    made = {}
    for number in range(1, count + 1):
        first, last = _FIRST[(number - 1) % len(_FIRST)], _LAST[(number * 7) % len(_LAST)]
        address = f"{first}.{last}@example.com".lower()
        person = Person(number, f"{first} {last}", address, str(4000 + number))
        if number == 5:
            person = replace(person, address="")
        if number == 9:
            person = replace(person, calendar_integration=False)
        made[number] = (person, _facts(chance, now, number))
    return made


def _facts(chance: random.Random, now: datetime, number: int) -> PersonFacts:
    midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    appointments = []
    for place in range(chance.randint(1, 5)):
        start = midnight + timedelta(minutes=30 * chance.randint(16, 34))
        subject = chance.choice(_SUBJECTS)
        appointments.append(
            Appointment(
                f"item-{number}-{place}",
                start,
                start + timedelta(minutes=30 * chance.randint(1, 4)),
                subject,
                "Room 4",
                chance.choice((ShowAs.BUSY, ShowAs.BUSY, ShowAs.BUSY, ShowAs.TENTATIVE, ShowAs.FREE)),
            )
        )
    if number % 11 == 0:
        start = now - timedelta(minutes=20)
        appointments.append(Appointment(f"item-{number}-p", start, now + timedelta(minutes=40), is_private=True))
    away = None
    if number % 10 == 3:
        reply = "<html><body><p>Thank you for your message.<br>I am back on Monday.</p></body></html>"
        end = now + timedelta(days=2)
        away = OutOfOffice(OutOfOfficeState.SCHEDULED, now - timedelta(days=1), end, reply, reply)
    override = Override("Lunch", now - timedelta(minutes=5)) if number == 12 else None
    return PersonFacts(tuple(sorted(appointments, key=lambda each: each.start)), away or OutOfOffice(), override)


def processed(now: datetime, count: int = 60, seed: int = 3) -> tuple[ProcessedView, ...]:
    """The journal, newest first, with every outcome in it."""
    chance = random.Random(seed)
    made = []
    at = now - timedelta(minutes=4)
    for number in range(count, 0, -1):
        outcome = chance.choices(("accepted", "declined", "applied", "ignored", "held"), (60, 18, 14, 6, 2))[0]
        made.append(_item(chance, number, at, outcome))
        at -= timedelta(minutes=chance.randint(3, 55))
    return tuple(made)


def _item(chance: random.Random, number: int, at: datetime, outcome: str) -> ProcessedView:
    first, last = chance.choice(_FIRST), chance.choice(_LAST)
    organizer = f"{first}.{last}@example.com".lower()
    alias = f"vmr{chance.randint(100000, 999999)}"
    code, reason = _verdict(chance, outcome)
    start = (at + timedelta(days=chance.randint(0, 12))).replace(minute=0, second=0, microsecond=0)
    answered = outcome in ("accepted", "declined")
    body = f"<p>{reason}</p><p>Join at <b>{alias}@meet.example.com</b>.</p>"
    return ProcessedView(
        id=number,
        at=at,
        organizer=organizer,
        sender=organizer if number % 9 else "assistant@example.com",
        subject=chance.choice(_SUBJECTS) if number % 13 else "",
        location=f"{alias}@meet.example.com",
        alias=f"{alias}@meet.example.com",
        start=start,
        end=start + timedelta(hours=1),
        zone="Europe/Berlin" if number % 4 else "America/New_York",
        is_series=number % 5 == 0,
        is_private=number % 13 == 0,
        kind="cancellation" if outcome == "applied" else "request",
        outcome=outcome,
        code=code,
        reason=reason,
        rules=_rules(outcome, code, reason, organizer, alias),
        reply=f"<html><body>{body}</body></html>" if answered else "",
        reply_state="sent" if answered else "none",
        reply_at=at + timedelta(milliseconds=640) if answered else None,
    )


def _rules(outcome: str, code: str, reason: str, organizer: str, alias: str) -> tuple[RuleSeen, ...]:
    """In their order, up to the one that decided."""
    seen = [RuleSeen("order", "sequence 0", "newest")]
    saws = {"incomplete": f"organiser {organizer}, start, end", "invalid_alias": f"tag valid, alias {alias}"}
    if outcome not in ("accepted", "declined"):
        return (*seen, RuleSeen("conference", alias or "none", reason))
    for each in DeclineReason:
        decided = outcome == "declined" and each == code
        seen.append(
            RuleSeen(str(each), saws.get(each, "nothing against it"), reason if decided else "passed", not decided)
        )
        if decided:
            return tuple(seen)
    return (*seen, RuleSeen("changes", "nothing that is stored differs", code))


def _verdict(chance: random.Random, outcome: str) -> tuple[str, str]:
    match outcome:
        case "accepted":
            return "new_single", "New meeting, accepted."
        case "declined":
            return chance.choice(_DECLINES)
        case "applied":
            return "cancelled", "Cancelled by the organiser; the address is free again."
        case "ignored":
            return "stale", "An older version of an invitation that was answered already."
        case _:
            return "", "The joining instructions could not be rendered."


def notification_days(integration_id: str) -> tuple[NotificationDay, ...]:
    if integration_id == BRANCH:
        return ()
    return (
        NotificationDay("2026-11-18", 214, 0, 3, 0),
        NotificationDay("2026-11-19", 187, 2, 0, 1),
        NotificationDay("2026-11-20", 342, 0, 1, 0),
    )


def strip(now: datetime, integration_id: str) -> tuple[StripPart, ...]:
    day = now - timedelta(hours=24)
    if integration_id == BRANCH:
        cut = now - timedelta(minutes=27)
        return (StripPart(day, cut, "streaming"), StripPart(cut, now, "offline"))
    edges = (
        (0, "push"),
        (6.4, "connecting"),
        (6.5, "polling"),
        (7.8, "push"),
        (16, "offline"),
        (16.6, "connecting"),
        (16.8, "streaming"),
        (20.8, "push"),
        (24, ""),
    )
    why = {
        "polling": "Exchange has sent no heartbeat for 2 min.",
        "offline": "mail.example.com does not answer in time.",
    }
    return tuple(
        StripPart(day + timedelta(hours=a), day + timedelta(hours=b), mode, why.get(mode, ""))
        for (a, mode), (b, _) in pairwise(edges)
    )


_STORY = (
    (LogLevel.INFO, "The service starts."),
    (LogLevel.INFO, "Using https://mail.example.com/EWS/Exchange.asmx."),
    (LogLevel.INFO, "Connected: Exchange 15.2.1748.10 at mail.example.com."),
    (LogLevel.INFO, "Subscribing to rooms@example.com by push."),
    (LogLevel.INFO, "Reading out-of-office for 38 people."),
    (LogLevel.DEBUG, "ada.keller@example.com: 20 appointments, no automatic reply."),
    (LogLevel.INFO, "Accepted “Weekly planning” of ada.keller@example.com: new meeting."),
    (LogLevel.INFO, "Ada Keller: Available → Meeting (“Weekly planning” until 11:30)"),
    (LogLevel.WARNING, "Degraded: no heartbeat for 95 s. The inbox is checked now and every 4 min."),
    (LogLevel.INFO, "Declined “Budget 2027” of hugo.sato@example.com: it lasts 12 h, longer than 8 h."),
    (LogLevel.ERROR, "Offline: Exchange refuses the password of BRANCH\\svc-concierge."),
)


def log(now: datetime, count: int = 400) -> list[LogLine]:
    lines = []
    for number in range(1, count + 1):
        level, text = _STORY[(number - 1) % len(_STORY)]
        integration = BRANCH if level is LogLevel.ERROR else HEAD_OFFICE
        at = now - timedelta(seconds=17 * (count - number))
        lines.append(LogLine(integration, number, at, level, text))
    return lines


def check_steps(*, well: bool) -> tuple[CheckStep, ...]:
    """The steps as the check tells them; one that fails ends it."""
    good = (
        CheckStep(CheckName.NAME, CheckState.PASSED, "mail.example.com is 192.0.2.17.", milliseconds=3),
        CheckStep(CheckName.TCP, CheckState.PASSED, "Port 443 answers.", milliseconds=11),
        CheckStep(CheckName.TLS, CheckState.PASSED, "TLS 1.3; the certificate holds until May.", milliseconds=24),
        CheckStep(CheckName.SIGN_IN, CheckState.PASSED, "Signed in with NTLM.", milliseconds=61),
    )
    rest = (CheckName.VERSION, CheckName.IMPERSONATION, CheckName.INBOX, CheckName.CALLBACK)
    if not well:
        failed = CheckStep(
            CheckName.SIGN_IN,
            CheckState.FAILED,
            "Exchange refuses the user name or password.",
            "Type the password anew, or unlock the account in the directory. Several wrong tries lock an account.",
            58,
        )
        return (*good[:3], failed, *(CheckStep(name, CheckState.SKIPPED) for name in rest))
    return (
        *good,
        CheckStep(CheckName.VERSION, CheckState.PASSED, "Exchange 15.2.1748.10", milliseconds=8),
        CheckStep(CheckName.IMPERSONATION, CheckState.PASSED, "May act for rooms@example.com.", milliseconds=30),
        CheckStep(CheckName.INBOX, CheckState.PASSED, "The inbox can be read; 4 items are in it.", milliseconds=22),
        CheckStep(
            CheckName.CALLBACK,
            CheckState.WARNED,
            "Reached from this computer only.",
            "Check from outside that the name leads here and that the firewall lets port 21020 through.",
            140,
        ),
    )
