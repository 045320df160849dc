"""What hangs on an item: files and other items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lxml import etree


@dataclass(eq=False, slots=True)
class Attachment:
    """A file or an item that hangs on an item. `content` is a file's bytes, `item` an attached item's element."""

    number: int
    name: str
    content: bytes = b""
    content_type: str = "application/octet-stream"
    content_id: str = ""
    is_inline: bool = False
    modified: datetime | None = None
    item: etree._Element | None = None
