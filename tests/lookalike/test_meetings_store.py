"""Meetings over the real store and operations: invited, answered, changed, called off. Every answer fits the schema."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from exchange_lookalike.accounts import Account
from exchange_lookalike.calendar.store_post import outbox
from exchange_lookalike.items import Item
from exchange_lookalike.soap import T
from tests.helpers.mailboxes import Mailboxes, codes, envelope, ids_of, texts

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
BERLIN = '<t:StartTimeZone Id="W. Europe Standard Time"/>'
DAILY = (
    "<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence>"
    "<t:StartDate>2026-11-24</t:StartDate><t:NumberOfOccurrences>5</t:NumberOfOccurrences></t:NumberedRecurrence>"
    "</t:Recurrence>"
)
WHOLE = "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape>{}</m:ItemShape>"
ASKED = (
    "Start", "End", "StartTimeZone", "EndTimeZone", "MeetingTimeZone", "StartWallClock", "EndWallClock",
    "StartTimeZoneId", "EndTimeZoneId", "When", "IsOrganizer", "ConflictingMeetingCount", "AdjacentMeetingCount",
)  # fmt: skip
SPAN = ("2026-11-20T00:00:00Z", "2026-12-20T00:00:00Z")


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


def moment(value: datetime) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")


def attendees(addresses: Iterable[str], tag: str = "RequiredAttendees") -> str:
    people = "".join(
        f"<t:Attendee><t:Mailbox><t:EmailAddress>{one}</t:EmailAddress></t:Mailbox></t:Attendee>" for one in addresses
    )
    return f"<t:{tag}>{people}</t:{tag}>" if people else ""


def invite(
    boxes: Mailboxes,
    *addresses: str,
    more: str = "",
    all_day: str = "",
    mode: str = "SendToAllAndSaveCopy",
    by: Account | None = None,
    start: datetime = START,
    calendar_of: str = "",
    sensitivity: str = "Normal",
) -> str:
    """Ada makes a meeting about the budget; its identifier's element."""
    box = f"<t:Mailbox><t:EmailAddress>{calendar_of}</t:EmailAddress></t:Mailbox>" if calendar_of else ""
    answer = boxes.ask(
        f'<m:CreateItem SendMeetingInvitations="{mode}"><m:SavedItemFolderId>'
        f'<t:DistinguishedFolderId Id="calendar">{box}</t:DistinguishedFolderId></m:SavedItemFolderId>'
        f"<m:Items><t:CalendarItem><t:Subject>Budget</t:Subject><t:Sensitivity>{sensitivity}</t:Sensitivity>"
        f'<t:Body BodyType="HTML">&lt;p&gt;Bring numbers&lt;/p&gt;</t:Body>'
        f"<t:Start>{moment(start)}</t:Start><t:End>{moment(start + timedelta(hours=1))}</t:End>{all_day}"
        f"<t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus><t:Location>Room 1</t:Location>"
        f"{attendees(addresses)}{more}</t:CalendarItem></m:Items></m:CreateItem>",
        by,
    )
    assert codes(answer) == ["NoError"], etree.tostring(answer)
    return item_id(answer)


def item_id(answer: etree._Element) -> str:
    found = next(answer.iter(f"{{{T}}}ItemId"))
    return f'<t:ItemId Id="{found.get("Id")}" ChangeKey="{found.get("ChangeKey")}"/>'


def named(item: Item) -> str:
    return f'<t:ItemId Id="{item.id}" ChangeKey="{item.change_key}"/>'


def nth(series: str, number: int) -> str:
    master = etree.fromstring(series.replace("t:ItemId", "ItemId")).get("Id")
    return f'<t:OccurrenceItemId RecurringMasterId="{master}" InstanceIndex="{number}"/>'


def get(boxes: Mailboxes, item: str, by: Account | None = None) -> etree._Element:
    paths = "".join(f'<t:FieldURI FieldURI="calendar:{name}"/>' for name in ASKED)
    shape = WHOLE.format(f"<t:AdditionalProperties>{paths}</t:AdditionalProperties>")
    answer = boxes.ask(f"<m:GetItem>{shape}<m:ItemIds>{item}</m:ItemIds></m:GetItem>", by)
    assert codes(answer) == ["NoError"], etree.tostring(answer)
    return next(answer.iter("{*}Items"))[0]


def refused(boxes: Mailboxes, request: str, by: Account | None = None) -> str:
    return codes(boxes.ask(request, by))[0]


