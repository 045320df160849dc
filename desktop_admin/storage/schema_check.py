"""Holds a database from elsewhere against what the migrations make, before anything works with it. Blocking.

A backup may have been altered: a trigger or a view in it would run with every statement of ours. Reads only.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from desktop_admin.storage import migrations
from desktop_admin.storage.faults import DatabaseForeign, damaged, storage_fault
from desktop_admin.storage.preparing import Schema, inspect_file

_LEFT_TO_SQLITE = ("sqlite_sequence", "sqlite_stat1", "sqlite_stat4")
"""Its own tables: counters and statistics."""
_SIGN = re.compile(
    r"""--[^\n]*|/\*.*?(?:\*/|\Z)|\s+"""
    r"""|(?P<text>'(?:[^']|'')*')|(?P<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])|(?P<word>\w+)|(?P<other>.)""",
    re.DOTALL,
)
_CLAUSES = frozenset(
    {"ABORT", "COLLATE", "CONFLICT", "DEFERRABLE", "DEFERRED", "FAIL", "IGNORE", "REPLACE", "ROLLBACK"}
)
"""Words of a table's definition that change what writing to it does, and of which no pragma tells."""


def check_foreign_database(file: Path, busy_timeout: float, schema: Schema | None = None) -> None:
    """Raises :class:`StorageError` unless ``file`` is whole and has exactly the tables of a schema that we know."""
    schema = schema or Schema()
    try:
        with _read_only(file) as connection:
            _refuse_programs(connection)
        revision = inspect_file(file, busy_timeout, schema)
        if revision is None:
            raise DatabaseForeign("The database is empty.")
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".schema-") as folder:
            reference = Path(folder) / file.name
            migrations.upgrade(reference, schema.folders, revision, busy_timeout)
            with _read_only(reference) as ours, _read_only(file) as theirs:
                _compare(_shape(ours), _shape(theirs))
        with _read_only(file) as connection:
            _check_whole(connection, file)
    except sqlite3.Error as error:
        raise storage_fault(error, file) or damaged(file) from error


@contextlib.contextmanager
def _read_only(file: Path) -> Iterator[sqlite3.Connection]:
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        yield connection


def _refuse_programs(connection: sqlite3.Connection) -> None:
    """Triggers, views and virtual tables: reading any further could run them."""
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        if kind not in ("table", "index") or str(sql or "").lstrip().upper().startswith("CREATE VIRTUAL"):
            raise DatabaseForeign(f"There is a {kind} in it that does not belong there: {str(name)[:80]!r}.")


Shape = dict[str, tuple[Any, ...]]


def _shape(connection: sqlite3.Connection) -> Shape:
    """Tables by name: columns with types, defaults and keys, where they point to, indices and their columns.

    Structure rather than text: another version of SQLAlchemy writes the same table in other words.
    """
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: _table(connection, name) for name in names if name not in _LEFT_TO_SQLITE}


def _table(connection: sqlite3.Connection, name: str) -> tuple[Any, ...]:
    def rows(pragma: str, of: str) -> list[tuple[Any, ...]]:
        return connection.execute(f"SELECT * FROM {pragma}(?)", (of,)).fetchall()  # noqa: S608 - our own names

    indices = []
    for _, index, unique, origin, partial in rows("pragma_index_list", name):
        columns = tuple(row[1:] for row in rows("pragma_index_xinfo", index))
        indices.append((index if origin == "c" else "", unique, origin, partial, columns))
    columns = tuple(rows("pragma_table_xinfo", name))
    points_to = tuple(sorted(row[2:] for row in rows("pragma_foreign_key_list", name)))
    (text,) = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone()
    return columns, points_to, tuple(sorted(indices, key=repr)), _rules(text)


def _rules(definition: str) -> tuple[str, ...]:
    """What a table's definition says of checks, conflicts and collations, in no order: no pragma tells these."""
    signs = [(str(found.lastgroup), found.group()) for found in _SIGN.finditer(definition) if found.lastgroup]
    rules = []
    for at, (kind, sign) in enumerate(signs):
        if kind == "word" and sign.upper() == "CHECK":
            rules.append(" ".join(("CHECK", *_parenthesis(signs[at + 1 :]))))
        elif kind == "word" and sign.upper() in _CLAUSES:
            following = signs[at + 1][1] if at + 1 < len(signs) else ""
            rules.append(f"{sign.upper()} {following.upper()}")
    return tuple(sorted(rules))


def _parenthesis(signs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The signs up to where the parenthesis that they begin with ends; names without their quotes."""
    depth = 0
    for kind, sign in signs:
        depth += (kind, sign) == ("other", "(")
        depth -= (kind, sign) == ("other", ")")
        yield sign[1:-1].lower() if kind == "name" else sign if kind == "text" else sign.lower()
        if depth <= 0:
            return


def _compare(ours: Shape, theirs: Shape) -> None:
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in ours:
            raise DatabaseForeign(f"There is a table in it that does not belong there: {name[:80]!r}.")
        if theirs.get(name) != ours[name]:
            raise DatabaseForeign(f"Its table {name} {'was altered' if name in theirs else 'is missing'}.")


def _check_whole(connection: sqlite3.Connection, file: Path) -> None:
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok" or connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise damaged(file)
