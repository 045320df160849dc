"""Calendars and messages written to break whoever reads them: refused or read, soon, and nothing breaks."""

from __future__ import annotations

import time
from base64 import b64encode

import pytest
from icalendar.timezone import tzp

from tests.helpers.mailboxes import Mailboxes, codes, ids_of

TIMES = "DTSTART:20261201T100000Z\nDTEND:20261201T110000Z\n"
SOON = 10.0
"""Seconds: what each of these took minutes or hours for."""
GET = (
    "<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:IncludeMimeContent>true"
    '</t:IncludeMimeContent></m:ItemShape><m:ItemIds><t:ItemId Id="{}"/></m:ItemIds></m:GetItem>'
)


def calendar(*lines: str, times: str = TIMES) -> bytes:
    event = "\n".join(("BEGIN:VEVENT", "UID:hostile", "SUMMARY:Hostile", times.strip(), *lines, "END:VEVENT"))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\n{event}\nEND:VCALENDAR\n".replace("\n", "\r\n").encode()


def put(boxes: Mailboxes, content: bytes, kind: str) -> list[str]:
    """Create an item of this content, and read what was made; the codes."""
    held = f"<t:{kind}><t:MimeContent>{b64encode(content).decode()}</t:MimeContent></t:{kind}>"
    answer = boxes.ask(
        '<m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"><m:Items>'
        f"{held}</m:Items></m:CreateItem>"
    )
    for known in ids_of(answer):
        assert codes(boxes.ask(GET.format(known))) == ["NoError"]
    return codes(answer)


@pytest.mark.parametrize(
    "rule",
    [
        "DAILY;COUNT=0",
        "MONTHLY;BYMONTHDAY=0",
        "YEARLY;BYMONTH=0",
        # Each names fewer days than the pattern that is left without the part.
        "DAILY;BYMONTH=1",
        "DAILY;BYSETPOS=2",
        "WEEKLY;BYMONTH=3",
        "MONTHLY;BYMONTH=3",
        "MONTHLY;BYDAY=1FR;BYMONTHDAY=13",
        "MONTHLY;BYDAY=1MO,1TU,1WE,1TH,1FR",
        "MONTHLY;BYDAY=1MO,2TU,3WE,4TH,1FR,1SA,1SU",
        "MONTHLY;BYDAY=1MO;BYSETPOS=2",
        "YEARLY;BYDAY=MO",
    ],
)
def test_a_rule_that_would_become_another_one_is_refused(rule: str) -> None:
    boxes = Mailboxes()
    assert put(boxes, calendar(f"RRULE:FREQ={rule}"), "CalendarItem") == ["ErrorCalendarInvalidRecurrence"]
    assert not boxes.folder("calendar").items


@pytest.mark.parametrize("number", ["-1", "99999999999", "9" * 30])
def test_a_sequence_number_that_the_protocol_cannot_hold_is_refused(number: str) -> None:
    theirs = calendar(f"SEQUENCE:{number}", "ORGANIZER:mailto:alan@example.com", "ATTENDEE:mailto:ada@example.com")
    boxes = Mailboxes()
    assert put(boxes, theirs, "CalendarItem") == ["ErrorMimeContentInvalid"]
    # As a mail it stays a mail.
    mail = b"From: a@example.com\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n" + theirs
    assert put(boxes, mail, "Message") == ["NoError"]


@pytest.mark.parametrize("zone", ["Europe", "a" * 5000])
def test_a_zone_that_is_called_like_a_folder_or_too_long_for_a_file_is_refused(zone: str) -> None:
    there = calendar(times=f"DTSTART;TZID={zone}:20261201T100000\n")
    assert put(Mailboxes(), there, "CalendarItem") == ["ErrorMimeContentInvalid"]


PLAIN = b"\r\nContent-Type: text/plain\r\n\r\ntext"
HOSTILE = {
    "nested parts": b"From: a@example.com\r\n"
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1000)),
    "nested messages": b"From: a@example.com\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 3000,
    "nested comments": b"To: " + b"(" * 400 + b"a@example.com" + PLAIN,
    "nested comments in a type": b"From: a@example.com\r\nContent-Type: text/plain; a=" + b"(" * 2000 + b"\r\n\r\ntext",
    "an open identifier": b"Message-ID: <a@[" + PLAIN,
    "parameters without end": b"From: a@example.com\r\nContent-Type: text/plain;" + b";" * 200_000 + b"\r\n\r\ntext",
    "commas without end": b"To: " + b"," * 100_000 + PLAIN,
    "many headers": b"".join(b"To: %s\r\n" % (b"," * 10_000) for _ in range(50)) + PLAIN,
    "parts without end": b"From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\ntext\r\n" * 100_000,
}


@pytest.mark.parametrize("kind", ["Message", "CalendarItem"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_message_that_cannot_be_read_within_bounds_is_refused_soon(name: str, kind: str) -> None:
    boxes, began = Mailboxes(), time.monotonic()
    assert put(boxes, HOSTILE[name], kind) == ["ErrorMimeContentInvalid"]
    assert time.monotonic() - began < SOON


def test_a_long_message_of_many_people_and_files_is_read() -> None:
    people = ", ".join(f"Person {n} <person{n}@example.com>" for n in range(500))
    file = b"--b\r\nContent-Type: application/pdf; name=plan.pdf\r\nContent-Disposition: attachment\r\n\r\nfile\r\n"
    whole = f"To: {people}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".encode() + file * 50 + b"--b--"
    boxes = Mailboxes()
    assert put(boxes, whole, "Message") == ["NoError"]
    (item,) = boxes.folder("drafts").items.values()
    assert len(item.attachments) == 50


@pytest.mark.parametrize(
    "more",
    [
        "RDATE:20261202T090000Z\n" * 30_000,
        "EXDATE:20261202T090000Z" + ",20261202T090000Z" * 30_000,
        "ATTENDEE:mailto:alan@example.com\n" * 30_000,
        "X-MORE" + ";X=1" * 30_000 + ":1",
        "X-MORE;X=1" + ",1" * 30_000 + ":1",
    ],
    ids=["lines", "values", "people", "parameters", "parameter values"],
)
def test_a_calendar_with_more_parts_than_anybody_needs_is_refused(more: str) -> None:
    boxes = Mailboxes()
    assert put(boxes, calendar(more.strip()), "CalendarItem") == ["ErrorMimeContentInvalid"]
    assert not boxes.folder("calendar").items


def test_a_long_text_is_not_many_parts() -> None:
    boxes = Mailboxes()
    text = "DESCRIPTION:" + "\n ".join(["A long text\\, folded; and folded again."] * 1000)
    assert put(boxes, calendar(text), "CalendarItem") == ["NoError"]


def test_zones_that_calendars_bring_along_are_not_kept() -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:{0}\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0130\n"
    zone += "TZOFFSETTO:+0130\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT"
    boxes = Mailboxes()
    times = 'DTSTART;TZID="{0}":20261201T100000\nDTEND;TZID="{0}":20261201T110000'
    for number in range(3):
        name = f"Zone {number} of a stranger"
        content = calendar(times=times.format(name)).replace(
            b"BEGIN:VEVENT", zone.format(name).replace("\n", "\r\n").encode()
        )
        assert put(boxes, content, "CalendarItem") == ["NoError"]
        assert tzp.timezone(name) is None
