"""Whom one subscription serves: groups that live together, within what Exchange keeps open."""

from __future__ import annotations

from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.status import Trouble
from desktop_admin.service.bus import Bus
from desktop_admin.service.calendar_groups import CalendarGroups, server_groups, targets_of
from desktop_admin.service.story import Story, Teller
from desktop_admin.settings import IntegrationSettings
from tests.helpers.clock import ManualClock
from tests.helpers.fake_mail import FakeMail

PEOPLE = tuple(f"p{number}@example.com" for number in range(2500))


def settings(*, inbox: str = "rooms@example.com", callback: str = "") -> IntegrationSettings:
    connection = {
        "server": "mail.example.com",
        "user_name": "svc@example.com",
        "conferencing_mailbox": inbox,
        "callback_url": callback,
    }
    return IntegrationSettings.model_validate({"name": "Head office", "connection": connection})


def sizes(*arguments, **named) -> list[int]:
    return [len(each.mailboxes) for each in targets_of(*arguments, **named) if not each.inbox]


def test_streams_take_two_hundred_each_as_many_as_exchange_keeps_open() -> None:
    assert targets_of(settings(), PEOPLE)[0].inbox
    assert sizes(settings(), PEOPLE) == [200] * 9
    assert sizes(settings(inbox=""), PEOPLE) == [200] * 10
    assert sizes(settings(), PEOPLE, "15.0.1497") == [200] * 2
    assert sizes(settings(callback="https://me.example.com"), PEOPLE) == [200] * 12 + [100]


def test_nobody_shares_a_stream_with_somebody_on_other_servers() -> None:
    groups = {each: f"Site-{number % 3}" for number, each in enumerate(PEOPLE[:700])}
    targets = targets_of(settings(), PEOPLE[:750], groups=groups)[1:]
    for each in targets:
        assert len({groups.get(address, "") for address in each.mailboxes}) == 1
    assert sorted(address for each in targets for address in each.mailboxes) == sorted(PEOPLE[:750])
    assert sorted(len(each.mailboxes) for each in targets) == [33, 33, 34, 50, 200, 200, 200]


def test_where_there_are_more_groups_than_streams_the_small_ones_are_swept() -> None:
    groups = {each: f"Site-{number}" for number, each in enumerate(PEOPLE[:20])}
    assert sizes(settings(), PEOPLE[:120], groups=groups) == [100] + [1] * 8


def test_who_comes_and_goes_disturbs_one_group_and_no_other() -> None:
    groups = {each: f"Site-{number % 2}" for number, each in enumerate(PEOPLE)}
    before = targets_of(settings(), PEOPLE[:1500], groups=groups)
    fewer = targets_of(settings(), PEOPLE[1:1500], groups=groups, before=before)
    assert len({*before} - {*fewer}) == 1
    assert len(fewer[1].mailboxes) == 199
    again = targets_of(settings(), PEOPLE[:1500], groups=groups, before=fewer)
    assert len({*again} - {*fewer}) == 1
    more = targets_of(settings(), PEOPLE[:1502], groups=groups, before=before)
    assert len({*more} - {*before}) == 2
    assert sorted(each for target in more[1:] for each in target.mailboxes) == sorted(PEOPLE[:1502])
    for target in more[1:]:
        assert len({groups[each] for each in target.mailboxes}) == 1
    assert targets_of(settings(), PEOPLE[:1502], groups=groups, before=more) == more


def test_who_was_left_out_for_want_of_a_stream_takes_a_place_that_becomes_free() -> None:
    before = targets_of(settings(), PEOPLE)
    after = targets_of(settings(), PEOPLE[1:], before=before)
    assert len({*before} - {*after}) == 1
    assert sizes(settings(), PEOPLE[1:], before=before) == [200] * 9
    assert targets_of(settings(), PEOPLE[1:], before=after) == after


async def test_groups_are_asked_for_where_streams_need_them_and_nothing_hangs_on_them() -> None:
    clock, mail = ManualClock(), FakeMail()
    teller = Teller(Story(clock, Bus()), "head", "Head office")
    mail.groups = {PEOPLE[0]: "Site-A"}
    assert await server_groups(mail, settings(), PEOPLE[:2], teller) == {PEOPLE[0]: "Site-A", PEOPLE[1]: ""}
    assert await server_groups(mail, settings(callback="https://me.example.com"), PEOPLE[:2], teller) == {}
    mail.faults["server_groups"] = [MailFault(Trouble.NOT_EXCHANGE, "There is another page.")]
    assert await server_groups(mail, settings(), PEOPLE[:2], teller) == {}


async def test_targets_are_laid_out_again_only_when_something_changed(monkeypatch):
    laid_out = []
    monkeypatch.setattr(
        "desktop_admin.service.calendar_groups.targets_of", lambda *given: laid_out.append(given) or targets_of(*given)
    )
    groups, head, people = calendar_groups(), settings(), PEOPLE[:500]
    first = groups.targets(head, people, None)
    assert groups.targets(head, people, None) is first
    assert len(laid_out) == 1
    fewer = groups.targets(head, people[1:], None)
    assert fewer != first
    assert groups.targets(settings(inbox="meet@example.com"), people[1:], None) != fewer
    assert len(laid_out) == 3
    await groups.connected(FakeMail(), head, people)
    groups.targets(head, people, None)
    assert laid_out[-1][4] == ()


def calendar_groups() -> CalendarGroups:
    clock = ManualClock()
    return CalendarGroups(Teller(Story(clock, Bus()), "head", "Head office"))


def test_a_server_that_complains_of_all_but_the_first_gets_a_stream_for_each() -> None:
    groups, head, people = calendar_groups(), settings(), PEOPLE[:30]
    inbox, target = groups.targets(head, people, None)
    assert groups.lost(target, people[1:])
    alone = groups.targets(head, people, None)
    assert alone == (inbox, *(type(target)((each,), inbox=False) for each in people[:9]))
    newcomers = groups.targets(head, (*people[5:], "new@example.com"), None)
    assert [each.mailboxes for each in newcomers[1:]] == [(each,) for each in people[5:14]]
    assert not groups.lost(alone[1], people[:1])


async def test_a_group_that_is_lost_again_and_again_is_divided_down_to_one_each_and_a_new_connection_begins_again() -> (
    None
):
    groups, head, people = calendar_groups(), settings(), PEOPLE[:8]
    seen = []
    for _ in range(20):
        calendars = groups.targets(head, people, None)[1:]
        seen.append([len(each.mailboxes) for each in calendars])
        groups.lost(max(calendars, key=lambda each: len(each.mailboxes)), people)
    assert seen[:5] == [[8], [8], [4, 4], [4, 4], [2, 2, 4]]
    assert seen[-1] == [1] * 8
    await groups.connected(FakeMail(), head, people)
    assert [len(each.mailboxes) for each in groups.targets(head, people, None)[1:]] == [8]


def test_who_is_complained_of_twice_is_put_apart_and_the_others_stay_together() -> None:
    groups, head, people = calendar_groups(), settings(), PEOPLE[:10]
    (_, target) = groups.targets(head, people, None)
    named = (people[3], people[7])
    assert not groups.lost(target, named)
    assert groups.lost(target, named)
    apart = groups.targets(head, people, None)[1:]
    assert [each.mailboxes for each in apart] == [tuple(each for each in people if each not in named), named]
    assert not groups.lost(target, named)
