# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'log.ui'
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
from PySide6.QtWidgets import (QApplication, QComboBox, QHBoxLayout, QHeaderView,
    QLabel, QLineEdit, QSizePolicy, QSpacerItem,
    QTableView, QToolButton, QVBoxLayout, QWidget)
class Ui_Log(object):
    def setupUi(self, Log: QWidget) -> None:
        if not Log.objectName():
            Log.setObjectName(u"Log")
        self.rows = QVBoxLayout(Log)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(24, 16, 24, 16)
        self.filters = QHBoxLayout()
        self.filters.setSpacing(8)
        self.filters.setObjectName(u"filters")
        self.filter = QLineEdit(Log)
        self.filter.setObjectName(u"filter")
        self.filter.setClearButtonEnabled(True)

        self.filters.addWidget(self.filter)

        self.matches = QLabel(Log)
        self.matches.setObjectName(u"matches")
        self.matches.setProperty(u"role", u"help")
        self.matches.setTextFormat(Qt.TextFormat.PlainText)

        self.filters.addWidget(self.matches)

        self.integration = QComboBox(Log)
        self.integration.setObjectName(u"integration")

        self.filters.addWidget(self.integration)

        self.show_error = QToolButton(Log)
        self.show_error.setObjectName(u"show_error")
        self.show_error.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_error.setCheckable(True)
        self.show_error.setChecked(True)

        self.filters.addWidget(self.show_error)

        self.show_warning = QToolButton(Log)
        self.show_warning.setObjectName(u"show_warning")
        self.show_warning.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_warning.setCheckable(True)
        self.show_warning.setChecked(True)

        self.filters.addWidget(self.show_warning)

        self.show_info = QToolButton(Log)
        self.show_info.setObjectName(u"show_info")
        self.show_info.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_info.setCheckable(True)
        self.show_info.setChecked(True)

        self.filters.addWidget(self.show_info)

        self.show_debug = QToolButton(Log)
        self.show_debug.setObjectName(u"show_debug")
        self.show_debug.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_debug.setCheckable(True)

        self.filters.addWidget(self.show_debug)

        self.filters.setStretch(0, 1)

        self.rows.addLayout(self.filters)

        self.lines = QTableView(Log)
        self.lines.setObjectName(u"lines")

        self.rows.addWidget(self.lines)

        self.empty = QLabel(Log)
        self.empty.setObjectName(u"empty")
        self.empty.setProperty(u"role", u"help")
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setWordWrap(True)

        self.rows.addWidget(self.empty)

        self.actions = QHBoxLayout()
        self.actions.setSpacing(8)
        self.actions.setObjectName(u"actions")
        self.follow = QToolButton(Log)
        self.follow.setObjectName(u"follow")
        self.follow.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.follow.setCheckable(True)
        self.follow.setChecked(True)

        self.actions.addWidget(self.follow)

        self.pause = QToolButton(Log)
        self.pause.setObjectName(u"pause")
        self.pause.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.pause.setCheckable(True)

        self.actions.addWidget(self.pause)

        self.held_back = QLabel(Log)
        self.held_back.setObjectName(u"held_back")
        self.held_back.setProperty(u"role", u"help")
        self.held_back.setTextFormat(Qt.TextFormat.PlainText)

        self.actions.addWidget(self.held_back)

        self.actions_gap = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.actions.addItem(self.actions_gap)

        self.copy = QToolButton(Log)
        self.copy.setObjectName(u"copy")
        self.copy.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

        self.actions.addWidget(self.copy)

        self.save = QToolButton(Log)
        self.save.setObjectName(u"save")
        self.save.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

        self.actions.addWidget(self.save)

        self.diagnostics = QToolButton(Log)
        self.diagnostics.setObjectName(u"diagnostics")
        self.diagnostics.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

        self.actions.addWidget(self.diagnostics)


        self.rows.addLayout(self.actions)


        self.retranslateUi(Log)
    # setupUi

    def retranslateUi(self, Log: QWidget) -> None:
        self.filter.setPlaceholderText(QCoreApplication.translate("Log", u"Filter the log", None))
