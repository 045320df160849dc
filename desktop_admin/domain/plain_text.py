"""HTML as mail systems write it, as plain text. Bounded: nothing that is put in can make it work long or grow."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree, html

MAX_INPUT: Final = 200_000
MAX_OUTPUT: Final = 4_000

_BLOCKS = frozenset(
    ("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote")
)
_UNSEEN = frozenset(("script", "style", "head", "title", "meta", "template"))
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n\s*\n\s*")
_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff\x00-\x08\x0b-\x1f]")


def plain_text(source: str) -> str:
    """The text that a reader of ``source`` would see, lines kept, at most ``MAX_OUTPUT`` characters."""
    source = source[:MAX_INPUT]
    if "<" not in source and "&" not in source:
        return _tidy(source)
    try:
        # As bytes: a text that names its encoding, as Word's does, would be refused as a string.
        written = source.replace("\0", "").encode("utf-8", "replace")
        tree = html.fromstring(written, parser=html.HTMLParser(encoding="utf-8", recover=True, huge_tree=False))
    except (etree.ParserError, ValueError):
        return ""
    if not isinstance(tree.tag, str):
        return ""  # nothing but a comment: “</í>” is read as one
    return _tidy("".join(_walk(tree)))


def _walk(tree: etree._Element) -> list[str]:
    """Without recursion: nesting depth is the sender's choice."""
    words: list[str] = []
    length = 0
    hidden: etree._Element | None = None
    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = node.tag if isinstance(node.tag, str) else ""
        found = ""
        if event == "start":
            if hidden is None and tag in _UNSEEN:
                hidden = node
            elif hidden is None:
                found = ("\n" if tag in _BLOCKS else "") + (node.text or "")
        else:
            if hidden is node:
                hidden = None
            if hidden is None:
                found = ("\n" if tag in _BLOCKS and tag != "br" else "") + (node.tail or "")
        words.append(found)
        length += len(found)
        if length > 2 * MAX_OUTPUT + MAX_INPUT // 4:
            break
    return words


def _tidy(text: str) -> str:
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " "))
    text = _SPACES.sub(" ", text)
    lines = (line.strip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()[:MAX_OUTPUT]
