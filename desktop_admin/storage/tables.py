"""The tables. Times are UTC; whatever belongs to an integration goes with it.

A ``..._key`` column is the case-folded form by which something is found or must be unique. ``String`` is for texts that
the program itself chooses or limits; everything that others write is ``Text``.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from desktop_admin.domain.people import MAX_KEYWORDS
from desktop_admin.storage.columns import UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _integration(*, primary_key: bool = False) -> Column[str]:
    owner = ForeignKey("integrations.id", ondelete="CASCADE")
    return Column("integration_id", String(64), owner, primary_key=primary_key, nullable=False)


def _person() -> Column[int]:
    return Column("person_id", Integer, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)


integrations = Table(
    "integrations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("document", JSON, nullable=False),
    Column("created", UtcDateTime, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("document", JSON, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    _integration(),
    Column("name", String(200), nullable=False),
    Column("address", String(320), nullable=False),
    Column("address_key", String(320)),
    Column("extension", String(64), nullable=False),
    Column("calendar_integration", Boolean, nullable=False),
    UniqueConstraint("integration_id", "address_key"),
    sqlite_autoincrement=True,
)
"""Numbers are never given twice (autoincrement): a late reading cannot land at somebody new. ``address_key`` is null
for people without an address, so that there may be many of them."""

presences = Table(
    "presences",
    metadata,
    _integration(primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("colour", String(7), nullable=False),
    Column("icon", String(32), nullable=False, server_default=text("''")),
)

keywords = Table(
    "keywords",
    metadata,
    _integration(primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("word", String(200), nullable=False),
    Column("presence", String(200), nullable=False),
    Column("anywhere", Boolean, nullable=False),
    CheckConstraint(f"position >= 0 AND position < {MAX_KEYWORDS}", name="position_in_table"),
)

readings = Table(
    "readings",
    metadata,
    _person(),
    Column("read_from", UtcDateTime),
    Column("read_until", UtcDateTime),
    Column("read_at", UtcDateTime),
    Column("out_of_office", JSON(none_as_null=True)),
    Column("how", String(32), nullable=False, server_default=text("''")),
)
"""``how``: by which operations it was read last ("batch" or "mailbox")."""

appointments = Table(
    "appointments",
    metadata,
    _person(),
    Column("position", Integer, primary_key=True),
    Column("item_id", Text, nullable=False),
    Column("start", UtcDateTime, nullable=False),
    Column("end", UtcDateTime, nullable=False),
    Column("subject", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("show_as", String(32), nullable=False),
    Column("is_all_day", Boolean, nullable=False),
    Column("is_private", Boolean, nullable=False),
    Column("is_cancelled", Boolean, nullable=False),
    Column("my_response", String(32), nullable=False),
    Column("is_recurring", Boolean, nullable=False),
    CheckConstraint("NOT is_private OR (subject = '' AND location = '')", name="private_untold"),
)

overrides = Table(
    "overrides",
    metadata,
    _person(),
    Column("presence", String(200), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("set_by", String(20), nullable=False, server_default="administrator"),
)

presence_changes = Table(
    "presence_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("presence", String(200), nullable=False),
    Column("cause", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Index(None, "person_id", "at"),
    Index(None, "at"),
)

directory_entries = Table(
    "directory_entries",
    metadata,
    _integration(primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("entry_key", String(512), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("address", String(320), nullable=False),
    Column("extension", String(64), nullable=False),
    Column("number", Text, nullable=False),
    Column("search_text", Text, nullable=False),
    Index(None, "integration_id", "generation", "kind", "name"),
)
"""The cache of the directory: people and rooms as it told them last. A reading is one ``generation``, which counts once
``directory_states`` names it: until then nobody sees it, and nobody waits while it is stored."""

directory_addresses = Table(
    "directory_addresses",
    metadata,
    _integration(primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("address_key", Text, primary_key=True),
    Column("entry_key", String(512), nullable=False),
)
"""Every address of every entry, folded: how a sender is looked up."""

directory_states = Table(
    "directory_states",
    metadata,
    _integration(primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("refreshed", UtcDateTime),
    Column("people", Integer, nullable=False),
    Column("rooms", Integer, nullable=False),
    Column("trouble", Text, nullable=False),
    Column("report", JSON, nullable=False),
)

aliases = Table(
    "aliases",
    metadata,
    Column("alias_id", String(64), primary_key=True),
    _integration(),
    Column("alias", String(320), nullable=False),
    Column("numeric_alias", String(64), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("used", UtcDateTime),
    Column("meeting_uid", Text),
    Column("deleted", UtcDateTime),
    Column("released", UtcDateTime),
    Index(None, "integration_id", "used", "created"),
)

rooms = Table(
    "rooms",
    metadata,
    Column("id", String(64), primary_key=True),
    _integration(),
    Column("kind", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("theme", Text, nullable=False),
    Column("passcode", Text, nullable=False),
    Column("chair_passcode", Text, nullable=False),
    Column("owner_address", String(320), nullable=False),
    Column("owner_name", Text, nullable=False),
    Column("entry_key", Text, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("search_text", Text, nullable=False),
    Index(None, "integration_id", "kind"),
    Index(None, "integration_id", "name"),
)
"""Enterprise and custom rooms; calendared ones are ``conferences``. ``entry_key``: the directory's entry behind it."""

