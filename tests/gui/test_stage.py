"""The stage itself: pages before the real service show what came in through its own doors."""

from __future__ import annotations

from collections import Counter

from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.status import Status
from desktop_admin.gui.main_window import MainWindow
from desktop_admin.gui.pages.invitations import InvitationsPage
from tests.gui.conftest import Stage
from tests.helpers.real_service import RealService
from tests.helpers.sample_company import KEYWORDS, REFUSED, Company


async def test_a_company_is_seeded_through_the_services_own_doors(company: Company) -> None:
    service, head = company.service, company.head
    assert [service.view(each).condition.status for each in (head, company.branch)] == [Status.ONLINE, Status.OFFLINE]
    assert service.view(company.branch).alarms[0].text == REFUSED
    items = service.items(head)
    assert Counter(str(item.outcome) for item in items) == {
        "accepted": 5,
        "declined": 2,
        "applied": 1,
        "ignored": 1,
        "held": 1,
    }
    assert all(item.reply_state == "sent" for item in items if item.reply)
    people = service.people(head)
    assert len(people) == 40 and sum(view.verdict is not None for view in people.values()) == 38
    assert {view.verdict.presence for view in people.values() if view.verdict} >= {"Meeting", "Out of office", "Lunch"}
    rooms = {kind: service.do(service.concierge.commands.rooms.of_kind(head, kind)).found for kind in RoomKind}
    assert rooms == {RoomKind.CUSTOM: 3, RoomKind.ENTERPRISE: 1, RoomKind.CALENDARED: 3}
    assert service.do(service.concierge.commands.directory.view(head)).state.people == 8
    assert service.do(service.concierge.commands.rules.keywords(head)) == KEYWORDS


async def test_the_window_shows_it_and_hears_what_changes(
    real_window: MainWindow, company: Company, stage: Stage
) -> None:
    real_window.show_page("invitations")
    page = real_window.page
    assert isinstance(page, InvitationsPage)
    await stage.until(lambda: page.items.rowCount() == 10, "the invitations")
    company.service.deliver(company.head, company.service.invitation("Fresh from Exchange", "no tag"))
    await stage.until(lambda: page.items.rowCount() == 11, "the new one")
    assert company.service.called("invitations.list")


async def test_a_service_without_an_integration_welcomes(service: RealService, stage: Stage) -> None:
    window = (await stage.opened(service)).window
    assert not window.ui.sidebar.isVisible()
