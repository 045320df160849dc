"""The people operations: a request element and a Desk in, a response element out.

Each raises EwsError for the request as a whole (dispatch makes it a response message or a fault) and SchemaViolation
for what the schema does not allow.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from exchange_lookalike.accounts import Account
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.people import convert, mail_tips, names
from exchange_lookalike.people.desk import Desk
from exchange_lookalike.people.oof import BadOof, read_oof, write_oof
from exchange_lookalike.soap import (
    attribute,
    child,
    child_text,
    elements,
    failure,
    flag,
    invalid,
    local,
    m,
    need,
    response,
    success,
    t,
)
from exchange_lookalike.timezones import all_zones, definition, short_definition, zone_by_id

XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCOPES = ("ActiveDirectory", "ActiveDirectoryContacts", "Contacts", "ContactsActiveDirectory")


# --- out of office ---------------------------------------------------------------------------------------------------


def _oof_mailbox(request: etree._Element, desk: Desk) -> Account:
    """The mailbox asked for: one's own. Raises EwsError ErrorAccessDenied for any other, as Exchange does."""
    address = child_text(need(request, "Mailbox"), "Address")
    if not address:
        raise EwsError("ErrorInvalidSmtpAddress")
    account = desk.directory.by_address(address)
    if account is None or not account.has_mailbox:
        raise EwsError("ErrorMailRecipientNotFound", f"Mailbox {address} was not found.")
    if account is not desk.caller and desk.caller.address not in account.full_access:
        raise EwsError("ErrorAccessDenied", "Microsoft Exchange denied access to somebody else's settings.")
    return account


def get_user_oof_settings(request: etree._Element, desk: Desk) -> etree._Element:
    """GetUserOofSettingsRequest."""
    try:
        account = _oof_mailbox(request, desk)
    except EwsError as error:
        return m("GetUserOofSettingsResponse", None, failure("ResponseMessage", error))
    settings = write_oof(desk.oof(account), desk.now())
    allowed = m("AllowExternalOof", "All")
    return m("GetUserOofSettingsResponse", None, success("ResponseMessage"), settings, allowed)


def set_user_oof_settings(request: etree._Element, desk: Desk) -> etree._Element:
    """SetUserOofSettingsRequest."""
    try:
        account = _oof_mailbox(request, desk)
        desk.set_oof(account, read_oof(need(request, "UserOofSettings")))
    except BadOof as fault:
        if fault.code == "ErrorSchemaValidation":
            raise SchemaViolation(str(fault), request.sourceline or 0) from fault
        return m("SetUserOofSettingsResponse", None, failure("ResponseMessage", EwsError(fault.code, str(fault))))
    except EwsError as error:
        return m("SetUserOofSettingsResponse", None, failure("ResponseMessage", error))
    return m("SetUserOofSettingsResponse", None, success("ResponseMessage"))


# --- mail tips, configuration ----------------------------------------------------------------------------------------


def get_mail_tips(request: etree._Element, desk: Desk) -> etree._Element:
    """GetMailTips."""
    need(request, "SendingAs")
    recipients = elements(need(request, "Recipients"))
    wanted = child_text(request, "MailTipsRequested").split()
    for tip in wanted:
        if tip not in mail_tips.TIPS:
            raise SchemaViolation(f"The value '{tip}' is not a mail tip.", request.sourceline or 0)
    if not recipients:
        raise EwsError("ErrorInvalidRequest", "The request names no recipients.")
    if len(recipients) > mail_tips.MAX_RECIPIENTS:
        raise EwsError(
            "ErrorInvalidRequest", f"At most {mail_tips.MAX_RECIPIENTS} recipients may be asked for at once."
        )
    messages = []
    for mailbox in recipients:
        address = child_text(mailbox, "EmailAddress")
        if not address:
            messages.append(failure("MailTipsResponseMessageType", EwsError("ErrorInvalidSmtpAddress")))
            continue
        account = desk.directory.by_address(address)
        oof = desk.oof(account) if account is not None and account.has_mailbox else None
        told = mail_tips.tips(desk.directory, address, child_text(mailbox, "Name"), wanted, oof, desk.now())
        messages.append(success("MailTipsResponseMessageType", told))
    made = m("GetMailTipsResponse", None, m("ResponseCode", "NoError"), ResponseClass="Success")
    if messages:
        made.append(m("ResponseMessages", None, *messages))
    return made


def get_service_configuration(request: etree._Element, desk: Desk) -> etree._Element:
    """GetServiceConfiguration."""
    asked = [(e.text or "").strip() for e in elements(need(request, "RequestedConfiguration"))]
    words = [word for text in asked for word in text.split()]
    for word in words:
        if word not in mail_tips.CONFIGURATIONS:
            raise SchemaViolation(f"The value '{word}' is not a configuration.", request.sourceline or 0)
    parts = [
        e
        for name in mail_tips.CONFIGURATIONS
        if name in words
        for e in mail_tips.configuration(name, desk.directory.domain)
    ]
    made = m("GetServiceConfigurationResponse", None, m("ResponseCode", "NoError"), ResponseClass="Success")
    made.append(m("ResponseMessages", None, success("ServiceConfigurationResponseMessageType", *parts)))
    return made


# --- names, lists, rooms ---------------------------------------------------------------------------------------------


