"""Answers to invitations: one request, sent once, and what became of it is told."""

from __future__ import annotations

import pytest

from desktop_admin.domain.meeting import ItemId
from desktop_admin.domain.ports import AnswerFate, AnswerKind, Cure, MailFault
from desktop_admin.domain.status import Trouble
from tests.exchange.conftest import Connected
from tests.helpers.ews_items import answering, folder, got, in_folder, request
from tests.helpers.ews_stub import Reply, Request, envelope, fault, response

ROOMS = "rooms@example.com"
ITEM = ItemId("A", "CK1")
DONE = response("CreateItem", "<m:Items/>")


@pytest.mark.parametrize(("kind", "element"), [(AnswerKind.ACCEPT, "AcceptItem"), (AnswerKind.DECLINE, "DeclineItem")])
async def test_an_answer_is_one_request_with_its_text(connected: Connected, kind: AnswerKind, element: str) -> None:
    async with connected(answering(CreateItem=DONE)) as (exchange, stub):
        fate = await exchange.answer(ROOMS, ITEM, kind, "<p>Dial 12 &amp; wait</p>")
    sent = stub.requests[-1]
    assert fate is AnswerFate.SENT
    assert stub.operations[1:] == ["CreateItem"]
    assert f"<t:{element}>" in sent
    assert '<t:Body BodyType="HTML">&lt;p&gt;Dial 12 &amp;amp; wait&lt;/p&gt;</t:Body>' in sent
    assert '<t:ReferenceItemId Id="A" ChangeKey="CK1"/>' in sent
    assert 'MessageDisposition="SendAndSaveCopy"' in sent


async def test_a_cancelled_meeting_is_taken_out_silently(connected: Connected) -> None:
    async with connected(answering(CreateItem=DONE)) as (exchange, stub):
        assert await exchange.finish_cancellation(ROOMS, ITEM) is AnswerFate.SENT
    assert "<t:RemoveItem>" in stub.requests[-1]
    assert "Send" not in stub.requests[-1].body.partition("<s:Body>")[2]


async def test_several_items_in_the_answer_are_one_answer(connected: Connected) -> None:
    items = "<m:Items>" + request("X") + request("Y") + "</m:Items>"
    async with connected(answering(CreateItem=response("CreateItem", items))) as (exchange, _stub):
        assert await exchange.answer(ROOMS, ITEM, AnswerKind.ACCEPT, "") is AnswerFate.SENT


@pytest.mark.parametrize(
    ("code", "fate"),
    [
        ("ErrorItemNotFound", AnswerFate.ALREADY),
        ("ErrorCalendarMeetingRequestIsOutOfDate", AnswerFate.OUTDATED),
        ("ErrorCalendarIsCancelledForAccept", AnswerFate.OUTDATED),
        ("ErrorCalendarIsCancelledForDecline", AnswerFate.OUTDATED),
        ("ErrorCalendarIsCancelledForRemove", AnswerFate.OUTDATED),
    ],
)
async def test_answers_to_an_answer_are_no_faults(connected: Connected, code: str, fate: AnswerFate) -> None:
    async with connected(answering(CreateItem=response("CreateItem", code=code))) as (exchange, _stub):
        assert await exchange.answer(ROOMS, ITEM, AnswerKind.ACCEPT, "") is fate
        assert await exchange.finish_cancellation(ROOMS, ITEM) is fate


@pytest.mark.parametrize("code", ["ErrorIrresolvableConflict", "ErrorStaleObject", "ErrorInvalidChangeKey"])
async def test_an_item_that_was_touched_is_answered_all_the_same(connected: Connected, code: str) -> None:
    def creates(asked: Request) -> str:
        return DONE if 'ChangeKey="CK2"' in asked else response("CreateItem", code=code)

    now = got(request("A").replace("CK1", "CK2"))
    async with connected(answering(CreateItem=creates, GetItem=now)) as (exchange, stub):
        assert await exchange.answer(ROOMS, ITEM, AnswerKind.ACCEPT, "") is AnswerFate.SENT
    assert stub.operations[1:] == ["CreateItem", "GetItem", "CreateItem"]


async def test_an_item_that_was_touched_and_taken_away_had_been_answered(connected: Connected) -> None:
    conflict = response("CreateItem", code="ErrorIrresolvableConflict")
    async with connected(answering(CreateItem=conflict, GetItem=got(None))) as (exchange, _stub):
        assert await exchange.answer(ROOMS, ITEM, AnswerKind.ACCEPT, "") is AnswerFate.ALREADY


@pytest.mark.parametrize("cut", [True, False])
async def test_a_lost_answer_is_not_sent_again_but_looked_for(connected: Connected, cut: bool) -> None:
    """The server did it, and the connection broke before it said so: in the answer, or before it."""
    answered: list[str] = []

    def loses(asked: Request) -> Reply:
        if asked.operation == "CreateItem":
            answered.append("A")
            return Reply(envelope(DONE), cut=True) if cut else Reply(vanish=True)
        if asked.operation == "GetFolder":
            return Reply(envelope(folder("INBOX")))
        return Reply(envelope(got(in_folder("A", "DELETED" if answered else "INBOX"))))

    async with connected(loses) as (exchange, stub):
        assert await exchange.awaits_answer(ROOMS, ITEM)
        with pytest.raises(MailFault) as caught:
            await exchange.answer(ROOMS, ITEM, AnswerKind.ACCEPT, "<p>Yes</p>")
        assert caught.value.trouble is Trouble.UNREACHABLE
        assert not await exchange.awaits_answer(ROOMS, ITEM)
    assert stub.operations.count("CreateItem") == 1


