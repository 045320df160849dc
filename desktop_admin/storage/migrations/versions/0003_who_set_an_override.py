"""Who set an override: until now only administrators could.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("overrides") as overrides:
        overrides.add_column(sa.Column("set_by", sa.String(20), nullable=False, server_default="administrator"))


def downgrade() -> None:
    with op.batch_alter_table("overrides") as overrides:
        overrides.drop_column("set_by")
