"""The command line's side of the control API."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from desktop_admin.errors import ConciergeError
from desktop_admin.paths import control_file

ANSWERS_WITHIN = 5.0
WORKS_WITHIN = 300.0
"""Seconds. A connection check tries several things that each have a time limit of their own."""


class ControlClient:
    """Asks a running program. Methods raise :class:`ConciergeError`, with the program's own words where it refused."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._headers = {"authorization": f"Bearer {token}"}

    @classmethod
    def find(cls, data: Path) -> ControlClient | None:
        """The program that works with the data folder ``data``; None when none does."""
        told = _told(control_file(data))
        if told is None:
            return None
        client = cls(told["url"], told["token"])
        try:
            answer = client._request("GET", "/ping", None, ANSWERS_WITHIN)
        except httpx.TimeoutException:
            raise ConciergeError(
                f"The running program (process {told['pid']}) does not answer.", "Wait a little, or end it."
            ) from None
        except (httpx.HTTPError, ValueError):
            # It ended without taking its file away, and perhaps somebody else listens there now.
            return None
        return client if answer.get("pid") == told["pid"] else None

    def ask(self, command: str, /, **arguments: Any) -> Any:
        """What the program answers to a command, as JSON has it."""
        return self._ask(f"/ask/{quote(command, safe='')}", arguments).get("answer")

    def stop(self) -> None:
        """Asks the program to end; it may still be ending when this returns."""
        self._ask("/stop", {})

    def _ask(self, path: str, arguments: dict[str, Any]) -> dict[str, Any]:
        try:
            return self._request("POST", path, arguments, WORKS_WITHIN)
        except httpx.TimeoutException:
            raise ConciergeError("The running program did not answer in time.", "Its log tells more.") from None
        except (httpx.HTTPError, ValueError):
            raise ConciergeError("The running program ended before it answered.", "Its log tells more.") from None

    def _request(self, method: str, path: str, arguments: dict[str, Any] | None, seconds: float) -> dict[str, Any]:
        timeout = httpx.Timeout(seconds, connect=ANSWERS_WITHIN)
        # A proxy that the environment names has no business between two programs of this computer.
        with httpx.Client(trust_env=False, timeout=timeout) as http:
            answer = http.request(method, self._url + path, headers=self._headers, json=arguments)
        content = answer.json()
        if not isinstance(content, dict):
            raise ValueError("no object")
        if answer.is_success:
            return content
        if "message" not in content:
            raise ValueError("no answer of ours")
        raise _refusal(content)


def _refusal(content: dict[str, Any]) -> ConciergeError:
    refused = ConciergeError(str(content["message"]), str(content.get("remedy", "")))
    status = content.get("exit_status")
    if isinstance(status, int):
        refused.exit_status = status  # type: ignore[misc]  # one fault of its own, not the class
    return refused


def _told(file: Path) -> dict[str, Any] | None:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return {"url": str(told["url"]), "token": str(told["token"]), "pid": int(told["pid"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None
