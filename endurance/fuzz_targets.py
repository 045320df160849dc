"""What ``make fuzz`` tries: a target takes any bytes, and raises where the program breaks a promise.

Besides the promise that is tried, each must end: libFuzzer ends an input that takes longer than ten seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_admin.directory.csv_file import read_lines
from desktop_admin.domain.csv_table import decode_csv
from desktop_admin.domain.directory import DirectoryFault
from desktop_admin.domain.plain_text import plain_text
from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.template import (
    DEFAULT_TEMPLATES,
    TEMPLATES,
    TemplateError,
    TemplateKey,
    check_template,
    render,
)
from desktop_admin.domain.token import TokenState, read_token, sign_alias
from desktop_admin.errors import ConciergeError
from desktop_admin.exchange.messages import brief, whole
from desktop_admin.exchange.push import ExchangePushDecoder
from desktop_admin.exchange.streaming import envelopes
from desktop_admin.exchange.xml import read_answer
from desktop_admin.logs import one_line, redact
from desktop_admin.service.people_csv import read_people, write_people
from desktop_admin.settings import SettingsRefused
from desktop_admin.settings.configuration import read_config, write_config

KEY = "a key for the fuzzer that is long enough"
HOSTILE = "<img src=x onerror=y>{{ 7*7 }}"
INTEGRATION = "0123456789abcdef0123456789abcdef"
ALIAS = "fedcba9876543210fedcba9876543210"
TOKEN = sign_alias(ALIAS, INTEGRATION, KEY)
T = "http://schemas.microsoft.com/exchange/services/2006/types"
M = "http://schemas.microsoft.com/exchange/services/2006/messages"
_KEYS = tuple(TemplateKey)


def push(data: bytes) -> None:
    """A pushed body: notices, or ValueError."""
    try:
        ExchangePushDecoder().decode(data)
    except ValueError:
        return


class _Chunks:
    """A stream that gives its bytes in pieces."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def read1(self, amt: int | None = None, decode_content: bool | None = None) -> bytes:
        size = 1 + self._data[self._place] % 97 if self._place < len(self._data) else 0
        self._place, piece = self._place + size, self._data[self._place : self._place + size]
        return piece


def stream(data: bytes) -> None:
    """Envelopes of a stream in pieces of any size; what is no stream is judged in words."""
    try:
        for envelope in envelopes(_Chunks(data)):
            read_answer(envelope)
    except (ValueError, MailFault):
        return


def message(data: bytes) -> None:
    """An inbox item as Exchange describes it: a message, or ValueError."""
    try:
        item = read_answer(data)
    except ValueError:
        return
    try:
        brief(item)
        whole(item)
    except ValueError:
        return


def strict_xml(data: bytes) -> None:
    """What refuses DOCTYPE and malformed XML."""
    try:
        read_answer(data, huge=False)
    except ValueError:
        return
    if b"<!DOCTYPE" in data.upper() and b"<!--" not in data and b"<![CDATA[" not in data:
        raise AssertionError("a DOCTYPE came through")


def token(data: bytes) -> None:
    """A body is read as what was signed, or not at all: no input makes another alias's token."""
    found = read_token(data.decode("utf-8", "replace"), KEY, INTEGRATION)
    if found.state is TokenState.VALID and found.alias_id != ALIAS:
        raise AssertionError("a token that was never signed")


def template(data: bytes) -> None:
    """A text that is found right renders; one that is not is refused in words."""
    if not data:
        return
    key, source = _KEYS[data[0] % len(_KEYS)], data[1:].decode("utf-8", "replace")
    if any(not problem.message or problem.line < 1 for problem in check_template(key, source)):
        raise AssertionError("a problem without words or place")
    values = dict.fromkeys(TEMPLATES[key].variables, HOSTILE)
    try:
        text = render(key, source, values)
    except TemplateError as refused:
        if not str(refused):
            raise AssertionError("a refusal without words") from refused
        return
    if TEMPLATES[key].html and HOSTILE in text and HOSTILE not in source and "safe" not in source:
        raise AssertionError("what a mail contains came out as HTML")


