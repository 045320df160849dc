"""Folders over the dispatcher: found, made, changed, moved, emptied, synchronised."""

from __future__ import annotations

import random

import pytest

from exchange_lookalike.items import Folder
from tests.helpers.mailboxes import Mailboxes, codes, ids_of, texts

SHAPE = "<m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
TOP = '<t:DistinguishedFolderId Id="msgfolderroot"/>'
INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
EXTENDED = '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="x" PropertyType="String"/>'


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


def find(parent: str = TOP, traversal: str = "Shallow", view: str = "", restriction: str = "") -> str:
    told = f"<m:Restriction>{restriction}</m:Restriction>" if restriction else ""
    return (
        f'<m:FindFolder Traversal="{traversal}">{SHAPE}{view}{told}<m:ParentFolderIds>{parent}</m:ParentFolderIds>'
        "</m:FindFolder>"
    )


def create(*folders: str, parent: str = INBOX) -> str:
    return (
        f"<m:CreateFolder><m:ParentFolderId>{parent}</m:ParentFolderId><m:Folders>{''.join(folders)}</m:Folders>"
        "</m:CreateFolder>"
    )


def named(name: str, kind: str = "Folder", before: str = "") -> str:
    return f"<t:{kind}>{before}<t:DisplayName>{name}</t:DisplayName></t:{kind}>"


def by_id(folder: Folder) -> str:
    return f'<t:FolderId Id="{folder.id}"/>'


def update(folder: str, *updates: str) -> str:
    return (
        f"<m:UpdateFolder><m:FolderChanges><t:FolderChange>{folder}<t:Updates>{''.join(updates)}</t:Updates>"
        "</t:FolderChange></m:FolderChanges></m:UpdateFolder>"
    )


def rename(name: str) -> str:
    return f'<t:SetFolderField><t:FieldURI FieldURI="folder:DisplayName"/>{named(name)}</t:SetFolderField>'


def delete(folder: str, how: str = "HardDelete") -> str:
    return f'<m:DeleteFolder DeleteType="{how}"><m:FolderIds>{folder}</m:FolderIds></m:DeleteFolder>'


def test_folders_are_found_right_below_and_further_down(boxes: Mailboxes) -> None:
    top = texts(boxes.ask(find()), "DisplayName")
    assert "Inbox" in top and "Conflicts" not in top
    assert top == sorted(top, key=str.casefold)
    deep = texts(boxes.ask(find(traversal="Deep")), "DisplayName")
    assert set(top) < set(deep)
    assert deep.index("Conflicts") == deep.index("Sync Issues") + 1
    assert texts(boxes.ask(find(traversal="SoftDeleted")), "DisplayName") == []


def test_folders_are_found_by_restriction_and_in_pages(boxes: Mailboxes) -> None:
    contains = (
        '<t:Contains ContainmentMode="Substring" ContainmentComparison="IgnoreCase">'
        '<t:FieldURI FieldURI="folder:DisplayName"/><t:Constant Value="ITEMS"/></t:Contains>'
    )
    assert texts(boxes.ask(find(restriction=contains)), "DisplayName") == ["Deleted Items", "Sent Items"]
    whole, paged, offset = texts(boxes.ask(find(traversal="Deep")), "DisplayName"), [], 0
    for _ in range(20):
        view = f'<m:IndexedPageFolderView MaxEntriesReturned="4" Offset="{offset}" BasePoint="Beginning"/>'
        answer = boxes.ask(find(traversal="Deep", view=view))
        paged += texts(answer, "DisplayName")
        root = next(answer.iter("{*}RootFolder"))
        assert root.get("TotalItemsInView") == str(len(whole))
        offset = int(root.get("IndexedPagingOffset", "0"))
        if root.get("IncludesLastItemInRange") == "true":
            break
    assert paged == whole


