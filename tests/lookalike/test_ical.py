"""Calendar items and meeting messages as MimeContent, both ways."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64decode, b64encode
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar
from lxml import etree

from exchange_lookalike.accounts import Account
from exchange_lookalike.calendar.appointment import Appointment
from exchange_lookalike.calendar.ical_rules import read_rule
from exchange_lookalike.calendar.recurrence import date_number
from exchange_lookalike.items import Item
from exchange_lookalike.timezones import utc_zone
from tests.helpers.mailboxes import Mailboxes, codes, ids_of, texts

BERLIN = """BEGIN:VTIMEZONE
TZID:Europe/Somewhere
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
YEARS = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 12, 31, tzinfo=UTC))
TIMES = "DTSTART;TZID=Europe/Somewhere:20261124T100000\nDTEND;TZID=Europe/Somewhere:20261124T110000\n"
GET = (
    "<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent>"
    "</m:ItemShape><m:ItemIds>{}</m:ItemIds></m:GetItem>"
)


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


def event(*lines: str, times: str = TIMES, uid: str = "made-elsewhere-1") -> str:
    return (
        f"BEGIN:VEVENT\nUID:{uid}\nSUMMARY:Plan\\, part 1\n{times}"
        + "".join(f"{one}\n" for one in lines)
        + "END:VEVENT\n"
    )


def calendar(*events: str, method: str = "PUBLISH", zone: str = BERLIN) -> bytes:
    whole = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test\nMETHOD:{method}\n{zone}{''.join(events)}END:VCALENDAR\n"
    return whole.replace("\n", "\r\n").encode()


def put(
    boxes: Mailboxes, data: bytes, *, more: str = "", mode: str = "SendToNone", by: Account | None = None
) -> etree._Element:
    return boxes.ask(
        f'<m:CreateItem SendMeetingInvitations="{mode}"><m:Items><t:CalendarItem><t:MimeContent>'
        f"{b64encode(data).decode()}</t:MimeContent>{more}</t:CalendarItem></m:Items></m:CreateItem>"
    )


def made(boxes: Mailboxes, data: bytes, **how: Any) -> Item:
    answer = put(boxes, data, **how)
    assert codes(answer) == ["NoError"], etree.tostring(answer)
    return held(boxes, "calendar")


def held(boxes: Mailboxes, folder: str, account: Account | None = None) -> Item:
    (item,) = boxes.folder(folder, account).items.values()
    return item


def half(item: Item) -> Appointment:
    assert item.appointment is not None
    return item.appointment


def content(boxes: Mailboxes, item: Item, account: Account | None = None, element: str = "") -> bytes:
    answer = boxes.ask(GET.format(element or f'<t:ItemId Id="{item.id}"/>'), account)
    assert codes(answer) == ["NoError"]
    return b64decode(texts(answer, "MimeContent")[0])


def events_of(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_a_calendar_item_is_taken_from_icalendar(boxes: Mailboxes) -> None:
    item = made(
        boxes,
        calendar(
            event(
                "LOCATION:Room 1", "DESCRIPTION:First\\nsecond", "CATEGORIES:Red,Blue", "CLASS:PRIVATE", "PRIORITY:1",
                "TRANSP:TRANSPARENT", "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT10M\nEND:VALARM",
            )
        ),
    )  # fmt: skip
    one = half(item)
    assert (one.uid, one.location, one.show_as, one.is_meeting) == ("made-elsewhere-1", "Room 1", "Free", False)
    assert f"{one.start:%d %H:%M} {one.end:%H:%M}" == "24 09:00 10:00"
    assert f"{one.start.astimezone(one.zone.tz) + timedelta(days=200):%z}" == "+0200"
    assert (item.text("Subject"), item.text("Body")) == ("Plan, part 1", "First\nsecond")
    assert (item.text("Sensitivity"), item.text("Importance")) == ("Private", "High")
    assert (item.text("ReminderIsSet"), item.text("ReminderMinutesBeforeStart")) == ("true", "10")
    assert [each.text for each in item.values["Categories"]] == ["Red", "Blue"]
    assert "MimeContent" not in item.values


def test_what_is_stated_beside_it_stands(boxes: Mailboxes) -> None:
    item = made(boxes, calendar(event()), more="<t:Subject>Stated</t:Subject><t:Location>There</t:Location>")
    assert (item.text("Subject"), half(item).location) == ("Stated", "There")


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", ["24", "25", "26"]),
        ("FREQ=DAILY;INTERVAL=2;UNTIL=20261128T230000Z", ["24", "26", "28"]),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=5", ["24", "25", "26", "27", "30"]),
        ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3", ["24", "26", "01"]),
        ("FREQ=WEEKLY;COUNT=2", ["24", "01"]),
        ("FREQ=MONTHLY;BYMONTHDAY=24;COUNT=2", ["24", "24"]),
        ("FREQ=MONTHLY;BYDAY=4TU;COUNT=2", ["24", "22"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["30", "31"]),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24;COUNT=2", ["24", "24"]),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=-1TU;COUNT=2", ["24", "30"]),
    ],
)
def test_recurrences_come_and_go(boxes: Mailboxes, rule: str, days: list[str]) -> None:
    item = made(boxes, calendar(event(f"RRULE:{rule}")))
    series = half(item)
    found = series.stretches(*YEARS)
    assert [f"{each.start:%d}" for each in found] == days
    again = Mailboxes()
    same = half(made(again, content(boxes, item)))
    assert same.stretches(*YEARS) == found
    assert same.recurrence is not None
    assert series.recurrence is not None
    assert same.recurrence.pattern == series.recurrence.pattern


