"""A series whose time zone is not known is an alarm until it ends or its organiser names a zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_admin.domain.meeting import Frequency, MeetingMessage, MessageKind, Recurrence
from desktop_admin.domain.status import Severity, Status
from desktop_admin.service.alarms import ZONE_ALARM
from tests.helpers.real_service import RealService

DAYS = 5


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RealService]:
    made = RealService(tmp_path / "service")
    yield made
    made.stop()


@pytest.fixture
def head(service: RealService) -> str:
    return service.add("Head office", scheduling={"alias_domain": "example.com"})


def alarm_text(service: RealService, integration_id: str) -> str:
    found = [each for each in service.view(integration_id).alarms if each.key == ZONE_ALARM]
    assert all((each.severity, bool(each.remedy)) == (Severity.WARNING, True) for each in found)
    return found[0].text if found else ""


def series(service: RealService, integration_id: str, uid: str, **more: Any) -> MeetingMessage:
    body = more.pop("body", None)
    begin = service.clock.now() + timedelta(days=1)
    values = {"zone": "", "zone_id": "Mars/Phobos", "zone_is_known": False}
    values["recurrence"] = Recurrence(Frequency.DAILY, begin.date(), count=DAYS)
    body = service.issue(integration_id).instructions if body is None else body
    return service.invitation(uid, body, **(values | more))


def test_the_alarm_names_the_series_and_is_no_green(service: RealService, head: str) -> None:
    service.deliver(head, series(service, head, "Weekly"))
    assert "time zone of 1 series is not known: “Weekly" in alarm_text(service, head)
    assert "ada@example.com" in alarm_text(service, head)
    assert service.view(head).facts.needs == ("1 series in an unknown time zone",)
    assert service.view(head).facts.status is Status.DEGRADED
    service.deliver(head, *(series(service, head, f"Series {number}") for number in range(4)))
    assert "5 series is not known" in alarm_text(service, head) and "and 2 more" in alarm_text(service, head)


def test_a_single_meeting_and_a_known_zone_are_no_alarm(service: RealService, head: str) -> None:
    service.deliver(head, series(service, head, "single", recurrence=None))
    service.deliver(head, series(service, head, "known", zone="Europe/Berlin", zone_is_known=True))
    assert alarm_text(service, head) == ""


def test_the_alarm_survives_a_restart_while_exchange_is_away(tmp_path: Path) -> None:
    first = RealService(tmp_path / "first")
    head = first.add("Head office", scheduling={"alias_domain": "example.com"})
    first.deliver(head, series(first, head, "Weekly"))
    first.do(first.concierge.commands.integrations.set_active(head, False))
    again = RealService(tmp_path / "second", after=first.stored())
    try:
        assert "Weekly" in alarm_text(again, head)
    finally:
        again.stop()


def _cancelled(service: RealService, head: str) -> None:
    message = series(service, head, "Weekly", body="", kind=MessageKind.CANCELLATION, sequence=1)
    service.deliver(head, replace(message, item_id=replace(message.item_id, id="cancelled")))


def _sent_again_in_a_known_zone(service: RealService, head: str) -> None:
    message = series(service, head, "Weekly", body="", sequence=1, zone="Europe/Berlin", zone_is_known=True)
    service.deliver(head, replace(message, item_id=replace(message.item_id, id="again")))


def _alias_id(service: RealService, head: str) -> str:
    alias = service.items(head)[0].alias
    return service.do(service.concierge.commands.aliases.find(head, alias)).issued.alias_id


def _deleted(service: RealService, head: str) -> None:
    service.do(service.concierge.commands.aliases.delete(head, _alias_id(service, head)))


def _over(service: RealService, head: str) -> None:
    service.do(service.concierge.commands.integrations.set_active(head, False))
    service.clock.leap(timedelta(days=DAYS + 2).total_seconds())
    service.until_in_time(lambda: not alarm_text(service, head), "the series is over")


@pytest.mark.parametrize("end", [_cancelled, _sent_again_in_a_known_zone, _deleted, _over])
def test_the_alarm_goes_with_the_series_or_its_unknown_zone(
    service: RealService, head: str, end: Callable[[RealService, str], None]
) -> None:
    service.deliver(head, series(service, head, "Weekly"))
    assert alarm_text(service, head)
    end(service, head)
    assert alarm_text(service, head) == ""


def test_a_deletion_that_is_undone_brings_the_alarm_back(service: RealService, head: str) -> None:
    service.deliver(head, series(service, head, "Weekly"))
    _deleted(service, head)
    service.do(service.concierge.commands.aliases.restore(head, _alias_id(service, head)))
    assert alarm_text(service, head)


def test_a_decision_of_the_dry_run_that_is_discarded_takes_the_alarm_with_it(service: RealService, head: str) -> None:
    service.do(service.concierge.commands.integrations.save(head, {"scheduling": {"rehearsal": True}}))
    service.deliver(head, series(service, head, "Weekly"))
    assert alarm_text(service, head)
    service.do(service.concierge.commands.approvals.discard(head))
    assert alarm_text(service, head) == ""
