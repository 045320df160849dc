"""Who lives together: asked of Autodiscover at the EWS server, a hundred at a time, and never needed."""

from __future__ import annotations

import re

import pytest

from desktop_admin.domain.ports import Credentials, Endpoint, MailFault
from desktop_admin.exchange import connect_to_exchange
from desktop_admin.exchange.affinity import PATH, A
from exchange_lookalike.api import Sandbox
from tests.exchange.conftest import Connected
from tests.helpers.ews_stub import Reply, Request

PEOPLE = [f"p{number}@example.com" for number in range(150)]


def told(*users: str) -> Reply:
    responses = "".join(f"<UserResponse><ErrorCode>NoError</ErrorCode>{each}</UserResponse>" for each in users)
    return Reply(
        '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<GetUserSettingsResponseMessage xmlns="{A[1:-1]}"><Response><ErrorCode>NoError</ErrorCode><UserResponses>'
        f"{responses}</UserResponses></Response></GetUserSettingsResponseMessage></s:Body></s:Envelope>"
    )


def setting(name: str, value: str) -> str:
    return f"<UserSetting><Name>{name}</Name><Value>{value}</Value></UserSetting>"


async def test_groups_are_told_in_order_a_hundred_at_a_time(connected: Connected) -> None:
    def answer(request: Request) -> Reply:
        users = re.findall(r"<a:Mailbox>p(\d+)@", request.body)
        group = (setting("GroupingInformation", f"Site-{int(each) % 2}") for each in users)
        return told(*(f"<UserSettings>{each}</UserSettings>" for each in group))

    async with connected(answer) as (exchange, stub):
        groups = await exchange.server_groups(PEOPLE)
        asked = [request for request in stub.requests if request.path == PATH]
        assert groups == tuple(f"Site-{number % 2}" for number in range(150))
        assert [request.body.count("<a:Mailbox>") for request in asked if request.user] == [100, 50]
        assert "GroupingInformation" in asked[0].body
        stub.requests.clear()  # no documents of EWS: its schema does not know them


async def test_the_same_site_behind_another_address_is_another_group(connected: Connected) -> None:
    site = setting("GroupingInformation", "Site")
    users = [site + setting("ExternalEwsUrl", "https://a.example.com/"), site, ""]
    reply = told(*(f"<UserSettings>{each}</UserSettings>" for each in users))
    async with connected(lambda _request: reply) as (exchange, stub):
        first, second, third = await exchange.server_groups(PEOPLE[:3])
        assert first != second
        assert (second, third) == ("Site", "")
        stub.requests.clear()


@pytest.mark.parametrize(
    "reply", [Reply(status=404), Reply(status=401), Reply("<html/>"), told(""), Reply(vanish=True)]
)
async def test_where_it_is_not_told_the_connection_lives_on(connected: Connected, reply: Reply) -> None:
    async with connected(lambda _request: reply) as (exchange, stub):
        with pytest.raises(MailFault):
            await exchange.server_groups(PEOPLE[:2])
        stub.requests.clear()
        with pytest.raises(MailFault):
            await exchange.server_groups(PEOPLE[:2])
        assert stub.requests, "what is refused there is not held against EWS"
        stub.requests.clear()


async def test_against_the_look_alike_with_ntlm() -> None:
    async with Sandbox(people=3) as sandbox:
        account = sandbox.service_account
        exchange = connect_to_exchange(Endpoint(sandbox.url), Credentials(account.address, account.password))
        await exchange.connect()
        people = [each.address for each in sandbox.accounts if each.kind == "user"]
        groups = await exchange.server_groups([*people, "nobody@example.com"])
        await exchange.close()
    assert len({*groups[:-1]}) == 1 and groups[0]
    assert groups[-1] == ""
