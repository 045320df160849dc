"""A bundle can be sent without fear: what is planted everywhere comes out nowhere."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.diagnostics import Mask, make_bundle, save_bundle
from desktop_admin.errors import ConciergeError
from desktop_admin.logs import register_secret

SECRET = "correct horse battery staple"
PLANTED = (
    "ada.lovelace@contoso.example",
    "Ada Lovelace",
    "mail.contoso.example",
    "Board meeting about the merger",
    "CONTOSO\\svc-concierge",
    SECRET,
)
LOG = (
    "2026-11-21T07:09:12.345+01:00 INFO desktop_admin.story: Request “Board meeting about the merger” from "
    "ada.lovelace@contoso.example: accepted. A new meeting.\n"
    "2026-11-21T07:09:13.000+01:00 INFO desktop_admin.story: Using EWS URL https://mail.contoso.example/EWS/Exchange.asmx\n"
    "2026-11-21T07:09:14.000+01:00 INFO desktop_admin.story: Ada Lovelace: Available → Meeting (“Board meeting about "
    "the merger” is on.)\n"
    "2026-11-21T07:09:15.000+01:00 WARNING desktop_admin.x: CONTOSO\\svc-concierge said correct horse battery staple\n"
)
SETTINGS = '[[integrations]]\nname = "Head office"\n[integrations.connection]\nserver = "mail.contoso.example"\n'


def unpacked(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return {name: bundle.read(name).decode() for name in bundle.namelist()}


def test_nothing_that_was_planted_is_in_the_bundle(tmp_path: Path) -> None:
    register_secret(SECRET)
    (tmp_path / "concierge.log").write_text(LOG, "utf-8")
    (tmp_path / "concierge.log.1").write_text(LOG, "utf-8")
    (tmp_path / "crash-20261121T000000.txt").write_text(LOG, "utf-8")
    status = {"integrations": [{"reason": "Exchange refuses ada.lovelace@contoso.example.", "n": "Ada Lovelace"}]}
    parts = unpacked(make_bundle(tmp_path, SETTINGS, status, ["Ada Lovelace", "mail.contoso.example"]))
    assert {"README.txt", "about.json", "settings.toml", "status.json"} < parts.keys()
    assert {"logs/concierge.log", "logs/concierge.log.1", "logs/crash-20261121T000000.txt"} < parts.keys()
    whole = "\n".join(parts.values()).casefold()
    assert [planted for planted in PLANTED if planted.casefold() in whole] == []
    assert "contoso" not in whole
    assert json.loads(parts["about.json"])["exchange-concierge"]
    assert "A new meeting." in parts["logs/concierge.log"]


def test_who_is_gone_by_now_is_put_away_as_well(tmp_path: Path) -> None:
    """People who were removed, servers that were changed: the log names them once where it shows what they are."""
    (tmp_path / "concierge.log").write_text(
        "2026-11-21T07:09:14.000+01:00 INFO desktop_admin.story: Head office: west: Grace Hopper: Unknown → Available "
        "(No appointment counts.)\n"
        "2026-11-21T07:09:15+01:00 INFO desktop_admin.story: Head office: Using EWS URL https://Old.fabrikam.example/EWS\n"
        "2026-11-21T07:09:16+01:00 ERROR desktop_admin.story: Head office: old.fabrikam.example is too busy.\n"
        "2026-11-21T07:09:17+01:00 INFO desktop_admin.x: Grace Hopper: grace@hopper.example, hopper.example\n"
        "2026-11-21T07:09:18.000+01:00 ERROR desktop_admin.x: at http://127.0.0.1:21020, Grace\n",
        "utf-8",
    )
    log = unpacked(make_bundle(tmp_path, "", {}, []))["logs/concierge.log"]
    assert [gone for gone in ("grace hopper", "fabrikam", "hopper.example") if gone in log.casefold()] == []
    assert "is too busy" in log and log.count("Available") == 1


def test_thousands_of_names_and_endless_words_take_no_time() -> None:
    """Every input is linear; each of these took minutes or more once. (A test that takes longer is ended.)"""
    mask = Mask(f"Person Number{number}" for number in range(20_000))
    assert mask("before Person Number19999 after") == "before name1 after"
    for endless in ("x" * 500_000, "“" * 500_000, "a-" * 250_000, "x@" * 250_000, "Person " * 70_000):
        mask(endless)


def test_the_same_thing_has_the_same_stand_in() -> None:
    mask = Mask(["Ada Lovelace"])
    first, second = mask("ada@example.com wrote to bob@example.com"), mask("again ADA@example.com")
    assert first.split()[0] == second.split()[1]
    assert first.split()[0] != first.split()[-1]


@given(st.emails(), st.text(max_size=40), st.text(max_size=40))
def test_no_address_survives(address: str, before: str, after: str) -> None:
    local, _, domain = address.rpartition("@")
    if len(local) > 3 and not any(sign in "“”" for sign in before + after):
        assert address not in Mask()(f"{before} {address} {after}") or domain == "example.invalid"


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(ConciergeError, match="cannot be written"):
        save_bundle(tmp_path / "missing" / "bundle.zip", b"x")
    save_bundle(tmp_path / "bundle.zip", b"x")
    assert (tmp_path / "bundle.zip").read_bytes() == b"x"
    assert [path.name for path in tmp_path.iterdir()] == ["bundle.zip"]
