"""The look-alike's own schema: it judges as Microsoft's does, of requests that are right and of those that are not."""

from __future__ import annotations

from collections import Counter

import pytest
from lxml import etree

from exchange_lookalike.dispatch import operations
from exchange_lookalike.notifications.requests import OPERATIONS
from exchange_lookalike.schema import documents
from exchange_lookalike.schema.requests import NOT_SERVED
from exchange_lookalike.soap import M, T, local
from tests.helpers import schema
from tests.helpers.mailboxes import Mailboxes, codes, envelope
from tests.helpers.mutations import mutants
from tests.helpers.request_samples import others, requests

PLACE = '<t:DistinguishedFolderId Id="inbox"/>'
ID_ONLY = "<t:BaseShape>IdOnly</t:BaseShape>"
IDS = f"<m:FolderIds>{PLACE}</m:FolderIds>"


def element(text: str) -> etree._Element:
    return etree.fromstring(etree.tostring(etree.fromstring(f'<x xmlns:m="{M}" xmlns:t="{T}">{text}</x>')[0]))


@pytest.fixture(scope="module")
def samples() -> list[etree._Element]:
    """A valid request of every operation that is served."""
    boxes = Mailboxes()
    return [element(text) for text in (*requests(boxes), *others("AAAA", PLACE))]


def test_every_operation_is_in_the_schema_and_among_the_samples(samples: list[etree._Element]) -> None:
    Mailboxes()
    served = set(operations()) | set(OPERATIONS) | {"GetStreamingEvents"}
    assert documents.operations() == served == {local(one) for one in samples}
    for one in samples:
        schema.assert_valid(one)


@pytest.mark.skipif(not schema.available, reason=schema.missing)
@pytest.mark.parametrize("seed", range(4))
def test_what_was_made_invalid_in_one_place_is_refused_and_nothing_else_is(
    samples: list[etree._Element], seed: int
) -> None:
    judge, oracle = documents.schema(), schema.microsofts()
    verdicts: Counter[tuple[bool, bool]] = Counter()
    differing = []
    for what, mutant in mutants(samples, 1500, seed):
        changed = etree.fromstring(etree.tostring(mutant))
        verdict = (oracle.validate(changed), judge.validate(changed))
        verdicts[verdict] += 1
        if len(set(verdict)) > 1:
            differing.append(f"{what}: {oracle.error_log.last_error or judge.error_log.last_error}")
    assert not differing, differing[:5]
    assert verdicts[False, False] > 1000
    assert verdicts[True, True] > 100


def test_what_was_made_invalid_is_refused_by_the_server(samples: list[etree._Element]) -> None:
    boxes = Mailboxes()
    judge, refused = documents.schema(), 0
    for what, mutant in mutants(samples, 300, 99):
        changed = etree.tostring(mutant).decode()
        if judge.validate(etree.fromstring(changed)):
            continue
        refused += 1
        answer = boxes.dispatcher.dispatch(envelope(changed), boxes.ada)
        assert answer.status == 500, what
        assert b"ErrorSchemaValidation" in answer.body or b"ErrorInvalidOperation" in answer.body, what
    assert refused > 200
    assert not boxes.dispatcher.failures


