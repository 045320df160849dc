"""MAPI properties that are the same as fields of items and folders, by another name (MS-OXPROPS, MS-OXOCAL).

A twin is read, searched and sorted as its field, and writing it writes the field; nothing is kept twice. What has no
field is worked out. Properties that are neither are kept as clients write them.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from exchange_lookalike.items import Extended, Folder, Item, moment_text
from exchange_lookalike.soap import T
from exchange_lookalike.timezones import zone_by_id

Read = Callable[[str], str]
"""Gives a field's text, "" where it has none."""
Convert = Callable[[str], str]

_MEETING = "6ed8da90-450b-101b-98da-00aa003f1305"
_APPOINTMENT = "00062002-0000-0000-c000-000000000046"
_COMMON = "00062008-0000-0000-c000-000000000046"
_TASK = "00062003-0000-0000-c000-000000000046"
_OBJECT_ID = bytes.fromhex("040000008200E00074C5B7101A82E008")
"""What every global object id begins with."""
KEYWORDS: Extended = ("00020329-0000-0000-c000-000000000046", "Keywords", "StringArray")
_READ, _UNMODIFIED, _UNSENT, _ATTACHED, _FROM_ME, _ASSOCIATED = 1, 2, 8, 16, 32, 64
"""Bits of PidTagMessageFlags."""
_SENSITIVITY = ("Normal", "Personal", "Private", "Confidential")


@dataclass(frozen=True)
class Twin:
    """A field and how its text becomes the property's; `back` is the other way, None where it cannot be written."""

    field: str
    out: Convert = str
    back: Convert | None = str


def _choice(*words: str) -> tuple[Convert, Convert]:
    """A field that is one of these words, and a property that is its number."""
    return (lambda text: str(words.index(text)) if text in words else ""), lambda text: words[int(text)]


def _twins() -> dict[Extended, Twin]:
    made: dict[Extended, Twin] = {}
    for group, kind, plain in _PLAIN:
        for pair in plain.split():
            number, _, field = pair.partition("=")
            made[group, f"#{int(number, 16)}", kind] = Twin(field.rstrip("!"), back=None if field[-1] == "!" else str)
    for (space, tag, type_), field, words in _CHOICES:
        made[space, f"#{tag}", type_] = Twin(field, *_choice(*words))
    private: Convert = lambda text: "true" if text in _SENSITIVITY[2:] else "false"  # noqa: E731 - one of a pair
    made[_COMMON, f"#{0x8506}", "Boolean"] = Twin(
        "Sensitivity", private, lambda text: "Private" if text in ("true", "1") else "Normal"
    )
    return made


_PLAIN = (
    (
        "",
        "String",
        "001A=ItemClass 0037=Subject 0070=ConversationTopic! 0E1D=ConversationTopic! 0E02=DisplayBcc! 0E03=DisplayCc! "
        "0E04=DisplayTo! 1000=TextBody! 1035=InternetMessageId 1039=References 1042=InReplyTo 3FFA=LastModifiedName! "
        "3A06=GivenName 3A11=Surname 3A16=CompanyName 3A17=JobTitle 3A18=Department 3A44=MiddleName 3A4F=Nickname "
        "3A19=OfficeLocation 3A4E=Manager 3A30=AssistantName 3A48=SpouseName 3A05=Generation 3A0A=Initials "
        "3A46=Profession 3A51=BusinessHomePage",
    ),
    (
        "",
        "SystemTime",
        "0039=DateTimeSent 0060=Start 0061=End 0E06=DateTimeReceived 10C3=Start 10C4=End 3007=DateTimeCreated! "
        "3008=LastModifiedTime! 3A41=WeddingAnniversary 3A42=Birthday",
    ),
    (
        "",
        "Boolean",
        "0023=IsDeliveryReceiptRequested 0029=IsReadReceiptRequested 0063=IsResponseRequested 0E1B=HasAttachments! "
        "0E69=IsRead",
    ),
    ("", "Integer", "0E08=Size!"),
    ("", "Long", "0E08=Size!"),
    ("", "Binary", "0071=ConversationIndex! 300B=SearchKey!"),
    (_APPOINTMENT, "String", "8208=Location 8234=TimeZone!"),
    (_APPOINTMENT, "SystemTime", "820D=Start 820E=End 8220=AppointmentReplyTime! 8235=Start!"),
    (_APPOINTMENT, "Boolean", "8215=IsAllDayEvent 8229=MeetingRequestWasSent!"),
    (_APPOINTMENT, "Integer", "8201=AppointmentSequenceNumber! 8217=AppointmentState!"),
    (_COMMON, "SystemTime", "8516=Start 8517=End 8502=ReminderDueBy"),
    (_COMMON, "Boolean", "8503=ReminderIsSet"),
    (_COMMON, "Integer", "8501=ReminderMinutesBeforeStart"),
    (_TASK, "SystemTime", "8104=StartDate 8105=DueDate 810F=CompleteDate"),
    (_TASK, "Boolean", "811C=IsComplete!"),
)
"""Properties with the text of their field: number and field, with ! where the property cannot be written."""
_BUSY = ("Free", "Tentative", "Busy", "OOF", "WorkingElsewhere")
_CHOICES = (
    (("", 0x0017, "Integer"), "Importance", ("Low", "Normal", "High")),
    (("", 0x0036, "Integer"), "Sensitivity", _SENSITIVITY),
    ((_APPOINTMENT, 0x8205, "Integer"), "LegacyFreeBusyStatus", _BUSY),
    ((_APPOINTMENT, 0x8224, "Integer"), "IntendedFreeBusyStatus", _BUSY),
    (
        (_APPOINTMENT, 0x8218, "Integer"),
        "MyResponseType",
        ("Unknown", "Organizer", "Tentative", "Accept", "Decline", "NoResponseReceived"),
    ),
    (
        (_TASK, 0x8101, "Integer"),
        "Status",
        ("NotStarted", "InProgress", "Completed", "WaitingOnOthers", "Deferred"),
    ),
)
TWINS = _twins()
_READ_ONLY_CHOICES = frozenset({"IntendedFreeBusyStatus", "MyResponseType"})


