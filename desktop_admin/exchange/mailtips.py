"""Whose automatic replies are on, many in one request (GetMailTips)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from exchangelib.errors import EWSError

from desktop_admin.domain.appointment import OutOfOffice, OutOfOfficeState
from desktop_admin.domain.ports import RepliesGlance
from desktop_admin.exchange import http
from desktop_admin.exchange.call import Call
from desktop_admin.exchange.faults import IN_ONE_MAILBOX
from desktop_admin.exchange.xml import Element, M, T, m, moment_of, t, text_of

LONGEST_TIP: Final = 250
"""A tip gives the first so many characters of the reply (Microsoft: Automatic Replies MailTip)."""

_WANTED = "OutOfOfficeMessage"


def replies(call: Call, mailboxes: Sequence[str], sender: str) -> tuple[RepliesGlance, ...]:
    """One glance a mailbox, in their order: at most 100 mailboxes. ``sender`` is who would write to them.

    A tip tells what is on now, with the reply for colleagues; a window that lies ahead is not told. Where the answer as
    a whole cannot be read, the mailboxes are asked for by halves until the one to blame is alone.
    """
    try:
        return _replies(call, mailboxes, sender)
    except (http.UnreadableError, *IN_ONE_MAILBOX):
        if len(mailboxes) == 1:
            return (RepliesGlance(mailboxes[0], None),)
    middle = len(mailboxes) // 2
    return replies(call, mailboxes[:middle], sender) + replies(call, mailboxes[middle:], sender)


def _replies(call: Call, mailboxes: Sequence[str], sender: str) -> tuple[RepliesGlance, ...]:
    payload = m(
        "GetMailTips",
        m("SendingAs", t("EmailAddress", sender)),
        m("Recipients", *(t("Mailbox", t("EmailAddress", mailbox)) for mailbox in mailboxes)),
        m("MailTipsRequested", _WANTED),
    )
    answers = call.messages(payload)
    if len(answers) != len(mailboxes):
        raise call.incomplete(f"mail tips of {len(answers)} where {len(mailboxes)} were asked for")
    return tuple(_glance(call, mailbox, answer) for mailbox, answer in zip(mailboxes, answers, strict=True))


def _glance(call: Call, mailbox: str, answer: Element) -> RepliesGlance:
    try:
        call.check(answer)
    except EWSError:
        return RepliesGlance(mailbox, None)
    tips = answer.find(f"{M}MailTips")
    told = None if tips is None else tips.find(f"{T}OutOfOffice")
    if told is None or _WANTED in text_of(tips, f"{T}PendingMailTips").split():
        return RepliesGlance(mailbox, None)
    reply = told.find(f"{T}ReplyBody/{T}Message")
    if reply is None:
        # Servers that do not know automatic replies leave it out (grommunio's say "Disabled" of everybody).
        return RepliesGlance(mailbox, None)
    text = (reply.text or "").strip()
    if not text:
        return RepliesGlance(mailbox, OutOfOffice())
    try:
        start, end = (moment_of(told, f"{T}Duration/{T}{name}") for name in ("StartTime", "EndTime"))
    except ValueError:
        return RepliesGlance(mailbox, None)
    state = OutOfOfficeState.SCHEDULED if end is not None else OutOfOfficeState.ENABLED
    return RepliesGlance(mailbox, OutOfOffice(state, start, end, text), is_whole=len(text) < LONGEST_TIP)
