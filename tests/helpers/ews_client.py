"""Somebody of the company at an EWS client: plain SOAP over HTTP with Basic sign-in, nothing of ours in between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import httpx
from lxml import etree

from exchange_lookalike import life_requests as ask
from exchange_lookalike.life_requests import M, Meeting, T

_ENVELOPE = (
    '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
    f'xmlns:t="{T}"><s:Header><t:RequestServerVersion Version="Exchange2016"/></s:Header><s:Body>{{}}</s:Body>'
    "</s:Envelope>"
)


@dataclass(frozen=True)
class Reply:
    """An answer that came back to the organiser: its item class, and its text as HTML."""

    item_class: str
    subject: str
    sender: str
    html: str


class Refused(Exception):
    """The server answered with something else than success."""


class EwsClient:
    """One account at one server. Synchronous; close it, or use it in a ``with``."""

    def __init__(self, url: str, address: str, password: str, certificate: str | None = None) -> None:
        self.address = address
        self._url = url
        self._http = httpx.Client(
            auth=(address, password), trust_env=False, timeout=60, verify=certificate if certificate else True
        )

    def __enter__(self) -> EwsClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def send(self, body: str) -> etree._Element:
        """The answer's SOAP body. Raises Refused for anything but NoError."""
        answer = self._http.post(
            self._url, content=_ENVELOPE.format(body).encode(), headers={"Content-Type": "text/xml; charset=utf-8"}
        )
        try:
            root = etree.fromstring(answer.content)
        except etree.XMLSyntaxError as broken:
            raise Refused(f"{answer.status_code}: {answer.text[:200]}") from broken
        codes = {code.text for code in root.iter(f"{{{M}}}ResponseCode")}
        if answer.status_code != 200 or codes - {"NoError"}:
            raise Refused(f"{answer.status_code} {codes}: {root.findtext('.//faultstring')}")
        return root

    def invite(
        self,
        guest: str,
        start: datetime,
        body: str,
        *,
        subject: str = "Planning",
        minutes: int = 30,
        zone: str = "UTC",
        recurrence: str = "",
    ) -> str:
        """Creates a meeting and invites ``guest``; gives the calendar item's id."""
        meeting = Meeting(
            subject,
            start,
            start + timedelta(minutes=minutes),
            zone,
            body=body,
            required=(guest,),
            recurrence=recurrence,
        )
        return self._create(meeting)

    def block(self, start: datetime, end: datetime, subject: str, show_as: str = "Busy") -> str:
        """Puts an appointment without guests into the calendar; gives its id."""
        return self._create(replace(Meeting(subject, start, end, "UTC"), show_as=show_as))

    def _create(self, meeting: Meeting) -> str:
        made = self.send(ask.create(meeting)).find(f".//{{{T}}}CalendarItem/{{{T}}}ItemId")
        assert made is not None
        return made.get("Id", "")

    def move(self, item: str, start: datetime, minutes: int = 30) -> None:
        """Gives a meeting another time and tells its guests."""
        self.send(ask.move(ask.item_id(item), start, start + timedelta(minutes=minutes)))

    def cancel(self, item: str) -> None:
        """Cancels a meeting and tells its guests."""
        self.send(ask.delete(ask.item_id(item)))

    def automatic_replies(self, state: str, text: str, start: datetime, end: datetime) -> None:
        """``state``: Enabled, Disabled or Scheduled."""
        self.send(ask.set_oof(self.address, state, text, start, end))

    def replies(self) -> list[Reply]:
        """The meeting responses in the inbox, oldest first."""
        found = self.send(
            f'<FindItem xmlns="{M}" xmlns:t="{T}" Traversal="Shallow"><ItemShape><t:BaseShape>IdOnly</t:BaseShape>'
            '</ItemShape><Restriction><t:Contains ContainmentMode="Prefixed" ContainmentComparison="IgnoreCase">'
            '<t:FieldURI FieldURI="item:ItemClass"/><t:Constant Value="IPM.Schedule.Meeting.Resp"/></t:Contains>'
            '</Restriction><SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:DateTimeReceived"/>'
            '</t:FieldOrder></SortOrder><ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></ParentFolderIds>'
            "</FindItem>"
        )
        ids = "".join(
            f'<t:ItemId Id="{each.get("Id")}"/>' for each in found.iterfind(f".//{{{T}}}MeetingResponse/{{{T}}}ItemId")
        )
        if not ids:
            return []
        read = self.send(
            f'<GetItem xmlns="{M}" xmlns:t="{T}"><ItemShape><t:BaseShape>Default</t:BaseShape><t:BodyType>HTML'
            '</t:BodyType><t:AdditionalProperties><t:FieldURI FieldURI="item:Body"/><t:FieldURI '
            f'FieldURI="item:ItemClass"/></t:AdditionalProperties></ItemShape><ItemIds>{ids}</ItemIds></GetItem>'
        )
        return [
            Reply(
                each.findtext(f"{{{T}}}ItemClass") or "",
                each.findtext(f"{{{T}}}Subject") or "",
                each.findtext(f"{{{T}}}From/{{{T}}}Mailbox/{{{T}}}EmailAddress") or "",
                each.findtext(f"{{{T}}}Body") or "",
            )
            for each in read.iter(f"{{{T}}}MeetingResponse")
        ]
