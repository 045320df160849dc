"""Words for rooms, aliases and how far the numbers reach. Pure functions of their arguments, translated."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_admin.domain.alias import AliasForecast
from desktop_admin.domain.conference import RoomKind
from desktop_admin.domain.ledger import AliasState
from desktop_admin.gui import formats, texts

translate = QCoreApplication.translate


def kind_word(kind: RoomKind) -> str:
    return {
        RoomKind.CALENDARED: translate("RoomsPage", "Calendared"),
        RoomKind.ENTERPRISE: translate("RoomsPage", "Enterprise"),
        RoomKind.CUSTOM: translate("RoomsPage", "Custom"),
    }[kind]


def who_sets(kind: RoomKind) -> str:
    """Why most values of the room cannot be edited; "" for a custom one."""
    return {
        RoomKind.CALENDARED: translate(
            "RoomsPage",
            "The invitation sets the other values. To change them, change the meeting in its organiser's calendar.",
        ),
        RoomKind.ENTERPRISE: translate(
            "RoomsPage", "The directory sets the other values. To change them, change the entry there."
        ),
        RoomKind.CUSTOM: "",
    }[kind]


def empty_words(kind: RoomKind) -> tuple[str, str]:
    """(heading, what will be here and how to start)."""
    return {
        RoomKind.CALENDARED: (
            translate("RoomsPage", "No invitation holds a room now"),
            translate(
                "RoomsPage", "Each accepted invitation makes a room of its own, which stands here until it is over."
            ),
        ),
        RoomKind.ENTERPRISE: (
            translate("RoomsPage", "The directory has told of no rooms yet"),
            translate(
                "RoomsPage",
                "People's own rooms come from the directory. Set it up on the Directory page, with the attribute that "
                "holds a person's room number; they stand here after its next refresh.",
            ),
        ),
        RoomKind.CUSTOM: (
            translate("RoomsPage", "There are no rooms of your own yet"),
            translate(
                "RoomsPage",
                "A custom room has fixed aliases, like board@meet.example.com or 7001, and is there without any "
                "invitation. Its aliases are never given to a meeting.",
            ),
        ),
    }[kind]


def state_word(state: AliasState) -> str:
    return {
        AliasState.ISSUED: translate("RoomsPage", "Issued"),
        AliasState.USED: translate("RoomsPage", "Used"),
        AliasState.DELETED: translate("RoomsPage", "Deleted"),
        AliasState.RELEASED: translate("RoomsPage", "Released"),
    }[state]


def state_icon(state: AliasState) -> tuple[str, str]:
    """(icon, the palette's colour): the shape tells it without colours."""
    return {
        AliasState.ISSUED: ("waiting", "accent"),
        AliasState.USED: ("tick", "good"),
        AliasState.DELETED: ("cross", "bad"),
        AliasState.RELEASED: ("undo", "muted"),
    }[state]


def forecast_sentence(told: AliasForecast) -> str:
    """Whether there are numbers enough."""
    if told.is_likely:
        return translate("RoomsPage", "The numbers get scarce: use %1 digits").replace("%1", str(told.advised_digits))
    if told.advised_digits > told.digits:
        words = translate("RoomsPage", "The numbers get scarce within two years: %1 digits are advised")
        return words.replace("%1", str(told.advised_digits))
    return translate("RoomsPage", "Plenty of numbers left")


def forecast_words(told: AliasForecast) -> str:
    """What the sentence rests on."""
    held = translate("RoomsPage", "%1 of %2 numbers (“%3” and %4 digits) are held: %5 % of fresh draws meet one.")
    share = formats.decimal(told.collision * 100, 1 if told.collision >= 0.001 else 4)
    parts = [
        held.replace("%1", texts.number(told.held))
        .replace("%2", texts.number(told.space))
        .replace("%3", told.prefix)
        .replace("%4", str(told.digits))
        .replace("%5", share)
    ]
    rate = translate("RoomsPage", "In the last 30 days %1 a day were issued and %2 a day came back.")
    back = told.issued_per_day - told.growth_per_day
    parts.append(rate.replace("%1", formats.decimal(told.issued_per_day, 1)).replace("%2", formats.decimal(back, 1)))
    parts.append(_when(told))
    return " ".join(parts)


def _when(told: AliasForecast) -> str:
    if told.is_likely:
        return translate("RoomsPage", "More than one draw in ten collides.")
    if told.likely_on is None:
        return translate("RoomsPage", "As it goes now, collisions stay unlikely.")
    words = translate("RoomsPage", "As it goes now, one draw in ten collides from %1 on")
    words = words.replace("%1", _day(told.likely_on))
    if told.half_full_on is None:
        return f"{words}."
    half = translate("RoomsPage", "half of the numbers are held from %1 on").replace("%1", _day(told.half_full_on))
    return f"{words}, {half}."


def _day(at: datetime) -> str:
    return formats.day(at.astimezone().date(), at)
