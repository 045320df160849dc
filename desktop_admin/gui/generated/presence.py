# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'presence.ui'
##
## Created by: Qt User Interface Compiler version 6.12.0
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
from PySide6.QtWidgets import (QApplication, QComboBox, QHBoxLayout, QHeaderView,
    QLabel, QLineEdit, QPushButton, QSizePolicy,
    QSplitter, QTabWidget, QTableView, QVBoxLayout,
    QWidget)
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
        self.filters = QHBoxLayout()
        self.filters.setSpacing(8)
        self.filters.setObjectName(u"filters")
        self.filter = QLineEdit(self.people_tab)
        self.filter.setObjectName(u"filter")
        self.filter.setClearButtonEnabled(True)

        self.filters.addWidget(self.filter)

        self.presence = QComboBox(self.people_tab)
        self.presence.setObjectName(u"presence")
        self.presence.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.filters.addWidget(self.presence)

        self.matches = QLabel(self.people_tab)
        self.matches.setObjectName(u"matches")
        self.matches.setProperty(u"role", u"help")
        self.matches.setTextFormat(Qt.TextFormat.PlainText)

        self.filters.addWidget(self.matches)

        self.import_people = QPushButton(self.people_tab)
        self.import_people.setObjectName(u"import_people")
        self.import_people.setAutoDefault(False)

        self.filters.addWidget(self.import_people)

        self.add_person = QPushButton(self.people_tab)
        self.add_person.setObjectName(u"add_person")
        self.add_person.setAutoDefault(False)

        self.filters.addWidget(self.add_person)

        self.filters.setStretch(0, 1)

        self.people_rows.addLayout(self.filters)

        self.parts = QSplitter(self.people_tab)
        self.parts.setObjectName(u"parts")
        self.parts.setOrientation(Qt.Orientation.Horizontal)
        self.parts.setHandleWidth(16)
        self.parts.setChildrenCollapsible(False)
        self.people = QTableView(self.parts)
        self.people.setObjectName(u"people")
        self.parts.addWidget(self.people)

        self.people_rows.addWidget(self.parts)

        self.empty = QLabel(self.people_tab)
        self.empty.setObjectName(u"empty")
        self.empty.setProperty(u"role", u"help")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setWordWrap(True)

        self.people_rows.addWidget(self.empty)

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
        self.tabs.setTabText(self.tabs.indexOf(self.people_tab), QCoreApplication.translate("Presence", u"People", None))
        self.tabs.setTabText(self.tabs.indexOf(self.keywords_tab), QCoreApplication.translate("Presence", u"Keywords", None))
        pass
    # retranslateUi