@pytest.mark.parametrize("seed", range(2))
def test_what_is_still_valid_is_never_refused_for_its_form(samples: list[etree._Element], seed: int) -> None:
    judge, asked = documents.schema(), 0
    for what, mutant in mutants(samples, 1500, seed):
        changed = etree.tostring(mutant).decode()
        # libxml2 takes for base64 what is none; the server does not.
        if judge.validate(etree.fromstring(changed)) and what != "another text at Content":
            asked += 1
            boxes = Mailboxes()
            answer = boxes.dispatcher.dispatch(envelope(changed), boxes.ada)
            assert b"ErrorSchemaValidation" not in answer.body, (what, changed)
            assert not boxes.dispatcher.failures
    assert asked > 100


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("<t:MeetingRequest/>", "ErrorInvalidItemForOperationCreateItem"),
        ("<t:MeetingCancellation/>", "ErrorInvalidItemForOperationCreateItem"),
        ("<t:RoleMember/>", "ErrorInvalidOperation"),
        ("<t:AcceptItem/>", "ErrorMissingInformationReferenceItemId"),
        (
            "<t:Message><t:Attachments><t:ReferenceAttachment><t:Name>x</t:Name></t:ReferenceAttachment>"
            "</t:Attachments></t:Message>",
            "ErrorInvalidOperation",
        ),
        ("<t:Task><t:PercentComplete>101</t:PercentComplete></t:Task>", "ErrorInvalidValueForProperty"),
    ],
)
def test_what_fits_but_cannot_be_made_has_a_code_of_its_own(part: str, code: str) -> None:
    made = Mailboxes().ask(f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items>{part}</m:Items></m:CreateItem>')
    assert codes(made) == [code]


def test_a_folder_that_cannot_be_named_here_has_a_code_of_its_own() -> None:
    made = Mailboxes().ask(
        '<m:CreateFolder><m:ParentFolderId><t:AddressListId Id="x"/></m:ParentFolderId><m:Folders><t:Folder>'
        "<t:DisplayName>a</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>"
    )
    assert codes(made) == ["ErrorInvalidOperation"]


@pytest.mark.parametrize(
    "request_text",
    [
        f"<m:GetFolder><m:FolderShape>{ID_ONLY}</m:FolderShape>{IDS}<m:Nonsense/></m:GetFolder>",
        f"<m:GetFolder>{IDS}<m:FolderShape>{ID_ONLY}</m:FolderShape></m:GetFolder>",
        f"<m:GetFolder><m:FolderShape>{ID_ONLY}</m:FolderShape>{IDS}{IDS}</m:GetFolder>",
        f"<m:GetFolder><m:FolderShape>{ID_ONLY}<t:BodyType>Text</t:BodyType></m:FolderShape>{IDS}</m:GetFolder>",
        f"<m:GetFolder><t:FolderShape>{ID_ONLY}</t:FolderShape>{IDS}</m:GetFolder>",
        f'<m:GetFolder Extra="1"><m:FolderShape>{ID_ONLY}</m:FolderShape>{IDS}</m:GetFolder>',
        f'<m:GetFolder><m:FolderShape>{ID_ONLY}</m:FolderShape><m:FolderIds><t:FolderId Id="A" Other="B"/>'
        "</m:FolderIds></m:GetFolder>",
        "<m:GetRoomLists><m:RoomList/></m:GetRoomLists>",
        "<t:GetRoomLists/>",
        "<m:NoSuchOperation/>",
        # Batches without a part.
        f"<m:GetItem><m:ItemShape>{ID_ONLY}</m:ItemShape><m:ItemIds/></m:GetItem>",
        "<m:CreateItem MessageDisposition='SaveOnly'><m:Items/></m:CreateItem>",
        "<m:UpdateItem ConflictResolution='AutoResolve'><m:ItemChanges/></m:UpdateItem>",
        "<m:DeleteItem DeleteType='HardDelete'><m:ItemIds/></m:DeleteItem>",
        "<m:GetAttachment><m:AttachmentIds/></m:GetAttachment>",
        "<m:DeleteFolder DeleteType='HardDelete'><m:FolderIds/></m:DeleteFolder>",
        "<m:ConvertId DestinationFormat='OwaId'><m:SourceIds/></m:ConvertId>",
    ],
)
def test_what_does_not_fit_is_refused(request_text: str) -> None:
    assert Mailboxes().fault(request_text) == "ErrorSchemaValidation"


@pytest.mark.parametrize(
    "header",
    [
        "<t:ExchangeImpersonation><t:ConnectingSID/></t:ExchangeImpersonation>",
        "<t:ExchangeImpersonation><t:ConnectingSID><t:Nonsense/></t:ConnectingSID></t:ExchangeImpersonation>",
        "<t:TimeZoneContext><t:TimeZoneDefinition Nonsense='1'/></t:TimeZoneContext>",
        "<t:DateTimePrecision>Hours</t:DateTimePrecision>",
    ],
)
def test_headers_are_judged_too(header: str) -> None:
    boxes = Mailboxes()
    data = envelope("<m:GetRoomLists/>").replace(b"</s:Header>", header.encode() + b"</s:Header>")
    answer = boxes.dispatcher.dispatch(data, boxes.ada)
    assert (answer.status, b"ErrorSchemaValidation" in answer.body) == (500, True)


WHO = "<t:ConnectingSID><t:PrimarySmtpAddress>alan@example.com</t:PrimarySmtpAddress></t:ConnectingSID>"
VERSION = b'<t:RequestServerVersion Version="Exchange2016"/>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</s:Body>", b"</s:Body><s:Body><m:GetRoomLists/></s:Body>"),
        (b"</s:Body>", b"</s:Body><s:Header/>"),
        (b"</s:Body>", b"</s:Body><t:Extra/>"),
        (b"<s:Header>", b"<s:Header/><s:Header>"),
        (b"<s:Header>", b"text<s:Header>"),
        (b"</s:Header>", b"text</s:Header>"),
        (b"<s:Body>", b"<s:Body>text"),
        (b"<s:Body>", b'<s:Body Extra="1">'),
        (b"<s:Body>", b'<s:Body m:Extra="1">'),
        (b"<s:Body>", b'<s:Body s:mustUnderstand="1">'),
        (b"<s:Header>", b'<s:Header Extra="1">'),
        (b"<s:Envelope ", b'<s:Envelope Extra="1" '),
        (b"<s:Envelope ", b'<s:Envelope t:Extra="1" '),
        (VERSION, VERSION * 2),
        (VERSION, VERSION.replace(b"/>", b" Extra='1'/>")),
        (VERSION, VERSION.replace(b"/>", b"><t:Extra/></t:RequestServerVersion>")),
    ],
)
def test_the_envelope_is_judged_too(old: bytes, new: bytes) -> None:
    boxes = Mailboxes()
    data = envelope("<m:GetRoomLists/>")
    assert boxes.dispatcher.dispatch(data, boxes.ada).status == 200
    answer = boxes.dispatcher.dispatch(data.replace(old, new), boxes.ada)
    assert (answer.status, b"ErrorSchemaValidation" in answer.body) == (500, True)