def test_a_folder_is_made_with_its_kind_and_comes_back(boxes: Mailboxes) -> None:
    answer = boxes.ask(
        create(
            named("One"),
            named("Rooms", "CalendarFolder"),
            named("C", before="<t:FolderClass>IPF.Contact.X</t:FolderClass>"),
        )
    )
    assert codes(answer) == ["NoError"] * 3
    made = [boxes.store.folder_by_id(one) for one in ids_of(answer, "FolderId")]
    assert [(one.name, one.kind, one.folder_class) for one in made] == [
        ("One", "Folder", "IPF.Note"),
        ("Rooms", "CalendarFolder", "IPF.Appointment"),
        ("C", "ContactsFolder", "IPF.Contact.X"),
    ]
    assert texts(boxes.ask(find(INBOX)), "DisplayName") == ["C", "One", "Rooms"]


@pytest.mark.parametrize(
    ("folder", "code"),
    [
        (named("ONE"), "ErrorFolderExists"),
        (named(""), "ErrorFolderSavePropertyError"),
        ("<t:SearchFolder><t:DisplayName>S</t:DisplayName></t:SearchFolder>", "ErrorInvalidOperation"),
        (named("N", "TasksFolder", "<t:FolderClass>IPF.Note</t:FolderClass>"), "ErrorNoFolderClassOverride"),
        (
            "<t:Folder><t:DisplayName>N</t:DisplayName><t:TotalCount>1</t:TotalCount></t:Folder>",
            "ErrorInvalidPropertySet",
        ),
    ],
)
def test_a_folder_that_cannot_be_made_is_refused_alone(boxes: Mailboxes, folder: str, code: str) -> None:
    assert codes(boxes.ask(create(named("One"), folder, named("Two")))) == ["NoError", code, "NoError"]


