"""Set-up: what an index offers besides the lock makes no difference, and what goes wrong is said with what helps."""

from __future__ import annotations

import base64
import hashlib
import http.server
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import zipfile

import pytest

from tests.unit.test_packaging import fake_python, load, posix_only

BACKEND = """
import zipfile
from pathlib import Path


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "product-0.1-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory) / name, "w") as file:
        info = "product-0.1.dist-info/"
        about = ["Metadata-Version: 2.1", "Name: product", "Version: 0.1", "Requires-Dist: alpha"]
        kind = ["Wheel-Version: 1.0", "Generator: test", "Root-Is-Purelib: true", "Tag: py3-none-any"]
        file.writestr(info + "METADATA", "\\n".join(about) + "\\n")
        file.writestr(info + "WHEEL", "\\n".join(kind) + "\\n")
        file.writestr(info + "RECORD", "")
    return name
"""
PROJECT = """[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "product"
version = "0.1"
"""


class Index:
    """A package index in a folder: fake wheels, listed as pip reads them."""

    def __init__(self, folder):
        self.folder = folder
        self.hashes = {}

    def offer(self, name, version, *requires, extras=()):
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        info = f"{name}-{version}.dist-info/"
        lines = [f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}"]
        lines += [f"Provides-Extra: {extra}" for extra in extras] + [f"Requires-Dist: {each}" for each in requires]
        files = {
            f"{name}.py": f"version = {version!r}\n",
            info + "METADATA": "\n".join(lines) + "\n",
            info + "WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        record = [
            f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},{len(text)}"
            for path, text in files.items()
        ]
        files[info + "RECORD"] = "\n".join([*record, f"{info}RECORD,,"]) + "\n"
        wheel = folder / f"{name}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as file:
            for path, text in files.items():
                file.writestr(path, text)
        self.hashes[name, version] = hashlib.sha256(wheel.read_bytes()).hexdigest()
        links = "".join(f'<a href="{each.name}">{each.name}</a>' for each in sorted(folder.glob("*.whl")))
        (folder / "index.html").write_text(f"<html><body>{links}</body></html>")

    def lock(self, *pins):
        return "".join(
            f"{name}=={version} \\\n    --hash=sha256:{self.hashes[name, version]}\n" for name, version in pins
        )


class Tree:
    """A small project with the real set-up script in it."""

    def __init__(self, folder, repository, index):
        self.folder = folder
        self.index = index
        self.pauses = []
        (folder / "packaging").mkdir(parents=True)
        shutil.copy(repository / "packaging" / "set_up.py", folder / "packaging")
        shutil.copy(repository / "packaging" / "set-up.sh", folder / "packaging")
        (folder / "backend.py").write_text(BACKEND)
        (folder / "pyproject.toml").write_text(PROJECT)
        self.script = load(folder, "set_up")

    def write_locks(self, run, develop=()):
        (self.folder / "requirements.lock").write_text(self.index.lock(*run))
        (self.folder / "requirements-dev.lock").write_text(self.index.lock(*develop))

    def set_up(self, group="run"):
        return self.script.main([str(self.folder / ".venv"), group], pause=self.pauses.append)

    def python(self, code):
        binary = self.folder / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        return subprocess.run([str(binary), "-c", code], capture_output=True, text=True, check=True).stdout.strip()

    def version(self, name):
        code = f"import importlib.util as u; s = u.find_spec({name!r}); print(s and __import__({name!r}).version)"
        return self.python(code)


@pytest.fixture
def index(tmp_path):
    made = Index(tmp_path / "simple")
    made.offer("alpha", "1.0", "beta[extra]", extras=())
    made.offer("beta", "1.0", "gamma; extra == 'extra'", extras=("extra",))
    made.offer("gamma", "1.0")
    made.offer("delta", "1.0", "beta[extra]")
    return made


