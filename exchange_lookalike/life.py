"""The living company: organisers, guests and absent people who act through EWS requests, like any client.

One `step` is one thing that somebody does. What is done depends on the seed alone; clock and sleep are injected.
Some invitations are wrong on purpose (no instructions, an altered token, in the past, too long), so that declines are
seen as well.
"""

from __future__ import annotations

import asyncio
import logging
import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lxml import etree

from exchange_lookalike import life_requests as ask
from exchange_lookalike.company_data import Company, Person
from exchange_lookalike.life_requests import M, Meeting, T

log = logging.getLogger(__name__)

Send = Callable[[Person, str], Awaitable[etree._Element]]
"""Sends the body of an EWS request as a person and gives the SOAP body of the answer."""

PACES = {"slow": (6.0, 15.0), "fast": (0.8, 1.8)}
"""Seconds between two steps: shortest and longest. Every second step is an invitation: one in 20 s, or in 2.5 s."""
KEPT = 200
"""How many meetings and appointments are remembered for later changes."""

_SUBJECTS = (
    "Project kick-off", "Quarterly review", "Design discussion", "Customer meeting", "Interview", "Budget round",
    "Training", "Release planning", "Supplier call", "Town hall",
)  # fmt: skip
_APPOINTMENTS = (
    ("Lunch", "Busy"), ("Customer visit", "Busy"), ("Meeting with the works council", "Busy"), ("Phone call", "Busy"),
    ("Doctor", "OOF"), ("Focus time", "Busy"), ("Maybe: coffee", "Tentative"),
)  # fmt: skip
_TOKEN = re.compile(r"[A-Za-z0-9_\-.]{24,}")


@dataclass
class _Known:
    """Something that was created and may be changed later."""

    owner: Person
    id: str
    start: datetime
    length: timedelta
    is_series: bool
    meeting: bool


