"""No limit of length for what others write; whether the time zone of a series is known.

Revision ID: 0005
"""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_WIDENED = {
    "conferences": {"zone": 64, "organizer_address": 320, "delegate": 320},
    "journal": {"zone": 64},
    "directory_entries": {"number": 320},
    "directory_addresses": {"address_key": 320},
}
# What Alembic does not carry over when it builds a table again.
_CHECKS = {"journal": (("private_untold", "NOT is_private OR (subject = '' AND location = '')"),)}


def upgrade() -> None:
    with op.batch_alter_table("conferences") as conferences:
        conferences.add_column(sa.Column("zone_is_known", sa.Boolean(), server_default=sa.text("1"), nullable=False))
    _change(lambda length: (sa.String(length), sa.Text()))


def downgrade() -> None:
    _change(lambda length: (sa.Text(), sa.String(length)))
    with op.batch_alter_table("conferences") as conferences:
        conferences.drop_column("zone_is_known")


def _change(types: Callable[[int], tuple[sa.String, sa.String]]) -> None:
    for table, columns in _WIDENED.items():
        checks = tuple(
            sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in _CHECKS.get(table, ())
        )
        with op.batch_alter_table(table, table_args=checks) as altered:
            for column, length in columns.items():
                before, after = types(length)
                altered.alter_column(column, existing_type=before, type_=after, existing_nullable=False)
