"""The rules of a decision as rows: what each looked at and what it said."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from desktop_admin.domain.decision import Outcome
from desktop_admin.domain.meeting import MessageKind
from desktop_admin.domain.why import Mark, RuleTold, why
from desktop_admin.gui.icons import icon
from desktop_admin.gui.models.table import Column
from desktop_admin.gui.theme import colours
from desktop_admin.service.views import ProcessedView

translate = QCoreApplication.translate


def rules_of(item: ProcessedView) -> tuple[RuleTold, ...]:
    """The rule that decided first, so that it is seen without scrolling; then the others in their order."""
    rules = why(MessageKind(item.kind), Outcome(item.outcome), item.rules)
    return tuple(sorted(rules, key=lambda each: each.mark is not Mark.DECIDED))


def rule_columns() -> tuple[Column[tuple[int, RuleTold]], ...]:
    return (
        Column(
            "rule",
            translate("InvitationsPage", "Rule"),
            lambda row: row[1].rule.replace("_", " "),
            decoration=lambda row: _mark(row[1]),
            spoken=lambda row: f"{row[1].rule.replace('_', ' ')}: {_mark_word(row[1])}",
        ),
        Column("saw", translate("InvitationsPage", "Checked"), lambda row: row[1].saw),
        Column("said", translate("InvitationsPage", "Result"), lambda row: row[1].said or _mark_word(row[1])),
    )


def _mark_word(rule: RuleTold) -> str:
    return {
        Mark.PASSED: translate("InvitationsPage", "passed"),
        Mark.DECIDED: translate("InvitationsPage", "decided"),
        Mark.NOT_CHECKED: translate("InvitationsPage", "not checked"),
        Mark.NOT_REACHED: translate("InvitationsPage", "not reached"),
    }[rule.mark]


def _mark(rule: RuleTold) -> QIcon:
    look = {Mark.PASSED: ("tick", "good"), Mark.DECIDED: ("right", "accent")}
    name, role = look.get(rule.mark, ("skipped", "muted"))
    return icon(name, getattr(colours(), role))