class Life:
    """Everything that happens in the company by itself.

    `send` carries a request to the server as somebody. `joining_instructions` gives the HTML that makes an invitation
    valid; without it every invitation to the conferencing mailbox goes out without instructions.
    """

    def __init__(
        self,
        company: Company,
        send: Send,
        pace: str,
        seed: int = 0,
        *,
        joining_instructions: Callable[[], Awaitable[str]] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        if pace not in ("off", *PACES):
            raise ValueError(f"pace must be off, slow or fast, not {pace!r}")
        self._company = company
        self._send = send
        self._pace = pace
        self._rng = random.Random(f"life {seed}")  # noqa: S311 - repeatable on purpose
        self._instructions = joining_instructions
        self._clock = clock
        self._sleep = sleep
        self._known: list[_Known] = []
        self._absent: list[Person] = []
        self.steps: list[str] = []

    async def run(self) -> None:
        """Step after step until cancelled; returns at once when the pace is off."""
        if self._pace == "off" or not self._company.people:
            return
        shortest, longest = PACES[self._pace]
        while True:
            await self._sleep(self._rng.uniform(shortest, longest))
            await self.step()

    async def step(self) -> str:
        """One thing that somebody does. Gives its name; what the server refuses is logged and forgotten."""
        kinds = {
            self._invite: 34, self._invite_wrongly: 10, self._invite_series: 8, self._move: 10, self._cancel: 7,
            self._change_occurrence: 5, self._answer: 8, self._appointment: 12, self._absence: 6,
        }  # fmt: skip
        action = self._rng.choices(list(kinds), weights=list(kinds.values()))[0]
        name = action.__name__.strip("_")
        fault = await action()
        if fault:
            log.info("The company could not %s: %s", name.replace("_", " "), fault)
        self.steps = [*self.steps[-KEPT:], name]
        return name

    # --- what people do ----------------------------------------------------------------------------------------------

    def _somebody(self) -> Person:
        return self._rng.choice(self._company.people)

    def _guests(self, organiser: Person) -> tuple[str, ...]:
        others = [p.email for p in self._company.people if p is not organiser]
        return tuple(self._rng.sample(others, k=min(len(others), self._rng.randint(0, 3))))

    def _soon(self) -> datetime:
        """A quarter of an hour in the working hours of the next days, as people arrange their meetings."""
        now = self._clock()
        day = now.replace(hour=self._rng.randint(8, 16), minute=15 * self._rng.randint(0, 3), second=0, microsecond=0)
        start = day + timedelta(days=self._rng.randint(0, 6))
        return start if start > now else start + timedelta(days=7)

    async def _body(self) -> str:
        text = "<html><body><p>Please join us.</p>{}</body></html>"
        return text.format(await self._instructions() if self._instructions else "")

    async def _invite(self) -> str:
        start, length = self._soon(), timedelta(minutes=self._rng.choice((15, 30, 45, 60, 90)))
        return await self._new_meeting(start, length, await self._body())

    async def _invite_series(self) -> str:
        start, length = self._soon(), timedelta(minutes=self._rng.choice((30, 60)))
        day, count = start.date(), self._rng.randint(3, 10)
        weekly = (
            f"<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>{day:%A}</t:DaysOfWeek></t:WeeklyRecurrence>"
        )
        daily = "<t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>"
        recurrence = (
            f"{self._rng.choice((weekly, daily))}<t:NumberedRecurrence><t:StartDate>{day}</t:StartDate>"
            f"<t:NumberOfOccurrences>{count}</t:NumberOfOccurrences></t:NumberedRecurrence>"
        )
        return await self._new_meeting(start, length, await self._body(), recurrence)

    async def _invite_wrongly(self) -> str:
        fault = self._rng.choice(("no instructions", "altered token", "in the past", "too long"))
        start, length = self._soon(), timedelta(minutes=30)
        body = await self._body()
        if fault == "no instructions":
            body = "<html><body><p>See you there.</p></body></html>"
        elif fault == "altered token":
            body = _TOKEN.sub(lambda found: self._altered(found[0]), body)
        elif fault == "in the past":
            start = self._clock().replace(second=0, microsecond=0) - timedelta(days=1)
        else:
            length = timedelta(days=3)
        return await self._new_meeting(start, length, body)

    def _altered(self, token: str) -> str:
        at = self._rng.randrange(len(token))
        return f"{token[:at]}{'A' if token[at] != 'A' else 'B'}{token[at + 1 :]}"

    async def _new_meeting(self, start: datetime, length: timedelta, body: str, recurrence: str = "") -> str:
        organiser = self._somebody()
        meeting = Meeting(
            subject=self._rng.choice(_SUBJECTS),
            start=start,
            end=start + length,
            zone=organiser.zone,
            location=self._company.conferencing.name,
            body=body,
            required=(self._company.conferencing.email, *self._guests(organiser)),
            recurrence=recurrence,
        )
        return await self._create(organiser, meeting)

    async def _create(self, owner: Person, meeting: Meeting) -> str:
        answer = await self._send(owner, ask.create(meeting))
        made = answer.find(f".//{{{T}}}CalendarItem/{{{T}}}ItemId")
        if made is None:
            return _fault(answer)
        length = meeting.end - meeting.start
        known = _Known(
            owner, made.get("Id", ""), meeting.start, length, bool(meeting.recurrence), bool(meeting.required)
        )
        self._known = [*self._known[-KEPT:], known]
        return ""

    async def _move(self) -> str:
        single = [k for k in self._known if not k.is_series]
        if not single:
            return await self._invite()
        known = self._rng.choice(single)
        known.start = self._soon()
        answer = await self._send(known.owner, ask.move(ask.item_id(known.id), known.start, known.start + known.length))
        return _fault(answer)

    async def _cancel(self) -> str:
        if not self._known:
            return await self._invite()
        known = self._known.pop(self._rng.randrange(len(self._known)))
        return _fault(await self._send(known.owner, ask.delete(ask.item_id(known.id))))

    async def _change_occurrence(self) -> str:
        series = [k for k in self._known if k.is_series]
        if not series:
            return await self._invite_series()
        known = self._rng.choice(series)
        occurrence = ask.occurrence_id(known.id, self._rng.randint(1, 3))
        if self._rng.random() < 0.4:
            return _fault(await self._send(known.owner, ask.delete(occurrence)))
        change = ("calendar:Location", "Location", self._rng.choice(("Room Aurora", "Room Borealis", "Canteen")))
        return _fault(await self._send(known.owner, ask.update(occurrence, [change])))

    async def _answer(self) -> str:
        guest = self._somebody()
        found = await self._send(guest, ask.find_requests())
        requests = [e.get("Id", "") for e in found.iterfind(f".//{{{T}}}MeetingRequest/{{{T}}}ItemId")]
        if not requests:
            return _fault(found)
        answer = self._rng.choice(("AcceptItem", "AcceptItem", "TentativelyAcceptItem", "DeclineItem"))
        return _fault(await self._send(guest, ask.respond(self._rng.choice(requests), answer, "<p>Thank you.</p>")))

    async def _appointment(self) -> str:
        owner = self._somebody()
        subject, show_as = self._rng.choice(_APPOINTMENTS)
        start = self._clock().replace(second=0, microsecond=0) + timedelta(minutes=self._rng.randint(0, 5))
        end = start + timedelta(minutes=self._rng.choice((2, 3, 5, 10)))
        private = "Private" if self._rng.random() < 0.2 else "Normal"
        return await self._create(owner, Meeting(subject, start, end, owner.zone, show_as=show_as, sensitivity=private))

    async def _absence(self) -> str:
        now = self._clock()
        if self._absent and self._rng.random() < 0.5:
            person = self._absent.pop(self._rng.randrange(len(self._absent)))
            return _fault(
                await self._send(person, ask.set_oof(person.email, "Disabled", "", now, now + timedelta(days=1)))
            )
        person = self._somebody()
        self._absent.append(person)
        state = self._rng.choice(("Enabled", "Scheduled"))
        back = now + timedelta(minutes=self._rng.randint(3, 60))
        reply = f"<html><body><p>I am away until {back:%H:%M} UTC.</p><p>{person.first}</p></body></html>"
        return _fault(await self._send(person, ask.set_oof(person.email, state, reply, now, back)))


def _fault(answer: etree._Element) -> str:
    """The first response code that is no success, or nothing."""
    codes = [code.text or "" for code in answer.iter(f"{{{M}}}ResponseCode")]
    fault: str | None = answer.findtext(".//faultstring")
    return fault or next((code for code in codes if code != "NoError"), "")