def value(key: Extended, item: Item, read: Read) -> str | None:
    """The value of an item's property, as EWS writes it. None where there is none, or it is kept as it was written."""
    twin = TWINS.get(key)
    if twin is not None:
        text = read(twin.field)
        return (twin.out(text) or None) if text else None
    worked_out = _WORKED_OUT.get(key)
    return worked_out(item, read) if worked_out is not None else None


def is_known(key: Extended) -> bool:
    """Whether a property is a field's twin or worked out: it is not kept beside them."""
    return key in TWINS or key in _WORKED_OUT or key == KEYWORDS


def field_of(key: Extended) -> str:
    """The field that a property writes; "" where it writes none."""
    if key == KEYWORDS:
        return "Categories"
    twin = TWINS.get(key)
    return "" if twin is None or twin.back is None else twin.field


def written(key: Extended, text: str) -> dict[str, str]:
    """The fields that writing the property sets; none for one that is worked out. Raises ValueError, IndexError."""
    if key == _FLAGS_TAG:
        flags = int(text)
        return {
            "IsRead": "true" if flags & _READ else "false",
            "IsDraft": "true" if flags & _UNSENT else "false",
        }
    twin = TWINS.get(key)
    if twin is None or twin.back is None or twin.field in _READ_ONLY_CHOICES:
        return {}
    return {twin.field: twin.back(text)}


# --- worked out ------------------------------------------------------------------------------------------------------


def _flags(item: Item, read: Read) -> str:
    bits = {"IsRead": _READ, "IsUnmodified": _UNMODIFIED, "IsDraft": _UNSENT, "HasAttachments": _ATTACHED,
            "IsFromMe": _FROM_ME, "IsAssociated": _ASSOCIATED}  # fmt: skip
    return str(sum(bit for name, bit in bits.items() if read(name) == "true"))


def _is_recurring(item: Item, read: Read) -> str | None:
    kind = read("CalendarItemType")
    return None if not kind else "false" if kind == "Single" else "true"


def _is_exception(item: Item, read: Read) -> str | None:
    kind = read("CalendarItemType")
    return None if not kind else "true" if kind == "Exception" else "false"


def _clip_end(item: Item, read: Read) -> str | None:
    """The end of the last occurrence; Exchange's last day for a series without end (MS-OXOCAL 2.2.1.15)."""
    appointment = item.appointment
    if appointment is None or appointment.recurrence is None:
        return read("End") or None
    last = appointment.series().last()
    return "4500-08-31T23:59:00Z" if last is None else moment_text(last.end)


