# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'welcome.ui'
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
from PySide6.QtWidgets import (QApplication, QLabel, QPushButton, QSizePolicy,
    QSpacerItem, QVBoxLayout, QWidget)
class Ui_Welcome(object):
    def setupUi(self, Welcome: QWidget) -> None:
        if not Welcome.objectName():
            Welcome.setObjectName(u"Welcome")
        self.rows = QVBoxLayout(Welcome)
        self.rows.setSpacing(16)
        self.rows.setObjectName(u"rows")
        self.above = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.rows.addItem(self.above)

        self.picture = QLabel(Welcome)
        self.picture.setObjectName(u"picture")

        self.rows.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)

        self.greeting = QLabel(Welcome)
        self.greeting.setObjectName(u"greeting")
        self.greeting.setProperty(u"role", u"large")
        self.greeting.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.rows.addWidget(self.greeting, 0, Qt.AlignmentFlag.AlignHCenter)

        self.promise = QLabel(Welcome)
        self.promise.setObjectName(u"promise")
        self.promise.setProperty(u"role", u"help")
        self.promise.setWordWrap(True)
        self.promise.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.promise.setMinimumSize(QSize(480, 0))

        self.rows.addWidget(self.promise)

        self.connect_exchange = QPushButton(Welcome)
        self.connect_exchange.setObjectName(u"connect_exchange")
        self.connect_exchange.setProperty(u"role", u"big")
        self.connect_exchange.setMinimumSize(QSize(480, 0))

        self.rows.addWidget(self.connect_exchange, 0, Qt.AlignmentFlag.AlignHCenter)

        self.try_demo = QPushButton(Welcome)
        self.try_demo.setObjectName(u"try_demo")
        self.try_demo.setProperty(u"role", u"big")
        self.try_demo.setMinimumSize(QSize(480, 0))

        self.rows.addWidget(self.try_demo, 0, Qt.AlignmentFlag.AlignHCenter)

        self.below = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.rows.addItem(self.below)


        self.retranslateUi(Welcome)
    # setupUi

    def retranslateUi(self, Welcome: QWidget) -> None:
#if QT_CONFIG(accessibility)
        self.picture.setAccessibleName(QCoreApplication.translate("Welcome", u"Exchange Concierge", None))
#endif // QT_CONFIG(accessibility)
        self.greeting.setText(QCoreApplication.translate("Welcome", u"Welcome to Exchange Concierge", None))
        self.promise.setText(QCoreApplication.translate("Welcome", u"It answers invitations to your meeting rooms and sets everybody's presence from their calendar. Nothing is set up yet.", None))
        self.connect_exchange.setText(QCoreApplication.translate("Welcome", u"Connect to your Exchange\n"
"You need the server's name and a service account", None))
#if QT_CONFIG(accessibility)
        self.connect_exchange.setAccessibleName(QCoreApplication.translate("Welcome", u"Connect to your Exchange", None))
#endif // QT_CONFIG(accessibility)
        self.try_demo.setText(QCoreApplication.translate("Welcome", u"Try the demo\n"
"A small made-up company on this computer; nothing leaves it", None))
#if QT_CONFIG(accessibility)
        self.try_demo.setAccessibleName(QCoreApplication.translate("Welcome", u"Try the demo", None))
#endif // QT_CONFIG(accessibility)
        pass
    # retranslateUi
