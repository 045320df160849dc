"""Odd invitations over HTTP: series split in two, bodies of megabytes, tags inside links alone."""

from __future__ import annotations

import base64
import random
import re
from urllib.parse import quote

import pytest

from desktop_admin.domain.decision import AcceptCase
from exchange_lookalike import life_requests as ews
from tests.helpers.invitations import (
    DAY,
    TOMORROW,
    Company,
    check_accepted,
    held,
    series,
    working_company,
)
from tests.helpers.processes import wait_for

DAYS = [TOMORROW + number * DAY for number in range(6)]
TAG = re.compile(r"ECVMR:[A-Z2-7]+:")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory):
    with working_company(tmp_path_factory.mktemp("data")) as made:
        yield made


def shorten(company: Company, organiser, master: str, last) -> None:
    """The change of the first part that a client makes for "this and following"."""
    asked = ews.update(ews.item_id(master), [("calendar:Recurrence", "Recurrence", "")])
    organiser.send(asked.replace("<t:Recurrence>", f"<t:Recurrence>{series(last)}"))


@pytest.mark.parametrize("reversed_order", [False, True])
def test_a_series_split_by_this_and_following_keeps_its_room(company, reversed_order):
    first, second = f"Split {reversed_order}", f"Following {reversed_order}"
    issued = company.issue()
    with company.exchange.client(0) as organiser:
        master = company.invite(organiser, first, issued["instructions"], recurrence=series(DAYS[-1]))
        check_accepted(company, organiser, first, AcceptCase.NEW_SERIES, TOMORROW)

        def follow() -> str:
            body, later = issued["instructions"], series(DAYS[-1], DAYS[3])
            return company.invite(organiser, second, body, start=DAYS[3], recurrence=later)

        if reversed_order:
            following = follow()
            assert wait_for(
                lambda: [i for i in company.items(second) if i["outcome"] == "held"], "waiting for its first part"
            )
            shorten(company, organiser, master, DAYS[2])
        else:
            shorten(company, organiser, master, DAYS[2])
            company.outcome(first, 2)
            following = follow()
        assert company.outcome(first, 2)["code"] == "edited_series"
        accepted = wait_for(
            lambda: next((i for i in company.items(second) if i["outcome"] == "accepted"), None), "the second part"
        )
        assert (accepted["code"], accepted["alias"]) == ("new_series", issued["alias"])
        assert company.times(first) == [(day, "planned") for day in DAYS[:3]]
        assert company.times(second) == [(day, "planned") for day in DAYS[3:]]
        organiser.cancel(master)
        company.outcome(first, 3)
        assert held(company, issued["alias"]), "the second part still meets there"
        organiser.cancel(following)
        wait_for(lambda: not held(company, issued["alias"]), "the room to be free")


def test_a_tag_behind_megabytes_of_pictures_within_the_text(company):
    noise = base64.b64encode(random.Random(20261201).randbytes(1_500_000)).decode()
    pictures = "".join(f'<p>Slide {number}</p><img src="data:image/png;base64,{noise}">' for number in range(3))
    issued = company.issue()
    body = f"<html><body>{pictures}{issued['instructions']}{pictures}</body></html>"
    assert len(body) > 10_000_000
    with company.exchange.client(1) as organiser:
        company.invite(organiser, "With slides", body)
        item = check_accepted(company, organiser, "With slides", AcceptCase.NEW_SINGLE, TOMORROW)
    assert item["alias"] == issued["alias"]


@pytest.mark.parametrize("times", [1, 2])
def test_a_tag_that_stands_in_a_rewritten_link_alone(company, times):
    subject, issued = f"In a link {times}", company.issue()
    found = TAG.search(issued["instructions"])
    assert found is not None
    link = f"https://meet.example.com/join?tag={found.group()}"
    for _ in range(times):
        link = f"https://links.example.net/?url={quote(link, safe='')}&data=05%7C02"
    with company.exchange.client(2) as organiser:
        company.invite(organiser, subject, f'<p>Join <a href="{link.replace("&", "&amp;")}">here</a></p>')
        item = check_accepted(company, organiser, subject, AcceptCase.NEW_SINGLE, TOMORROW)
    assert item["alias"] == issued["alias"]
