"""Pages of settings are laid out from the declarations: order, rows, keyboard; and one declaration is enough."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_admin.gui.messages import Messages
from desktop_admin.gui.settings_form import SettingsForm, set_up_cards
from desktop_admin.gui.work import Work
from desktop_admin.settings.option import Settings, option


class Pump(Settings):
    host: str = option("", label="Host", help="Where it is.", group="pump")
    port: int = option(80, label="Port", ge=1, le=99, group="pump", beside="host")
    key: str = option("", label="Key", group="pump", file="certificate")
    sealed: bool = option(False, label="Sealed", group="pump")
    names: tuple[str, ...] = option((), label="Names", group="more")
    hidden: str = option("", label="Hidden")


@pytest.fixture
async def root(stage) -> AsyncIterator[QWidget]:
    """A frame as Designer makes it: two forms, a row of its own after `key`, and a button beside `host`."""
    root = QWidget()
    rows = QVBoxLayout(root)
    for name in ("pump", "more"):
        form = QFormLayout()
        form.setObjectName(f"{name}_form")
        rows.addLayout(form)
    pump = root.findChild(QFormLayout, "pump_form")
    extra = QLineEdit(objectName="extra")
    extra.setProperty("after", "key")
    pump.addRow(extra)
    find = QPushButton("Find", objectName="find")
    find.setProperty("beside", "host")
    pump.addRow("", find)
    yield root
    root.deleteLater()


def form_of(root: QWidget) -> SettingsForm:
    return SettingsForm(root, Pump, Work("test", Messages()))


async def test_options_are_in_their_forms_in_the_order_of_their_declaration(root):
    form = form_of(root)
    assert form.keys == ("host", "port", "key", "sealed", "names")
    set_up_cards(root)
    root.show()
    root.activateWindow()
    assert QTest.qWaitForWindowActive(root)
    root.findChild(QWidget, "host").setFocus()
    reached = []
    for _ in range(8):
        reached.append(QApplication.focusWidget().objectName())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert reached == ["host", "find", "port", "key", "browse_key", "extra", "sealed", "names"]


async def test_a_row_is_hidden_with_its_label_and_what_is_beside_it(root):
    form = form_of(root)
    root.show()
    form.set_row_shown("host", False)
    assert not any(root.findChild(QWidget, name).isVisible() for name in ("host", "find", "port", "label_host"))
    form.set_row_shown("host", True)
    assert all(root.findChild(QWidget, name).isVisible() for name in ("host", "find", "port", "label_host"))


async def test_what_is_typed_is_checked_and_given_back(root):
    form = form_of(root)
    form.set_values(Pump(host="here").model_dump())
    root.show()
    names = root.findChild(QWidget, "names")
    QTest.keyClicks(names, "Ada")
    QTest.keyClick(names, Qt.Key.Key_Return)
    QTest.keyClicks(names, "Grace")
    sealed = root.findChild(QCheckBox, "sealed")
    QTest.mouseClick(sealed, Qt.MouseButton.LeftButton, pos=QPoint(8, sealed.height() // 2))
    assert form.values()["sealed"] is True
    assert form.values()["names"] == ("Ada", "Grace") and form.has_changes()
    assert (form.widget("port", QWidget).minimum(), form.widget("port", QWidget).maximum()) == (1, 99)


async def test_a_form_that_lacks_a_layout_says_which(root):
    root.findChild(QFormLayout, "more_form").setObjectName("other")
    with pytest.raises(ValueError, match="more_form for names"):
        form_of(root)


DECLARATION = """    grace_minutes: int = option(
        7, label="Grace period", help="How late one may come.", unit="min", ge=1, le=59, group="joining"
    )
"""
ASKED = """
import sys
from PySide6.QtWidgets import QFormLayout, QSpinBox, QVBoxLayout, QWidget
from desktop_admin.gui.application import make_application
from desktop_admin.gui.generated.scheduling import Ui_Scheduling
from desktop_admin.gui.settings_form import SettingsForm
from desktop_admin.settings import SchedulingSettings

make_application()
body = QWidget()
Ui_Scheduling().setupUi(body)
form = SettingsForm(body, SchedulingSettings)
form.set_values(SchedulingSettings().model_dump())
box = form.widget("grace_minutes", QSpinBox)
print(box.text(), box.minimum(), box.maximum(), form.values()["grace_minutes"], box.accessibleName())
"""


def test_a_new_option_is_declared_in_one_place(tmp_path: Path, repository: Path):
    """And is in the form, the TOML file, the command line, the reference and the validation."""
    tree = tmp_path / "tree"
    for name in ("desktop_admin", "resources", "ui_forms"):
        shutil.copytree(repository / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(repository / "exchange_lookalike", tree / "exchange_lookalike")
    declarations = tree / "desktop_admin" / "settings" / "scheduling.py"
    text = declarations.read_text(encoding="utf-8")
    place = text.index("    check_duration: bool")
    declarations.write_text(text[:place] + DECLARATION + text[place:], encoding="utf-8")

    environment = {**os.environ, "PYTHONPATH": str(tree), "QT_QPA_PLATFORM": "offscreen"}

    def run(*arguments: str, status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=tree,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    assert run("-c", ASKED).strip() == "7 min 1 59 7 Grace period"
    concierge = ("-m", "desktop_admin", "config")
    reference = run(*concierge, "options")
    assert "| `grace_minutes` | whole number 1–59, min | `7` | Grace period. How late one may come. |" in reference
    data = ("--data-dir", str(tmp_path / "data"))
    file = tmp_path / "concierge.toml"
    for value, status in ((60, 2), (12, 0)):
        file.write_text(f'[[integrations]]\nname = "HQ"\n[integrations.scheduling]\ngrace_minutes = {value}\n')
        said = run(*concierge, "apply", str(file), *data, status=status)
        assert ("59" in said) is (status != 0)
    assert "grace_minutes = 12" in run(*concierge, "export", *data)
