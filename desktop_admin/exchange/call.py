"""One request in a mailbox's name, and the answer read strictly."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import requests
from exchangelib.account import Identity
from exchangelib.credentials import IMPERSONATION
from exchangelib.errors import (
    ErrorAccountDisabled,
    ErrorServerBusy,
    EWSError,
    MalformedResponseError,
    ResponseMessageError,
    SOAPError,
)
from exchangelib.ewsdatetime import UTC as EWS_UTC
from exchangelib.services.common import EWSAccountService
from exchangelib.util import ENS

from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.status import Trouble
from desktop_admin.exchange import http
from desktop_admin.exchange.faults import is_known, is_of_account, unknown
from desktop_admin.exchange.protocol import ExchangeProtocol
from desktop_admin.exchange.xml import SOAP, Element, M, MalformedError, T, read_answer, text_of

Fault = TypeVar("Fault", bound=MailFault)

RESPONSE_MESSAGES = f"{M}ResponseMessages"
OLDEST_GOOD = "Exchange2013_SP1"
READS = tuple(
    M + name
    for name in (
        "FindItem",
        "GetFolder",
        "GetItem",
        "GetMailTips",
        "GetUserAvailabilityRequest",
        "GetUserOofSettingsRequest",
        "SyncFolderItems",
    )
)
"""Requests that change nothing."""


class Errand:
    """One piece of work on a thread, and the way to break it off from outside."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._session: Any = None
        self._broken_off = False

    def begins(self, session: requests.Session) -> None:
        with self._lock:
            if self._broken_off:
                raise MailFault(Trouble.UNREACHABLE, "The request was broken off.", "It is made again.")
            self._session = session

    def ends(self) -> None:
        with self._lock:
            if self._session is not None:
                self._session.lines.join()
            self._session = None

    def break_off(self) -> None:
        """Cuts the request under way; none follows."""
        with self._lock:
            self._broken_off = True
            if self._session is not None:
                self._session.lines.cut()


@dataclass
class Caller:
    """In whose name a request is made: what exchangelib's services want to know of an account, without its look-ups.

    ``mailbox`` is who is meant; ``impersonated`` says whether the service account acts for it. ``anchor`` routes the
    request to the server that holds this mailbox, the same for all requests of one stream.
    """

    protocol: ExchangeProtocol
    mailbox: str
    impersonated: bool
    api_version: str = OLDEST_GOOD
    anchor: str = ""
    affinity_cookie: None = None
    default_timezone: Any = field(default=EWS_UTC, repr=False)

    @property
    def access_type(self) -> str | None:
        return IMPERSONATION if self.impersonated else None

    @property
    def identity(self) -> Identity:
        return Identity(primary_smtp_address=self.mailbox)

    @property
    def primary_smtp_address(self) -> str:
        return self.anchor or self.mailbox


