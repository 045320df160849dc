"""What needs the administrator reaches the sum: kept-back replies, items on hold, people without a mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_admin.domain.health import Health, health_of
from desktop_admin.domain.meeting import MeetingMessage
from desktop_admin.domain.people import Person
from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.status import Status, Trouble
from desktop_admin.service.views import DayCounts
from tests.helpers.real_service import RealService


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RealService]:
    made = RealService(tmp_path / "service")
    yield made
    made.stop()


def sentence(service: RealService) -> str:
    """The headline, which the command's status has too."""
    health, answer = service.do(_both(service))
    assert (answer["health"], answer["headline"]) == (str(health.status), health.sentence)
    assert (health.status is Status.ONLINE) == (health.sentence == "Everything works")
    return health.sentence


async def _both(service: RealService) -> tuple[Health, dict[str, Any]]:
    views = await service.concierge.commands.integrations.list()
    return health_of([view.facts for view in views]), await service.concierge.commands.program.status()


def becomes(service: RealService, wanted: str) -> None:
    service.until_in_time(lambda: _reads(service, wanted), wanted)
    assert sentence(service) == wanted


async def _reads(service: RealService, wanted: str) -> bool:
    return (await _both(service))[0].sentence == wanted


def today(service: RealService, integration_id: str) -> DayCounts:
    return service.do(
        service.concierge.commands.invitations.counts(integration_id, service.clock.now().astimezone().date())
    )


def tagged(service: RealService, integration_id: str, uid: str) -> MeetingMessage:
    return service.invitation(uid, service.issue(integration_id).instructions)


def test_replies_that_are_kept_back_are_no_green_and_count_as_nothing(service: RealService) -> None:
    head = service.add("Head office", scheduling={"alias_domain": "example.com"})
    assert sentence(service) == "Everything works"
    service.deliver(head, tagged(service, head, "before"))
    service.do(service.concierge.commands.integrations.save(head, {"scheduling": {"rehearsal": True}}))
    assert sentence(service) == "Dry run, no replies are sent"
    service.deliver(head, tagged(service, head, "one"), tagged(service, head, "two"))
    assert sentence(service) == "Dry run, 2 replies unsent"
    assert today(service, head) == DayCounts(accepted=1)
    service.do(service.concierge.commands.integrations.save(head, {"scheduling": {"rehearsal": False}}))
    assert sentence(service) == "2 replies pending approval"
    first, second = service.do(service.concierge.commands.approvals.list(head))
    service.do(service.concierge.commands.approvals.discard(head, [first.id]))
    assert today(service, head) == DayCounts(accepted=1)
    service.do(service.concierge.commands.approvals.approve(head, [second.id]))
    service.until_in_time(lambda: service.view(head).waiting == 0, "the reply to leave")
    assert today(service, head) == DayCounts(accepted=2)
    assert sentence(service) == "Everything works"


def test_an_invitation_on_hold_is_no_green_also_after_a_restart_while_exchange_is_away(tmp_path: Path) -> None:
    first = RealService(tmp_path / "first")
    head = first.add("Head office", scheduling={"alias_domain": "example.com"})
    unreadable = replace(first.invitation("odd", ""), unreadable="It cannot be read.")
    first.deliver(head, unreadable)
    assert sentence(first) == "1 invitation on hold"
    first.do(first.concierge.commands.integrations.set_active(head, False))
    again = RealService(tmp_path / "second", after=first.stored())
    try:
        assert sentence(again) == "Not active · 1 invitation on hold"
    finally:
        again.stop()


def test_people_without_a_mailbox_are_no_green_until_they_are_corrected(service: RealService) -> None:
    head = service.add("Head office", mailbox="")
    gone = MailFault(Trouble.MAILBOX_NOT_FOUND, "Exchange knows no mailbox bo@example.com.", "Correct the address.")
    mail = service.mail(head)
    mail.unshared.add("bo@example.com")
    mail.faults["read_appointments"] = [gone] * 50
    people = [Person(0, "Ada", "ada@example.com"), Person(0, "Bo", "bo@example.com")]
    service.do(service.concierge.commands.people.replace(head, people, ()))
    becomes(service, "1 calendar cannot be read")
    (alarm,) = service.view(head).alarms
    assert "Bo" in alarm.text and "knows no mailbox" in alarm.text
    bo = service.people(head)["Bo"].person
    service.do(service.concierge.commands.people.save(head, replace(bo, calendar_integration=False)))
    becomes(service, "Everything works")


def test_another_integration_that_is_offline_comes_first(service: RealService) -> None:
    service.add("Head office")
    refused = MailFault(Trouble.WRONG_PASSWORD, "Exchange refuses the password.")
    service.add(
        "Branch",
        status=Status.OFFLINE,
        mailbox="branch@example.com",
        prepare=lambda mail: mail.faults.update(connect=[refused]),
    )
    assert sentence(service) == "Branch is offline · Head office works"