def resolve_names(request: etree._Element, desk: Desk) -> etree._Element:
    """ResolveNames."""
    full = flag(attribute(request, "ReturnFullContactData"))
    scope = attribute(request, "SearchScope", SCOPES, "ActiveDirectoryContacts")
    entry = child_text(request, "UnresolvedEntry")
    name = "ResolveNamesResponseMessage"
    if not entry:
        raise SchemaViolation("The 'UnresolvedEntry' element is invalid: it is empty.", request.sourceline or 0)
    people = list(names.search(desk.directory, entry)) if scope != "Contacts" else []
    contacts = []
    if scope != "ActiveDirectory":
        contacts = [one for one in desk.contacts(desk.caller) if names.fits(entry, one.name, one.address)]
    found = contacts + people if scope.startswith("Contacts") else people + contacts
    if not found:
        nobody = EwsError("ErrorNameResolutionNoResults", "No results were found.")
        return response("ResolveNames", [failure(name, nobody)])
    shown = found[: names.MAX_RESULTS]
    complete = "true" if len(shown) == len(found) else "false"
    told = [names.resolution(one, full) for one in shown]
    resolutions = m("ResolutionSet", None, *told, TotalItemsInView=str(len(shown)), IncludesLastItemInRange=complete)
    if len(found) == 1:
        return response("ResolveNames", [success(name, resolutions)])
    many = EwsError("ErrorNameResolutionMultipleResults", "Multiple results were found.")
    message = failure(name, many, "Warning")
    message.append(resolutions)
    return response("ResolveNames", [message])


def expand_dl(request: etree._Element, desk: Desk) -> etree._Element:
    """ExpandDL."""
    mailbox = need(request, "Mailbox")
    try:
        address = child_text(mailbox, "EmailAddress")
        if not address:
            named = child(mailbox, "ItemId") is not None
            raise EwsError("ErrorItemNotFound" if named else "ErrorNameResolutionNoResults")
        found = names.expand(desk.directory, address)
    except EwsError as error:
        return response("ExpandDL", [failure("ExpandDLResponseMessage", error)])
    count = str(len(found))
    told = m(
        "DLExpansion", None, *(one.mailbox() for one in found), TotalItemsInView=count, IncludesLastItemInRange="true"
    )
    return response("ExpandDL", [success("ExpandDLResponseMessage", told)])


def get_room_lists(_request: etree._Element, desk: Desk) -> etree._Element:
    """GetRoomLists."""
    lists = names.room_lists(desk.directory)
    told = [names.of_list(group).mailbox("Address") for group in lists]
    made = m("GetRoomListsResponse", None, m("ResponseCode", "NoError"), ResponseClass="Success")
    made.append(m("RoomLists", None, *told))
    return made


def get_rooms(request: etree._Element, desk: Desk) -> etree._Element:
    """GetRooms."""
    try:
        found = names.rooms(desk.directory, child_text(need(request, "RoomList"), "EmailAddress"))
    except EwsError as error:
        return failure("GetRoomsResponse", error)
    rooms = [t("Room", None, names.of_account(room).mailbox("Id")) for room in found]
    made = m("GetRoomsResponse", None, m("ResponseCode", "NoError"), ResponseClass="Success")
    made.append(m("Rooms", None, *rooms))
    return made


# --- identifiers, zones ----------------------------------------------------------------------------------------------


def convert_id(request: etree._Element, _desk: Desk) -> etree._Element:
    """ConvertId."""
    form = attribute(request, "DestinationFormat", convert.FORMATS)
    messages = []
    sources = elements(need(request, "SourceIds"))
    if not sources:
        raise SchemaViolation("The element 'SourceIds' has incomplete content.", request.sourceline or 0)
    for source in sources:
        try:
            if local(source) != "AlternateId":
                raise EwsError("ErrorInvalidOperation", "There are no public folders here.")
            raw = convert.read(attribute(source, "Id"), attribute(source, "Format", convert.FORMATS))
        except EwsError as error:
            messages.append(failure("ConvertIdResponseMessage", error))
            continue
        mailbox = attribute(source, "Mailbox")
        if not mailbox:
            raise invalid(source, "Mailbox", mailbox)
        made = m("AlternateId", None, Format=form, Id=convert.write(raw, form), Mailbox=mailbox)
        made.set(f"{{{XSI}}}type", "t:AlternateIdType")
        messages.append(success("ConvertIdResponseMessage", made))
    return response("ConvertId", messages)


def get_server_time_zones(request: etree._Element, _desk: Desk) -> etree._Element:
    """GetServerTimeZones: all of them, or those of m:Ids that are known."""
    full = flag(request.get("ReturnFullTimeZoneData"), True)
    ids = child(request, "Ids")
    if ids is None:
        zones = list(all_zones())
    else:
        zones = [zone for e in elements(ids) if (zone := zone_by_id((e.text or "").strip())) is not None]
    name = "TimeZoneDefinition"
    told = [definition(zone, name, history=True) if full else short_definition(zone, name) for zone in zones]
    answer = success("GetServerTimeZonesResponseMessage", m("TimeZoneDefinitions", None, *told))
    return response("GetServerTimeZones", [answer])


HANDLERS: dict[str, Callable[[etree._Element, Desk], etree._Element]] = {
    "GetUserOofSettingsRequest": get_user_oof_settings,
    "SetUserOofSettingsRequest": set_user_oof_settings,
    "GetMailTips": get_mail_tips,
    "GetServiceConfiguration": get_service_configuration,
    "ResolveNames": resolve_names,
    "ExpandDL": expand_dl,
    "GetRoomLists": get_room_lists,
    "GetRooms": get_rooms,
    "ConvertId": convert_id,
    "GetServerTimeZones": get_server_time_zones,
}
"""By the request element's name; GetUserAvailabilityRequest is in `availability`."""
