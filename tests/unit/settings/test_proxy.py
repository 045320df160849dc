"""The forward proxy of an integration: what may be set, and what never stands in the settings."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from desktop_admin.domain.ports import Proxy
from desktop_admin.settings import ConnectionSettings
from desktop_admin.settings.connection import ProxyUse


def test_without_a_choice_requests_go_straight() -> None:
    assert ConnectionSettings().proxy_with("") is None


def test_the_systems_settings_need_no_address() -> None:
    assert ConnectionSettings(proxy=ProxyUse.SYSTEM).proxy_with("ignored") == Proxy()


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("proxy.example.com", "http://proxy.example.com:8080"),
        ("proxy.example.com:3128", "http://proxy.example.com:3128"),
        ("http://10.0.0.1:3128/", "http://10.0.0.1:3128"),
        ("http://[fd00::1]:3128", "http://[fd00::1]:3128"),
    ],
)
def test_an_address_is_made_whole(written: str, url: str) -> None:
    made = ConnectionSettings(proxy=ProxyUse.URL, proxy_url=written, proxy_user="svc")
    assert made.proxy_with("secret") == Proxy(url, "svc", "secret")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "Write the proxy's address"),
        ("http://svc:secret@proxy.example.com", "does not belong in the address"),
        ("https://proxy.example.com", "begins with http://"),
        ("socks5://proxy.example.com", "begins with http://"),
        ("http://proxy.example.com/path", "nothing else"),
        ("http://pro xy", "host name"),
        ("http://proxy.example.com:99999", "not a web address"),
    ],
)
def test_what_is_no_proxy_is_refused_with_words(written: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ConnectionSettings(proxy=ProxyUse.URL, proxy_url=written)
    assert words in str(caught.value)


def test_an_address_that_was_left_out_is_missed() -> None:
    with pytest.raises(ValidationError, match="Write the proxy's address"):
        ConnectionSettings(proxy=ProxyUse.URL)


def test_the_password_never_shows() -> None:
    assert "secret" not in repr(Proxy("http://proxy:8080", "svc", "secret"))