def people(data: bytes) -> None:
    """A people file: people and a report of bad lines; what is written again is read again."""
    try:
        found = read_people(decode_csv(data), ())
    except (ConciergeError, ValueError):
        return
    if write_people(found.people).count("\n=") or "\n@" in write_people(found.people):
        raise AssertionError("a formula begins a line")


def toml(data: bytes) -> None:
    """A configuration: taken whole, or refused with a list of problems; what is written again is the same."""
    try:
        text = data.decode("utf-8")
        document = read_config(text)
    except (UnicodeDecodeError, ConciergeError, SettingsRefused):
        return
    if read_config(write_config(document)) != document:
        raise AssertionError("what was written is read otherwise")


def mail_html(data: bytes) -> None:
    """An automatic reply's or a body's HTML as plain text, with a bounded amount of work."""
    text = plain_text(data.decode("utf-8", "replace"))
    if any(sign in text for sign in "\x00\x1b"):
        raise AssertionError("a control character came through")


def log_line(data: bytes) -> None:
    """Whatever somebody calls himself: one line, without what looks like a password."""
    line = one_line(redact(data.decode("utf-8", "replace")))
    if "\n" in line or "\x1b" in line or "\u202e" in line:
        raise AssertionError("a line that somebody else could have forged")


def directory(data: bytes) -> None:
    """A directory file: entries and problems, one for each line."""
    try:
        found = list(read_lines(data.decode("utf-8", "replace")))
    except DirectoryFault:
        return
    if not all(found):
        raise AssertionError("a line came to nothing")


@dataclass(frozen=True)
class Target:
    """A function and inputs to begin with."""

    run: Callable[[bytes], None]
    seeds: tuple[bytes, ...] = ()


_ITEM = (
    f'<t:MeetingRequest xmlns:t="{T}"><t:ItemId Id="AAMk" ChangeKey="CQ"/><t:ItemClass>IPM.Schedule.Meeting.Request'
    "</t:ItemClass><t:Subject>Plan</t:Subject><t:DateTimeReceived>2026-11-21T10:00:00Z</t:DateTimeReceived>"
    "<t:UID>0400</t:UID><t:Start>2026-11-23T10:00:00Z</t:Start><t:End>2026-11-23T11:00:00Z</t:End>"
    "<t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek>"
    "</t:WeeklyRecurrence><t:NoEndRecurrence><t:StartDate>2026-11-23</t:StartDate></t:NoEndRecurrence></t:Recurrence>"
    "</t:MeetingRequest>"
).encode()
_PUSH = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    f'<m:SendNotification xmlns:m="{M}" xmlns:t="{T}"><m:ResponseMessages><m:SendNotificationResponseMessage '
    'ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Notification><t:SubscriptionId>x'
    "</t:SubscriptionId><t:StatusEvent><t:Watermark>AAA=</t:Watermark></t:StatusEvent></m:Notification>"
    "</m:SendNotificationResponseMessage></m:ResponseMessages></m:SendNotification></s:Body></s:Envelope>"
).encode()
_TOML = b'[[integrations]]\nname = "Head office"\n[integrations.connection]\nserver = "mail.example.com"\n'

TARGETS: dict[str, Target] = {
    "push": Target(push, (_PUSH,)),
    "stream": Target(stream, (_PUSH, _PUSH * 3)),
    "message": Target(message, (_ITEM,)),
    "strict xml": Target(strict_xml, (_PUSH, b"<!DOCTYPE x><x/>")),
    "token": Target(token, (TOKEN.encode(), f"<p>{TOKEN}</p>".encode(), f"> {TOKEN[:40]}\r\n> {TOKEN[40:]}".encode())),
    "template": Target(template, tuple(b"\x00" + text.encode() for text in DEFAULT_TEMPLATES.values())),
    "people file": Target(people, (b"name,address,extension\nAda,ada@example.com,1\n=1+1,x@y.z,2\n",)),
    "toml": Target(toml, (_TOML,)),
    "mail html": Target(mail_html, (b"<p>Back on <b>Monday</b>.<script>x</script>&amp;&#x1b;</p>",)),
    "log line": Target(log_line, (b"password: hunter2\nForged line\x1b[31m",)),
    "directory file": Target(directory, (b"name,address,other_addresses,extension,room\nAda,ada@example.com,,1,\n",)),
}
