"""A wheel built from the tree runs in a clean environment, outside the checkout, with all it brings."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import desktop_admin

BIN = "Scripts" if os.name == "nt" else "bin"
SUFFIX = ".exe" if os.name == "nt" else ""


def call(*command: str | Path, cwd: Path) -> str:
    outcome = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=110,
        env={name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COVERAGE", "COV_"))},
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


@pytest.fixture(scope="module")
def wheel(request, tmp_path_factory):
    """Built as ``pip wheel .`` would, by the build tool that is installed: no network."""
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=request.config.rootpath)
    [file] = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A new environment: the wheel installed by pip, its dependencies lent by the one that runs the tests."""
    folder = tmp_path_factory.mktemp("outside")
    venv.create(folder / "venv", with_pip=False, symlinks=os.name != "nt")
    python = folder / "venv" / BIN / f"python{SUFFIX}"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    call(*pip, "install", "--no-index", "--no-deps", "--quiet", wheel, cwd=folder)
    site = Path(call(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    # A path file's folders come after the environment's own, and path files inside them (the checkout's among
    # them) are not followed.
    (site / "lent.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return folder


def python(installed: Path) -> Path:
    return installed / "venv" / BIN / f"python{SUFFIX}"


def test_the_program_that_runs_is_the_installed_one(installed):
    place = call(python(installed), "-c", "import desktop_admin; print(desktop_admin.__file__)", cwd=installed)
    assert Path(place.strip()).is_relative_to(installed)


def test_the_commands_run(installed):
    version = f"exchange-concierge {desktop_admin.__version__}\n"
    assert call(installed / "venv" / BIN / f"exchange-concierge{SUFFIX}", "--version", cwd=installed) == version
    assert (installed / "venv" / BIN / f"exchange-concierge-gui{SUFFIX}").exists()
    assert "exchange-concierge" in call(python(installed), "-m", "desktop_admin", "--help", cwd=installed)


def test_the_wheel_says_the_version_that_the_program_says(installed):
    asked = "from importlib.metadata import version; print(version('exchange-concierge'))"
    assert call(python(installed), "-c", asked, cwd=installed).strip() == desktop_admin.__version__


def test_every_module_can_be_imported(installed):
    code = (
        "import importlib, itertools, pkgutil, desktop_admin, exchange_lookalike\n"
        "walks = (pkgutil.walk_packages(p.__path__, f'{p.__name__}.') for p in (desktop_admin, exchange_lookalike))\n"
        "for module in itertools.chain.from_iterable(walks):\n"
        "    if not module.name.endswith('__main__') and '.migrations.' not in module.name:\n"
        "        importlib.import_module(module.name)\n"
        "        print(module.name)"
    )
    names = call(python(installed), "-c", code, cwd=installed).split()
    known = {"desktop_admin.paths", "desktop_admin.service.tasks", "exchange_lookalike.api"}
    assert known <= set(names)


@pytest.mark.parametrize("folder", ["resources", "ui_forms"])
def test_everything_the_tree_brings_is_inside_and_found(wheel, installed, repository, folder):
    tracked = [file for file in (repository / folder).rglob("*") if file.is_file()]
    assert tracked
    inside = set(zipfile.ZipFile(wheel).namelist())
    names = [file.relative_to(repository).as_posix() for file in tracked]
    assert [name for name in names if f"desktop_admin/{name}" not in inside] == []
    code = (
        "import sys\nfrom importlib.resources import files\nfrom desktop_admin import paths\n"
        "resource = paths.resource('x').parent\n"
        "for name in sys.argv[1:]:\n"
        "    content = files('desktop_admin').joinpath(name).read_bytes()\n"
        "    found = (resource.parent / name).read_bytes()\n"
        "    assert found == content, name\n"
        "    print(name)"
    )
    assert call(python(installed), "-c", code, *names, cwd=installed).split("\n")[:-1] == names


def test_generated_code_of_every_form_is_inside(wheel, repository):
    inside = set(zipfile.ZipFile(wheel).namelist())
    forms = sorted((repository / "ui_forms").glob("*.ui"))
    assert forms
    assert [form.stem for form in forms if f"desktop_admin/gui/generated/{form.stem}.py" not in inside] == []


def test_nothing_but_the_program_is_inside(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    strangers = [
        name for name in names if not name.startswith(("desktop_admin/", "exchange_lookalike/", "exchange_concierge-"))
    ]
    assert strangers == []
    assert [name for name in names if name.endswith((".pyc", ".orig", ".rej"))] == []
