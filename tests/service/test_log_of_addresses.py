"""Every subscription and every automatic reply that is read is a line of the log file; the window has the sums."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_admin.domain.people import Person
from tests.helpers.real_service import RealService

PEOPLE = 40


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RealService]:
    made = RealService(tmp_path / "service")
    yield made
    made.stop()


def test_each_address_is_a_line_of_the_file_and_the_window_has_sums(
    service: RealService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "desktop_admin.story")
    head = service.add("Head office")
    addresses = [f"person{number}@example.com" for number in range(PEOPLE)]
    service.add_people(head, [Person(0, address, address) for address in addresses])
    service.until_in_time(
        lambda: all(f"Subscribing to {each}" in caplog.text for each in addresses), "a line for each subscription"
    )
    lines = [record.getMessage() for record in caplog.records]
    for address in addresses:
        assert any(line.startswith(f"Head office: Read automatic reply of {address} (") for line in lines)
    window = [line.text for line in service.do(service.concierge.log_lines())]
    assert any(line.startswith("Subscribing to person") and f"and {PEOPLE - 1} more" in line for line in window)
    assert not any("automatic reply of" in line for line in window)
    assert sum("Subscribing to" in line for line in window) < PEOPLE
