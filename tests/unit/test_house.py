"""House rules that no other tool holds: who loads Qt, what a package says of itself, what the lock pins."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import desktop_admin

QT = ("PySide6", "shiboken6", "qasync")
TARGETS = [
    {"sys_platform": system, "platform_system": name, "os_name": os_name, "python_version": version}
    | {"python_full_version": f"{version}.9", "platform_python_implementation": "CPython"}
    | {"implementation_name": "cpython", "platform_machine": "x86_64", "extra": ""}
    for system, name, os_name in (("linux", "Linux", "posix"), ("win32", "Windows", "nt"))
    for version in ("3.11", "3.12", "3.13")
]


def fresh(code: str) -> str:
    """What ``code`` prints in an interpreter of its own."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize(
    "module", ["desktop_admin.service", "desktop_admin.__main__", "desktop_admin.exchange", "desktop_admin.web"]
)
def test_what_runs_without_a_desktop_loads_no_qt(module):
    code = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}} & {set(QT)}))"
    assert fresh(code) == ""


def test_help_loads_nothing_heavy():
    heavy = {*QT, "exchangelib", "sqlalchemy", "fastapi", "uvicorn", "lxml", "requests"}
    code = (
        "import sys\nfrom desktop_admin.__main__ import main\nsys.argv[1:] = ['--help']\n"
        "try:\n    main()\nfinally:\n"
        f"    print('LOADED', *sorted({{name.partition('.')[0] for name in sys.modules}} & {heavy}))"
    )
    assert fresh(code).splitlines()[-1] == "LOADED"


@pytest.mark.parametrize("module", ["desktop_admin.gui.application", "desktop_admin.demo"])
def test_the_first_window_waits_for_nothing_heavy(module):
    heavy = {
        "exchangelib",
        "sqlalchemy",
        "fastapi",
        "uvicorn",
        "lxml",
        "requests",
        "alembic",
        "cryptography",
        "keyring",
    }
    code = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}} & {heavy}))"
    assert fresh(code) == ""