def _minutes(item: Item, read: Read) -> str | None:
    appointment = item.appointment
    return None if appointment is None else str(int((appointment.end - appointment.start).total_seconds() // 60))


def _bytes(text: str) -> str:
    return b64encode(text.encode()).decode()


def _raw_id(read: Read) -> bytearray:
    """The UID as a global object id; one that another program made is held in it (MS-OXOCAL 2.2.1.27)."""
    uid = read("UID")
    try:
        return bytearray.fromhex(uid)
    except ValueError:
        held = b"vCal-Uid\x01\x00\x00\x00" + uid.encode() + b"\x00"
        return bytearray(_OBJECT_ID + bytes(20) + len(held).to_bytes(4, "little") + held)


def _clean_id(item: Item, read: Read) -> str | None:
    """The UID, which is the clean global object id."""
    return b64encode(_raw_id(read)).decode() or None


def _global_id(item: Item, read: Read) -> str | None:
    """The global object id, which names the occurrence's day in the series' zone in its bytes 16 to 19."""
    made, original = _raw_id(read), read("RecurrenceId")
    if original and len(made) >= 20:
        zone = zone_by_id(read("StartTimeZoneId"))
        day = datetime.fromisoformat(original).astimezone(zone.tz if zone else UTC)
        made[16:20] = day.year.to_bytes(2, "big") + bytes((day.month, day.day))
    return b64encode(made).decode() or None


def _person(field: str, part: str) -> Callable[[Item, Read], str | None]:
    """Name or EmailAddress of who a message is from; of a calendar item, of its organiser."""

    def find(item: Item, read: Read) -> str | None:
        if item.appointment is not None:
            address, name = item.appointment.organizer
            return (name if part == "Name" else address) or None
        held = item.values.get(field)
        return held.findtext(f".//{{{T}}}{part}") if isinstance(held, etree._Element) else None

    return find


def _people() -> dict[Extended, Callable[[Item, Read], str | None]]:
    """PidTagSender… and PidTagSentRepresenting…: name, kind of address, address, and that address as SMTP."""
    made: dict[Extended, Callable[[Item, Read], str | None]] = {}
    for field, name, kind, *addresses in (
        ("Sender", 0x0C1A, 0x0C1E, 0x0C1F, 0x5D01),
        ("From", 0x0042, 0x0064, 0x0065, 0x5D02),
    ):
        made["", f"#{name}", "String"] = _person(field, "Name")
        made["", f"#{kind}", "String"] = lambda item, read: "SMTP"
        made |= {("", f"#{tag}", "String"): _person(field, "EmailAddress") for tag in addresses}
    return made


def _flag_status(item: Item, read: Read) -> str:
    return {"Complete": "1", "Flagged": "2"}.get(read("Flag"), "0")


_FLAGS_TAG: Extended = ("", f"#{0x0E07}", "Integer")
_WORKED_OUT: dict[Extended, Callable[[Item, Read], str | None]] = {
    _FLAGS_TAG: _flags,
    ("", f"#{0x0E23}", "Integer"): lambda item, read: str(item.number),
    ("", f"#{0x0FF9}", "Binary"): lambda item, read: _bytes(item.id),
    ("", f"#{0x0FFF}", "Binary"): lambda item, read: _bytes(item.id),
    ("", f"#{0x65E0}", "Binary"): lambda item, read: _bytes(item.id),
    ("", f"#{0x65E2}", "Binary"): lambda item, read: item.change_key,
    ("", f"#{0x1090}", "Integer"): _flag_status,
    (_APPOINTMENT, f"#{0x8223}", "Boolean"): _is_recurring,
    (_APPOINTMENT, f"#{0x8236}", "SystemTime"): _clip_end,
    (_APPOINTMENT, f"#{0x8213}", "Integer"): _minutes,
    (_MEETING, "#3", "Binary"): _global_id,
    (_MEETING, "#5", "Boolean"): _is_recurring,
    (_MEETING, "#10", "Boolean"): _is_exception,
    (_MEETING, "#35", "Binary"): _clean_id,
    **_people(),
}


# --- folders ---------------------------------------------------------------------------------------------------------

OF_FOLDERS: dict[Extended, str] = {
    ("", f"#{0x3001}", "String"): "DisplayName",
    ("", f"#{0x3602}", "Integer"): "TotalCount",
    ("", f"#{0x3603}", "Integer"): "UnreadCount",
    ("", f"#{0x3613}", "String"): "FolderClass",
}


def folder_value(key: Extended, folder: Folder, read: Read) -> str | None:
    """The value of a folder's property, as EWS writes it; None where there is none."""
    if key in OF_FOLDERS:
        return read(OF_FOLDERS[key]) or None
    if key == ("", f"#{0x360A}", "Boolean"):
        return "true" if int(read("ChildFolderCount") or 0) else "false"
    if key == ("", f"#{0x670A}", "SystemTime"):
        return moment_text(folder.changed)
    if key == ("", f"#{0x6751}", "Integer"):
        return str(max(folder.items, default=0) + 1)
    return _bytes(folder.id) if key in (("", f"#{0x0FF9}", "Binary"), ("", f"#{0x0FFF}", "Binary")) else None
