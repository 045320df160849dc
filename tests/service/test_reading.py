"""Batches first, the rest alone; a slow mailbox makes way, a dead one is trouble of its own, all can be cancelled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop_admin.domain.appointment import Appointment, OutOfOffice, OutOfOfficeState
from desktop_admin.domain.ports import MailFault, RepliesGlance
from desktop_admin.domain.status import Trouble
from desktop_admin.service.reading import BATCH, MAILBOX, PATIENCE, Found, Reader, Wish
from desktop_admin.service.reading_progress import Progress, Tally
from desktop_admin.service.tasks import Tasks
from tests.helpers.clock import START, ManualClock, settle
from tests.helpers.fake_mail import FakeMail

WISH = Wish(START, START + timedelta(days=8))
AWAY = OutOfOffice(OutOfOfficeState.ENABLED, internal_reply="Gone")


def people(count: int) -> list[str]:
    return [f"p{number}@example.com" for number in range(count)]


class Office:
    """A reader with what it found, said and showed."""

    def __init__(self) -> None:
        self.clock, self.mail = ManualClock(), FakeMail()
        self.found: list[Found] = []
        self.shown: list[Progress] = []
        self.log: list[str] = []
        self.reader = Reader(self.clock, Tally(self.clock, self.shown.append, self.log.append), self.take)
        self.tasks = Tasks("test")

    async def take(self, found, wish) -> None:
        self.found += found

    def how(self) -> dict[str, str]:
        return {each.address: each.how for each in self.found if each.fault is None}

    def trouble(self) -> dict[str, str]:
        return {each.address: each.fault.text for each in self.found if each.fault is not None}

    def hang(self, *addresses: str, answers_after: float = 30.0, then: MailFault | None = None) -> None:
        """These calendars answer after so many seconds, or fail then."""
        real = self.mail.read_appointments

        async def slowly(mailbox, start, end):
            if mailbox in addresses:
                await self.clock.sleep(answers_after)
                if then is not None:
                    raise then
            return await real(mailbox, start, end)

        self.mail.read_appointments = slowly

    def start(self, addresses, wish=WISH):
        return self.tasks.start("reading", self.reader.read(self.mail, addresses, wish))


@pytest.fixture
async def office():
    made = Office()
    yield made
    await made.tasks.stop(1.0)


async def test_two_requests_serve_a_hundred_mailboxes(office):
    await office.reader.read(office.mail, people(250), WISH)
    assert sorted(office.mail.calls) == ["read_calendars"] * 3 + ["read_replies"] * 3
    assert set(office.how().values()) == {BATCH}
    assert len(office.found) == 250


async def test_whom_a_batch_does_not_tell_of_is_read_alone_and_not_asked_for_in_batches_again(office):
    office.mail.unshared = {"p1@example.com"}
    for _ in range(2):
        office.mail.calls.clear()
        await office.reader.read(office.mail, people(3), WISH)
    assert office.how() == {"p0@example.com": BATCH, "p1@example.com": MAILBOX, "p2@example.com": BATCH}
    assert sorted(office.mail.calls) == ["read_appointments", "read_calendars", "read_out_of_office", "read_replies"]
    office.mail.unshared.clear()
    office.reader.begin(batches=True)
    await office.reader.read(office.mail, people(3), WISH)
    assert set(office.how().values()) == {BATCH}, "a new connection tries again"


async def test_whom_a_glance_is_not_enough_for_is_read_alone(office):
    office.mail.calendars["p1@example.com"] = (Appointment("a", START, START + timedelta(days=1)),)
    wish = Wish(START, WISH.end, suffices=lambda appointments: not appointments)
    await office.reader.read(office.mail, people(2), wish)
    assert office.how() == {"p0@example.com": BATCH, "p1@example.com": MAILBOX}


async def test_a_refused_batch_is_tried_once_and_everybody_is_read_alone(office):
    office.mail.faults["read_calendars"] = [MailFault(Trouble.SERVER_FAULT, "No such operation.")]
    await office.reader.read(office.mail, people(150), WISH)
    await office.reader.read(office.mail, people(150), WISH)
    assert set(office.how().values()) == {MAILBOX}
    assert office.mail.calls.count("read_calendars") <= 2  # both batches of the first reading were under way


@pytest.mark.parametrize(("failures", "how"), [(1, BATCH), (2, MAILBOX)])
async def test_a_batch_that_does_not_come_is_asked_for_once_more(office, failures, how):
    office.mail.faults["read_calendars"] = [MailFault(Trouble.UNREACHABLE, "It broke.")] * failures
    await office.reader.read(office.mail, people(3), WISH)
    assert set(office.how().values()) == {how}
    await office.reader.read(office.mail, people(3), WISH)
    assert set(office.how().values()) == {BATCH}, "the next reading tries batches again"


async def test_a_batch_that_is_too_much_for_a_server_under_load_is_asked_for_in_halves(office):
    """It answers for fifty in time and not for a hundred."""
    real, sizes = office.mail.read_calendars, []

    async def loaded(mailboxes, start, end):
        sizes.append(len(mailboxes))
        if len(mailboxes) > 50:
            raise MailFault(Trouble.UNREACHABLE, "Exchange does not answer in time.")
        return await real(mailboxes, start, end)

    office.mail.read_calendars = loaded
    await office.reader.read(office.mail, people(150), WISH)
    assert sizes.count(100) == 1
    assert sizes.count(50) == 3
    assert set(office.how().values()) == {BATCH}
    assert len(office.found) == 150


async def test_who_is_asked_alone_all_day_long_is_no_progress_to_look_at(office):
    await office.reader.read(office.mail, people(30), Wish(START, WISH.end, calendars=False, alone=True))
    assert office.mail.calls == ["read_out_of_office"] * 30
    assert (office.shown, office.log) == ([], [])


async def test_batches_can_be_switched_off(office):
    office.reader.begin(batches=False)
    await office.reader.read(office.mail, people(2), WISH)
    assert sorted(office.mail.calls) == ["read_appointments"] * 2 + ["read_out_of_office"] * 2


@pytest.mark.parametrize(("is_whole", "whole_replies", "asked"), [(True, False, 0), (False, False, 1), (True, True, 1)])
async def test_a_reply_that_is_not_told_whole_is_asked_for(office, is_whole, whole_replies, asked):
    async def replies(mailboxes):
        return tuple(RepliesGlance(each, AWAY, is_whole) for each in mailboxes)

    office.mail.read_replies = replies
    office.mail.replies["p0@example.com"] = OutOfOffice(OutOfOfficeState.ENABLED, internal_reply="Gone fishing")
    await office.reader.read(office.mail, people(1), Wish(START, WISH.end, whole_replies=whole_replies))
    assert office.mail.calls.count("read_out_of_office") == asked
    last = [each.out_of_office.internal_reply for each in office.found][-1]
    assert last == ("Gone fishing" if asked else "Gone")
    assert office.found[0].out_of_office == AWAY, "what the glance tells is known at once"


async def test_slow_mailboxes_do_not_keep_the_others_waiting(office):
    office.reader.begin(batches=False)
    slow = people(20)
    office.hang(*slow, answers_after=25)
    reading = office.start([*slow, *people(60)[20:]])
    await office.clock.advance(3 * PATIENCE + 1)
    assert len(office.found) == 40, "everybody else is known after at most three rounds of patience"
    await office.clock.advance(20 / 2 * 25 + 5)
    assert reading.done()
    assert len(office.how()) == 60


async def test_mailboxes_that_never_answer_are_trouble_of_their_own(office):
    office.reader.begin(batches=False)
    dead = people(5)
    office.hang(*dead, then=MailFault(Trouble.UNREACHABLE, "Exchange does not answer in time."))
    reading = office.start([*dead, *people(9)[5:]])
    await office.clock.advance(200)
    assert reading.done()
    assert reading.exception() is None
    assert office.trouble() == dict.fromkeys(dead, "Exchange does not answer in time.")
    assert set(office.how()) == set(people(9)[5:])


async def test_where_nobody_answers_exchange_is_the_trouble(office):
    office.reader.begin(batches=False)
    await office.reader.read(office.mail, people(1), WISH)
    gone = MailFault(Trouble.UNREACHABLE, "Nobody there.")
    office.mail.faults = {"read_appointments": [gone] * 99, "read_out_of_office": [gone] * 99}
    with pytest.raises(MailFault, match="Nobody there"):
        await office.reader.read(office.mail, people(9), WISH)
    assert office.trouble() == {}, "no one person is blamed for it"


async def test_a_busy_server_is_asked_again_after_its_pause(office):
    office.mail.faults["read_calendars"] = [MailFault(Trouble.SERVER_BUSY, "busy", retry_after=7.0)] * 2
    reading = office.start(people(3))
    await office.clock.advance(13.9)
    assert office.found == []
    await office.clock.advance(0.2)
    assert reading.done()
    assert set(office.how().values()) == {BATCH}


async def test_cancelling_keeps_what_was_read_and_says_so(office):
    office.reader.begin(batches=False)
    office.hang(*people(100), answers_after=1.0)
    reading = office.start(people(100))
    await office.clock.advance(3.5)
    read = len(office.found)
    assert 0 < read < 100
    office.reader.cancel()
    await office.clock.advance(3)
    assert reading.done()
    assert read <= len(office.found) < 100
    assert office.shown[-1].done == 100
    assert office.log == [f"Reading was cancelled after {len(office.found)} of 100 people. Force now reads the others."]
    await office.clock.advance(5)
    again = office.start(people(2))
    await office.clock.advance(3)
    assert again.done(), "what is cancelled is what was under way"


async def test_progress_tells_count_rate_and_time_left(office):
    office.reader.begin(batches=False)
    office.hang(*people(80), answers_after=1.0)
    office.start(people(80))
    await office.clock.advance(30)
    half = next(each for each in office.shown if each.done >= 40)
    assert half.total == 80
    assert half.rate == pytest.approx(6, abs=1.5)
    assert half.seconds_left == pytest.approx(40 / 6, abs=2)
    assert office.shown[-1].done == 80
    assert any("of 80 people" in line and "a second" in line for line in office.log)
    await settle()
