"""The main job beside a server that keeps answered requests, and beside one that differs in every way at once."""

from __future__ import annotations

import pytest

from desktop_admin.sandbox.quirks import QUIRKS
from tests.helpers.invitations import HOUR, TOMORROW, answers, held, service_status, working_company
from tests.helpers.processes import wait_for


@pytest.fixture(scope="module", params=[("keeps_answered",), tuple(QUIRKS)], ids=["keeps answered", "every quirk"])
def company(request, tmp_path_factory: pytest.TempPathFactory):
    with working_company(tmp_path_factory.mktemp("data"), *request.param) as made:
        yield made


def kinds(replies) -> list[str]:
    return sorted(reply.item_class.rpartition(".")[2] for reply in replies)


def test_booked_moved_and_called_off_each_request_is_answered_once(company):
    subject, issued = "A meeting", company.issue()
    with company.exchange.client(0) as organiser:
        meeting = company.invite(organiser, subject, issued["instructions"])
        assert kinds(answers(organiser, subject, 1)) == ["Pos"]
        assert company.outcome(subject)["outcome"] == "accepted"
        organiser.move(meeting, TOMORROW + 2 * HOUR)
        assert kinds(answers(organiser, subject, 2)) == ["Pos", "Pos"]
        assert [start for start, _ in company.times(subject)] == [TOMORROW + 2 * HOUR]
        organiser.cancel(meeting)
        assert company.outcome(subject, 3)["outcome"] == "applied"
        assert not held(company, issued["alias"])
        assert kinds(answers(organiser, subject, 2)) == ["Pos", "Pos"]


def test_a_declined_request_that_stays_in_the_inbox_is_not_answered_after_a_restart(company):
    subject = "Without a room"
    with company.exchange.client(1) as organiser:
        company.invite(organiser, subject, "<p>See you there.</p>")
        assert kinds(answers(organiser, subject, 1)) == ["Neg"]
        company.service.stop()
        company.service.__enter__()
        wait_for(lambda: service_status(company.service.data) == "online", "going online")
        company.ask("force_now")
        company.invite(organiser, "Afterwards", "<p>See you there, too.</p>")
        assert kinds(answers(organiser, "Afterwards", 1)) == ["Neg"]
        assert kinds(answers(organiser, subject, 1)) == ["Neg"]
