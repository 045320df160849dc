# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'presence.ui'
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
    QHeaderView, QLabel, QLineEdit, QPushButton,
    QSizePolicy, QSplitter, QTabWidget, QTableView,
    QVBoxLayout, QWidget)
class Ui_Presence(object):
    def setupUi(self, Presence: QWidget) -> None:
        if not Presence.objectName():
            Presence.setObjectName(u"Presence")
        self.rows = QVBoxLayout(Presence)
        self.rows.setSpacing(0)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(24, 8, 24, 16)
        self.tabs = QTabWidget(Presence)
        self.tabs.setObjectName(u"tabs")
        self.tabs.setDocumentMode(True)
        self.people_tab = QWidget()
        self.people_tab.setObjectName(u"people_tab")
        self.people_rows = QVBoxLayout(self.people_tab)
        self.people_rows.setSpacing(12)
        self.people_rows.setObjectName(u"people_rows")
        self.people_rows.setContentsMargins(0, 12, 0, 0)
        self.tools = QWidget(self.people_tab)
        self.tools.setObjectName(u"tools")
        self.filters = QHBoxLayout(self.tools)
        self.filters.setSpacing(8)
        self.filters.setObjectName(u"filters")
        self.filters.setContentsMargins(0, 0, 0, 0)
        self.filter = QLineEdit(self.tools)
        self.filter.setObjectName(u"filter")
        self.filter.setClearButtonEnabled(True)

        self.filters.addWidget(self.filter)

        self.presence = QComboBox(self.tools)
        self.presence.setObjectName(u"presence")
        self.presence.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.filters.addWidget(self.presence)

        self.matches = QLabel(self.tools)
        self.matches.setObjectName(u"matches")
        self.matches.setProperty(u"role", u"help")
        self.matches.setTextFormat(Qt.TextFormat.PlainText)

        self.filters.addWidget(self.matches)

        self.import_people = QPushButton(self.tools)
        self.import_people.setObjectName(u"import_people")
        self.import_people.setAutoDefault(False)

        self.filters.addWidget(self.import_people)

        self.add_person = QPushButton(self.tools)
        self.add_person.setObjectName(u"add_person")
        self.add_person.setAutoDefault(False)

        self.filters.addWidget(self.add_person)

        self.filters.setStretch(0, 1)

        self.people_rows.addWidget(self.tools)

        self.parts = QSplitter(self.people_tab)
        self.parts.setObjectName(u"parts")
        self.parts.setOrientation(Qt.Orientation.Horizontal)
        self.parts.setHandleWidth(16)
        self.parts.setChildrenCollapsible(False)
        self.people = QTableView(self.parts)
        self.people.setObjectName(u"people")
        self.parts.addWidget(self.people)

        self.people_rows.addWidget(self.parts)

        self.nobody_found = QWidget(self.people_tab)
        self.nobody_found.setObjectName(u"nobody_found")
        self.nobody_cells = QGridLayout(self.nobody_found)
        self.nobody_cells.setObjectName(u"nobody_cells")
        self.nobody_cells.setVerticalSpacing(16)
        self.nobody_cells.setContentsMargins(0, 0, 0, 0)
        self.nobody_words = QLabel(self.nobody_found)
        self.nobody_words.setObjectName(u"nobody_words")
        self.nobody_words.setProperty(u"role", u"help")

        self.nobody_cells.addWidget(self.nobody_words, 1, 1, 1, 1)

        self.show_everybody = QPushButton(self.nobody_found)
        self.show_everybody.setObjectName(u"show_everybody")
        self.show_everybody.setAutoDefault(False)

        self.nobody_cells.addWidget(self.show_everybody, 2, 1, 1, 1, Qt.AlignmentFlag.AlignHCenter)

        self.nobody_cells.setRowStretch(0, 2)
        self.nobody_cells.setRowStretch(3, 3)
        self.nobody_cells.setColumnStretch(0, 1)
        self.nobody_cells.setColumnStretch(2, 1)

        self.people_rows.addWidget(self.nobody_found)

        self.empty = QWidget(self.people_tab)
        self.empty.setObjectName(u"empty")
        self.empty_cells = QGridLayout(self.empty)
        self.empty_cells.setObjectName(u"empty_cells")
        self.empty_cells.setHorizontalSpacing(8)
        self.empty_cells.setVerticalSpacing(16)
        self.empty_cells.setContentsMargins(0, 0, 0, 0)
        self.empty_heading = QLabel(self.empty)
        self.empty_heading.setObjectName(u"empty_heading")
        self.empty_heading.setProperty(u"role", u"heading")

        self.empty_cells.addWidget(self.empty_heading, 1, 1, 1, 2)

        self.empty_words = QLabel(self.empty)
        self.empty_words.setObjectName(u"empty_words")
        self.empty_words.setMinimumSize(QSize(480, 0))
        self.empty_words.setProperty(u"role", u"help")
        self.empty_words.setTextFormat(Qt.TextFormat.PlainText)
        self.empty_words.setWordWrap(True)

        self.empty_cells.addWidget(self.empty_words, 2, 1, 1, 2)

        self.first_person = QPushButton(self.empty)
        self.first_person.setObjectName(u"first_person")
        self.first_person.setProperty(u"role", u"primary")

        self.empty_cells.addWidget(self.first_person, 3, 1, 1, 1)

        self.first_import = QPushButton(self.empty)
        self.first_import.setObjectName(u"first_import")

        self.empty_cells.addWidget(self.first_import, 3, 2, 1, 1)

        self.empty_cells.setRowStretch(0, 2)
        self.empty_cells.setRowStretch(4, 3)
        self.empty_cells.setColumnStretch(0, 1)
        self.empty_cells.setColumnStretch(3, 1)

        self.people_rows.addWidget(self.empty)

        self.people_rows.setStretch(1, 1)
        self.people_rows.setStretch(2, 1)
        self.people_rows.setStretch(3, 1)
        self.tabs.addTab(self.people_tab, "")
        self.keywords_tab = QWidget()
        self.keywords_tab.setObjectName(u"keywords_tab")
        self.keyword_rows = QVBoxLayout(self.keywords_tab)
        self.keyword_rows.setObjectName(u"keyword_rows")
        self.keyword_rows.setContentsMargins(0, 0, 0, 0)
        self.tabs.addTab(self.keywords_tab, "")

        self.rows.addWidget(self.tabs)


        self.retranslateUi(Presence)

        self.tabs.setCurrentIndex(0)

    # setupUi

    def retranslateUi(self, Presence: QWidget) -> None:
        self.filter.setPlaceholderText(QCoreApplication.translate("Presence", u"Search name, address or extension", None))
