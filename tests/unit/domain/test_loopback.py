"""Which hosts are this computer."""

from __future__ import annotations

import pytest

from desktop_admin.domain.loopback import is_loopback


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.10", "::1", "[::1]"])
def test_this_computer(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "mail.example.com", "localhost.example.com", "10.0.0.1", "[::2]", "127.0.0.1.evil"]
)
def test_other_hosts(host):
    assert not is_loopback(host)
