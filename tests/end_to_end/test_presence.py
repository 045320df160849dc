"""Each rule of presence from end to end: an Exchange and the service in processes of their own, everything over HTTP.

The same people are followed twice, by calendars read in batches and one by one: both must say the same. Everybody has
an empty calendar to begin with, and each test has a person of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop_admin.web.control_client import ControlClient
from exchange_lookalike import life_requests as ask
from exchange_lookalike.life_requests import M, Meeting, T
from tests.helpers.ews_client import EwsClient
from tests.helpers.processes import SandboxProcess, ServiceProcess, wait_for

INTEGRATION = """
[[integrations]]
name = "{name}"
active = true

[integrations.connection]
server = "{url}"
user_name = "{user}"

[integrations.presence]
read_in_batches = {batches}

[integrations.timing]
out_of_office_every = 0.5
debounce = 0.05

[[integrations.keywords]]
word = "board"
presence = "Busy"

[[integrations.keywords]]
word = "Déjeuner"
presence = "Lunch"

[[integrations.keywords]]
word = "会议"
presence = "Travelling"

{people}
"""
PERSON = '[[integrations.people]]\nname = "{name}"\naddress = "{address}"\ncalendar_integration = {followed}\n'
BATCHES, ALONE = "In batches", "One by one"
PEOPLE = 20
WITHIN = 20.0
HOUR = timedelta(hours=1)
EMPTY = (
    f'<FindItem xmlns="{M}" xmlns:t="{T}" Traversal="Shallow"><ItemShape><t:BaseShape>IdOnly</t:BaseShape></ItemShape>'
)
CALENDAR = f'{EMPTY}<ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></ParentFolderIds></FindItem>'


class Company:
    """Both integrations of the running service, and the people's own clients."""

    def __init__(self, exchange: SandboxProcess, service: ServiceProcess) -> None:
        self.exchange, self.service = exchange, service
        found = ControlClient.find(service.data)
        assert found is not None
        self.control = found
        self._next = iter(range(PEOPLE))

    @contextmanager
    def somebody(self) -> Iterator[Somebody]:
        with self.exchange.client(next(self._next)) as client:
            yield Somebody(self, client)

    def seen(self, address: str) -> list[dict[str, Any]]:
        """What both integrations say of a person."""
        return [
            next(each for each in self.control.ask("people.list", integration=name) if each["address"] == address)
            for name in (BATCHES, ALONE)
        ]


class Somebody:
    """A person of the company with their own Exchange client."""

    def __init__(self, company: Company, client: EwsClient) -> None:
        self.company, self.client = company, client

    @property
    def address(self) -> str:
        return self.client.address

    def has(
        self,
        subject: str,
        show_as: str = "Busy",
        begins: timedelta = -HOUR,
        ends: timedelta = HOUR,
        *,
        sensitivity: str = "Normal",
    ) -> datetime:
        """Gets an appointment, by default one that is running; tells its exact end, which Exchange keeps to seconds."""
        now = datetime.now(UTC).replace(microsecond=0)
        meeting = Meeting(subject, now + begins, now + ends, "UTC", show_as=show_as, sensitivity=sensitivity)
        self.client.send(ask.create(meeting))
        return meeting.end

    def has_all_day(self, subject: str, show_as: str) -> None:
        today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        meeting = Meeting(subject, today, today + timedelta(days=1), "UTC", show_as=show_as)
        wish = ask.create(meeting)
        self.client.send(wish.replace("<t:Legacy", "<t:IsAllDayEvent>true</t:IsAllDayEvent><t:Legacy", 1))

    def becomes(self, presence: str) -> list[dict[str, Any]]:
        """Waits until both integrations say so; tells all that they say."""

        def said() -> list[dict[str, Any]] | None:
            seen = self.company.seen(self.address)
            return seen if {each["presence"] for each in seen} == {presence} else None

        return wait_for(said, f"{presence} of {self.address}, who is {self.company.seen(self.address)}", WITHIN)

    def is_still(self, presence: str, after: str) -> None:
        """Something that does not count is followed by something that does: once that is known, so is the first."""
        counted = self.company.seen(self.address)
        assert {each["presence"] for each in counted} == {presence}, after

    def ids(self, wish: str) -> list[str]:
        """Of the items that are found."""
        return [each.get("Id", "") for each in self.client.send(wish).iter(f"{{{T}}}ItemId")]

    def reads(self) -> list[str]:
        return [each["read_at"] for each in self.company.seen(self.address)]

    def until_read_again(self, before: list[str]) -> None:
        wait_for(lambda: all(a != b for a, b in zip(before, self.reads(), strict=True)), "the next reading", WITHIN)


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    with SandboxProcess(people=PEOPLE) as exchange:
        for number in range(PEOPLE):
            with exchange.client(number) as client:
                tidy(client)
        service = configured(exchange, tmp_path_factory.mktemp("data"))
        with service:
            made = Company(exchange, service)
            everybody = [person["address"] for person in exchange.people]
            wait_for(
                lambda: all(each["heard_by"] == "streaming" for who in everybody[1:] for each in made.seen(who)),
                "everybody subscribed to",
                30,
            )
            next(made._next)  # the first one is left alone
            yield made


def configured(exchange: SandboxProcess, data) -> ServiceProcess:
    told = exchange.told
    people = [
        PERSON.format(name=f"Person {number}", address=each["address"], followed=str(number > 0).lower())
        for number, each in enumerate(exchange.people)
    ]
    people.append(PERSON.format(name="Nobody", address="", followed="true"))
    config = "\n".join(
        INTEGRATION.format(
            name=name,
            url=told["url"],
            user=told["service_account"]["address"],
            batches=str(name == BATCHES).lower(),
            people="\n".join(people),
        )
        for name in (BATCHES, ALONE)
    )
    service = ServiceProcess(data, told["service_account"]["password"])
    applied = service.run("config", "apply", "-", text=config)
    assert applied.returncode == 0, applied.stderr
    return service


def tidy(client: EwsClient) -> None:
    found = client.send(CALENDAR)
    items = "".join(ask.item_id(each.get("Id", "")) for each in found.iter(f"{{{T}}}ItemId"))
    if items:
        client.send(
            f'<DeleteItem xmlns="{M}" xmlns:t="{T}" DeleteType="HardDelete" SendMeetingCancellations="SendToNone">'
            f"<ItemIds>{items}</ItemIds></DeleteItem>"
        )
    now = datetime.now(UTC)
    client.automatic_replies("Disabled", "", now, now + HOUR)


def test_a_free_person_has_the_default_and_one_who_is_left_alone_has_none(company):
    with company.somebody() as somebody:
        batch, alone = somebody.becomes("Available")
    assert (batch["read_how"], alone["read_how"]) == ("batch", "mailbox")
    left = company.seen(company.exchange.people[0]["address"])
    assert [(each["presence"], each["followed"]) for each in left] == [(None, False)] * 2
    assert [(each["presence"], each["followed"]) for each in company.seen("")] == [(None, False)] * 2


def test_a_running_appointment_is_a_meeting_until_its_exact_end(company):
    with company.somebody() as somebody:
        end = somebody.has("Review", ends=timedelta(seconds=4))
        for each in somebody.becomes("Meeting"):
            assert "Review" in each["cause"]
            assert datetime.fromisoformat(each["next_change"]) == end
        somebody.becomes("Available")
        assert datetime.now(UTC) - end < timedelta(seconds=3)


def test_keywords_are_whole_words_whatever_case_and_accents_and_the_highest_wins(company):
    with company.somebody() as somebody:
        somebody.has("Keyboard lessons")
        somebody.becomes("Meeting")
        somebody.has("DEJEUNER avec Bob")
        somebody.becomes("Lunch")
        somebody.has("Board of directors")
        assert all("board" in each["cause"] for each in somebody.becomes("Busy"))


def test_in_a_script_without_spaces_a_keyword_is_found_anywhere(company):
    with company.somebody() as somebody:
        somebody.has("明天的会议安排")
        somebody.becomes("Travelling")


@pytest.mark.parametrize("show_as", ["Tentative", "Free", "WorkingElsewhere"])
def test_what_is_not_shown_as_busy_does_not_count(company, show_as):
    with company.somebody() as somebody:
        before = somebody.reads()
        somebody.has("Board of directors", show_as)
        somebody.until_read_again(before)
        somebody.is_still("Available", "it does not count")


def test_out_of_office_in_the_calendar_is_above_keywords(company):
    with company.somebody() as somebody:
        somebody.has("Board of directors")
        somebody.becomes("Busy")
        somebody.has("Trip", "OOF")
        assert all("Trip" in each["cause"] for each in somebody.becomes("Out of office"))


def test_all_day_appointments_count_when_busy_and_not_when_free(company):
    with company.somebody() as somebody:
        before = somebody.reads()
        somebody.has_all_day("Birthday", "Free")
        somebody.until_read_again(before)
        somebody.is_still("Available", "a free day does not count")
        somebody.has_all_day("Déjeuner", "Busy")
        somebody.becomes("Lunch")


def test_private_ones_count_without_their_words(company):
    with company.somebody() as somebody:
        somebody.has("Board of surgeons", sensitivity="Private")
        told = somebody.becomes("Meeting")
        assert "surgeons" not in str(told)
    log = "".join(file.read_text("utf-8", "replace") for file in company.service.data.rglob("*") if is_log(file))
    assert "Meeting (A private appointment is in progress.)" in log
    assert "surgeons" not in log


def is_log(file) -> bool:
    return file.is_file() and file.suffix in (".log", ".txt")


def test_a_short_appointment_inside_a_long_one_ends_alone(company):
    with company.somebody() as somebody:
        somebody.has("Workshop")
        somebody.has("Déjeuner", begins=timedelta(seconds=-5), ends=timedelta(seconds=4))
        somebody.becomes("Lunch")
        assert all("Workshop" in each["cause"] for each in somebody.becomes("Meeting"))


def test_one_appointment_after_the_other_changes_at_the_exact_boundary(company):
    with company.somebody() as somebody:
        boundary = somebody.has("Board of directors", ends=timedelta(seconds=10))
        somebody.has("Déjeuner", begins=boundary - datetime.now(UTC).replace(microsecond=0))
        for each in somebody.becomes("Busy"):
            assert datetime.fromisoformat(each["next_change"]) == boundary
        somebody.becomes("Lunch")
        assert timedelta(0) <= datetime.now(UTC) - boundary < timedelta(seconds=3)


def test_a_meeting_counts_once_accepted_and_no_more_once_declined(company):
    with company.somebody() as organiser, company.somebody() as guest:
        now = datetime.now(UTC).replace(microsecond=0)
        organiser.client.invite(guest.address, now - HOUR, "<p>Come.</p>", subject="Planning", minutes=120)
        request = wait_for(lambda: guest.ids(ask.find_requests()), "the request", WITHIN)[0]
        guest.client.send(ask.respond(request, "AcceptItem", "I come."))
        guest.becomes("Meeting")
        guest.client.send(ask.respond(guest.ids(CALENDAR)[0], "DeclineItem", "I do not come."))
        guest.becomes("Available")
        assert {each["presence"] for each in company.seen(organiser.address)} == {"Meeting"}


def test_an_own_choice_is_above_everything_until_the_next_appointment_begins(company):
    with company.somebody() as somebody:
        somebody.has("Board of directors")
        somebody.becomes("Busy")
        for name in (BATCHES, ALONE):
            company.control.ask("people.set_override", integration=name, person=somebody.address, presence="Lunch")
        somebody.becomes("Lunch")
        somebody.has("Trip", "OOF", begins=timedelta(seconds=3))
        somebody.is_still("Lunch", "the choice is above what is on")
        somebody.becomes("Out of office")


def test_a_cancelled_meeting_counts_no_more(company):
    with company.somebody() as organiser, company.somebody() as guest:
        now = datetime.now(UTC).replace(microsecond=0)
        item = organiser.client.invite(guest.address, now - HOUR, "<p>Come.</p>", subject="Planning", minutes=120)
        request = wait_for(lambda: guest.ids(ask.find_requests()), "the request", WITHIN)[0]
        guest.client.send(ask.respond(request, "AcceptItem", "I come."))
        organiser.becomes("Meeting")
        guest.becomes("Meeting")
        organiser.client.cancel(item)
        organiser.becomes("Available")
        guest.becomes("Available")
        assert guest.ids(CALENDAR), "it still stands in the guest's calendar, cancelled"


def test_automatic_replies_give_greeting_and_return_time_and_end_with_their_window(company):
    with company.somebody() as somebody:
        now = datetime.now(UTC).replace(microsecond=0)
        somebody.has("Board of directors")
        back = now + timedelta(seconds=12)
        reply = "<html><style>p { color: red }</style><p>Gone <b>fishing</b>&nbsp;&amp; back soon</p></html>"
        somebody.client.automatic_replies("Scheduled", reply, now - HOUR, back)
        for each in somebody.becomes("Out of office"):
            assert each["greeting"].replace("\xa0", " ") == "Gone fishing & back soon"
            assert datetime.fromisoformat(each["return_time"]) == back
        somebody.becomes("Busy")
        assert datetime.now(UTC) >= back
