# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'ledger.ui'
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
from PySide6.QtWidgets import (QApplication, QComboBox, QFrame, QGridLayout,
    QHBoxLayout, QHeaderView, QLabel, QLineEdit,
    QSizePolicy, QSplitter, QTableView, QVBoxLayout,
    QWidget)
class Ui_Ledger(object):
    def setupUi(self, Ledger: QWidget) -> None:
        if not Ledger.objectName():
            Ledger.setObjectName(u"Ledger")
        self.rows = QVBoxLayout(Ledger)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.numbers = QFrame(Ledger)
        self.numbers.setObjectName(u"numbers")
        self.numbers.setProperty(u"role", u"card")
        self.number_rows = QVBoxLayout(self.numbers)
        self.number_rows.setSpacing(8)
        self.number_rows.setObjectName(u"number_rows")
        self.number_rows.setContentsMargins(16, 12, 16, 12)
        self.forecast_sentence = QLabel(self.numbers)
        self.forecast_sentence.setObjectName(u"forecast_sentence")
        self.forecast_sentence.setProperty(u"role", u"heading")
        self.forecast_sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.forecast_sentence.setWordWrap(True)

        self.number_rows.addWidget(self.forecast_sentence)

        self.bar_row = QVBoxLayout()
        self.bar_row.setObjectName(u"bar_row")

        self.number_rows.addLayout(self.bar_row)

        self.forecast_words = QLabel(self.numbers)
        self.forecast_words.setObjectName(u"forecast_words")
        self.forecast_words.setProperty(u"role", u"help")
        self.forecast_words.setTextFormat(Qt.TextFormat.PlainText)
        self.forecast_words.setWordWrap(True)

        self.number_rows.addWidget(self.forecast_words)


        self.rows.addWidget(self.numbers)

        self.tools = QWidget(Ledger)
        self.tools.setObjectName(u"tools")
        self.tool_cells = QHBoxLayout(self.tools)
        self.tool_cells.setSpacing(8)
        self.tool_cells.setObjectName(u"tool_cells")
        self.tool_cells.setContentsMargins(0, 0, 0, 0)
        self.filter = QLineEdit(self.tools)
        self.filter.setObjectName(u"filter")
        self.filter.setClearButtonEnabled(True)

        self.tool_cells.addWidget(self.filter)

        self.state = QComboBox(self.tools)
        self.state.setObjectName(u"state")
        self.state.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.tool_cells.addWidget(self.state)

        self.matches = QLabel(self.tools)
        self.matches.setObjectName(u"matches")
        self.matches.setProperty(u"role", u"help")
        self.matches.setTextFormat(Qt.TextFormat.PlainText)

        self.tool_cells.addWidget(self.matches)

        self.tool_cells.setStretch(0, 1)

        self.rows.addWidget(self.tools)

        self.parts = QSplitter(Ledger)
        self.parts.setObjectName(u"parts")
        self.parts.setOrientation(Qt.Orientation.Horizontal)
        self.parts.setHandleWidth(16)
        self.parts.setChildrenCollapsible(False)
        self.aliases = QTableView(self.parts)
        self.aliases.setObjectName(u"aliases")
        self.parts.addWidget(self.aliases)

        self.rows.addWidget(self.parts)

        self.nothing_found = QLabel(Ledger)
        self.nothing_found.setObjectName(u"nothing_found")
        self.nothing_found.setProperty(u"role", u"help")
        self.nothing_found.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.rows.addWidget(self.nothing_found)

        self.empty = QWidget(Ledger)
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

        self.empty_cells.setRowStretch(0, 2)
        self.empty_cells.setRowStretch(4, 3)
        self.empty_cells.setColumnStretch(0, 1)
        self.empty_cells.setColumnStretch(2, 1)

        self.rows.addWidget(self.empty)

        self.rows.setStretch(2, 1)
        self.rows.setStretch(3, 1)
        self.rows.setStretch(4, 1)

        self.retranslateUi(Ledger)
    # setupUi

    def retranslateUi(self, Ledger: QWidget) -> None:
        self.filter.setPlaceholderText(QCoreApplication.translate("Ledger", u"Search alias, conference or organiser", None))
#if QT_CONFIG(accessibility)
        self.filter.setAccessibleName(QCoreApplication.translate("Ledger", u"Search alias, conference or organiser", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.state.setAccessibleName(QCoreApplication.translate("Ledger", u"State shown", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.aliases.setAccessibleName(QCoreApplication.translate("Ledger", u"Issued aliases", None))
#endif // QT_CONFIG(accessibility)
        self.nothing_found.setText(QCoreApplication.translate("Ledger", u"No alias matches the search and the state chosen.", None))
        self.empty_heading.setText(QCoreApplication.translate("Ledger", u"No alias has been issued yet", None))
        self.empty_words.setText(QCoreApplication.translate("Ledger", u"As soon as somebody adds a meeting room to an invitation in Outlook, or \u201cexchange-concierge alias issue\u201d is called, the alias stands here with what becomes of it.", None))
        pass
    # retranslateUi
