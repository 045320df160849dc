"""The fields that a page of settings lays out from the declarations."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget


def field(page: QWidget, key: str) -> Any:
    """The widget of an option, of whichever kind it is."""
    found = page.findChild(QWidget, key)
    assert found is not None, f"no field {key}"
    return found
