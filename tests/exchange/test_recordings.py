"""What real servers have answered (Exchange 2019 and Exchange Online), where the recordings lie beside the checkout."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import etree

from desktop_admin.domain.appointment import ShowAs
from desktop_admin.domain.meeting import Frequency, MeetingMessage, Recurrence, Weekday
from desktop_admin.domain.ports import Credentials, Endpoint
from desktop_admin.exchange.connection import ExchangeConnection
from desktop_admin.exchange.messages import whole
from tests.exchange.conftest import Connected
from tests.helpers import schema
from tests.helpers.ews_stub import PASSWORD, USER, Reply, Request, serving

FOLDER = schema.PROTOCOL / "recordings"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="The recordings of real servers are not there.")


def recorded(name: str, number: int) -> str:
    """The body of one recorded answer."""
    answers = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return str(answers[number]["body"])


async def test_a_calendar(connected: Connected) -> None:
    view = recorded("CalendarTest.testRecurringEventSupport", 5)
    start = datetime(2025, 6, 1, tzinfo=UTC)
    async with connected(lambda _request: Reply(view)) as (exchange, _stub):
        found = await exchange.read_appointments("test@example.com", start, start + timedelta(days=60))
    assert len(found) == 6
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert "Réunion équipe - Café & Discusion" in {one.subject for one in found}
    assert [one.show_as for one in found if one.subject.startswith("Hey")] == [ShowAs.FREE]
    assert [one.is_recurring for one in found if one.subject == "Weekly Team Meeting"] == [True] * 4
    assert all(one.end > one.start and not one.is_cancelled for one in found)


async def test_an_empty_calendar(connected: Connected) -> None:
    view = recorded("CalendarTest.testGetCalendarItems", 1)
    start = datetime(2020, 9, 10, tzinfo=UTC)
    async with connected(lambda _request: Reply(view)) as (exchange, stub):
        assert await exchange.read_appointments("test@example.com", start, start + timedelta(days=7)) == ()
    assert stub.operations[1:] == ["FindItem"]


async def test_a_quiet_synchronisation(connected: Connected) -> None:
    page = recorded("CalendarTest.testListChanges", 3)
    async with connected(lambda _request: Reply(page)) as (exchange, _stub):
        read = await exchange.inbox_changes("test@example.com", None)
    assert (read.messages, read.gone, read.is_last) == ((), (), True)
    assert read.sync_state.startswith("H4sIAAAA")


def test_a_series() -> None:
    root = etree.fromstring(recorded("CalendarTest.testRecurringEventSupport", 4).encode())
    read: MeetingMessage = whole(root.find(".//{*}CalendarItem"))
    assert read.subject == "Weekly Team Meeting"
    assert read.uid
    assert (read.start, read.end) == (datetime(2025, 7, 2, 10, tzinfo=UTC), datetime(2025, 7, 2, 11, tzinfo=UTC))
    assert read.recurrence == Recurrence(Frequency.WEEKLY, date(2025, 7, 2), weekdays=(Weekday.WEDNESDAY,), count=4)


async def test_signing_in() -> None:
    def answer(request: Request) -> Reply:
        if not request.user:
            return Reply(status=401, headers=(("WWW-Authenticate", 'Basic Realm=""'),))
        return Reply(recorded("APITest.testGetServerTimezones", 0))

    with serving(answer) as stub:
        connection = ExchangeConnection(Endpoint(stub.url, timeout=5), Credentials(USER, PASSWORD))
        info = await connection.connect()
        await connection.close()
    assert (info.name, info.version.startswith("15.20.")) == ("Exchange Online", True)
