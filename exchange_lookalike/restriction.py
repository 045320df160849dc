"""Restrictions of FindItem and FindFolder: read once, then asked for every candidate.

Source: MS-OXWSSRCH (SearchExpressionType and the expressions that replace it). Values compare by the type of their
field. Where a candidate has no value, every comparison but IsNotEqualTo is false, and a bit mask meets zero. A field
with several values fits if one of them does.
"""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from exchange_lookalike import fields, soap
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.shapes import Path, read_path

Found = str | list[str] | None
Getter = Callable[[Path], Found]
"""The text of a candidate's property, as the schema writes it."""
Test = Callable[[Getter], bool]
Convert = Callable[[str], Any]

LARGEST, DEEPEST = 2000, 80
"""How many elements a restriction may have, and how deep they may lie in the request."""
_PATHS = ("FieldURI", "IndexedFieldURI", "ExtendedFieldURI")
_EXACT = fields.BINARY | {"ItemId", "ParentFolderId", "FolderId", "ConversationId", "AssociatedCalendarItemId"}
_ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "IsGreaterThan": operator.gt,
    "IsGreaterThanOrEqualTo": operator.ge,
    "IsLessThan": operator.lt,
    "IsLessThanOrEqualTo": operator.le,
}
_MODES = ("FullString", "Prefixed", "Substring", "PrefixOnWords", "ExactPhrase")
_COMPARISONS = (
    "Exact", "IgnoreCase", "IgnoreNonSpacingCharacters", "Loose", "IgnoreCaseAndNonSpacingCharacters",
    "LooseAndIgnoreCase", "LooseAndIgnoreNonSpace", "LooseAndIgnoreCaseAndIgnoreNonSpace",
)  # fmt: skip


# --- types -----------------------------------------------------------------------------------------------------------


