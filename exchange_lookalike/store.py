"""The mailboxes: folders and items, what happens to them, and who is notified.

Everything that happens takes the next number of one sequence: change keys, sync states and the order of events come
from it. Nothing here is awaited; all of it runs on the server's loop.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from exchange_lookalike import ids
from exchange_lookalike.accounts import Account, Directory
from exchange_lookalike.faults import EwsError
from exchange_lookalike.items import Folder, Item, Mailbox
from exchange_lookalike.notifications.events import Event, ObjectId
from exchange_lookalike.quirks import Quirks

Listener = Callable[[int, Event], None]

DISTINGUISHED: dict[str, tuple[str, str, str, str]] = {
    # well-known name: parent, kind, display name, folder class
    "root": ("", "Folder", "", ""),
    "msgfolderroot": ("root", "Folder", "Top of Information Store", "IPF.Note"),
    "inbox": ("msgfolderroot", "Folder", "Inbox", "IPF.Note"),
    "calendar": ("msgfolderroot", "CalendarFolder", "Calendar", "IPF.Appointment"),
    "deleteditems": ("msgfolderroot", "Folder", "Deleted Items", "IPF.Note"),
    "sentitems": ("msgfolderroot", "Folder", "Sent Items", "IPF.Note"),
    "drafts": ("msgfolderroot", "Folder", "Drafts", "IPF.Note"),
    "outbox": ("msgfolderroot", "Folder", "Outbox", "IPF.Note"),
    "junkemail": ("msgfolderroot", "Folder", "Junk Email", "IPF.Note"),
    "contacts": ("msgfolderroot", "ContactsFolder", "Contacts", "IPF.Contact"),
    "tasks": ("msgfolderroot", "TasksFolder", "Tasks", "IPF.Task"),
    "notes": ("msgfolderroot", "Folder", "Notes", "IPF.StickyNote"),
    "journal": ("msgfolderroot", "Folder", "Journal", "IPF.Journal"),
    "conversationhistory": ("msgfolderroot", "Folder", "Conversation History", "IPF.Note"),
    "syncissues": ("msgfolderroot", "Folder", "Sync Issues", "IPF.Note"),
    "conflicts": ("syncissues", "Folder", "Conflicts", "IPF.Note"),
    "localfailures": ("syncissues", "Folder", "Local Failures", "IPF.Note"),
    "serverfailures": ("syncissues", "Folder", "Server Failures", "IPF.Note"),
    "recipientcache": ("contacts", "ContactsFolder", "Recipient Cache", "IPF.Contact.RecipientCache"),
    "searchfolders": ("root", "Folder", "Finder", ""),
    "recoverableitemsroot": ("root", "Folder", "Recoverable Items", ""),
    "recoverableitemsdeletions": ("recoverableitemsroot", "Folder", "Deletions", ""),
    "recoverableitemsversions": ("recoverableitemsroot", "Folder", "Versions", ""),
    "recoverableitemspurges": ("recoverableitemsroot", "Folder", "Purges", ""),
}
_NUMBERS = {name: number for number, name in enumerate(DISTINGUISHED, 1)}
_NAMES = {number: name for name, number in _NUMBERS.items()}


def utc_now() -> datetime:
    """The computer's clock."""
    return datetime.now(UTC)


