"""The people operations over the real store: what calendars, contacts and settings in mailboxes make of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from exchange_lookalike.accounts import Account
from tests.helpers.mailboxes import NOW, Mailboxes, codes, texts

CREATE = (
    '<m:CreateItem SendMeetingInvitations="SendToAllAndSaveCopy"><m:Items><t:CalendarItem><t:Subject>{}</t:Subject>'
    "<t:Sensitivity>{}</t:Sensitivity><t:Start>{}</t:Start><t:End>{}</t:End>"
    "<t:LegacyFreeBusyStatus>{}</t:LegacyFreeBusyStatus>{}</t:CalendarItem></m:Items></m:CreateItem>"
)
DAILY = (
    "<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence>"
    "<t:StartDate>2026-11-23</t:StartDate><t:NumberOfOccurrences>3</t:NumberOfOccurrences></t:NumberedRecurrence>"
    "</t:Recurrence>"
)
GUEST = (
    "<t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>alan@example.com</t:EmailAddress></t:Mailbox>"
    "</t:Attendee></t:RequiredAttendees>"
)
AVAILABILITY = (
    "<m:GetUserAvailabilityRequest><t:TimeZone><t:Bias>0</t:Bias><t:StandardTime><t:Bias>0</t:Bias>"
    "<t:Time>00:00:00</t:Time><t:DayOrder>0</t:DayOrder><t:Month>0</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek>"
    "</t:StandardTime><t:DaylightTime><t:Bias>0</t:Bias><t:Time>00:00:00</t:Time><t:DayOrder>0</t:DayOrder>"
    "<t:Month>0</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:DaylightTime></t:TimeZone><m:MailboxDataArray>"
    "<t:MailboxData><t:Email><t:Address>{}</t:Address></t:Email><t:AttendeeType>Required</t:AttendeeType></t:MailboxData>"
    "</m:MailboxDataArray><t:FreeBusyViewOptions><t:TimeWindow><t:StartTime>2026-11-23T08:00:00</t:StartTime>"
    "<t:EndTime>2026-11-24T08:00:00</t:EndTime></t:TimeWindow><t:MergedFreeBusyIntervalInMinutes>60"
    "</t:MergedFreeBusyIntervalInMinutes><t:RequestedView>DetailedMerged</t:RequestedView></t:FreeBusyViewOptions>"
    "</m:GetUserAvailabilityRequest>"
)
SET_OOF = (
    "<m:SetUserOofSettingsRequest><t:Mailbox><t:Address>{}</t:Address></t:Mailbox><t:UserOofSettings>"
    "<t:OofState>Enabled</t:OofState><t:ExternalAudience>All</t:ExternalAudience><t:InternalReply>"
    "<t:Message>Gone fishing</t:Message></t:InternalReply></t:UserOofSettings></m:SetUserOofSettingsRequest>"
)
GET_OOF = "<m:GetUserOofSettingsRequest><t:Mailbox><t:Address>{}</t:Address></t:Mailbox></m:GetUserOofSettingsRequest>"


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


def put(boxes: Mailboxes, subject: str, hour: int, show_as: str, more: str = "", sensitivity: str = "Normal") -> None:
    start = NOW.replace(hour=hour)
    times = [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (start, start + timedelta(hours=1))]
    assert codes(boxes.ask(CREATE.format(subject, sensitivity, *times, show_as, more))) == ["NoError"]


def free_busy(boxes: Mailboxes, address: str, by: Account):
    answer = boxes.ask(AVAILABILITY.format(address), by)
    assert codes(answer) == ["NoError"]
    return answer


def test_free_busy_comes_from_the_calendar_with_its_series(boxes: Mailboxes) -> None:
    put(boxes, "Plan", 9, "Busy", DAILY)
    put(boxes, "Doctor", 11, "OOF", sensitivity="Private")
    answer = free_busy(boxes, "ada@example.com", boxes.alan)
    assert texts(answer, "MergedFreeBusy") == ["0203" + "0" * 20]
    assert texts(answer, "BusyType") == ["Busy", "OOF"]
    assert (texts(answer, "Subject"), texts(answer, "IsRecurring")) == (["Plan"], ["true", "false"])


def test_an_invitation_shows_tentatively_and_a_cancelled_meeting_not_at_all(boxes: Mailboxes) -> None:
    put(boxes, "Plan", 9, "Busy", GUEST)
    assert texts(free_busy(boxes, "alan@example.com", boxes.eve), "BusyType") == ["Tentative"]
    (held,) = boxes.folder("calendar").items.values()
    gone = f'<m:ItemIds><t:ItemId Id="{held.id}"/></m:ItemIds>'
    boxes.ask(
        '<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToAllAndSaveCopy">'
        + gone
        + "</m:DeleteItem>"
    )
    assert texts(free_busy(boxes, "alan@example.com", boxes.eve), "BusyType") == []
    assert len(boxes.folder("calendar", boxes.alan).items) == 1


def test_automatic_replies_stay_with_their_mailbox(boxes: Mailboxes) -> None:
    assert codes(boxes.ask(SET_OOF.format("ada@example.com"))) == ["NoError"]
    told = boxes.ask(GET_OOF.format("ada@example.com"))
    assert (texts(told, "OofState"), texts(told, "Message")[0]) == (["Enabled"], "Gone fishing")
    assert texts(boxes.ask(GET_OOF.format("alan@example.com"), boxes.alan), "OofState") == ["Disabled"]
    assert codes(boxes.ask(GET_OOF.format("ada@example.com"), boxes.eve)) == ["ErrorAccessDenied"]


def test_personal_contacts_are_found_by_name(boxes: Mailboxes) -> None:
    boxes.ask(
        "<m:CreateItem><m:Items><t:Contact><t:DisplayName>Grace Hopper</t:DisplayName><t:EmailAddresses>"
        '<t:Entry Key="EmailAddress1">grace@elsewhere.example</t:Entry></t:EmailAddresses></t:Contact></m:Items>'
        "</m:CreateItem>"
    )
    ask = (
        '<m:ResolveNames ReturnFullContactData="false" SearchScope="ContactsActiveDirectory">'
        "<m:UnresolvedEntry>Grace</m:UnresolvedEntry></m:ResolveNames>"
    )
    assert texts(boxes.ask(ask), "EmailAddress") == ["grace@elsewhere.example"]
    assert codes(boxes.ask(ask, boxes.alan)) == ["ErrorNameResolutionNoResults"]