def test_the_import_rules_hold(repository):
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    outcome = subprocess.run([*command, "--no-cache"], cwd=repository, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout
    assert "0 broken" in outcome.stdout


def code(repository):
    """Every module of the product and of the look-alike beside it."""
    return [
        file for package in ("desktop_admin", "exchange_lookalike") for file in (repository / package).rglob("*.py")
    ]


def packages(repository):
    return sorted(path.parent for path in code(repository) if path.name == "__init__.py")


def test_every_package_says_what_it_is(repository):
    silent = [
        str(package.relative_to(repository))
        for package in packages(repository)
        if not ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_folder_of_code_is_a_package(repository):
    migrations = repository / "desktop_admin" / "storage" / "migrations" / "versions"  # Alembic reads these by path
    folders = {path.parent for path in code(repository)}
    assert folders - {migrations} == set(packages(repository)) - {migrations}


def test_no_module_is_too_long(repository):
    generated = repository / "desktop_admin" / "gui" / "generated"
    lengths = {
        str(path.relative_to(repository)): len(path.read_text(encoding="utf-8").splitlines())
        for path in code(repository)
        if generated not in path.parents
    }
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_one_module_of_the_desktop_formats_times_and_numbers(repository):
    """A day's name or a number beside it would follow another language than the text around it."""
    gui = repository / "desktop_admin" / "gui"
    forbidden = re.compile(r"strftime|\.toString\(|QLocale|\.isoformat\(|:%[YmdHM]")
    found = {
        str(path.relative_to(gui)): forbidden.findall(path.read_text(encoding="utf-8"))
        for path in gui.rglob("*.py")
        if path.name != "formats.py" and "generated" not in path.parts
    }
    allowed = {"application.py"}  # sets the language once
    assert {name: words for name, words in found.items() if words and name not in allowed} == {}


def test_what_the_readme_links_to_is_in_the_tree(repository):
    readme = (repository / "README.md").read_text(encoding="utf-8")
    linked = [link for link in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in link]
    assert len(linked) >= 6
    assert [link for link in linked if not (repository / link).is_file()] == []


def test_the_changelog_knows_the_version(repository):
    headings = re.findall(r"^## (.+)$", (repository / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0].split()[0] == desktop_admin.__version__


LOCKS = ("requirements.lock", "requirements-dev.lock")


def entries(file):
    """A lock file: one ``(requirement, hashes)`` for each entry."""
    for entry in re.split(r"\n(?=\S)", file.read_text(encoding="utf-8").replace("\\\n", " ")):
        line = entry.splitlines()[0]
        yield Requirement(line.partition(" --hash=")[0]), re.findall(r"--hash=sha256:([0-9a-f]{64})\b", line)


@pytest.fixture(scope="module")
def locks(request):
    """What each lock file pins."""
    return {name: list(entries(request.config.rootpath / name)) for name in LOCKS}


@pytest.fixture(scope="module")
def pins(locks):
    return [entry for lock in locks.values() for entry in lock]


@pytest.fixture(scope="module")
def project(request):
    return tomllib.loads((request.config.rootpath / "pyproject.toml").read_text(encoding="utf-8"))


def wanted(project, *groups):
    listed = [each for group in groups for each in project["dependency-groups"][group]]
    return [Requirement(each) for each in [*project["project"]["dependencies"], *listed]]


def test_the_program_is_locked_without_test_tools(locks):
    run, develop = ({canonicalize_name(pin.name) for pin, _ in locks[name]} for name in LOCKS)
    assert not run & develop, "each package is pinned once"
    assert {"pytest", "mypy", "coverage", "hypothesis"} <= develop
    assert {"pyside6-essentials", "exchangelib", "hatchling"} <= run


def test_every_pin_is_exact_and_hashed(pins):
    assert len(pins) > 50
    for pin, hashes in pins:
        assert [each.operator for each in pin.specifier] == ["=="], pin
        assert hashes, f"{pin} has no hash"


def test_the_lock_names_no_index_and_no_host(repository):
    text = "".join((repository / name).read_text(encoding="utf-8") for name in LOCKS)
    assert (
        re.findall(r"^\s*(?:-i|-f|--(?:index-url|extra-index-url|find-links|trusted-host)).*", text, re.MULTILINE) == []
    )
    assert "://" not in text
    assert " @ " not in text


@pytest.mark.parametrize("groups", [("install",), ("install", "dev")], ids=["run", "develop"])
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: f"{target['sys_platform']}-{target['python_version']}")
def test_the_locks_satisfy_what_the_project_asks_for(locks, project, target, groups):
    pinned = {
        canonicalize_name(pin.name): next(iter(pin.specifier)).version
        for name in LOCKS[: len(groups)]
        for pin, _ in locks[name]
        if pin.marker is None or pin.marker.evaluate(target)
    }
    unmet = [
        str(each)
        for each in wanted(project, *groups)
        if not each.specifier.contains(pinned.get(canonicalize_name(each.name)) or "")
    ]
    assert unmet == []


def test_each_system_has_what_only_it_needs(pins):
    def on(system):
        [target] = [each for each in TARGETS if each["sys_platform"] == system and each["python_version"] == "3.12"]
        return {canonicalize_name(pin.name) for pin, _ in pins if pin.marker is None or pin.marker.evaluate(target)}

    assert {"colorama", "pywin32-ctypes", "sspilib"} <= on("win32")
    assert not {"colorama", "pywin32-ctypes", "sspilib"} & on("linux")
    assert {"secretstorage", "jeepney"} <= on("linux")
    assert not {"secretstorage", "jeepney"} & on("win32")


def test_no_gpl_only_part_of_qt_is_asked_for(pins):
    assert {pin.name for pin, _ in pins if pin.name.startswith("pyside6")} == {"pyside6-essentials"}


def test_the_generated_forms_are_what_the_forms_make(repository):
    command = [sys.executable, str(repository / "packaging" / "forms.py"), "--check"]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stderr
