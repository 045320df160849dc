"""The database's schema, step by step (Alembic). Alembic itself is loaded only when there is something to migrate.

A new step: change ``storage/tables.py``, add ``versions/NNNN_words.py`` that does the same to an existing file, and
set :data:`HEAD`. A test compares what the steps build with the tables.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0006"
"""The last step's revision."""

VERSION_TABLE = "alembic_version"

_HERE = Path(__file__).resolve().parent
VERSIONS = _HERE / "versions"


def known(folders: tuple[Path, ...]) -> frozenset[str]:
    """Every revision that the steps in ``folders`` lead through."""
    from alembic.script import ScriptDirectory

    return frozenset(step.revision for step in ScriptDirectory.from_config(_config(folders)).walk_revisions())


def upgrade(file: Path, folders: tuple[Path, ...], target: str, busy_timeout: float) -> None:
    """Takes ``file`` to revision ``target``, all or nothing: one transaction. Raises what SQLAlchemy raises."""
    _run(file, folders, target, busy_timeout, "upgrade")


def downgrade(file: Path, folders: tuple[Path, ...], target: str, busy_timeout: float) -> None:
    """Takes ``file`` back to revision ``target`` ("base": nothing)."""
    _run(file, folders, target, busy_timeout, "downgrade")


def _run(file: Path, folders: tuple[Path, ...], target: str, busy_timeout: float, direction: str) -> None:
    from alembic import command
    from sqlalchemy import URL, create_engine, event, text
    from sqlalchemy.pool import NullPool

    # Not written as a text: a question mark in a folder's name would begin the options.
    address = URL.create("sqlite", database=str(file))
    engine = create_engine(address, poolclass=NullPool, connect_args={"timeout": busy_timeout})

    # Python's sqlite3 would commit before each table that is made; SQLite itself can undo those too.
    @event.listens_for(engine, "connect")
    def _no_commits_of_its_own(connection: Any, _record: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    config = _config(folders)
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        getattr(command, direction)(config, target)
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise RuntimeError(f"The migration left a row of {broken[0]} without the row that it belongs to.")
    engine.dispose()


def _config(folders: tuple[Path, ...]) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(folder).replace("%", "%%") for folder in folders))
    return config
