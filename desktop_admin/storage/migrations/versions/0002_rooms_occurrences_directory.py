"""Rooms of every kind with one table of held aliases, stored occurrences, the directory's cache, presence over time.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rooms()
    _held_aliases()
    _occurrences()
    _directory()
    _presence()
    _notifications()
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("undo", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_table("notification_days")
    with op.batch_alter_table("history") as history:
        history.drop_column("reason")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("undo")
    op.drop_table("presence_changes")
    for table, columns in (("people", ("source",)), ("readings", ("how",)), ("presences", ("icon",))):
        with op.batch_alter_table(table) as altered:
            for column in columns:
                altered.drop_column(column)
    for table in ("directory_states", "directory_addresses", "directory_entries", "occurrences"):
        op.drop_table(table)
    with op.batch_alter_table("conferences") as conferences:
        for column in ("search_text", "expanded_until", "ended", "by_hand"):
            conferences.drop_column(column)
    with op.batch_alter_table("aliases") as aliases:
        aliases.add_column(sa.Column("held_key", sa.String(length=320), nullable=True))
        aliases.create_unique_constraint(op.f("uq_aliases_held_key"), ["held_key"])
    op.execute(
        "UPDATE aliases SET held_key = (SELECT alias_key FROM held_aliases"
        " WHERE owner_id = aliases.alias_id AND kind = 'calendared' AND alias = aliases.alias)"
    )
    op.drop_table("held_aliases")
    op.drop_table("rooms")


def _owner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["integration_id"], ["integrations.id"], name=op.f(f"fk_{table}_integration_id"), ondelete="CASCADE"
    )


def _rooms() -> None:
    op.create_table(
        "rooms",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("passcode", sa.Text(), nullable=False),
        sa.Column("chair_passcode", sa.Text(), nullable=False),
        sa.Column("owner_address", sa.String(length=320), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("entry_key", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        _owner("rooms"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
    )
    op.create_index(op.f("ix_rooms_integration_id_kind"), "rooms", ["integration_id", "kind"])
    op.create_index(op.f("ix_rooms_integration_id_name"), "rooms", ["integration_id", "name"])


def _held_aliases() -> None:
    """An alias and its number alone are held by one room each, of whatever kind."""
    op.create_table(
        "held_aliases",
        sa.Column("alias_key", sa.String(length=320), nullable=False),
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("alias", sa.String(length=320), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        _owner("held_aliases"),
        sa.PrimaryKeyConstraint("alias_key", name=op.f("pk_held_aliases")),
    )
    op.create_index(op.f("ix_held_aliases_owner_id"), "held_aliases", ["owner_id"])
    op.create_index(op.f("ix_held_aliases_integration_id_kind"), "held_aliases", ["integration_id", "kind"])
    op.execute(
        "INSERT INTO held_aliases (alias_key, integration_id, alias, kind, owner_id)"
        " SELECT held_key, integration_id, alias, 'calendared', alias_id FROM aliases WHERE held_key IS NOT NULL"
    )
    op.execute(
        "INSERT OR IGNORE INTO held_aliases (alias_key, integration_id, alias, kind, owner_id)"
        " SELECT lower(numeric_alias), integration_id, numeric_alias, 'calendared', alias_id"
        " FROM aliases WHERE held_key IS NOT NULL"
    )
    with op.batch_alter_table("aliases") as aliases:
        aliases.drop_constraint(op.f("uq_aliases_held_key"), type_="unique")
        aliases.drop_column("held_key")


def _occurrences() -> None:
    with op.batch_alter_table("conferences") as conferences:
        conferences.add_column(sa.Column("search_text", sa.Text(), nullable=False, server_default=sa.text("''")))
        conferences.add_column(sa.Column("expanded_until", sa.DateTime(), nullable=True))
        conferences.add_column(sa.Column("ended", sa.DateTime(), nullable=True))
        conferences.add_column(sa.Column("by_hand", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    op.create_table(
        "occurrences",
        sa.Column("conference_id", sa.String(length=64), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("join_from", sa.DateTime(), nullable=False),
        sa.Column("join_until", sa.DateTime(), nullable=False),
        sa.Column("recurrence_id", sa.DateTime(), nullable=False),
        sa.Column("is_exception", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_occurrences_conference_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conference_id", "recurrence_id", name=op.f("pk_occurrences")),
    )
    op.create_index(op.f("ix_occurrences_join_until"), "occurrences", ["join_until"])
    op.create_index(op.f("ix_occurrences_start"), "occurrences", ["start"])


def _directory() -> None:
    op.create_table(
        "directory_entries",
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("entry_key", sa.String(length=512), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("extension", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=320), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        _owner("directory_entries"),
        sa.PrimaryKeyConstraint("integration_id", "generation", "entry_key", name=op.f("pk_directory_entries")),
    )
    by_name = ["integration_id", "generation", "kind", "name"]
    op.create_index(op.f("ix_directory_entries_integration_id_generation_kind_name"), "directory_entries", by_name)
    op.create_table(
        "directory_addresses",
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("address_key", sa.String(length=320), nullable=False),
        sa.Column("entry_key", sa.String(length=512), nullable=False),
        _owner("directory_addresses"),
        sa.PrimaryKeyConstraint("integration_id", "generation", "address_key", name=op.f("pk_directory_addresses")),
    )
    op.create_table(
        "directory_states",
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("refreshed", sa.DateTime(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("rooms", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        _owner("directory_states"),
        sa.PrimaryKeyConstraint("integration_id", name=op.f("pk_directory_states")),
    )


def _notifications() -> None:
    with op.batch_alter_table("history") as history:
        history.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "notification_days",
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("doubled", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        _owner("notification_days"),
        sa.PrimaryKeyConstraint("integration_id", "day", name=op.f("pk_notification_days")),
    )


def _presence() -> None:
    with op.batch_alter_table("presences") as presences:
        presences.add_column(sa.Column("icon", sa.String(length=32), nullable=False, server_default=sa.text("''")))
    with op.batch_alter_table("readings") as readings:
        readings.add_column(sa.Column("how", sa.String(length=32), nullable=False, server_default=sa.text("''")))
    with op.batch_alter_table("people", table_kwargs={"sqlite_autoincrement": True}) as people:
        people.add_column(sa.Column("source", sa.String(length=32), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "presence_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("presence", sa.String(length=200), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_presence_changes_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence_changes")),
    )
    op.create_index(op.f("ix_presence_changes_person_id_at"), "presence_changes", ["person_id", "at"])
    op.create_index(op.f("ix_presence_changes_at"), "presence_changes", ["at"])
