"""Colours, sizes and the style sheet, light or dark as the system is, and changing with it while the program runs."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop_admin.gui.colours import DARK, LIGHT, Colours
from desktop_admin.paths import resource

UNIT = 8
"""The grid in device-independent pixels: margins and gaps are multiples of it."""


def grid(steps: float) -> int:
    """``steps`` of the 8-pixel grid: ``grid(2)`` is 16, ``grid(0.5)`` is 4."""
    return round(steps * UNIT)


class Theme(QObject):
    """The application's look. Painted widgets read :attr:`colours` when they paint; others follow the style sheet.

    ``changed`` comes after a new palette and style sheet are in force.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.colours = LIGHT
        app.setStyle("Fusion")
        # Changing the scheme may bring the platform's own palette with it, so ours is laid over it after each change.
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self._follow()

    @property
    def is_dark(self) -> bool:
        return self.colours is DARK

    def _follow(self) -> None:
        self.show(is_dark=self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark)

    def show(self, *, is_dark: bool) -> None:
        """Light or dark, until the system changes; pictures use it, as not every platform can be asked."""
        self.colours = DARK if is_dark else LIGHT
        self._app.setPalette(palette_of(self.colours))
        self._app.setStyleSheet(style_sheet(self.colours, self._app.font()))
        self.changed.emit()


_theme: Theme | None = None


def install(app: QApplication) -> Theme:
    """Gives ``app`` its look; the second call returns the first one's theme."""
    global _theme  # noqa: PLW0603 - there is one application, and it has one look
    if _theme is None or _theme.parent() is not app:
        _theme = Theme(app)
    return _theme


def theme() -> Theme:
    """The look that :func:`install` gave."""
    if _theme is None:
        raise RuntimeError("theme.install(app) comes first")
    return _theme


def colours() -> Colours:
    return theme().colours


def colour(name: str) -> QColor:
    """A colour of the palette in force by its name in :class:`Colours`: ``colour("good")``."""
    return QColor(getattr(theme().colours, name))


def scaled_font(base: QFont, factor: float, *, bold: bool = False) -> QFont:
    """``base`` at ``factor`` times its size: painted texts grow with the system's font."""
    font = QFont(base)
    font.setPointSizeF(base.pointSizeF() * factor)
    font.setBold(bold)
    return font


def fixed_font() -> QFont:
    """The system's monospace font at the size of the other texts."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(QApplication.font().pointSizeF())
    return font


def set_role(widget: QWidget, role: str) -> None:
    """Gives ``widget`` one of the style sheet's roles (``primary``, ``title``, ``help`` …), also later on."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def palette_of(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, name in {
        roles.Window: "window",
        roles.WindowText: "text",
        roles.Base: "surface",
        roles.AlternateBase: "raised",
        roles.ToolTipBase: "raised",
        roles.ToolTipText: "text",
        roles.PlaceholderText: "muted",
        roles.Text: "text",
        roles.Button: "surface",
        roles.ButtonText: "text",
        roles.Highlight: "accent",
        roles.HighlightedText: "on_accent",
        roles.Link: "accent",
        roles.LinkVisited: "accent",
        roles.Accent: "accent",
        roles.Mid: "line",
        roles.Midlight: "line",
        roles.Dark: "field_line",
        roles.Light: "surface",
        roles.Shadow: "line",
    }.items():
        palette.setColor(role, QColor(getattr(colours, name)))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.field_line))
    return palette


def style_sheet(colours: Colours, font: QFont) -> str:
    """The style sheet ``resources/theme.qss`` with its ``$names`` filled in."""
    size = font.pointSizeF()
    sizes = {"small": 0.92, "strong": 1.1, "title": 1.6, "large": 1.9}
    values = colours.as_dict()
    values |= {f"{name}_size": f"{size * factor:.1f}pt" for name, factor in sizes.items()}
    values["icons"] = resource("icons").as_posix()
    values["scheme"] = "dark" if colours is DARK else "light"
    return Template(resource("theme.qss").read_text(encoding="utf-8")).substitute(values)
