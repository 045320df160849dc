"""A database with one integration in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desktop_admin.storage import Database
from tests.unit.storage.samples import NOON


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "concierge.sqlite3"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    opened = Database(file)
    await opened.open()
    async with opened.begin() as work:
        await work.integrations.add("head", {"name": "Head office"}, NOON)
        await work.integrations.add("branch", {"name": "Branch"}, NOON)
    yield opened
    await opened.close()
