"""Restrictions against plain Python: alone, and as FindItem uses them."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from exchange_lookalike.items import moment_text
from exchange_lookalike.restriction import read_restriction
from exchange_lookalike.shapes import Path
from exchange_lookalike.soap import T
from tests.helpers.find_item import compare, contains, field, find
from tests.helpers.mailboxes import ID_ONLY, NOW, Mailboxes, codes, ids_of, texts


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


Thing = dict[str, Any]
WORDS = st.sampled_from(["", "Plan", "plan b", "PLAN", "Zoë plan", "zoe", "a,b", "Budget 2026"])
THINGS = st.fixed_dictionaries(
    {
        "Subject": st.none() | WORDS,
        "DateTimeReceived": st.none() | st.integers(0, 5).map(lambda hours: NOW + timedelta(hours=hours)),
        "Size": st.none() | st.integers(0, 12),
        "IsRead": st.none() | st.booleans(),
        "Importance": st.sampled_from([None, "Low", "Normal", "High"]),
    }
)
ORDERED = {
    "IsGreaterThan": operator.gt, "IsGreaterThanOrEqualTo": operator.ge, "IsLessThan": operator.lt,
    "IsLessThanOrEqualTo": operator.le, "IsEqualTo": operator.eq,
}  # fmt: skip
LEVELS = ["Low", "Normal", "High"]
Plain = Callable[[Thing], bool]


def uri_of(name: str) -> str:
    return f"message:{name}" if name == "IsRead" else f"item:{name}"


def written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return moment_text(value) if isinstance(value, datetime) else str(value)


def comparable(name: str, value: Any) -> Any:
    if name == "Importance":
        return LEVELS.index(value)
    return value.lower() if name == "Subject" else value


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "Subject": WORDS,
    "DateTimeReceived": st.integers(0, 5).map(lambda hours: NOW + timedelta(hours=hours)),
    "Size": st.integers(0, 12),
    "IsRead": st.booleans(),
    "Importance": st.sampled_from(LEVELS),
}


@st.composite
def comparisons(draw: st.DrawFn) -> tuple[str, Plain]:
    name, kind = draw(st.sampled_from(sorted(VALUES))), draw(st.sampled_from(sorted(ORDERED)))
    value, uri = draw(VALUES[name]), uri_of(name)

    def plain(thing: Thing) -> bool:
        held = thing[name]
        return held is not None and ORDERED[kind](comparable(name, held), comparable(name, value))

    if kind == "IsEqualTo" and draw(st.booleans()):
        return compare("IsNotEqualTo", uri, written(value)), lambda thing: not plain(thing)
    return compare(kind, uri, written(value)), plain


@st.composite
def others(draw: st.DrawFn) -> tuple[str, Plain]:
    name = draw(st.sampled_from(["Exists", "Excludes", "Contains"]))
    if name == "Exists":
        of = draw(st.sampled_from(sorted(VALUES)))
        return f"<t:Exists>{field(uri_of(of))}</t:Exists>", lambda thing: thing[of] is not None
    if name == "Excludes":
        mask = draw(st.integers(0, 15))
        written_mask = draw(st.sampled_from([str, hex]))(mask)
        told = f'<t:Excludes>{field("item:Size")}<t:Bitmask Value="{written_mask}"/></t:Excludes>'
        return told, lambda thing: not (thing["Size"] or 0) & mask
    word = draw(WORDS)
    mode = draw(st.sampled_from(["FullString", "Prefixed", "Substring"]))
    ignoring = draw(st.booleans())
    checks: dict[str, Callable[[str, str], bool]] = {
        "FullString": operator.eq,
        "Prefixed": str.startswith,
        "Substring": operator.contains,
    }

    def plain(thing: Thing) -> bool:
        if thing["Subject"] is None:
            return False
        pair = (thing["Subject"], word)
        return checks[mode](*(text.lower() for text in pair) if ignoring else pair)

    return contains(word, mode, "IgnoreCase" if ignoring else "Exact"), plain


def joined(inner: st.SearchStrategy[tuple[str, Plain]]) -> st.SearchStrategy[tuple[str, Plain]]:
    def both(parts: list[tuple[str, Plain]]) -> tuple[str, Plain]:
        text = "".join(text for text, _ in parts)
        return f"<t:And>{text}</t:And>", lambda thing: all(plain(thing) for _, plain in parts)

    def either(parts: list[tuple[str, Plain]]) -> tuple[str, Plain]:
        text = "".join(text for text, _ in parts)
        return f"<t:Or>{text}</t:Or>", lambda thing: any(plain(thing) for _, plain in parts)

    def opposite(part: tuple[str, Plain]) -> tuple[str, Plain]:
        return f"<t:Not>{part[0]}</t:Not>", lambda thing: not part[1](thing)

    several = st.lists(inner, min_size=2, max_size=3)
    return several.map(both) | several.map(either) | inner.map(opposite)


EXPRESSIONS = st.recursive(comparisons() | others(), joined, max_leaves=6)

SIZELESS = EXPRESSIONS.filter(lambda expression: "item:Size" not in expression[0])


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS, st.lists(THINGS, max_size=12))
def test_a_restriction_finds_what_plain_python_finds(expression: tuple[str, Plain], things: list[Thing]) -> None:
    text, plain = expression
    test = read_restriction(etree.fromstring(f'<Restriction xmlns:t="{T}">{text}</Restriction>'))
    for thing in things:

        def get(path: Path, thing: Thing = thing) -> str | None:
            value = thing[path.name]
            return None if value is None else written(value)

        assert test(get) == plain(thing), (text, thing)


@settings(max_examples=60, deadline=None)
@given(SIZELESS, st.lists(THINGS, max_size=12))
def test_finding_gives_what_plain_python_finds(expression: tuple[str, Plain], things: list[Thing]) -> None:
    text, plain = expression
    boxes, wanted = Mailboxes(), []
    for drawn in things:
        thing = {**drawn, "Subject": drawn["Subject"] or "", "IsRead": bool(drawn["IsRead"])}
        thing["Importance"] = drawn["Importance"] or "Normal"
        thing["DateTimeReceived"] = drawn["DateTimeReceived"] or NOW
        item = boxes.mail("", **{name: written(value) for name, value in thing.items() if name != "Size"})
        boxes.mail("elsewhere", boxes.folder("drafts"))
        if plain(thing):
            wanted.append(item.id)
    assert ids_of(boxes.ask(find(text, shape=ID_ONLY))) == wanted[::-1]


@pytest.mark.parametrize(
    ("subject", "expression", "fits"),
    [
        ("Plan for Zoë", contains("zoe", comparison="Loose"), True),
        ("Plan for Zoë", contains("zoe", comparison="IgnoreCase"), False),
        ("Plan for Zoë", contains("Zoe", comparison="IgnoreNonSpacingCharacters"), True),
        ("Plan for Zoë", contains("fo", "PrefixOnWords"), True),
        ("Plan for Zoë", contains("or", "PrefixOnWords"), False),
        ("Plan for Zoë", contains("plan for", "ExactPhrase"), True),
        ("Plan for Zoë", contains("plan fo", "ExactPhrase"), False),
        ("a (b) c", contains("(b)"), True),
        ("IPM", "<t:IsEqualTo>" + field("item:Subject") + "<t:FieldURIOrConstant>" + field("item:ItemClass")
         + "</t:FieldURIOrConstant></t:IsEqualTo>", False),
        ("ipm.note", "<t:IsEqualTo>" + field("item:Subject") + "<t:FieldURIOrConstant>" + field("item:ItemClass")
         + "</t:FieldURIOrConstant></t:IsEqualTo>", True),
    ],
)  # fmt: skip
def test_text_is_compared_as_was_asked(boxes: Mailboxes, subject: str, expression: str, fits: bool) -> None:
    boxes.mail(subject)
    assert texts(boxes.ask(find(expression)), "Subject") == ([subject] if fits else [])


def test_extended_properties_compare_by_their_type(boxes: Mailboxes) -> None:
    key = ("00020329-0000-0000-c000-000000000046", "n", "Integer")
    path = '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="n" PropertyType="Integer"/>'
    for number in (9, 10):
        held = etree.fromstring(
            f'<t:ExtendedProperty xmlns:t="{T}">{path}<t:Value>{number}</t:Value></t:ExtendedProperty>'
        )
        boxes.mail(str(number)).values[key] = held
    constant = '<t:FieldURIOrConstant><t:Constant Value="9"/></t:FieldURIOrConstant>'
    assert texts(boxes.ask(find(f"<t:IsGreaterThan>{path}{constant}</t:IsGreaterThan>")), "Subject") == ["10"]


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        (compare("IsLessThan", "item:DateTimeReceived", "soon"), "ErrorInvalidValueForProperty"),
        (compare("IsEqualTo", "message:IsRead", "perhaps"), "ErrorInvalidValueForProperty"),
        (contains("1", uri="item:Size"), "ErrorContainsFilterWrongType"),
        (f'<t:Excludes>{field("item:Subject")}<t:Bitmask Value="1"/></t:Excludes>', "ErrorInvalidExcludesRestriction"),
        ("<t:Not>" * 90 + contains("x") + "</t:Not>" * 90, "ErrorRestrictionTooComplex"),
    ],
)
def test_an_expression_that_does_not_suit_is_refused(boxes: Mailboxes, expression: str, code: str) -> None:
    boxes.mail("x")
    assert codes(boxes.ask(find(expression))) == [code]
