"""Whether this run holds answers against Microsoft's schema at all; said once, and loudly."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.helpers import schema


@pytest.mark.skipif(
    not schema.available, reason=f"No answer was held against Microsoft's schema: it is not at {schema.SCHEMA}"
)
def test_the_schema_refuses_what_does_not_fit():
    with pytest.raises(etree.DocumentInvalid):
        schema.check(
            b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
            b'<GetFolder xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"/></s:Body></s:Envelope>'
        )