def test_names_and_extended_properties_change(boxes: Mailboxes) -> None:
    made = boxes.store.create_folder(boxes.folder(), "Folder", "Old", "IPF.Note")
    extended = EXTENDED
    value = f"<t:Folder><t:ExtendedProperty>{extended}<t:Value>v</t:Value></t:ExtendedProperty></t:Folder>"
    told = boxes.ask(update(by_id(made), rename("New"), f"<t:SetFolderField>{extended}{value}</t:SetFolderField>"))
    assert codes(told) == ["NoError"] and made.name == "New"
    assert told.find(".//{*}FolderId").get("ChangeKey") == made.change_key
    equal = f'<t:IsEqualTo>{extended}<t:FieldURIOrConstant><t:Constant Value="V"/></t:FieldURIOrConstant></t:IsEqualTo>'
    assert ids_of(boxes.ask(find(INBOX, restriction=equal)), "FolderId") == [made.id]
    assert codes(boxes.ask(update(by_id(made), f"<t:DeleteFolderField>{extended}</t:DeleteFolderField>"))) == [
        "NoError"
    ]
    assert ids_of(boxes.ask(find(INBOX, restriction=equal)), "FolderId") == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (rename("Taken"), "ErrorFolderExists"),
        (rename(" "), "ErrorFolderSavePropertyError"),
        (
            '<t:DeleteFolderField><t:FieldURI FieldURI="folder:DisplayName"/></t:DeleteFolderField>',
            "ErrorInvalidPropertyDelete",
        ),
        (rename("A").replace("SetFolderField", "AppendToFolderField"), "ErrorInvalidPropertyAppend"),
        (rename("A").replace("folder:DisplayName", "folder:FolderClass"), "ErrorInvalidPropertySet"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(boxes: Mailboxes, change: str, code: str) -> None:
    boxes.store.create_folder(boxes.folder(), "Folder", "Taken", "IPF.Note")
    made = boxes.store.create_folder(boxes.folder(), "Folder", "Mine", "IPF.Note")
    assert codes(boxes.ask(update(by_id(made), change))) == [code]
    assert made.name == "Mine"


def test_what_is_deleted_lies_in_deleted_items_or_is_gone(boxes: Mailboxes) -> None:
    waste = boxes.folder("deleteditems")
    for _ in range(2):
        made = boxes.store.create_folder(boxes.folder(), "Folder", "Same", "IPF.Note")
        boxes.mail("in it", made)
        assert codes(boxes.ask(delete(by_id(made), "MoveToDeletedItems"))) == ["NoError"]
    assert [child.name for child in boxes.store.children(waste)] == ["Same", "Same1"]
    assert all(len(child.items) == 1 for child in boxes.store.children(waste))
    for child in boxes.store.children(waste):
        assert codes(boxes.ask(delete(by_id(child), "MoveToDeletedItems"))) == ["NoError"]
        assert codes(boxes.ask(delete(by_id(child)))) == ["ErrorFolderNotFound"]
    assert codes(boxes.ask(delete(INBOX))) == ["ErrorDeleteDistinguishedFolder"]


def test_a_folder_moves_within_its_mailbox(boxes: Mailboxes) -> None:
    made = boxes.store.create_folder(boxes.folder(), "Folder", "Walker", "IPF.Note")
    below = boxes.store.create_folder(made, "Folder", "Below", "IPF.Note")

    def move(folder: str, target: str) -> list[str]:
        parts = f"<m:ToFolderId>{target}</m:ToFolderId><m:FolderIds>{folder}</m:FolderIds>"
        return codes(boxes.ask(f"<m:MoveFolder>{parts}</m:MoveFolder>"))

    assert move(by_id(made), '<t:DistinguishedFolderId Id="drafts"/>') == ["NoError"]
    assert made.parent is boxes.folder("drafts") and boxes.store.folder_by_id(made.id) is made
    assert move(by_id(made), by_id(below)) == ["ErrorMoveCopyFailed"]
    assert move(INBOX, by_id(made)) == ["ErrorMoveDistinguishedFolder"]
    assert move(by_id(made), by_id(boxes.folder("inbox", boxes.alan))) == ["ErrorCrossMailboxMoveCopy"]
    assert move(by_id(made), by_id(boxes.folder("inbox", boxes.eve))) == ["ErrorAccessDenied"]


@pytest.mark.parametrize(("below", "left"), [("false", 1), ("true", 0)])
def test_a_folder_is_emptied(boxes: Mailboxes, below: str, left: int) -> None:
    inner = boxes.store.create_folder(boxes.folder(), "Folder", "Inner", "IPF.Note")
    for folder in (boxes.folder(), boxes.folder(), inner):
        boxes.mail("x", folder)
    empty = '<m:EmptyFolder DeleteType="{}" DeleteSubFolders="{}"><m:FolderIds>{}</m:FolderIds></m:EmptyFolder>'
    assert codes(boxes.ask(empty.format("MoveToDeletedItems", below, INBOX))) == ["NoError"]
    assert len(boxes.folder().items) == 0 and len(boxes.folder().children) == left
    assert len(boxes.folder("deleteditems").items) == 2
    calendar = '<t:DistinguishedFolderId Id="calendar"/>'
    assert codes(boxes.ask(empty.format("HardDelete", "false", calendar))) == ["ErrorCannotEmptyFolder"]


@pytest.mark.parametrize(
    "request_",
    [
        find(traversal="Sideways"),
        find(parent=""),
        create(),
        create("<t:Box/>"),
        delete(INBOX, "Burn"),
        f'<m:EmptyFolder DeleteType="HardDelete"><m:FolderIds>{INBOX}</m:FolderIds></m:EmptyFolder>',
        update(INBOX),
        f"<m:FindFolder Traversal='Deep'>{SHAPE}</m:FindFolder>",
    ],
)
def test_what_the_schema_does_not_allow_is_a_fault(boxes: Mailboxes, request_: str) -> None:
    assert boxes.fault(request_) == "ErrorSchemaValidation"


def hierarchy(state: str) -> str:
    told = f"<m:SyncState>{state}</m:SyncState>" if state else ""
    shape = "<m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
    return f"<m:SyncFolderHierarchy>{shape}{told}</m:SyncFolderHierarchy>"


@pytest.mark.parametrize("seed", range(5))
def test_replaying_the_hierarchy_gives_the_folders(boxes: Mailboxes, seed: int) -> None:
    chance, known, state = random.Random(seed), dict[str, str](), ""
    own: list[Folder] = []
    for step in range(60):
        act = chance.choice(["make", "make", "rename", "delete", "move"])
        if act == "make" or not own:
            own.append(
                boxes.store.create_folder(chance.choice([boxes.folder(), *own]), "Folder", f"F{step}", "IPF.Note")
            )
        elif act == "rename":
            boxes.store.rename_folder(chance.choice(own), f"R{step}")
        elif act == "delete":
            boxes.store.delete_folder(chance.choice(own))
            own = [folder for folder in own if folder.number in folder.mailbox.folders]
        else:
            folder, target = chance.choice(own), chance.choice([boxes.folder("drafts"), *own])
            if not target.within(folder) and target is not folder.parent:
                boxes.store.move_folder(folder, target)
        if chance.random() < 0.3:
            state = replay(boxes, state, known)
    replay(boxes, state, known)
    top = boxes.folder("msgfolderroot")
    folders = boxes.store.all_folders(boxes.ada).folders.values()
    assert known == {one.id: one.name for one in folders if one.within(top) and one is not top}


def replay(boxes: Mailboxes, state: str, known: dict[str, str]) -> str:
    answer = boxes.ask(hierarchy(state))
    assert texts(answer, "IncludesLastFolderInRange") == ["true"]
    for change in next(answer.iter("{*}Changes")):
        folder = next(change.iter("{*}FolderId")).get("Id", "")
        if change.tag.endswith("Delete"):
            known.pop(folder, None)
        else:
            assert change.tag.endswith("Create") == (folder not in known)
            known[folder] = texts(change, "DisplayName")[0]
    return texts(answer, "SyncState")[0]


def test_a_state_of_something_else_is_refused(boxes: Mailboxes) -> None:
    answer = boxes.ask(hierarchy("bm9uc2Vuc2U="))
    assert codes(answer) == ["ErrorInvalidSyncStateData"]
    assert texts(answer, "SyncState") == [""] and texts(answer, "IncludesLastFolderInRange") == ["true"]


def test_settings_and_rules_that_nobody_has(boxes: Mailboxes) -> None:
    settings = (
        '<m:GetUserConfiguration><m:UserConfigurationName Name="OWA">{}</m:UserConfigurationName>'
        "<m:UserConfigurationProperties>All</m:UserConfigurationProperties></m:GetUserConfiguration>"
    )
    assert codes(boxes.ask(settings.format(INBOX))) == ["ErrorItemNotFound"]
    mailbox = "<t:Mailbox><t:EmailAddress>eve@example.com</t:EmailAddress></t:Mailbox>"
    eve = f'<t:DistinguishedFolderId Id="inbox">{mailbox}</t:DistinguishedFolderId>'
    assert codes(boxes.ask(settings.format(eve))) == ["ErrorAccessDenied"]
    assert texts(boxes.ask("<m:GetInboxRules/>"), "OutlookRuleBlobExists") == ["false"]
    delegates = (
        '<m:GetDelegate IncludePermissions="false"><m:Mailbox><t:EmailAddress>{}</t:EmailAddress></m:Mailbox>'
        "</m:GetDelegate>"
    )
    answer = boxes.ask(delegates.format("eve@example.com"), boxes.eve)
    assert texts(answer, "PrimarySmtpAddress") == ["alan@example.com"]
    assert codes(boxes.ask(delegates.format("ada@example.com"))) == ["NoError"]
    assert codes(boxes.ask(delegates.format("eve@example.com"))) == ["ErrorAccessDenied"]


def test_delegates_are_added_by_the_owner(boxes: Mailboxes) -> None:
    adding = (
        "<m:AddDelegate><m:Mailbox><t:EmailAddress>{}</t:EmailAddress></m:Mailbox><m:DelegateUsers>{}"
        "</m:DelegateUsers></m:AddDelegate>"
    )
    user = "<t:DelegateUser><t:UserId><t:PrimarySmtpAddress>{}</t:PrimarySmtpAddress></t:UserId></t:DelegateUser>"
    both = user.format("Eve@example.com") + user.format("nobody@example.com")
    assert codes(boxes.ask(adding.format("eve@example.com", user.format("ada@example.com")))) == ["ErrorAccessDenied"]
    answer = boxes.ask(adding.format("ada@example.com", both))
    assert codes(answer) == ["NoError", "NoError", "ErrorDelegateNoUser"]
    assert texts(answer, "PrimarySmtpAddress") == ["eve@example.com"]
    assert boxes.ada.delegates == {"eve@example.com"}
