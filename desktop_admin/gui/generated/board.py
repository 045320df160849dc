# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'board.ui'
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
from PySide6.QtWidgets import (QApplication, QComboBox, QGridLayout, QHBoxLayout,
    QLabel, QLineEdit, QPushButton, QSizePolicy,
    QSplitter, QVBoxLayout, QWidget)
class Ui_Board(object):
    def setupUi(self, Board: QWidget) -> None:
        if not Board.objectName():
            Board.setObjectName(u"Board")
        self.rows = QVBoxLayout(Board)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(24, 12, 24, 16)
        self.tools = QWidget(Board)
        self.tools.setObjectName(u"tools")
        self.tools_cells = QHBoxLayout(self.tools)
        self.tools_cells.setSpacing(8)
        self.tools_cells.setObjectName(u"tools_cells")
        self.tools_cells.setContentsMargins(0, 0, 0, 0)
        self.filter = QLineEdit(self.tools)
        self.filter.setObjectName(u"filter")
        self.filter.setClearButtonEnabled(True)

        self.tools_cells.addWidget(self.filter)

        self.whom = QComboBox(self.tools)
        self.whom.setObjectName(u"whom")
        self.whom.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.tools_cells.addWidget(self.whom)

        self.grouping = QComboBox(self.tools)
        self.grouping.setObjectName(u"grouping")
        self.grouping.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.tools_cells.addWidget(self.grouping)

        self.matches = QLabel(self.tools)
        self.matches.setObjectName(u"matches")
        self.matches.setProperty(u"role", u"help")
        self.matches.setTextFormat(Qt.TextFormat.PlainText)

        self.tools_cells.addWidget(self.matches)

        self.tools_cells.setStretch(0, 1)

        self.rows.addWidget(self.tools)

        self.parts = QSplitter(Board)
        self.parts.setObjectName(u"parts")
        self.parts.setOrientation(Qt.Orientation.Horizontal)
        self.parts.setHandleWidth(16)
        self.parts.setChildrenCollapsible(False)

        self.rows.addWidget(self.parts)

        self.nobody_found = QWidget(Board)
        self.nobody_found.setObjectName(u"nobody_found")
        self.nobody_cells = QGridLayout(self.nobody_found)
        self.nobody_cells.setObjectName(u"nobody_cells")
        self.nobody_cells.setVerticalSpacing(16)
        self.nobody_cells.setContentsMargins(0, 0, 0, 0)
        self.nobody_words = QLabel(self.nobody_found)
        self.nobody_words.setObjectName(u"nobody_words")
        self.nobody_words.setProperty(u"role", u"help")
        self.nobody_words.setTextFormat(Qt.TextFormat.PlainText)

        self.nobody_cells.addWidget(self.nobody_words, 1, 1, 1, 1)

        self.show_everybody = QPushButton(self.nobody_found)
        self.show_everybody.setObjectName(u"show_everybody")
        self.show_everybody.setAutoDefault(False)

        self.nobody_cells.addWidget(self.show_everybody, 2, 1, 1, 1, Qt.AlignmentFlag.AlignHCenter)

        self.nobody_cells.setRowStretch(0, 2)
        self.nobody_cells.setRowStretch(3, 3)
        self.nobody_cells.setColumnStretch(0, 1)
        self.nobody_cells.setColumnStretch(2, 1)

        self.rows.addWidget(self.nobody_found)

        self.empty = QWidget(Board)
        self.empty.setObjectName(u"empty")
        self.empty_cells = QGridLayout(self.empty)
        self.empty_cells.setObjectName(u"empty_cells")
        self.empty_cells.setHorizontalSpacing(8)
        self.empty_cells.setVerticalSpacing(16)
        self.empty_cells.setContentsMargins(0, 0, 0, 0)
        self.empty_heading = QLabel(self.empty)
        self.empty_heading.setObjectName(u"empty_heading")
        self.empty_heading.setProperty(u"role", u"heading")
        self.empty_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.empty_cells.addWidget(self.empty_heading, 1, 1, 1, 1)

        self.empty_words = QLabel(self.empty)
        self.empty_words.setObjectName(u"empty_words")
        self.empty_words.setMinimumSize(QSize(480, 0))
        self.empty_words.setProperty(u"role", u"help")
        self.empty_words.setTextFormat(Qt.TextFormat.PlainText)
        self.empty_words.setWordWrap(True)

        self.empty_cells.addWidget(self.empty_words, 2, 1, 1, 1)

        self.to_people = QPushButton(self.empty)
        self.to_people.setObjectName(u"to_people")
        self.to_people.setProperty(u"role", u"primary")
        self.to_people.setAutoDefault(False)

        self.empty_cells.addWidget(self.to_people, 3, 1, 1, 1)

        self.empty_cells.setRowStretch(0, 2)
        self.empty_cells.setRowStretch(4, 3)
        self.empty_cells.setColumnStretch(0, 1)
        self.empty_cells.setColumnStretch(2, 1)

        self.rows.addWidget(self.empty)

        self.rows.setStretch(1, 1)
        self.rows.setStretch(2, 1)
        self.rows.setStretch(3, 1)

        self.retranslateUi(Board)
    # setupUi

    def retranslateUi(self, Board: QWidget) -> None:
        self.filter.setPlaceholderText(QCoreApplication.translate("Board", u"Search name, address or extension", None))
#if QT_CONFIG(accessibility)
        self.filter.setAccessibleName(QCoreApplication.translate("Board", u"Search name, address or extension", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.whom.setAccessibleName(QCoreApplication.translate("Board", u"Whom to show", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.whom.setToolTip(QCoreApplication.translate("Board", u"Whom to show", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.grouping.setAccessibleName(QCoreApplication.translate("Board", u"How to group", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.grouping.setToolTip(QCoreApplication.translate("Board", u"How to group", None))
#endif // QT_CONFIG(tooltip)
        self.matches.setText("")
        self.nobody_words.setText(QCoreApplication.translate("Board", u"Nobody matches the search and the presence chosen.", None))
        self.show_everybody.setText(QCoreApplication.translate("Board", u"Show everybody", None))
        self.empty_heading.setText(QCoreApplication.translate("Board", u"Nobody is on the board yet", None))
        self.empty_words.setText(QCoreApplication.translate("Board", u"Everybody whose presence is kept stands here with the day as a coloured strip, as soon as there are people.", None))
        self.to_people.setText(QCoreApplication.translate("Board", u"Go to People", None))
        pass
    # retranslateUi
