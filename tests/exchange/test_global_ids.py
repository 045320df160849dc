"""The day of an occurrence in a global object id, and messages of a server that tells no RecurrenceId."""

from __future__ import annotations

import base64
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from desktop_admin.exchange.global_ids import date_in, occurrence_of
from desktop_admin.exchange.messages import whole, whole_shape
from tests.helpers import schema

# Microsoft's own example (MS-OXOCAL, 4.1.4): moved from 25 to 26 March 2008.
MICROSOFTS = (
    "040000008200E00074C5B7101A82E00807D803195025D461E473C8010000000000000000100000002A5844B3A444F74A9C246C60886F116B"
)
CLEAN = MICROSOFTS.replace("07D80319", "00000000")
INPUTS = schema.PROTOCOL.parent / "inputs"


def written(hexadecimal: str) -> str:
    return base64.b64encode(bytes.fromhex(hexadecimal)).decode()


def test_microsofts_example():
    assert date_in(bytes.fromhex(MICROSOFTS)) == date(2008, 3, 25)
    assert date_in(bytes.fromhex(CLEAN)) is None
    assert occurrence_of(CLEAN, written(MICROSOFTS)) == (CLEAN, date(2008, 3, 25))
    assert occurrence_of(CLEAN, written(CLEAN)) == (CLEAN, None)


def test_a_uid_that_names_the_day_itself_is_made_that_of_the_meeting():
    assert occurrence_of(MICROSOFTS, "") == (CLEAN, date(2008, 3, 25))
    assert occurrence_of(MICROSOFTS.lower(), written(MICROSOFTS)) == (CLEAN, date(2008, 3, 25))


@given(st.binary(max_size=80), st.text(max_size=120))
def test_whatever_comes_is_a_day_or_none(content, uid):
    found = date_in(content)
    if found is not None:
        assert content[16:20] == found.year.to_bytes(2, "big") + bytes((found.month, found.day))
    assert occurrence_of(uid, base64.b64encode(content).decode()) == (uid, found)
    assert occurrence_of(uid, uid)[0] == uid


@given(st.dates(date(1601, 1, 1), date(4500, 12, 31)))
def test_every_day_is_read_as_it_was_written(day):
    made = bytearray.fromhex(CLEAN)
    made[16:20] = day.year.to_bytes(2, "big") + bytes((day.month, day.day))
    assert occurrence_of(CLEAN, base64.b64encode(made).decode()) == (CLEAN, day)
    assert occurrence_of(made.hex().upper(), "") == (CLEAN, day)


def test_it_is_asked_for_in_the_same_request():
    asked = etree.tostring(whole_shape()).decode()
    assert 'DistinguishedPropertySetId="Meeting" PropertyId="3" PropertyType="Binary"' in asked
    assert "calendar:RecurrenceId" in asked


@pytest.mark.skipif(not INPUTS.is_dir(), reason="the other server's answers are not at hand")
@pytest.mark.parametrize("kind", ["request", "cancellation"])
def test_another_servers_message_about_an_occurrence(kind):
    """As it answered, with the property that it would have told had it been asked."""
    root = etree.fromstring((INPUTS / f"3_occurrence_{kind}_without_RecurrenceId.answer.xml").read_bytes())
    (item,) = root.find(".//{*}Items")
    uid = item.findtext("{*}UID")
    ours = bytearray.fromhex(uid)
    ours[16:20] = bytes((7, 0xEA, 12, 3))
    space = "{http://schemas.microsoft.com/exchange/services/2006/types}"
    told = etree.SubElement(item, f"{space}ExtendedProperty")
    etree.SubElement(told, f"{space}ExtendedFieldURI", DistinguishedPropertySetId="Meeting", PropertyId="3")
    etree.SubElement(told, f"{space}Value").text = base64.b64encode(ours).decode()
    message = whole(item)
    assert (message.uid, message.recurrence_id, message.occurrence_date) == (uid, None, date(2026, 12, 3))
