"""What Exchange refuses, in the administrator's words."""

from __future__ import annotations

from exchangelib import errors
from exchangelib.errors import EWSError

from desktop_admin.domain.ports import MailFault
from desktop_admin.domain.status import Trouble

GONE = (errors.ErrorItemNotFound,)
"""The item has left the place where it was read."""

SUPERSEDED = (
    errors.ErrorCalendarMeetingRequestIsOutOfDate,
    errors.ErrorCalendarIsCancelledForAccept,
    errors.ErrorCalendarIsCancelledForDecline,
    errors.ErrorCalendarIsCancelledForTentative,
    errors.ErrorCalendarIsCancelledForRemove,
)
"""The meeting has moved on: an answer to the answer, no fault."""

STALE_KEY = (errors.ErrorIrresolvableConflict, errors.ErrorStaleObject, errors.ErrorInvalidChangeKey)
"""The item was touched since it was read (marked as read, say); it is still the same request."""

SYNC_STATE_UNKNOWN = (errors.ErrorInvalidSyncStateData,)

SUBSCRIPTION_GONE = (
    errors.ErrorSubscriptionNotFound,
    errors.ErrorInvalidSubscription,
    errors.ErrorExpiredSubscription,
    errors.ErrorReadEventsFailed,
    errors.ErrorEventNotFound,
    errors.ErrorMissedNotificationEvents,
    errors.ErrorInvalidWatermark,
)

CORRUPT = (
    errors.ErrorCorruptData,
    errors.ErrorItemCorrupt,
    errors.ErrorInternalServerError,
    errors.ErrorContentConversionFailed,
    errors.ErrorMimeContentConversionFailed,
    errors.ErrorItemPropertyRequestFailed,
    errors.ErrorPropertyValidationFailure,
    errors.ErrorResponseSchemaValidation,
    errors.ErrorCalendarInvalidPropertyState,
    errors.ErrorCalendarInvalidPropertyValue,
    errors.ErrorCalendarInvalidAttributeValue,
    errors.ErrorCalendarInvalidRecurrence,
    errors.ErrorCalendarInvalidTimeZone,
    errors.ErrorCalendarOutOfRange,
    errors.ErrorUnsupportedRecurrence,
    errors.ErrorVirusDetected,
    errors.ErrorVirusMessageDeleted,
)
"""One item among several may be to blame: asked for by fewer, the others can be read."""

_NO_RIGHT = (errors.ErrorImpersonateUserDenied, errors.ErrorImpersonationDenied, errors.ErrorImpersonationFailed)
_NO_MAILBOX = (errors.ErrorNonExistentMailbox, errors.ErrorNonPrimarySmtpAddress)
_NO_ACCOUNT = (errors.ErrorPasswordExpired, errors.ErrorAccountDisabled)
_MOVING = (
    errors.ErrorMailboxMoveInProgress,
    errors.ErrorMailboxStoreUnavailable,
    errors.ErrorMailboxFailover,
    errors.ErrorWrongServerVersion,
)
"""The mailbox goes to another server, or its database is just mounted there."""
_FULL = (errors.ErrorQuotaExceeded, errors.ErrorSubmissionQuotaExceeded)
_BUSY = (
    errors.ErrorServerBusy,
    errors.ErrorTooManyObjectsOpened,
    errors.ErrorExceededConnectionCount,
    errors.ErrorExceededSubscriptionCount,
    errors.ErrorInternalServerTransientError,
    errors.ErrorTimeoutExpired,
)


def fault_of(error: EWSError, mailbox: str) -> MailFault:
    """The fault that ``error`` means for ``mailbox`` (empty: for the whole connection).

    Exchange's own text is left out: it may quote what a mailbox holds.
    """
    code = type(error).__name__
    if isinstance(error, _NO_RIGHT):
        return MailFault(
            Trouble.NO_IMPERSONATION,
            f"The service account may not act for {mailbox or 'this mailbox'}.",
            "Give it the role ApplicationImpersonation for these mailboxes.",
            mailbox=mailbox,
        )
    if isinstance(error, _NO_MAILBOX):
        return MailFault(
            Trouble.MAILBOX_NOT_FOUND,
            f"Exchange has no mailbox {mailbox}." if mailbox else "The service account's mailbox does not exist.",
            "Check its primary address.",
            mailbox=mailbox,
        )
    if isinstance(error, _NO_ACCOUNT):
        return MailFault(
            Trouble.WRONG_PASSWORD,
            "The password of the service account has expired, or the account is disabled.",
            "Renew the password or enable the account.",
        )
    if isinstance(error, _BUSY):
        return MailFault(
            Trouble.SERVER_BUSY,
            "Exchange is too busy.",
            "It is asked again after the pause that it named.",
            retry_after=getattr(error, "back_off", None),
            mailbox=mailbox,
        )
    if isinstance(error, errors.ErrorAccessDenied):
        return MailFault(
            Trouble.SERVER_FAULT,
            f"Exchange denies the service account access to {mailbox or 'what was asked'}.",
            "Check the account's rights and the EWS access policy.",
            mailbox=mailbox,
        )
    worded = _moving if isinstance(error, _MOVING) else _full if isinstance(error, _FULL) else _refused
    return worded(mailbox, code)


def _moving(mailbox: str, code: str) -> MailFault:
    return MailFault(
        Trouble.SERVER_FAULT,
        f"{f'The mailbox {mailbox}' if mailbox else 'A mailbox'} is moved, or its database is not mounted ({code}).",
        "Nothing is lost; this is tried again until Exchange has it back.",
        mailbox=mailbox,
    )


def _full(mailbox: str, code: str) -> MailFault:
    return MailFault(
        Trouble.SERVER_FAULT,
        f"The mailbox {mailbox or 'of the service account'} is over its quota ({code}).",
        "Delete items in it or raise its quota. This is tried again until there is room.",
        mailbox=mailbox,
    )


def _refused(mailbox: str, code: str) -> MailFault:
    of_mailbox = f" for {mailbox}" if mailbox else ""
    return MailFault(
        Trouble.SERVER_FAULT,
        f"Exchange refused a request{of_mailbox} ({code}).",
        "This is tried again; if it stays, look into the event log of the Exchange server.",
        mailbox=mailbox,
    )
