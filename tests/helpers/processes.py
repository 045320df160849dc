"""The look-alike and the service as processes of their own, driven as a script would drive them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from desktop_admin.web.control_client import ControlClient
from tests.helpers.ews_client import EwsClient

T = TypeVar("T")
START_WITHIN = 60.0
ALIAS_KEY = "a key for the tests that is long enough"


def wait_for(found: Callable[[], T | None], what: str, seconds: float = 30.0) -> T:
    """Asks until ``found`` gives something that is true; fails with ``what`` after ``seconds``."""
    deadline = time.monotonic() + seconds
    while True:
        value = found()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {seconds:g} s")
        time.sleep(0.05)


class _Process:
    def __init__(self, *arguments: str, environment: dict[str, str] | None = None) -> None:
        self._arguments = arguments
        self._environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        self._environment |= environment or {}
        self._process: subprocess.Popen[str] | None = None
        self.log: Path | None = None

    def _start(self, *, reads: bool) -> subprocess.Popen[str]:
        errors = self.log.open("w", encoding="utf-8") if self.log is not None else None
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "desktop_admin", *self._arguments],
                stdout=subprocess.PIPE if reads else subprocess.DEVNULL,
                stderr=errors or subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env=self._environment,
            )
        finally:
            if errors is not None:
                errors.close()
        return self._process

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def stop(self) -> int:
        """Asks it to end; gives the exit status. One that does not end within 15 s is killed, and that is a failure."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.terminate()
        try:
            return process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"{self._arguments[0]} did not end within 15 s") from None
        finally:
            if process.stdout is not None:
                process.stdout.close()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class SandboxProcess(_Process):
    """``exchange-concierge sandbox`` with its one line of JSON read into ``told``."""

    def __init__(
        self,
        *,
        people: int = 6,
        seed: int = 3,
        tls: bool = False,
        life: str = "off",
        quirks: Sequence[str] = (),
        minute: float = 60.0,
    ) -> None:
        """``minute``: seconds in a minute of its heartbeats: 0.75 of them lie between two on a stream."""
        arguments = ["sandbox", "--port", "0", "--people", str(people), "--seed", str(seed), "--life", life]
        arguments += [part for quirk in quirks for part in ("--quirk", quirk)]
        arguments += ["--minute", str(minute)]
        super().__init__(*arguments, *(["--tls"] if tls else []))
        self.told: dict[str, Any] = {}

    def __enter__(self) -> Self:
        process = self._start(reads=True)
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise AssertionError(f"The sandbox ended with {process.wait()} before it said where it is")
        self.told = json.loads(line)
        return self

    @property
    def url(self) -> str:
        return str(self.told["url"])

    @property
    def people(self) -> list[dict[str, str]]:
        """The accounts of people, neither rooms nor services."""
        return [account for account in self.told["accounts"] if account["kind"] == "user"]

    def client(self, number: int) -> EwsClient:
        """The ``number``-th person's EWS client."""
        person = self.people[number]
        return EwsClient(self.url, person["address"], person["password"], self.told.get("certificate"))


class ServiceProcess(_Process):
    """``exchange-concierge serve`` over its own data folder, and the commands that reach it."""

    def __init__(self, data: Path, password: str) -> None:
        self.data = data
        secrets = {
            "EXCHANGE_CONCIERGE_PASSWORD": password,
            "EXCHANGE_CONCIERGE_ALIAS_KEY": ALIAS_KEY,
        }
        super().__init__("serve", "--data-dir", str(data), environment=secrets)
        self.log = data / "stderr.txt"

    def __enter__(self) -> Self:
        self._start(reads=False)
        wait_for(self._is_reachable, "the service's start", START_WITHIN)
        return self

    def _is_reachable(self) -> bool:
        """A process that was killed leaves its control file behind: it must be this one's."""
        try:
            told = json.loads((self.data / "control.json").read_text("utf-8"))
        except (OSError, ValueError):
            return False
        return bool(told["pid"] == self.pid)

    def spawn(self, *module: str) -> subprocess.Popen[bytes]:
        """A service that somebody else ends; ``module`` runs it by another way than the package itself."""
        with (self.data / "stderr.txt").open("ab") as errors:
            return subprocess.Popen(
                [sys.executable, *(module or ("-m", "desktop_admin")), *self._arguments],
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env=self._environment,
            )

    def run(self, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """A command on this data folder, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "desktop_admin", *arguments, "--data-dir", str(self.data)],
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=60,
            env=self._environment,
        )

    def control(self, command: str, **arguments: Any) -> Any:
        """What a command would ask, without a process of its own: for what is asked again and again."""
        client = ControlClient.find(self.data)
        assert client is not None, "No service is running."
        return client.ask(command, **arguments)

    def items(self) -> list[dict[str, Any]]:
        """What became of the inbox's items, the newest first."""
        return list(self.control("invitations.list", integration=""))

    def ask(self, *arguments: str) -> Any:
        """What a command says as JSON."""
        done = self.run(*arguments, "--json")
        try:
            return json.loads(done.stdout)
        except ValueError:
            raise AssertionError(f"{arguments}: {done.returncode} {done.stdout} {done.stderr}") from None