def test_attributes_that_soap_allows_are_taken() -> None:
    boxes = Mailboxes()
    styled = b'<s:Body s:encodingStyle="" xmlns:q="urn:other" q:Extra="1">'
    data = envelope("<m:GetRoomLists/>").replace(b"<s:Body>", styled)
    assert boxes.dispatcher.dispatch(data, boxes.ada).status == 200


def test_a_header_of_another_namespace_impersonates_nobody() -> None:
    boxes = Mailboxes()
    for space, codes_of in ((T, b"ErrorImpersonateUserDenied"), ("urn:other", b"")):
        header = f'<q:ExchangeImpersonation xmlns:q="{space}">{WHO}</q:ExchangeImpersonation></s:Header>'
        data = envelope("<m:GetRoomLists/>").replace(b"</s:Header>", header.encode())
        answer = boxes.dispatcher.dispatch(data, boxes.ada)
        assert (answer.status, codes_of in answer.body) == (500 if codes_of else 200, True)


def test_a_fault_says_what_is_wrong_and_where() -> None:
    boxes = Mailboxes()
    text = f"<m:GetFolder>\n<m:FolderShape>{ID_ONLY}</m:FolderShape>\n<m:Nonsense/></m:GetFolder>"
    answer = etree.fromstring(boxes.dispatcher.dispatch(envelope(text), boxes.ada).body)
    assert next(answer.iter(f"{{{T}}}LineNumber")).text == "3"
    said = next(answer.iter(f"{{{T}}}Violation")).text or ""
    assert "'Nonsense'" in said
    assert "{http" not in said


@pytest.mark.parametrize("name", ["FindPeople", "GetPersona", "UpdateInboxRules", "CopyFolder", "GetUserPhoto"])
def test_operations_that_are_not_served_say_so(name: str) -> None:
    assert Mailboxes().fault(f"<m:{name}/>") == "ErrorInvalidOperation"


@pytest.mark.skipif(not schema.available, reason=schema.missing)
def test_every_operation_of_exchange_is_served_or_known_not_to_be() -> None:
    declared = etree.parse(schema.SCHEMA).getroot().iterfind("{http://www.w3.org/2001/XMLSchema}element")
    ends = ("Response", "ResponseMessage", "NotificationResult", "SendNotification")
    names = {name for one in declared if not (name := one.get("name", "")).endswith(ends)}
    assert names == documents.operations() | NOT_SERVED


@pytest.mark.skipif(not schema.available, reason=schema.missing)
def test_the_schema_of_microsoft_refuses_what_does_not_fit() -> None:
    with pytest.raises(etree.DocumentInvalid):
        schema.microsofts().assertValid(element("<m:GetFolder/>"))