class Store:
    """Every mailbox of the organisation. `clock` gives the present in UTC; `quirks` is how the server differs."""

    def __init__(self, directory: Directory, clock: Callable[[], datetime] = utc_now) -> None:
        self.directory = directory
        self.now = clock
        self.sequence = 1
        self.quirks = Quirks()
        self._mailboxes: dict[int, Mailbox] = {}
        self._items: dict[int, Item] = {}
        self._listeners: list[Listener] = []
        self._next_item = 1

    # --- finding ---------------------------------------------------------------------------------------------------

    def mailbox(self, account: Account) -> Mailbox:
        """The mailbox of an account. Raises EwsError ErrorNonExistentMailbox for an account without one."""
        if not account.has_mailbox:
            raise EwsError("ErrorNonExistentMailbox", values={"SmtpAddress": account.address})
        found = self._mailboxes.get(account.number)
        if found is None:
            found = self._mailboxes[account.number] = Mailbox(account)
        return found

    def folder(self, account: Account, name: str) -> Folder:
        """The distinguished folder `name` of an account. Raises EwsError ErrorFolderNotFound."""
        mailbox = self.mailbox(account)
        found = mailbox.by_name.get(name)
        return found if found is not None else self._make_distinguished(mailbox, name)

    def folder_by_id(self, text: str) -> Folder:
        """The folder with that identifier. Raises EwsError."""
        key = ids.decode(text)
        if key.kind != ids.FOLDER:
            raise EwsError("ErrorInvalidFolderId")
        account = self.directory.by_number(key.mailbox)
        if account is None or not account.has_mailbox:
            raise EwsError("ErrorFolderNotFound")
        found = self.mailbox(account).folders.get(key.number)
        if found is None and key.number in _NAMES:
            found = self.folder(account, _NAMES[key.number])
        if found is None:
            raise EwsError("ErrorFolderNotFound")
        return found

    def item_by_key(self, key: ids.Key) -> Item:
        """The item (an occurrence's series) that the key names. Raises EwsError ErrorItemNotFound."""
        found = self._items.get(key.number)
        if found is None or found.owner.number != key.mailbox:
            raise EwsError("ErrorItemNotFound")
        return found

    def all_folders(self, account: Account) -> Mailbox:
        """The account's mailbox with every distinguished folder made."""
        mailbox = self.mailbox(account)
        for name in DISTINGUISHED:
            if name not in mailbox.by_name:
                self._make_distinguished(mailbox, name)
        return mailbox

    # --- folders ---------------------------------------------------------------------------------------------------

    def _make_distinguished(self, mailbox: Mailbox, name: str) -> Folder:
        if name not in DISTINGUISHED:
            raise EwsError("ErrorFolderNotFound")
        parent, kind, title, folder_class = DISTINGUISHED[name]
        above = self.folder(mailbox.account, parent) if parent else None
        made = Folder(mailbox, _NUMBERS[name], kind, title, folder_class, above, name)
        mailbox.by_name[name] = made
        self._enter(made)
        return made

    def _enter(self, folder: Folder) -> None:
        mailbox = folder.mailbox
        mailbox.folders[folder.number] = folder
        if folder.parent is not None:
            folder.parent.children[folder.number] = folder
        folder.sequence = self._tick()
        mailbox.hierarchy.arrived(folder.number, folder.sequence)

    def create_folder(self, parent: Folder, kind: str, name: str, folder_class: str) -> Folder:
        """Make a folder. Raises EwsError ErrorFolderExists."""
        self._check_name(parent, name)
        mailbox = parent.mailbox
        made = Folder(mailbox, mailbox.next_folder, kind, name, folder_class, parent)
        mailbox.next_folder += 1
        self._enter(made)
        self._tell_folder("Created", made)
        return made

    def _check_name(self, parent: Folder, name: str) -> None:
        if not name:
            raise EwsError("ErrorFolderSavePropertyError", "A folder needs a name.")
        if any(child.name.casefold() == name.casefold() for child in self.children(parent)):
            raise EwsError("ErrorFolderExists")

    def children(self, folder: Folder) -> list[Folder]:
        """The folders right below, in the order of their names."""
        if folder.distinguished:
            self.all_folders(folder.mailbox.account)
        return sorted(folder.children.values(), key=lambda child: child.name.casefold())

    def rename_folder(self, folder: Folder, name: str) -> None:
        """Give a folder another name. Raises EwsError ErrorFolderExists."""
        if folder.parent is not None and name.casefold() != folder.name.casefold():
            self._check_name(folder.parent, name)
        folder.name = name
        self.touch_folder(folder)

    def touch_folder(self, folder: Folder) -> None:
        """A folder's own properties have changed."""
        folder.sequence = self._tick()
        folder.mailbox.hierarchy.changed(folder.number, folder.sequence)
        self._tell_folder("Modified", folder)

    def delete_folder(self, folder: Folder) -> None:
        """Delete a folder with all that is in it. Raises EwsError ErrorDeleteDistinguishedFolder."""
        if folder.distinguished:
            raise EwsError("ErrorDeleteDistinguishedFolder")
        for child in list(folder.children.values()):
            self.delete_folder(child)
        for item in list(folder.items.values()):
            self.delete(item)
        del folder.mailbox.folders[folder.number]
        if folder.parent is not None:
            folder.parent.children.pop(folder.number)
        folder.mailbox.hierarchy.left(folder.number, self._tick())
        self._tell_folder("Deleted", folder)

    def move_folder(self, folder: Folder, target: Folder) -> None:
        """Hang a folder below another one of its mailbox; it keeps its identifier. Raises EwsError."""
        if folder.distinguished or target.within(folder) or target.mailbox is not folder.mailbox:
            raise EwsError("ErrorMoveCopyFailed", "The folder cannot be moved there.")
        self._check_name(target, folder.name)
        old = folder.parent
        if old is not None:
            old.children.pop(folder.number)
        folder.parent = target
        target.children[folder.number] = folder
        folder.sequence = self._tick()
        folder.mailbox.hierarchy.changed(folder.number, folder.sequence)
        self._tell_folder("Moved", folder, old)

    # --- items -----------------------------------------------------------------------------------------------------

    def add(self, folder: Folder, item: Item, *, created: bool = True, by: Account | None = None) -> Item:
        """Put a draft into a folder: it becomes an item with an identifier. `created` False leaves the event out."""
        item.number = self._next_item
        self._next_item += 1
        item.folder = folder
        item.modified = self.now()
        if item.created.year == 1601:
            item.created = item.modified
        item.modified_by = (by or folder.mailbox.account).name
        item.sequence = self._tick()
        self._items[item.number] = item
        folder.items[item.number] = item
        folder.changed = item.modified
        folder.log.arrived(item.number, item.sequence)
        if created:
            self._tell_item("Created", item)
        self._count(folder, 1 if _is_unread(item) else 0)
        return item

    def deliver(self, account: Account, item: Item, folder: str = "inbox") -> Item:
        """A message arrives: it is received now, unread, and announced as new mail."""
        item.values.setdefault("IsRead", "false")
        item.set_moment("DateTimeReceived", self.now())
        self.add(self.folder(account, folder), item)
        self._tell_item("NewMail", item)
        return item

    def touch(self, item: Item, *, read_flag_only: bool = False, was_unread: bool | None = None) -> None:
        """An item has changed: a new change key, a line in the log, an event.

        `was_unread` is what it was before, for whoever may have changed its read flag.
        """
        folder = item.home
        item.sequence = self._tick()
        item.modified = folder.changed = self.now()
        folder.log.changed(item.number, item.sequence, read_flag_only=read_flag_only)
        self._tell_item("Modified", item)
        if was_unread is not None:
            self._count(folder, _is_unread(item) - was_unread)

    def set_read(self, item: Item, is_read: bool) -> None:
        """Set a message's read flag."""
        before = _is_unread(item)
        if before != (not is_read):
            item.values["IsRead"] = "true" if is_read else "false"
            self.touch(item, read_flag_only=True, was_unread=before)

    def delete(self, item: Item, how: str = "HardDelete") -> Item | None:
        """Delete an item; `how` is HardDelete, SoftDelete or MoveToDeletedItems. Gives it as it lives on, if so."""
        if how == "MoveToDeletedItems" and item.home.distinguished != "deleteditems":
            return self.move(item, self.folder(item.owner, "deleteditems"))
        if how == "SoftDelete":
            return self.move(item, self.folder(item.owner, "recoverableitemsdeletions"))
        folder = item.home
        self._leave(item)
        self._tell_item("Deleted", item)
        self._count(folder, -_is_unread(item))
        return None

    def move(self, item: Item, target: Folder) -> Item:
        """Move an item. It becomes another item with another identifier; the old one is no more."""
        source, old = item.home, ObjectId(item.id, item.change_key)
        self._leave(item)
        moved = self.add(target, item.copy(), created=False)
        self._tell_item("Moved", moved, old, source)
        self._count(source, -_is_unread(item))
        return moved

    def copy(self, item: Item, target: Folder) -> Item:
        """Copy an item into a folder."""
        made = self.add(target, item.copy(), created=False)
        self._tell_item("Copied", made, ObjectId(item.id, item.change_key), item.home)
        return made

    def _leave(self, item: Item) -> None:
        del self._items[item.number]
        del item.home.items[item.number]
        item.home.changed = self.now()
        item.home.log.left(item.number, self._tick())

    # --- events ----------------------------------------------------------------------------------------------------

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(account number, event)` for whatever happens; the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tick(self) -> int:
        self.sequence += 1
        return self.sequence

    def _count(self, folder: Folder, change: int) -> None:
        """Messages came, went or were read: the folder's counters have changed."""
        folder.unread += change
        if self._listeners:
            self._tell_folder("Modified", folder)

    def _tell_item(self, kind: str, item: Item, old: ObjectId | None = None, source: Folder | None = None) -> None:
        folder = item.home
        if self._listeners:
            self._tell(kind, folder, ObjectId(item.id, item.change_key), False, folder, old, source)
            in_calendar = "calendar" in (folder.distinguished, source.distinguished if source is not None else "")
            if in_calendar and kind in ("Created", "Modified", "Deleted", "Moved", "Copied"):
                self._tell("FreeBusyChanged", folder, ObjectId(item.id, item.change_key), False, folder)

    def _tell_folder(self, kind: str, folder: Folder, old_parent: Folder | None = None) -> None:
        if self._listeners:
            own = ObjectId(folder.id, folder.change_key)
            old = own if old_parent is not None else None
            self._tell(kind, folder.parent or folder, own, True, folder, old, old_parent)

    def _tell(
        self,
        kind: str,
        parent: Folder,
        subject: ObjectId,
        is_folder: bool,
        about: Folder,
        old: ObjectId | None = None,
        source: Folder | None = None,
    ) -> None:
        heard = {about.number, parent.number} | ({source.number} if source is not None else set())
        event = Event(
            kind,
            self.now(),
            subject,
            is_folder,
            ObjectId(parent.id, parent.change_key),
            frozenset(heard),
            old,
            ObjectId(source.id, source.change_key) if source is not None else None,
            about.unread if kind == "Modified" and is_folder else None,
        )
        for listener in self._listeners:
            listener(about.mailbox.account.number, event)


def _is_unread(item: Item) -> bool:
    return item.values.get("IsRead") == "false"
