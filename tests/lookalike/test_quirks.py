"""What another server does differently from Exchange, set over the control endpoint or on the command line."""

from __future__ import annotations

import subprocess
import sys

import httpx
import pytest

from tests.helpers.company import company_at_work
from tests.helpers.edge import subscribe, texts
from tests.helpers.processes import SandboxProcess


async def test_quirks_are_set_and_read_over_the_control_endpoint_and_outlive_trouble() -> None:
    async with company_at_work() as house:
        answer = await house.control(quirks=["keeps_answered", "hides_recurrence_id"])
        assert answer.json()["quirks"] == ["hides_recurrence_id", "keeps_answered"]
        assert (await house.control(clear=True)).json()["quirks"] == ["hides_recurrence_id", "keeps_answered"]
        assert (await house.control(quirks=[])).json()["quirks"] == []


async def test_a_quirk_that_is_not_known_changes_nothing() -> None:
    async with company_at_work() as house:
        await house.control(quirks=["keeps_answered"])
        for wish in (["no_such_quirk"], "keeps_answered", [1]):
            answer = await house.control(quirks=wish, set={"trouble": "network_cut"})
            assert answer.status_code == 400
            assert "quirk" in answer.json()["problem"]
        state = (await house.client.get(house.sandbox.control_url)).json()
        assert (state["quirks"], state["trouble"]) == (["keeps_answered"], [])


async def test_a_stream_of_several_mailboxes_is_refused_and_all_but_the_first_are_named() -> None:
    async with company_at_work(people=3) as house:
        await house.control(quirks=["one_mailbox_a_stream"])
        made = []
        for person in house.people:
            answer = await house.ask(subscribe("Streaming"), mailbox=person.address)
            made += texts(answer.content, "//m:SubscriptionId")
        async with house.stream(*made, person=-1) as stream:
            refused = await stream.next()
            assert texts(refused, "//m:ResponseCode") == ["ErrorInvalidSubscription"]
            assert texts(refused, "//t:SubscriptionId") == made[1:]
            assert texts(refused, "//m:ConnectionStatus") == ["Closed"]
            with pytest.raises(EOFError):
                await stream.next()
        async with house.stream(made[1], person=-1) as stream:
            assert await stream.status() == "OK"


def test_the_command_line_takes_quirks() -> None:
    with SandboxProcess(people=1, quirks=("keeps_answered", "one_mailbox_a_stream")) as sandbox:
        state = httpx.get(sandbox.told["control_url"], trust_env=False).json()
    assert state["quirks"] == ["keeps_answered", "one_mailbox_a_stream"]
    program = [sys.executable, "-m", "desktop_admin", "sandbox", "--quirk", "no_such_quirk"]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no quirk named 'no_such_quirk'. Known are: keeps_answered,")


async def test_a_server_without_time_zones_refuses_them_by_a_fault_that_says_nothing_else() -> None:
    async with company_at_work() as house:
        await house.control(quirks=["lacks_time_zones"])
        answer = await house.ask('<m:GetServerTimeZones ReturnFullTimeZoneData="false"/>')
        assert answer.status_code == 500
        assert texts(answer.content, "//faultstring") == ["Unknown request 'GetServerTimeZones'."]
        assert b"ResponseCode" not in answer.content and b"ServerVersionInfo" not in answer.content


async def test_stubbed_mail_tips_say_off_and_bring_no_reply() -> None:
    async with company_at_work() as house:
        tips = (
            "<m:GetMailTips><m:SendingAs><t:EmailAddress>a@example.com</t:EmailAddress></m:SendingAs><m:Recipients>"
            f"<t:Mailbox><t:EmailAddress>{house.people[0].address}</t:EmailAddress></t:Mailbox></m:Recipients>"
            "<m:MailTipsRequested>OutOfOfficeMessage</m:MailTipsRequested></m:GetMailTips>"
        )
        assert b"ReplyBody" in (await house.ask(tips)).content
        await house.control(quirks=["stubbed_mail_tips"])
        answer = await house.ask(tips)
        assert texts(answer.content, "//t:OutOfOffice/t:OofState") == ["Disabled"]
        assert b"ReplyBody" not in answer.content
