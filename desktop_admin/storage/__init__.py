"""The database: tables, migrations, and repositories that take and give records of the domain."""
