"""Faults in words."""

from __future__ import annotations

from desktop_admin.errors import ConciergeError, UsageFault


def test_a_fault_reads_as_sentences():
    assert str(ConciergeError("The name is taken.", "Choose another.")) == "The name is taken. Choose another."
    assert str(ConciergeError("The name is taken.")) == "The name is taken."


def test_wrong_use_leaves_another_status_than_a_fault():
    assert ConciergeError("").exit_status == 1
    assert UsageFault("").exit_status == 2
