"""The notation of the schema's tables."""

from __future__ import annotations

import pytest
from lxml import etree

from exchange_lookalike.schema import notation

NAMESPACE = "urn:test"
TABLE = """
element Meeting:
MeetingType : BaseType = Subject Attendee{1,2}:PersonType ( Start:dateTime | Never )? Days?:
  @Id! @Count:int=1
abstract BaseType = Note?~
PersonType : string = @Kind:KindType
KindType {Person Room}
DaysType [DayType]
DayType {Mon Tue}
"""


def judge(table: str) -> etree.XMLSchema:
    writer = notation.Writer(notation.documents({("t", NAMESPACE, "types.xsd"): (table,)}))
    return etree.XMLSchema(writer.write(writer.documents[0]))


@pytest.mark.parametrize(
    ("content", "fits"),
    [
        ("<Subject/><Attendee>A</Attendee>", True),
        ("<Note/><Subject/><Attendee Kind='Room'>A</Attendee><Attendee/><Never/><Days>Mon Tue</Days>", True),
        ("<Subject/>", False),
        ("<Subject/><Attendee/><Attendee/><Attendee/>", False),
        ("<Subject/><Attendee Kind='Dog'/>", False),
        ("<Subject/><Attendee/><Start>tomorrow</Start>", False),
        ("<Subject/><Attendee/><Start>2026-01-01T00:00:00Z</Start><Never/>", False),
        ("<Subject/><Attendee/><Days>Mon Sun</Days>", False),
        ("<Attendee/><Subject/>", False),
    ],
)
def test_a_table_becomes_a_schema(content: str, fits: bool) -> None:
    made = etree.fromstring(f'<Meeting xmlns="{NAMESPACE}" Id="1">{content}</Meeting>')
    assert judge(TABLE).validate(made) is fits


@pytest.mark.parametrize(
    "table", ["= nothing", "Name ! other", "Name = A:Unknown", "Name = ( A ) & B", "Name = @A$B", "element A:B"]
)
def test_what_is_no_declaration_is_noticed(table: str) -> None:
    with pytest.raises(ValueError, match=r"not|by '!'"):
        judge(table)