@pytest.fixture
def tree(tmp_path, repository, index, monkeypatch):
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_CACHE_DIR": "1",
        "PIP_RETRIES": "0",
        "PIP_INDEX_URL": index.folder.as_uri(),
    }.items():
        monkeypatch.setenv(name, value)
    return Tree(tmp_path / "Zoë's 100% & project #1", repository, index)


RUN = (("alpha", "1.0"), ("beta", "1.0"), ("gamma", "1.0"))
DEVELOP = (("delta", "1.0"),)


@pytest.fixture
def newer(index):
    """Tomorrow's index: it has newer versions of nearly everything."""
    for version in ("1.1", "2.0"):
        index.offer("beta", version, "gamma>=2; extra == 'extra'", extras=("extra",))
        index.offer("gamma", version)
        index.offer("alpha", version, "beta>=2")


@pytest.mark.usefixtures("newer")
def test_what_the_index_has_besides_the_lock_makes_no_difference(tree, capsys):
    tree.write_locks(RUN, DEVELOP)
    assert tree.set_up() == 0, capsys.readouterr().err
    assert [tree.version(name) for name in ("alpha", "beta", "gamma")] == ["1.0", "1.0", "1.0"]
    assert tree.version("delta") == "None", "the demo needs no test tools"
    assert tree.set_up("develop") == 0
    assert tree.version("delta") == "1.0"
    assert tree.version("beta") == "1.0"


def test_nothing_is_done_while_the_environment_matches_the_locks(tree, capsys, monkeypatch):
    tree.write_locks(RUN)
    assert tree.set_up() == 0
    capsys.readouterr()
    monkeypatch.setenv("PIP_INDEX_URL", (tree.folder / "gone").as_uri())
    assert tree.set_up() == 0
    assert capsys.readouterr() == ("", "")


def test_a_changed_lock_is_taken_over_and_leftovers_do_not_hinder_it(tree, index):
    tree.write_locks(RUN, DEVELOP)
    assert tree.set_up("develop") == 0
    index.offer("beta", "3.0")
    index.offer("alpha", "3.0", "beta>=3")
    index.offer("delta", "3.0", "beta>=3")
    tree.write_locks((("alpha", "3.0"), ("beta", "3.0")), (("delta", "3.0"),))
    assert tree.set_up() == 0
    assert tree.version("alpha") == "3.0"
    assert tree.set_up("develop") == 0
    assert tree.version("delta") == "3.0"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda venv: (venv / ".ready").write_text("{"),
        lambda venv: shutil.rmtree(venv / ("Scripts" if os.name == "nt" else "bin")),
        lambda venv: venv.rename(venv.parent / "moved"),
        lambda venv: (venv / ".ready").write_text(json.dumps({"place": f"{venv} Python 3.10", "groups": {}})),
    ],
    ids=["stamp half-written", "python gone", "moved", "of another Python"],
)
def test_an_environment_that_cannot_be_used_is_noticed(tree, spoil):
    venv = tree.folder / ".venv"
    binary = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    binary.parent.mkdir(parents=True)
    binary.symlink_to(sys.executable)
    (venv / ".ready").write_text(json.dumps({"place": tree.script._place(venv), "groups": {}}))
    assert tree.script._read(venv / ".ready") is not None
    spoil(venv)
    folder = venv if venv.exists() else venv.parent / "moved"
    assert tree.script._read(folder / ".ready") is None


