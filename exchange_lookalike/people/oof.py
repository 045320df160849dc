"""Out-of-office settings: kept as values, read from and written to XML, and when they count.

Source: MS-OXWOOF (UserOofSettings). Duration is UTC whatever zone the client is in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from exchange_lookalike.items import moment_text
from exchange_lookalike.timezones import T

STATES = ("Disabled", "Enabled", "Scheduled")
AUDIENCES = ("None", "Known", "All")


class BadOof(ValueError):
    """The settings cannot be kept; `code` says why."""

    def __init__(self, text: str, code: str = "ErrorInvalidUserOofSettings") -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Oof:
    """Automatic replies of one mailbox. `start` and `end` (UTC) count only while the state is Scheduled."""

    state: str = "Disabled"
    audience: str = "All"
    start: datetime | None = None
    end: datetime | None = None
    internal: str = ""
    external: str = ""

    def active(self, now: datetime) -> bool:
        """Whether replies are sent at this moment."""
        if self.state == "Scheduled":
            return self.start is not None and self.end is not None and self.start <= now < self.end
        return self.state == "Enabled"


def _q(name: str) -> str:
    return f"{{{T}}}{name}"


def _moment(text: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat((text or "").strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise BadOof(f"{text!r} is not a date and time", "ErrorSchemaValidation") from fault


def read_oof(element: etree._Element) -> Oof:
    """A t:UserOofSettings element. Raises BadOof."""
    state = (element.findtext(_q("OofState")) or "").strip()
    audience = (element.findtext(_q("ExternalAudience")) or "").strip()
    if state not in STATES:
        raise BadOof(f"{state!r} is not a state of automatic replies", "ErrorSchemaValidation")
    if audience not in AUDIENCES:
        raise BadOof(f"{audience!r} is not an audience", "ErrorSchemaValidation")
    start = end = None
    duration = element.find(_q("Duration"))
    if duration is not None:
        start, end = _moment(duration.findtext(_q("StartTime"))), _moment(duration.findtext(_q("EndTime")))
    if state == "Scheduled":
        if start is None or end is None:
            raise BadOof("scheduled replies need a duration", "ErrorInvalidScheduledOofDuration")
        if end <= start:
            raise BadOof("scheduled replies end before they begin", "ErrorInvalidScheduledOofDuration")
    return Oof(state, audience, start, end, _message(element, "InternalReply"), _message(element, "ExternalReply"))


def _message(element: etree._Element, name: str) -> str:
    text: str | None = element.findtext(f"{_q(name)}/{_q('Message')}")
    return text or ""


def write_oof(oof: Oof, now: datetime) -> etree._Element:
    """The t:OofSettings element. Exchange always tells a duration; without one it is the coming day."""
    root = etree.Element(_q("OofSettings"), nsmap={"t": T})
    etree.SubElement(root, _q("OofState")).text = oof.state
    etree.SubElement(root, _q("ExternalAudience")).text = oof.audience
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    start, end = (oof.start, oof.end) if oof.start and oof.end else (today, today.replace(hour=23, minute=59))
    write_window(root, "Duration", start, end)
    for name, text in (("InternalReply", oof.internal), ("ExternalReply", oof.external)):
        reply = etree.SubElement(root, _q(name))
        etree.SubElement(reply, _q("Message")).text = text
    return root


def write_window(parent: etree._Element, name: str, start: datetime, end: datetime) -> None:
    """A t:Duration of a start and an end, UTC without a sign of it, as the availability service writes them."""
    window = etree.SubElement(parent, _q(name))
    for tag, moment in (("StartTime", start), ("EndTime", end)):
        etree.SubElement(window, _q(tag)).text = moment_text(moment).removesuffix("Z")
