"""What clients ask when they start: GetUserConfiguration, GetInboxRules, GetDelegate; and AddDelegate.

Source: MS-OXWSUSRCFG, MS-OXWSRULES, MS-OXWSDLGM.
"""

from __future__ import annotations

from lxml import etree

from exchange_lookalike import access, soap
from exchange_lookalike.accounts import Account
from exchange_lookalike.call import Call
from exchange_lookalike.dispatch import operation
from exchange_lookalike.faults import EwsError
from exchange_lookalike.soap import m, t

_PROPERTIES = frozenset({"Id", "Dictionary", "XmlData", "BinaryData", "All"})


@operation("GetUserConfiguration")
def get_user_configuration(call: Call) -> etree._Element:
    """A client's own settings in a folder. No folder here has any: ErrorItemNotFound."""
    wanted = soap.need(call.request, "UserConfigurationName")
    soap.attribute(wanted, "Name")
    properties = soap.child_text(call.request, "UserConfigurationProperties").split()
    for name in properties:
        if name not in _PROPERTIES:
            raise soap.invalid(call.request, "UserConfigurationProperties", name)
    try:
        access.only_folder(call, call.request, "UserConfigurationName")
        error = EwsError("ErrorItemNotFound")
    except EwsError as refused:
        error = refused
    return soap.response(call.name, [soap.failure("GetUserConfigurationResponseMessage", error)])


def _mailbox(call: Call, address: str) -> Account:
    owner = call.store.directory.mailbox_owner(address) if address else call.account
    access.check(call, owner)
    return owner


@operation("GetInboxRules")
def get_inbox_rules(call: Call) -> etree._Element:
    """The rules of an inbox: none."""
    try:
        _mailbox(call, soap.child_text(call.request, "MailboxSmtpAddress"))
    except EwsError as error:
        return soap.failure("GetInboxRulesResponse", error)
    return soap.success("GetInboxRulesResponse", m("OutlookRuleBlobExists", "false"))


@operation("GetDelegate")
def get_delegate(call: Call) -> etree._Element:
    """Who may act for the owner of a mailbox."""
    soap.flag(soap.attribute(call.request, "IncludePermissions"))
    try:
        owner = _mailbox(call, soap.child_text(soap.need(call.request, "Mailbox"), "EmailAddress"))
    except EwsError as error:
        return soap.failure("GetDelegateResponse", error)
    known = [call.store.directory.by_address(address) for address in sorted(owner.delegates)]
    told = [_delegate(account) for account in known if account is not None]
    parts = [m("ResponseMessages", None, *told)] if told else []
    return soap.success("GetDelegateResponse", *parts, m("DeliverMeetingRequests", "DelegatesAndSendInformationToMe"))


@operation("AddDelegate")
def add_delegate(call: Call) -> etree._Element:
    """Lets others act for the owner of a mailbox."""
    try:
        owner = _mailbox(call, soap.child_text(soap.need(call.request, "Mailbox"), "EmailAddress"))
    except EwsError as error:
        return soap.failure("AddDelegateResponse", error)
    told = []
    for user in soap.elements(soap.need(call.request, "DelegateUsers")):
        account = call.store.directory.by_address(soap.child_text(soap.need(user, "UserId"), "PrimarySmtpAddress"))
        if account is None:
            told.append(soap.failure("DelegateUserResponseMessageType", EwsError("ErrorDelegateNoUser")))
        else:
            owner.delegates.add(account.address)
            told.append(_delegate(account))
    return soap.success("AddDelegateResponse", m("ResponseMessages", None, *told))


def _delegate(account: Account) -> etree._Element:
    who = t(
        "UserId",
        None,
        t("SID", account.sid),
        t("PrimarySmtpAddress", account.address),
        t("DisplayName", account.name),
    )
    rest = (t("ReceiveCopiesOfMeetingMessages", "false"), t("ViewPrivateItems", "false"))
    return soap.success("DelegateUserResponseMessageType", m("DelegateUser", None, who, *rest))