def _moment(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def _flag(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text.lower()]


_EXTENDED: dict[str, Convert] = {
    "Boolean": _flag, "SystemTime": _moment, "Integer": int, "Long": int, "Short": int, "Currency": int,
    "Double": float, "Float": float, "ApplicationTime": float, "Binary": str, "CLSID": str.lower,
}  # fmt: skip


def converter(path: Path) -> Convert:
    """From a property's text to what compares like its type: moments, numbers, flags, choices in the schema's order,
    everything else as text without regard to case. It raises ValueError or KeyError for a text that is none."""
    if path.extended is not None:
        return _EXTENDED.get(path.extended[2].removesuffix("Array"), str.casefold)
    name = path.name
    if name in fields.CHOICES and name != "LegacyFreeBusyStatus":
        return fields.CHOICES[name].index
    if name in fields.MOMENTS:
        return _moment
    if name in fields.FLAGS:
        return _flag
    if name in fields.NUMBERS:
        return float
    return str if name in _EXACT else str.casefold


def _constant(path: Path, element: etree._Element) -> Any:
    text = soap.attribute(element, "Value")
    try:
        return converter(path)(text)
    except (ValueError, KeyError):
        raise EwsError("ErrorInvalidValueForProperty", f"The value '{text}' does not suit the property.") from None


def values(found: Found, convert: Convert) -> list[Any]:
    """A property's values by its type; what is not of that type is no value."""
    made = []
    for text in [found] if isinstance(found, str) else found or ():
        try:
            made.append(convert(text))
        except (ValueError, KeyError):
            continue
    return made


# --- expressions -----------------------------------------------------------------------------------------------------


def read_restriction(element: etree._Element) -> Test:
    """An m:Restriction (or anything that holds expressions, all of which must hold).

    Raises SchemaViolation, and EwsError where an expression cannot be used for its property.
    """
    parts = list(soap.walk(element))
    if len(parts) > LARGEST or any(sum(1 for _ in part.iterancestors()) > DEEPEST for part in parts):
        raise EwsError("ErrorRestrictionTooComplex", "The restriction holds too many expressions.")
    return _all(_expressions(element))


def _expressions(parent: etree._Element) -> list[Test]:
    parts = soap.elements(parent)
    if not parts:
        text = f"The element '{soap.local(parent)}' has incomplete content: a search expression is missing."
        raise SchemaViolation(text, parent.sourceline or 0)
    return [_expression(part) for part in parts]


def _all(tests: list[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda get: all(test(get) for test in tests)


def _expression(element: etree._Element) -> Test:
    name = soap.local(element)
    if name == "And":
        return _all(_expressions(element))
    if name == "Or":
        tests = _expressions(element)
        return lambda get: any(test(get) for test in tests)
    if name == "Not":
        test = _all(_expressions(element))
        return lambda get: not test(get)
    reader = _READERS.get(name)
    if reader is None:
        raise SchemaViolation(f"The element '{name}' is no search expression.", element.sourceline or 0)
    return reader(element, _path(element))


def _path(element: etree._Element) -> Path:
    for one in soap.elements(element):
        if soap.local(one) in _PATHS:
            return read_path(one)
    text = f"The element '{soap.local(element)}' has incomplete content: a path to a property is missing."
    raise SchemaViolation(text, element.sourceline or 0)


def _operand(element: etree._Element, path: Path) -> Callable[[Getter], list[Any]]:
    """What is compared with: a constant, or another property of the same candidate."""
    parts = soap.elements(soap.need(element, "FieldURIOrConstant"))
    if len(parts) != 1:
        raise SchemaViolation("The element 'FieldURIOrConstant' has incomplete content.", element.sourceline or 0)
    if soap.local(parts[0]) == "Constant":
        constant = [_constant(path, parts[0])]
        return lambda get: constant
    other, convert = read_path(parts[0]), converter(path)
    return lambda get: values(get(other), convert)


def _ordered(element: etree._Element, path: Path) -> Test:
    compare, convert = _ORDERED[soap.local(element)], converter(path)
    operand = _operand(element, path)
    return lambda get: any(compare(mine, other) for other in operand(get) for mine in values(get(path), convert))


def _equal(element: etree._Element, path: Path) -> Test:
    convert, operand = converter(path), _operand(element, path)
    return lambda get: any(mine == other for other in operand(get) for mine in values(get(path), convert))


def _not_equal(element: etree._Element, path: Path) -> Test:
    test = _equal(element, path)
    return lambda get: not test(get)


def _exists(element: etree._Element, path: Path) -> Test:
    return lambda get: get(path) is not None


def _excludes(element: etree._Element, path: Path) -> Test:
    text = soap.attribute(soap.need(element, "Bitmask"), "Value")
    try:
        mask = int(text, 16) if text.lower().startswith("0x") else int(text)
    except ValueError:
        raise soap.invalid(element, "Value", text) from None
    if converter(path) not in (int, float):
        raise EwsError("ErrorInvalidExcludesRestriction", "A bit mask needs a property that is a whole number.")
    return lambda get: not any(int(value) & mask for value in values(get(path), int))


def _contains(element: etree._Element, path: Path) -> Test:
    mode = soap.attribute(element, "ContainmentMode", _MODES, "FullString")
    comparison = soap.attribute(element, "ContainmentComparison", _COMPARISONS, "Exact")
    if converter(path) not in (str, str.casefold):
        raise EwsError("ErrorContainsFilterWrongType", "Contains works for properties that are text.")
    fold = folding(comparison)
    wanted = fold(soap.attribute(soap.need(element, "Constant"), "Value"))
    fits = _CONTAINMENT[mode]
    return lambda get: any(fits(text, wanted) for text in values(get(path), fold))


def folding(comparison: str) -> Callable[[str], str]:
    """What a ContainmentComparison does to both texts before they are compared; Loose leaves out all it can."""
    loose = "Loose" in comparison
    case = loose or "IgnoreCase" in comparison
    marks = loose or "NonSpacing" in comparison

    def fold(text: str) -> str:
        if marks:
            text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
        return text.casefold() if case else text

    return fold


def on_words(text: str, wanted: str) -> bool:
    """Whether a word of `text` begins with `wanted`, which may go on over several words."""
    return any(text.startswith(wanted, at) for at in _word_starts(text))


def _phrase(text: str, wanted: str) -> bool:
    def ends(at: int) -> bool:
        return at == len(text) or not (text[at].isalnum() and text[at - 1].isalnum())

    return any(text.startswith(wanted, at) and ends(at + len(wanted)) for at in _word_starts(text))


def _word_starts(text: str) -> list[int]:
    return [at for at, c in enumerate(text) if c.isalnum() and (at == 0 or not text[at - 1].isalnum())]


_CONTAINMENT: dict[str, Callable[[str, str], bool]] = {
    "FullString": operator.eq,
    "Prefixed": str.startswith,
    "Substring": operator.contains,
    "PrefixOnWords": on_words,
    "ExactPhrase": _phrase,
}
_READERS: dict[str, Callable[[etree._Element, Path], Test]] = {
    "IsEqualTo": _equal,
    "IsNotEqualTo": _not_equal,
    **dict.fromkeys(_ORDERED, _ordered),
    "Contains": _contains,
    "Excludes": _excludes,
    "Exists": _exists,
}