@pytest.mark.parametrize("day", [1, 13, 24, 30])
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYDAY=1MO",
        "FREQ=YEARLY;BYDAY=4SU",
        "FREQ=YEARLY;BYDAY=-1MO",
        "FREQ=YEARLY;BYDAY=MO;BYSETPOS=2",
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
        "FREQ=YEARLY;BYDAY=SA,SU;BYSETPOS=-1",
        "FREQ=YEARLY;BYDAY=1MO;BYMONTH=6",
        "FREQ=YEARLY;BYMONTHDAY=10",
        "FREQ=YEARLY;BYMONTHDAY=10;BYMONTH=6",
        "FREQ=YEARLY;BYMONTH=6",
        "FREQ=MONTHLY;BYDAY=2FR",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=WEEKLY;BYDAY=MO,FR;INTERVAL=2",
        "FREQ=WEEKLY;BYDAY=SU,MO;INTERVAL=2",
        "FREQ=WEEKLY;BYDAY=SU,MO;INTERVAL=2;WKST=SU",
    ],
)
def test_a_rule_is_read_as_the_days_that_rfc_5545_gives_it(rule: str, day: int) -> None:
    begins = datetime(2026, 11, day, 10, tzinfo=UTC)
    parts = {name: value.split(",") for name, _, value in (part.partition("=") for part in rule.split(";"))}
    wanted = [one.date() for one in rrulestr(rule, dtstart=begins)[:20]]
    read = read_rule(parts, begins, utc_zone())
    assert [date_number(read, number) for number in range(1, 21)] == wanted


@pytest.mark.parametrize(
    "rule", ["FREQ=HOURLY", "FREQ=YEARLY;BYYEARDAY=5", "FREQ=WEEKLY;INTERVAL=0", "FREQ=MONTHLY;BYDAY=7MO"]
)
def test_recurrences_that_exchange_does_not_know_are_refused(boxes: Mailboxes, rule: str) -> None:
    assert codes(put(boxes, calendar(event(f"RRULE:{rule}"))))[0] in (
        "ErrorCalendarInvalidRecurrence",
        "ErrorMimeContentInvalid",
    )
    assert not boxes.folder("calendar").items


def test_a_series_keeps_its_exceptions_both_ways(boxes: Mailboxes) -> None:
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Somewhere:20261201T100000",
        times="DTSTART;TZID=Europe/Somewhere:20261201T150000\nDTEND;TZID=Europe/Somewhere:20261201T160000\n",
    ).replace("Plan\\, part 1", "Later")
    whole = event("RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Somewhere:20261208T100000")
    item = made(boxes, calendar(whole, moved))
    listed = boxes.ask(
        "<m:FindItem Traversal='Shallow'><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
        "<m:CalendarView StartDate='2026-11-01T00:00:00Z' EndDate='2027-01-01T00:00:00Z'/><m:ParentFolderIds>"
        "<t:DistinguishedFolderId Id='calendar'/></m:ParentFolderIds></m:FindItem>"
    )
    assert texts(listed, "Start") == ["2026-11-24T09:00:00Z", "2026-12-01T14:00:00Z", "2026-12-15T09:00:00Z"]
    assert texts(listed, "Subject") == ["Plan, part 1", "Later", "Plan, part 1"]
    again = Mailboxes()
    same = half(made(again, content(boxes, item)))
    assert (same.deleted, set(same.overrides)) == (half(item).deleted, set(half(item).overrides))
    assert [each.start for each in same.stretches(item.created, item.created + timedelta(days=60))] == [
        each.start for each in half(item).stretches(item.created, item.created + timedelta(days=60))
    ]
    occurrence = f'<t:OccurrenceItemId RecurringMasterId="{item.id}" InstanceIndex="2"/>'
    (alone,) = events_of(content(boxes, item, element=occurrence))
    assert alone["RECURRENCE-ID"].dt.strftime("%d %H:%M") == "01 10:00"
    assert alone["DTSTART"].dt.strftime("%d %H:%M") == "01 15:00"