async def test_a_hostile_text_stays_text(connected: Connected) -> None:
    html = "</t:Body><t:Evil/>\x00\x0b\ud800 ]]> &amp;"
    async with connected(answering(CreateItem=DONE)) as (exchange, stub):
        await exchange.answer(ROOMS, ITEM, AnswerKind.DECLINE, html)
    assert "<t:Evil/>" not in stub.requests[-1]
    assert "&lt;/t:Body&gt;&lt;t:Evil/&gt;" in stub.requests[-1]


async def test_an_answer_that_exchange_cannot_send_is_a_fault(connected: Connected) -> None:
    async with connected(answering(CreateItem=response("CreateItem", code="ErrorQuotaExceeded"))) as (exchange, _stub):
        with pytest.raises(MailFault, match="ErrorQuotaExceeded") as caught:
            await exchange.answer(ROOMS, ITEM, AnswerKind.ACCEPT, "")
    assert (caught.value.trouble, caught.value.mailbox) == (Trouble.SERVER_FAULT, ROOMS)


UNKNOWN_ELEMENT = (
    "<s:Fault><faultcode>SOAP:{side}</faultcode>"
    "<faultstring>E-3045: failed to find proper type for node 'RemoveItem'</faultstring></s:Fault>"
)


@pytest.mark.parametrize(
    "refusal",
    [
        UNKNOWN_ELEMENT.format(side="Client"),
        UNKNOWN_ELEMENT.format(side="Server"),
        response("CreateItem", code="ErrorInvalidItemForOperationRemoveItem"),
        fault("ErrorSchemaValidation"),
    ],
)
async def test_where_remove_item_is_refused_for_good_the_message_is_deleted(connected: Connected, refusal: str) -> None:
    answer = answering(CreateItem=refusal, DeleteItem=response("DeleteItem"))
    async with connected(answer) as (exchange, stub):
        assert await exchange.finish_cancellation(ROOMS, ITEM) is AnswerFate.SENT
    assert stub.operations[1:] == ["CreateItem", "DeleteItem"]
    assert 'DeleteType="MoveToDeletedItems"' in stub.requests[-1]


@pytest.mark.parametrize("side", ["Client", "Server", "Nobody"])
async def test_a_soap_fault_without_a_code_may_pass(connected: Connected, side: str) -> None:
    """A gateway or a server that is just started answers so as well: nothing says that it is for good."""
    async with connected(answering(CreateItem=UNKNOWN_ELEMENT.format(side=side))) as (exchange, _stub):
        with pytest.raises(MailFault, match="SOAPError") as caught:
            await exchange.answer(ROOMS, ITEM, AnswerKind.ACCEPT, "")
    assert (caught.value.trouble, caught.value.cure) == (Trouble.SERVER_FAULT, Cure.TIME)


async def test_where_remove_item_may_work_later_nothing_is_deleted(connected: Connected) -> None:
    async with connected(answering(CreateItem=fault("ErrorMailboxStoreUnavailable"))) as (exchange, stub):
        with pytest.raises(MailFault):
            await exchange.finish_cancellation(ROOMS, ITEM)
    assert stub.operations[1:] == ["CreateItem"]


@pytest.mark.parametrize(
    ("code", "cure", "word"),
    [
        ("ErrorCalendarIsOrganizerForAccept", Cure.NOTHING, "permanently"),
        ("ErrorInvalidRecipients", Cure.NOTHING, "permanently"),
        ("ErrorSchemaValidation", Cure.NOTHING, "permanently"),
        ("ErrorMessageSizeExceeded", Cure.NOTHING, "permanently"),
        ("ErrorQuotaExceeded", Cure.ADMINISTRATOR, "quota"),
        ("ErrorSendAsDenied", Cure.ADMINISTRATOR, "send as"),
        ("ErrorAccessDenied", Cure.ADMINISTRATOR, "access"),
        ("ErrorCreateItemAccessDenied", Cure.ADMINISTRATOR, "create"),
        ("ErrorImpersonateUserDenied", Cure.ADMINISTRATOR, "act for"),
        ("ErrorServerBusy", Cure.TIME, "busy"),
        ("ErrorMailboxStoreUnavailable", Cure.TIME, "mounted"),
        ("ErrorInternalServerError", Cure.TIME, "refused"),
    ],
)
@pytest.mark.parametrize("as_fault", [False, True])
async def test_refusals_say_whether_they_can_be_cured(
    connected: Connected, code: str, cure: Cure, word: str, as_fault: bool
) -> None:
    refusal = fault(code) if as_fault else response("CreateItem", code=code)
    async with connected(answering(CreateItem=refusal)) as (exchange, _stub):
        with pytest.raises(MailFault) as caught:
            await exchange.answer(ROOMS, ITEM, AnswerKind.ACCEPT, "")
    assert (caught.value.cure, word in caught.value.text) == (cure, True)
    assert caught.value.remedy
