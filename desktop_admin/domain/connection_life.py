"""The life of a connection and its subscription: one explicit state machine, without a clock of its own.

The rules it holds: push or streaming is trusted only after catching up; silence of more than ``Timing.overdue`` beyond
the next heartbeat degrades to polling, at once and then every ``Timing.poll_every``, and each poll tries to subscribe
again. After an outage a new subscription proves nothing: it is degraded until Exchange has sent a sign of life on it.
One that ends before that is replaced after a growing pause, and so are those that end too early again and again,
although each has shown a sign of life. A refused sign-in is no outage and is retried slowly; a
pause that the server names is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from desktop_admin.domain.ports import Timing
from desktop_admin.domain.retry_pauses import backoff
from desktop_admin.domain.status import Status, Trouble

KEYRING_RETRY = timedelta(minutes=1)
"""Nothing was sent where the keyring does not give the password: it is asked again soon."""


class State(StrEnum):
    """Where a connection stands."""

    DISABLED = "disabled"
    CONNECTING = "connecting"
    SUBSCRIBING = "subscribing"
    LIVE = "live"
    RENEWING = "renewing"
    PROVING = "proving"
    POLLING = "polling"
    OFFLINE = "offline"
    REFUSED = "refused"


class Happening(StrEnum):
    """What can befall a connection."""

    ACTIVATED = "activated"
    DEACTIVATED = "deactivated"
    FORCED = "forced"
    CONNECTED = "connected"
    SUBSCRIBED = "subscribed"
    SIGN_OF_LIFE = "sign_of_life"
    ENDED = "ended"
    LOST = "lost"
    OVERDUE = "overdue"
    POLLED = "polled"
    FAILED = "failed"
    REFUSED = "refused"
    DUE = "due"


class Action(StrEnum):
    """What is to be done in a state, until something happens."""

    REST = "rest"
    CONNECT = "connect"
    SUBSCRIBE = "subscribe"
    WATCH = "watch"
    PROVE = "prove"
    POLL = "poll"
    WAIT = "wait"


_TABLE: dict[tuple[State, Happening], tuple[State, Action]] = {
    (State.DISABLED, Happening.ACTIVATED): (State.CONNECTING, Action.CONNECT),
    (State.CONNECTING, Happening.CONNECTED): (State.SUBSCRIBING, Action.SUBSCRIBE),
    (State.CONNECTING, Happening.FAILED): (State.OFFLINE, Action.WAIT),
    (State.CONNECTING, Happening.REFUSED): (State.REFUSED, Action.WAIT),
    (State.SUBSCRIBING, Happening.SUBSCRIBED): (State.LIVE, Action.WATCH),
    (State.SUBSCRIBING, Happening.FAILED): (State.POLLING, Action.POLL),
    (State.SUBSCRIBING, Happening.REFUSED): (State.REFUSED, Action.WAIT),
    (State.LIVE, Happening.SIGN_OF_LIFE): (State.LIVE, Action.WATCH),
    (State.LIVE, Happening.ENDED): (State.RENEWING, Action.SUBSCRIBE),
    (State.LIVE, Happening.LOST): (State.POLLING, Action.POLL),
    (State.LIVE, Happening.OVERDUE): (State.POLLING, Action.POLL),
    (State.LIVE, Happening.FAILED): (State.POLLING, Action.POLL),
    (State.LIVE, Happening.REFUSED): (State.REFUSED, Action.WAIT),
    (State.RENEWING, Happening.SUBSCRIBED): (State.LIVE, Action.WATCH),
    (State.RENEWING, Happening.FAILED): (State.POLLING, Action.POLL),
    (State.RENEWING, Happening.REFUSED): (State.REFUSED, Action.WAIT),
    (State.POLLING, Happening.SUBSCRIBED): (State.PROVING, Action.PROVE),
    (State.POLLING, Happening.POLLED): (State.POLLING, Action.WAIT),
    (State.POLLING, Happening.FAILED): (State.OFFLINE, Action.WAIT),
    (State.POLLING, Happening.REFUSED): (State.REFUSED, Action.WAIT),
    (State.POLLING, Happening.DUE): (State.POLLING, Action.POLL),
    (State.PROVING, Happening.SIGN_OF_LIFE): (State.LIVE, Action.WATCH),
    (State.PROVING, Happening.DUE): (State.PROVING, Action.POLL),
    (State.PROVING, Happening.SUBSCRIBED): (State.PROVING, Action.PROVE),
    (State.PROVING, Happening.POLLED): (State.POLLING, Action.WAIT),
    (State.PROVING, Happening.ENDED): (State.POLLING, Action.WAIT),
    (State.PROVING, Happening.LOST): (State.POLLING, Action.WAIT),
    (State.PROVING, Happening.FAILED): (State.OFFLINE, Action.WAIT),
    (State.PROVING, Happening.REFUSED): (State.REFUSED, Action.WAIT),
    (State.OFFLINE, Happening.DUE): (State.OFFLINE, Action.CONNECT),
    (State.OFFLINE, Happening.CONNECTED): (State.SUBSCRIBING, Action.SUBSCRIBE),
    (State.OFFLINE, Happening.FAILED): (State.OFFLINE, Action.WAIT),
    (State.OFFLINE, Happening.REFUSED): (State.REFUSED, Action.WAIT),
    (State.REFUSED, Happening.DUE): (State.REFUSED, Action.CONNECT),
    (State.REFUSED, Happening.CONNECTED): (State.SUBSCRIBING, Action.SUBSCRIBE),
    (State.REFUSED, Happening.FAILED): (State.OFFLINE, Action.WAIT),
    (State.REFUSED, Happening.REFUSED): (State.REFUSED, Action.WAIT),
}
for _state in State:
    if _state is not State.DISABLED:
        _TABLE[_state, Happening.DEACTIVATED] = (State.DISABLED, Action.REST)
        _TABLE[_state, Happening.FORCED] = (State.CONNECTING, Action.CONNECT)

_BREAKS = (Happening.LOST, Happening.FAILED)
_ENDS = (*_BREAKS, Happening.ENDED)
_CUT_SHORT = {(State.LIVE, happening): (State.POLLING, Action.WAIT) for happening in _ENDS}
"""If one subscription after the other ends too early, the next one waits."""

BRIEF_AT_MOST: Final = 2
"""So many subscriptions in a row may end too early, after a sign of life, before the next one must last to count."""

_AFTER_SILENCE = {(State.SUBSCRIBING, Happening.SUBSCRIBED): (State.PROVING, Action.PROVE)}
"""After silence, and after subscriptions that ended too early, connecting and subscribing again prove nothing."""

UNPROVEN = "A new subscription waits for its first heartbeat."
TOO_BRIEF = "One subscription after the other ended too early; the new one must last for some minutes."

_STATUS = {
    State.DISABLED: Status.DISABLED,
    State.CONNECTING: Status.CONNECTING,
    State.SUBSCRIBING: Status.CONNECTING,
    State.LIVE: Status.ONLINE,
    State.RENEWING: Status.ONLINE,
    State.PROVING: Status.DEGRADED,
    State.POLLING: Status.DEGRADED,
    State.OFFLINE: Status.OFFLINE,
    State.REFUSED: Status.OFFLINE,
}


@dataclass(frozen=True, slots=True)
class Life:
    """State, what is to be done in it, and until when (``due``: the next retry or poll, None where none is set).

    ``failures`` counts failed attempts in a row, and subscriptions that ended right after they began: only one that
    lasts begins it again. ``brief`` counts subscriptions in a row that ended too early although they had shown a sign
    of life: their heartbeats prove nothing any more. ``silent``: Exchange has sent no heartbeat since one was overdue,
    whatever happened meanwhile; ``trouble``, ``reason`` and ``remedy`` say what broke and what would
    help, until the state is live.
    """

    state: State = State.DISABLED
    action: Action = Action.REST
    due: datetime | None = None
    failures: int = 0
    brief: int = 0
    silent: bool = False
    trouble: Trouble | None = None
    reason: str = ""
    remedy: str = ""

    @property
    def status(self) -> Status:
        return _STATUS[self.state]

    @property
    def must_last(self) -> bool:
        """Whether a sign of life alone does not show that a subscription is well."""
        return self.brief >= BRIEF_AT_MOST


def advance(
    life: Life,
    happening: Happening,
    now: datetime,
    timing: Timing,
    *,
    trouble: Trouble | None = None,
    reason: str = "",
    retry_after: float | None = None,
    remedy: str = "",
    lasted: bool = True,
    is_old: bool = True,
) -> Life:
    """The life after ``happening``; unchanged where it means nothing in this state (a late answer, a doubled signal).

    ``trouble``, ``reason`` and ``remedy`` tell a failure; ``retry_after`` (seconds) is the pause that the server wants.
    ``lasted``: whether the subscription is older than a few moments, so that its signs of life say something;
    ``is_old``: whether it does not end too early if it ends now.
    """
    key = (life.state, happening)
    brief = _brief(life, happening, lasted=lasted, is_old=is_old)
    is_again = brief > life.brief and brief >= BRIEF_AT_MOST
    is_repeated = is_again or (life.failures > 0 and not lasted and happening in _BREAKS)
    following = (
        (_AFTER_SILENCE.get(key) if life.silent or life.must_last else None)
        or (_CUT_SHORT.get(key) if is_repeated else None)
        or _TABLE.get(key)
    )
    if following is None:
        return life
    state, action = following
    cut_short = (life.state is State.PROVING and happening in (Happening.ENDED, Happening.LOST)) or (
        key in _CUT_SHORT and (is_again or (not lasted and happening in _BREAKS))
    )
    failed = cut_short or happening in (Happening.FAILED, Happening.REFUSED)
    failures = life.failures + failed
    is_well = happening is Happening.SIGN_OF_LIFE and lasted
    if is_well or state is State.DISABLED or happening is Happening.FORCED:
        failures = 0
    if state is State.DISABLED or happening is Happening.FORCED:
        brief = 0
    silent = happening is Happening.OVERDUE or (life.silent and state not in (State.LIVE, State.DISABLED))
    due = None
    if action in (Action.WAIT, Action.PROVE):
        pause = _pause(state, failures, timing, trouble)
        if cut_short:
            pause = backoff(max(failures, brief), timing.reconnect_after, max(timing.poll_every, timing.lasting))
        due = now + max(pause, timedelta(seconds=retry_after or 0))
    broke = failed or happening in (Happening.LOST, Happening.OVERDUE)
    told = (trouble, reason, remedy) if broke or reason else (life.trouble, life.reason, life.remedy)
    if state in (State.LIVE, State.RENEWING, State.DISABLED) or happening is Happening.FORCED:
        told = (None, "", "")
    elif state is State.PROVING and not (silent and told[0] is Trouble.SUBSCRIPTION_PENDING):
        told = (Trouble.SUBSCRIPTION_PENDING, TOO_BRIEF if brief >= BRIEF_AT_MOST else UNPROVEN, "")
    return Life(state, action, due, failures, brief, silent, *told)


def _brief(life: Life, happening: Happening, *, lasted: bool, is_old: bool) -> int:
    """How many subscriptions in a row have ended too early after this."""
    if happening is Happening.SIGN_OF_LIFE and is_old:
        return 0
    ended = (life.state is State.LIVE and lasted) or (life.state is State.PROVING and life.brief > 0)
    return life.brief + (ended and not is_old and happening in _ENDS)


def _pause(state: State, failures: int, timing: Timing, trouble: Trouble | None) -> timedelta:
    match state:
        case State.REFUSED:
            return timing.refused_retry
        case State.POLLING | State.PROVING:
            return timing.poll_every
        case _:
            pause = backoff(failures, timing.reconnect_after, timing.poll_every)
            return min(pause, KEYRING_RETRY) if trouble is Trouble.KEYRING else pause


def diagram() -> str:
    """The machine as a Mermaid state diagram, for the architecture's document."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.DISABLED}"]
    arrows: dict[tuple[State, State], list[str]] = {}
    for (state, happening), (target, _action) in _TABLE.items():
        if happening not in (Happening.DEACTIVATED, Happening.FORCED):
            arrows.setdefault((state, target), []).append(happening.replace("_", " "))
    for (state, happening), (target, _action) in _AFTER_SILENCE.items():
        arrows.setdefault((state, target), []).append(f"{happening.replace('_', ' ')} after silence")
    lines += [f"    {state} --> {target}: {', '.join(words)}" for (state, target), words in arrows.items()]
    lines += [f"    note right of {State.DISABLED}: from every state, deactivated leads here and forced to connecting"]
    return "\n".join(lines)
