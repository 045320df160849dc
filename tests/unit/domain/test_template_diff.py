"""The difference of two wordings: nothing is lost, and what is the same is told as the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.template_diff import Change, DiffLine, line_diff

LINES = st.lists(st.sampled_from(["<p>", "</p>", "{{ alias }}", "text", ""]), max_size=12).map("\n".join)


def test_of_a_changed_line_the_old_stands_before_the_new():
    assert line_diff("<p>\nold\n</p>", "<p>\nnew\nmore\n</p>") == (
        DiffLine(Change.SAME, "<p>"),
        DiffLine(Change.REMOVED, "old"),
        DiffLine(Change.ADDED, "new"),
        DiffLine(Change.ADDED, "more"),
        DiffLine(Change.SAME, "</p>"),
    )


@given(LINES, LINES)
def test_both_texts_can_be_read_from_it(old, new):
    lines = line_diff(old, new)
    assert [line.text for line in lines if line.change is not Change.ADDED] == old.splitlines()
    assert [line.text for line in lines if line.change is not Change.REMOVED] == new.splitlines()
    assert all(line.change is Change.SAME for line in line_diff(old, old))
