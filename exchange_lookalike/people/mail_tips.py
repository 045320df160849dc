"""Mail tips and service configuration, as elements. Sources: MS-OXWMT, MS-OXWSGSVC (GetServiceConfiguration)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from lxml import etree

from exchange_lookalike.accounts import Directory
from exchange_lookalike.people import names
from exchange_lookalike.people.oof import Oof, write_window
from exchange_lookalike.soap import m, t

MAX_RECIPIENTS = 100
MAX_MESSAGE_SIZE = 10240  # KB, Exchange's default for sending
TIPS = (
    "All", "OutOfOfficeMessage", "MailboxFullStatus", "CustomMailTip", "ExternalMemberCount", "TotalMemberCount",
    "MaxMessageSize", "DeliveryRestriction", "ModerationStatus", "InvalidRecipient", "Scope", "RecipientSuggestions",
)  # fmt: skip
CONFIGURATIONS = (
    "MailTips", "UnifiedMessagingConfiguration", "ProtectionRules", "PolicyNudges", "SharePointURLs",
)  # fmt: skip


def tips(
    directory: Directory, address: str, name: str, wanted: Collection[str], oof: Oof | None, now: datetime
) -> etree._Element:
    """The m:MailTips of one recipient. `oof` are its automatic replies where it is a mailbox of ours."""
    found = names.member(directory, address)
    inside = found.kind != "OneOff"
    ours = address.rpartition("@")[2].casefold() == directory.domain.casefold()
    recipient = names.mailbox_element(
        found.name if inside else name or address, address, found.kind, "RecipientAddress"
    )
    made = m("MailTips", None, recipient, t("PendingMailTips"))

    def asked(tip: str) -> bool:
        return "All" in wanted or tip in wanted

    if oof is not None and asked("OutOfOfficeMessage"):
        made.append(_absence(oof, now))
    if inside and asked("MailboxFullStatus"):
        made.append(t("MailboxFull", "false"))
    members = names.everybody(directory, [address]) if inside else [address]
    foreign = [one for one in members if one.rpartition("@")[2].casefold() != directory.domain.casefold()]
    if inside and asked("TotalMemberCount"):
        made.append(t("TotalMemberCount", str(len(members))))
    if asked("ExternalMemberCount"):
        made.append(t("ExternalMemberCount", str(len(foreign))))
    if inside and asked("MaxMessageSize"):
        made.append(t("MaxMessageSize", str(MAX_MESSAGE_SIZE)))
    if asked("DeliveryRestriction"):
        made.append(t("DeliveryRestricted", "false"))
    if asked("ModerationStatus"):
        made.append(t("IsModerated", "false"))
    if asked("InvalidRecipient"):
        made.append(t("InvalidRecipient", "true" if ours and not inside else "false"))
    return made


def _absence(oof: Oof, now: datetime) -> etree._Element:
    active = oof.active(now)
    made = t("OutOfOffice", None, t("ReplyBody", None, t("Message", oof.internal if active else "")))
    if active and oof.state == "Scheduled" and oof.start is not None and oof.end is not None:
        write_window(made, "Duration", oof.start, oof.end)
    return made


def configuration(name: str, domain: str) -> list[etree._Element]:
    """The elements that answer one requested configuration (nothing for those without content here)."""
    domains = t("InternalDomains", None, t("Domain", None, Name=domain, IncludeSubdomains="false"))
    if name == "MailTips":
        rows = (
            ("MailTipsEnabled", "true"),
            ("MaxRecipientsPerGetMailTipsRequest", str(MAX_RECIPIENTS)),
            ("MaxMessageSize", str(MAX_MESSAGE_SIZE * 1024)),
            ("LargeAudienceThreshold", "25"),
            ("ShowExternalRecipientCount", "true"),
        )
        parts = [t(tag, text) for tag, text in rows]
        return [
            m(
                "MailTipsConfiguration", None, *parts, domains,
                t("PolicyTipsEnabled", "false"), t("LargeAudienceCap", "1000"),
            )
        ]  # fmt: skip
    if name == "UnifiedMessagingConfiguration":
        off = t("UmEnabled", "false"), t("PlayOnPhoneDialString"), t("PlayOnPhoneEnabled", "false")
        return [m("UnifiedMessagingConfiguration", None, *off)]
    if name == "ProtectionRules":
        return [m("ProtectionRulesConfiguration", None, t("Rules"), domains, RefreshInterval="24")]
    return []
