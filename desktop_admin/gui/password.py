"""A password's field: says only whether one is stored, and reveals only what is being typed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton

from desktop_admin.gui.icons import set_icon


class PasswordField(QObject):
    """The stored password never comes here; ``typed`` is the new one, None when nothing was typed."""

    edited = Signal()

    def __init__(self, field: QLineEdit, reveal: QToolButton, note: QLabel, label: str = "", ask: str = "") -> None:
        """``label`` and ``ask`` are other words than those of the service account's password."""
        super().__init__(field)
        self._ask = ask or self.tr(
            "Type the service account's password; it goes into this computer's keyring and nowhere else."
        )
        self._field = field
        self._reveal = reveal
        self._note = note
        field.setAccessibleName(label or self.tr("Password"))
        reveal.setCheckable(True)
        reveal.toggled.connect(self._show)
        field.textChanged.connect(self._typed)
        reveal.hide()
        self.set_stored(False)

    @property
    def typed(self) -> str | None:
        return self._field.text() or None

    def set_stored(self, is_stored: bool) -> None:
        """Shows whether a password is in the keyring."""
        self._field.setPlaceholderText(
            self.tr("Stored – type to replace it") if is_stored else self.tr("No password is stored")
        )
        self._note.setText(
            self.tr("It is kept in this computer's keyring and nowhere else.") if is_stored else self._ask
        )

    def clear(self) -> None:
        self._field.clear()

    def _typed(self) -> None:
        has_text = bool(self._field.text())
        self._reveal.setVisible(has_text)
        if not has_text:
            self._reveal.setChecked(False)
        self._show(self._reveal.isChecked())
        self.edited.emit()

    def _show(self, revealed: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if revealed else QLineEdit.EchoMode.Password
        self._field.setEchoMode(mode)
        set_icon(self._reveal, "hide" if revealed else "reveal", "muted")
