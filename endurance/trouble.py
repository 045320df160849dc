"""Everything that the look-alike can do wrong to the service, in random order."""

from __future__ import annotations

import random
import threading
from typing import Any

import httpx

from endurance.organisers import Mailboxes, Organisers
from tests.helpers.processes import wait_for

ACTS: tuple[dict[str, Any], ...] = (
    {"set": {"trouble": "lose", "count": 3}},
    {"set": {"trouble": "double", "count": 5}},
    {"set": {"trouble": "reorder", "count": 3}},
    {"set": {"trouble": "late", "seconds": 1.0, "count": 3}},
    {"set": {"trouble": "busy", "back_off_ms": 200, "count": 2, "mailbox": "CONFERENCING"}},
    {"set": {"trouble": "unavailable", "count": 2, "mailbox": "CONFERENCING"}},
    {"set": {"trouble": "latency", "seconds": 0.4, "count": 6, "mailbox": "CONFERENCING"}},
    {"set": {"trouble": "answer_lost", "count": 1, "mailbox": "CONFERENCING", "operations": ["CreateItem"]}},
    {"set": {"trouble": "answer_lost", "count": 2, "mailbox": "CONFERENCING"}},
    {"set": {"trouble": "cut_stream", "count": 1}},
    {"do": "forget_subscriptions"},
    {"do": "drop_connections"},
    {"do": "restart", "down_seconds": 0.3},
)


class Trouble:
    """Makes one act of trouble every ``pause`` seconds or so, until closed. ``made`` counts them by name."""

    def __init__(self, exchange: Mailboxes, organisers: Organisers, seed: int, pause: float) -> None:
        self.made: dict[str, int] = {}
        self._url = str(exchange.told["control_url"])
        self._mailbox = str(exchange.told["conferencing_mailbox"]["address"])
        self._organisers = organisers
        self._random = random.Random(seed)
        self._pause = pause
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="trouble")

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """No more trouble, and the look-alike is well again."""
        self._stop.set()
        self._thread.join()
        self._ask({"clear": True})

    def _run(self) -> None:
        while not self._stop.wait(self._random.expovariate(1 / self._pause)):
            act = self._random.choice(ACTS)
            name = act["set"]["trouble"] if "set" in act else act["do"]
            # What cuts everybody's connections would leave an organiser not knowing what became of an invitation.
            with self._organisers.between:
                self._ask(self._meant(act))
                wait_for(self._is_there, "the look-alike's return")
            self.made[name] = self.made.get(name, 0) + 1

    def _meant(self, act: dict[str, Any]) -> dict[str, Any]:
        if "set" not in act:
            return act
        return {"set": {key: self._mailbox if value == "CONFERENCING" else value for key, value in act["set"].items()}}

    def _ask(self, wish: dict[str, Any]) -> None:
        httpx.post(self._url, json=wish, trust_env=False).raise_for_status()

    def _is_there(self) -> bool:
        try:
            return httpx.get(self._url, trust_env=False, timeout=2).status_code == 200
        except httpx.HTTPError:
            return False
