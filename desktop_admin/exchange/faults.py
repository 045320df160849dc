"""What Exchange refuses, in the administrator's words."""

from __future__ import annotations

import re

from exchangelib import errors
from exchangelib.errors import EWSError, ResponseMessageError

from desktop_admin.domain.ports import Cure, MailFault
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

IN_ONE_MAILBOX = (errors.ErrorCorruptData, errors.ErrorItemCorrupt)
"""One mailbox among several is to blame where a request for all of them is refused so."""

_NO_RIGHT = (errors.ErrorImpersonateUserDenied, errors.ErrorImpersonationDenied, errors.ErrorImpersonationFailed)
_NO_MAILBOX = (errors.ErrorNonExistentMailbox, errors.ErrorNonPrimarySmtpAddress)
_NO_ACCOUNT = (errors.ErrorPasswordExpired, errors.ErrorAccountDisabled, errors.ErrorPasswordChangeRequired)
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]{2,80}")
_ACCOUNT_CODE = re.compile(r"Error(User)?(Account|Password|Credentials?)[A-Za-z]*")
MOVING = (
    errors.ErrorMailboxMoveInProgress,
    errors.ErrorMailboxStoreUnavailable,
    errors.ErrorMailboxFailover,
    errors.ErrorWrongServerVersion,
)
"""The mailbox goes to another server, or its database is just mounted there."""
_BUSY = (
    errors.ErrorServerBusy,
    errors.ErrorTooManyObjectsOpened,
    errors.ErrorExceededConnectionCount,
    errors.ErrorExceededSubscriptionCount,
    errors.ErrorInternalServerTransientError,
    errors.ErrorTimeoutExpired,
)


_FOR_GOOD = (
    errors.ErrorInvalidRequest,
    errors.ErrorSchemaValidation,
    errors.ErrorInvalidOperation,
    errors.ErrorInvalidItemForOperationAcceptItem,
    errors.ErrorInvalidItemForOperationDeclineItem,
    errors.ErrorInvalidItemForOperationRemoveItem,
    errors.ErrorInvalidReferenceItem,
    errors.ErrorMissingInformationReferenceItemId,
    errors.ErrorCalendarIsOrganizerForAccept,
    errors.ErrorCalendarIsOrganizerForDecline,
    errors.ErrorCalendarIsOrganizerForRemove,
    errors.ErrorCalendarIsDelegatedForAccept,
    errors.ErrorCalendarIsDelegatedForDecline,
    errors.ErrorCalendarIsDelegatedForRemove,
    errors.ErrorCalendarCannotUpdateDeletedItem,
    errors.ErrorCalendarOccurrenceIsDeletedFromRecurrence,
    errors.ErrorCalendarInvalidPropertyState,
    errors.ErrorCalendarInvalidPropertyValue,
    errors.ErrorCalendarInvalidAttributeValue,
    errors.ErrorCalendarInvalidRecurrence,
    errors.ErrorCalendarInvalidTimeZone,
    errors.ErrorCalendarOutOfRange,
    errors.ErrorUnsupportedRecurrence,
    errors.ErrorInvalidRecipients,
    errors.ErrorMissingRecipients,
    errors.ErrorInvalidSmtpAddress,
    errors.ErrorInvalidRoutingType,
    errors.ErrorMailRecipientNotFound,
    errors.ErrorMessageSizeExceeded,
    errors.ErrorDataSizeLimitExceeded,
    errors.ErrorInvalidId,
    errors.ErrorInvalidIdEmpty,
    errors.ErrorInvalidIdMalformed,
    errors.ErrorInvalidIdXml,
    errors.ErrorObjectTypeChanged,
    errors.ErrorCorruptData,
    errors.ErrorItemCorrupt,
    errors.ErrorContentConversionFailed,
    errors.ErrorMimeContentConversionFailed,
    errors.ErrorPropertyValidationFailure,
    errors.ErrorVirusDetected,
    errors.ErrorVirusMessageDeleted,
)
"""The same request will be refused each time."""

_ALLOW_EWS = "Check the account's rights and the EWS access policy."
_NEEDS: tuple[tuple[type[EWSError], str, str], ...] = (
    (
        errors.ErrorQuotaExceeded,
        "The mailbox {mailbox} is over its quota.",
        "Delete items in it, also from Sent Items and Deleted Items, or raise its quota.",
    ),
    (
        errors.ErrorSubmissionQuotaExceeded,
        "The mailbox {mailbox} is over its quota of messages sent.",
        "Wait, or raise its quota of messages (throttling policy: RecipientRateLimit, MessageRateLimit).",
    ),
    (
        errors.ErrorSendAsDenied,
        "The service account may not send as {mailbox}.",
        "Give it the Send As right on this mailbox, or the role ApplicationImpersonation.",
    ),
    (errors.ErrorAccessDenied, "Exchange denies the service account access to {mailbox}.", _ALLOW_EWS),
    (errors.ErrorCreateItemAccessDenied, "The service account may not create items in {mailbox}.", _ALLOW_EWS),
    (
        errors.ErrorRecoverableItemsAccessDenied,
        "Exchange denies the service account access to the recoverable items of {mailbox}.",
        _ALLOW_EWS,
    ),
    (errors.ErrorUserNotAllowedByPolicy, "A policy of Exchange denies access to {mailbox}.", _ALLOW_EWS),
    (errors.ErrorPermissionNotAllowedByPolicy, "A policy of Exchange denies access to {mailbox}.", _ALLOW_EWS),
    (
        errors.ErrorMailboxConfiguration,
        "The mailbox {mailbox} is not configured correctly in Exchange.",
        "Check it in the Exchange administration (Get-Mailbox shows a warning).",
    ),
    (errors.ErrorInvalidLicense, "The mailbox {mailbox} has no valid Exchange licence.", "Assign one."),
)
"""What the administrator of Exchange has to do first: code, what happened, what to do."""


