"""Where the program finds and keeps things."""

from __future__ import annotations

import os
import stat
import subprocess

import pytest

from desktop_admin import paths
from desktop_admin.errors import ConciergeError

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no POSIX modes")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_checkout_finds_the_folders_beside_the_package(repository):
    assert paths.resource("icons", "app.svg") == repository / "resources" / "icons" / "app.svg"


def test_an_installed_package_finds_them_inside_itself(tmp_path, monkeypatch):
    (tmp_path / "desktop_admin" / "resources").mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "desktop_admin")
    assert paths.resource("theme.qss") == tmp_path / "desktop_admin" / "resources" / "theme.qss"


def test_a_named_data_folder_is_made_with_its_parents(tmp_path):
    folder = paths.data_dir(tmp_path / "a" / "b")
    assert folder == tmp_path / "a" / "b"
    assert folder.is_dir()


@posix_only
def test_what_is_made_is_the_owners_alone(tmp_path):
    data = paths.data_dir(tmp_path / "data")
    assert mode(data) == 0o700
    assert mode(paths.log_dir(data)) == 0o700


@posix_only
@pytest.mark.parametrize("rights", [0o750, 0o701, 0o720, 0o755, 0o777, 0o1777])
def test_a_folder_that_others_may_look_into_is_refused_with_what_mends_it(tmp_path, rights):
    """The old test asserted that such a folder was used as it was."""
    folder = tmp_path / "my data; it's here"
    folder.mkdir()
    folder.chmod(rights)
    with pytest.raises(ConciergeError, match="Other users have rights") as caught:
        paths.data_dir(folder)
    assert mode(folder) == rights, "the administrator decides"
    command = caught.value.remedy.partition(": ")[2]
    subprocess.run(["/bin/sh", "-c", command], check=True)
    assert mode(paths.data_dir(folder)) == rights & 0o7700


@posix_only
def test_a_private_folder_that_exists_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o700)
    assert mode(paths.data_dir(tmp_path)) == 0o700


@posix_only
def test_a_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(ConciergeError, match="belongs to another user"):
        paths.data_dir(tmp_path)


def test_a_relative_folder_becomes_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert paths.data_dir(paths.Path("here")) == tmp_path / "here"


def test_the_home_sign_is_understood(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert paths.data_dir(paths.Path("~/concierge")) == tmp_path / "concierge"


def test_without_a_name_it_is_the_users_own_folder():
    folder = paths.data_dir()
    assert folder.name == "exchange-concierge"
    assert folder.is_dir()


def test_everything_kept_stands_inside_the_data_folder(tmp_path):
    assert paths.database_path(tmp_path).parent == tmp_path
    assert paths.control_file(tmp_path).parent == tmp_path
    assert paths.log_dir(tmp_path).parent == tmp_path


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(ConciergeError, match="is a file, not a folder"):
        paths.data_dir(tmp_path / "data")


def test_a_folder_that_cannot_be_made_is_named_with_the_reason(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConciergeError, match=r"file.data cannot be made") as caught:
        paths.data_dir(tmp_path / "file" / "data")
    assert "--data-dir" in caught.value.remedy
