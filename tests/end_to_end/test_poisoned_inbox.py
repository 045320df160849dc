"""One item that spoils every answer that holds it costs itself alone: the inbox goes on, and it is read once it can be.

Between the service and the look-alike stands somebody who makes an answer unreadable whenever it holds that item.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from desktop_admin.domain.decision import Outcome
from tests.end_to_end.test_answered_once import office
from tests.helpers.ews_stub import Reply, Request, serving

POISON = "Poisoned"
KEPT = ("authorization", "content-type", "accept")


class Spoiler:
    """Passes requests on to ``url``; answers that hold the poisoned subject are spoilt."""

    def __init__(self, url: str, junk: str) -> None:
        self._url = url
        self._junk = junk
        self.on = True
        self.spoilt = 0

    def __call__(self, request: Request) -> Reply:
        headers = {name: value for name, value in request.headers.items() if name in KEPT}
        answer = httpx.post(self._url, content=request.body.encode(), headers=headers, trust_env=False, timeout=20)
        body = answer.text
        if self.on and POISON in body:
            self.spoilt += 1
            body = body.replace(POISON, self._junk)
        # NTLM signs in connections, which end here.
        passed = (("Content-Type", answer.headers["content-type"]), ("WWW-Authenticate", "Basic realm=here"))
        return Reply(body, answer.status_code, passed)


async def among_others(folder: Path, junk: str) -> tuple[Any, Spoiler]:
    """What becomes of three invitations, the second one with ``junk`` in its subject; then of that one without it."""
    async with office(folder, ()) as (mailroom, organiser):
        for subject in ("First", POISON, "Third"):
            await organiser.invite(subject, await mailroom.instructions())
        sandbox = mailroom.sandbox
        spoiler = Spoiler(sandbox.url, junk)
        with serving(spoiler) as stub:
            mailroom.sandbox = SimpleNamespace(  # type: ignore[assignment] # what it asks the look-alike for
                url=stub.url,
                service_account=sandbox.service_account,
                conferencing_mailbox=sandbox.conferencing_mailbox,
                domain=sandbox.domain,
            )
            await mailroom.live()
            first = [(each.subject, each.outcome) for each in mailroom.decided]
            mailroom.decided.clear()
            spoiler.on = False
            await mailroom.live()
            return (first, [(each.subject, each.outcome) for each in mailroom.decided]), spoiler


@pytest.mark.parametrize("junk", ["&nothing;", "<t:Torn>", "a & b"])
async def test_one_item_that_no_parser_takes_is_on_hold_and_answered_later(tmp_path: Path, junk: str) -> None:
    (first, later), spoiler = await among_others(tmp_path, junk)
    assert sorted(outcome for _subject, outcome in first) == [Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.HELD]
    assert {subject for subject, outcome in first if outcome is Outcome.ACCEPTED} == {"First", "Third"}
    assert later == [(POISON, Outcome.ACCEPTED)]
    assert 0 < spoiler.spoilt < 20


@pytest.mark.parametrize("junk", ["&#x1;", "\x0c", "&#xD83D;&#xDE00;", "&#xFFFE;"])
async def test_what_xml_forbids_costs_nothing(tmp_path: Path, junk: str) -> None:
    (first, later), _spoiler = await among_others(tmp_path, junk)
    assert [outcome for _subject, outcome in first] == [Outcome.ACCEPTED] * 3
    assert later == []