def test_an_interrupted_set_up_is_noticed_and_made_again(tree, capsys, monkeypatch):
    tree.write_locks(RUN)
    assert tree.set_up() == 0
    tree.write_locks((*RUN, ("delta", "1.0")))

    def interrupted(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(tree.script, "_install", interrupted)
        assert tree.set_up() == 130
    assert "Run the same command again" in capsys.readouterr().err
    leftover = tree.folder / ".venv" / "leftover"
    leftover.write_text("")
    assert tree.set_up() == 0
    assert "not usable" in capsys.readouterr().out
    assert not leftover.exists()
    assert tree.version("delta") == "1.0"


@pytest.fixture
def breaking(index, monkeypatch):
    """Serves the index over HTTP; ``failures`` of the first downloads break off in the middle."""

    class Server(http.server.ThreadingHTTPServer):
        failures = 0

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(index.folder.parent))

        def do_GET(self):
            if self.path.endswith(".whl") and server.failures > 0:
                server.failures -= 1
                self.send_response(200)
                self.send_header("Content-Length", "100000")
                self.end_headers()
                self.wfile.write(b"PK")
                self.close_connection = True
                return
            super().do_GET()

        def log_message(self, *_args):
            pass

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_network_that_breaks_off_is_tried_again(tree, breaking, capsys):
    tree.write_locks(RUN)
    breaking.failures = 1
    assert tree.set_up() == 0, capsys.readouterr().err
    assert tree.pauses == [5.0]
    assert "Trying again in 5 s." in capsys.readouterr().err
    assert tree.version("gamma") == "1.0"


def test_a_network_that_stays_away_is_said_once_with_what_helps(tree, capsys, monkeypatch):
    tree.write_locks(RUN)
    with monkeypatch.context() as patch, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        patch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{closed.getsockname()[1]}/simple")
        assert tree.set_up() == 1
    assert tree.pauses == [5.0, 20.0]
    said = capsys.readouterr().err
    assert "Could not install from requirements.lock after 3 attempts." in said
    assert "Check the network" in said
    assert "Traceback" not in said
    assert tree.set_up() == 0


def test_an_altered_download_is_refused(tree, index, capsys):
    tree.write_locks(RUN)
    index.offer("gamma", "1.0", "alpha")
    assert tree.set_up() == 1
    said = capsys.readouterr().err
    assert "A download differs from what requirements.lock expects" in said
    assert "gamma" in said


def test_locks_that_do_not_fit_together_are_refused(tree, capsys):
    tree.write_locks(RUN[:1])
    assert tree.set_up() == 1
    said = capsys.readouterr().err
    assert "make lock" in said
    assert "beta" in said
    assert not (tree.folder / ".venv" / ".ready").exists()


def test_wrong_use_says_how_it_is_used(tree, capsys):
    for arguments in ([], ["venv"], ["venv", "everything"]):
        assert tree.script.main(arguments) == 2
        assert "run|develop" in capsys.readouterr().err


def by_shell(repository, folder, python):
    """Runs set-up.sh with ``python`` as the only interpreter it may take."""
    return subprocess.run(
        ["sh", str(repository / "packaging" / "set-up.sh"), str(folder / "venv"), "run"],
        env=os.environ | {"PYTHON": str(python)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@posix_only
def test_set_up_without_a_fitting_python_says_what_to_install(repository, tmp_path):
    too_old = fake_python(tmp_path, "exit 1")
    for python in (too_old, tmp_path / "nowhere"):
        outcome = by_shell(repository, tmp_path, python)
        assert outcome.returncode == 1
        assert "No Python 3.11, 3.12 or 3.13 was found" in outcome.stderr
        assert str(python) in outcome.stderr


@posix_only
def test_set_up_without_venv_names_the_package(repository, tmp_path):
    hidden = "import sys; sys.modules['ensurepip'] = None; import runpy; sys.argv = sys.argv[1:]"
    script = f'case "$1" in -c) exec {sys.executable} "$@";; esac\n'
    script += f'exec {sys.executable} -c "{hidden}; runpy.run_path(sys.argv[0], run_name=\'__main__\')" "$@"'
    outcome = by_shell(repository, tmp_path, fake_python(tmp_path, script))
    assert outcome.returncode == 1
    assert f"sudo apt-get install python3.{sys.version_info[1]}-venv" in outcome.stderr
    assert not (tmp_path / "venv").exists()


@posix_only
def test_the_shell_runs_the_whole_in_a_path_with_blanks_and_accents(tree):
    tree.write_locks(RUN)
    outcome = subprocess.run(
        ["sh", "packaging/set-up.sh", ".venv", "run"],
        env=os.environ | {"PYTHON": sys.executable},
        cwd=tree.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    assert tree.version("alpha") == "1.0"
