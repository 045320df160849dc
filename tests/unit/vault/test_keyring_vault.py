"""The keyring, good and bad: it may refuse, hang or be none, and nothing else hangs with it."""

from __future__ import annotations

import asyncio
import sys
import threading
import types
from collections.abc import Callable

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError

from desktop_admin.vault import KeyringVault, VaultLocked, VaultMissing, VaultRefused, VaultTimeout


class Keyring(keyring.backend.KeyringBackend):
    """A keyring in memory that notes on which thread it was asked."""

    priority = 1  # type: ignore[assignment]  # the base class computes it

    def __init__(self, before: Callable[[], None] = lambda: None) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.threads: set[str] = set()
        self._before = before

    def get_password(self, service: str, username: str) -> str | None:
        self._asked()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._asked()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._asked()
        del self.kept[service, username]

    def _asked(self) -> None:
        self.threads.add(threading.current_thread().name)
        self._before()


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[keyring.backend.KeyringBackend], None]:
    return lambda chosen: monkeypatch.setattr(keyring, "get_keyring", lambda: chosen)


async def test_a_secret_is_kept_changed_and_deleted(use: Callable[[Keyring], None]) -> None:
    chosen = Keyring()
    use(chosen)
    vault = KeyringVault()
    assert await vault.get("integration/1/password") is None
    await vault.put("integration/1/password", "pässword")
    await vault.put("integration/1/password", "s3cret")
    assert chosen.kept == {("exchange-concierge", "integration/1/password"): "s3cret"}
    assert await vault.get("integration/1/password") == "s3cret"
    await vault.delete("integration/1/password")
    await vault.delete("integration/1/password")
    assert chosen.kept == {}
    assert chosen.threads == {"keyring"}


async def test_calls_are_made_one_after_the_other(use: Callable[[Keyring], None]) -> None:
    inside: list[int] = []
    most: list[int] = []

    def before() -> None:
        inside.append(1)
        most.append(len(inside))
        inside.pop()

    use(Keyring(before))
    vault = KeyringVault()
    await asyncio.gather(*(vault.put(f"{number}", "x") for number in range(50)))
    assert most == [1] * 50


async def test_a_keyring_that_waits_for_an_unseen_prompt_hangs_nothing(use: Callable[[Keyring], None]) -> None:
    prompt = threading.Event()
    chosen = Keyring(prompt.wait)
    use(chosen)
    vault = KeyringVault(time_limit=0.05)
    try:
        with pytest.raises(VaultTimeout, match=r"within 0\.05 s") as told:
            await vault.put("first", "x")
        assert "window" in told.value.remedy
        with pytest.raises(VaultTimeout):
            await vault.put("second", "x")
    finally:
        prompt.set()
    patient = KeyringVault()
    patient._thread = vault._thread
    assert await patient.get("second") is None
    assert ("exchange-concierge", "second") not in chosen.kept


async def test_a_caller_who_gives_up_leaves_nothing_behind(use: Callable[[Keyring], None]) -> None:
    prompt = threading.Event()
    use(Keyring(prompt.wait))
    vault = KeyringVault()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await vault.get("key")
    prompt.set()
    assert await vault.get("key") is None


def test_an_answer_after_the_loop_has_closed_goes_nowhere(
    use: Callable[[Keyring], None], caplog: pytest.LogCaptureFixture
) -> None:
    prompt = threading.Event()
    use(Keyring(prompt.wait))
    with pytest.raises(VaultTimeout):
        asyncio.run(KeyringVault(time_limit=0.01).get("key"))
    prompt.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(10)
    assert caplog.records == []


def _raising(fault: Exception) -> Keyring:
    def fail() -> None:
        raise fault

    return Keyring(fail)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (NoKeyringError("none"), VaultMissing),
        (KeyringLocked("locked"), VaultLocked),
        (InitError("dismissed"), VaultLocked),
        (PasswordSetError("s3cret could not be set"), VaultRefused),
        (OSError("s3cret"), VaultRefused),
    ],
)
async def test_faults_are_told_in_words_and_without_the_secret(
    use: Callable[[Keyring], None], fault: Exception, kind: type[Exception]
) -> None:
    use(_raising(fault))
    with pytest.raises(kind) as told:
        await KeyringVault().put("key", "s3cret")
    assert "s3cret" not in str(told.value)


@pytest.mark.parametrize("chosen", [keyring.backends.fail.Keyring(), keyring.backends.null.Keyring()])
async def test_a_keyring_that_keeps_nothing_is_none(
    use: Callable[[keyring.backend.KeyringBackend], None], chosen: keyring.backend.KeyringBackend
) -> None:
    use(chosen)
    for call in (KeyringVault().put("key", "x"), KeyringVault().get("key"), KeyringVault().delete("key")):
        with pytest.raises(VaultMissing, match="no keyring"):
            await call


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("keyrings.alt.file", "PlaintextKeyring"),
        ("keyrings.alt.file", "EncryptedKeyring"),
        ("own", "PlaintextKeyring"),
    ],
)
async def test_a_file_in_clear_is_no_keyring(
    use: Callable[[keyring.backend.KeyringBackend], None], module: str, name: str
) -> None:
    kind = types.new_class(name, (Keyring,), exec_body=lambda namespace: namespace.update(__module__=module))
    chosen = kind()
    use(chosen)
    with pytest.raises(VaultMissing, match="would not keep them safe"):
        await KeyringVault().put("key", "x")
    assert chosen.kept == {}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the words are for Linux")
def test_on_linux_it_is_said_what_to_install_and_what_a_server_can_do() -> None:
    remedy = VaultMissing().remedy
    assert "gnome-keyring" in remedy and "KWallet" in remedy
    assert "exchange-concierge-password" in remedy and "EXCHANGE_CONCIERGE_PASSWORD" in remedy
