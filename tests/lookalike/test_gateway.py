"""A gateway between CalDAV or IMAP and EWS, by the requests that such gateways send: list, read, put, change, delete.

It knows items by MAPI properties of the server and one of its own (the file name), and reads and writes whole items.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Alarm, Calendar, Event
from lxml import etree

from tests.helpers import schema
from tests.helpers.company import CompanyAtWork, company_at_work

NAME = '<t:ExtendedFieldURI PropertyTag="0x10f3" PropertyType="String"/>'
ETAG = '<t:ExtendedFieldURI PropertyTag="0x3008" PropertyType="SystemTime"/>'
NUMBER = '<t:ExtendedFieldURI PropertyTag="0xe23" PropertyType="Integer"/>'
FLAGS = '<t:ExtendedFieldURI PropertyTag="0xe07" PropertyType="Integer"/>'
DATE = '<t:ExtendedFieldURI PropertyTag="0xe06" PropertyType="SystemTime"/>'
SIZE = '<t:ExtendedFieldURI PropertyTag="0xe08" PropertyType="Integer"/>'
CTAG = '<t:ExtendedFieldURI PropertyTag="0x670a" PropertyType="SystemTime"/>'
RECURS = '<t:ExtendedFieldURI DistinguishedPropertySetId="Appointment" PropertyId="33315" PropertyType="Boolean"/>'
ENDS = '<t:ExtendedFieldURI DistinguishedPropertySetId="Appointment" PropertyId="33294" PropertyType="SystemTime"/>'
OUT_OF_RANGE = "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"


def equals(kind: str, path: str, value: str) -> str:
    return f'<t:{kind}>{path}<t:FieldURIOrConstant><t:Constant Value="{value}"/></t:FieldURIOrConstant></t:{kind}>'


def found(parent: etree._Element, name: str) -> list[str]:
    return [element.text or "" for element in parent.iter(f"{{*}}{name}")]


@dataclass
class Gateway:
    """What a gateway does for the one who signed in."""

    house: CompanyAtWork
    person: int = 0

    async def ask(self, body: str, *codes: str) -> etree._Element:
        answer = await self.house.ask(body, self.person)
        assert answer.status_code == 200, answer.text
        response = schema.check(answer.content)
        assert set(found(response, "ResponseCode")) <= set(codes or ["NoError"]), answer.text
        return response

    async def find(self, folder: str, wanted: str = "", *paths: str) -> list[etree._Element]:
        """The items of a folder in the order of their numbers."""
        limit = f"<m:Restriction>{wanted}</m:Restriction>" if wanted else ""
        response = await self.ask(
            '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>'
            f"{''.join(paths) or NAME + ETAG}</t:AdditionalProperties></m:ItemShape>"
            '<m:IndexedPageItemView MaxEntriesReturned="1000" Offset="0" BasePoint="Beginning"/>'
            f'{limit}<m:SortOrder><t:FieldOrder Order="Ascending">{NUMBER}</t:FieldOrder></m:SortOrder>'
            f'<m:ParentFolderIds><t:DistinguishedFolderId Id="{folder}"/></m:ParentFolderIds></m:FindItem>'
        )
        (items,) = response.iter("{*}Items")
        return list(items)

    async def named(self, name: str) -> etree._Element:
        """The calendar item with that file name."""
        (item,) = await self.find("calendar", equals("IsEqualTo", NAME, name))
        return item

    async def content(self, identifier: str, *codes: str) -> bytes:
        response = await self.ask(
            "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:IncludeMimeContent>true"
            f"</t:IncludeMimeContent></m:ItemShape><m:ItemIds>{identifier}</m:ItemIds></m:GetItem>",
            *codes,
        )
        return b64decode("".join(found(response, "MimeContent")))

    async def put(self, name: str, calendar: Calendar, mode: str = "SendToNone") -> str:
        """Make a calendar item; its identifier's element."""
        properties = f"<t:ExtendedProperty>{NAME}<t:Value>{name}</t:Value></t:ExtendedProperty>"
        response = await self.ask(
            f'<m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="{mode}"><m:SavedItemFolderId>'
            '<t:DistinguishedFolderId Id="calendar"/></m:SavedItemFolderId><m:Items><t:CalendarItem><t:MimeContent>'
            f"{b64encode(calendar.to_ical()).decode()}</t:MimeContent>{properties}</t:CalendarItem></m:Items>"
            "</m:CreateItem>"
        )
        return identifier(response)

    async def occurrence(self, item: str, day: str) -> str:
        """The identifier's element of the occurrence that was to begin on that day, by trying one after the other."""
        master = item.partition('Id="')[2].partition('"')[0]
        for index in range(1, 100):
            nth = f'<t:OccurrenceItemId RecurringMasterId="{master}" InstanceIndex="{index}"/>'
            response = await self.ask(
                "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI "
                f'FieldURI="calendar:OriginalStart"/></t:AdditionalProperties></m:ItemShape><m:ItemIds>{nth}</m:ItemIds>'
                "</m:GetItem>",
                "NoError",
                OUT_OF_RANGE,
                "ErrorCalendarOccurrenceIsDeletedFromRecurrence",
            )
            if OUT_OF_RANGE in found(response, "ResponseCode"):
                break
            if any(start.startswith(day) for start in found(response, "OriginalStart")):
                return identifier(response)
        raise LookupError(day)

    async def update(self, item: str, updates: str, mode: str = "SendToNone") -> None:
        await self.ask(
            '<m:UpdateItem ConflictResolution="AutoResolve" MessageDisposition="SaveOnly" '
            f'SendMeetingInvitationsOrCancellations="{mode}"><m:ItemChanges><t:ItemChange>{item}<t:Updates>{updates}'
            "</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
        )

    async def delete(self, item: str, mode: str = "SendToNone") -> None:
        await self.ask(
            f'<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="{mode}" '
            f'AffectedTaskOccurrences="AllOccurrences"><m:ItemIds>{item}</m:ItemIds></m:DeleteItem>'
        )

    async def append(self, folder: str, mail: EmailMessage, flags: int, date: str = "2020-02-03T04:05:06Z") -> None:
        """What IMAP's APPEND becomes."""
        values = "".join(
            f"<t:ExtendedProperty>{path}<t:Value>{value}</t:Value></t:ExtendedProperty>"
            for path, value in ((FLAGS, flags), (DATE, date))
        )
        await self.ask(
            '<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId><t:DistinguishedFolderId '
            f'Id="{folder}"/></m:SavedItemFolderId><m:Items><t:Message><t:MimeContent>'
            f"{b64encode(mail.as_bytes()).decode()}</t:MimeContent>{values}</t:Message></m:Items></m:CreateItem>"
        )


