from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, create_engine, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from desktop_admin.storage.columns import UtcDateTime

moments = st.datetimes(
    min_value=datetime(1900, 1, 2),
    max_value=datetime(9999, 12, 30),
    timezones=st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(timezone),
)


@given(moments)
def test_the_same_moment_comes_out_in_utc(moment: datetime) -> None:
    column = UtcDateTime()
    stored = column.process_bind_param(moment, sqlite.dialect())
    again = column.process_result_value(stored, sqlite.dialect())
    assert again == moment
    assert again is not None and again.tzinfo is UTC


@given(st.lists(moments, min_size=2))
def test_stored_texts_sort_as_the_moments_do(some: list[datetime]) -> None:
    table = Table("moments", MetaData(), Column("at", UtcDateTime))
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(table.insert(), [{"at": moment} for moment in some])
        found = [row.at for row in connection.execute(select(table).order_by(table.c.at))]
    engine.dispose()
    assert found == sorted(some)


def test_a_time_without_a_zone_is_refused() -> None:
    table = Table("moments", MetaData(), Column("at", UtcDateTime))
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        table.create(connection)
        with pytest.raises(StatementError, match="without a zone"):
            connection.execute(table.insert().values(at=datetime(2026, 1, 1)))
    engine.dispose()


def test_nothing_stays_nothing() -> None:
    assert UtcDateTime().process_bind_param(None, sqlite.dialect()) is None
    assert UtcDateTime().process_result_value(None, sqlite.dialect()) is None
