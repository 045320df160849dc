"""Which part of what was found goes back, and in which order.

Source: MS-OXWSSRCH (IndexedPageViewType, FractionalPageViewType, SeekToConditionPageViewType, FieldOrderType).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from lxml import etree

from exchange_lookalike import soap
from exchange_lookalike.faults import EwsError, SchemaViolation
from exchange_lookalike.restriction import Getter, Test, converter, read_restriction, values
from exchange_lookalike.shapes import Path, read_path

MOST = 1000
"""How much a find operation gives at once, whatever was asked for (Exchange's EWSFindCountLimit)."""

Candidate = TypeVar("Candidate")
GetterOf = Callable[[Candidate], Getter]


@dataclass(frozen=True)
class View:
    """A page view. `kind` is Indexed, Fractional or SeekToCondition; `at` the offset or the numerator."""

    kind: str = "Indexed"
    at: int = 0
    denominator: int = 1
    from_end: bool = False
    limit: int = MOST
    condition: Test | None = None


@dataclass(frozen=True)
class Cut:
    """A page: what is on it and the attributes that tell the client where it lies."""

    start: int
    stop: int
    attributes: dict[str, str]


def read_view(request: etree._Element, what: str) -> View:
    """The page view of a find request; `what` is Item or Folder. Raises EwsError, SchemaViolation."""
    for kind in ("Indexed", "Fractional", "SeekToCondition"):
        element = soap.child(request, f"{kind}Page{what}View")
        if element is not None:
            return _read(element, kind)
    return View()


def read_limit(element: etree._Element) -> int:
    """MaxEntriesReturned, at most MOST. Raises EwsError ErrorInvalidPagingMaxRows."""
    if element.get("MaxEntriesReturned") is None:
        return MOST
    limit = soap.number(element, "MaxEntriesReturned", -(2**31))
    if limit < 1:
        raise EwsError("ErrorInvalidPagingMaxRows", "MaxEntriesReturned must be greater than zero.")
    return min(limit, MOST)


def _read(element: etree._Element, kind: str) -> View:
    limit = read_limit(element)
    if kind == "Fractional":
        numerator, denominator = (soap.number(element, name, -(2**31)) for name in ("Numerator", "Denominator"))
        if not 0 <= numerator <= denominator or denominator == 0:
            text = "The numerator must lie between zero and the denominator, which must be greater than zero."
            raise EwsError("ErrorInvalidFractionalPagingParameters", text)
        return View(kind, numerator, denominator, limit=limit)
    from_end = soap.attribute(element, "BasePoint", ("Beginning", "End")) == "End"
    if kind == "SeekToCondition":
        return View(kind, 0, 1, from_end, limit, read_restriction(soap.need(element, "Condition")))
    offset = soap.number(element, "Offset", -(2**31))
    if offset < 0:
        raise EwsError("ErrorInvalidIndexedPagingParameters", "The offset must not be negative.")
    return View(kind, offset, 1, from_end, limit)


def cut(found: Sequence[Candidate], view: View, getter: GetterOf[Candidate]) -> Cut:
    """The page of `found` that the view shows. From the end the page lies before the base point, in the same order."""
    total = len(found)
    if view.kind == "Fractional":
        start = total * view.at // view.denominator
        stop = min(total, start + view.limit)
        told = {"NumeratorOffset": str(stop), "AbsoluteDenominator": str(total)}
        return _cut(start, stop, stop == total, total, told)
    at = min(view.at, total) if view.condition is None else _seek(found, view, getter)
    if view.from_end:
        stop, start = total - at, max(0, total - at - view.limit)
        return _cut(start, stop, start == 0, total, {"IndexedPagingOffset": str(total - start)})
    stop = min(total, at + view.limit)
    return _cut(at, stop, stop == total, total, {"IndexedPagingOffset": str(stop)})


def _cut(start: int, stop: int, last: bool, total: int, told: dict[str, str]) -> Cut:
    ends = {"IncludesLastItemInRange": "true" if last else "false", "TotalItemsInView": str(total)}
    return Cut(start, stop, told | ends)


def _seek(found: Sequence[Candidate], view: View, getter: GetterOf[Candidate]) -> int:
    """How far from the base point the first candidate lies that meets the condition."""
    if view.condition is None:
        return 0
    ordered = reversed(found) if view.from_end else iter(found)
    for at, one in enumerate(ordered):
        if view.condition(getter(one)):
            return at
    return len(found)


# --- order -----------------------------------------------------------------------------------------------------------


def read_order(request: etree._Element) -> list[tuple[Path, bool]]:
    """m:SortOrder: paths, and whether each sorts downwards; none without one. Raises SchemaViolation, EwsError."""
    element = soap.child(request, "SortOrder")
    if element is None:
        return []
    orders = []
    for one in soap.elements(element):
        paths = soap.elements(one)
        if len(paths) != 1:
            raise EwsError("ErrorInvalidRequest", "A FieldOrder names one property.")
        orders.append((read_path(paths[0]), soap.attribute(one, "Order", ("Ascending", "Descending")) == "Descending"))
    if not orders:
        raise SchemaViolation("The element 'SortOrder' has incomplete content.", element.sourceline or 0)
    return orders


def sort(found: list[Candidate], orders: list[tuple[Path, bool]], getter: GetterOf[Candidate]) -> None:
    """Sort in place, by the first order, among equals by the next. What has no value comes before what has one."""
    for path, downwards in reversed(orders):
        found.sort(key=_key(path, getter), reverse=downwards)


def _key(path: Path, getter: GetterOf[Candidate]) -> Callable[[Candidate], tuple[bool, Any]]:
    convert = converter(path)

    def key(one: Candidate) -> tuple[bool, Any]:
        known = values(getter(one)(path), convert)
        return (True, known[0]) if known else (False, 0)

    return key
