"""MAPI properties that are fields by another name: read, searched, sorted and written as these."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta

import pytest

from exchange_lookalike.items import Item
from exchange_lookalike.people.names import mailbox_element
from exchange_lookalike.soap import t
from tests.helpers.mailboxes import NOW, Mailboxes, codes, ids_of, texts

APPOINTMENT = 'DistinguishedPropertySetId="Appointment" PropertyId="{}"'
COMMON = 'DistinguishedPropertySetId="Common" PropertyId="{}"'


def tag(number: int, kind: str) -> str:
    return f'<t:ExtendedFieldURI PropertyTag="0x{number:04x}" PropertyType="{kind}"/>'


def named(group: str, number: int, kind: str) -> str:
    return f'<t:ExtendedFieldURI {group.format(number)} PropertyType="{kind}"/>'


NUMBER, FLAGS = tag(0x0E23, "Integer"), tag(0x0E07, "Integer")
KEYWORDS = (
    '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="Keywords" '
    'PropertyType="StringArray"/>'
)


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


def shape(*paths: str, outer: str = "ItemShape") -> str:
    more = f"<t:AdditionalProperties>{''.join(paths)}</t:AdditionalProperties>"
    return f"<m:{outer}><t:BaseShape>IdOnly</t:BaseShape>{more}</m:{outer}>"


def read(boxes: Mailboxes, item: str, *paths: str) -> list[str]:
    answer = boxes.ask(f'<m:GetItem>{shape(*paths)}<m:ItemIds><t:ItemId Id="{item}"/></m:ItemIds></m:GetItem>')
    assert codes(answer) == ["NoError"]
    return texts(answer, "Value")


def find(
    boxes: Mailboxes, *, restriction: str = "", order: str = "", folder: str = "inbox", show: str = ""
) -> list[str]:
    limits = f"<m:Restriction>{restriction}</m:Restriction>" if restriction else ""
    sorts = f'<m:SortOrder><t:FieldOrder Order="Ascending">{order}</t:FieldOrder></m:SortOrder>' if order else ""
    answer = boxes.ask(
        f'<m:FindItem Traversal="Shallow">{shape(tag(0x0037, "String"))}{limits}{sorts}<m:ParentFolderIds>'
        f'<t:DistinguishedFolderId Id="{folder}"/></m:ParentFolderIds></m:FindItem>'
    )
    assert codes(answer) == ["NoError"]
    return texts(answer, "Value")


def than(kind: str, path: str, value: str) -> str:
    return f'<t:{kind}>{path}<t:FieldURIOrConstant><t:Constant Value="{value}"/></t:FieldURIOrConstant></t:{kind}>'


def put(path: str, value: str, kind: str = "Message") -> str:
    held = f"<t:ExtendedProperty>{path}<t:Value>{value}</t:Value></t:ExtendedProperty>"
    return f"<t:SetItemField>{path}<t:{kind}>{held}</t:{kind}></t:SetItemField>"


def change(boxes: Mailboxes, item: Item, updates: str) -> list[str]:
    return codes(
        boxes.ask(
            '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" '
            'SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange>'
            f'<t:ItemId Id="{item.id}"/><t:Updates>{updates}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>'
        )
    )


def test_standard_tags_of_a_message_are_its_fields(boxes: Mailboxes) -> None:
    item = boxes.mail("Plan", IsRead="false", Importance="High", Sensitivity="Private", IsDraft="true")
    item.set_moment("DateTimeReceived", NOW - timedelta(days=1))
    wanted = {
        tag(0x0037, "String"): "Plan",
        tag(0x001A, "String"): "IPM.Note",
        tag(0x0E06, "SystemTime"): "2026-11-22T08:00:00Z",
        FLAGS: "10",  # unmodified, not sent
        NUMBER: str(item.number),
        tag(0x0E69, "Boolean"): "false",
        tag(0x3008, "SystemTime"): "2026-11-23T08:00:00Z",
        tag(0x0017, "Integer"): "2",
        tag(0x0036, "Integer"): "2",
        named(COMMON, 0x8506, "Boolean"): "true",
    }
    assert read(boxes, item.id, *wanted) == list(wanted.values())
    assert int(read(boxes, item.id, tag(0x0E08, "Integer"))[0]) > 100
    assert b64decode(read(boxes, item.id, tag(0x0FF9, "Binary"))[0]).decode() == item.id


def test_who_a_message_is_from_is_told_by_name_and_address(boxes: Mailboxes) -> None:
    people = {
        name: t(name, None, mailbox_element(who, f"{who.lower()}@example.com"))
        for name, who in (("From", "Ada"), ("Sender", "Alan"))
    }
    item = boxes.mail("Plan", **people)
    wanted = {
        tag(0x0C1A, "String"): "Alan",
        tag(0x0C1F, "String"): "alan@example.com",
        tag(0x5D01, "String"): "alan@example.com",
        tag(0x0042, "String"): "Ada",
        tag(0x0064, "String"): "SMTP",
        tag(0x5D02, "String"): "ada@example.com",
    }
    assert read(boxes, item.id, *wanted) == list(wanted.values())
    meeting = boxes.appointment("Talk", NOW)
    assert read(boxes, meeting.id, tag(0x5D02, "String"), tag(0x0042, "String")) == ["ada@example.com", "Ada Lovelace"]
    assert find(boxes, restriction=than("IsEqualTo", tag(0x5D01, "String"), "alan@example.com")) == ["Plan"]


def test_properties_of_an_appointment_are_its_fields(boxes: Mailboxes) -> None:
    item = boxes.appointment("Talk", NOW, 1.5)
    wanted = {
        named(APPOINTMENT, 0x820D, "SystemTime"): "2026-11-23T08:00:00Z",
        named(APPOINTMENT, 0x820E, "SystemTime"): "2026-11-23T09:30:00Z",
        named(APPOINTMENT, 0x8205, "Integer"): "2",
        named(APPOINTMENT, 0x8213, "Integer"): "90",
        named(APPOINTMENT, 0x8215, "Boolean"): "false",
        named(APPOINTMENT, 0x8217, "Integer"): "0",
        named(APPOINTMENT, 0x8218, "Integer"): "1",
        named(APPOINTMENT, 0x8223, "Boolean"): "false",
        named(APPOINTMENT, 0x8236, "SystemTime"): "2026-11-23T09:30:00Z",
    }
    assert read(boxes, item.id, *wanted) == list(wanted.values())


def test_a_series_says_that_it_recurs_and_until_when(boxes: Mailboxes) -> None:
    boxes.appointment("Single", NOW)
    boxes.ask(
        '<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem><t:Subject>Series</t:Subject>'
        "<t:Start>2026-11-23T10:00:00Z</t:Start><t:End>2026-11-23T11:00:00Z</t:End><t:Recurrence><t:DailyRecurrence>"
        "<t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence><t:StartDate>2026-11-23</t:StartDate>"
        "<t:NumberOfOccurrences>3</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence></t:CalendarItem>"
        "</m:Items></m:CreateItem>"
    )
    recurs = named(APPOINTMENT, 0x8223, "Boolean")
    equal = than("IsEqualTo", recurs, "true")
    assert find(boxes, restriction=equal, folder="calendar") == ["Series"]
    late = than("IsGreaterThan", named(APPOINTMENT, 0x8236, "SystemTime"), "2026-11-25T00:00:00Z")
    assert find(boxes, restriction=late, folder="calendar") == ["Series"]
    assert find(boxes, restriction=than("IsEqualTo", recurs, "false"), folder="calendar") == ["Single"]


def test_they_are_searched_and_sorted(boxes: Mailboxes) -> None:
    first = boxes.mail("b", Importance="Low")
    second = boxes.mail("a", Importance="High", IsRead="false")
    boxes.mail("c")
    assert find(boxes, restriction=than("IsGreaterThan", NUMBER, str(first.number))) == ["c", "a"]
    assert find(boxes, order=NUMBER) == ["b", "a", "c"]
    assert find(boxes, order=tag(0x0037, "String")) == ["a", "b", "c"]
    assert find(boxes, order=tag(0x0017, "Integer")) == ["b", "c", "a"]
    unread = f'<t:Not><t:Excludes>{FLAGS}<t:Bitmask Value="1"/></t:Excludes></t:Not>'
    assert find(boxes, restriction=f'<t:Excludes>{FLAGS}<t:Bitmask Value="1"/></t:Excludes>') == ["a"]
    assert find(boxes, restriction=unread) == ["c", "b"]
    assert find(boxes, restriction=than("IsEqualTo", tag(0x0E69, "Boolean"), "false")) == ["a"]
    boxes.now = NOW + timedelta(hours=1)
    boxes.store.set_read(second, True)
    later = than("IsGreaterThan", tag(0x3008, "SystemTime"), "2026-11-23T08:30:00Z")
    assert find(boxes, restriction=later) == ["a"]


def test_writing_one_writes_the_other(boxes: Mailboxes) -> None:
    item = boxes.mail("Old", IsRead="true")
    assert change(boxes, item, put(FLAGS, "8") + put(tag(0x0E06, "SystemTime"), "2026-01-02T03:04:05Z")) == ["NoError"]
    assert (item.flag("IsRead"), item.flag("IsDraft")) == (False, True)
    assert item.text("DateTimeReceived") == "2026-01-02T03:04:05Z"
    assert boxes.folder().unread == 1
    assert change(boxes, item, put(tag(0x0037, "String"), "New") + put(tag(0x0036, "Integer"), "3")) == ["NoError"]
    assert (item.text("Subject"), item.text("Sensitivity")) == ("New", "Confidential")
    subject = '<t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:Message><t:Subject>Newer</t:Subject></t:Message>'
    assert change(boxes, item, f"{subject}</t:SetItemField>") == ["NoError"]
    assert read(boxes, item.id, tag(0x0037, "String")) == ["Newer"]
    meeting = boxes.appointment("Talk", NOW)
    moved = put(named(COMMON, 0x8517, "SystemTime"), "2026-11-23T12:00:00Z", "CalendarItem")
    assert change(boxes, meeting, moved + put(named(APPOINTMENT, 0x8208, "String"), "Room", "CalendarItem")) == [
        "NoError"
    ]
    assert meeting.appointment is not None
    assert (meeting.appointment.end.hour, meeting.appointment.location) == (12, "Room")


def test_keywords_are_categories(boxes: Mailboxes) -> None:
    item = boxes.mail("Sorted")
    values = "<t:Values><t:Value>Red</t:Value><t:Value>Blue</t:Value></t:Values>"
    held = f"<t:Message><t:ExtendedProperty>{KEYWORDS}{values}</t:ExtendedProperty></t:Message>"
    assert change(boxes, item, f"<t:SetItemField>{KEYWORDS}{held}</t:SetItemField>") == ["NoError"]
    assert read(boxes, item.id, KEYWORDS) == ["Red", "Blue"]
    assert read(boxes, item.id, '<t:FieldURI FieldURI="item:Categories"/>') == []
    assert [each.text for each in item.values["Categories"]] == ["Red", "Blue"]
    assert change(boxes, item, f"<t:DeleteItemField>{KEYWORDS}</t:DeleteItemField>") == ["NoError"]
    assert "Categories" not in item.values


def test_a_message_is_put_into_a_folder_as_it_was(boxes: Mailboxes) -> None:
    properties = "".join(
        f"<t:ExtendedProperty>{path}<t:Value>{value}</t:Value></t:ExtendedProperty>"
        for path, value in ((FLAGS, "1"), (tag(0x0E06, "SystemTime"), "2020-02-03T04:05:06Z"), (NUMBER, "7"))
    )
    answer = boxes.ask(
        '<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId><t:DistinguishedFolderId Id="drafts"/>'
        f"</m:SavedItemFolderId><m:Items><t:Message><t:Subject>Kept</t:Subject>{properties}</t:Message></m:Items>"
        "</m:CreateItem>"
    )
    (known,) = ids_of(answer)
    item = next(iter(boxes.folder("drafts").items.values()))
    assert read(boxes, known, tag(0x0E06, "SystemTime"), NUMBER) == ["2020-02-03T04:05:06Z", str(item.number)]
    assert int(read(boxes, known, FLAGS)[0]) & 9 == 1


@pytest.mark.parametrize(
    ("updates", "code"),
    [
        (put(tag(0x0036, "Integer"), "9"), "ErrorInvalidExtendedPropertyValue"),
        (put(FLAGS, "many"), "ErrorInvalidExtendedPropertyValue"),
        (f"<t:DeleteItemField>{NUMBER}</t:DeleteItemField>", "ErrorInvalidPropertyDelete"),
        (put(tag(0x0E08, "Integer"), "5"), "NoError"),
        (put(named(APPOINTMENT, 0x820D, "SystemTime"), "2026-11-23T12:00:00Z"), "NoError"),
    ],
)
def test_what_cannot_be_written_changes_nothing(boxes: Mailboxes, updates: str, code: str) -> None:
    item = boxes.mail("Same")
    before = dict(item.values)
    assert change(boxes, item, updates) == [code]
    assert item.values == before


def test_folders_have_them_too(boxes: Mailboxes) -> None:
    boxes.mail("One", IsRead="false")
    last = boxes.mail("Two")
    paths = (
        tag(0x3001, "String"), tag(0x3602, "Integer"), tag(0x3603, "Integer"), tag(0x360A, "Boolean"),
        tag(0x670A, "SystemTime"), tag(0x6751, "Integer"),
    )  # fmt: skip
    wanted = f"<m:GetFolder>{shape(*paths, outer='FolderShape')}"
    answer = boxes.ask(f'{wanted}<m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>')
    expected = ["Inbox", "2", "1", "false", "2026-11-23T08:00:00Z", str(last.number + 1)]
    assert texts(answer, "Value") == expected
    boxes.now = NOW + timedelta(hours=1)
    boxes.store.delete(last)
    answer = boxes.ask(f'{wanted}<m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>')
    assert texts(answer, "Value")[4] == "2026-11-23T09:00:00Z"
    found = boxes.ask(
        f'<m:FindFolder Traversal="Deep">{shape(paths[0], outer="FolderShape")}<m:Restriction>'
        f"{than('IsEqualTo', tag(0x3613, 'String'), 'IPF.Appointment')}</m:Restriction><m:ParentFolderIds>"
        '<t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderIds></m:FindFolder>'
    )
    assert texts(found, "Value") == ["Calendar"]