def text(element: etree._Element, path: str) -> str | None:
    return element.findtext("/".join(f"{{{T}}}{name}" for name in path.split("/")))


def update(
    boxes: Mailboxes, item: str, by: Account | None = None, mode: str = "SendToAllAndSaveCopy", **fields: str
) -> etree._Element:
    """Set fields of a calendar item: name=its element's content."""
    sets = ""
    for name, content in fields.items():
        uri = f"{'item' if name in ('Subject', 'Body', 'Sensitivity') else 'calendar'}:{name}"
        kind = ' BodyType="Text"' if name == "Body" else ""
        sets += (
            f'<t:SetItemField><t:FieldURI FieldURI="{uri}"/><t:CalendarItem><t:{name}{kind}>{content}</t:{name}>'
            "</t:CalendarItem></t:SetItemField>"
        )
    return boxes.ask(
        f'<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="{mode}">'
        f"<m:ItemChanges><t:ItemChange>{item}<t:Updates>{sets}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>",
        by,
    )


def delete(boxes: Mailboxes, item: str, by: Account | None = None, how: str = "MoveToDeletedItems") -> list[str]:
    return codes(
        boxes.ask(
            f'<m:DeleteItem DeleteType="{how}" SendMeetingCancellations="SendToAllAndSaveCopy"><m:ItemIds>{item}'
            "</m:ItemIds></m:DeleteItem>",
            by,
        )
    )


def answer_request(item: str, action: str = "AcceptItem", disposition: str = "SendAndSaveCopy") -> str:
    body = "" if action == "RemoveItem" else '<t:Body BodyType="HTML">&lt;p&gt;Thank you&lt;/p&gt;</t:Body>'
    reference = item.replace("t:ItemId", "t:ReferenceItemId")
    return (
        f'<m:CreateItem MessageDisposition="{disposition}"><m:Items><t:{action}>{body}'
        f"{reference}</t:{action}></m:Items></m:CreateItem>"
    )


def view(boxes: Mailboxes, by: Account, span: tuple[str, str] = SPAN, limit: str = "") -> etree._Element:
    return boxes.ask(
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>'
        f'<m:CalendarView {limit}StartDate="{span[0]}" EndDate="{span[1]}"/>'
        '<m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>',
        by,
    )


def only(boxes: Mailboxes, account: Account, folder: str = "inbox") -> Item:
    (item,) = boxes.folder(folder, account).items.values()
    return item


def newest(boxes: Mailboxes, account: Account, folder: str = "inbox") -> Item:
    return list(boxes.folder(folder, account).items.values())[-1]


def later(boxes: Mailboxes, minutes: int = 1) -> None:
    boxes.now += timedelta(minutes=minutes)


# --- invitations -----------------------------------------------------------------------------------------------------


def test_an_invitation_arrives_with_all_that_it_says(boxes: Mailboxes) -> None:
    invite(boxes, "alan@example.com", more=BERLIN)
    request = get(boxes, named(only(boxes, boxes.alan)), boxes.alan)
    assert etree.QName(request).localname == "MeetingRequest"
    told = {
        "ItemClass": "IPM.Schedule.Meeting.Request",
        "Subject": "Budget",
        "Body": "<p>Bring numbers</p>",
        "From/Mailbox/EmailAddress": "ada@example.com",
        "Sender/Mailbox/EmailAddress": "ada@example.com",
        "Organizer/Mailbox/EmailAddress": "ada@example.com",
        "RequiredAttendees/Attendee/Mailbox/EmailAddress": "alan@example.com",
        "MeetingRequestType": "NewMeetingRequest",
        "IntendedFreeBusyStatus": "Busy",
        "LegacyFreeBusyStatus": "Tentative",
        "ResponseType": "NoResponseReceived",
        "MyResponseType": "NoResponseReceived",
        "IsOutOfDate": "false",
        "IsDelegated": "false",
        "HasBeenProcessed": "false",
        "IsMeeting": "true",
        "IsCancelled": "false",
        "CalendarItemType": "Single",
        "Start": "2026-11-24T09:00:00Z",
        "End": "2026-11-24T10:00:00Z",
        "StartWallClock": "2026-11-24T10:00:00+01:00",
        "StartTimeZoneId": "W. Europe Standard Time",
        "Location": "Room 1",
        "AppointmentSequenceNumber": "0",
        "AppointmentState": "3",
        "DateTimeStamp": moment(boxes.now),
        "IsRead": "false",
    }
    assert {name: text(request, name) for name in told} == told
    assert request.find(f"{{{T}}}RecurrenceId") is None
    zone = request.find(f"{{{T}}}StartTimeZone")
    assert zone is not None and zone.get("Id") == "W. Europe Standard Time"


