"""Names of integrations and their conferencing mailboxes are unique, through whichever door they come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_admin.service.configuring import apply_config
from desktop_admin.settings import SettingsRefused
from desktop_admin.settings.configuration import read_config
from tests.helpers.real_service import RealService

COMPOSED, DECOMPOSED = "Zürich", "ZU\u0308RICH"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RealService]:
    made = RealService(tmp_path / "service")
    yield made
    made.stop()


def test_a_name_that_reads_the_same_is_taken(service: RealService) -> None:
    service.add(COMPOSED, active=False, mailbox="rooms@münchen.example", connection={"server": "mail.example.com"})
    other = service.add("Berlin", active=False, mailbox="")
    with pytest.raises(SettingsRefused, match="name"):
        service.do(service.concierge.commands.integrations.add({"name": DECOMPOSED}, ""))
    with pytest.raises(SettingsRefused, match="name"):
        service.do(service.concierge.commands.integrations.save(other, {"name": f" {DECOMPOSED} "}))
    taken = {"connection": {"conferencing_mailbox": "Rooms@xn--mnchen-3ya.example"}}
    with pytest.raises(SettingsRefused, match="mailbox"):
        service.do(service.concierge.commands.integrations.save(other, taken))
    assert service.concierge.context.by_name(DECOMPOSED) is not None


def test_a_file_means_the_integration_that_reads_the_same(service: RealService) -> None:
    service.add(COMPOSED, active=False, mailbox="", connection={"server": "mail.example.com"})
    document = read_config(f'[[integrations]]\nname = "{DECOMPOSED}"\ndescription = "changed"\n')
    service.do(apply_config(service.concierge.context, service.concierge.commands.integrations, document))
    (view,) = service.do(service.concierge.commands.integrations.list())
    assert view.settings.description == "changed"