def is_of_account(code: str) -> bool:
    """Whether a response code says that the account may not sign in, also one that exchangelib does not know."""
    return _ACCOUNT_CODE.fullmatch(code) is not None


def code_of(error: EWSError) -> str:
    """The response code that a refusal came with, also one that exchangelib does not know."""
    return str(getattr(error, "response_code", "")) or type(error).__name__


def is_known(code: str) -> bool:
    """Whether exchangelib has an error for a response code."""
    kind = vars(errors).get(code)
    return isinstance(kind, type) and issubclass(kind, ResponseMessageError)


def unknown(code: str, text: str = "") -> ResponseMessageError:
    """The refusal for a response code that exchangelib does not know."""
    error = ResponseMessageError(f"{code}: {text}")
    if _CODE.fullmatch(code):
        error.response_code = code
    return error


def is_of_item(error: EWSError) -> bool:
    """Whether a refusal to give one item concerns that item alone, not its mailbox or the connection."""
    return not isinstance(error, MOVING) and fault_of(error, "").trouble is Trouble.SERVER_FAULT


def fault_of(error: EWSError, mailbox: str) -> MailFault:
    """The fault that ``error`` means for ``mailbox`` (empty: for the whole connection).

    Exchange's own text is left out: it may quote what a mailbox holds.
    """
    code = code_of(error)
    if isinstance(error, _NO_RIGHT):
        return MailFault(
            Trouble.NO_IMPERSONATION,
            f"The service account may not act for {mailbox or 'this mailbox'}.",
            "Give it the role ApplicationImpersonation for these mailboxes.",
            mailbox=mailbox,
            cure=Cure.ADMINISTRATOR,
        )
    if isinstance(error, _NO_MAILBOX):
        return MailFault(
            Trouble.MAILBOX_NOT_FOUND,
            f"Exchange has no mailbox {mailbox}." if mailbox else "The service account's mailbox does not exist.",
            "Check its primary address.",
            mailbox=mailbox,
            cure=Cure.ADMINISTRATOR,
        )
    if isinstance(error, _NO_ACCOUNT):
        return MailFault(
            Trouble.WRONG_PASSWORD,
            "The password of the service account has expired, or the account is locked or disabled.",
            "Renew the password or unlock the account. Sign-in is tried again in 15 minutes, or at once with Force "
            "now.",
        )
    if isinstance(error, _BUSY):
        return MailFault(
            Trouble.SERVER_BUSY,
            "Exchange is too busy.",
            "It is asked again after the pause that it named.",
            retry_after=getattr(error, "back_off", None),
            mailbox=mailbox,
        )
    if isinstance(error, MOVING):
        return _moving(mailbox, code)
    return _needed(error, mailbox) or (_for_good if isinstance(error, _FOR_GOOD) else _refused)(mailbox, code)


def _needed(error: EWSError, mailbox: str) -> MailFault | None:
    for kind, text, remedy in _NEEDS:
        if isinstance(error, kind):
            words = f"{text.format(mailbox=mailbox or 'what was asked')[:-1]} ({code_of(error)})."
            return MailFault(Trouble.SERVER_FAULT, words, remedy, mailbox=mailbox, cure=Cure.ADMINISTRATOR)
    return None


def _moving(mailbox: str, code: str) -> MailFault:
    return MailFault(
        Trouble.SERVER_FAULT,
        f"{f'The mailbox {mailbox}' if mailbox else 'A mailbox'} is moved, or its database is not mounted ({code}).",
        "Nothing is lost; this is tried again until Exchange has it back.",
        mailbox=mailbox,
    )


def _for_good(mailbox: str, code: str) -> MailFault:
    return MailFault(
        Trouble.SERVER_FAULT,
        f"Exchange permanently refuses a request{f' for {mailbox}' if mailbox else ''} ({code}).",
        "The event log of the Exchange server may say more.",
        mailbox=mailbox,
        cure=Cure.NOTHING,
    )


def _refused(mailbox: str, code: str) -> MailFault:
    of_mailbox = f" for {mailbox}" if mailbox else ""
    return MailFault(
        Trouble.SERVER_FAULT,
        f"Exchange refused a request{of_mailbox} ({code}).",
        "This is tried again; if it stays, look into the event log of the Exchange server.",
        mailbox=mailbox,
    )
