"""Items of an inbox as domain records: invitations and cancellations whole, everything else by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from desktop_admin.domain.meeting import ItemId, MeetingMessage, MessageKind
from desktop_admin.exchange import answered, global_ids, organisers
from desktop_admin.exchange.recurrences import deleted_occurrences_of, moved_occurrences_of, recurrence_of
from desktop_admin.exchange.xml import Element, T, flag_of, m, moment_of, t, text_of
from desktop_admin.exchange.zones import stand_in, zone_id_of, zone_name_of

BRIEF_FIELDS = ("item:ItemClass", "item:Subject", "item:DateTimeReceived", "item:Sensitivity")
"""What a synchronisation tells of every item: enough to name one that is no invitation."""

WHOLE_FIELDS = (
    *BRIEF_FIELDS,
    "item:Body",
    "message:Sender",
    "message:From",
    "meeting:IsOutOfDate",
    "calendar:UID",
    "calendar:RecurrenceId",
    "calendar:DateTimeStamp",
    "calendar:AppointmentSequenceNumber",
    "calendar:Start",
    "calendar:End",
    "calendar:IsAllDayEvent",
    "calendar:Location",
    "calendar:Organizer",
    "calendar:Recurrence",
    "calendar:ModifiedOccurrences",
    "calendar:DeletedOccurrences",
    "calendar:StartTimeZone",
    "calendar:EndTimeZone",
    "calendar:MeetingTimeZone",
    *answered.FIELDS,
)

# Microsoft: MS-OXOCAL, PidLidAppointmentSequence; EWS names it on requests only.
_SEQUENCE = {"DistinguishedPropertySetId": "Appointment", "PropertyId": "33281", "PropertyType": "Integer"}

_KINDS = (
    ("IPM.Schedule.Meeting.Request", MessageKind.REQUEST),
    ("IPM.Schedule.Meeting.Canceled", MessageKind.CANCELLATION),
    ("IPM.Schedule.Meeting.Resp", MessageKind.RESPONSE),
    ("IPM.Schedule.Meeting.Notification.Forward", MessageKind.FORWARD_NOTICE),
)
_KIND_OF_TAG = {
    f"{T}MeetingRequest": MessageKind.REQUEST,
    f"{T}MeetingCancellation": MessageKind.CANCELLATION,
    f"{T}MeetingResponse": MessageKind.RESPONSE,
}
READ_WHOLE = (MessageKind.REQUEST, MessageKind.CANCELLATION)
PRIVATE = ("Private", "Confidential")


def brief_shape() -> Element:
    """The item shape of a synchronisation."""
    return m("ItemShape", t("BaseShape", "IdOnly"), _properties(BRIEF_FIELDS))


def bare_shape() -> Element:
    """Nothing but ids: what an item holds cannot spoil the answer."""
    return m("ItemShape", t("BaseShape", "IdOnly"))


def whole_shape() -> Element:
    """The item shape of reading invitations."""
    properties = _properties(WHOLE_FIELDS)
    properties.extend((t("ExtendedFieldURI", **_SEQUENCE), global_ids.property_uri()))
    properties.extend((*organisers.properties(), *answered.properties()))
    return m("ItemShape", t("BaseShape", "IdOnly"), t("BodyType", "HTML"), properties)


def _properties(uris: Iterable[str]) -> Element:
    return t("AdditionalProperties", *(t("FieldURI", FieldURI=uri) for uri in uris))


def has_id(item: Element) -> bool:
    """Whether an item can be spoken of at all."""
    told = item.find(f"{T}ItemId")
    return told is not None and bool(told.get("Id"))


def item_id_of(item: Element) -> ItemId:
    """Raises ValueError on an item without id, which cannot be spoken of."""
    told = item.find(f"{T}ItemId")
    if told is None or not told.get("Id"):
        raise ValueError("An item has no id.")
    return ItemId(str(told.get("Id")), str(told.get("ChangeKey", "")))


def kind_of(item: Element) -> MessageKind:
    """By item class, which a forwarded or custom form keeps as its beginning; else by the element's name."""
    item_class = text_of(item, f"{T}ItemClass")
    for beginning, kind in _KINDS:
        if item_class.lower().startswith(beginning.lower()):
            return kind
    return MessageKind.OTHER if item_class else _KIND_OF_TAG.get(item.tag, MessageKind.OTHER)


