"""Kinds of fields: how a widget shows an option's value and gives it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QCoreApplication, SignalInstance
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from desktop_admin.gui.theme import grid
from desktop_admin.settings import OptionInfo


@dataclass(frozen=True, slots=True)
class Field:
    """``edited`` is the widget's own signal of a change; blocking the widget's signals keeps it still."""

    widget: QWidget
    value: Callable[[], Any]
    set_value: Callable[[Any], None]
    edited: SignalInstance


def field_for(widget: QWidget, info: OptionInfo) -> Field:
    """Sets ``widget`` up for ``info``. Raises TypeError for a kind of widget that shows no option."""
    match widget:
        case QLineEdit():
            return _line(widget, info)
        case QPlainTextEdit():
            return _lines(widget, info)
        case QSpinBox() | QDoubleSpinBox():
            return _number(widget, info)
        case QCheckBox():
            return Field(widget, widget.isChecked, widget.setChecked, widget.toggled)
        case QComboBox():
            return _choice(widget, info)
    raise TypeError(f"A {type(widget).__name__} shows no option ({info.key}).")


def _line(widget: QLineEdit, info: OptionInfo) -> Field:
    widget.setPlaceholderText(info.placeholder)
    return Field(widget, lambda: widget.text().strip(), lambda value: widget.setText(str(value)), widget.textChanged)


def _lines(widget: QPlainTextEdit, info: OptionInfo) -> Field:
    """A text with a value a line; empty lines count for nothing."""
    widget.setPlaceholderText(info.placeholder)
    widget.setTabChangesFocus(True)

    def value() -> tuple[str, ...] | str:
        text = widget.toPlainText()
        return text if info.annotation is str else tuple(line.strip() for line in text.splitlines() if line.strip())

    def set_value(value: Any) -> None:
        text = value if isinstance(value, str) else "\n".join(value)
        if widget.toPlainText() != text:
            widget.setPlainText(text)

    return Field(widget, value, set_value, widget.textChanged)


def _number(widget: QSpinBox | QDoubleSpinBox, info: OptionInfo) -> Field:
    widget.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    widget.lineEdit().setTextMargins(grid(1), 0, 0, 0)
    if isinstance(widget, QSpinBox):
        widget.setRange(int(info.minimum or 0), int(info.maximum if info.maximum is not None else 2**31 - 1))
    else:
        widget.setRange(info.minimum or 0.0, info.maximum if info.maximum is not None else 1e9)
    if info.unit:
        widget.setSuffix(f" {info.unit}")
    return Field(widget, widget.value, widget.setValue, widget.valueChanged)


def _choice(widget: QComboBox, info: OptionInfo) -> Field:
    """A choice among the members of the option's StrEnum, by their words."""
    if not (isinstance(info.annotation, type) and issubclass(info.annotation, StrEnum)):
        raise TypeError(f"{info.key} is no choice among words.")
    widget.clear()
    for member in info.annotation:
        widget.addItem(QCoreApplication.translate("choices", _WORDS.get(member, member.value)), member)

    def set_value(value: Any) -> None:
        widget.setCurrentIndex(widget.findData(info.annotation(value)))

    return Field(widget, lambda: info.annotation(widget.currentData()), set_value, widget.currentIndexChanged)


_WORDS = {
    "none": "None",
    "ldap": "Active Directory or another LDAP server",
    "csv": "A CSV file",
    "ldaps": "LDAPS",
    "starttls": "StartTLS",
    "plain": "None (LDAP as it is)",
    "auto": "Automatic",
    "basic": "Basic",
    "ntlm": "NTLM",
    "kerberos": "Kerberos",
    "oauth": "OAuth 2 (an application)",
    "system": "The system's settings",
    "url": "The proxy below",
}
