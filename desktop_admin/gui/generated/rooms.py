# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'rooms.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QGridLayout, QHBoxLayout, QHeaderView,
    QLabel, QLineEdit, QPushButton, QSizePolicy,
    QSplitter, QStackedWidget, QTableView, QVBoxLayout,
    QWidget)
class Ui_Rooms(object):
    def setupUi(self, Rooms: QWidget) -> None:
        if not Rooms.objectName():
            Rooms.setObjectName(u"Rooms")
        self.rows = QVBoxLayout(Rooms)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(24, 8, 24, 16)
        self.kind_row = QHBoxLayout()
        self.kind_row.setObjectName(u"kind_row")

        self.rows.addLayout(self.kind_row)

        self.views = QStackedWidget(Rooms)
        self.views.setObjectName(u"views")
        self.room_view = QWidget()
        self.room_view.setObjectName(u"room_view")
        self.room_rows = QVBoxLayout(self.room_view)
        self.room_rows.setSpacing(12)
        self.room_rows.setObjectName(u"room_rows")
        self.room_rows.setContentsMargins(0, 0, 0, 0)
        self.tools = QWidget(self.room_view)
        self.tools.setObjectName(u"tools")
        self.tool_cells = QHBoxLayout(self.tools)
        self.tool_cells.setSpacing(8)
        self.tool_cells.setObjectName(u"tool_cells")
        self.tool_cells.setContentsMargins(0, 0, 0, 0)
        self.filter = QLineEdit(self.tools)
        self.filter.setObjectName(u"filter")
        self.filter.setClearButtonEnabled(True)

        self.tool_cells.addWidget(self.filter)

        self.matches = QLabel(self.tools)
        self.matches.setObjectName(u"matches")
        self.matches.setProperty(u"role", u"help")
        self.matches.setTextFormat(Qt.TextFormat.PlainText)

        self.tool_cells.addWidget(self.matches)

        self.add_room = QPushButton(self.tools)
        self.add_room.setObjectName(u"add_room")
        self.add_room.setAutoDefault(False)

        self.tool_cells.addWidget(self.add_room)

        self.tool_cells.setStretch(0, 1)

        self.room_rows.addWidget(self.tools)

        self.parts = QSplitter(self.room_view)
        self.parts.setObjectName(u"parts")
        self.parts.setOrientation(Qt.Orientation.Horizontal)
        self.parts.setHandleWidth(16)
        self.parts.setChildrenCollapsible(False)
        self.rooms = QTableView(self.parts)
        self.rooms.setObjectName(u"rooms")
        self.parts.addWidget(self.rooms)

        self.room_rows.addWidget(self.parts)

        self.nothing_found = QLabel(self.room_view)
        self.nothing_found.setObjectName(u"nothing_found")
        self.nothing_found.setProperty(u"role", u"help")
        self.nothing_found.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.room_rows.addWidget(self.nothing_found)

        self.empty = QWidget(self.room_view)
        self.empty.setObjectName(u"empty")
        self.empty_cells = QGridLayout(self.empty)
        self.empty_cells.setObjectName(u"empty_cells")
        self.empty_cells.setVerticalSpacing(16)
        self.empty_cells.setContentsMargins(0, 0, 0, 0)
        self.empty_heading = QLabel(self.empty)
        self.empty_heading.setObjectName(u"empty_heading")
        self.empty_heading.setProperty(u"role", u"heading")

        self.empty_cells.addWidget(self.empty_heading, 1, 1, 1, 1)

        self.empty_words = QLabel(self.empty)
        self.empty_words.setObjectName(u"empty_words")
        self.empty_words.setMinimumSize(QSize(480, 0))
        self.empty_words.setProperty(u"role", u"help")
        self.empty_words.setTextFormat(Qt.TextFormat.PlainText)
        self.empty_words.setWordWrap(True)

        self.empty_cells.addWidget(self.empty_words, 2, 1, 1, 1)

        self.first_room = QPushButton(self.empty)
        self.first_room.setObjectName(u"first_room")
        self.first_room.setProperty(u"role", u"primary")

        self.empty_cells.addWidget(self.first_room, 3, 1, 1, 1, Qt.AlignmentFlag.AlignLeft)

        self.empty_cells.setRowStretch(0, 2)
        self.empty_cells.setRowStretch(4, 3)
        self.empty_cells.setColumnStretch(0, 1)
        self.empty_cells.setColumnStretch(2, 1)

        self.room_rows.addWidget(self.empty)

        self.room_rows.setStretch(1, 1)
        self.room_rows.setStretch(2, 1)
        self.room_rows.setStretch(3, 1)
        self.views.addWidget(self.room_view)

        self.rows.addWidget(self.views)

        self.rows.setStretch(1, 1)

        self.retranslateUi(Rooms)
    # setupUi

    def retranslateUi(self, Rooms: QWidget) -> None:
        self.filter.setPlaceholderText(QCoreApplication.translate("Rooms", u"Search name, alias or owner", None))
#if QT_CONFIG(accessibility)
        self.filter.setAccessibleName(QCoreApplication.translate("Rooms", u"Search name, alias or owner", None))
#endif // QT_CONFIG(accessibility)
        self.add_room.setText(QCoreApplication.translate("Rooms", u"Add a room", None))
#if QT_CONFIG(accessibility)
        self.rooms.setAccessibleName(QCoreApplication.translate("Rooms", u"Rooms", None))
#endif // QT_CONFIG(accessibility)
        self.nothing_found.setText(QCoreApplication.translate("Rooms", u"No room matches the search.", None))
        self.empty_heading.setText("")
        self.empty_words.setText("")
        self.first_room.setText(QCoreApplication.translate("Rooms", u"Add a room", None))
        pass
    # retranslateUi