#if QT_CONFIG(accessibility)
        self.filter.setAccessibleName(QCoreApplication.translate("Presence", u"Search name, address or extension", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.presence.setAccessibleName(QCoreApplication.translate("Presence", u"Presence shown", None))
#endif // QT_CONFIG(accessibility)
        self.import_people.setText(QCoreApplication.translate("Presence", u"Import\u2026", None))
#if QT_CONFIG(tooltip)
        self.import_people.setToolTip(QCoreApplication.translate("Presence", u"Add people from a CSV file with the columns name, address, extension", None))
#endif // QT_CONFIG(tooltip)
        self.add_person.setText(QCoreApplication.translate("Presence", u"Add a person", None))
#if QT_CONFIG(accessibility)
        self.people.setAccessibleName(QCoreApplication.translate("Presence", u"People", None))
#endif // QT_CONFIG(accessibility)
        self.nobody_words.setText(QCoreApplication.translate("Presence", u"Nobody matches the search and the presence chosen.", None))
        self.show_everybody.setText(QCoreApplication.translate("Presence", u"Show everybody", None))
        self.empty_heading.setText(QCoreApplication.translate("Presence", u"Nobody's presence is kept yet", None))
        self.empty_words.setText(QCoreApplication.translate("Presence", u"Add people with the address of their mailbox, one by one or from a CSV file with the columns name, address and extension. Each person's presence then follows the calendar and the automatic replies, and stands here with its cause.", None))
        self.first_person.setText(QCoreApplication.translate("Presence", u"Add a person", None))
        self.first_import.setText(QCoreApplication.translate("Presence", u"Import\u2026", None))
        self.tabs.setTabText(self.tabs.indexOf(self.people_tab), QCoreApplication.translate("Presence", u"People", None))
        self.tabs.setTabText(self.tabs.indexOf(self.keywords_tab), QCoreApplication.translate("Presence", u"Keywords", None))
        pass
    # retranslateUi
