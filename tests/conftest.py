"""What every test stands on: no display, no network but loopback, no user's data, nothing left running."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

_HOME = tempfile.TemporaryDirectory(prefix="concierge-tests-", ignore_cleanup_errors=True)

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "*"
for _variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
    os.environ[_variable] = _HOME.name
if os.name == "nt":
    for _variable in ("APPDATA", "LOCALAPPDATA", "USERPROFILE"):
        os.environ[_variable] = _HOME.name

# The same examples at every run, here and in CI. "make fuzz" looks for new ones and keeps what it finds as fixed ones.
settings.register_profile("fixed", derandomize=True, deadline=None, database=None, print_blob=True)
settings.register_profile("explore", deadline=None, print_blob=True, max_examples=1000)
settings.load_profile("fixed")

from desktop_admin import logs  # noqa: E402 - the environment above comes first
from tests.helpers.guards import NetworkGuard, threads_left_after  # noqa: E402 - the environment above comes first

_network = NetworkGuard()


def pytest_configure() -> None:
    _network.install()


def pytest_unconfigure() -> None:
    _network.remove()
    _HOME.cleanup()


@pytest.fixture(autouse=True)
def _nothing_leaves_the_machine() -> Iterator[None]:
    yield
    attempts = _network.take_attempts()
    if attempts:
        pytest.fail(f"The test tried to reach {', '.join(attempts)}: only loopback is allowed.")


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    with threads_left_after() as left:
        yield
    if left:
        pytest.fail(f"The test left threads running: {', '.join(left)}.")


@pytest.fixture(autouse=True)
def _no_secret_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test registers as a secret must not be masked in the next one's words."""
    monkeypatch.setattr(logs, "_secrets", logs._secrets)
    monkeypatch.setattr(logs, "_secret_pattern", logs._secret_pattern)


@pytest.fixture
def repository() -> Path:
    """The top of the checkout."""
    return Path(__file__).resolve().parent.parent
