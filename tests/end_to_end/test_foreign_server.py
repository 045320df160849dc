"""A server that speaks EWS in its own way: it lacks operations, tells neither zones nor automatic replies, and shows
series instead of their occurrences. Each is a quirk of the look-alike; the service does its work all the same.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desktop_admin.domain.template import format_time
from exchange_lookalike import life_requests as ews
from tests.end_to_end import test_presence as presence
from tests.helpers.invitations import DAY, HOUR, TOMORROW, answers, held, series, working_company
from tests.helpers.processes import SandboxProcess, wait_for

OF_MEETINGS = ("lacks_time_zones", "refuses_remove_item", "tells_no_zone")
OF_PEOPLE = ("lacks_time_zones", "stubbed_mail_tips", "unexpanded_views")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory):
    with working_company(tmp_path_factory.mktemp("meetings"), *OF_MEETINGS) as made:
        yield made


def alarms(company) -> list:
    return company.service.ask("status")["integrations"][0]["alarms"]


def test_without_time_zones_of_the_server_the_version_is_read_all_the_same(company):
    status = company.service.ask("status")["integrations"][0]
    assert (status["status"], status["version"][:3], alarms(company)) == ("online", "15.", [])


def test_a_meeting_that_tells_no_zone_is_answered_in_utc_and_says_so(company):
    subject = "Without a zone"
    with company.exchange.client(0) as organiser:
        company.invite(organiser, subject, company.issue()["instructions"])
        reply = answers(organiser, subject, 1)[-1]
        assert company.outcome(subject)["outcome"] == "accepted"
    assert f"{format_time(TOMORROW, 'UTC')} (UTC)" in reply.html


def test_a_series_that_tells_no_zone_says_so_in_its_decision_and_as_an_alarm_while_it_lasts(company):
    subject, days = "Series without a zone", [TOMORROW + number * DAY for number in range(3)]
    with company.exchange.client(1) as organiser:
        master = company.invite(organiser, subject, company.issue()["instructions"], recurrence=series(days[-1]))
        item = company.outcome(subject)
        assert item["outcome"] == "accepted" and "names no time zone" in item["reason"]
        assert company.times(subject) == [(day, "planned") for day in days]
        (alarm,) = wait_for(lambda: alarms(company), "the alarm")
        assert "time zone of 1 series is not known" in alarm["text"] and subject in alarm["text"]
        organiser.cancel(master)
        wait_for(lambda: not alarms(company), "the end of the alarm")


def test_a_cancellation_is_finished_where_remove_item_is_unknown(company):
    subject, issued = "Called off", company.issue()
    with company.exchange.client(2) as organiser:
        meeting = company.invite(organiser, subject, issued["instructions"])
        assert company.outcome(subject)["outcome"] == "accepted"
        organiser.cancel(meeting)
        assert company.outcome(subject, 2)["outcome"] == "applied"
    find = (
        f'<FindItem xmlns="{ews.M}" xmlns:t="{ews.T}" Traversal="Shallow"><ItemShape><t:BaseShape>Default</t:BaseShape>'
        '</ItemShape><ParentFolderIds><t:DistinguishedFolderId Id="{}"/></ParentFolderIds></FindItem>'
    )

    def lies_in(folder: str) -> bool:
        with company.rooms() as rooms:
            found = rooms.send(find.format(folder)).iter(f"{{{ews.T}}}MeetingCancellation")
            return any((each.findtext(f"{{{ews.T}}}Subject") or "").endswith(subject) for each in found)

    wait_for(lambda: lies_in("deleteditems"), "the cancellation among what was deleted")
    assert not lies_in("inbox") and not held(company, issued["alias"])
    assert alarms(company) == []


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory):
    with SandboxProcess(people=presence.PEOPLE, quirks=OF_PEOPLE) as exchange:
        for number in range(presence.PEOPLE):
            with exchange.client(number) as client:
                presence.tidy(client)
        service = presence.configured(exchange, tmp_path_factory.mktemp("people"))
        with service:
            made = presence.Company(exchange, service)
            everybody = [person["address"] for person in exchange.people]
            wait_for(
                lambda: all(each["heard_by"] == "streaming" for who in everybody[1:] for each in made.seen(who)),
                "everybody subscribed to",
                30,
            )
            next(made._next)
            yield made


def test_an_occurrence_of_a_series_counts_where_views_give_the_series(people):
    today = datetime.now(UTC).replace(second=0, microsecond=0)
    first = today - DAY - HOUR
    daily = ews.Meeting("Stand-up", first, first + 2 * HOUR, "UTC", recurrence=series(today + 3 * DAY, first))
    with people.somebody() as somebody:
        somebody.client.send(ews.create(daily))
        seen = somebody.becomes("Meeting")
    assert {each["address"] for each in seen} == {somebody.address}


def test_automatic_replies_are_asked_one_by_one_where_tips_say_nothing(people):
    with people.somebody() as somebody:
        now = datetime.now(UTC)
        somebody.client.automatic_replies("Enabled", "Away", now - HOUR, now + timedelta(days=2))
        somebody.becomes("Out of office")
