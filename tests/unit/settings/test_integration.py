"""An integration's name: one form for what reads the same."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from desktop_admin.settings import IntegrationSettings


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Zu\u0308rich", "Zürich"),
        (" Head\u00a0 office\u200b\n", "Head office"),
        ("Head\x00office", "Head office"),
        ("本社", "本社"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_reads_the_same_is_the_same(typed: str, name: str) -> None:
    assert IntegrationSettings(name=typed).name == name


@pytest.mark.parametrize("typed", ["", " ", "\u200b", "\x00\n"])
def test_a_name_that_nobody_sees_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        IntegrationSettings(name=typed)
