"""The worst part shows in the sum, and green means that nothing needs anybody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.domain.health import Health, IntegrationFacts, health_of
from desktop_admin.domain.status import Alarm, Condition, Severity, Status

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def facts(name: str = "Head office", status: Status = Status.ONLINE, reason: str = "", **more) -> IntegrationFacts:
    return IntegrationFacts(name, Condition(status, NOW, reason), **more)


def alarm(short: str = "", key: str = "", severity: Severity = Severity.WARNING) -> Alarm:
    return Alarm(key or short or "something", "Something is wrong.", "Do something.", NOW, severity, short)


alarms = st.builds(
    alarm, short=st.sampled_from(["", "2 invitations on hold"]), key=st.sampled_from(["", "connection", "rehearsal"])
)
integrations = st.lists(
    st.builds(
        facts,
        name=st.sampled_from(["Head office", "Branch", "Labs"]),
        status=st.sampled_from(Status),
        alarms=st.lists(alarms, max_size=2).map(tuple),
        is_dry_run=st.booleans(),
        unsent=st.integers(0, 2),
    ),
    max_size=6,
)


@given(integrations)
def test_green_means_that_somebody_is_at_work_and_nothing_needs_anybody(all_of_them):
    health = health_of(all_of_them)
    at_work = [each for each in all_of_them if each.condition.status is not Status.DISABLED]
    nothing = all(
        each.condition.status is Status.ONLINE and not each.is_dry_run and not each.unsent and not each.alarms
        for each in at_work
    ) and not any(each.unsent or each.alarms for each in all_of_them)
    assert (health.status is Status.ONLINE) == (bool(at_work) and nothing)
    assert (health.sentence == "Everything works") <= (health.status is Status.ONLINE)


@given(integrations)
def test_the_sum_is_never_better_than_a_part(all_of_them):
    badness = [Status.DISABLED, Status.ONLINE, Status.CONNECTING, Status.DEGRADED, Status.OFFLINE]
    sum_of_all = badness.index(health_of(all_of_them).status)
    assert all(badness.index(each.condition.status) <= sum_of_all for each in all_of_them)


@given(integrations.filter(bool), st.randoms(use_true_random=False))
def test_the_worst_comes_first_whatever_the_order(all_of_them, shuffled):
    again = list(all_of_them)
    shuffled.shuffle(again)
    assert health_of(again).status is health_of(all_of_them).status
    offline = [each.name for each in all_of_them if each.condition.status is Status.OFFLINE]
    if len(all_of_them) > 1 and offline:
        first = health_of(all_of_them).sentence.split(" · ")[0]
        assert first in {f"{name} is offline" for name in offline}


@pytest.mark.parametrize(
    ("of", "status", "sentence"),
    [
        ([], Status.DISABLED, "Nothing is configured yet"),
        ([facts()], Status.ONLINE, "Everything works"),
        ([facts(), facts("Branch")], Status.ONLINE, "Everything works"),
        ([facts(status=Status.DISABLED)], Status.DISABLED, "Not active"),
        ([facts(status=Status.CONNECTING)], Status.CONNECTING, "Connecting to Exchange"),
        ([facts(status=Status.OFFLINE, reason="No answer.")], Status.OFFLINE, "Offline: No answer"),
        (
            [facts(status=Status.OFFLINE, reason="No answer.", alarms=(alarm(key="connection"),))],
            Status.OFFLINE,
            "Offline: No answer",
        ),
        (
            [facts(), facts("Branch", Status.OFFLINE, "No answer.")],
            Status.OFFLINE,
            "Branch is offline · Head office works",
        ),
        (
            [facts(alarms=(alarm("2 invitations on hold"), alarm("25 calendars cannot be read")))],
            Status.DEGRADED,
            "2 invitations on hold · 25 calendars cannot be read",
        ),
        (
            [facts(alarms=(alarm("2 invitations on hold"),)), facts("Branch")],
            Status.DEGRADED,
            "Head office: 2 invitations on hold · Branch works",
        ),
        ([facts(is_dry_run=True, unsent=258)], Status.DEGRADED, "Dry run, 258 replies unsent"),
        ([facts(is_dry_run=True)], Status.DEGRADED, "Dry run, no replies are sent"),
        ([facts(unsent=1)], Status.DEGRADED, "1 reply pending approval"),
        (
            [facts(unsent=1, alarms=(alarm("1 reply pending approval", "rehearsal"),))],
            Status.DEGRADED,
            "1 reply pending approval",
        ),
        (
            [facts(status=Status.DISABLED, alarms=(alarm("2 invitations on hold"),))],
            Status.DEGRADED,
            "Not active · 2 invitations on hold",
        ),
        ([facts(alarms=(alarm(key="one"), alarm(key="two")))], Status.DEGRADED, "2 alarms"),
        ([facts(), facts("Branch", Status.DISABLED)], Status.ONLINE, "Head office works · Branch is not active"),
        (
            [facts(str(number), Status.OFFLINE) for number in range(5)] + [facts("A"), facts("B")],
            Status.OFFLINE,
            "0 is offline · 1 is offline · 2 is offline · 2 more need attention · 2 integrations work",
        ),
    ],
)
def test_the_sentence(of, status, sentence):
    assert health_of(of) == Health(status, sentence)
