"""What an operation raises when it cannot do what was asked.

`EwsError` is an answer: inside a batch it becomes that part's ResponseMessage, outside of one the whole request's SOAP
fault. `SchemaViolation` is always a fault (MS-OXWSCDATA 2.2.5.24, ResponseCodeType).
"""

from __future__ import annotations

from dataclasses import dataclass, field

TEXTS = {
    "ErrorAccessDenied": "Access is denied. Check credentials and try again.",
    "ErrorBatchProcessingStopped": "Batch processing has stopped due to an earlier error.",
    "ErrorCannotDeleteObject": "The object cannot be deleted.",
    "ErrorChangeKeyRequired": "The change key is required for this operation.",
    "ErrorChangeKeyRequiredForWriteOperations": "The change key passed in the request is missing or empty.",
    "ErrorDeleteDistinguishedFolder": "Distinguished folders cannot be deleted.",
    "ErrorFolderExists": "A folder with the specified name already exists.",
    "ErrorFolderNotFound": "The specified folder could not be found in the store.",
    "ErrorImpersonateUserDenied": "The account does not have permission to impersonate the requested user.",
    "ErrorImpersonationFailed": "The impersonated principal could not be identified.",
    "ErrorInternalServerError": "An internal server error occurred. The operation failed.",
    "ErrorInvalidChangeKey": "The change key is invalid.",
    "ErrorInvalidFolderId": "The specified folder Id is invalid.",
    "ErrorInvalidId": "Id is invalid.",
    "ErrorInvalidIdMalformed": "Id is malformed.",
    "ErrorInvalidOperation": "The requested operation is invalid.",
    "ErrorInvalidPropertySet": "Set action is invalid for property.",
    "ErrorInvalidPropertyDelete": "Delete action is not supported for this property.",
    "ErrorInvalidRequest": "The request is invalid.",
    "ErrorInvalidServerVersion": "The specified server version is invalid.",
    "ErrorInvalidSmtpAddress": "The SMTP address format is invalid.",
    "ErrorInvalidSyncStateData": "Synchronization state data is corrupt or otherwise invalid.",
    "ErrorIrresolvableConflict": "The send or update operation could not be performed because the change key passed in "
    "the request does not match the current change key for the item.",
    "ErrorItemNotFound": "The specified object was not found in the store.",
    "ErrorMissingInformationReferenceItemId": "The reference item identifier is missing.",
    "ErrorNonExistentMailbox": "The SMTP address has no mailbox associated with it.",
    "ErrorObjectTypeChanged": "The object type changed.",
    "ErrorServerBusy": "The server cannot service this request right now. Try again later.",
}


@dataclass
class EwsError(Exception):
    """An error that the protocol has a code for.

    `code` is a ResponseCodeType; `text` what the client reads (a usual one for the code when empty); `values` go out as
    t:MessageXml/t:Value.
    """

    code: str
    text: str = ""
    values: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.text = self.text or TEXTS.get(self.code, self.code)
        super().__init__(f"{self.code}: {self.text}")


class UnknownRequest(Exception):
    """Something that another server does not know: its fault has neither code nor version."""


@dataclass
class SchemaViolation(Exception):
    """The request is not what the schema says. `line` is the request's line, 0 where unknown."""

    violation: str
    line: int = 0

    def __post_init__(self) -> None:
        super().__init__(self.violation)
