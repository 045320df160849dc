"""What travels with a meeting: attachments to those invited, and the meeting itself where it is forwarded."""

from __future__ import annotations

from base64 import b64encode

import pytest
from lxml import etree

from exchange_lookalike.accounts import Account
from exchange_lookalike.items import Item
from tests.helpers.mailboxes import Mailboxes, codes, ids_of, texts

TIMES = "<t:Start>2026-11-24T10:00:00Z</t:Start><t:End>2026-11-24T11:00:00Z</t:End>"
WEEKLY = (
    "<t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Tuesday</t:DaysOfWeek>"
    "</t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2026-11-24</t:StartDate><t:NumberOfOccurrences>3"
    "</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>"
)
FILE = f"<t:FileAttachment><t:Name>{{}}</t:Name><t:Content>{b64encode(b'data').decode()}</t:Content></t:FileAttachment>"
EVE = "<t:Mailbox><t:EmailAddress>eve@example.com</t:EmailAddress></t:Mailbox>"
ALL = "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
GET = f"<m:GetItem>{ALL}<m:ItemIds>{{}}</m:ItemIds></m:GetItem>"


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


def invite(boxes: Mailboxes, attachments: str = "", recurrence: str = "") -> str:
    """Ada invites Alan; the identifier of her meeting."""
    held = f"<t:Attachments>{attachments}</t:Attachments>" if attachments else ""
    people = (
        "<t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>alan@example.com</t:EmailAddress></t:Mailbox>"
        "</t:Attendee></t:RequiredAttendees>"
    )
    answer = boxes.ask(
        '<m:CreateItem SendMeetingInvitations="SendToAllAndSaveCopy"><m:Items><t:CalendarItem>'
        f'<t:Subject>Plan</t:Subject><t:Body BodyType="Text">Bring numbers</t:Body>{held}{TIMES}'
        f"<t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus>{people}{recurrence}</t:CalendarItem></m:Items></m:CreateItem>"
    )
    assert codes(answer) == ["NoError"]
    return ids_of(answer)[0]


def only(boxes: Mailboxes, folder: str, account: Account) -> Item:
    (item,) = boxes.folder(folder, account).items.values()
    return item


def names(item: Item) -> list[tuple[str, bytes]]:
    return [(one.name, one.content) for one in item.attachments]


def forward(boxes: Mailboxes, identifier: str, by: Account, disposition: str = "") -> etree._Element:
    how = f' MessageDisposition="{disposition}"' if disposition else ""
    return boxes.ask(
        f"<m:CreateItem{how}><m:Items><t:ForwardItem><t:ToRecipients>{EVE}</t:ToRecipients>"
        f'<t:ReferenceItemId Id="{identifier}"/><t:NewBodyContent BodyType="Text">See this</t:NewBodyContent>'
        "</t:ForwardItem></m:Items></m:CreateItem>",
        by,
    )


def test_attachments_reach_those_invited(boxes: Mailboxes) -> None:
    invite(boxes, FILE.format("plan.pdf"))
    assert names(only(boxes, "inbox", boxes.alan)) == [("plan.pdf", b"data")]
    held = only(boxes, "calendar", boxes.alan)
    assert names(held) == [("plan.pdf", b"data")]
    shown = boxes.ask(GET.format(f'<t:ItemId Id="{held.id}"/>'), boxes.alan)
    key = next(shown.iter("{*}AttachmentId")).get("Id")
    wanted = f'<m:AttachmentIds><t:AttachmentId Id="{key}"/></m:AttachmentIds>'
    read = boxes.ask(f"<m:GetAttachment>{wanted}</m:GetAttachment>", boxes.alan)
    assert texts(read, "Content") == [b64encode(b"data").decode()]


