"""Every text in every case, whatever a mail contains: it comes out as text, in bounds, and never as a template."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_admin.domain.decision import AcceptCase, Decision, DeclineReason, Outcome
from desktop_admin.domain.invitation import render_reply
from desktop_admin.domain.meeting import ItemId, Mailbox, MeetingMessage, MessageKind
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.template import (
    DEFAULT_TEMPLATES,
    MAX_OUTPUT,
    TEMPLATES,
    TemplateKey,
    check_template,
    render,
    sample_values,
)
from desktop_admin.domain.template_keys import VARIABLES
from desktop_admin.domain.template_lab import CASES, try_all

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
POLICY = SchedulingPolicy()
HOSTILE = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "</div><img src=x onerror=alert(1)>",
            "\" onmouseover='x'",
            "{{ alias_uuid }}{% for x in y %}{% endfor %}",
            "{{ ''.__class__.__mro__ }}",
            "a\u202eb\u2066c\x00d\r\nBcc: all@example.com",
            "\ud800 half a pair",
            "x" * 5_000,
        ]
    ),
)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(name for name, _ in attrs)))


def tags_of(html: str) -> list[tuple[str, tuple[str, ...]]]:
    parser = Tags()
    parser.feed(html)
    return parser.seen


def uses_everything(key: TemplateKey) -> str:
    """A text that puts in every variable that means something there, as text and inside of an attribute."""
    shown = "\n".join(f'<p title="{{{{ {name} }}}}">{{{{ {name} }}}}</p>' for name in TEMPLATES[key].variables)
    return shown if TEMPLATES[key].html else shown.replace("<", "").replace(">", "")


def test_the_cases_are_all_answers_there_are():
    assert len(CASES) == len(AcceptCase) + len(DeclineReason) == 15
    assert set(CASES) == {key for key in TemplateKey if key.startswith(("accept_", "decline_"))}


def test_one_wrong_text_does_not_hide_the_others():
    sources = {**DEFAULT_TEMPLATES, TemplateKey.DECLINE_TOO_LONG: "<p>{{ subject }}"}
    cases = try_all(sources, sample_values(SchedulingPolicy()))
    wrong = [case for case in cases if case.problems]
    assert [case.key for case in wrong] == [TemplateKey.DECLINE_TOO_LONG]
    assert wrong[0].html == "" and len(wrong[0].problems) == 2
    assert all(case.html for case in cases if case is not wrong[0])


@pytest.mark.parametrize("key", TemplateKey)
@settings(max_examples=25)
@given(data=st.data())
def test_a_mail_puts_in_no_tag_no_attribute_and_no_template(key, data):
    values = {name: data.draw(HOSTILE, label=name) for name in VARIABLES}
    for source in (DEFAULT_TEMPLATES[key], uses_everything(key)):
        if len(source) > TEMPLATES[key].limit:
            continue
        assert check_template(key, source) == ()
        shown = render(key, source, values)
        assert len(shown) <= MAX_OUTPUT
        assert not any(letter in shown for letter in "\x00\u202e\u2066\ud800")
        if TEMPLATES[key].html:
            assert tags_of(shown) == tags_of(render(key, source, dict.fromkeys(VARIABLES, "x")))
        else:
            assert "\n" not in shown and "\r" not in shown


@settings(max_examples=25)
@given(hostile=HOSTILE)
def test_no_answer_repeats_what_the_mail_says(hostile):
    """A reply goes to somebody who knows the meeting: nothing of the mail but its times stands in it."""
    sender = Mailbox("ada@example.com", hostile)
    plain = MeetingMessage(ItemId("1"), MessageKind.REQUEST, NOW, organizer=Mailbox("ada@example.com"))
    loud = replace(plain, subject=hostile, location=hostile, body=hostile, organizer=sender, uid="u")
    for case in AcceptCase:
        accepted = Decision(Outcome.ACCEPTED, "", accept_case=case, alias="vmr1@example.com", numeric_alias="vmr1")
        assert render_reply(accepted, loud, POLICY) == render_reply(accepted, plain, POLICY)
    for reason in DeclineReason:
        declined = Decision(Outcome.DECLINED, "", decline_reason=reason)
        assert render_reply(declined, loud, POLICY) == render_reply(declined, plain, POLICY)
