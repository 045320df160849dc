"""Two columns that no version has read: where a person came from, why the last reading failed.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite's own statement: a table that is built again forgets which numbers it has given before.
    op.execute("ALTER TABLE people DROP COLUMN source")
    op.execute("ALTER TABLE readings DROP COLUMN trouble")


def downgrade() -> None:
    op.add_column("people", sa.Column("source", sa.String(32), server_default=sa.text("''"), nullable=False))
    op.add_column("readings", sa.Column("trouble", sa.Text(), server_default=sa.text("''"), nullable=False))
    with op.batch_alter_table("readings") as readings:
        readings.alter_column("trouble", server_default=None, existing_type=sa.Text(), existing_nullable=False)
