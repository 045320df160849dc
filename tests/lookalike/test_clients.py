"""The look-alike as foreign clients use it: exchangelib as it comes, every answer held against Microsoft's schema."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from exchangelib import (
    DELEGATE,
    IMPERSONATION,
    NTLM,
    Account,
    CalendarItem,
    Configuration,
    Credentials,
    EWSDate,
    EWSDateTime,
    EWSTimeZone,
    FailFast,
    FileAttachment,
    HTMLBody,
    Message,
    OofSettings,
)
from exchangelib.errors import (
    ErrorAccessDenied,
    ErrorImpersonateUserDenied,
    ErrorItemNotFound,
    UnauthorizedError,
)
from exchangelib.items import (
    SEND_TO_ALL_AND_SAVE_COPY,
    SEND_TO_NONE,
    MeetingCancellation,
    MeetingRequest,
    MeetingResponse,
)
from exchangelib.properties import AlternateId
from exchangelib.protocol import BaseProtocol, close_connections
from exchangelib.recurrence import Recurrence, WeeklyPattern
from exchangelib.services import SendNotification
from requests.adapters import HTTPAdapter

from exchange_lookalike.api import SandboxThread
from tests.helpers.ews_stub import Reply, serving
from tests.helpers.schema import check

UTC = EWSTimeZone("UTC")
BERLIN = EWSTimeZone("Europe/Berlin")
NINE = EWSDateTime(2026, 12, 1, 9, tzinfo=BERLIN)
TEN = EWSDateTime(2026, 12, 1, 10, tzinfo=BERLIN)
FROM, TO = EWSDateTime(2026, 11, 30, tzinfo=UTC), EWSDateTime(2027, 1, 31, tzinfo=UTC)
TAKEN = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><SendNotificationResult xmlns="http://'
    'schemas.microsoft.com/exchange/services/2006/messages"><SubscriptionStatus>OK</SubscriptionStatus>'
    "</SendNotificationResult></s:Body></s:Envelope>"
)


class CheckingAdapter(HTTPAdapter):
    """Holds every whole answer that is no fault against the schema."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        answer = super().send(request, *args, **kwargs)
        if not kwargs.get("stream") and answer.status_code == 200 and "xml" in answer.headers["content-type"]:
            check(answer.content)
        return answer


@dataclass
class Office:
    """The look-alike with the accounts of three people, each opened by the service account's impersonation."""

    sandbox: SandboxThread
    ann: Account
    bob: Account
    eve: Account


def signing_in(sandbox: SandboxThread, user: str, password: str, connections: int = 1) -> Configuration:
    """How exchangelib signs in: it finds out by itself which way the server offers."""
    return Configuration(
        service_endpoint=sandbox.url,
        credentials=Credentials(user, password),
        retry_policy=FailFast(),
        max_connections=connections,
    )


@pytest.fixture(scope="module")
def running() -> Iterator[SandboxThread]:
    thread = SandboxThread(people=5, seed=3)
    thread.start()
    yield thread
    assert not thread.sandbox.dispatcher.failures
    assert thread.stop()


