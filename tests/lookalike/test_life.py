"""The living company: what it asks for is valid EWS, depends on the seed alone, and contains wrong invitations."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import etree

from exchange_lookalike.accounts import Directory
from exchange_lookalike.company_data import Company, Person, make_company, plan_absences, plan_calendar
from exchange_lookalike.dispatch import Dispatcher
from exchange_lookalike.life import PACES, Life
from exchange_lookalike.populate import populate
from exchange_lookalike.soap import T, m, t
from exchange_lookalike.store import Store
from tests.helpers import schema
from tests.helpers.mailboxes import envelope, texts

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TOKEN = "abcdefghijklmnopqrstuvwxyz0123456789"


class Server:
    """Takes what people send and makes up identifiers."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, etree._Element]] = []
        self.slept: list[float] = []

    async def send(self, person: Person, body: str) -> etree._Element:
        self.sent.append((person.email, etree.fromstring(body)))
        identifier = f"item{len(self.sent)}"
        item, request = (t(name, None, t("ItemId", None, Id=identifier)) for name in ("CalendarItem", "MeetingRequest"))
        return m("Answer", None, item, request, m("ResponseCode", "NoError"))

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if len(self.slept) > 20:
            raise asyncio.CancelledError

    async def instructions(self) -> str:
        return f'<a href="https://vmr.example/?t={TOKEN}">Join</a>'


def live(server: Server, company: Company, pace: str = "fast", seed: int = 1) -> Life:
    return Life(
        company, server.send, pace, seed,
        joining_instructions=server.instructions, clock=lambda: NOW, sleep=server.sleep,
    )  # fmt: skip


async def steps(count: int, seed: int = 1) -> tuple[list[str], Server]:
    server = Server()
    life = live(server, make_company(12, 1), seed=seed)
    return [await life.step() for _ in range(count)], server


async def test_the_seed_alone_decides() -> None:
    first, one = await steps(80)
    second, other = await steps(80)
    assert first == second
    assert [etree.tostring(e) for _, e in one.sent] == [etree.tostring(e) for _, e in other.sent]
    assert (await steps(80, seed=2))[0] != first


async def test_everything_asked_is_what_the_schema_says() -> None:
    done, server = await steps(300)
    assert len(set(done)) == 9
    for _, request in server.sent:
        schema.assert_valid(request)


async def test_most_invitations_are_right_and_some_are_wrong_in_every_way() -> None:
    _, server = await steps(400)
    kinds: Counter[str] = Counter()
    for _, request in server.sent:
        item = request.find(f".//{{{T}}}CalendarItem")
        if (
            etree.QName(request).localname != "CreateItem"
            or item is None
            or item.find(f"{{{T}}}RequiredAttendees") is None
        ):
            continue
        assert "vmr@concierge.example" in [e.text for e in item.iter(f"{{{T}}}EmailAddress")]
        start, end = (datetime.fromisoformat(item.findtext(f"{{{T}}}{name}", "")) for name in ("Start", "End"))
        body = item.findtext(f"{{{T}}}Body", "")
        right = TOKEN in body and start > NOW and end - start < timedelta(days=1)
        kind = "right" if right else "past" if start < NOW else "long" if end - start > timedelta(days=1) else (
            "altered" if "t=" in body else "bare")  # fmt: skip
        kinds[kind] += 1
    assert kinds["right"] > 3 * (kinds.total() - kinds["right"])
    assert min(kinds[kind] for kind in ("past", "long", "altered", "bare")) > 0


async def test_it_runs_at_its_pace_until_it_is_stopped() -> None:
    server = Server()
    with pytest.raises(asyncio.CancelledError):
        await live(server, make_company(5, 1), "slow").run()
    assert len(server.sent) >= 20
    assert all(PACES["slow"][0] <= pause <= PACES["slow"][1] for pause in server.slept)


async def test_no_pace_and_no_people_mean_no_life() -> None:
    server = Server()
    await live(server, make_company(5, 1), "off").run()
    await live(server, make_company(0, 1)).run()
    assert server.sent == []
    with pytest.raises(ValueError, match="pace must be off, slow or fast"):
        live(server, make_company(5, 1), "frantic")


async def test_what_the_server_refuses_is_forgotten() -> None:
    class Refusing(Server):
        async def send(self, person: Person, body: str) -> etree._Element:
            await super().send(person, body)
            return m("Answer", None, m("ResponseCode", "ErrorAccessDenied"))

    life = live(Refusing(), make_company(5, 1))
    assert len([await life.step() for _ in range(60)]) == 60


async def test_a_server_understands_them_and_the_conferencing_mailbox_gets_every_kind_of_message() -> None:
    now = [NOW]
    directory = Directory("concierge.example")
    store = Store(directory, lambda: now[0])
    company = populate(store, directory, people=12, seed=1, now=NOW)
    dispatcher = Dispatcher(store)
    refusals: Counter[str] = Counter()

    async def send(person: Person, body: str) -> etree._Element:
        now[0] += timedelta(seconds=2)
        answer = dispatcher.dispatch(envelope(body), directory.mailbox_owner(person.email))
        told = schema.check(answer.body)
        refusals.update(code for code in texts(told, "ResponseCode") if code != "NoError")
        return told

    life = Life(company, send, "fast", 1, joining_instructions=Server().instructions, clock=lambda: now[0])
    for _ in range(400):
        await life.step()
    assert not dispatcher.failures
    assert set(refusals) <= {
        "ErrorCalendarMeetingRequestIsOutOfDate",
        "ErrorCalendarOccurrenceIsDeletedFromRecurrence",
        *(f"ErrorCalendarIsCancelledFor{what}" for what in ("Accept", "Tentative", "Decline")),
    }
    assert refusals.total() < 20
    inbox = store.folder(directory.mailbox_owner(company.conferencing.email), "inbox").items.values()
    kinds = {(i.kind, i.meeting.request_type, i.meeting.recurrence_id is not None) for i in inbox if i.meeting}
    assert kinds >= {
        ("MeetingRequest", "NewMeetingRequest", False),
        ("MeetingRequest", "FullUpdate", False),
        ("MeetingRequest", "Outdated", False),
        ("MeetingRequest", "InformationalUpdate", True),
        ("MeetingCancellation", "None", False),
        ("MeetingCancellation", "None", True),
    }


def test_a_company_is_the_same_for_the_same_seed() -> None:
    company = make_company(300, 7)
    assert company == make_company(300, 7)
    assert company != make_company(300, 8)
    assert len({p.email for p in company.people}) == 300
    assert all(p.email.isascii() and p.password for p in company.people)
    assert {e for g in company.groups if g.name != "Everybody" for e in g.members} == {p.email for p in company.people}
    assert company.person("VMR@concierge.example") is company.conferencing
    assert company.people[0].password not in repr(company.people[0])


def test_calendars_are_mixed_and_absences_few() -> None:
    company = make_company(200, 7)
    plans = [plan for p in company.people for plan in plan_calendar(p, 7, date(2026, 11, 21))]
    assert len(plans) == 200 * 20
    assert {plan.show_as for plan in plans} >= {"Busy", "Tentative", "OOF", "Free", "WorkingElsewhere"}
    assert {plan.sensitivity for plan in plans} >= {"Normal", "Private"}
    assert any(plan.all_day for plan in plans)
    assert any(plan.recurrence for plan in plans)
    assert plans == [plan for p in company.people for plan in plan_calendar(p, 7, date(2026, 11, 21))]
    absent = plan_absences(company, 7, NOW)
    assert 2 <= len(absent) <= 40
    assert all(one.end is None or (one.start is not None and one.start < one.end) for one in absent)
