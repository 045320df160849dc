"""Every rule stands in the explanation, in the order in which it is asked."""

from __future__ import annotations

from desktop_admin.domain.decision import DeclineReason, Outcome, RuleSeen
from desktop_admin.domain.meeting import MessageKind
from desktop_admin.domain.why import Mark, why

ORDER = RuleSeen("order", "sequence 0", "newest")


def test_a_decline_tells_what_was_not_reached():
    rules = (ORDER, RuleSeen("incomplete", "all", "passed"), RuleSeen("invalid_alias", "none", "No tag.", passed=False))
    told = why(MessageKind.REQUEST, Outcome.DECLINED, rules)
    assert [each.rule for each in told] == ["order", *map(str, DeclineReason), "changes"]
    assert [each.mark for each in told] == [Mark.PASSED] * 2 + [Mark.DECIDED] + [Mark.NOT_REACHED] * 9


def test_an_acceptance_is_decided_by_what_changed():
    rules = (ORDER, RuleSeen("incomplete", "all", "passed"), RuleSeen("changes", "times", "edited_single"))
    told = why(MessageKind.REQUEST, Outcome.ACCEPTED, rules)
    assert [(each.rule, each.mark) for each in told][-1] == ("changes", Mark.DECIDED)
    assert len(told) == 3


def test_a_stale_cancellation_did_not_reach_the_conference():
    stale = RuleSeen("order", "sequence 0; stored: 3", "stale", passed=False)
    told = why(MessageKind.CANCELLATION, Outcome.IGNORED, (stale,))
    assert [(each.rule, each.mark) for each in told] == [("order", Mark.DECIDED), ("conference", Mark.NOT_REACHED)]


def test_an_item_without_rules_tells_none_as_reached():
    assert why(MessageKind.OTHER, Outcome.IGNORED, ()) == ()
    assert {each.mark for each in why(MessageKind.REQUEST, Outcome.HELD, ())} == {Mark.NOT_REACHED}


def test_a_rule_that_does_not_apply_is_not_told_as_passed():
    rules = (ORDER, RuleSeen("unknown_sender", "no directory", "not checked", checked=False), ORDER)
    assert [each.mark for each in why(MessageKind.REQUEST, Outcome.ACCEPTED, rules)][1] is Mark.NOT_CHECKED
