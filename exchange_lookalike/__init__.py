"""An Exchange look-alike over real HTTP: the other side of the demo and of the tests.

The seams, for whoever adds to it:

**A request's way.** `server.Edge` reads HTTP, signs in, makes the trouble that is wished and reads the envelope
(`soap.parse`). `dispatch.Dispatcher(store)` is what it asks: `admit(envelope, caller)` holds the request against the
schema (`schema.documents`), reads the version, the impersonation and the time zone and gives a `dispatch.Call`
(`store`, `caller`, `account` = whose rights apply,
`request` = the operation's element, `headers`, `version`, `zone`); `answer(call)` calls the operation's handler.
Subscriptions and streams are the edge's own matter (`notifications`). `dispatcher.dispatch(data, caller)` goes the
whole way without HTTP: from an envelope's bytes and the signed-in `accounts.Account` to `Answer(status, body)`.
`api.Sandbox` puts all of it together.

**An operation** is a function that is registered by name and gives its response element::

    @operation("GetFolder")                     # for every server; the module stands in dispatch._MODULES
    def get_folder(call: Call) -> etree._Element: ...

Batches go through `dispatch.answer_each(call, parts, act)`: `act(part)` gives `soap.success(name, *elements)`, and an
EwsError becomes that part's error message. `soap.response`, `soap.failure`, `soap.m` and `soap.t` build the rest.

**Errors.** `raise EwsError("ErrorItemNotFound")` (code of ResponseCodeType, optional text) inside a batch answers that
part, elsewhere it is the SOAP fault of the whole request. `raise SchemaViolation("...", line)` is always a fault.
Anything else that is raised is a mistake of ours: a fault ErrorInternalServerError, kept in `dispatcher.failures`.

**Folders and items.** `access.folder(call, element)` and `access.item(call, element)` go from identifiers to objects
and check the caller's rights; `access.folders/items(request, list name)` give the identifiers of a batch. Without a
request: `store.folder(account, "inbox")`, `store.folder_by_id(text)`, `store.item_by_key(ids.decode(text))`,
`store.mailbox(account)` (`.notes` is a dict for what you keep per mailbox), `folder.items` (by number).
An `items.Item` has `kind`, `values` (text or element by field name; extended properties by a tuple), `appointment` and
`meeting` (the calendar halves), `owner`, `home` (its folder), `id`, `change_key`, `master` (set on
occurrences, which are made by `series.shown_as(tail, values, appointment)`).

**Changing.** `store.add(folder, Item(kind, values))`, `store.deliver(account, item)` (into the inbox, as new mail),
`store.touch(item)` after you changed its values or halves, `store.set_read`, `store.move(item, folder)` and
`store.copy` give the new item (another identifier), `store.delete(item, how)`. Each makes a change key, a line for
SyncFolderItems, and events.

**Listening.** `store.listen(callback)` calls `callback(account number, notifications.events.Event)` for everything that
happens, in order, and gives a function that ends it. `account.number` = `directory.by_number`.

**Time.** `store.now()` is the injected clock, UTC.

**The calendar** is asked through `rules.CalendarRules`; `calendar.rules` implements and registers it (`rules.use`).
Fields of `fields.CALENDAR_FIELDS` are shown by it for items with a calendar half.
"""
