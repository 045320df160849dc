"""Set-up, system libraries and forms: what they do, and what they say when something lacks."""

from __future__ import annotations

import importlib.util
import os

import pytest

posix_only = pytest.mark.skipif(os.name == "nt", reason="set-up.sh and apt packages are for POSIX systems")


def load(repository, name):
    """A script of packaging/ as a module of its own."""
    spec = importlib.util.spec_from_file_location(name, repository / "packaging" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def forms(repository, tmp_path, monkeypatch):
    module = load(repository, "forms")
    for attribute, folder in (("ROOT", "."), ("FORMS", "ui_forms"), ("GENERATED", "generated")):
        path = tmp_path / folder
        path.mkdir(exist_ok=True)
        monkeypatch.setattr(module, attribute, path)
    return module


FORM = """<?xml version="1.0" encoding="UTF-8"?>
<ui version="4.0"><class>OverviewPage</class>
 <widget class="QWidget" name="OverviewPage">
  <layout class="QVBoxLayout" name="rows"><item><widget class="QLabel" name="sentence"/></item></layout>
 </widget>{more}
</ui>
"""


def write_form(forms, name="overview", more=""):
    (forms.FORMS / f"{name}.ui").write_text(FORM.format(more=more), encoding="utf-8")


def test_a_form_becomes_typed_code(forms):
    write_form(forms)
    assert forms.main([]) == 0
    code = (forms.GENERATED / "overview.py").read_text(encoding="utf-8")
    assert "class Ui_OverviewPage" in code
    assert "def setupUi(self, OverviewPage: QWidget) -> None:" in code
    assert "self.sentence = QLabel(OverviewPage)" in code


def test_the_check_passes_after_generating_and_fails_after_a_change(forms, capsys):
    write_form(forms)
    assert forms.main(["--check"]) == 1
    assert forms.main([]) == 0
    assert forms.main(["--check"]) == 0
    (forms.GENERATED / "overview.py").write_text("changed by hand\n", encoding="utf-8")
    capsys.readouterr()
    assert forms.main(["--check"]) == 1
    assert "overview.py" in capsys.readouterr().err


def test_code_without_a_form_is_found_and_removed(forms):
    write_form(forms)
    forms.main([])
    (forms.FORMS / "overview.ui").unlink()
    assert forms.main(["--check"]) == 1
    assert forms.main([]) == 0
    assert not (forms.GENERATED / "overview.py").exists()


def test_nothing_is_written_where_nothing_changed(forms, capsys):
    write_form(forms)
    forms.main([])
    capsys.readouterr()
    assert forms.main([]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('<resources><include location="icons.qrc"/></resources>', "names a .qrc file"),
        ("<unclosed", "overview.ui"),
        ('<layout class="QVBoxLayout" name="more" stretch="0,1"><item/></layout>', "more has 1 items"),
    ],
)
def test_a_form_that_cannot_become_code_is_named(forms, capsys, more, told):
    write_form(forms, more=more)
    assert forms.main([]) == 1
    assert told in capsys.readouterr().err
    assert not (forms.GENERATED / "overview.py").exists()


@posix_only
def test_missing_libraries_are_named_by_their_packages(repository, monkeypatch, capsys):
    module = load(repository, "system_libraries")
    monkeypatch.setattr(module.sys, "platform", "linux")
    monkeypatch.setitem(module.SETS, "offscreen", {"libc6": "libc.so.6", "libnowhere1": "libnowhere.so.1"})
    monkeypatch.setattr(module, "_has_a_font", lambda: False)
    assert module.main(["offscreen"]) == 1
    assert capsys.readouterr().out == "libnowhere1 fonts-dejavu-core\n"


@posix_only
def test_the_machine_that_runs_the_tests_lacks_nothing(repository):
    assert load(repository, "system_libraries").main(["offscreen"]) == 0


def test_other_systems_bring_their_libraries_along(repository, monkeypatch):
    module = load(repository, "system_libraries")
    monkeypatch.setattr(module.sys, "platform", "win32")
    monkeypatch.setitem(module.SETS, "display", {"libnowhere1": "libnowhere.so.1"})
    assert module.main(["display"]) == 0


def test_an_unknown_set_is_wrong_use(repository, capsys):
    assert load(repository, "system_libraries").main(["everything"]) == 2
    assert "offscreen" in capsys.readouterr().err


def fake_python(folder, script):
    """A stand-in for an interpreter: a shell script in ``folder``."""
    file = folder / "python"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file