@pytest.fixture
def office(running: SandboxThread, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(BaseProtocol, "HTTP_ADAPTER_CLS", CheckingAdapter)
    service = running.service_account
    shared = signing_in(running, service.address, service.password, connections=3)
    people = [account.address for account in running.directory if account.kind == "user"]
    ann, bob, eve = (
        Account(address, config=shared, access_type=IMPERSONATION, autodiscover=False) for address in people[:3]
    )
    yield Office(running, ann, bob, eve)
    close_connections()


def planned(office: Office, subject: str, **more: Any) -> CalendarItem:
    """A meeting of Ann's that Bob is invited to."""
    item = CalendarItem(
        account=office.ann,
        folder=office.ann.calendar,
        subject=subject,
        start=NINE,
        end=TEN,
        body=HTMLBody("<p>Agenda</p>"),
        location="Room Aurora",
        required_attendees=[office.bob.primary_smtp_address],
        **more,
    )
    return item.save(send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY)


def received(account: Account, kind: type[Any], subject: str) -> list[Any]:
    """The messages of that kind in an inbox whose subject ends so, newest first."""
    found = account.inbox.filter(subject__contains=subject).order_by("-datetime_received")
    return [item for item in found if isinstance(item, kind)]


def again(item: CalendarItem) -> Any:
    """The item as the server has it now."""
    return item.account.calendar.get(id=item.id, changekey=None)


def test_sign_in_version_and_folders(office: Office) -> None:
    assert office.ann.protocol.auth_type == NTLM
    assert office.ann.version.build.major_version == 15
    assert office.ann.inbox.name == "Inbox"
    assert {folder.name for folder in office.ann.msg_folder_root.children} >= {"Inbox", "Calendar", "Deleted Items"}


def test_a_calendar_is_read(office: Office) -> None:
    start = EWSDateTime.now(UTC)
    shown = list(office.ann.calendar.view(start=start, end=start.replace(year=start.year + 1)))
    assert len(shown) > 10
    assert {item.type for item in shown} >= {"Single", "Occurrence"}
    timed = [item.start for item in shown if not item.is_all_day]
    assert timed == sorted(timed)
    assert all(item.organizer.email_address == office.ann.primary_smtp_address for item in shown)


def test_automatic_replies_are_set_and_read(office: Office) -> None:
    wished = OofSettings(
        state=OofSettings.SCHEDULED, external_audience="All", start=NINE, end=TEN,
        internal_reply="inside", external_reply="outside",
    )  # fmt: skip
    office.eve.oof_settings = wished
    read = office.eve.oof_settings
    assert (read.state, read.internal_reply, read.external_reply) == ("Scheduled", "inside", "outside")
    assert (read.start, read.end) == (NINE, TEN)


def test_an_invitation_is_synchronised_accepted_moved_and_called_off(office: Office) -> None:
    list(office.bob.inbox.sync_items())
    meeting = planned(office, "Planning")
    changes = [(kind, item) for kind, item in office.bob.inbox.sync_items() if kind == "create"]
    assert [type(item) for _, item in changes] == [MeetingRequest]
    (request,) = received(office.bob, MeetingRequest, "Planning")
    assert request.meeting_request_type == "NewMeetingRequest"
    assert request.associated_calendar_item_id is not None
    request.accept(body="Gladly")
    (response,) = received(office.ann, MeetingResponse, "Planning")
    assert response.item_class == "IPM.Schedule.Meeting.Resp.Pos"
    assert "Gladly" in response.body
    held = again(meeting)
    assert [guest.response_type for guest in held.required_attendees] == ["Accept"]
    held.start, held.end = TEN, EWSDateTime(2026, 12, 1, 11, tzinfo=BERLIN)
    held.save(update_fields=["start", "end"], send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY)
    (update,) = received(office.bob, MeetingRequest, "Planning")
    assert (update.meeting_request_type, update.start) == ("FullUpdate", TEN)
    again(meeting).cancel(new_body="Not needed")
    (cancellation,) = received(office.bob, MeetingCancellation, "Planning")
    assert cancellation.item_class == "IPM.Schedule.Meeting.Canceled"
    assert not office.ann.calendar.filter(subject="Planning").exists()


def test_an_answer_to_an_older_invitation_is_refused_and_a_second_answer_finds_nothing(office: Office) -> None:
    meeting = planned(office, "Twice")
    (request,) = received(office.bob, MeetingRequest, "Twice")
    held = again(meeting)
    held.start = EWSDateTime(2026, 12, 1, 8, tzinfo=BERLIN)
    held.save(update_fields=["start"], send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY)
    assert any(one.is_out_of_date for one in received(office.bob, MeetingRequest, "Twice") if one.id == request.id)
    newest = next(one for one in received(office.bob, MeetingRequest, "Twice") if not one.is_out_of_date)
    newest.decline(body="No")
    with pytest.raises(ErrorItemNotFound):
        newest.decline(body="No")
    assert [type(one) for one in received(office.ann, MeetingResponse, "Twice")] == [MeetingResponse]


def test_a_series_with_an_exception_and_a_deletion_stays_on_the_wall_clock(office: Office) -> None:
    series = planned(
        office,
        "Weekly",
        recurrence=Recurrence(
            pattern=WeeklyPattern(interval=1, weekdays=["Tuesday"], first_day_of_week="Monday"),
            start=EWSDate(2026, 12, 1),
            number=5,
        ),
    )
    second = again_occurrence(series, 2)
    second.subject = "Weekly, moved"
    second.start, second.end = second.start.replace(hour=14), second.end.replace(hour=15)
    second.save(update_fields=["subject", "start", "end"], send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY)
    again_occurrence(series, 3).delete(send_meeting_cancellations=SEND_TO_ALL_AND_SAVE_COPY)
    master = again(series)
    assert len(master.modified_occurrences) == len(master.deleted_occurrences) == 1
    shown = [item for item in office.ann.calendar.view(start=FROM, end=TO) if item.subject.startswith("Weekly")]
    assert [item.start.astimezone(BERLIN).day for item in shown] == [1, 8, 22, 29]
    assert [item.type for item in shown] == ["Occurrence", "Exception", "Occurrence", "Occurrence"]
    assert {item.uid for item in shown} == {master.uid}
    assert len(received(office.bob, MeetingRequest, "Weekly, moved")) == 1


def again_occurrence(series: CalendarItem, number: int) -> Any:
    """The n-th occurrence as the server has it."""
    return next(iter(series.account.fetch([series.occurrence(index=number)])))


def test_mail_goes_out_is_searched_moved_and_deleted(office: Office) -> None:
    message = Message(
        account=office.ann, subject="Hello Bob", body="text", to_recipients=[office.bob.primary_smtp_address]
    )
    message.attach(FileAttachment(name="a.txt", content=b"attached"))
    message.send_and_save()
    got = office.bob.inbox.get(subject="Hello Bob")
    assert got.sender.email_address == office.ann.primary_smtp_address
    assert got.attachments[0].content == b"attached"
    got.move(office.bob.trash)
    assert not office.bob.inbox.filter(subject__icontains="hello bob").exists()
    kept = office.bob.trash.get(subject="Hello Bob")
    kept.delete()
    assert not office.bob.trash.filter(subject="Hello Bob").exists()


def test_free_and_busy_and_names_and_identifiers(office: Office) -> None:
    item = CalendarItem(
        account=office.eve, folder=office.eve.calendar, subject="Busy", start=NINE, end=TEN,
        legacy_free_busy_status="OOF",
    ).save(send_meeting_invitations=SEND_TO_NONE)  # fmt: skip
    wanted = [(account, "Organizer", False) for account in (office.eve, office.bob)]
    busy, _ = office.ann.protocol.get_free_busy_info(accounts=wanted, start=NINE, end=TEN)
    assert "OOF" in [event.busy_type for event in busy.calendar_events]
    name = office.sandbox.directory.mailbox_owner(office.eve.primary_smtp_address).name
    (found,) = office.ann.protocol.resolve_names([name])
    assert found.email_address == office.eve.primary_smtp_address
    everybody = office.ann.protocol.expand_dl(f"everybody@{office.sandbox.domain}")
    assert office.bob.primary_smtp_address in {member.email_address for member in everybody}
    one = AlternateId(id=item.id, format="EwsId", mailbox=office.eve.primary_smtp_address)
    (converted,) = office.ann.protocol.convert_ids([one], destination_format="HexEntryId")
    back = AlternateId(id=converted.id, format="HexEntryId", mailbox=office.eve.primary_smtp_address)
    assert [same.id for same in office.ann.protocol.convert_ids([back], destination_format="EwsId")] == [item.id]
    assert len(list(office.ann.protocol.get_timezones())) > 100


def test_a_stream_tells_what_comes(office: Office) -> None:
    with office.bob.inbox.streaming_subscription() as subscription:
        sender = threading.Timer(0.2, _send, (office, "Streamed"))
        sender.start()
        stream = office.bob.inbox.get_streaming_events(subscription, connection_timeout=1, max_notifications_returned=1)
        kinds = {type(event).__name__ for event in next(iter(stream)).events}
        stream.close()
        sender.join()
    assert "NewMailEvent" in kinds


def _send(office: Office, subject: str) -> None:
    Message(account=office.ann, subject=subject, to_recipients=[office.bob.primary_smtp_address]).send()


def test_a_push_is_what_exchangelib_reads(office: Office) -> None:
    come = threading.Event()

    def taken(request: Any) -> Reply:
        if "NewMailEvent" in request.body:
            come.set()
        return Reply(TAKEN, headers=(("Connection", "close"),))

    with serving(taken) as listener:
        subscription, _ = office.bob.inbox.subscribe_to_push(callback_url=listener.url, status_frequency=1)
        _send(office, "Pushed")
        assert come.wait(20)
        told = [
            notification
            for one in listener.requests
            for notification in SendNotification(protocol=None).parse(one.body.encode())
        ]
        assert {notification.subscription_id for notification in told} == {subscription}
        assert [type(event).__name__ for event in told[0].events] == ["StatusEvent"]


def test_pull(office: Office) -> None:
    subscription, mark = office.bob.inbox.subscribe_to_pull()
    _send(office, "Pulled")
    told = [event for one in office.bob.inbox.get_events(subscription, mark) for event in one.events]
    assert "NewMailEvent" in {type(event).__name__ for event in told}
    office.bob.inbox.unsubscribe(subscription)


def test_who_may_not_is_told_so(office: Office) -> None:
    directory = office.sandbox.directory
    bob = directory.mailbox_owner(office.bob.primary_smtp_address)
    own = signing_in(office.sandbox, bob.address, bob.password)
    other = Account(office.ann.primary_smtp_address, config=own, access_type=IMPERSONATION, autodiscover=False)
    with pytest.raises(ErrorImpersonateUserDenied):
        other.inbox.refresh()
    delegate = Account(office.ann.primary_smtp_address, config=own, access_type=DELEGATE, autodiscover=False)
    with pytest.raises(ErrorAccessDenied):
        delegate.inbox.refresh()
    wrong = signing_in(office.sandbox, bob.address, "not the password")
    with pytest.raises(UnauthorizedError):
        Account(bob.address, config=wrong, access_type=DELEGATE, autodiscover=False).inbox.refresh()


def test_full_access_opens_the_conferencing_mailbox_without_impersonation(office: Office) -> None:
    service = office.sandbox.service_account
    rooms = office.sandbox.conferencing_mailbox.address
    config = signing_in(office.sandbox, service.address, service.password)
    account = Account(rooms, config=config, access_type=DELEGATE, autodiscover=False)
    assert account.inbox.total_count >= 0