def test_whole_days_stay_whole(boxes: Mailboxes) -> None:
    times = "DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261126\n"
    item = made(boxes, calendar(event("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20261201", times=times)))
    one = half(item)
    assert (one.all_day, len(one.deleted)) == (True, 1)
    (component,) = events_of(content(boxes, item))
    assert (component["DTSTART"].dt, component["DTEND"].dt) == (date(2026, 11, 24), date(2026, 11, 26))
    assert [each.dt for each in component["EXDATE"].dts] == [date(2026, 12, 1)]


def test_the_zone_goes_along_with_its_rules(boxes: Mailboxes) -> None:
    item = made(boxes, calendar(event()), more='<t:StartTimeZone Id="Eastern Standard Time"/>')
    component = Calendar.from_ical(content(boxes, item))
    (zone,) = (each for each in component.walk("VTIMEZONE") if each["TZID"] == "Eastern Standard Time")
    rules = {part.name: (part["TZOFFSETTO"].td, part["RRULE"].to_ical().decode()) for part in zone.subcomponents}
    assert rules["STANDARD"] == (timedelta(hours=-5), "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11")
    assert rules["DAYLIGHT"] == (timedelta(hours=-4), "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3")


PEOPLE = (
    "ORGANIZER;CN=Ada:mailto:ada@example.com",
    "ATTENDEE;CN=Alan;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION:mailto:alan@example.com",
    "ATTENDEE;ROLE=OPT-PARTICIPANT:MAILTO:eve@example.com",
)


def invited(boxes: Mailboxes) -> Item:
    return made(boxes, calendar(event(*PEOPLE)), mode="SendToAllAndSaveCopy")


def test_those_whom_a_calendar_names_are_invited(boxes: Mailboxes) -> None:
    item = invited(boxes)
    assert {(one.address, one.role) for one in half(item).attendees} == {
        ("alan@example.com", "Required"), ("eve@example.com", "Optional"),
    }  # fmt: skip
    assert held(boxes, "inbox", boxes.alan).kind == "MeetingRequest"
    (component,) = events_of(content(boxes, item))
    assert {str(one) for one in component["ATTENDEE"]} == {"mailto:alan@example.com", "mailto:eve@example.com"}
    assert str(component["ORGANIZER"]) == "mailto:ada@example.com"


