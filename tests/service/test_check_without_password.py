"""What needs no password is checked without one; no sign-in is tried then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_admin.domain.status import CheckName, CheckState
from desktop_admin.errors import ConciergeError
from tests.helpers.real_service import RealService


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RealService]:
    made = RealService(tmp_path / "service")
    yield made
    made.stop()


def test_the_check_goes_as_far_as_no_password_is_needed(service: RealService) -> None:
    connection = {"server": "mail.example.com", "user_name": "svc@example.com"}
    view = service.do(service.concierge.commands.integrations.add({"name": "Head office", "connection": connection}))
    steps = {step.name: step for step in service.do(service.concierge.commands.integrations.check(view.id))}
    assert steps[CheckName.NAME].state is CheckState.PASSED
    assert steps[CheckName.SIGN_IN].state is CheckState.FAILED
    assert "No password is stored" in steps[CheckName.SIGN_IN].finding
    assert steps[CheckName.INBOX].state is CheckState.SKIPPED
    assert "check the sign-in" not in service.mail(view.id).calls


def test_a_keyring_that_takes_no_password_keeps_nothing_else_back(
    service: RealService, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = service.add("Head office", active=False)

    async def locked(key: str, secret: str) -> None:
        raise ConciergeError("The keyring is locked.", "Unlock it.")

    monkeypatch.setattr(service.vault, "put", locked)
    values = {"connection": {"server": "other.example.com"}}
    with pytest.raises(ConciergeError, match=r"locked\. The password was not saved; the other settings were\."):
        service.do(service.concierge.commands.integrations.save(head, values, "a new one"))
    assert service.view(head).settings.connection.server == "other.example.com"
