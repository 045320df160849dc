"""Appointments, series and views through the operations, and who may answer for whom; every answer fits the schema.

Invitations and what follows them: `test_meetings_store`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from exchange_lookalike.accounts import Account, DistributionList
from exchange_lookalike.calendar.store_post import outbox
from exchange_lookalike.items import Item
from exchange_lookalike.soap import T
from tests.helpers.mailboxes import Mailboxes, codes, ids_of, texts

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SHAPE = "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape>{}</m:ItemShape>"
BERLIN = '<t:StartTimeZone Id="W. Europe Standard Time"/><t:EndTimeZone Id="W. Europe Standard Time"/>'
INVITED = "SendToAllAndSaveCopy"


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


def moment(value: datetime) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")


def invited(*addresses: str, tag: str = "RequiredAttendees") -> str:
    each = "<t:Attendee><t:Mailbox><t:EmailAddress>{}</t:EmailAddress></t:Mailbox></t:Attendee>"
    return f"<t:{tag}>{''.join(each.format(address) for address in addresses)}</t:{tag}>"


def daily(count: int, day: datetime = START) -> str:
    return (
        "<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence>"
        f"<t:StartDate>{day:%Y-%m-%d}</t:StartDate><t:NumberOfOccurrences>{count}</t:NumberOfOccurrences>"
        "</t:NumberedRecurrence></t:Recurrence>"
    )


def create(
    boxes: Mailboxes, more: str = "", *, first: str = "", mode: str = INVITED, start: datetime = START,
    caller: Account | None = None, folder: str = "",
) -> etree._Element:  # fmt: skip
    """`first` stands before the times (the schema's order), `more` after them."""
    item = (
        f"<t:CalendarItem><t:Subject>Talk</t:Subject>{first}<t:Start>{moment(start)}</t:Start>"
        f"<t:End>{moment(start + timedelta(hours=1))}</t:End>{more}</t:CalendarItem>"
    )
    place = f"<m:SavedItemFolderId>{folder}</m:SavedItemFolderId>" if folder else ""
    request = f'<m:CreateItem SendMeetingInvitations="{mode}">{place}<m:Items>{item}</m:Items></m:CreateItem>'
    return boxes.ask(request, caller)


def made(answer: etree._Element) -> str:
    """The identifier of what was created or changed, after a look at the code."""
    assert codes(answer) == ["NoError"]
    return named(ids_of(answer)[0])


def named(identifier: str) -> str:
    return f'<t:ItemId Id="{identifier}"/>'


def nth(series: str, index: int) -> str:
    return series.replace("ItemId Id=", "OccurrenceItemId RecurringMasterId=").replace(
        "/>", f' InstanceIndex="{index}"/>'
    )


def read(boxes: Mailboxes, item: str, caller: Account | None = None, *uris: str) -> etree._Element:
    paths = "".join(f'<t:FieldURI FieldURI="{uri}"/>' for uri in uris)
    shape = SHAPE.format(f"<t:AdditionalProperties>{paths}</t:AdditionalProperties>" if paths else "")
    return boxes.ask(f"<m:GetItem>{shape}<m:ItemIds>{item}</m:ItemIds></m:GetItem>", caller)


def told(answer: etree._Element, *names: str) -> tuple[str | None, ...]:
    """Texts of an item's own fields."""
    item = next(iter(answer.iter("{*}Items")))[0]
    return tuple(item.findtext(f"{{{T}}}{name}") for name in names)


def change(boxes: Mailboxes, item: str, *fields: tuple[str, str], mode: str = INVITED) -> etree._Element:
    sets = "".join(
        f'<t:SetItemField><t:FieldURI FieldURI="{uri}"/><t:CalendarItem>{element}</t:CalendarItem></t:SetItemField>'
        for uri, element in fields
    )
    return boxes.ask(
        f'<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="{mode}">'
        f"<m:ItemChanges><t:ItemChange>{item}<t:Updates>{sets}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def times(start: datetime, hours: int = 1) -> tuple[tuple[str, str], tuple[str, str]]:
    end = start + timedelta(hours=hours)
    return (
        ("calendar:Start", f"<t:Start>{moment(start)}</t:Start>"),
        ("calendar:End", f"<t:End>{moment(end)}</t:End>"),
    )


def delete(boxes: Mailboxes, item: str, mode: str = INVITED, how: str = "MoveToDeletedItems") -> etree._Element:
    attributes = f'DeleteType="{how}" SendMeetingCancellations="{mode}"'
    return boxes.ask(f"<m:DeleteItem {attributes}><m:ItemIds>{item}</m:ItemIds></m:DeleteItem>")


def respond(boxes: Mailboxes, action: str, item: Item, caller: Account, words: str = "") -> etree._Element:
    body = f'<t:Body BodyType="Text">{words}</t:Body>' if words else ""
    reference = f'<t:ReferenceItemId Id="{item.id}" ChangeKey="{item.change_key}"/>'
    return boxes.ask(
        f'<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items><t:{action}>{body}{reference}</t:{action}>'
        "</m:Items></m:CreateItem>",
        caller,
    )


def view(
    boxes: Mailboxes, days: int = 7, caller: Account | None = None, limit: str = "", start: datetime = START
) -> etree._Element:
    window = f'StartDate="{moment(start)}" EndDate="{moment(start + days * DAY)}"{limit}'
    return boxes.ask(
        f'<m:FindItem Traversal="Shallow">{SHAPE.format("")}<m:CalendarView {window}/><m:ParentFolderIds>'
        '<t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>',
        caller,
    )


def arrived(boxes: Mailboxes, account: Account, kind: str) -> list[Item]:
    return [item for item in boxes.folder(account=account).items.values() if item.kind == kind]


def only(boxes: Mailboxes, account: Account) -> Item:
    (item,) = boxes.folder("calendar", account).items.values()
    return item


# --- appointments ----------------------------------------------------------------------------------------------------


def test_an_appointment_is_read_back(boxes):
    more = f"<t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus><t:Location>Roof</t:Location>{BERLIN}"
    answer = read(boxes, made(create(boxes, more, mode="SendToNone")), None, "calendar:StartTimeZone")
    names = ("Subject", "Start", "End", "LegacyFreeBusyStatus", "Location", "CalendarItemType", "MyResponseType")
    assert told(answer, *names) == (
        "Talk", moment(START), moment(START + timedelta(hours=1)), "OOF", "Roof", "Single", "Organizer",
    )  # fmt: skip
    assert told(answer, "IsMeeting", "IsRecurring", "MeetingRequestWasSent") == ("false", "false", "false")
    assert next(answer.iter(f"{{{T}}}StartTimeZone")).get("Id") == "W. Europe Standard Time"
    assert next(answer.iter(f"{{{T}}}Organizer")).findtext(f".//{{{T}}}EmailAddress") == "ada@example.com"


def test_an_appointment_in_an_opened_calendar_is_its_owners(boxes):
    folder = (
        '<t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>alan@example.com</t:EmailAddress>'
        "</t:Mailbox></t:DistinguishedFolderId>"
    )
    answer = read(boxes, made(create(boxes, mode="SendToNone", folder=folder)))
    assert next(answer.iter(f"{{{T}}}Organizer")).findtext(f".//{{{T}}}EmailAddress") == "alan@example.com"
    assert told(answer, "LastModifiedName") == ("Ada Lovelace",)
    assert not boxes.folder("calendar").items


def test_changes_and_deletions_of_an_appointment_are_kept(boxes):
    item = made(create(boxes, "<t:Location>Roof</t:Location>", mode="SendToNone"))
    before = only(boxes, boxes.ada).change_key
    item = made(change(boxes, item, *times(START + DAY), ("item:Subject", "<t:Subject>Other</t:Subject>")))
    assert told(read(boxes, item), "Subject", "Start") == ("Other", moment(START + DAY))
    assert only(boxes, boxes.ada).change_key != before
    gone = (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
        f"<m:ItemChanges><t:ItemChange>{item}<t:Updates><t:DeleteItemField><t:FieldURI FieldURI="
        '"calendar:Location"/></t:DeleteItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>'
    )
    assert codes(boxes.ask(gone)) == ["NoError"]
    assert told(read(boxes, item), "Location") == (None,)
    assert codes(delete(boxes, item)) == ["NoError"]
    assert codes(read(boxes, item)) == ["ErrorItemNotFound"]
    assert len(boxes.folder("deleteditems").items) == 1


@pytest.mark.parametrize(
    ("field", "code"),
    [
        (times(START - DAY)[1], "ErrorCalendarEndDateIsEarlierThanStartDate"),
        (times(START + 3000 * DAY)[1], "ErrorCalendarDurationIsTooLong"),
        (("calendar:CalendarItemType", "<t:CalendarItemType>Single</t:CalendarItemType>"), "ErrorInvalidPropertySet"),
        (("calendar:RequiredAttendees", invited("nobody")), "ErrorInvalidRecipients"),
    ],
)
def test_impossible_changes_are_refused_and_change_nothing(boxes, field, code):
    item = made(create(boxes, mode="SendToNone"))
    before = only(boxes, boxes.ada).change_key
    assert codes(change(boxes, item, field)) == [code]
    assert only(boxes, boxes.ada).change_key == before


# --- series ----------------------------------------------------------------------------------------------------------


def test_a_series_is_seen_occurrence_by_occurrence(boxes):
    series = made(create(boxes, daily(5), mode="SendToNone"))
    whole = read(boxes, series)
    assert told(whole, "CalendarItemType", "IsRecurring") == ("RecurringMaster", "false")
    assert len(list(whole.iter(f"{{{T}}}Recurrence"))) == 1
    seen = view(boxes)
    assert texts(seen, "CalendarItemType") == ["Occurrence"] * 5
    assert texts(seen, "Start") == [moment(START + n * DAY) for n in range(5)]
    assert len(set(ids_of(seen))) == 5
    third = read(boxes, named(ids_of(seen)[2]))
    assert told(third, "Start", "Subject", "IsRecurring") == (moment(START + 2 * DAY), "Talk", "true")
    master = read(boxes, f'<t:RecurringMasterItemId OccurrenceId="{ids_of(seen)[2]}"/>')
    assert ids_of(master)[0] == ids_of(whole)[0]


def test_an_occurrence_is_changed_by_itself(boxes):
    series = made(create(boxes, daily(4), mode="SendToNone"))
    moved = START + DAY + timedelta(hours=3)
    answer = change(boxes, nth(series, 2), *times(moved), ("item:Subject", "<t:Subject>Moved</t:Subject>"))
    assert codes(answer) == ["NoError"]
    seen = view(boxes)
    assert texts(seen, "CalendarItemType") == ["Occurrence", "Exception", "Occurrence", "Occurrence"]
    assert texts(seen, "Subject") == ["Talk", "Moved", "Talk", "Talk"]
    exception = read(boxes, named(ids_of(seen)[1]), None, "calendar:OriginalStart")
    assert told(exception, "Start", "OriginalStart") == (moment(moved), moment(START + DAY))
    (listed,) = read(boxes, series).iter(f"{{{T}}}ModifiedOccurrences")
    assert (texts(listed, "OriginalStart"), ids_of(listed)) == ([moment(START + DAY)], [ids_of(seen)[1]])


def test_an_occurrence_is_deleted_by_itself_and_the_last_takes_the_series_along(boxes):
    series = made(create(boxes, daily(3), mode="SendToNone"))
    second = named(ids_of(view(boxes))[1])
    assert codes(delete(boxes, nth(series, 2))) == ["NoError"]
    assert texts(view(boxes), "Start") == [moment(START), moment(START + 2 * DAY)]
    (listed,) = read(boxes, series).iter(f"{{{T}}}DeletedOccurrences")
    assert texts(listed, "Start") == [moment(START + DAY)]
    for gone in (nth(series, 2), second):
        assert codes(read(boxes, gone)) == ["ErrorCalendarOccurrenceIsDeletedFromRecurrence"]
    assert codes(read(boxes, nth(series, 4))) == ["ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"]
    for index in (1, 3):
        assert codes(delete(boxes, nth(series, index))) == ["NoError"]
    assert not boxes.folder("calendar").items


def test_an_occurrence_cannot_cross_its_neighbour(boxes):
    series = made(create(boxes, daily(3), mode="SendToNone"))
    assert codes(change(boxes, nth(series, 1), *times(START + DAY))) == ["ErrorOccurrenceCrossingBoundary"]
    assert texts(view(boxes), "CalendarItemType") == ["Occurrence"] * 3


def test_a_single_appointment_has_no_occurrences(boxes):
    item = made(create(boxes, mode="SendToNone"))
    assert codes(read(boxes, nth(item, 1))) == ["ErrorCalendarCannotUseIdForOccurrenceId"]


@pytest.mark.parametrize(
    ("days", "limit", "code"),
    [
        (-1, "", "ErrorCalendarEndDateIsEarlierThanStartDate"),
        (800, "", "ErrorCalendarViewRangeTooBig"),
        (1, ' MaxEntriesReturned="0"', "ErrorInvalidPagingMaxRows"),
    ],
)
def test_impossible_views_are_refused(boxes, days, limit, code):
    assert codes(view(boxes, days, limit=limit)) == [code]


# --- invitations -----------------------------------------------------------------------------------------------------


def meet(boxes: Mailboxes, more: str = "", **rest) -> str:
    return made(create(boxes, invited("alan@example.com") + more, **rest))


def test_a_list_is_taken_apart_and_outsiders_are_noted(boxes):
    group = DistributionList("team@example.com", "Team", ["alan@example.com", "eve@example.com", "ada@example.com"])
    boxes.store.directory.add_list(group)
    made(create(boxes, invited("team@example.com", "x@elsewhere.example")))
    for account in (boxes.alan, boxes.eve):
        assert len(arrived(boxes, account, "MeetingRequest")) == 1
    assert not arrived(boxes, boxes.ada, "MeetingRequest")
    assert [sent.addresses for sent in outbox(boxes.store, boxes.ada)] == [("x@elsewhere.example",)]


def test_a_delegate_answers_on_behalf_of_the_owner(boxes):
    made(create(boxes, invited("eve@example.com")))
    (request,) = arrived(boxes, boxes.eve, "MeetingRequest")
    assert codes(respond(boxes, "AcceptItem", request, boxes.alan)) == ["NoError"]
    (back,) = arrived(boxes, boxes.ada, "MeetingResponse")
    answer = read(boxes, named(back.id))
    people = [next(answer.iter(f"{{{T}}}{name}")).findtext(f".//{{{T}}}EmailAddress") for name in ("From", "Sender")]
    assert people == ["eve@example.com", "alan@example.com"]
    assert told(read(boxes, named(only(boxes, boxes.eve).id), boxes.eve), "MyResponseType") == ("Accept",)


def test_a_stranger_cannot_answer(boxes):
    meet(boxes)
    (request,) = arrived(boxes, boxes.alan, "MeetingRequest")
    assert codes(respond(boxes, "AcceptItem", request, boxes.eve)) == ["ErrorAccessDenied"]


def test_what_is_no_meeting_cannot_be_answered(boxes):
    create(boxes, mode="SendToNone")
    item = only(boxes, boxes.ada)
    assert codes(respond(boxes, "AcceptItem", item, boxes.ada)) == ["ErrorInvalidItemForOperationAcceptItem"]
    assert codes(respond(boxes, "RemoveItem", item, boxes.ada)) == ["ErrorInvalidItemForOperationRemoveItem"]


def test_a_meeting_is_deleted_without_a_word(boxes):
    assert codes(delete(boxes, meet(boxes), "SendToNone", "HardDelete")) == ["NoError"]
    assert not arrived(boxes, boxes.alan, "MeetingCancellation")
    assert told(read(boxes, named(only(boxes, boxes.alan).id), boxes.alan), "IsCancelled") == ("false",)
