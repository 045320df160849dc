"""HTML as plain text."""

from __future__ import annotations

import html
import re


def plain(markup: str) -> str:
    """HTML as text, the way a mail client shows it without formatting."""
    text = re.sub(r"(?is)<(script|style|head)\b.*?</\1\s*>", "", markup)
    text = re.sub(r"(?i)<br\s*/?>|</(p|div|tr|li|h[1-6])\s*>", "\n", text)
    return html.unescape(re.sub(r"<[^>]*>", "", text)).replace("\xa0", " ").strip()
