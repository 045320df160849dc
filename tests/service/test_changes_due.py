"""Who is due when, against a plain dictionary of moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.service.changes_due import ChangesDue

BEGIN = datetime(2026, 11, 23, tzinfo=UTC)

keys = st.integers(0, 8)
minutes = st.integers(0, 50)
steps = st.lists(st.tuples(st.just("set"), keys, minutes | st.none()) | st.tuples(st.just("due"), st.just(0), minutes))


@given(steps)
def test_it_is_a_dictionary_that_knows_its_earliest(taken):
    changes: ChangesDue[int] = ChangesDue()
    plain: dict[int, datetime] = {}
    for what, key, minute in taken:
        at = None if minute is None else BEGIN + timedelta(minutes=minute)
        if what == "set":
            changes.set(key, at)
            plain.pop(key, None)
            if at is not None:
                plain[key] = at
        else:
            assert at is not None
            found = changes.due(at)
            assert sorted(found) == sorted(key for key, moment in plain.items() if moment <= at)
            assert [plain[key] for key in found] == sorted(plain[key] for key in found)
            plain = {key: moment for key, moment in plain.items() if moment > at}
        assert len(changes) == len(plain)
        assert changes.next() == min(plain.values(), default=None)


def test_moments_that_are_moved_again_and_again_leave_nothing_behind():
    changes: ChangesDue[str] = ChangesDue()
    changes.set("always", BEGIN)
    for minute in range(10_000):
        changes.set("moved", BEGIN + timedelta(minutes=minute))
    assert len(changes._heap) < 200
    changes.clear()
    assert changes.next() is None and changes.due(BEGIN) == []


def test_the_same_moment_twice_is_told_once():
    changes: ChangesDue[str] = ChangesDue()
    changes.set("a", BEGIN)
    changes.set("a", None)
    changes.set("a", BEGIN)
    assert changes.due(BEGIN) == ["a"]
    assert changes.due(BEGIN) == []
