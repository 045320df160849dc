"""What the look-alike takes from pyspnego's private module: still there, and computing what MS-NLMP 4.2 prints."""

from __future__ import annotations

import importlib
import inspect
import re
from importlib.metadata import version
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "exchange_lookalike"
SERVER, CLIENT = bytes.fromhex("0123456789abcdef"), b"\xaa" * 8
NT = bytes.fromhex("a4f49c406510bdcab6824ee7c30fd852")
LM = bytes.fromhex("e52cac67419a9a224a3b108f3fa6cb6d")
NT_2 = bytes.fromhex("0c868a403bfd7a93a3001ef22ef02e3f")
EXTENDED = 0x80000
EXCHANGED = bytes.fromhex("c5dad2544fc9799094ce1ce90bc9d03e")
SESSION = bytes.fromhex("d87262b0cde4b1cb7499becccdf10784")
PARAMETERS = {
    "ntowfv1": 1,
    "lmowfv1": 1,
    "ntowfv2": 3,
    "hmac_md5": 2,
    "rc4k": 2,
    "compute_response_v1": 5,
}
ADVICE = (
    f"pyspnego {version('pyspnego')} changed its private NTLM module: %s. "
    "Adapt exchange_lookalike/ntlm_hashes.py, the one module that uses it, or hold pyspnego below this version."
)


def taken(name: str):
    """A function that we take from pyspnego. Fails in words where it is not what it was."""
    try:
        found = getattr(importlib.import_module("spnego._ntlm_raw.crypto"), name)
    except (ImportError, AttributeError) as missing:
        pytest.fail(ADVICE % missing)
    try:
        inspect.signature(found).bind(*[b""] * PARAMETERS[name])
    except TypeError as other:
        pytest.fail(ADVICE % f"{name} takes other parameters ({other})")
    return found


def computed(name: str, *arguments: object) -> object:
    try:
        return taken(name)(*arguments)
    except Exception as failure:  # noqa: BLE001 - whatever another release raises
        pytest.fail(ADVICE % f"{name} raises {failure!r}")


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("ntowfv1", ("Password",), NT),
        ("lmowfv1", ("Password",), LM),
        ("ntowfv2", ("User", NT, "Domain"), NT_2),
        ("hmac_md5", (b"Jefe", b"what do ya want for nothing?"), bytes.fromhex("750c783e6ab0b503eaa86e310a5db738")),
        ("rc4k", (bytes.fromhex("8de40ccadbc14a82f15cb0ad0de95ca3"), b"\x55" * 16), EXCHANGED),
    ],
    ids=["ntowfv1", "lmowfv1", "ntowfv2", "hmac_md5", "rc4k"],
)
def test_pyspnego_computes_what_is_printed(name: str, arguments: tuple[object, ...], expected: bytes) -> None:
    assert computed(name, *arguments) == expected, ADVICE % f"{name} gives another result"


def test_pyspnego_computes_the_responses_that_are_printed() -> None:
    plain = computed("compute_response_v1", 0, NT, LM, SERVER, CLIENT)
    assert isinstance(plain, tuple) and len(plain) == 3, ADVICE % "compute_response_v1 gives something else"
    assert plain[0] == bytes.fromhex("67c43011f30298a2ad35ece64f16331c44bdbed927841f94")
    assert plain[2] == SESSION
    extended = computed("compute_response_v1", EXTENDED, NT, LM, SERVER, CLIENT)
    assert isinstance(extended, tuple)
    assert extended[0] == bytes.fromhex("7537f803ae367128ca458204bde7caf81e97ed2683267232")


def test_one_module_of_the_look_alike_knows_pyspnego() -> None:
    users = {
        file.name
        for file in PACKAGE.rglob("*.py")
        if re.search(r"^\s*(from|import) spnego\b", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert users == {"ntlm_hashes.py"}
    from exchange_lookalike import ntlm_hashes

    assert set(ntlm_hashes.__all__) == PARAMETERS.keys()
