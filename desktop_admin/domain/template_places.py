"""Where words stand in a template: jinja2 tells lines alone, so the words are read once more, with their columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import jinja2

_OPENING = ("variable_begin", "block_begin")
_CLOSING = ("variable_end", "block_end")
_CONDITION = re.compile(r"\{%[-+]?\s*(\w+)")


@dataclass(frozen=True, slots=True)
class _Word:
    offset: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """``{% name … %}``: where it begins, and where its name does."""

    start: int
    word: int
    name: str


class Places:
    """The words of ``source`` within jinja's braces. Every place is (line, column), both from 1."""

    def __init__(self, source: str, environment: jinja2.Environment) -> None:
        self._starts = [0, *(at + 1 for at, letter in enumerate(source) if letter == "\n")]
        self._source = source
        self._words, self._stopped = _read(source, environment)
        self._waiting: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        before = ""
        for word in self._words:
            if word.kind in ("name", "operator"):
                # A filter's name is told from a variable's by the stroke before it.
                text = f"|{word.text}" if before == "|" else word.text
                self._waiting[self.at(word.offset)[0], text].append(word.offset)
            elif word.kind in _OPENING:
                self._waiting[self.at(word.offset)[0], "{"].append(word.offset)
            before = before if word.kind == "whitespace" else word.text

    def at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def next(self, line: int, *words: str) -> tuple[int, int]:
        """The place of the first of ``words`` that stands in ``line`` and was not asked for before; else of the line's
        first brace."""
        for word in words:
            if found := self._waiting[line, word]:
                return self.at(found.pop(0))
        braces = self._waiting[line, "{"]
        return self.at(braces[0]) if braces else (line, 1)

    def tags(self) -> Iterator[Tag]:
        """Every ``{% … %}`` that begins with a name, in their order."""
        start: int | None = None
        for word in self._words:
            if word.kind == "block_begin":
                start = word.offset
            elif word.kind != "whitespace" and start is not None:
                if word.kind == "name":
                    yield Tag(start, word.offset, word.text)
                start = None

    def unended(self) -> tuple[int, str] | None:
        """The place of braces that nothing ends, and which ones: ``{{`` or ``{%``."""
        last = next((word for word in reversed(self._words) if word.kind in (*_OPENING, *_CLOSING)), None)
        if self._stopped is not None or last is None or last.kind in _CLOSING:
            return None
        return last.offset, last.text[:2]

    def first_fault(self, line: int, is_right: Callable[[str], bool]) -> tuple[int, int]:
        """Where a text that cannot be read goes wrong: where not even its words could be told, else at the first
        braces of ``line`` that are wrong by themselves, else at the braces last begun up to there.
        """
        if self._stopped is not None:
            return self.at(self._stopped)
        last: int | None = None
        for start, end in self._braces():
            if self.at(start)[0] > line:
                break
            last = start
            if self.at(end)[0] >= line and not is_right(_by_itself(self._source[start:end])):
                return self.at(start)
        return (line, 1) if last is None else self.at(last)

    def _braces(self) -> list[tuple[int, int]]:
        """(start, end) of each pair of braces; the last may have no end of its own."""
        found: list[tuple[int, int]] = []
        start: int | None = None
        for word in self._words:
            if word.kind in _OPENING:
                start = word.offset
            elif word.kind in _CLOSING and start is not None:
                found.append((start, word.offset + len(word.text)))
                start = None
        if start is not None:
            found.append((start, len(self._source)))
        return found


def _by_itself(braces: str) -> str:
    """``{% if … %}`` and its kin with what makes them whole; ``{{ … }}`` is whole as it is."""
    found = _CONDITION.match(braces)
    word = found.group(1) if found else ""
    begin, end = "{% if 1 %}" * (word in ("elif", "else", "endif")), "{% endif %}" * (word in ("if", "elif", "else"))
    return f"{begin}{braces}{end}"


def _read(source: str, environment: jinja2.Environment) -> tuple[list[_Word], int | None]:
    """The words, and the offset at which jinja2 could not read on (None: it read all)."""
    words: list[_Word] = []
    offset = 0
    try:
        for _, kind, text in environment.lex(source):
            # What trimming took away (``{{-``) is not told: each word is looked for from the end of the last one.
            found = source.find(text, offset)
            offset = found if found >= 0 else offset
            words.append(_Word(offset, kind, text))
            offset += len(text)
    except jinja2.TemplateSyntaxError:
        # Of what is never ended, the beginning is shown.
        return words, words[-1].offset if words and words[-1].kind.endswith("_begin") else offset
    return words, None
