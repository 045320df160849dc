"""The pauses of a subscription's life. Settings so that a test can shrink them; an administrator rarely needs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import model_validator

from desktop_admin.settings.option import Settings, option

RETIRED: Final = ("status_seconds", "people_status_seconds")


class TimingSettings(Settings):
    """Seconds, unless a unit says otherwise. Defaults as the rules of the subscription name them."""

    overdue: float = option(
        30.0,
        label="Heartbeat overdue after",
        unit="s",
        help="Silence beyond the next heartbeat that counts as an outage.",
        gt=0,
        le=3600,
        advanced=True,
    )
    poll_every: float = option(
        240.0,
        label="Poll every",
        unit="s",
        help="While no subscription lives, the inbox is checked this often.",
        gt=0,
        le=86400,
        advanced=True,
    )
    status_minutes: int = option(
        1,
        label="Push status frequency",
        unit="min",
        help="Exchange sends a heartbeat this often while there is nothing else to send.",
        ge=1,
        le=1440,
        advanced=True,
    )
    people_status_minutes: int = option(
        5, label="Push status frequency for calendars", unit="min", ge=1, le=1440, advanced=True
    )
    heartbeat_seconds: float = option(
        45.0, label="Stream heartbeat expected every", unit="s", gt=0, le=3600, advanced=True
    )
    stream_minutes: int = option(20, label="Stream connection lasts", unit="min", ge=1, le=30, advanced=True)
    refused_retry: float = option(
        900.0,
        label="Retry a refused sign-in after",
        unit="s",
        help="Slow on purpose: quick retries would lock the account.",
        ge=900,
        le=86400,
        advanced=True,
    )
    debounce: float = option(0.2, label="Gather notifications for", unit="s", ge=0, le=60, advanced=True)
    people_poll_every: float = option(
        60.0,
        label="Sweep calendars every",
        unit="s",
        help="While calendars are not subscribed.",
        gt=0,
        le=86400,
        advanced=True,
    )
    out_of_office_every: float = option(
        300.0,
        label="Read automatic replies every",
        unit="s",
        help="Exchange does not tell when they change.",
        gt=0,
        le=86400,
        advanced=True,
    )
    request_timeout: float = option(30.0, label="Give up a request after", unit="s", gt=0, le=600, advanced=True)

    @model_validator(mode="before")
    @classmethod
    def _without_retired(cls, values: Any) -> Any:
        """Documents of the first version have options that are derived now."""
        if not isinstance(values, Mapping):
            return values
        return {key: value for key, value in values.items() if key not in RETIRED}