class Call(EWSAccountService):
    """Requests of one errand. exchangelib makes the envelope and knows the errors; sending and reading are our own."""

    def __init__(self, caller: Caller, errand: Errand, timeout: float, *, holds_together: bool = False) -> None:
        super().__init__(account=caller, timeout=timeout)
        self.prefer_affinity = holds_together
        self._errand = errand
        self.server_version: tuple[int, ...] = ()

    @property
    def mailbox(self) -> str:
        return str(self.account.mailbox)

    def messages(self, payload: Element) -> list[Element]:
        """The response messages to one request, judged by nobody yet. Raises MailFault."""
        answer = self._exchange(payload)
        container = answer.find(RESPONSE_MESSAGES)
        return [answer] if container is None else list(container)

    def one(self, payload: Element) -> Element:
        """The one response message, which says success. Raises the refusal as exchangelib's error, or MailFault."""
        messages = self.messages(payload)
        if len(messages) != 1:
            raise self.incomplete(f"{len(messages)} answers to one request")
        self.check(messages[0])
        return messages[0]

    def check(self, message: Element) -> None:
        """Raises the refusal in a response message, if it is one, as exchangelib's error."""
        outcome = self._get_element_container(message)
        if isinstance(outcome, EWSError):
            raise outcome

    def open_stream(self, payload: Element, silence: float) -> tuple[requests.Session, requests.Response]:
        """Sends ``payload`` and leaves the answer to be read; nothing for ``silence`` seconds breaks it off."""
        session = self.protocol.get_session()
        headers = self._extra_headers() | {"Accept-Encoding": "identity"}
        document = self.wrap(content=payload, api_version=self.account.api_version)
        try:
            self._errand.begins(session)
            answer = self.protocol.post(session, document, headers, silence, stream=True)
            if answer.status_code != requests.codes.ok:
                self.body_of(http.judge(answer))
        except BaseException:
            self._errand.ends()
            self.protocol.release_session(session)
            raise
        return session, answer

    def body_of(self, document: bytes) -> Element:
        """The payload of a SOAP document. Raises a fault in it as exchangelib's error, or MailFault."""
        try:
            root = read_answer(document)
        except MalformedError as fault:
            raise self.unreadable(str(fault)) from None
        self._read_version(root)
        body = root.find(f"{SOAP}Body")
        if body is None or len(body) == 0:
            raise self.unreadable("It has no SOAP body.")
        if body[0].tag == f"{SOAP}Fault":
            self._raise_fault(body[0])
        return body[0]

    def _exchange(self, payload: Element) -> Element:
        try:
            document = self.wrap(content=payload, api_version=self.account.api_version)
            answer = self._post(document, again=payload.tag in READS)
            return self.body_of(http.judge(answer, of_account=not self.account.impersonated))
        except EWSError as error:
            if isinstance(error, MalformedResponseError):
                raise self.unreadable("It is not as EWS answers are.") from None
            raise

    def _post(self, document: bytes, *, again: bool) -> requests.Response:
        """``again``: once more if the server closed the kept connection just as the request went out."""
        try:
            return self._post_once(document)
        except http.BrokenError:
            if not again:
                raise
        return self._post_once(document)

    def _post_once(self, document: bytes) -> requests.Response:
        session = self.protocol.get_session()
        try:
            self._errand.begins(session)
            answer: requests.Response = self.protocol.post(session, document, self._extra_headers(), self.timeout)
            return answer
        finally:
            self._errand.ends()
            self.protocol.release_session(session)

    def _extra_headers(self) -> dict[str, str]:
        return {name: value for name, value in super()._extra_headers().items() if value}

    def _raise_fault(self, fault: Element) -> None:
        code = text_of(fault, f"detail/{{{ENS}}}ResponseCode")
        if is_of_account(code):
            raise ErrorAccountDisabled(code)
        if code and not is_known(code):
            raise unknown(code)
        try:
            self._raise_soap_errors(fault=fault)
        except ErrorServerBusy as busy:
            busy.back_off = back_off(fault)
            raise
        except EWSError:
            raise
        except Exception as misread:
            # exchangelib looks fault codes up among all that its module of errors holds.
            raise SOAPError(text_of(fault, "faultcode")) from misread

    @staticmethod
    def _get_exception(code: str, text: str | None, msg_xml: Element = None, rule_errors: Element = None) -> EWSError:
        if is_of_account(code or ""):
            return ErrorAccountDisabled(code)
        try:
            error = EWSAccountService._get_exception(code, text or "", msg_xml, rule_errors)
        except (TypeError, AttributeError):
            # An inner code that means something else among what exchangelib's module of errors holds.
            error = None
        if not isinstance(error, ResponseMessageError):
            return unknown(code or "", text or "")
        if isinstance(error, ErrorServerBusy) and msg_xml is not None:
            error.back_off = back_off(msg_xml)
        return error

    def _read_version(self, root: Element) -> None:
        told = root.find(f"{SOAP}Header/{T}ServerVersionInfo")
        if told is not None and not self.server_version:
            with suppress(ValueError):
                self.server_version = tuple(
                    int(told.get(part, "0")) for part in ("MajorVersion", "MinorVersion", "MajorBuildNumber")
                )

    def incomplete(self, what: str) -> MailFault:
        """The fault of an answer that is not all it should be: ``what`` came instead."""
        return self._unusable(
            f"Exchange's answer for {self.mailbox or 'the service account'} is incomplete: {what}.", MailFault
        )

    def unreadable(self, why: str) -> http.UnreadableError:
        """The fault of an answer that no parser takes."""
        return self._unusable(f"Exchange's answer cannot be read. {why}", http.UnreadableError)

    def _unusable(self, text: str, kind: type[Fault]) -> Fault:
        return kind(
            Trouble.SERVER_FAULT,
            text,
            "This is tried again; if it stays, look for a proxy or gateway in between that changes answers.",
            mailbox=self.mailbox,
        )


def back_off(refusal: Element) -> float | None:
    """Seconds that a refusal asks to wait (its BackOffMilliseconds, wherever it stands); None where it names none."""
    for value in refusal.iter(f"{T}Value"):
        if value.get("Name") == "BackOffMilliseconds":
            with suppress(TypeError, ValueError):
                return min(max(int(value.text) / 1000, 0.0), http.LONGEST_PAUSE)
    return None
