"""The first schema.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _program()
    _people()
    _facts()
    _aliases()
    _conferences()
    _journal()
    _outbox()
    _connection()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _program() -> None:
    op.create_table(
        "documents",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_documents")),
    )
    op.create_table(
        "integrations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integrations")),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("address_key", sa.String(length=320), nullable=True),
        sa.Column("extension", sa.String(length=64), nullable=False),
        sa.Column("calendar_integration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["integration_id"], ["integrations.id"], name=op.f("fk_people_integration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("integration_id", "address_key", name=op.f("uq_people_integration_id_address_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "presences",
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(
            ["integration_id"], ["integrations.id"], name=op.f("fk_presences_integration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("integration_id", "position", name=op.f("pk_presences")),
    )
    op.create_table(
        "keywords",
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=200), nullable=False),
        sa.Column("presence", sa.String(length=200), nullable=False),
        sa.Column("anywhere", sa.Boolean(), nullable=False),
        sa.CheckConstraint("position >= 0 AND position < 40", name=op.f("ck_keywords_position_in_table")),
        sa.ForeignKeyConstraint(
            ["integration_id"], ["integrations.id"], name=op.f("fk_keywords_integration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("integration_id", "position", name=op.f("pk_keywords")),
    )


def _facts() -> None:
    op.create_table(
        "readings",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("read_from", sa.DateTime(), nullable=True),
        sa.Column("read_until", sa.DateTime(), nullable=True),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("out_of_office", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_readings_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_readings")),
    )
    op.create_table(
        "appointments",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("show_as", sa.String(length=32), nullable=False),
        sa.Column("is_all_day", sa.Boolean(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("my_response", sa.String(length=32), nullable=False),
        sa.Column("is_recurring", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT is_private OR (subject = '' AND location = '')", name=op.f("ck_appointments_private_untold")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_appointments_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "position", name=op.f("pk_appointments")),
    )
    op.create_table(
        "overrides",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("presence", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_overrides_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_overrides")),
    )


def _aliases() -> None:
    op.create_table(
        "aliases",
        sa.Column("alias_id", sa.String(length=64), nullable=False),
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("alias", sa.String(length=320), nullable=False),
        sa.Column("numeric_alias", sa.String(length=64), nullable=False),
        sa.Column("held_key", sa.String(length=320), nullable=True),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("used", sa.DateTime(), nullable=True),
        sa.Column("meeting_uid", sa.Text(), nullable=True),
        sa.Column("deleted", sa.DateTime(), nullable=True),
        sa.Column("released", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["integration_id"], ["integrations.id"], name=op.f("fk_aliases_integration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("alias_id", name=op.f("pk_aliases")),
        sa.UniqueConstraint("held_key", name=op.f("uq_aliases_held_key")),
    )
    op.create_index(op.f("ix_aliases_integration_id_used_created"), "aliases", ["integration_id", "used", "created"])


def _conferences() -> None:
    op.create_table(
        "conferences",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("meeting_uid", sa.Text(), nullable=False),
        sa.Column("alias_id", sa.String(length=64), nullable=False),
        sa.Column("alias", sa.String(length=320), nullable=False),
        sa.Column("numeric_alias", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("organizer_address", sa.String(length=320), nullable=False),
        sa.Column("organizer_name", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("last_end", sa.DateTime(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("is_all_day", sa.Boolean(), nullable=False),
        sa.Column("recurrence", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("overrides", sa.JSON(), nullable=False),
        sa.Column("orphan", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.DateTime(), nullable=True),
        sa.Column("join_before", sa.Integer(), nullable=False),
        sa.Column("join_after", sa.Integer(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("passcode", sa.Text(), nullable=False),
        sa.Column("chair_passcode", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["integration_id"], ["integrations.id"], name=op.f("fk_conferences_integration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conferences")),
    )
    op.create_index(op.f("ix_conferences_alias_id"), "conferences", ["alias_id"])
    op.create_index(op.f("ix_conferences_integration_id_meeting_uid"), "conferences", ["integration_id", "meeting_uid"])
    op.create_index(op.f("ix_conferences_integration_id_name"), "conferences", ["integration_id", "name"])
    op.create_index(
        op.f("ix_conferences_integration_id_state_start"), "conferences", ["integration_id", "state", "start"]
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("received", sa.DateTime(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("organizer", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("alias", sa.String(length=320), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=True),
        sa.Column("end", sa.DateTime(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("is_series", sa.Boolean(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("recurrence_id", sa.DateTime(), nullable=True),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "NOT is_private OR (subject = '' AND location = '')", name=op.f("ck_journal_private_untold")
        ),
        sa.ForeignKeyConstraint(
            ["integration_id"], ["integrations.id"], name=op.f("fk_journal_integration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("integration_id", "item_id", name=op.f("uq_journal_integration_id_item_id")),
    )
    op.create_index(op.f("ix_journal_integration_id_at"), "journal", ["integration_id", "at"])
    op.create_index(op.f("ix_journal_integration_id_outcome"), "journal", ["integration_id", "outcome"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(length=320), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("change_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("fate", sa.String(length=32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["integration_id"], ["integrations.id"], name=op.f("fk_outbox_integration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["journal_id"], ["journal.id"], name=op.f("fk_outbox_journal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_integration_id_state"), "outbox", ["integration_id", "state"])
    op.create_index(op.f("ix_outbox_journal_id"), "outbox", ["journal_id"])


def _connection() -> None:
    op.create_table(
        "sync_states",
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("mailbox_key", sa.String(length=320), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["integration_id"], ["integrations.id"], name=op.f("fk_sync_states_integration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("integration_id", "mailbox_key", name=op.f("pk_sync_states")),
    )
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("integration_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["integration_id"], ["integrations.id"], name=op.f("fk_history_integration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_integration_id_at"), "history", ["integration_id", "at"])


_TABLES = (
    "documents",
    "integrations",
    "people",
    "presences",
    "keywords",
    "readings",
    "appointments",
    "overrides",
    "aliases",
    "conferences",
    "journal",
    "outbox",
    "sync_states",
    "history",
)
"""In the order in which they are made: each after those that it refers to."""
