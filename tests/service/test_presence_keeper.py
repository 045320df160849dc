"""Presence follows what is read, at the exact boundary, and one bad mailbox hinders nobody."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_admin import logs
from desktop_admin.diagnostics import make_bundle
from desktop_admin.domain.appointment import Appointment, OutOfOffice, OutOfOfficeState, ShowAs, replies_are_on
from desktop_admin.domain.people import Keyword, Person, PresenceEntry
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.ports import MailFault, RepliesGlance
from desktop_admin.domain.presence import decide_presence
from desktop_admin.domain.status import Trouble
from desktop_admin.service import presence
from desktop_admin.service.bus import Bus
from desktop_admin.service.known import Known
from desktop_admin.service.planned_replies import whom_to_ask
from desktop_admin.service.presence import PresenceKeeper
from desktop_admin.service.story import Story, Teller
from desktop_admin.service.tasks import Tasks
from desktop_admin.service.views import PersonView
from desktop_admin.storage import Database
from tests.helpers.clock import START, ManualClock, settle
from tests.helpers.fake_mail import FakeMail

ADA, BO, CY = "ada@example.com", "bo@example.com", "cy@example.com"
POLICY = PresencePolicy(keywords=(Keyword("Lunch", "Lunch"),))
HOUR = timedelta(hours=1)


@dataclass
class Desk:
    database: Database
    clock: ManualClock
    mail: FakeMail
    keeper: PresenceKeeper
    told: list[tuple[PersonView, ...]] = field(default_factory=list)
    progress: list[tuple[int, int]] = field(default_factory=list)

    def presence(self, address: str) -> str | None:
        view = next(view for view in self.keeper.views() if view.person.address == address)
        return view.verdict.presence if view.verdict else None

    def view(self, address: str) -> PersonView:
        return next(view for view in self.keeper.views() if view.person.address == address)

    @asynccontextmanager
    async def time_runs(self) -> AsyncIterator[None]:
        tasks = Tasks("test")
        tasks.start("time", self.keeper.run_time())
        try:
            yield
        finally:
            await tasks.stop(1.0)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    database = Database(tmp_path / "concierge.sqlite3")
    await database.open()
    clock = ManualClock()
    async with database.begin() as work:
        await work.integrations.add("head", {}, clock.now())
        for address in (ADA, BO, CY):
            await work.people.save("head", Person(0, address.partition("@")[0].title(), address))
        await work.people.save("head", Person(0, "No address"))
    made = Desk(database, clock, FakeMail(), None)  # type: ignore[arg-type]  # filled in below
    teller = Teller(Story(clock, Bus()), "head", "Head office")
    made.keeper = PresenceKeeper(
        "head", database, clock, teller, made.told.append, lambda each: made.progress.append((each.done, each.total))
    )
    await made.keeper.load(POLICY, 7)
    yield made
    await database.close()


def meeting(subject: str, start=START, length: timedelta = HOUR, show_as: ShowAs = ShowAs.BUSY) -> Appointment:
    return Appointment(subject, start, start + length, subject=subject, show_as=show_as)


async def test_nobody_is_judged_before_being_read(desk):
    assert {view.verdict for view in desk.keeper.views()} == {None}
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    assert desk.presence(ADA) == "Available"
    assert desk.view("").verdict is None  # without an address: left alone
    assert desk.progress[-1] == (3, 3)


async def test_presence_changes_at_the_boundary_without_reading_again(desk):
    desk.mail.calendars[ADA] = (meeting("Lunch", START + HOUR),)
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    calls = len(desk.mail.calls)
    async with desk.time_runs():
        await desk.clock.advance(3599)
        assert desk.presence(ADA) == "Available"
        await desk.clock.advance(1.1)
        assert desk.presence(ADA) == "Lunch"
        await desk.clock.advance(3600)
        assert desk.presence(ADA) == "Available"
    assert len(desk.mail.calls) == calls


async def test_a_refusing_mailbox_is_shown_at_the_person_and_hinders_nobody(desk):
    real = desk.mail.read_appointments

    async def refusing(mailbox, start, end):
        if mailbox == BO:
            raise MailFault(Trouble.NO_IMPERSONATION, "Exchange refuses access.", "Give rights.", mailbox=BO)
        return await real(mailbox, start, end)

    desk.mail.unshared = {ADA, BO, CY}
    desk.mail.read_appointments = refusing
    desk.mail.calendars[CY] = (meeting("Talk"),)
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    assert desk.view(BO).trouble == "Exchange refuses access. Give rights."
    assert (desk.presence(ADA), desk.presence(CY)) == ("Available", "Meeting")


async def test_an_outage_of_the_whole_connection_ends_the_reading_and_keeps_what_is_known(desk):
    desk.mail.calendars[ADA] = (meeting("Talk"),)
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    outage = MailFault(Trouble.UNREACHABLE, "No answer.")
    for method in ("read_calendars", "read_appointments", "read_out_of_office"):
        desk.mail.faults[method] = [outage] * 4
    with pytest.raises(MailFault):
        await desk.keeper.read(desk.mail, desk.keeper.addresses)
    assert desk.presence(ADA) == "Meeting"
    assert desk.view(ADA).trouble == ""


async def test_out_of_office_is_stronger_and_brings_its_greeting(desk):
    desk.mail.calendars[ADA] = (meeting("Talk"),)
    desk.mail.replies[ADA] = OutOfOffice(OutOfOfficeState.ENABLED, internal_reply="<p>Gone <b>fishing</b></p>")
    await desk.keeper.read(desk.mail, [ADA])
    verdict = desk.view(ADA).verdict
    assert verdict is not None
    assert (verdict.presence, verdict.greeting) == ("Out of office", "Gone fishing")
    desk.mail.replies[ADA] = OutOfOffice()
    await desk.keeper.read_out_of_office(desk.mail)
    assert desk.presence(ADA) == "Meeting"


async def test_notifications_are_gathered_and_one_reading_serves_them_all(desk):
    tasks = Tasks("test")
    tasks.start("changes", desk.keeper.run_changes(desk.mail, 0.2))
    try:
        await settle()
        for _ in range(50):
            desk.keeper.changed([ADA])
            desk.keeper.changed([BO])
        await desk.clock.advance(0.2)
        await settle()
        assert desk.mail.calls == ["read_calendars"]  # both at once, and no automatic replies
    finally:
        await tasks.stop(1.0)


async def test_an_override_holds_until_the_next_appointment_that_counts(desk):
    desk.mail.calendars[ADA] = (meeting("Lunch", START + HOUR),)
    await desk.keeper.read(desk.mail, [ADA])
    await desk.keeper.set_override(desk.view(ADA).person.id, "Busy")
    assert desk.presence(ADA) == "Busy"
    async with desk.time_runs():
        await desk.clock.advance(3601)
        assert desk.presence(ADA) == "Lunch"


async def test_what_was_read_is_known_again_after_a_restart(desk):
    desk.mail.calendars[ADA] = (meeting("Talk"),)
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    await desk.keeper.set_override(desk.view(BO).person.id, "Busy")
    teller = Teller(Story(desk.clock, Bus()), "head", "Head office")
    again = PresenceKeeper("head", desk.database, desk.clock, teller, desk.told.append, lambda *_: None)
    await again.load(POLICY, 7)
    values = {view.person.address: view.verdict.presence for view in again.views() if view.verdict}
    assert values == {ADA: "Meeting", BO: "Busy", CY: "Available"}


async def test_only_those_who_changed_are_told(desk):
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    desk.told.clear()
    desk.mail.calendars[CY] = (meeting("Talk"),)
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    assert [[view.person.address for view in views] for views in desk.told] == [[CY]]


async def test_changed_keywords_judge_everybody_anew(desk):
    desk.mail.calendars[ADA] = (meeting("Board"),)
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    assert desk.presence(ADA) == "Meeting"
    await desk.keeper.load(replace(POLICY, keywords=(Keyword("Board", "Busy"),)), 7)
    assert desk.presence(ADA) == "Busy"


async def test_a_change_of_one_person_touches_nobody_else(desk, monkeypatch):
    desk.mail.calendars[ADA] = (meeting("Board"),)
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    before = {each.person.address: desk.keeper.known(each.person.id) for each in desk.keeper.views()}
    judged = []

    def noting(facts, policy, now):
        judged.append(facts)
        return decide_presence(facts, policy, now)

    monkeypatch.setattr(presence, "decide_presence", noting)
    async with desk.database.begin() as work:
        await work.people.save("head", replace(before[ADA].person, name="Ada Lovelace"))
        await work.people.remove([before[CY].person.id])
        await work.people.save("head", Person(0, "Dee", "dee@example.com"))
    await desk.keeper.load(POLICY, 7)
    assert judged == [before[ADA].facts]
    assert [(each.person.name, each.verdict is not None) for each in desk.keeper.views()] == [
        ("Ada Lovelace", True),
        ("Bo", True),
        ("No address", False),
        ("Dee", False),
    ]
    assert desk.keeper.addresses == (ADA, BO, "dee@example.com")
    assert desk.keeper.known(before[BO].person.id).facts is before[BO].facts


async def test_one_who_is_left_alone_is_told_and_known_again_when_followed_again(desk):
    desk.mail.calendars[ADA] = (meeting("Board"),)
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    ada = desk.view(ADA).person.id
    desk.told.clear()
    for follow, known in ((False, None), (True, "Meeting")):
        async with desk.database.begin() as work:
            await work.people.follow_calendars("head", [ada], follow)
        await desk.keeper.load(POLICY, 7)
        assert desk.presence(ADA) == known
    assert [[(each.person.id, each.verdict is None) for each in views] for views in desk.told] == [
        [(ada, True)],
        [(ada, False)],
    ]


async def test_a_choice_follows_the_new_name_of_its_presence(desk):
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    await desk.keeper.set_override(desk.view(ADA).person.id, "Busy")
    await desk.keeper.set_override(desk.view(BO).person.id, "Lunch")
    desk.keeper.choose_instead({"Busy": "Occupied"})
    await desk.keeper.load(replace(POLICY, presences=(*POLICY.presences, PresenceEntry("Occupied"))), 7)
    assert (desk.presence(ADA), desk.presence(BO)) == ("Occupied", "Lunch")


async def test_an_ended_choice_does_not_come_back_when_what_ended_it_is_known_no_longer(desk):
    desk.mail.calendars[ADA] = (meeting("Budget", START + HOUR),)
    await desk.keeper.read(desk.mail, [ADA])
    await desk.keeper.set_override(desk.view(ADA).person.id, "Busy")
    await desk.clock.advance((3 * HOUR).total_seconds())
    desk.mail.calendars[ADA] = (meeting("Next week", START + 100 * HOUR),)
    await desk.keeper.read(desk.mail, [ADA])
    assert desk.presence(ADA) == "Available"
    await desk.keeper.load(POLICY, 7)
    assert desk.presence(ADA) == "Available"


async def test_an_ended_choice_does_not_come_back_when_what_ended_it_counts_no_longer(desk):
    desk.mail.calendars[ADA] = (meeting("Budget", START + HOUR),)
    await desk.keeper.read(desk.mail, [ADA])
    await desk.keeper.set_override(desk.view(ADA).person.id, "Busy")
    await desk.clock.advance((3 * HOUR).total_seconds())
    await desk.keeper.load(replace(POLICY, meeting_without_keyword=False), 7)
    assert desk.presence(ADA) == "Available"


async def test_a_choice_that_has_not_ended_outlives_a_reading_and_other_rules(desk):
    desk.mail.calendars[ADA] = (meeting("Budget", START + 5 * HOUR),)
    await desk.keeper.read(desk.mail, [ADA])
    await desk.keeper.set_override(desk.view(ADA).person.id, "Busy")
    await desk.clock.advance(HOUR.total_seconds())
    await desk.keeper.read(desk.mail, [ADA])
    await desk.keeper.load(replace(POLICY, meeting_without_keyword=False), 7)
    assert desk.presence(ADA) == "Busy"


async def test_no_instant_is_left_between_two_readings(desk):
    """Ten days of sweeps: what is known always reaches as far ahead as is to be read."""
    desk.mail.calendars[ADA] = (meeting("Talk", START + timedelta(days=9, minutes=-30)),)
    desk.mail.unshared = {BO}
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    tasks = Tasks("test")
    tasks.start("sweeps", desk.keeper.run_sweeps(desk.mail, 6 * 3600.0))
    tasks.start("time", desk.keeper.run_time())
    try:
        for day in range(1, 11):
            await desk.clock.advance(86400)
            for known in (desk.keeper.known(desk.view(address).person.id) for address in (ADA, BO, CY)):
                assert known.read_until >= desk.clock.now() + timedelta(days=7) - timedelta(hours=6), day
            assert desk.presence(ADA) == ("Meeting" if day == 9 else "Available")
    finally:
        await tasks.stop(1.0)


async def test_a_mailbox_in_trouble_is_tried_again_with_growing_pauses(desk):
    desk.mail.unshared = {ADA, BO, CY}
    refusal = MailFault(Trouble.NO_IMPERSONATION, "Exchange refuses access.")
    tried = []

    async def refusing(mailbox, start, end):
        tried.append(desk.clock.now() - START)
        raise refusal

    real, desk.mail.read_appointments = desk.mail.read_appointments, refusing
    await desk.keeper.read(desk.mail, [BO])
    tasks = Tasks("test")
    tasks.start("sweeps", desk.keeper.run_sweeps(desk.mail, 60.0))
    try:
        await desk.clock.advance(4 * 3600)
        minutes = [int(each.total_seconds() // 60) for each in tried]
        assert minutes == [0, 5, 15, 35, 75, 135, 195]
        desk.told.clear()
        desk.mail.read_appointments = real
        await desk.clock.advance(3600)
    finally:
        await tasks.stop(1.0)
    assert (desk.view(BO).trouble, desk.presence(BO)) == ("", "Available")
    assert any(view.person.address == BO and not view.trouble for views in desk.told for view in views)


async def test_calendars_without_a_subscription_are_swept_and_others_are_not(desk):
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    desk.keeper.watched([ADA, BO], "streaming")
    desk.keeper.watched([CY], "sweep")
    assert (desk.view(ADA).watch, desk.view(CY).watch) == ("streaming", "sweep")
    desk.keeper.refused([BO], "Exchange refuses the subscription.")
    desk.keeper.watched([ADA, BO], "streaming")
    assert desk.view(BO).watch == "sweep", "its group's life does not make its own"
    asked = []
    real = desk.mail.read_calendars

    async def listening(mailboxes, start, end):
        asked.extend(mailboxes)
        return await real(mailboxes, start, end)

    desk.mail.read_calendars = listening
    tasks = Tasks("test")
    tasks.start("sweeps", desk.keeper.run_calendar_sweeps(desk.mail, 60.0))
    try:
        desk.mail.calendars[CY] = (meeting("Talk"),)
        await desk.clock.advance(61)
    finally:
        await tasks.stop(1.0)
    assert sorted(asked) == [BO, CY]
    assert desk.presence(CY) == "Meeting"
    desk.keeper.subscribing([ADA, BO])
    desk.keeper.watched([ADA, BO], "streaming")
    assert desk.view(BO).watch == "streaming", "another try to subscribe may go better"


async def test_a_first_reading_by_batches_leaves_only_what_changed_since_for_catching_up(desk):
    desk.mail.unshared = {BO}
    desk.keeper.begin_reading(batches=True)
    await desk.keeper.read_first(desk.mail)
    assert (desk.presence(ADA), desk.presence(BO)) == ("Available", None)
    desk.mail.calls.clear()
    await desk.keeper.catch_up(desk.mail, desk.keeper.addresses)
    assert sorted(desk.mail.calls) == ["read_appointments", "read_calendars", "read_out_of_office"]
    assert desk.presence(BO) == "Available"


async def test_automatic_replies_are_looked_at_where_a_glance_says_something_new(desk):
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    desk.mail.calls.clear()
    await desk.keeper.read_out_of_office(desk.mail)
    assert desk.mail.calls == ["read_replies"]
    desk.mail.replies[CY] = OutOfOffice(OutOfOfficeState.ENABLED, internal_reply="Gone")
    await desk.keeper.read_out_of_office(desk.mail)
    assert desk.presence(CY) == "Out of office"


async def test_catching_up_does_not_wait_for_a_slow_mailbox(desk):
    real = desk.mail.read_appointments

    async def slowly(mailbox, start, end):
        if mailbox == BO:
            await desk.clock.sleep(25)
        return await real(mailbox, start, end)

    desk.mail.unshared, desk.mail.read_appointments = {ADA, BO, CY}, slowly
    await desk.keeper.read_first(desk.mail)
    tasks = Tasks("test")
    tasks.start("changes", desk.keeper.run_changes(desk.mail, 0.2))
    catching_up = tasks.start("catching up", desk.keeper.catch_up(desk.mail, desk.keeper.addresses))
    await desk.clock.advance(6)
    assert catching_up.done()
    assert (desk.presence(ADA), desk.presence(BO), desk.presence(CY)) == ("Available", None, "Available")
    await desk.clock.advance(60)
    assert desk.presence(BO) == "Available"
    await tasks.stop(1.0)


PLANNED = OutOfOffice(OutOfOfficeState.SCHEDULED, START + 2 * HOUR, START + 9 * HOUR, internal_reply="Gone")


def glance_as_exchange_does(desk: Desk) -> None:
    """Mail tips tell a reply that is sent now, and nothing of any other."""

    async def glance(mailboxes):
        desk.mail.calls.append("read_replies")
        told = {each: desk.mail.replies.get(each, OutOfOffice()) for each in mailboxes}
        sent = {each: replies_are_on(reply, desk.clock.now()) and reply.internal_reply for each, reply in told.items()}
        return tuple(RepliesGlance(each, told[each] if sent[each] else OutOfOffice()) for each in mailboxes)

    desk.mail.read_replies = glance


async def test_replies_that_are_planned_begin_at_their_minute_though_a_glance_does_not_tell_them(desk):
    glance_as_exchange_does(desk)
    desk.mail.replies[ADA] = PLANNED
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    assert "read_out_of_office" not in desk.mail.calls, "the start of the day costs no request for each mailbox"
    desk.keeper.watched(desk.keeper.addresses, "streaming")
    tasks = Tasks("test")
    tasks.start("sweeps", desk.keeper.run_sweeps(desk.mail, 300.0))
    async with desk.time_runs():
        await desk.clock.advance(301)
        assert desk.view(ADA).verdict.next_change == PLANNED.start
        await desk.keeper.read(desk.mail, desk.keeper.addresses)
        await desk.clock.advance(2 * HOUR.total_seconds() - 302)
        assert desk.presence(ADA) == "Available"
        await desk.clock.advance(2)
        assert desk.presence(ADA) == "Out of office", "not only at the next sweep, also after another glance"
        await desk.clock.advance(HOUR.total_seconds())
        desk.mail.replies[ADA] = OutOfOffice()
        await desk.clock.advance(301)
        assert desk.presence(ADA) == "Available"
    await tasks.stop(1.0)


async def test_replies_that_are_called_off_before_they_begin_do_not_begin(desk):
    glance_as_exchange_does(desk)
    desk.mail.replies[ADA] = PLANNED
    desk.mail.unshared = {ADA}
    await desk.keeper.read(desk.mail, [ADA, BO])
    desk.keeper.watched(desk.keeper.addresses, "streaming")
    desk.mail.replies[ADA] = OutOfOffice()
    tasks = Tasks("test")
    tasks.start("sweeps", desk.keeper.run_sweeps(desk.mail, 300.0))
    async with desk.time_runs():
        for _ in range(40):
            await desk.clock.advance(300)
            assert desk.presence(ADA) == "Available"
    await tasks.stop(1.0)


async def test_replies_without_a_text_are_on_and_stay_on(desk):
    glance_as_exchange_does(desk)
    desk.mail.replies[ADA] = OutOfOffice(OutOfOfficeState.ENABLED)
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    desk.keeper.watched(desk.keeper.addresses, "streaming")
    await desk.keeper.read_planned_replies(desk.mail, 300.0)
    assert desk.presence(ADA) == "Out of office"
    await desk.keeper.read_out_of_office(desk.mail)
    assert desk.presence(ADA) == "Out of office"
    desk.mail.replies[ADA] = OutOfOffice()
    await desk.keeper.read_planned_replies(desk.mail, 300.0)
    assert desk.presence(ADA) == "Available"


async def test_the_greeting_for_outsiders_is_read_once_it_is_wanted(desk):
    glance_as_exchange_does(desk)
    away = OutOfOffice(OutOfOfficeState.ENABLED, internal_reply="Gone fishing", external_reply="Write to Bo")
    desk.mail.replies[ADA], told = away, replace(away, external_reply="")
    glance = desk.mail.read_replies

    async def for_colleagues(mailboxes):
        return tuple(
            replace(each, out_of_office=told) if each.mailbox == ADA else each for each in await glance(mailboxes)
        )

    desk.mail.read_replies = for_colleagues
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    assert desk.view(ADA).verdict.greeting == "Gone fishing"
    await desk.keeper.load(replace(POLICY, external_greeting=True), 7)
    await desk.keeper.read_out_of_office(desk.mail)
    assert desk.view(ADA).verdict.greeting == "Write to Bo"
    desk.mail.calls.clear()
    await desk.keeper.read_out_of_office(desk.mail)
    assert "read_out_of_office" not in desk.mail.calls


async def test_who_may_not_be_asked_for_planned_replies_is_not_blamed(desk):
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    desk.keeper.watched(desk.keeper.addresses, "sweep")
    refusal = MailFault(Trouble.NO_IMPERSONATION, "Exchange refuses access.")
    desk.mail.faults["read_out_of_office"] = [refusal] * 3
    await desk.keeper.read_planned_replies(desk.mail, 300.0)
    assert desk.mail.calls.count("read_out_of_office") == 3
    assert {view.trouble for view in desk.keeper.views()} == {""}


def test_everybody_is_asked_for_planned_replies_by_turns() -> None:
    people = [Known(Person(number, "", f"p{number}"), read_at=START, watch="push") for number in range(2000)]
    asked: list[int] = []
    for sweep in range(49):
        now = START + sweep * timedelta(minutes=5)
        for each in whom_to_ask(people, now, 300.0):
            each.replies_asked = now
            asked.append(each.person.id)
    assert len(asked) == 49 * (2000 // 48)
    assert set(asked) == set(range(2000))
    assert whom_to_ask([Known(Person(1, "", "p"), read_at=START)], START, 300.0) == [], "not subscribed to yet"


async def test_a_dead_mailbox_does_not_hold_up_everybodys_automatic_replies(desk):
    await desk.keeper.read(desk.mail, desk.keeper.addresses)
    real = desk.mail.read_appointments

    async def hanging(mailbox, start, end):
        if mailbox == BO:
            await desk.clock.sleep(100_000)
        return await real(mailbox, start, end)

    desk.mail.unshared, desk.mail.read_appointments = {BO}, hanging
    desk.keeper.known(desk.view(BO).person.id).failed("It was slow.", desk.clock.now())
    tasks = Tasks("test")
    tasks.start("sweeps", desk.keeper.run_sweeps(desk.mail, 300.0))
    await desk.clock.advance(601)
    desk.mail.replies[CY] = OutOfOffice(OutOfOfficeState.ENABLED, internal_reply="Gone")
    await desk.clock.advance(300)
    assert desk.presence(CY) == "Out of office"
    await tasks.stop(1.0)


async def test_the_bundle_for_whoever_helps_shows_no_name_in_a_change_of_presence(desk, tmp_path):
    """Also long after this person was removed: the line was logged with its fields."""
    desk.mail.calendars[ADA] = (meeting("Lunch “with” Grace"),)
    file = logs.start_logging(tmp_path)
    try:
        await desk.keeper.read(desk.mail, desk.keeper.addresses)
    finally:
        logs.stop_logging()
    assert "Ada: Unknown → Lunch" in file.read_text("utf-8")
    with zipfile.ZipFile(io.BytesIO(make_bundle(tmp_path, {}, {}, []))) as bundle:
        log = bundle.read("logs/concierge.log").decode()
    assert ": Unknown → Lunch" in log
    assert "Ada" not in log and "Grace" not in log