def test_the_attendees_calendar_holds_it_tentatively(boxes: Mailboxes) -> None:
    organised = invite(boxes, "alan@example.com")
    held = only(boxes, boxes.alan, "calendar")
    request = get(boxes, named(only(boxes, boxes.alan)), boxes.alan)
    associated = request.find(f"{{{T}}}AssociatedCalendarItemId")
    assert associated is not None and associated.get("Id") == held.id
    theirs, mine = get(boxes, named(held), boxes.alan), get(boxes, organised)
    assert text(theirs, "UID") == text(mine, "UID") == text(request, "UID")
    for item, expected in ((theirs, ("Tentative", "NoResponseReceived", "3")), (mine, ("Busy", "Organizer", "1"))):
        assert tuple(text(item, n) for n in ("LegacyFreeBusyStatus", "MyResponseType", "AppointmentState")) == expected
    assert text(mine, "MeetingRequestWasSent") == "true"
    copy = get(boxes, named(only(boxes, boxes.ada, "sentitems")))
    assert etree.QName(copy).localname == "MeetingRequest" and text(copy, "IsRead") == "true"


def test_nobody_hears_of_a_meeting_that_is_only_kept(boxes: Mailboxes) -> None:
    invite(boxes, "alan@example.com", mode="SendToNone")
    assert not boxes.folder("inbox", boxes.alan).items and not boxes.folder("calendar", boxes.alan).items
    assert not boxes.folder("sentitems").items


def test_guests_outside_are_noted_and_never_written_to(boxes: Mailboxes) -> None:
    invite(boxes, "alan@example.com", "grace@elsewhere.example")
    (sent,) = outbox(boxes.store, boxes.ada)
    assert sent.addresses == ("grace@elsewhere.example",)
    assert "grace@elsewhere.example" in texts(get(boxes, named(only(boxes, boxes.alan)), boxes.alan), "EmailAddress")


def test_a_delegate_sends_in_the_organisers_name(boxes: Mailboxes) -> None:
    invite(boxes, "ada@example.com", by=boxes.alan, calendar_of="eve@example.com")
    request = get(boxes, named(only(boxes, boxes.ada)))
    assert text(request, "Sender/Mailbox/EmailAddress") == "alan@example.com"
    for who in ("From", "Organizer"):
        assert text(request, f"{who}/Mailbox/EmailAddress") == "eve@example.com"


def test_a_private_invitation_stays_private(boxes: Mailboxes) -> None:
    invite(boxes, "alan@example.com", sensitivity="Private")
    for folder in ("inbox", "calendar"):
        assert text(get(boxes, named(only(boxes, boxes.alan, folder)), boxes.alan), "Sensitivity") == "Private"


# --- answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "response", "item_class", "subject"),
    [
        ("AcceptItem", "Accept", "IPM.Schedule.Meeting.Resp.Pos", "Accepted: Budget"),
        ("TentativelyAcceptItem", "Tentative", "IPM.Schedule.Meeting.Resp.Tent", "Tentatively Accepted: Budget"),
        ("DeclineItem", "Decline", "IPM.Schedule.Meeting.Resp.Neg", "Declined: Budget"),
    ],
)
def test_an_answer_reaches_the_organiser(
    boxes: Mailboxes, action: str, response: str, item_class: str, subject: str
) -> None:
    organised = invite(boxes, "alan@example.com")
    later(boxes)
    answer = boxes.ask(answer_request(named(only(boxes, boxes.alan)), action), boxes.alan)
    assert codes(answer) == ["NoError"]
    mail = get(boxes, named(only(boxes, boxes.ada)))
    assert etree.QName(mail).localname == "MeetingResponse"
    expected = (item_class, subject, response, "<p>Thank you</p>", "2026-11-24T09:00:00Z")
    assert tuple(text(mail, n) for n in ("ItemClass", "Subject", "ResponseType", "Body", "Start")) == expected
    mine = get(boxes, organised)
    assert text(mine, "RequiredAttendees/Attendee/ResponseType") == response
    assert text(mine, "RequiredAttendees/Attendee/LastResponseTime") == moment(boxes.now)
    assert not boxes.folder("inbox", boxes.alan).items
    done = next(i for i in boxes.folder("deleteditems", boxes.alan).items.values() if i.kind == "MeetingRequest")
    assert text(get(boxes, named(done), boxes.alan), "HasBeenProcessed") == "true"
    calendar = boxes.folder("calendar", boxes.alan).items
    assert bool(calendar) is (action != "DeclineItem")
    if calendar:
        held = get(boxes, named(only(boxes, boxes.alan, "calendar")), boxes.alan)
        shown = tuple(text(held, n) for n in ("MyResponseType", "LegacyFreeBusyStatus", "AppointmentReplyTime"))
        assert shown == (response, "Busy" if action == "AcceptItem" else "Tentative", moment(boxes.now))


