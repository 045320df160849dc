"""Who sent a conference's last message for its organiser; what was decided by UID; addresses with domains as A-labels.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop_admin.domain.address import fold_address

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEYS = (("people", "address_key"), ("directory_addresses", "address_key"), ("sync_states", "mailbox_key"))


def upgrade() -> None:
    with op.batch_alter_table("conferences") as conferences:
        conferences.add_column(sa.Column("delegate", sa.String(length=320), server_default="", nullable=False))
    op.create_index(op.f("ix_journal_integration_id_uid"), "journal", ["integration_id", "uid"])
    for table, column in _KEYS:
        _fold(table, column)


def downgrade() -> None:
    op.drop_index(op.f("ix_journal_integration_id_uid"), "journal")
    with op.batch_alter_table("conferences") as conferences:
        conferences.drop_column("delegate")


def _fold(table: str, column: str) -> None:
    """Only what is not ASCII can have another form; one that two rows would share stays with the first."""
    connection = op.get_bind()
    rows = connection.execute(sa.text(f"SELECT rowid, {column} FROM {table} WHERE {column} GLOB '*[^ -~]*'"))  # noqa: S608
    for rowid, key in rows.all():
        if (folded := fold_address(key)) != key:
            change = sa.text(f"UPDATE OR IGNORE {table} SET {column} = :folded WHERE rowid = :rowid")  # noqa: S608
            connection.execute(change, {"folded": folded, "rowid": rowid})
