"""A server that does not say which occurrence a message is about: the day in the global object id does."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop_admin.domain.decision import AcceptCase
from exchange_lookalike import life_requests as ews
from tests.helpers.invitations import DAY, HOUR, TOMORROW, check_accepted, held, series, working_company


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory):
    with working_company(tmp_path_factory.mktemp("data"), "hides_recurrence_id") as made:
        yield made


def test_moving_and_dropping_a_day_leaves_the_series(company):
    subject, issued = "A series", company.issue()
    days = [TOMORROW + number * DAY for number in range(4)]
    with company.exchange.client(3) as organiser:
        master = company.invite(organiser, subject, issued["instructions"], recurrence=series(days[-1]))
        check_accepted(company, organiser, subject, AcceptCase.NEW_SERIES, TOMORROW)
        later = days[2] + 3 * HOUR
        organiser.send(ews.move(ews.occurrence_id(master, 3), later, later + HOUR / 2))
        check_accepted(company, organiser, subject, AcceptCase.EDITED_OCCURRENCE, later, 2)
        organiser.send(ews.delete(ews.occurrence_id(master, 2)))
        assert company.outcome(subject, 3)["reason"] == "One occurrence was cancelled."
        assert held(company, issued["alias"])
        assert company.times(subject) == [
            (days[0], "planned"),
            (days[1], "cancelled"),
            (later, "changed"),
            (days[3], "planned"),
        ]
        organiser.cancel(master)
        assert company.outcome(subject, 4)["outcome"] == "applied"
    assert not held(company, issued["alias"])


@pytest.mark.parametrize(
    ("zone", "name", "hour"),
    [
        ("Asia/Tokyo", "Tokyo Standard Time", 0),
        ("Pacific/Auckland", "New Zealand Standard Time", 9),
        ("America/Los_Angeles", "Pacific Standard Time", 20),
    ],
)
def test_the_day_is_that_of_the_series_own_zone_where_utc_has_another(company, zone, name, hour):
    subject, issued = f"In {zone}", company.issue()
    first = (datetime.now(ZoneInfo(zone)) + 2 * DAY).replace(hour=hour, minute=0, second=0, microsecond=0)
    days = [(first + number * DAY).astimezone(UTC) for number in range(4)]
    guest = company.exchange.told["conferencing_mailbox"]["address"]
    wish = ews.Meeting(
        subject,
        days[0],
        days[0] + HOUR / 2,
        name,
        body=issued["instructions"],
        required=(guest,),
        recurrence=series(first + 3 * DAY, first),
    )
    later = days[2] + 2 * HOUR
    with company.exchange.client(2) as organiser:
        made = organiser.send(ews.create(wish)).find(f".//{{{ews.T}}}CalendarItem/{{{ews.T}}}ItemId")
        assert made is not None
        master = str(made.get("Id"))
        assert company.outcome(subject)["outcome"] == "accepted"
        organiser.send(ews.move(ews.occurrence_id(master, 3), later, later + HOUR / 2))
        assert company.outcome(subject, 2)["outcome"] == "accepted"
        organiser.send(ews.delete(ews.occurrence_id(master, 2)))
        assert company.outcome(subject, 3)["outcome"] == "applied"
        assert company.times(subject) == [
            (days[0], "planned"),
            (days[1], "cancelled"),
            (later, "changed"),
            (days[3], "planned"),
        ]
        for items, number in enumerate((3, 1, 4), start=4):
            assert held(company, issued["alias"])
            organiser.send(ews.delete(ews.occurrence_id(master, number)))
            assert company.outcome(subject, items)["outcome"] == "applied"
    assert not held(company, issued["alias"]), "nothing is left of it"


def test_a_day_comes_before_its_series(company):
    subject, body = "One day first", company.issue()["instructions"]
    days = [TOMORROW + number * DAY for number in range(4)]
    with company.exchange.client(4) as organiser:
        whole = ews.create(ews.Meeting(subject, TOMORROW, TOMORROW + HOUR / 2, "UTC", recurrence=series(days[-1])))
        made = organiser.send(whole).find(f".//{{{ews.T}}}CalendarItem/{{{ews.T}}}ItemId")
        assert made is not None
        master = str(made.get("Id"))
        company.invite_to(organiser, ews.occurrence_id(master, 2), body)
        check_accepted(company, organiser, subject, AcceptCase.EDITED_OCCURRENCE, days[1])
        later = days[1] + HOUR
        organiser.send(ews.move(ews.occurrence_id(master, 2), later, later + HOUR / 2))
        check_accepted(company, organiser, subject, AcceptCase.EDITED_OCCURRENCE, later, 2)
        company.invite_to(organiser, ews.item_id(master), body)
        check_accepted(company, organiser, subject, AcceptCase.NEW_SERIES, TOMORROW, 3)
        assert company.times(subject) == [(day, "planned") if day != days[1] else (later, "changed") for day in days]