def test_an_answer_that_is_only_kept_reaches_nobody(boxes: Mailboxes) -> None:
    invite(boxes, "alan@example.com")
    boxes.ask(answer_request(named(only(boxes, boxes.alan)), disposition="SaveOnly"), boxes.alan)
    assert not boxes.folder("inbox").items
    assert text(get(boxes, named(only(boxes, boxes.alan, "calendar")), boxes.alan), "MyResponseType") == "Accept"


def test_a_request_is_answered_once(boxes: Mailboxes) -> None:
    invite(boxes, "alan@example.com")
    request = answer_request(named(only(boxes, boxes.alan)))
    boxes.ask(request, boxes.alan)
    assert refused(boxes, request, boxes.alan) == "ErrorItemNotFound"


def test_the_organiser_answers_nobody(boxes: Mailboxes) -> None:
    organised = invite(boxes, "alan@example.com")
    assert refused(boxes, answer_request(organised)) == "ErrorCalendarIsOrganizerForAccept"
    plain = boxes.mail("Hello")
    assert refused(boxes, answer_request(named(plain))) == "ErrorInvalidItemForOperationAcceptItem"


# --- changes ---------------------------------------------------------------------------------------------------------


def test_another_time_is_a_full_update_and_asks_again(boxes: Mailboxes) -> None:
    organised = invite(boxes, "alan@example.com")
    boxes.ask(answer_request(named(only(boxes, boxes.alan))), boxes.alan)
    later(boxes)
    start = START + timedelta(hours=3)
    update(boxes, organised, Start=moment(start), End=moment(start + timedelta(hours=1)))
    request = get(boxes, named(only(boxes, boxes.alan)), boxes.alan)
    shown = tuple(text(request, n) for n in ("MeetingRequestType", "AppointmentSequenceNumber", "Start"))
    assert shown == ("FullUpdate", "1", moment(start))
    held = get(boxes, named(only(boxes, boxes.alan, "calendar")), boxes.alan)
    assert (text(held, "Start"), text(held, "MyResponseType")) == (moment(start), "NoResponseReceived")
    assert text(get(boxes, organised), "RequiredAttendees/Attendee/ResponseType") == "Unknown"


def test_another_place_is_for_information(boxes: Mailboxes) -> None:
    organised = invite(boxes, "alan@example.com")
    boxes.ask(answer_request(named(only(boxes, boxes.alan))), boxes.alan)
    later(boxes)
    update(boxes, organised, Location="Room 2", Subject="Budget 2027")
    request = get(boxes, named(only(boxes, boxes.alan)), boxes.alan)
    shown = tuple(text(request, n) for n in ("MeetingRequestType", "AppointmentSequenceNumber", "Location", "Subject"))
    assert shown == ("InformationalUpdate", "0", "Room 2", "Budget 2027")
    held = get(boxes, named(only(boxes, boxes.alan, "calendar")), boxes.alan)
    assert tuple(text(held, n) for n in ("Location", "Subject", "MyResponseType")) == (
        "Room 2",
        "Budget 2027",
        "Accept",
    )


def test_a_superseded_request_is_out_of_date(boxes: Mailboxes) -> None:
    organised = invite(boxes, "alan@example.com")
    first = named(only(boxes, boxes.alan))
    later(boxes)
    update(boxes, organised, Start=moment(START + timedelta(hours=2)), End=moment(START + timedelta(hours=3)))
    shown = get(boxes, first, boxes.alan)
    assert (text(shown, "IsOutOfDate"), text(shown, "MeetingRequestType")) == ("true", "Outdated")
    assert refused(boxes, answer_request(first), boxes.alan) == "ErrorCalendarMeetingRequestIsOutOfDate"
    assert text(get(boxes, named(newest(boxes, boxes.alan)), boxes.alan), "IsOutOfDate") == "false"