def brief(item: Element, unreadable: str = "") -> MeetingMessage:
    """What a synchronisation tells of an item."""
    sensitive = text_of(item, f"{T}Sensitivity") in PRIVATE
    return MeetingMessage(
        item_id=item_id_of(item),
        kind=kind_of(item),
        received=_received(item),
        item_class=text_of(item, f"{T}ItemClass"),
        subject=text_of(item, f"{T}Subject"),
        is_private=sensitive,
        unreadable=unreadable,
    )


def nameless(item_id: ItemId, unreadable: str) -> MeetingMessage:
    """An item that nothing but its id is known of."""
    return MeetingMessage(item_id, MessageKind.OTHER, datetime.fromtimestamp(0, UTC), unreadable=unreadable)


def whole(item: Element) -> MeetingMessage:
    """An invitation or a cancellation with everything that decides about it. Raises ValueError on what is no EWS."""
    start, received = moment_of(item, f"{T}Start"), _received(item)
    sequence = _sequence(item)
    recurrence = recurrence_of(item)
    zone = zone_name_of(item, start, recurrence)
    global_id = answered.extended_of(item, "PropertyId", global_ids.PROPERTY["PropertyId"])
    uid, day = global_ids.occurrence_of(text_of(item, f"{T}UID"), global_id)
    return MeetingMessage(
        item_id=item_id_of(item),
        kind=kind_of(item),
        received=received,
        item_class=text_of(item, f"{T}ItemClass"),
        uid=uid,
        recurrence_id=moment_of(item, f"{T}RecurrenceId"),
        occurrence_date=day,
        sequence=sequence or 0,
        sequence_known=sequence is not None,
        stamp=moment_of(item, f"{T}DateTimeStamp"),
        subject=text_of(item, f"{T}Subject"),
        body=item.findtext(f"{T}Body") or "",
        location=text_of(item, f"{T}Location"),
        organizer=organisers.organizer_of(item),
        sender=organisers.sender_of(item),
        start=start,
        end=moment_of(item, f"{T}End"),
        zone=zone or stand_in(recurrence, start),
        zone_id=zone_id_of(item),
        zone_is_known=bool(zone),
        is_all_day=flag_of(item, f"{T}IsAllDayEvent"),
        is_private=text_of(item, f"{T}Sensitivity") in PRIVATE,
        recurrence=recurrence,
        moved_occurrences=moved_occurrences_of(item),
        deleted_occurrences=deleted_occurrences_of(item),
        is_out_of_date=flag_of(item, f"{T}IsOutOfDate"),
        is_answered=answered.is_answered(item, received),
    )


def _received(item: Element) -> datetime:
    """A message without it would be a draft; the beginning of time keeps it first in order rather than lost."""
    try:
        return moment_of(item, f"{T}DateTimeReceived") or datetime.fromtimestamp(0, UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


LARGEST_SEQUENCE = 2**31 - 1


def _sequence(item: Element) -> int | None:
    told = text_of(item, f"{T}AppointmentSequenceNumber")
    if not told:
        told = answered.extended_of(item, "PropertyId", _SEQUENCE["PropertyId"])
    if not told:
        return None
    # A 32-bit number in Exchange (MS-OXOCAL 2.2.1.1); what claims more is not worth more.
    return max(-LARGEST_SEQUENCE, min(int(told), LARGEST_SEQUENCE)) if len(told) <= 20 else LARGEST_SEQUENCE
