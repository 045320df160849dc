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
from PySide6.QtWidgets import (QApplication, QSizePolicy, QTabWidget, QVBoxLayout,
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
        self.keywords_tab = QWidget()
        self.keywords_tab.setObjectName(u"keywords_tab")
        self.keyword_rows = QVBoxLayout(self.keywords_tab)
        self.keyword_rows.setSpacing(12)
        self.keyword_rows.setObjectName(u"keyword_rows")
        self.keyword_rows.setContentsMargins(0, 0, 0, 0)
        self.tabs.addTab(self.keywords_tab, "")
        self.presences_tab = QWidget()
        self.presences_tab.setObjectName(u"presences_tab")
        self.presence_rows = QVBoxLayout(self.presences_tab)
        self.presence_rows.setSpacing(0)
        self.presence_rows.setObjectName(u"presence_rows")
        self.presence_rows.setContentsMargins(0, 0, 0, 0)
        self.tabs.addTab(self.presences_tab, "")
        self.counts_tab = QWidget()
        self.counts_tab.setObjectName(u"counts_tab")
        self.count_rows = QVBoxLayout(self.counts_tab)
        self.count_rows.setSpacing(0)
        self.count_rows.setObjectName(u"count_rows")
        self.count_rows.setContentsMargins(0, 0, 0, 0)
        self.tabs.addTab(self.counts_tab, "")
        self.what_if_tab = QWidget()
        self.what_if_tab.setObjectName(u"what_if_tab")
        self.what_if_rows = QVBoxLayout(self.what_if_tab)
        self.what_if_rows.setSpacing(0)
        self.what_if_rows.setObjectName(u"what_if_rows")
        self.what_if_rows.setContentsMargins(0, 0, 0, 0)
        self.tabs.addTab(self.what_if_tab, "")

        self.rows.addWidget(self.tabs)


        self.retranslateUi(Presence)

        self.tabs.setCurrentIndex(0)

    # setupUi

    def retranslateUi(self, Presence: QWidget) -> None:
        self.tabs.setTabText(self.tabs.indexOf(self.keywords_tab), QCoreApplication.translate("Presence", u"Keywords", None))
        self.tabs.setTabText(self.tabs.indexOf(self.presences_tab), QCoreApplication.translate("Presence", u"Presences", None))
        self.tabs.setTabText(self.tabs.indexOf(self.counts_tab), QCoreApplication.translate("Presence", u"What counts", None))
        self.tabs.setTabText(self.tabs.indexOf(self.what_if_tab), QCoreApplication.translate("Presence", u"What if", None))
        pass
    # retranslateUi