#if QT_CONFIG(accessibility)
        self.filter.setAccessibleName(QCoreApplication.translate("Log", u"Filter the log", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.integration.setAccessibleName(QCoreApplication.translate("Log", u"Integrations shown", None))
#endif // QT_CONFIG(accessibility)
        self.show_error.setText(QCoreApplication.translate("Log", u"Faults", None))
#if QT_CONFIG(tooltip)
        self.show_error.setToolTip(QCoreApplication.translate("Log", u"Show faults", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.show_error.setAccessibleName(QCoreApplication.translate("Log", u"Show faults", None))
#endif // QT_CONFIG(accessibility)
        self.show_warning.setText(QCoreApplication.translate("Log", u"Warnings", None))
#if QT_CONFIG(tooltip)
        self.show_warning.setToolTip(QCoreApplication.translate("Log", u"Show warnings", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.show_warning.setAccessibleName(QCoreApplication.translate("Log", u"Show warnings", None))
#endif // QT_CONFIG(accessibility)
        self.show_info.setText(QCoreApplication.translate("Log", u"Information", None))
#if QT_CONFIG(tooltip)
        self.show_info.setToolTip(QCoreApplication.translate("Log", u"Show information", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.show_info.setAccessibleName(QCoreApplication.translate("Log", u"Show information", None))
#endif // QT_CONFIG(accessibility)
        self.show_debug.setText(QCoreApplication.translate("Log", u"Details", None))
#if QT_CONFIG(tooltip)
        self.show_debug.setToolTip(QCoreApplication.translate("Log", u"Show details", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.show_debug.setAccessibleName(QCoreApplication.translate("Log", u"Show details", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.lines.setAccessibleName(QCoreApplication.translate("Log", u"Log", None))
#endif // QT_CONFIG(accessibility)
        self.empty.setText(QCoreApplication.translate("Log", u"Nothing has happened yet. Once an integration is active, the story of its connection stands here.", None))
        self.follow.setText(QCoreApplication.translate("Log", u"Follow", None))
#if QT_CONFIG(tooltip)
        self.follow.setToolTip(QCoreApplication.translate("Log", u"Keep the newest line in sight", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.follow.setAccessibleName(QCoreApplication.translate("Log", u"Keep the newest line in sight", None))
#endif // QT_CONFIG(accessibility)
        self.pause.setText(QCoreApplication.translate("Log", u"Pause", None))
#if QT_CONFIG(tooltip)
        self.pause.setToolTip(QCoreApplication.translate("Log", u"Hold new lines back", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.pause.setAccessibleName(QCoreApplication.translate("Log", u"Hold new lines back", None))
#endif // QT_CONFIG(accessibility)
        self.copy.setText(QCoreApplication.translate("Log", u"Copy", None))
#if QT_CONFIG(tooltip)
        self.copy.setToolTip(QCoreApplication.translate("Log", u"Copy the selected lines, or all that are shown", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.copy.setAccessibleName(QCoreApplication.translate("Log", u"Copy the selected lines, or all that are shown", None))
#endif // QT_CONFIG(accessibility)
        self.save.setText(QCoreApplication.translate("Log", u"Save\u2026", None))
#if QT_CONFIG(tooltip)
        self.save.setToolTip(QCoreApplication.translate("Log", u"Save all lines that are shown to a file", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.save.setAccessibleName(QCoreApplication.translate("Log", u"Save all lines that are shown to a file", None))
#endif // QT_CONFIG(accessibility)
        self.diagnostics.setText(QCoreApplication.translate("Log", u"Diagnostics\u2026", None))
#if QT_CONFIG(tooltip)
        self.diagnostics.setToolTip(QCoreApplication.translate("Log", u"Save versions, settings and logs for support, without names and secrets", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.diagnostics.setAccessibleName(QCoreApplication.translate("Log", u"Save diagnostics to a file", None))
#endif // QT_CONFIG(accessibility)
        pass
    # retranslateUi
