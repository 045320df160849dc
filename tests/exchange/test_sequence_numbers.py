"""Sequence numbers that nobody's calendar has: strangers choose them, and they end in a database's column."""

from __future__ import annotations

import pytest
from lxml import etree

from desktop_admin.exchange.messages import LARGEST_SEQUENCE, _sequence

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"


@pytest.mark.parametrize(
    ("told", "read"),
    [("3", 3), ("-5", -5), ("", None), ("9" * 19, LARGEST_SEQUENCE), ("9" * 5000, LARGEST_SEQUENCE)],
)
def test_a_sequence_number_fits_where_it_is_stored(told: str, read: int | None) -> None:
    item = etree.Element(f"{{{TYPES}}}MeetingRequest")
    etree.SubElement(item, f"{{{TYPES}}}AppointmentSequenceNumber").text = told
    assert _sequence(item) == read
