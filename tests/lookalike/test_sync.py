"""SyncFolderItems over the dispatcher: whatever happens, replaying it always gives the folder."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from exchange_lookalike.items import Folder, Item
from tests.helpers.mailboxes import ID_ONLY, Mailboxes, codes, ids_of, texts

SUBJECT = (
    "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
    '<t:FieldURI FieldURI="item:Subject"/><t:FieldURI FieldURI="message:IsRead"/>'
    "</t:AdditionalProperties></m:ItemShape>"
)


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


def sync(folder: Folder, state: str = "", most: int | str = 512, *, shape: str = ID_ONLY, more: str = "") -> str:
    told = f"<m:SyncState>{state}</m:SyncState>" if state else ""
    ignored, _, scope = more.partition("|")
    return (
        f'<m:SyncFolderItems>{shape}<m:SyncFolderId><t:FolderId Id="{folder.id}"/></m:SyncFolderId>{told}{ignored}'
        f"<m:MaxChangesReturned>{most}</m:MaxChangesReturned>{scope}</m:SyncFolderItems>"
    )


@dataclass
class Client:
    """What somebody knows who only ever synchronises."""

    boxes: Mailboxes
    folder: Folder
    state: str = ""
    known: dict[str, tuple[str, str]] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)

    def page(self, most: int) -> bool:
        """Take one page; whether it was the last."""
        answer = self.boxes.ask(sync(self.folder, self.state, most, shape=SUBJECT))
        changes = list(next(answer.iter("{*}Changes")))
        assert len(changes) <= most
        for change in changes:
            kind, item = change.tag.rpartition("}")[2], ids_of(change)[0]
            self.kinds.add(kind)
            if kind == "Delete":
                self.known.pop(item, None)
            elif kind == "ReadFlagChange":
                self.known[item] = (self.known[item][0], texts(change, "IsRead")[0])
            else:
                assert (kind == "Create") == (item not in self.known)
                self.known[item] = (texts(change, "Subject")[0], texts(change, "IsRead")[0])
        self.state = texts(answer, "SyncState")[0]
        return texts(answer, "IncludesLastItemInRange") == ["true"]

    def catch_up(self, most: int) -> None:
        for _ in range(1000):
            if self.page(most):
                return
        raise AssertionError("the synchronisation never ends")

    def truth(self) -> dict[str, tuple[str, str]]:
        return {item.id: (item.text("Subject"), item.text("IsRead")) for item in self.folder.items.values()}


def something(boxes: Mailboxes, chance: random.Random, step: int) -> None:
    """One thing happens in the inbox or between it and the drafts."""
    inbox, drafts = boxes.folder(), boxes.folder("drafts")
    act = chance.choice(["mail", "mail", "mail", "change", "change", "read", "read", "delete", "out", "in"])
    held = list(inbox.items.values())
    if act == "mail" or not held:
        boxes.mail(f"S{step}", IsRead=chance.choice(["true", "false"]))
        return
    item = chance.choice(held)
    if act == "change":
        item.values["Subject"] = f"C{step}"
        boxes.store.touch(item)
    elif act == "read":
        boxes.store.set_read(item, not item.flag("IsRead"))
    elif act == "delete":
        boxes.store.delete(item, chance.choice(["HardDelete", "MoveToDeletedItems", "SoftDelete"]))
    elif act == "out":
        boxes.store.move(item, drafts)
    elif drafts.items:
        boxes.store.move(chance.choice(list(drafts.items.values())), inbox)


@pytest.mark.parametrize("seed", range(12))
def test_replaying_always_gives_the_folder(boxes: Mailboxes, seed: int) -> None:
    chance = random.Random(seed)
    eager, lazy = Client(boxes, boxes.folder()), Client(boxes, boxes.folder())
    most = chance.choice([1, 2, 3, 7, 50])
    for step in range(150):
        something(boxes, chance, step)
        if chance.random() < 0.3:
            eager.page(most)
        if chance.random() < 0.05:
            lazy.catch_up(512)
            assert lazy.known == lazy.truth()
    eager.catch_up(most)
    lazy.catch_up(most)
    assert eager.known == lazy.known == eager.truth()
    assert {"Create", "Update", "Delete", "ReadFlagChange"} <= eager.kinds | lazy.kinds
    assert lazy.page(1) and lazy.known == lazy.truth()


def test_a_state_outlives_the_dispatcher(boxes: Mailboxes) -> None:
    client = Client(boxes, boxes.folder())
    boxes.mail("before")
    client.catch_up(5)
    boxes.dispatcher = type(boxes.dispatcher)(boxes.store)
    boxes.mail("after")
    client.catch_up(5)
    assert sorted(subject for subject, _ in client.known.values()) == ["after", "before"]


def test_a_large_folder_comes_in_pages(boxes: Mailboxes) -> None:
    for number in range(1100):
        boxes.mail(str(number))
    client, pages = Client(boxes, boxes.folder()), 1
    while not client.page(512):
        pages += 1
    assert pages == 3 and client.known == client.truth()


def test_a_read_flag_alone_is_told_as_such(boxes: Mailboxes) -> None:
    item = boxes.mail("m", IsRead="false")
    state = texts(boxes.ask(sync(boxes.folder())), "SyncState")[0]
    boxes.store.set_read(item, True)
    answer = boxes.ask(sync(boxes.folder(), state))
    change = next(answer.iter("{*}ReadFlagChange"))
    assert ids_of(change) == [item.id] and texts(change, "IsRead") == ["true"]
    assert next(change.iter("{*}ItemId")).get("ChangeKey") == item.change_key


def test_ignored_and_associated_items_are_left_out(boxes: Mailboxes) -> None:
    one, other = boxes.mail("one"), boxes.mail("other")
    hidden = boxes.store.add(boxes.folder(), Item("Message", {"Subject": "h", "IsAssociated": "true"}))
    ignore = f'<m:Ignore><t:ItemId Id="{one.id}"/></m:Ignore>'
    assert ids_of(boxes.ask(sync(boxes.folder(), more=ignore))) == [other.id]
    scope = "<m:SyncScope>NormalAndAssociatedItems</m:SyncScope>"
    assert ids_of(boxes.ask(sync(boxes.folder(), more=f"|{scope}"))) == [one.id, other.id, hidden.id]


def test_wrong_states_are_answered_with_an_empty_one(boxes: Mailboxes) -> None:
    boxes.mail("m")
    state = texts(boxes.ask(sync(boxes.folder())), "SyncState")[0]
    damaged = state[:12] + ("A" if state[12] != "A" else "B") + state[13:]
    later = Mailboxes()
    for folder, text, mailboxes in [
        (boxes.folder("drafts"), state, boxes),
        (boxes.folder(), damaged, boxes),
        (boxes.folder(), "no base64", boxes),
        (later.folder(), state, later),
    ]:
        answer = mailboxes.ask(sync(folder, text))
        assert codes(answer) == ["ErrorInvalidSyncStateData"]
        assert texts(answer, "SyncState") == [""] and texts(answer, "IncludesLastItemInRange") == ["true"]


def test_who_may_not_look_gets_no_state(boxes: Mailboxes) -> None:
    assert codes(boxes.ask(sync(boxes.folder("inbox", boxes.eve)))) == ["ErrorAccessDenied"]
    assert codes(boxes.ask(sync(boxes.folder("inbox", boxes.alan)))) == ["NoError"]


@pytest.mark.parametrize("most", [0, 513, -1, "", "many"])
def test_a_page_has_between_1_and_512_changes(boxes: Mailboxes, most: int | str) -> None:
    assert boxes.fault(sync(boxes.folder(), most=most)) == "ErrorSchemaValidation"
