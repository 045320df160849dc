from __future__ import annotations

from pathlib import Path

import pytest

from desktop_admin.vault import EnvironmentVault, VaultReadOnly, WeakSigningKey
from desktop_admin.vault.environment import slug
from desktop_admin.vault.errors import UnreadableSecret

KEY = "integration/id-1/password"


def vault(environment: dict[str, str], name: str = "Head office") -> EnvironmentVault:
    return EnvironmentVault(lambda integration_id: name if integration_id == "id-1" else "", environment)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Head office", "head-office"),
        ("  Büro  (Zürich) ", "buro-zurich"),
        ("A--B__C", "a-b-c"),
        ("../../etc/passwd", "etc-passwd"),
        ("東京", ""),
    ],
)
def test_a_name_becomes_a_part_of_a_name(name: str, short: str) -> None:
    assert slug(name) == short


async def test_nearer_places_go_before_farther_ones(tmp_path: Path) -> None:
    places = {
        "EXCHANGE_CONCIERGE_PASSWORD": "one for all",
        "EXCHANGE_CONCIERGE_PASSWORD_HEAD_OFFICE": "of its own",
        "CREDENTIALS_DIRECTORY": str(tmp_path),
    }
    assert await vault({}).get(KEY) is None
    assert await vault({"EXCHANGE_CONCIERGE_PASSWORD": "one for all"}).get(KEY) == "one for all"
    assert await vault(places).get(KEY) == "of its own"
    (tmp_path / "exchange-concierge-password").write_text("credential\n")
    assert await vault(places).get(KEY) == "credential"
    (tmp_path / "exchange-concierge-password-head-office").write_bytes("crédential\r\n".encode())
    assert await vault(places).get(KEY) == "crédential"
    assert await vault(places, name="Branch").get(KEY) == "credential"
    assert await vault(places, name="東京").get(KEY) == "credential"


async def test_blanks_belong_to_a_password_but_the_last_newline_does_not(tmp_path: Path) -> None:
    (tmp_path / "exchange-concierge-password").write_text(" two words \n\n")
    assert await vault({"CREDENTIALS_DIRECTORY": str(tmp_path)}).get(KEY) == " two words \n"


async def test_what_cannot_be_read_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "exchange-concierge-password-head-office").mkdir()
    assert await vault({"CREDENTIALS_DIRECTORY": str(tmp_path)}).get(KEY) is None
    assert await vault({"CREDENTIALS_DIRECTORY": str(tmp_path / "missing")}).get(KEY) is None
    assert await vault({"EXCHANGE_CONCIERGE_PASSWORD": ""}).get(KEY) is None


async def test_a_signing_key_must_not_be_guessable() -> None:
    key = "integration/id-1/alias-key"
    assert await vault({"EXCHANGE_CONCIERGE_ALIAS_KEY": "0123456789abcdef"}).get(key) == "0123456789abcdef"
    assert await vault({"EXCHANGE_CONCIERGE_PASSWORD": "0123456789abcdef"}).get(key) is None
    with pytest.raises(WeakSigningKey, match="too short"):
        await vault({"EXCHANGE_CONCIERGE_ALIAS_KEY": "short"}).get(key)


async def test_other_keys_are_not_there_and_nothing_can_be_changed() -> None:
    environment = {"EXCHANGE_CONCIERGE_PASSWORD": "x"}
    assert await vault(environment).get("password") is None
    assert await vault(environment).get("") is None
    with pytest.raises(VaultReadOnly, match="cannot be changed"):
        await vault(environment).put(KEY, "y")
    await vault(environment).delete(KEY)
    assert await vault(environment).get(KEY) == "x"


async def test_a_secret_that_is_not_utf_8_says_where_it_is(tmp_path):
    (tmp_path / "exchange-concierge-password").write_bytes("pässword".encode("latin-1"))
    for environment, place in (
        ({"CREDENTIALS_DIRECTORY": str(tmp_path)}, "exchange-concierge-password"),
        ({"EXCHANGE_CONCIERGE_PASSWORD": "p\udce4ssword"}, "EXCHANGE_CONCIERGE_PASSWORD"),
    ):
        vault = EnvironmentVault(lambda _id: "Head office", environment)
        with pytest.raises(UnreadableSecret, match="UTF-8") as refused:
            await vault.get("integration/1/password")
        assert place in str(refused.value)
        assert "ssword" not in str(refused.value).replace("password", "").replace("PASSWORD", "")