held_aliases = Table(
    "held_aliases",
    metadata,
    Column("alias_key", String(320), primary_key=True),
    _integration(),
    Column("alias", String(320), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("owner_id", String(64), nullable=False),
    Index(None, "owner_id"),
    Index(None, "integration_id", "kind"),
)
"""Who holds an alias (whole, and its number alone): the ledger's entry of a calendared room, or a room. The primary
key keeps two from holding the same one, of whatever kind and whatever runs at the same time."""

conferences = Table(
    "conferences",
    metadata,
    Column("id", String(64), primary_key=True),
    _integration(),
    Column("meeting_uid", Text, nullable=False),
    Column("alias_id", String(64), nullable=False),
    Column("alias", String(320), nullable=False),
    Column("numeric_alias", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("organizer_address", Text, nullable=False),
    Column("organizer_name", Text, nullable=False),
    Column("start", UtcDateTime, nullable=False),
    Column("end", UtcDateTime, nullable=False),
    Column("last_end", UtcDateTime),
    Column("zone", Text, nullable=False),
    Column("zone_is_known", Boolean, nullable=False, server_default=text("1")),
    Column("is_all_day", Boolean, nullable=False),
    Column("recurrence", JSON(none_as_null=True)),
    Column("overrides", JSON, nullable=False),
    Column("orphan", Boolean, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("stamp", UtcDateTime),
    Column("join_before", Integer, nullable=False),
    Column("join_after", Integer, nullable=False),
    Column("theme", Text, nullable=False),
    Column("passcode", Text, nullable=False),
    Column("chair_passcode", Text, nullable=False),
    Column("state", String(32), nullable=False),
    Column("search_text", Text, nullable=False, server_default=text("''")),
    Column("expanded_until", UtcDateTime),
    Column("ended", UtcDateTime),
    Column("by_hand", JSON, nullable=False, server_default=text("'[]'")),
    Column("delegate", Text, nullable=False, server_default=text("''")),
    Index(None, "integration_id", "meeting_uid"),
    Index(None, "integration_id", "name"),
    Index(None, "integration_id", "state", "start"),
    Index(None, "alias_id"),
)
"""``last_end``: by then nobody can join any more; null for a series without a known end. ``expanded_until``: so far its
occurrences are stored. ``ended``: when it was cancelled."""

occurrences = Table(
    "occurrences",
    metadata,
    Column(
        "conference_id", String(64), ForeignKey("conferences.id", ondelete="CASCADE"), primary_key=True, nullable=False
    ),
    Column("recurrence_id", UtcDateTime, primary_key=True),
    Column("start", UtcDateTime, nullable=False),
    Column("end", UtcDateTime, nullable=False),
    Column("join_from", UtcDateTime, nullable=False),
    Column("join_until", UtcDateTime, nullable=False),
    Column("is_exception", Boolean, nullable=False),
    Index(None, "join_until"),
    Index(None, "start"),
)
"""Every time a conference takes place, as far ahead as is looked. A single meeting's ``recurrence_id`` is its start."""

journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True),
    _integration(),
    Column("item_id", Text, nullable=False),
    Column("received", UtcDateTime, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("organizer", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("alias", String(320), nullable=False),
    Column("start", UtcDateTime),
    Column("end", UtcDateTime),
    Column("zone", Text, nullable=False),
    Column("is_series", Boolean, nullable=False),
    Column("is_private", Boolean, nullable=False),
    Column("uid", Text, nullable=False),
    Column("recurrence_id", UtcDateTime),
    Column("code", String(32), nullable=False),
    Column("rules", JSON, nullable=False),
    Column("message", JSON, nullable=False),
    UniqueConstraint("integration_id", "item_id"),
    Index(None, "integration_id", "at"),
    Index(None, "integration_id", "outcome"),
    Index(None, "integration_id", "uid"),
    CheckConstraint("NOT is_private OR (subject = '' AND location = '')", name="private_untold"),
)
"""One entry an item: this is what keeps an item from being answered twice."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    _integration(),
    Column("journal_id", Integer, ForeignKey("journal.id", ondelete="CASCADE"), nullable=False),
    Column("mailbox", String(320), nullable=False),
    Column("item_id", Text, nullable=False),
    Column("change_key", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("html", Text, nullable=False),
    Column("state", String(32), nullable=False),
    Column("fate", String(32)),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcDateTime),
    Column("created", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("undo", JSON(none_as_null=True)),
    Index(None, "integration_id", "state"),
    Index(None, "journal_id"),
)

sync_states = Table(
    "sync_states",
    metadata,
    _integration(primary_key=True),
    Column("mailbox_key", String(320), primary_key=True),
    Column("state", Text, nullable=False),
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    _integration(),
    Column("at", UtcDateTime, nullable=False),
    Column("mode", String(32), nullable=False),
    Column("reason", Text, nullable=False, server_default=text("''")),
    Index(None, "integration_id", "at"),
)

notification_days = Table(
    "notification_days",
    metadata,
    _integration(primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("told", Integer, nullable=False),
    Column("missed", Integer, nullable=False),
    Column("doubled", Integer, nullable=False),
    Column("late", Integer, nullable=False),
)
"""What Exchange told of the conferencing inbox, held against what catching up found; ``day`` is a UTC date."""
