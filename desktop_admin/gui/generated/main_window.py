# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'main_window.ui'
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
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QLabel,
    QListWidget, QListWidgetItem, QMainWindow, QPushButton,
    QSizePolicy, QSpacerItem, QStackedWidget, QVBoxLayout,
    QWidget)
class Ui_MainWindow(object):
    def setupUi(self, MainWindow: QMainWindow) -> None:
        if not MainWindow.objectName():
            MainWindow.setObjectName(u"MainWindow")
        MainWindow.resize(1180, 760)
        self.central = QWidget(MainWindow)
        self.central.setObjectName(u"central")
        self.columns = QHBoxLayout(self.central)
        self.columns.setSpacing(0)
        self.columns.setObjectName(u"columns")
        self.columns.setContentsMargins(0, 0, 0, 0)
        self.sidebar = QFrame(self.central)
        self.sidebar.setObjectName(u"sidebar")
        self.sidebar.setProperty(u"role", u"sidebar")
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        sizePolicy.setHorizontalStretch(0)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.sidebar.sizePolicy().hasHeightForWidth())
        self.sidebar.setSizePolicy(sizePolicy)
        self.sidebar.setMinimumSize(QSize(224, 0))
        self.sidebar_rows = QVBoxLayout(self.sidebar)
        self.sidebar_rows.setSpacing(8)
        self.sidebar_rows.setObjectName(u"sidebar_rows")
        self.sidebar_rows.setContentsMargins(0, 16, 0, 16)
        self.integrations = QListWidget(self.sidebar)
        self.integrations.setObjectName(u"integrations")
        self.integrations.setProperty(u"role", u"nav")
        self.integrations.setFrameShape(QFrame.Shape.NoFrame)
        sizePolicy1 = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        sizePolicy1.setHorizontalStretch(0)
        sizePolicy1.setVerticalStretch(0)
        sizePolicy1.setHeightForWidth(self.integrations.sizePolicy().hasHeightForWidth())
        self.integrations.setSizePolicy(sizePolicy1)
        self.integrations.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.integrations.setTextElideMode(Qt.TextElideMode.ElideRight)

        self.sidebar_rows.addWidget(self.integrations)

        self.add_row = QHBoxLayout()
        self.add_row.setObjectName(u"add_row")
        self.add_row.setContentsMargins(8, -1, 8, -1)
        self.add_integration = QPushButton(self.sidebar)
        self.add_integration.setObjectName(u"add_integration")
        self.add_integration.setProperty(u"role", u"flat")

        self.add_row.addWidget(self.add_integration)

        self.add_space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.add_row.addItem(self.add_space)


        self.sidebar_rows.addLayout(self.add_row)

        self.sidebar_line = QFrame(self.sidebar)
        self.sidebar_line.setObjectName(u"sidebar_line")
        self.sidebar_line.setProperty(u"role", u"line")
        self.sidebar_line.setFrameShape(QFrame.Shape.NoFrame)
        self.sidebar_line.setMinimumSize(QSize(0, 1))

        self.sidebar_rows.addWidget(self.sidebar_line)

        self.pages = QListWidget(self.sidebar)
        self.pages.setObjectName(u"pages")
        self.pages.setProperty(u"role", u"nav")
        self.pages.setFrameShape(QFrame.Shape.NoFrame)
        sizePolicy1.setHeightForWidth(self.pages.sizePolicy().hasHeightForWidth())
        self.pages.setSizePolicy(sizePolicy1)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages.setTextElideMode(Qt.TextElideMode.ElideRight)

        self.sidebar_rows.addWidget(self.pages)

        self.sidebar_rest = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.sidebar_rows.addItem(self.sidebar_rest)


        self.columns.addWidget(self.sidebar)

        self.content = QVBoxLayout()
        self.content.setSpacing(0)
        self.content.setObjectName(u"content")
        self.stack = QStackedWidget(self.central)
        self.stack.setObjectName(u"stack")

        self.content.addWidget(self.stack)

        self.footer = QFrame(self.central)
        self.footer.setObjectName(u"footer")
        self.footer.setProperty(u"role", u"footer")
        self.footer_row = QHBoxLayout(self.footer)
        self.footer_row.setObjectName(u"footer_row")
        self.footer_row.setContentsMargins(24, 6, 24, 6)
        self.status_line = QLabel(self.footer)
        self.status_line.setObjectName(u"status_line")
        self.status_line.setProperty(u"role", u"small")
        self.status_line.setTextFormat(Qt.TextFormat.PlainText)

        self.footer_row.addWidget(self.status_line)


        self.content.addWidget(self.footer)

        self.content.setStretch(0, 1)

        self.columns.addLayout(self.content)

        MainWindow.setCentralWidget(self.central)

        self.retranslateUi(MainWindow)
    # setupUi

    def retranslateUi(self, MainWindow: QMainWindow) -> None:
        MainWindow.setWindowTitle(QCoreApplication.translate("MainWindow", u"Exchange Concierge", None))
#if QT_CONFIG(accessibility)
        self.integrations.setAccessibleName(QCoreApplication.translate("MainWindow", u"Integrations", None))
#endif // QT_CONFIG(accessibility)
        self.add_integration.setText(QCoreApplication.translate("MainWindow", u"Add", None))
#if QT_CONFIG(tooltip)
        self.add_integration.setToolTip(QCoreApplication.translate("MainWindow", u"Add an integration", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.add_integration.setAccessibleName(QCoreApplication.translate("MainWindow", u"Add an integration", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.pages.setAccessibleName(QCoreApplication.translate("MainWindow", u"Pages", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.status_line.setAccessibleName(QCoreApplication.translate("MainWindow", u"Subscription at a glance", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi
