"""Rules of presence that are a setting, or a matter of time, over HTTP: processes of their own, one integration."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop_admin.web.control_client import ControlClient
from exchange_lookalike import life_requests as ask
from exchange_lookalike.life_requests import Meeting
from tests.end_to_end.test_presence import HOUR, PERSON, WITHIN, tidy
from tests.helpers.ews_client import EwsClient
from tests.helpers.processes import SandboxProcess, ServiceProcess, wait_for

CONFIG = """
[[integrations]]
name = "Head office"
active = true

[integrations.connection]
server = "{url}"
user_name = "{user}"

[integrations.presence]
meeting_without_keyword = {meetings}
match_location = {location}
external_greeting = {outside}
count_tentative = {tentative}

[integrations.timing]
out_of_office_every = 0.5
debounce = 0.05

[[integrations.keywords]]
word = "canteen"
presence = "Lunch"
anywhere = {anywhere}

{people}
"""
PEOPLE = 8


class Desk:
    """The service with its people, asked by name of the address."""

    def __init__(self, exchange: SandboxProcess, service: ServiceProcess) -> None:
        self.exchange, self.service = exchange, service
        self.configure()

    def configure(
        self,
        *,
        meetings: bool = True,
        location: bool = False,
        tentative: bool = False,
        outside: bool = False,
        anywhere: bool = False,
    ) -> None:
        told = self.exchange.told
        people = [PERSON.format(name=p["address"], address=p["address"], followed="true") for p in self.exchange.people]
        config = CONFIG.format(
            url=told["url"],
            user=told["service_account"]["address"],
            meetings=str(meetings).lower(),
            location=str(location).lower(),
            tentative=str(tentative).lower(),
            outside=str(outside).lower(),
            anywhere=str(anywhere).lower(),
            people="\n".join(people),
        )
        applied = self.service.run("config", "apply", "-", text=config)
        assert applied.returncode == 0, applied.stderr

    def ask(self, command: str, **arguments: Any) -> Any:
        control = ControlClient.find(self.service.data)
        assert control is not None
        return control.ask(command, integration="Head office", **arguments)

    def of(self, client: EwsClient) -> dict[str, Any]:
        return next(each for each in self.ask("people.list") if each["address"] == client.address)

    def until(self, client: EwsClient, presence: str) -> dict[str, Any]:
        return wait_for(
            lambda: (found := self.of(client))["presence"] == presence and found,
            f"{presence}: {self.of(client)}",
            WITHIN,
        )


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with SandboxProcess(people=PEOPLE, seed=12) as exchange:
        for number in range(PEOPLE):
            with exchange.client(number) as client:
                tidy(client)
        service = ServiceProcess(tmp_path_factory.mktemp("data"), exchange.told["service_account"]["password"])
        made = Desk(exchange, service)
        with service:
            wait_for(
                lambda: all(each["heard_by"] == "streaming" for each in made.ask("people.list")), "hearing", WITHIN
            )
            yield made


def put(client: EwsClient, subject: str, show_as: str = "Busy", location: str = "") -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    meeting = Meeting(subject, now - HOUR, now + HOUR, "UTC", show_as=show_as, location=location)
    client.send(ask.create(meeting))


def test_replies_that_are_scheduled_count_when_their_time_comes(desk):
    with desk.exchange.client(0) as client:
        later = datetime.now(UTC).replace(microsecond=0) + HOUR
        client.automatic_replies("Scheduled", "<p>Away.</p>", later, later + HOUR)
        wait_for(lambda: desk.of(client)["next_change"] == later.isoformat(), "what is planned is known", WITHIN)
        begins = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=5)
        client.automatic_replies("Scheduled", "<p>Away.</p>", begins, begins + HOUR)
        desk.until(client, "Available")
        told = desk.until(client, "Out of office")
        assert datetime.now(UTC) >= begins
        assert told["greeting"] == "Away."


def test_a_whole_day_out_of_office(desk):
    with desk.exchange.client(1) as client:
        today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        wish = ask.create(Meeting("Holiday", today, today + timedelta(days=1), "UTC", show_as="OOF"))
        client.send(wish.replace("<t:Legacy", "<t:IsAllDayEvent>true</t:IsAllDayEvent><t:Legacy", 1))
        assert "Holiday" in desk.until(client, "Out of office")["cause"]


def test_an_own_choice_is_above_automatic_replies(desk):
    with desk.exchange.client(2) as client:
        now = datetime.now(UTC)
        client.automatic_replies("Enabled", "<p>Away.</p>", now, now + HOUR)
        desk.until(client, "Out of office")
        desk.ask("people.set_override", person=client.address, presence="Lunch")
        assert desk.until(client, "Lunch")["greeting"] == ""
        desk.ask("people.set_override", person=client.address, presence=None)
        desk.until(client, "Out of office")


def test_what_callers_are_told_and_where_keywords_are_found_are_settings(desk):
    with desk.exchange.client(6) as away, desk.exchange.client(7) as other:
        now = datetime.now(UTC)
        wish = ask.set_oof(away.address, "Enabled", "<p>For colleagues.</p>", now, now + HOUR)
        inside, outside = wish.split("<t:ExternalReply>")
        away.send(f"{inside}<t:ExternalReply>{outside.replace('colleagues', 'everybody')}")
        put(other, "Canteenplanning")
        assert desk.until(away, "Out of office")["greeting"] == "For colleagues."
        desk.until(other, "Meeting")
        desk.configure(outside=True, anywhere=True)
        desk.until(other, "Lunch")
        wait_for(lambda: desk.of(away)["greeting"] == "For everybody.", "the other greeting", WITHIN)


def test_what_counts_is_a_setting_and_takes_effect_at_once(desk):
    with desk.exchange.client(3) as one, desk.exchange.client(4) as two, desk.exchange.client(5) as three:
        put(one, "Talk with Bob", location="Canteen, table 4")
        put(two, "Talk without a word")
        put(three, "Perhaps a talk", show_as="Tentative")
        desk.until(one, "Meeting")
        desk.until(two, "Meeting")
        assert desk.of(three)["presence"] == "Available"
        desk.configure(location=True)
        desk.until(one, "Lunch")
        desk.configure(meetings=False, location=True)
        desk.until(two, "Available")
        assert desk.of(one)["presence"] == "Lunch"
        desk.configure(tentative=True)
        desk.until(three, "Meeting")
        desk.until(two, "Meeting")
        assert desk.of(one)["presence"] == "Meeting"
