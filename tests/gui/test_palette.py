"""Everything can be read and told apart, in light and dark: contrasts of W3C's WCAG 2.2 (4.5 : 1, shapes 3 : 1)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from desktop_admin.domain.people import DEFAULT_PRESENCES, PresenceEntry
from desktop_admin.gui import theme as themes
from desktop_admin.gui.application import make_application
from desktop_admin.gui.colours import DARK, LIGHT, Colours, contrast, visible_on
from desktop_admin.gui.theme import theme
from desktop_admin.gui.widgets.presence_mark import Looks
from desktop_admin.paths import resource

PALETTES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
colour = some.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def palette(request):
    make_application()
    theme().show(is_dark=request.param)
    yield theme().colours
    theme().show(is_dark=False)


@PALETTES
def test_texts_stand_out_from_every_ground(colours: Colours) -> None:
    grounds = (*colours.grounds, colours.sidebar)
    for name in ("text", "muted", "accent", "good", "warning", "bad", "idle"):
        for ground in grounds:
            assert contrast(getattr(colours, name), ground) >= 4.5, (name, ground)
    for name in ("good", "warning", "bad", "accent", "idle"):
        assert contrast(colours.text, getattr(colours, f"{name}_soft")) >= 4.5, name
    assert contrast(colours.on_accent, colours.accent) >= 4.5


@PALETTES
def test_fields_and_what_is_chosen_are_outlined(colours: Colours) -> None:
    for ground in (*colours.grounds, colours.sidebar):
        assert contrast(colours.accent, ground) >= 3, ground
    assert contrast(colours.field_line, colours.surface) >= 3


def test_a_placeholder_can_be_read(palette: Colours) -> None:
    for made in (QLineEdit(), QPlainTextEdit()):
        made.setPlaceholderText("Search")
        made.ensurePolished()
        shown = made.palette().color(QPalette.ColorRole.PlaceholderText)
        assert shown.alpha() == 255
        assert contrast(shown.name(), palette.surface) >= 4.5


def test_the_look_survives_any_folder(palette: Colours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt drops the whole sheet, with a warning that fails this test, where one address in it cannot be read."""
    strange = tmp_path / "Zoë's 1 (x), it is" / "icons"
    shutil.copytree(resource("icons"), strange)
    monkeypatch.setattr(themes, "resource", lambda name: strange if name == "icons" else resource(name))
    theme().show(is_dark=not theme().is_dark)
    assert strange.as_posix() in make_application().styleSheet()
    button = QPushButton("Save")
    button.setProperty("role", "primary")
    button.ensurePolished()
    assert button.palette().color(QPalette.ColorRole.Button).name() == theme().colours.accent


def test_the_chosen_row_has_an_outline_of_the_accent(palette: Colours) -> None:
    sheet = make_application().styleSheet()
    assert f"border-left: 4px solid {palette.accent}" in sheet
    assert f"border-top: 1px solid {palette.accent}" in sheet


def test_presences_stand_out_from_every_ground(palette: Colours) -> None:
    looks = Looks(DEFAULT_PRESENCES)
    for name in looks.names:
        for ground in palette.grounds:
            assert contrast(looks.shade(name), ground) >= 3, (name, ground)


@pytest.mark.parametrize("entries", [DEFAULT_PRESENCES, [PresenceEntry(f"P{place}", "#808080") for place in range(8)]])
def test_presences_differ_without_their_colour(palette: Colours, entries: list[PresenceEntry]) -> None:
    looks = Looks(entries)
    shapes = [
        looks.pixmap(name, 32, 1.0).toImage().convertToFormat(QImage.Format.Format_Alpha8) for name in looks.names
    ]
    assert len({bytes(shape.constBits()) for shape in shapes}) == len(entries)
    assert len({looks.pattern(name) for name in looks.names}) == len(entries)


@PALETTES
@given(chosen=colour)
def test_whatever_colour_is_chosen_is_seen(colours: Colours, chosen: str) -> None:
    shown = visible_on(chosen, colours.grounds)
    assert QColor(shown).isValid()
    for ground in colours.grounds:
        assert contrast(shown, ground) >= 3
