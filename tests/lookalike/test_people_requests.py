"""The people operations as requests and answers, each of which must be what the schema says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lxml import etree

from exchange_lookalike import ids
from exchange_lookalike.accounts import Account, Directory, DistributionList
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.people.availability import get_user_availability
from exchange_lookalike.people.free_busy import Event
from exchange_lookalike.people.names import Found
from exchange_lookalike.people.oof import Oof
from exchange_lookalike.people.requests import HANDLERS
from exchange_lookalike.soap import M, T
from exchange_lookalike.timezones import Zone, zone_by_id
from tests.helpers import schema

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


class Office:
    """A desk with three people on it."""

    def __init__(self) -> None:
        self.directory = Directory("example.com")
        self.caller = self.directory.add(
            Account("ada@example.com", "Ada Lovelace", "ada", "x", details={"Department": "R&D", "GivenName": "Ada"})
        )
        self.directory.add(Account("alan@example.com", "Alan Turing", "alan", "x"))
        self.directory.add(Account("aurora@example.com", "Room Aurora", "aurora", "x", kind="room"))
        self.directory.add_list(DistributionList("team@example.com", "Team", ["ada@example.com", "x@other.org"]))
        self.directory.add_list(DistributionList("rooms@example.com", "Rooms", ["aurora@example.com"]))
        self.zone: Zone | None = None
        self.settings: dict[str, Oof] = {}
        self.held = [
            Event(NOW + timedelta(hours=1), NOW + timedelta(hours=2), "Busy", "1", "Plan", "Here", is_meeting=True),
            Event(NOW + timedelta(hours=3), NOW + timedelta(hours=4), "OOF", "2", "Secret", is_private=True),
        ]

    def now(self) -> datetime:
        return NOW

    def oof(self, account: Account) -> Oof:
        return self.settings.get(account.address, Oof())

    def set_oof(self, account: Account, oof: Oof) -> None:
        self.settings[account.address] = oof

    def events(self, account: Account, start: datetime, end: datetime) -> list[Event]:
        return (
            [e for e in self.held if e.start < end and e.end > start] if account.address != "aurora@example.com" else []
        )

    def contacts(self, account: Account) -> Iterable[Found]:
        return [Found("Alice Outside", "alice@other.org", "Contact", source="Store")]


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def ask(office: Office) -> Callable[[str], etree._Element]:
    """Send a request written without namespaces on messages; both ways are checked against the schema."""

    def send(text: str, valid: bool = True) -> etree._Element:
        name = text[1 : min(text.index(mark) for mark in (" ", ">") if mark in text)]
        request = etree.fromstring(text.replace(f"<{name}", f'<{name} xmlns="{M}" xmlns:t="{T}"', 1))
        if valid:
            schema.assert_valid(request)
        handler = get_user_availability if name == "GetUserAvailabilityRequest" else HANDLERS[name]
        answer = handler(request, office)
        schema.assert_valid(etree.fromstring(etree.tostring(answer)))
        return answer

    return send


def codes(answer: etree._Element) -> list[str]:
    return [code.text for code in answer.iter(f"{{{M}}}ResponseCode")]


def texts(answer: etree._Element, name: str) -> list[str]:
    return [e.text or "" for e in answer.iter(f"{{{T}}}{name}")]


OOF_SET = (
    "<SetUserOofSettingsRequest><t:Mailbox><t:Address>{}</t:Address></t:Mailbox><t:UserOofSettings><t:OofState>Scheduled"
    "</t:OofState><t:ExternalAudience>Known</t:ExternalAudience><t:Duration><t:StartTime>2026-11-23T07:00:00</t:StartTime>"
    "<t:EndTime>2026-11-{}T07:00:00</t:EndTime></t:Duration><t:InternalReply><t:Message>Away &amp; far</t:Message>"
    "</t:InternalReply></t:UserOofSettings></SetUserOofSettingsRequest>"
)
OOF_GET = "<GetUserOofSettingsRequest><t:Mailbox><t:Address>{}</t:Address></t:Mailbox></GetUserOofSettingsRequest>"


def test_replies_are_set_and_told(ask: Any, office: Office) -> None:
    assert codes(ask(OOF_SET.format("ada@example.com", 24))) == ["NoError"]
    answer = ask(OOF_GET.format("ADA@example.com"))
    assert texts(answer, "OofState") == ["Scheduled"]
    assert texts(answer, "StartTime") == ["2026-11-23T07:00:00"]
    assert texts(answer, "Message") == ["Away & far", ""]
    assert office.oof(office.caller).active(NOW)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (OOF_GET.format("alan@example.com"), "ErrorAccessDenied"),
        (OOF_GET.format("nobody@example.com"), "ErrorMailRecipientNotFound"),
        (OOF_SET.format("alan@example.com", 24), "ErrorAccessDenied"),
        (OOF_SET.format("ada@example.com", 22), "ErrorInvalidScheduledOofDuration"),
    ],
)
def test_replies_of_others_and_wrong_ones_are_refused(ask: Any, text: str, code: str) -> None:
    assert codes(ask(text)) == [code]


AVAILABILITY = (
    "<GetUserAvailabilityRequest><t:TimeZone><t:Bias>-60</t:Bias><t:StandardTime><t:Bias>0</t:Bias><t:Time>03:00:00"
    "</t:Time><t:DayOrder>5</t:DayOrder><t:Month>10</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:StandardTime>"
    "<t:DaylightTime><t:Bias>-60</t:Bias><t:Time>02:00:00</t:Time><t:DayOrder>5</t:DayOrder><t:Month>3</t:Month>"
    "<t:DayOfWeek>Sunday</t:DayOfWeek></t:DaylightTime></t:TimeZone><MailboxDataArray>{}</MailboxDataArray>"
    "<t:FreeBusyViewOptions><t:TimeWindow><t:StartTime>2026-11-23T09:00:00</t:StartTime><t:EndTime>2026-11-{}T00:00:00"
    "</t:EndTime></t:TimeWindow><t:MergedFreeBusyIntervalInMinutes>{}</t:MergedFreeBusyIntervalInMinutes>"
    "<t:RequestedView>{}</t:RequestedView></t:FreeBusyViewOptions>{}</GetUserAvailabilityRequest>"
)
SUGGEST = (
    "<t:SuggestionsViewOptions><t:MeetingDurationInMinutes>60</t:MeetingDurationInMinutes><t:DetailedSuggestionsWindow>"
    "<t:StartTime>2026-11-23T00:00:00</t:StartTime><t:EndTime>2026-11-25T00:00:00</t:EndTime>"
    "</t:DetailedSuggestionsWindow></t:SuggestionsViewOptions>"
)


def box(address: str) -> str:
    return (
        f"<t:MailboxData><t:Email><t:Address>{address}</t:Address></t:Email><t:AttendeeType>Required</t:AttendeeType>"
        "</t:MailboxData>"
    )


def test_free_busy_is_told_on_the_requests_clock(ask: Any) -> None:
    answer = ask(AVAILABILITY.format(box("ada@example.com"), 24, 60, "DetailedMerged", ""))
    assert codes(answer) == ["NoError"]
    assert texts(answer, "MergedFreeBusy") == ["020300000000000"]
    assert texts(answer, "StartTime") == ["2026-11-23T10:00:00", "2026-11-23T12:00:00"]
    assert texts(answer, "Subject") == ["Plan"]
    assert texts(answer, "IsPrivate") == ["false", "true"]


def test_each_mailbox_has_an_answer_of_its_own(ask: Any) -> None:
    boxes = box("nobody@example.com") + box("team@example.com") + box("aurora@example.com")
    answer = ask(AVAILABILITY.format(boxes, 24, 60, "FreeBusy", SUGGEST))
    assert codes(answer) == ["ErrorMailRecipientNotFound", "NoError", "NoError", "NoError"]
    assert texts(answer, "FreeBusyViewType") == ["None", "MergedOnly", "FreeBusy"]
    assert len(texts(answer, "Date")) == 2
    assert len(list(answer.iter(f"{{{T}}}GroupAttendeeConflictData"))) == len(texts(answer, "MeetingTime")) > 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (AVAILABILITY.format(box("ada@example.com") * 101, 24, 60, "FreeBusy", ""), "ErrorMailboxDataArrayTooBig"),
        (AVAILABILITY.format("", 24, 60, "FreeBusy", ""), "ErrorMailboxDataArrayEmpty"),
        (AVAILABILITY.format(box("ada@example.com"), 22, 60, "FreeBusy", ""), "ErrorInvalidTimeInterval"),
        (AVAILABILITY.format(box("ada@example.com"), 24, 4, "FreeBusy", ""), "ErrorInvalidMergedFreeBusyInterval"),
    ],
)
def test_what_availability_refuses(ask: Any, text: str, code: str) -> None:
    with pytest.raises(EwsError) as refused:
        ask(text)
    assert refused.value.code == code


def test_a_hundred_mailboxes_are_allowed(ask: Any) -> None:
    answer = ask(AVAILABILITY.format(box("ada@example.com") * 100, 24, 60, "FreeBusy", ""))
    assert codes(answer) == ["NoError"] * 100


TIPS = (
    "<GetMailTips><SendingAs><t:EmailAddress>ada@example.com</t:EmailAddress></SendingAs><Recipients>{}</Recipients>"
    "<MailTipsRequested>{}</MailTipsRequested></GetMailTips>"
)


def mailbox(address: str) -> str:
    return f"<t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox>"


def test_mail_tips_tell_of_absence_and_lists(ask: Any, office: Office) -> None:
    office.settings["alan@example.com"] = Oof("Scheduled", "All", NOW, NOW + timedelta(days=1), "Gone fishing")
    people = [mailbox(a) for a in ("alan@example.com", "ada@example.com", "team@example.com", "nobody@example.com")]
    answer = ask(TIPS.format("".join(people), "All"))
    assert texts(answer, "Message") == ["Gone fishing", ""]
    assert texts(answer, "EndTime") == ["2026-11-24T08:00:00"]
    assert texts(answer, "TotalMemberCount") == ["1", "1", "2"]
    assert texts(answer, "ExternalMemberCount") == ["0", "0", "1", "0"]
    assert texts(answer, "InvalidRecipient") == ["false", "false", "false", "true"]
    with pytest.raises(EwsError, match="ErrorInvalidRequest"):
        ask(TIPS.format(mailbox("ada@example.com") * 101, "OutOfOfficeMessage"))
    alone = ask(TIPS.format(mailbox("ada@example.com"), "MailboxFullStatus"))
    assert texts(alone, "MailboxFull") == ["false"]
    assert texts(alone, "Message") == []


RESOLVE = (
    '<ResolveNames ReturnFullContactData="true" SearchScope="{}"><UnresolvedEntry>{}</UnresolvedEntry></ResolveNames>'
)


def test_names_are_resolved(ask: Any) -> None:
    one = ask(RESOLVE.format("ActiveDirectory", "love"))
    assert codes(one) == ["NoError"]
    assert texts(one, "Department") == ["R&D"]
    many = ask(RESOLVE.format("ContactsActiveDirectory", "al"))
    assert codes(many) == ["ErrorNameResolutionMultipleResults"]
    assert many[0][0].get("ResponseClass") == "Warning"
    assert texts(many, "DisplayName") == ["Alice Outside", "Alan Turing"]
    none = ask(RESOLVE.format("ActiveDirectory", "alice"))
    assert codes(none) == ["ErrorNameResolutionNoResults"]
    with pytest.raises(SchemaViolation):
        ask(RESOLVE.format("Everywhere", "al"), valid=False)


def test_lists_and_rooms(ask: Any) -> None:
    told = ask("<ExpandDL><Mailbox><t:EmailAddress>team@example.com</t:EmailAddress></Mailbox></ExpandDL>")
    assert texts(told, "MailboxType") == ["Mailbox", "OneOff"]
    nobody = ask("<ExpandDL><Mailbox><t:EmailAddress>ada@example.com</t:EmailAddress></Mailbox></ExpandDL>")
    assert codes(nobody) == ["ErrorNameResolutionNoResults"]
    assert texts(ask("<GetRoomLists></GetRoomLists>"), "EmailAddress") == ["rooms@example.com"]
    rooms = "<GetRooms><RoomList><t:EmailAddress>{}</t:EmailAddress></RoomList></GetRooms>"
    assert texts(ask(rooms.format("rooms@example.com")), "Name") == ["Room Aurora"]
    assert codes(ask(rooms.format("team@example.com"))) == ["ErrorNameResolutionNoResults"]


def test_identifiers_are_converted_one_by_one(ask: Any) -> None:
    identifier = ids.encode(ids.Key(ids.ITEM, 1, 7))
    text = (
        '<ConvertId DestinationFormat="{}"><SourceIds><t:AlternateId Format="{}" Id="{}" Mailbox="ada@example.com"/>'
        '<t:AlternateId Format="EwsId" Id="broken" Mailbox="ada@example.com"/></SourceIds></ConvertId>'
    )
    there = ask(text.format("HexEntryId", "EwsId", identifier))
    assert codes(there) == ["NoError", "ErrorInvalidIdMalformed"]
    hexadecimal = there.find(f".//{{{M}}}AlternateId").get("Id")
    back = ask(text.format("EwsId", "HexEntryId", hexadecimal))
    assert back.find(f".//{{{M}}}AlternateId").get("Id") == identifier


def test_time_zones_are_told_in_full_or_by_name(ask: Any) -> None:
    everything = ask('<GetServerTimeZones ReturnFullTimeZoneData="true"></GetServerTimeZones>')
    assert len(list(everything.iter(f"{{{T}}}TimeZoneDefinition"))) > 130
    some = ask(
        '<GetServerTimeZones ReturnFullTimeZoneData="false"><Ids><t:Id>Tokyo Standard Time</t:Id><t:Id>Nowhere</t:Id>'
        "</Ids></GetServerTimeZones>"
    )
    assert [e.get("Id") for e in some.iter(f"{{{T}}}TimeZoneDefinition")] == ["Tokyo Standard Time"]
    assert list(some.iter(f"{{{T}}}Period")) == []


@pytest.mark.parametrize("name", ["MailTips", "UnifiedMessagingConfiguration", "ProtectionRules"])
def test_configurations_are_told(ask: Any, name: str) -> None:
    text = (
        "<GetServiceConfiguration><RequestedConfiguration><ConfigurationName>{}</ConfigurationName>"
        "</RequestedConfiguration></GetServiceConfiguration>"
    )
    answer = ask(text.format(name))
    assert codes(answer) == ["NoError", "NoError"]
    assert len(answer[-1][0]) == 2
    assert zone_by_id("UTC") is not None