def test_whoever_is_left_out_is_told_so_and_whoever_comes_in_is_invited(boxes: Mailboxes) -> None:
    organised = invite(boxes, "alan@example.com")
    later(boxes)
    people = attendees(["eve@example.com"]).removeprefix("<t:RequiredAttendees>").removesuffix("</t:RequiredAttendees>")
    update(boxes, organised, mode="SendToChangedAndSaveCopy", RequiredAttendees=people)
    assert newest(boxes, boxes.alan).kind == "MeetingCancellation"
    request = get(boxes, named(only(boxes, boxes.eve)), boxes.eve)
    assert text(request, "MeetingRequestType") == "NewMeetingRequest"


def test_a_field_that_is_deleted_is_gone(boxes: Mailboxes) -> None:
    organised = invite(boxes)
    gone = '<t:DeleteItemField><t:FieldURI FieldURI="{}"/></t:DeleteItemField>'
    boxes.ask(
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
        f"<m:ItemChanges><t:ItemChange>{organised}<t:Updates>{gone.format('item:Body')}"
        f"{gone.format('calendar:Location')}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )
    shown = get(boxes, organised)
    assert (text(shown, "Body"), text(shown, "Location"), text(shown, "Subject")) == ("", None, "Budget")


# --- called off ------------------------------------------------------------------------------------------------------


def test_a_meeting_that_is_called_off_is_marked_until_it_is_removed(boxes: Mailboxes) -> None:
    organised = invite(boxes, "alan@example.com")
    boxes.ask(answer_request(named(only(boxes, boxes.alan))), boxes.alan)
    later(boxes)
    assert delete(boxes, organised) == ["NoError"]
    message = named(only(boxes, boxes.alan))
    shown = get(boxes, message, boxes.alan)
    assert etree.QName(shown).localname == "MeetingCancellation"
    names = ("ItemClass", "Subject", "CalendarItemType", "Start", "IsOutOfDate")
    told = ("IPM.Schedule.Meeting.Canceled", "Canceled: Budget", "Single", "2026-11-24T09:00:00Z", "false")
    assert tuple(text(shown, n) for n in names) == told
    held = get(boxes, named(only(boxes, boxes.alan, "calendar")), boxes.alan)
    shown_as = tuple(text(held, n) for n in ("IsCancelled", "LegacyFreeBusyStatus", "AppointmentState"))
    assert shown_as == ("true", "Free", "7")
    removed = boxes.ask(answer_request(message, "RemoveItem"), boxes.alan)
    assert codes(removed) == ["NoError"]
    assert not boxes.folder("calendar", boxes.alan).items and not boxes.folder("inbox", boxes.alan).items


def test_calling_off_with_a_few_words(boxes: Mailboxes) -> None:
    organised = invite(boxes, "alan@example.com")
    words = '<t:NewBodyContent BodyType="Text">Sorry, I am ill.</t:NewBodyContent>'
    reference = organised.replace("t:ItemId", "t:ReferenceItemId")
    boxes.ask(
        '<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items>'
        f"<t:CancelCalendarItem>{reference}{words}</t:CancelCalendarItem></m:Items></m:CreateItem>"
    )
    assert text(get(boxes, named(newest(boxes, boxes.alan)), boxes.alan), "Body") == "Sorry, I am ill."
    assert not boxes.folder("calendar").items


# --- series ----------------------------------------------------------------------------------------------------------


def test_a_series_is_invited_whole(boxes: Mailboxes) -> None:
    invite(boxes, "alan@example.com", more=DAILY + BERLIN)
    request = get(boxes, named(only(boxes, boxes.alan)), boxes.alan)
    assert (text(request, "CalendarItemType"), text(request, "Recurrence/NumberedRecurrence/NumberOfOccurrences")) == (
        "RecurringMaster",
        "5",
    )
    shown = view(boxes, boxes.alan)
    assert texts(shown, "Start") == [moment(START + timedelta(days=day)) for day in range(5)]
    assert set(texts(shown, "CalendarItemType")) == {"Occurrence"} and set(texts(shown, "IsRecurring")) == {"true"}
    assert len(set(ids_of(shown))) == 5


def test_an_occurrence_is_found_by_its_number_and_by_its_identifier(boxes: Mailboxes) -> None:
    series = invite(boxes, more=DAILY)
    third = get(boxes, nth(series, 3))
    assert (text(third, "Start"), text(third, "RecurrenceId")) == ("2026-11-26T09:00:00Z",) * 2
    assert text(get(boxes, item_id(third)), "CalendarItemType") == "Occurrence"
    asked = "<m:GetItem>{}<m:ItemIds>{}</m:ItemIds></m:GetItem>"
    beyond = asked.format(WHOLE.format(""), nth(series, 6))
    assert refused(boxes, beyond) == "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"
    assert delete(boxes, item_id(third)) == ["NoError"]
    gone = asked.format(WHOLE.format(""), nth(series, 3))
    assert refused(boxes, gone) == "ErrorCalendarOccurrenceIsDeletedFromRecurrence"
    master = get(boxes, series)
    assert text(master, "DeletedOccurrences/DeletedOccurrence/Start") == "2026-11-26T09:00:00Z"
    assert text(master, "LastOccurrence/Start") == "2026-11-28T09:00:00Z"


def test_a_moved_occurrence_is_a_message_of_its_own(boxes: Mailboxes) -> None:
    series = invite(boxes, "alan@example.com", more=DAILY)
    boxes.ask(answer_request(named(only(boxes, boxes.alan))), boxes.alan)
    later(boxes)
    start = START + timedelta(days=1, hours=2)
    answer = update(boxes, nth(series, 2), Start=moment(start), End=moment(start + timedelta(hours=1)), Subject="Later")
    assert text(get(boxes, item_id(answer)), "CalendarItemType") == "Exception"
    request = get(boxes, named(only(boxes, boxes.alan)), boxes.alan)
    names = ("RecurrenceId", "OriginalStart", "Start", "Subject", "CalendarItemType", "MeetingRequestType")
    told = ("2026-11-25T09:00:00Z", "2026-11-25T09:00:00Z", moment(start), "Later", "Exception", "FullUpdate")
    assert tuple(text(request, n) for n in names) == told
    assert text(request, "IsRecurring") == "true" and request.find(f"{{{T}}}Recurrence") is None
    associated = request.find(f"{{{T}}}AssociatedCalendarItemId")
    assert associated is not None
    held = get(boxes, f'<t:ItemId Id="{associated.get("Id")}"/>', boxes.alan)
    assert (text(held, "Start"), text(held, "Subject"), text(held, "CalendarItemType")) == (
        moment(start),
        "Later",
        "Exception",
    )
    whole = get(boxes, named(only(boxes, boxes.alan, "calendar")), boxes.alan)
    assert text(whole, "ModifiedOccurrences/Occurrence/Start") == moment(start)
    assert texts(view(boxes, boxes.alan), "Subject") == ["Budget", "Later", "Budget", "Budget", "Budget"]


def test_an_occurrence_that_is_called_off(boxes: Mailboxes) -> None:
    series = invite(boxes, "alan@example.com", more=DAILY)
    later(boxes)
    assert delete(boxes, nth(series, 4)) == ["NoError"]
    message = newest(boxes, boxes.alan)
    shown = get(boxes, named(message), boxes.alan)
    assert (text(shown, "RecurrenceId"), text(shown, "CalendarItemType")) == ("2026-11-27T09:00:00Z", "Exception")
    assert texts(view(boxes, boxes.alan), "IsCancelled") == ["false", "false", "false", "true", "false"]
    boxes.ask(answer_request(named(message), "RemoveItem"), boxes.alan)
    assert len(texts(view(boxes, boxes.alan), "Start")) == 4 == len(texts(view(boxes, boxes.ada), "Start"))


def test_one_occurrence_is_declined_the_others_stay(boxes: Mailboxes) -> None:
    series = invite(boxes, "alan@example.com", more=DAILY)
    boxes.ask(answer_request(named(only(boxes, boxes.alan))), boxes.alan)
    mine = named(only(boxes, boxes.alan, "calendar"))
    second = item_id(get(boxes, nth(mine, 2), boxes.alan))
    later(boxes)
    assert codes(boxes.ask(answer_request(second, "DeclineItem"), boxes.alan)) == ["NoError"]
    assert len(texts(view(boxes, boxes.alan), "Start")) == 4
    mail = get(boxes, named(newest(boxes, boxes.ada)))
    assert (text(mail, "ResponseType"), text(mail, "RecurrenceId")) == ("Decline", "2026-11-25T09:00:00Z")
    answers = [text(get(boxes, nth(series, n)), "RequiredAttendees/Attendee/ResponseType") for n in (1, 2)]
    assert answers == ["Accept", "Decline"]


def test_an_occurrence_alone_is_an_item_of_its_own(boxes: Mailboxes) -> None:
    series = invite(boxes, "eve@example.com", more=DAILY)
    people = attendees(["eve@example.com", "alan@example.com"])
    people = people.removeprefix("<t:RequiredAttendees>").removesuffix("</t:RequiredAttendees>")
    update(boxes, nth(series, 2), RequiredAttendees=people)
    request = get(boxes, named(only(boxes, boxes.alan)), boxes.alan)
    assert (text(request, "RecurrenceId"), text(request, "MeetingRequestType")) == (
        "2026-11-25T09:00:00Z",
        "NewMeetingRequest",
    )
    held = get(boxes, named(only(boxes, boxes.alan, "calendar")), boxes.alan)
    assert (text(held, "RecurrenceId"), text(held, "CalendarItemType")) == ("2026-11-25T09:00:00Z", "Single")


def test_a_guest_of_one_occurrence_hears_that_the_series_is_off(boxes: Mailboxes) -> None:
    series = invite(boxes, "eve@example.com", more=DAILY)
    people = attendees(["eve@example.com", "alan@example.com"])
    people = people.removeprefix("<t:RequiredAttendees>").removesuffix("</t:RequiredAttendees>")
    update(boxes, nth(series, 2), RequiredAttendees=people)
    later(boxes)
    assert delete(boxes, series) == ["NoError"]
    notice = get(boxes, named(newest(boxes, boxes.alan)), boxes.alan)
    assert etree.QName(notice).localname == "MeetingCancellation"
    assert text(notice, "RecurrenceId") == "2026-11-25T09:00:00Z"
    assert text(get(boxes, named(only(boxes, boxes.alan, "calendar")), boxes.alan), "IsCancelled") == "true"
    whole = get(boxes, named(newest(boxes, boxes.eve)), boxes.eve)
    assert (text(whole, "CalendarItemType"), text(whole, "RecurrenceId")) == ("RecurringMaster", None)


def test_a_series_stays_at_its_hour_when_the_clocks_change(boxes: Mailboxes) -> None:
    weekly = (
        "<t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Thursday</t:DaysOfWeek>"
        "</t:WeeklyRecurrence><t:NoEndRecurrence><t:StartDate>2027-03-18</t:StartDate></t:NoEndRecurrence></t:Recurrence>"
    )
    invite(boxes, more=weekly + BERLIN, start=datetime(2027, 3, 18, 9, tzinfo=UTC))
    shown = view(boxes, boxes.ada, ("2027-03-15T00:00:00Z", "2027-04-10T00:00:00Z"))
    hours = [start[11:16] for start in texts(shown, "Start")]
    assert hours == ["09:00", "09:00", "08:00", "08:00"]


# --- views -----------------------------------------------------------------------------------------------------------


def test_a_view_is_cut_at_its_limit(boxes: Mailboxes) -> None:
    invite(boxes, more=DAILY)
    shown = view(boxes, boxes.ada, limit='MaxEntriesReturned="2" ')
    assert len(texts(shown, "Start")) == 2
    (root,) = shown.iter("{*}RootFolder")
    assert root.get("IncludesLastItemInRange") == "false"
    assert codes(view(boxes, boxes.ada, (SPAN[1], SPAN[0]))) == ["ErrorCalendarEndDateIsEarlierThanStartDate"]
    assert codes(view(boxes, boxes.ada, ("2026-01-01T00:00:00Z", "2029-01-01T00:00:00Z"))) == [
        "ErrorCalendarViewRangeTooBig"
    ]


def test_neighbours_are_counted(boxes: Mailboxes) -> None:
    own = invite(boxes)
    invite(boxes, start=START + timedelta(minutes=30))
    invite(boxes, start=START + timedelta(hours=1))
    shown = get(boxes, own)
    assert (text(shown, "ConflictingMeetingCount"), text(shown, "AdjacentMeetingCount")) == ("1", "1")


def test_whole_days_run_from_midnight_to_midnight_in_their_zone(boxes: Mailboxes) -> None:
    own = invite(boxes, all_day="<t:IsAllDayEvent>true</t:IsAllDayEvent>", more=BERLIN)
    shown = get(boxes, own)
    assert (text(shown, "Start"), text(shown, "End")) == ("2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z")


def test_what_no_calendar_can_hold_is_refused(boxes: Mailboxes) -> None:
    own = invite(boxes)
    answer = update(boxes, own, Start=moment(START + timedelta(hours=5)))
    assert codes(answer) == ["ErrorCalendarEndDateIsEarlierThanStartDate"]
    series = invite(boxes, more=DAILY)
    over = START + timedelta(days=3)
    answer = update(boxes, nth(series, 2), Start=moment(over), End=moment(over + timedelta(hours=1)))
    assert codes(answer) == ["ErrorOccurrenceCrossingBoundary"]
    assert texts(view(boxes, boxes.ada), "Start").count(moment(START)) == 2


# --- quirks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("action", "response"), [("AcceptItem", "Accept"), ("DeclineItem", "Decline")])
def test_a_server_that_keeps_answered_requests_marks_them(boxes: Mailboxes, action: str, response: str) -> None:
    boxes.store.quirks.set(["keeps_answered"])
    invite(boxes, "alan@example.com")
    request = only(boxes, boxes.alan)
    later(boxes)
    assert codes(boxes.ask(answer_request(named(request), action), boxes.alan)) == ["NoError"]
    kept = only(boxes, boxes.alan)
    shown = get(boxes, named(kept), boxes.alan)
    assert (kept.id, text(shown, "ResponseType"), text(shown, "MyResponseType")) == (request.id, response, response)
    assert text(shown, "AppointmentReplyTime") == moment(boxes.now)
    assert len(boxes.folder("deleteditems", boxes.alan).items) == (1 if response == "Decline" else 0)
    # Nothing keeps a client from answering such a request once more.
    assert codes(boxes.ask(answer_request(named(kept), action), boxes.alan)) == ["NoError"]
    assert len(boxes.folder("inbox").items) == 2


def test_a_server_that_hides_the_recurrence_id_tells_the_day_in_the_global_object_id_alone(boxes: Mailboxes) -> None:
    boxes.store.quirks.set(["hides_recurrence_id"])
    series = invite(boxes, "alan@example.com", more=DAILY)
    later(boxes)
    start = START + timedelta(days=1, hours=2)
    update(boxes, nth(series, 2), Start=moment(start), End=moment(start + timedelta(hours=1)))
    request = newest(boxes, boxes.alan)
    shown = get(boxes, named(request), boxes.alan)
    assert (text(shown, "RecurrenceId"), text(shown, "CalendarItemType")) == (None, "Single")
    goid = (
        "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:ExtendedFieldURI "
        'DistinguishedPropertySetId="Meeting" PropertyId="3" PropertyType="Binary"/></t:AdditionalProperties>'
        "</m:ItemShape>"
    )
    answer = boxes.ask(f"<m:GetItem>{goid}<m:ItemIds>{named(request)}</m:ItemIds></m:GetItem>", boxes.alan)
    (value,) = texts(answer, "Value")
    assert b64decode(value)[16:20] == bytes.fromhex("07ea0b19")


def test_a_server_that_tells_no_zone_leaves_it_out_of_messages_alone(boxes: Mailboxes) -> None:
    boxes.store.quirks.set(["tells_no_zone"])
    series = invite(boxes, "alan@example.com", more=DAILY)
    request = only(boxes, boxes.alan)
    assert get(boxes, named(request), boxes.alan).find("{*}StartTimeZone") is None
    assert get(boxes, series).find("{*}StartTimeZone") is not None


def test_a_server_that_refuses_remove_item_knows_no_such_element(boxes: Mailboxes) -> None:
    boxes.store.quirks.set(["refuses_remove_item"])
    series = invite(boxes, "alan@example.com")
    later(boxes)
    delete(boxes, series)
    cancelled = newest(boxes, boxes.alan)
    answer = boxes.dispatcher.dispatch(envelope(answer_request(named(cancelled), "RemoveItem")), boxes.alan)
    assert (answer.status, b"failed to find proper type for node 'RemoveItem'" in answer.body) == (500, True)
    assert newest(boxes, boxes.alan).id == cancelled.id


def test_a_server_that_does_not_expand_shows_the_master_once(boxes: Mailboxes) -> None:
    boxes.store.quirks.set(["unexpanded_views"])
    series = invite(boxes, "alan@example.com", more=DAILY)
    (shown,) = list(view(boxes, boxes.ada).iter("{*}CalendarItem"))
    assert text(shown, "CalendarItemType") == "RecurringMaster"
    assert etree.fromstring(series.replace("t:ItemId", "ItemId")).get("Id") == shown.find("{*}ItemId").get("Id")
