"""The connection check: its steps with their results; one that failed opens into its cause and remedy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_admin.domain.status import CheckName, CheckState, CheckStep, Condition, Status
from desktop_admin.gui import texts
from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.theme import grid, set_role

translate = QCoreApplication.translate

_GOING_WELL = (Status.CONNECTING, Status.ONLINE)
_ICONS = {
    CheckState.WAITING: ("waiting", "idle"),
    CheckState.RUNNING: ("running", "accent"),
    CheckState.PASSED: ("tick", "good"),
    CheckState.WARNED: ("warning", "warning"),
    CheckState.FAILED: ("cross", "bad"),
    CheckState.SKIPPED: ("skipped", "idle"),
}


class CheckSteps(QWidget):
    """``reset`` shows every step as waiting; ``set_step`` shows one's result."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._shown: dict[CheckName, _StepRow] = {}
        for name in CheckName:
            self._shown[name] = _StepRow(CheckStep(name, CheckState.WAITING))
            self._rows.addWidget(self._shown[name])
        self._shown[CheckName.PROXY].hide()

    @property
    def steps(self) -> tuple[CheckStep, ...]:
        return tuple(row.step for row in self._shown.values() if not row.isHidden())

    @property
    def report(self) -> str:
        """The steps as text, for whoever is asked for help."""
        lines = []
        for step in self.steps:
            lines.append(f"{check_word(step.name)}: {state_word(step.state)}. {step.finding}".rstrip())
            lines += [f"    {step.remedy}"] if step.remedy else []
        return "\n".join(lines)

    def reset(self) -> None:
        for name in CheckName:
            self.set_step(CheckStep(name, CheckState.WAITING))

    def set_step(self, step: CheckStep) -> None:
        row = self._shown[step.name]
        row.set_step(step)
        # A step only where a proxy is set.
        row.setVisible(step.name is not CheckName.PROXY or step.state is not CheckState.WAITING)


class _StepRow(QFrame):
    def __init__(self, step: CheckStep) -> None:
        super().__init__()
        cells = QGridLayout(self)
        cells.setContentsMargins(grid(1), grid(0.75), grid(1), grid(0.75))
        cells.setHorizontalSpacing(grid(1.5))
        cells.setVerticalSpacing(grid(0.5))
        cells.setColumnMinimumWidth(1, grid(16))
        cells.setColumnStretch(2, 1)
        self._mark = QLabel()
        self._name = QLabel(check_word(step.name))
        self._finding = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._time = QLabel()
        self._remedy = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        for label in (self._finding, self._time):
            set_role(label, "help")
        top = Qt.AlignmentFlag.AlignTop
        cells.addWidget(self._mark, 0, 0, top)
        cells.addWidget(self._name, 0, 1, top)
        cells.addWidget(self._finding, 0, 2, top)
        cells.addWidget(self._time, 0, 3, top)
        cells.addWidget(self._remedy, 1, 2, 1, 2)
        self.set_step(step)

    def set_step(self, step: CheckStep) -> None:
        self.step = step
        icon, role = _ICONS[step.state]
        set_icon(self._mark, icon, role, 18)
        self._mark.setAccessibleName(state_word(step.state))
        failed = step.state in (CheckState.FAILED, CheckState.WARNED)
        set_role(self, {CheckState.FAILED: "serious", CheckState.WARNED: "warning"}.get(step.state, ""))
        set_role(self._name, "strong" if failed else "")
        set_role(self._finding, "" if failed else "help")
        self._finding.setText(step.finding or state_word(step.state))
        self._time.setText(_time(step.milliseconds))
        self._remedy.setText(step.remedy)
        self._remedy.setVisible(failed and bool(step.remedy))


@dataclass(slots=True)
class Checked:
    """When a check ended, and how the integration was then. Once ``see`` saw it otherwise, the results stay old."""

    at: datetime
    then: Condition
    is_old: bool = False

    def see(self, now: Condition) -> None:
        """Connecting and online are one: it goes well."""
        goes_on_well = now.status in _GOING_WELL and self.then.status in _GOING_WELL
        is_same = (now.status, now.reason) == (self.then.status, self.then.reason)
        self.is_old |= not goes_on_well and not is_same

    def note(self, now: datetime, status: Status) -> str:
        """The results' time, and whether they are old."""
        if not self.is_old:
            text = translate("CheckSteps", "Checked at %1.")
        elif status is self.then.status:
            text = translate("CheckSteps", "Old: checked at %1, and the status has changed since. Check again.")
        else:
            text = translate("CheckSteps", "Old: checked at %1, when the status was “%2”. Check again.")
        return text.replace("%1", texts.moment(self.at, now)).replace("%2", texts.status_word(self.then.status))


def _time(milliseconds: float) -> str:
    if not milliseconds:
        return ""
    return translate("CheckSteps", "%1 ms").replace("%1", texts.number(max(1, round(milliseconds))))


def check_word(name: CheckName) -> str:
    return {
        CheckName.PROXY: translate("CheckSteps", "Proxy"),
        CheckName.NAME: translate("CheckSteps", "Name"),
        CheckName.TCP: translate("CheckSteps", "Connection (TCP)"),
        CheckName.TLS: translate("CheckSteps", "Encryption (TLS)"),
        CheckName.SIGN_IN: translate("CheckSteps", "Sign-in"),
        CheckName.VERSION: translate("CheckSteps", "Exchange version"),
        CheckName.IMPERSONATION: translate("CheckSteps", "Impersonation"),
        CheckName.INBOX: translate("CheckSteps", "Inbox"),
        CheckName.CALLBACK: translate("CheckSteps", "Callback"),
    }[name]


def state_word(state: CheckState) -> str:
    return {
        CheckState.WAITING: translate("CheckSteps", "not checked yet"),
        CheckState.RUNNING: translate("CheckSteps", "checking"),
        CheckState.PASSED: translate("CheckSteps", "well"),
        CheckState.WARNED: translate("CheckSteps", "well, with a warning"),
        CheckState.FAILED: translate("CheckSteps", "failed"),
        CheckState.SKIPPED: translate("CheckSteps", "skipped"),
    }[state]
