"""The story: one line an entry, never longer than somebody reads, and only so many of them."""

from __future__ import annotations

from desktop_admin.service.bus import Bus
from desktop_admin.service.story import LONGEST_LINE, Story, Teller
from tests.helpers.clock import ManualClock


def test_a_line_that_a_sender_made_endless_is_cut() -> None:
    story = Story(ManualClock(), Bus())
    Teller(story, "head", "Head office").info("Request “" + "x" * 1_000_000)
    (line,) = story.after(0, 10)
    assert len(line.text) == LONGEST_LINE + 1 and line.text.endswith("x…")