def test_what_is_attached_later_comes_with_the_update(boxes: Mailboxes) -> None:
    own = invite(boxes, FILE.format("plan.pdf"))
    hung = boxes.ask(
        f'<m:CreateAttachment><m:ParentItemId Id="{own}"/><m:Attachments>{FILE.format("more.txt")}</m:Attachments>'
        "</m:CreateAttachment>"
    )
    assert codes(hung) == ["NoError"]
    assert names(only(boxes, "calendar", boxes.alan)) == [("plan.pdf", b"data")]
    changed = boxes.ask(
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" '
        'SendMeetingInvitationsOrCancellations="SendToAllAndSaveCopy">'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{own}"/><t:Updates><t:SetItemField><t:FieldURI '
        'FieldURI="calendar:Location"/><t:CalendarItem><t:Location>Room 2</t:Location></t:CalendarItem>'
        "</t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )
    assert codes(changed) == ["NoError"]
    assert [name for name, _ in names(only(boxes, "calendar", boxes.alan))] == ["plan.pdf", "more.txt"]


@pytest.mark.parametrize("of", ["request", "calendar"])
def test_a_forwarded_meeting_arrives_as_a_request(boxes: Mailboxes, of: str) -> None:
    invite(boxes, FILE.format("plan.pdf"))
    known = only(boxes, "inbox" if of == "request" else "calendar", boxes.alan)
    assert codes(forward(boxes, known.id, boxes.alan)) == ["NoError"]
    request = only(boxes, "inbox", boxes.eve)
    shown = boxes.ask(GET.format(f'<t:ItemId Id="{request.id}"/>'), boxes.eve)
    assert request.kind == "MeetingRequest"
    assert texts(shown, "Subject") == ["FW: Plan"]
    organisers = only(boxes, "calendar", boxes.ada).appointment
    assert organisers is not None
    assert texts(shown, "UID") == [organisers.uid]
    assert texts(shown, "Start") == ["2026-11-24T10:00:00Z"]
    assert (texts(shown, "MeetingRequestType"), texts(shown, "IsMeeting")) == (["NewMeetingRequest"], ["true"])
    assert "See this" in texts(shown, "Body")[0]
    people = {name: [each.text for each in next(shown.iter(f"{{*}}{name}")).iter("{*}EmailAddress")]
              for name in ("From", "Sender", "Organizer")}  # fmt: skip
    assert people == {"From": ["ada@example.com"], "Sender": ["alan@example.com"], "Organizer": ["ada@example.com"]}
    held = only(boxes, "calendar", boxes.eve)
    assert held.appointment is not None
    assert (held.appointment.my_response, held.appointment.show_as) == ("NoResponseReceived", "Tentative")
    assert names(held) == [("plan.pdf", b"data")]
    assert [item.kind for item in boxes.folder("sentitems", boxes.alan).items.values()] == ["MeetingRequest"]


def test_who_was_forwarded_a_meeting_answers_its_organiser(boxes: Mailboxes) -> None:
    own = invite(boxes)
    forward(boxes, only(boxes, "inbox", boxes.alan).id, boxes.alan, "SendOnly")
    request = only(boxes, "inbox", boxes.eve)
    answer = boxes.ask(
        f'<m:CreateItem><m:Items><t:AcceptItem><t:ReferenceItemId Id="{request.id}"/></t:AcceptItem></m:Items>'
        "</m:CreateItem>",
        boxes.eve,
    )
    assert codes(answer) == ["NoError"]
    assert [item.kind for item in boxes.folder("inbox", boxes.ada).items.values()] == ["MeetingResponse"]
    shown = boxes.ask(GET.format(f'<t:ItemId Id="{own}"/>'))
    (optional,) = shown.iter("{*}OptionalAttendees")
    assert [one.text for one in optional.iter("{*}ResponseType")] == ["Accept"]


def test_a_forward_may_wait_among_the_drafts(boxes: Mailboxes) -> None:
    own = invite(boxes, recurrence=WEEKLY)
    assert codes(forward(boxes, own, boxes.ada, "SaveOnly")) == ["NoError"]
    draft = only(boxes, "drafts", boxes.ada)
    assert not boxes.folder("inbox", boxes.eve).items
    sent = boxes.ask(
        f'<m:SendItem SaveItemToFolder="true"><m:ItemIds><t:ItemId Id="{draft.id}" ChangeKey="{draft.change_key}"/>'
        "</m:ItemIds></m:SendItem>"
    )
    assert codes(sent) == ["NoError"]
    held = only(boxes, "calendar", boxes.eve)
    assert held.appointment is not None
    assert held.appointment.recurrence is not None


def test_one_occurrence_is_forwarded_alone(boxes: Mailboxes) -> None:
    own = invite(boxes, recurrence=WEEKLY)
    second = boxes.ask(GET.format(f'<t:OccurrenceItemId RecurringMasterId="{own}" InstanceIndex="2"/>'))
    forward(boxes, ids_of(second)[0], boxes.ada)
    held = only(boxes, "calendar", boxes.eve).appointment
    assert held is not None
    assert (held.recurrence, f"{held.start:%Y-%m-%d}") == (None, "2026-12-01")
    assert held.recurrence_id == held.start


@pytest.mark.parametrize("action", ["AcceptItem", "TentativelyAcceptItem", "DeclineItem"])
def test_answers_need_no_disposition(boxes: Mailboxes, action: str) -> None:
    invite(boxes)
    request = only(boxes, "inbox", boxes.alan)
    element = f'<t:{action}><t:ReferenceItemId Id="{request.id}"/></t:{action}>'
    answer = boxes.ask(f"<m:CreateItem><m:Items>{element}</m:Items></m:CreateItem>", boxes.alan)
    assert codes(answer) == ["NoError"]
    assert only(boxes, "inbox", boxes.ada).kind == "MeetingResponse"


@pytest.mark.parametrize("action", ["ReplyToItem", "ReplyAllToItem"])
def test_replies_need_no_disposition(boxes: Mailboxes, action: str) -> None:
    invite(boxes)
    request = only(boxes, "inbox", boxes.alan)
    answer = boxes.ask(
        f'<m:CreateItem><m:Items><t:{action}><t:ReferenceItemId Id="{request.id}"/><t:NewBodyContent BodyType="Text">x'
        f"</t:NewBodyContent></t:{action}></m:Items></m:CreateItem>",
        boxes.alan,
    )
    assert codes(answer) == ["NoError"]
    assert only(boxes, "inbox", boxes.ada).text("Subject") == "RE: Plan"


@pytest.mark.parametrize(
    ("index", "code"),
    [
        (0, "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"),
        (-1, "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"),
        (4, "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"),
        (2147483647, "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"),
        (2, "ErrorCalendarOccurrenceIsDeletedFromRecurrence"),
        (3, "NoError"),
    ],
)
def test_an_occurrence_that_is_not_there_has_a_code_of_its_own(boxes: Mailboxes, index: int, code: str) -> None:
    own = invite(boxes, recurrence=WEEKLY)
    nth = f'<t:OccurrenceItemId RecurringMasterId="{own}" InstanceIndex="{{}}"/>'
    gone = boxes.ask(
        '<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone"><m:ItemIds>'
        f"{nth.format(2)}</m:ItemIds></m:DeleteItem>"
    )
    assert codes(gone) == ["NoError"]
    assert codes(boxes.ask(GET.format(nth.format(index)))) == [code]


def test_mail_tips_of_nobody_are_refused(boxes: Mailboxes) -> None:
    assert (
        boxes.fault(
            "<m:GetMailTips><m:SendingAs><t:EmailAddress>ada@example.com</t:EmailAddress></m:SendingAs><m:Recipients/>"
            "<m:MailTipsRequested>All</m:MailTipsRequested></m:GetMailTips>"
        )
        == "ErrorInvalidRequest"
    )
