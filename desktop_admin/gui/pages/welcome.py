"""What is shown while nothing is configured: connect to an Exchange, or try the demo."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from desktop_admin.gui.generated.welcome import Ui_Welcome
from desktop_admin.gui.icons import set_icon
from desktop_admin.gui.theme import grid, set_role
from desktop_admin.paths import resource


class WelcomePage(QWidget):
    connect_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, *, offers_demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "page")
        self.ui = Ui_Welcome()
        self.ui.setupUi(self)
        picture = QPixmap(str(resource("icons", "app.svg")))
        self.ui.picture.setPixmap(picture)
        self.ui.rows.setContentsMargins(grid(4), grid(4), grid(4), grid(4))
        set_icon(self.ui.connect_exchange, "server", "accent", 28)
        set_icon(self.ui.try_demo, "demo", "accent", 28)
        self.ui.try_demo.setVisible(offers_demo)
        for card in (self.ui.connect_exchange, self.ui.try_demo):
            card.setAutoDefault(True)  # Enter presses it, as Space does
        self.ui.connect_exchange.clicked.connect(self.connect_wanted)
        self.ui.try_demo.clicked.connect(self.demo_wanted)
