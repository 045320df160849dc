"""One and many: every text that counts has a singular, and what Qt loads is what the file of texts says."""

from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from desktop_admin.gui.application import make_application
from desktop_admin.gui.counted import counted

_HAND_MADE = re.compile(
    r'"[^"]*%[1-9] (?:of %[1-9] )?(?:people|lines|replies|answers|entries|rooms|days|alarms)\b[^"]*"'
)


def messages(repository):
    file = repository / "resources" / "translations" / "concierge_en.ts"
    return ElementTree.parse(file).getroot().iter("message")


def test_every_text_that_counts_has_both_forms(repository):
    known = set()
    for message in messages(repository):
        one, many = (form.text or "" for form in message.iter("numerusform"))
        source = message.findtext("source") or ""
        assert "%Ln" in one and "%Ln" in many and one != many, source
        assert many == source
        known.add(source)
    gui = repository / "desktop_admin" / "gui"
    sources = "\n".join(file.read_text(encoding="utf-8") for file in gui.rglob("*.py") if "generated" not in file.parts)
    flat = re.sub(r'"\s*\n\s*"', "", sources)
    counting = set(re.findall(r'"([^"\n]*%Ln[^"\n]*)"', flat))
    assert counting == known


def test_what_is_loaded_is_what_the_texts_make(repository):
    command = [sys.executable, "packaging/plurals.py", "--check"]
    outcome = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stderr


@pytest.mark.parametrize(("count", "words"), [(0, "0 people"), (1, "1 person"), (2500, "2,500 people")])
def test_the_desktop_uses_them(count, words):
    make_application()
    assert counted.people(count) == words


def test_no_plural_is_made_by_hand(repository):
    gui = repository / "desktop_admin" / "gui"
    found = {
        str(file.relative_to(gui)): _HAND_MADE.findall(file.read_text(encoding="utf-8"))
        for file in gui.rglob("*.py")
        if "generated" not in file.parts
    }
    assert {name: texts for name, texts in found.items() if texts} == {}