def identifier(response: etree._Element) -> str:
    """The first ItemId as an element for the next request."""
    one = next(response.iter("{*}ItemId"))
    return f'<t:ItemId Id="{one.get("Id")}" ChangeKey="{one.get("ChangeKey")}"/>'


def field(uri: str, element: str) -> str:
    path = f'<t:FieldURI FieldURI="{uri}"/>'
    return f"<t:SetItemField>{path}<t:CalendarItem>{element}</t:CalendarItem></t:SetItemField>"


@pytest.fixture
async def gateways() -> AsyncIterator[tuple[Gateway, Gateway]]:
    """Two people's, of which each starts with what they have at the time."""
    async with company_at_work() as house:
        yield Gateway(house, 0), Gateway(house, 1)


def event(gateway: Gateway, uid: str, summary: str, days: int = 3, **more: Any) -> Event:
    start = (gateway.house.sandbox.clock() + timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
    made = Event()
    made.add("UID", uid)
    made.add("SUMMARY", summary)
    made.add("DTSTART", start)
    made.add("DTEND", start + timedelta(hours=1))
    for name, value in more.items():
        made.add(name, value)
    return made


def calendar(*events: Event) -> Calendar:
    made = Calendar()
    made.add("VERSION", "2.0")
    made.add("PRODID", "-//gateway")
    for one in events:
        made.add_component(one)
    return made


async def test_an_appointment_is_put_listed_read_changed_and_deleted(gateways: tuple[Gateway, Gateway]) -> None:
    gateway, _ = gateways
    before = await gateway.find("calendar")
    one = event(gateway, "g-1", "Dentist", LOCATION="Town")
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", timedelta(minutes=-30))
    one.add_component(alarm)
    made = await gateway.put("g-1.EML", calendar(one))
    assert len(await gateway.find("calendar")) == len(before) + 1
    listed = await gateway.named("g-1.EML")
    assert found(listed, "Value")[0] == "g-1.EML"
    (component,) = Calendar.from_ical(await gateway.content(made)).walk("VEVENT")
    assert (str(component["UID"]), str(component["SUMMARY"]), str(component["LOCATION"])) == ("g-1", "Dentist", "Town")
    assert component["DTSTART"].dt == one["DTSTART"].dt
    assert component.walk("VALARM")[0]["TRIGGER"].dt == timedelta(minutes=-30)
    later = f"{one['DTSTART'].dt + timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}"
    until = f"{one['DTSTART'].dt + timedelta(hours=3):%Y-%m-%dT%H:%M:%SZ}"
    await gateway.update(
        made,
        field("item:Subject", "<t:Subject>Doctor</t:Subject>")
        + field("calendar:Start", f"<t:Start>{later}</t:Start>")
        + field("calendar:End", f"<t:End>{until}</t:End>"),
    )
    changed = await gateway.named("g-1.EML")
    (component,) = Calendar.from_ical(await gateway.content(identifier(changed))).walk("VEVENT")
    assert (str(component["SUMMARY"]), component["DTSTART"].dt) == ("Doctor", one["DTSTART"].dt + timedelta(hours=2))
    await gateway.delete(identifier(changed))
    assert len(await gateway.find("calendar")) == len(before)


async def test_what_lies_ahead_or_recurs_is_found(gateways: tuple[Gateway, Gateway]) -> None:
    gateway, _ = gateways
    now = gateway.house.sandbox.clock()
    await gateway.put("past.EML", calendar(event(gateway, "p", "Past", -900)))
    await gateway.put("ahead.EML", calendar(event(gateway, "a", "Ahead", 900)))
    await gateway.put("series.EML", calendar(event(gateway, "s", "Series", -901, RRULE={"FREQ": "WEEKLY", "COUNT": 2})))
    ahead = equals("IsGreaterThan", ENDS, f"{now + timedelta(days=800):%Y-%m-%dT%H:%M:%SZ}")
    names = {
        value
        for item in await gateway.find("calendar", f"<t:Or>{equals('IsEqualTo', RECURS, 'true')}{ahead}</t:Or>", NAME)
        for value in found(item, "Value")
    }
    assert names == {"ahead.EML", "series.EML"}


async def test_a_series_with_exceptions_is_kept_and_changed(gateways: tuple[Gateway, Gateway]) -> None:
    gateway, _ = gateways
    master = event(gateway, "g-2", "Course", RRULE={"FREQ": "DAILY", "COUNT": 5})
    begins = master["DTSTART"].dt
    master.add("EXDATE", begins + timedelta(days=1))
    moved = event(gateway, "g-2", "Course, later")
    moved.add("RECURRENCE-ID", begins + timedelta(days=2))
    moved["DTSTART"].dt = begins + timedelta(days=2, hours=3)
    moved["DTEND"].dt = begins + timedelta(days=2, hours=4)
    made = await gateway.put("g-2.EML", calendar(master, moved))
    component = Calendar.from_ical(await gateway.content(made)).walk("VEVENT")
    assert [str(each["SUMMARY"]) for each in component] == ["Course", "Course, later"]
    assert [each.dt for each in component[0]["EXDATE"].dts] == [begins + timedelta(days=1)]
    assert component[1]["DTSTART"].dt == begins + timedelta(days=2, hours=3)
    # Another occurrence is moved, one more is deleted, each found by its original start.
    fourth = await gateway.occurrence(made, f"{begins + timedelta(days=3):%Y-%m-%d}")
    await gateway.update(fourth, field("item:Subject", "<t:Subject>Course, elsewhere</t:Subject>"))
    fifth = await gateway.occurrence(made, f"{begins + timedelta(days=4):%Y-%m-%d}")
    await gateway.delete(fifth)
    with pytest.raises(LookupError):
        await gateway.occurrence(made, f"{begins + timedelta(days=4):%Y-%m-%d}")
    component = Calendar.from_ical(await gateway.content(identifier(await gateway.named("g-2.EML")))).walk("VEVENT")
    assert [str(each["SUMMARY"]) for each in component] == ["Course", "Course, later", "Course, elsewhere"]
    gone = [one.dt for each in component[0]["EXDATE"] for one in each.dts]
    assert gone == [begins + timedelta(days=1), begins + timedelta(days=4)]


async def test_a_meeting_is_put_answered_and_called_off(gateways: tuple[Gateway, Gateway]) -> None:
    ours, theirs = gateways
    organiser, guest = (ours.house.people[one].address for one in (0, 1))
    meeting = event(ours, "g-3", "Talk")
    meeting.add("ORGANIZER", f"mailto:{organiser}")
    meeting.add("ATTENDEE", f"mailto:{guest}", {"ROLE": "REQ-PARTICIPANT", "RSVP": "TRUE"})
    made = await ours.put("g-3.EML", calendar(meeting), "SendToAllAndSaveCopy")
    # IMAP: the request is a mail whose calendar is the meeting.
    request = (await theirs.find("inbox", "", NUMBER, FLAGS, SIZE, DATE))[-1]
    number, flags, size, _ = found(request, "Value")
    assert (int(number) > 0, int(flags) & 1, int(size) > 0) == (True, 0, True)
    mail = message_from_bytes(await theirs.content(identifier(request)))
    (part,) = (each for each in mail.walk() if each.get_content_type() == "text/calendar")
    held = part.get_payload(decode=True)
    assert isinstance(held, bytes)
    (component,) = Calendar.from_ical(held).walk("VEVENT")
    assert (str(component["UID"]), str(component["ATTENDEE"])) == ("g-3", f"mailto:{guest}")
    # CalDAV: accepting it writes an answer, which shows in the organiser's calendar.
    accepted = f"<t:AcceptItem>{identifier(request).replace('t:ItemId', 't:ReferenceItemId')}</t:AcceptItem>"
    await theirs.ask(f'<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items>{accepted}</m:Items></m:CreateItem>')
    (component,) = Calendar.from_ical(await ours.content(made)).walk("VEVENT")
    assert component["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    await ours.delete(identifier(await ours.named("g-3.EML")), "SendToAllAndSaveCopy")
    mails = [message_from_bytes(await theirs.content(identifier(one))) for one in await theirs.find("inbox")]
    methods = [each.get_param("method") for mail in mails for each in mail.walk() if each.get_param("method")]
    assert "CANCEL" in methods


async def test_mail_is_appended_listed_and_read_as_it_was(gateways: tuple[Gateway, Gateway]) -> None:
    gateway, _ = gateways
    shape = f"<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>{CTAG}</t:AdditionalProperties>"
    ids = '<m:FolderIds><t:DistinguishedFolderId Id="drafts"/></m:FolderIds>'
    look = f"<m:GetFolder><m:FolderShape>{shape}</m:FolderShape>{ids}</m:GetFolder>"
    (before,) = found(await gateway.ask(look), "Value")
    mails = []
    for subject, flags in (("First", 1), ("Second", 0), ("Draft", 9)):
        mail = EmailMessage()
        mail["Subject"], mail["From"], mail["To"] = subject, "out@elsewhere.example", gateway.house.people[0].address
        mail["Message-ID"] = f"<{subject}@elsewhere.example>"
        mail.set_content(f"{subject} text")
        await gateway.append("drafts", mail, flags)
        mails.append(mail)
    assert (await gateway.ask(look)).findtext(".//{*}Value") > before
    listed = await gateway.find("drafts", "", NUMBER, FLAGS, DATE)
    values = [found(item, "Value") for item in listed]
    assert [int(flags) & 9 for _, flags, _ in values] == [1, 0, 9]
    assert {date for _, _, date in values} == {"2020-02-03T04:05:06Z"}
    assert sorted(int(number) for number, _, _ in values) == [int(number) for number, _, _ in values]
    for item, mail in zip(listed, mails, strict=True):
        assert await gateway.content(identifier(item)) == mail.as_bytes()
    after = equals("IsGreaterThan", NUMBER, values[1][0])
    assert len(await gateway.find("drafts", after)) == 1
    unread = f'<t:Excludes>{FLAGS}<t:Bitmask Value="1"/></t:Excludes>'
    assert [identifier(one) for one in await gateway.find("drafts", unread)] == [identifier(listed[1])]
