"""A signed-in connection to a stub whose answers the test writes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from desktop_admin.domain.ports import Credentials, Endpoint
from desktop_admin.exchange.connection import ExchangeConnection
from tests.helpers import schema
from tests.helpers.ews_stub import PASSWORD, USER, Answer, Stub, exchange, serving

Opened = tuple[ExchangeConnection, Stub]
Connected = Callable[..., AbstractAsyncContextManager[Opened]]


@pytest.fixture
def connected() -> Connected:
    """``async with connected(answer, seconds=…) as (connection, stub)``."""

    @asynccontextmanager
    async def opened(answer: Answer, *, seconds: float = 5.0, connections: int = 3) -> AsyncIterator[Opened]:
        with serving(exchange(answer)) as stub:
            endpoint = Endpoint(stub.url, timeout=seconds, connections=connections)
            connection = ExchangeConnection(endpoint, Credentials(USER, PASSWORD))
            await connection.connect()
            try:
                yield connection, stub
            finally:
                await connection.close()
            for request in stub.requests:
                assert_as_microsoft_writes_it(request.body)

    return opened


def assert_as_microsoft_writes_it(document: str) -> None:
    """Holds what we send against the look-alike's schema, and Microsoft's where that lies beside the checkout."""
    schema.check(document.encode())