def test_a_meeting_request_is_a_mail_with_a_calendar(boxes: Mailboxes) -> None:
    item = invited(boxes)
    request = held(boxes, "inbox", boxes.alan)
    mail = message_from_bytes(content(boxes, request, boxes.alan), policy=default)
    assert isinstance(mail, EmailMessage)
    assert (mail["Subject"], mail["From"]) == ("Plan, part 1", "ada@example.com")
    (part,) = (each for each in mail.walk() if each.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    (component,) = events_of(part.get_payload(decode=True))  # type: ignore[arg-type]  # bytes of a part that has no parts
    assert (str(component["UID"]), component["SEQUENCE"]) == (half(item).uid, half(item).sequence)
    assert component["DTSTART"].dt.strftime("%d %H:%M") == "24 10:00"


def calendar_in(data: bytes) -> tuple[str, Any]:
    mail = message_from_bytes(data, policy=default)
    (part,) = (each for each in mail.walk() if each.get_content_type() == "text/calendar")
    held = part.get_payload(decode=True)
    assert isinstance(held, bytes)
    (component,) = events_of(held)
    return str(part.get_param("method")), component


def test_answers_and_cancellations_are_mails_with_a_calendar(boxes: Mailboxes) -> None:
    item = invited(boxes)
    request = held(boxes, "inbox", boxes.alan)
    component = f'<t:AcceptItem><t:ReferenceItemId Id="{request.id}"/></t:AcceptItem>'
    boxes.ask(f"<m:CreateItem><m:Items>{component}</m:Items></m:CreateItem>", boxes.alan)
    method, answer = calendar_in(content(boxes, held(boxes, "inbox")))
    assert (method, answer["ATTENDEE"].params["PARTSTAT"]) == ("REPLY", "ACCEPTED")
    boxes.ask(
        '<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToAllAndSaveCopy"><m:ItemIds>'
        f'<t:ItemId Id="{item.id}"/></m:ItemIds></m:DeleteItem>'
    )
    method, off = calendar_in(content(boxes, held(boxes, "inbox", boxes.alan), boxes.alan))
    assert (method, str(off["STATUS"])) == ("CANCEL", "CANCELLED")


def letter(boxes: Mailboxes, data: bytes, method: str, to: str, by: Account, how: str = "SendOnly") -> list[str]:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "By mail", by.address, to
    mail.set_content("See the calendar")
    mail.add_alternative(data.decode(), subtype="calendar", params={"method": method})
    return codes(
        boxes.ask(
            f'<m:CreateItem MessageDisposition="{how}"><m:Items><t:Message><t:MimeContent>'
            f"{b64encode(mail.as_bytes()).decode()}</t:MimeContent></t:Message></m:Items></m:CreateItem>",
            by,
        )
    )


def test_invitations_answers_and_cancellations_can_be_sent_as_mail(boxes: Mailboxes) -> None:
    uid = half(made(boxes, calendar(event(*PEOPLE)))).uid
    sent = calendar(event(*PEOPLE, "DTSTAMP:20261123T080000Z", "SEQUENCE:1"), method="REQUEST")
    assert letter(boxes, sent, "REQUEST", "alan@example.com", boxes.ada) == ["NoError"]
    request = held(boxes, "inbox", boxes.alan)
    assert (request.kind, request.text("ItemClass")) == ("MeetingRequest", "IPM.Schedule.Meeting.Request")
    own = half(held(boxes, "calendar", boxes.alan))
    assert (own.uid, own.my_response, own.organizer[0]) == (uid, "NoResponseReceived", "ada@example.com")
    answer = calendar(event(PEOPLE[0], "ATTENDEE;PARTSTAT=ACCEPTED:mailto:alan@example.com"), method="REPLY")
    assert letter(boxes, answer, "REPLY", "ada@example.com", boxes.alan) == ["NoError"]
    assert held(boxes, "inbox").kind == "MeetingResponse"
    assert [one.response for one in half(held(boxes, "calendar")).attendees] == ["Accept", "Unknown"]
    gone = calendar(event(*PEOPLE, "DTSTAMP:20261123T090000Z", "SEQUENCE:2"), method="CANCEL")
    assert letter(boxes, gone, "CANCEL", "alan@example.com", boxes.ada) == ["NoError"]
    assert half(held(boxes, "calendar", boxes.alan)).is_cancelled


def test_a_calendar_that_is_attached_as_a_file_stays_a_file(boxes: Mailboxes) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["To"] = "Holidays", "alan@example.com"
    mail.set_content("Attached")
    data = calendar(event(), method="REQUEST")
    mail.add_attachment(data, "text", "calendar", filename="days.ics")
    sent = boxes.ask(
        '<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:Message><t:MimeContent>'
        f"{b64encode(mail.as_bytes()).decode()}</t:MimeContent></t:Message></m:Items></m:CreateItem>"
    )
    assert codes(sent) == ["NoError"]
    arrived = held(boxes, "inbox", boxes.alan)
    assert (arrived.kind, [one.name for one in arrived.attachments]) == ("Message", ["days.ics"])
    assert not boxes.folder("calendar", boxes.alan).items


def test_a_request_can_be_put_into_a_folder(boxes: Mailboxes) -> None:
    sent = calendar(event(*PEOPLE), method="REQUEST")
    assert letter(boxes, sent, "REQUEST", "alan@example.com", boxes.ada, "SaveOnly") == ["NoError"]
    assert held(boxes, "drafts").kind == "MeetingRequest"
    again = content(boxes, held(boxes, "drafts"))
    made = boxes.ask(
        '<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId><t:DistinguishedFolderId Id="inbox"/>'
        f"</m:SavedItemFolderId><m:Items><t:MeetingRequest><t:MimeContent>{b64encode(again).decode()}</t:MimeContent>"
        "</t:MeetingRequest></m:Items></m:CreateItem>"
    )
    assert codes(made) == ["NoError"]
    assert held(boxes, "inbox").kind == "MeetingRequest"
    assert not boxes.folder("inbox", boxes.alan).items
    read = boxes.ask(GET.format(f'<t:ItemId Id="{held(boxes, "drafts").id}"/>'))
    assert texts(read, "UID") == ["made-elsewhere-1"]


def test_somebody_elses_meeting_is_kept_as_theirs(boxes: Mailboxes) -> None:
    people = (
        "ORGANIZER;CN=Out:mailto:out@elsewhere.example",
        "ATTENDEE;PARTSTAT=TENTATIVE:mailto:ada@example.com",
    )
    one = half(made(boxes, calendar(event(*people))))
    assert (one.is_mine, one.is_meeting, one.my_response) == (False, True, "Tentative")
    assert one.organizer == ("out@elsewhere.example", "Out")


def change(boxes: Mailboxes, item: Item, data: bytes, mode: str = "SendToNone") -> list[str]:
    kind = item.kind
    return codes(
        boxes.ask(
            '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" '
            f'SendMeetingInvitationsOrCancellations="{mode}"><m:ItemChanges><t:ItemChange><t:ItemId Id="{item.id}"/>'
            f'<t:Updates><t:SetItemField><t:FieldURI FieldURI="item:MimeContent"/><t:{kind}><t:MimeContent>'
            f"{b64encode(data).decode()}</t:MimeContent></t:{kind}></t:SetItemField></t:Updates></t:ItemChange>"
            "</m:ItemChanges></m:UpdateItem>"
        )
    )


def test_a_calendar_item_is_changed_by_its_content(boxes: Mailboxes) -> None:
    item = invited(boxes)
    other = event(*PEOPLE[:2], "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Somewhere:20261201T100000")
    assert change(boxes, item, calendar(other.replace("Plan\\, part 1", "Other")), "SendToAllAndSaveCopy") == [
        "NoError"
    ]
    one = half(item)
    assert item.text("Subject") == "Other"
    assert [each.address for each in one.attendees] == ["alan@example.com"]
    assert (one.recurrence is not None, len(one.deleted)) == (True, 1)
    assert [each.kind for each in boxes.folder("inbox", boxes.alan).items.values()] == ["MeetingRequest"] * 2
    assert "MeetingCancellation" in [each.kind for each in boxes.folder("inbox", boxes.eve).items.values()]


def test_a_drafts_content_can_be_changed_and_that_of_a_received_message_cannot(boxes: Mailboxes) -> None:
    draft, received = boxes.mail("Draft", IsDraft="true"), boxes.mail("Received")
    mail = EmailMessage()
    mail["Subject"], mail["To"] = "Another", "alan@example.com"
    mail.set_content("Text")
    mail.add_attachment(b"data", "application", "pdf", filename="a.pdf")
    assert change(boxes, draft, mail.as_bytes()) == ["NoError"]
    assert (draft.text("Subject"), [one.name for one in draft.attachments]) == ("Another", ["a.pdf"])
    assert change(boxes, received, mail.as_bytes()) == ["ErrorInvalidPropertySet"]
    assert received.text("Subject") == "Received"


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR",
        calendar(event(times="")),
        calendar(event(times="DTSTART:tomorrow\n")),
        calendar(event("PRIORITY:high")),
        calendar(event("RRULE:FREQ=WEEKLY;UNTIL=soon")),
        calendar(event(), zone=BERLIN.replace("DTSTART:16010101T030000\n", "")),
        b"Subject: no calendar\r\n\r\nnothing",
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_calendar_is_refused(boxes: Mailboxes, data: bytes) -> None:
    assert codes(put(boxes, data)) == ["ErrorMimeContentInvalid"]
    assert not boxes.folder("calendar").items


@pytest.mark.parametrize("damage", range(60))
def test_damaged_calendars_never_break_the_server(boxes: Mailboxes, damage: int) -> None:
    whole = calendar(event(*PEOPLE, "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Somewhere:20261208T100000"))
    at = len(whole) * damage // 60
    for cut in (whole[:at] + whole[at + 7 :], whole[:at] + b'";\xff\x00:\r\n' + whole[at:]):
        answer = put(boxes, cut, mode="SendToAllAndSaveCopy")
        assert len(codes(answer)) == 1
        for known in ids_of(answer):
            assert codes(boxes.ask(GET.format(f'<t:ItemId Id="{known}"/>'))) == ["NoError"]
    letter(boxes, whole.replace(b"\r\n", b"\n")[:at], "REQUEST", "alan@example.com", boxes.ada)


def test_the_look_alike_starts_without_reading_icalendar() -> None:
    code = (
        "import sys, exchange_lookalike.api as a, exchange_lookalike.dispatch as d;"
        "from exchange_lookalike.accounts import Directory; from exchange_lookalike.store import Store;"
        "d.Dispatcher(Store(Directory('example.com'))); print('icalendar' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
