"""Where the keyboard goes when the control that had it is switched off or hidden: nowhere else.

Qt would hand it to the next control, which then takes a key that was meant for the one before: Space on *Leave alone*,
which has done its work, would press *Remove*. It would scroll there as well.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget


class FocusRest(QWidget):
    """Has the keyboard in the place of a control of ``window`` that cannot have it now: keys do nothing, Tab goes on
    from there, and the control gets it back as soon as it can be used again.

    The window asks :meth:`takes` in its ``focusNextPrevChild``, which Qt calls for Tab and for a control that loses the
    keyboard, before anything else has it.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(0, 0, 0, 0)
        self._instead_of: QWidget | None = None

    def takes(self) -> bool:
        """Whether the control that has the keyboard cannot keep it; then it is here."""
        control = QApplication.focusWidget()
        if control is None or control.window() is not self.window() or _can_have_it(control):
            return False
        self._forget()
        self._instead_of = control
        control.installEventFilter(self)
        control.destroyed.connect(self._gone)
        self.setAccessibleName(control.accessibleName() or str(control.property("text") or ""))
        QWidget.setTabOrder(control, self)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        control = self._instead_of
        if control is not None and watched is control and event.type() in (QEvent.Type.EnabledChange, QEvent.Type.Show):
            was_waited_for = self.hasFocus() and _can_have_it(control)
            if was_waited_for or not self.hasFocus():
                self._forget()
            if was_waited_for:
                control.setFocus(Qt.FocusReason.OtherFocusReason)
        return super().eventFilter(watched, event)

    def _forget(self) -> None:
        if self._instead_of is not None:
            self._instead_of.removeEventFilter(self)
            self._instead_of.destroyed.disconnect(self._gone)
            self._instead_of = None

    def _gone(self) -> None:
        self._instead_of = None


class Dialog(QDialog):
    """What our dialogs are made of."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rest = FocusRest(self)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self._rest.takes() or super().focusNextPrevChild(forward)


def _can_have_it(control: QWidget) -> bool:
    return control.isEnabled() and control.isVisible()
