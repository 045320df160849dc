"""The look-alike's README: its examples run as they are printed, its lists name what there is, and the wheel has it."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from exchange_lookalike.dispatch import operations
from exchange_lookalike.quirks import QUIRKS
from exchange_lookalike.schema import documents
from exchange_lookalike.trouble import KINDS

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "exchange_lookalike" / "README.md").read_text(encoding="utf-8")
SCRIPTS = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
TESTS = re.findall(r"^```python pytest\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def run(*arguments: str, folder: Path = REPOSITORY) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, timeout=100, check=False
    )


def after(mark: str) -> str:
    """The paragraph or table that follows a mark."""
    return README.split(f"<!-- {mark} -->\n", 1)[1].split("\n\n", 1)[0]


def table(mark: str) -> dict[str, str]:
    return dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", after(mark), re.MULTILINE))


def test_there_are_examples_of_each_kind() -> None:
    assert (len(SCRIPTS), len(TESTS)) == (3, 1)


@pytest.mark.parametrize("script", SCRIPTS, ids=("httpx", "exchangelib", "operation"))
def test_an_example_runs_as_it_is_printed(script: str) -> None:
    done = run("-c", script)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_example_for_pytest_passes(tmp_path: Path) -> None:
    (tmp_path / "test_example.py").write_text(TESTS[0], encoding="utf-8")
    done = run("-m", "pytest", "-q", "-p", "no:cacheprovider", folder=tmp_path)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_lists_name_what_there_is() -> None:
    assert table("trouble") == {name: kind.about for name, kind in KINDS.items()}
    assert table("quirks") == dict(QUIRKS)


def test_every_operation_that_is_served_is_listed() -> None:
    listed = after("operations").replace("\n", " ").rstrip(".").split(", ")
    served = {name.removesuffix("Request") for name in documents.operations()}
    assert sorted(listed) == listed
    assert set(listed) == served >= {name.removesuffix("Request") for name in operations()}


def test_the_wheel_has_it(tmp_path: Path) -> None:
    done = run("-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        assert file.read("exchange_lookalike/README.md").decode() == README
