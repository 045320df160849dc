"""Rows come, go and move; whoever looks at one keeps looking at the same one."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as some
from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from desktop_admin.gui.models.arranged import MOST_STEPS, ArrangedModel
from desktop_admin.gui.models.table import Column


@dataclass(frozen=True)
class Card:
    number: int
    value: int
    shown: bool = True


def arranged(cards):
    return sorted((each for each in cards if each.shown), key=lambda each: (each.value, each.number))


def made(cards=()) -> ArrangedModel[Card]:
    columns = (Column("number", "Number", lambda each: str(each.number)), Column("value", "", lambda each: "v"))
    model = ArrangedModel(columns, lambda each: each.number, arranged)
    model.set_records(cards)
    return model


class Told:
    """What a view hears."""

    def __init__(self, model: QAbstractItemModel) -> None:
        self.words: list[str] = []
        model.modelReset.connect(lambda: self.words.append("anew"))
        model.rowsInserted.connect(lambda _, first, last: self.words.append(f"+{first}-{last}"))
        model.rowsRemoved.connect(lambda _, first, last: self.words.append(f"-{first}-{last}"))
        model.layoutChanged.connect(lambda: self.words.append("moved"))
        model.dataChanged.connect(lambda first, last: self.words.append(f"={first.row()}-{last.row()}"))


cards = some.lists(some.builds(Card, some.integers(0, 30), some.integers(0, 4), some.booleans()), max_size=40).map(
    lambda listed: {each.number: each for each in listed}.values()
)


@given(some.lists(cards, min_size=2, max_size=5))
@settings(deadline=None, max_examples=60)
async def test_whatever_changes_the_rows_are_the_arranged_ones_and_kept_places_follow(steps) -> None:
    model = made(steps[0])
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for step in steps[1:]:
        kept = {card.number: QPersistentModelIndex(model.index(place, 1)) for place, card in enumerate(model.rows)}
        told = Told(model)
        model.set_records(step)
        assert list(model.rows) == arranged(step)
        assert all(model.place_of(card.number) == place for place, card in enumerate(model.rows))
        if "anew" in told.words:
            continue
        for number, index in kept.items():
            place = model.place_of(number)
            assert (index.row() if index.isValid() else None) == place


async def test_only_what_differs_is_told() -> None:
    model = made(Card(number, 0) for number in range(10))
    told = Told(model)
    model.update_records([model.rows[3], Card(99, 1)])
    assert told.words == []
    model.set_records([Card(number, 0) for number in range(10) if number not in (4, 5)])
    assert told.words[0] == "-4-5" and "anew" not in told.words


async def test_one_that_changes_place_moves() -> None:
    model = made(Card(number, 0) for number in range(5))
    told = Told(model)
    model.update_records([Card(0, 1)])
    assert told.words == ["moved"]
    assert [each.number for each in model.rows] == [1, 2, 3, 4, 0]


async def test_a_wholly_other_view_starts_anew() -> None:
    model = made(Card(number, 0) for number in range(4 * MOST_STEPS))
    told = Told(model)
    model.set_records([Card(number, 0, number % 2 == 0) for number in range(4 * MOST_STEPS)])
    assert told.words == ["anew"]
    assert model.rowCount() == 2 * MOST_STEPS and len(model.records) == 4 * MOST_STEPS
