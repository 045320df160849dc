"""Alembic calls this for every command; the connection, with its transaction, comes from ``storage.migrations``."""

from alembic import context

from desktop_admin.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    # SQLite changes a table by building it anew.
    render_as_batch=True,
)
context.run_migrations()
