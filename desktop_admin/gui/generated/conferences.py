# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'conferences.ui'
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
from PySide6.QtWidgets import (QApplication, QFrame, QGridLayout, QHBoxLayout,
    QHeaderView, QLabel, QLineEdit, QSizePolicy,
    QSpacerItem, QSplitter, QTableView, QToolButton,
    QVBoxLayout, QWidget)

class Ui_Conferences(object):
    def setupUi(self, Conferences: QWidget) -> None:
        if not Conferences.objectName():
            Conferences.setObjectName(u"Conferences")
        self.rows = QVBoxLayout(Conferences)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(24, 16, 24, 16)
        self.filters = QHBoxLayout()
        self.filters.setSpacing(8)
        self.filters.setObjectName(u"filters")
        self.filter = QLineEdit(Conferences)
        self.filter.setObjectName(u"filter")
        self.filter.setClearButtonEnabled(True)

        self.filters.addWidget(self.filter)

        self.show_running = QToolButton(Conferences)
        self.show_running.setObjectName(u"show_running")
        self.show_running.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_running.setCheckable(True)
        self.show_running.setAutoExclusive(True)

        self.filters.addWidget(self.show_running)

        self.show_upcoming = QToolButton(Conferences)
        self.show_upcoming.setObjectName(u"show_upcoming")
        self.show_upcoming.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_upcoming.setCheckable(True)
        self.show_upcoming.setChecked(True)
        self.show_upcoming.setAutoExclusive(True)

        self.filters.addWidget(self.show_upcoming)

        self.show_past = QToolButton(Conferences)
        self.show_past.setObjectName(u"show_past")
        self.show_past.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_past.setCheckable(True)
        self.show_past.setAutoExclusive(True)

        self.filters.addWidget(self.show_past)

        self.show_cancelled = QToolButton(Conferences)
        self.show_cancelled.setObjectName(u"show_cancelled")
        self.show_cancelled.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_cancelled.setCheckable(True)
        self.show_cancelled.setAutoExclusive(True)

        self.filters.addWidget(self.show_cancelled)

        self.filters.setStretch(0, 1)

        self.rows.addLayout(self.filters)

        self.empty = QWidget(Conferences)
        self.empty.setObjectName(u"empty")
        self.empty_rows = QVBoxLayout(self.empty)
        self.empty_rows.setSpacing(8)
        self.empty_rows.setObjectName(u"empty_rows")
        self.empty_rows.setContentsMargins(0, 0, 0, 0)
        self.empty_above = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.empty_rows.addItem(self.empty_above)

        self.empty_title = QLabel(self.empty)
        self.empty_title.setObjectName(u"empty_title")
        self.empty_title.setProperty(u"role", u"heading")
        self.empty_title.setTextFormat(Qt.TextFormat.PlainText)
        self.empty_title.setWordWrap(True)
        self.empty_title.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.empty_rows.addWidget(self.empty_title)

        self.empty_help = QLabel(self.empty)
        self.empty_help.setObjectName(u"empty_help")
        self.empty_help.setProperty(u"role", u"help")
        self.empty_help.setTextFormat(Qt.TextFormat.PlainText)
        self.empty_help.setWordWrap(True)
        self.empty_help.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.empty_rows.addWidget(self.empty_help)

        self.empty_below = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.empty_rows.addItem(self.empty_below)


        self.rows.addWidget(self.empty)

        self.splitter = QSplitter(Conferences)
        self.splitter.setObjectName(u"splitter")
        self.splitter.setOrientation(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(16)
        self.splitter.setChildrenCollapsible(False)
        self.items = QTableView(self.splitter)
        self.items.setObjectName(u"items")
        self.items.setMinimumSize(QSize(320, 0))
        self.splitter.addWidget(self.items)
        self.details = QFrame(self.splitter)
        self.details.setObjectName(u"details")
        self.details.setProperty(u"role", u"card")
        self.details.setMinimumSize(QSize(320, 0))
        self.detail_rows = QVBoxLayout(self.details)
        self.detail_rows.setSpacing(8)
        self.detail_rows.setObjectName(u"detail_rows")
        self.detail_rows.setContentsMargins(16, 16, 16, 16)
        self.name = QLabel(self.details)
        self.name.setObjectName(u"name")
        self.name.setProperty(u"role", u"heading")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setWordWrap(True)
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.name.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.detail_rows.addWidget(self.name)

        self.state_row = QHBoxLayout()
        self.state_row.setSpacing(8)
        self.state_row.setObjectName(u"state_row")
        self.state_icon = QLabel(self.details)
        self.state_icon.setObjectName(u"state_icon")

        self.state_row.addWidget(self.state_icon)

        self.state = QLabel(self.details)
        self.state.setObjectName(u"state")
        self.state.setProperty(u"role", u"strong")
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)

        self.state_row.addWidget(self.state)

        self.state_row.setStretch(1, 1)

        self.detail_rows.addLayout(self.state_row)

        self.line = QFrame(self.details)
        self.line.setObjectName(u"line")
        self.line.setProperty(u"role", u"line")

        self.detail_rows.addWidget(self.line)

        self.facts = QGridLayout()
        self.facts.setObjectName(u"facts")
        self.facts.setHorizontalSpacing(16)
        self.facts.setVerticalSpacing(4)
        self.caption_when = QLabel(self.details)
        self.caption_when.setObjectName(u"caption_when")
        self.caption_when.setProperty(u"role", u"help")
        self.caption_when.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_when.setWordWrap(True)

        self.facts.addWidget(self.caption_when, 0, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_when = QLabel(self.details)
        self.value_when.setObjectName(u"value_when")
        self.value_when.setTextFormat(Qt.TextFormat.PlainText)
        self.value_when.setWordWrap(True)
        self.value_when.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_when.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_when, 0, 1, 1, 1)

        self.caption_join = QLabel(self.details)
        self.caption_join.setObjectName(u"caption_join")
        self.caption_join.setProperty(u"role", u"help")
        self.caption_join.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_join.setWordWrap(True)

        self.facts.addWidget(self.caption_join, 1, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_join = QLabel(self.details)
        self.value_join.setObjectName(u"value_join")
        self.value_join.setTextFormat(Qt.TextFormat.PlainText)
        self.value_join.setWordWrap(True)
        self.value_join.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_join.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_join, 1, 1, 1, 1)

        self.caption_organizer = QLabel(self.details)
        self.caption_organizer.setObjectName(u"caption_organizer")
        self.caption_organizer.setProperty(u"role", u"help")
        self.caption_organizer.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_organizer.setWordWrap(True)

        self.facts.addWidget(self.caption_organizer, 2, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_organizer = QLabel(self.details)
        self.value_organizer.setObjectName(u"value_organizer")
        self.value_organizer.setTextFormat(Qt.TextFormat.PlainText)
        self.value_organizer.setWordWrap(True)
        self.value_organizer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_organizer.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_organizer, 2, 1, 1, 1)

        self.caption_alias = QLabel(self.details)
        self.caption_alias.setObjectName(u"caption_alias")
        self.caption_alias.setProperty(u"role", u"help")
        self.caption_alias.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_alias.setWordWrap(True)

        self.facts.addWidget(self.caption_alias, 3, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_alias = QLabel(self.details)
        self.value_alias.setObjectName(u"value_alias")
        self.value_alias.setTextFormat(Qt.TextFormat.PlainText)
        self.value_alias.setWordWrap(True)
        self.value_alias.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_alias.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_alias, 3, 1, 1, 1)

        self.caption_location = QLabel(self.details)
        self.caption_location.setObjectName(u"caption_location")
        self.caption_location.setProperty(u"role", u"help")
        self.caption_location.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_location.setWordWrap(True)

        self.facts.addWidget(self.caption_location, 4, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_location = QLabel(self.details)
        self.value_location.setObjectName(u"value_location")
        self.value_location.setTextFormat(Qt.TextFormat.PlainText)
        self.value_location.setWordWrap(True)
        self.value_location.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_location.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_location, 4, 1, 1, 1)

        self.caption_theme = QLabel(self.details)
        self.caption_theme.setObjectName(u"caption_theme")
        self.caption_theme.setProperty(u"role", u"help")
        self.caption_theme.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_theme.setWordWrap(True)

        self.facts.addWidget(self.caption_theme, 5, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_theme = QLabel(self.details)
        self.value_theme.setObjectName(u"value_theme")
        self.value_theme.setTextFormat(Qt.TextFormat.PlainText)
        self.value_theme.setWordWrap(True)
        self.value_theme.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_theme.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_theme, 5, 1, 1, 1)

        self.caption_passcodes = QLabel(self.details)
        self.caption_passcodes.setObjectName(u"caption_passcodes")
        self.caption_passcodes.setProperty(u"role", u"help")
        self.caption_passcodes.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_passcodes.setWordWrap(True)

        self.facts.addWidget(self.caption_passcodes, 6, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_passcodes = QLabel(self.details)
        self.value_passcodes.setObjectName(u"value_passcodes")
        self.value_passcodes.setTextFormat(Qt.TextFormat.PlainText)
        self.value_passcodes.setWordWrap(True)
        self.value_passcodes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_passcodes.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_passcodes, 6, 1, 1, 1)

        self.caption_description = QLabel(self.details)
        self.caption_description.setObjectName(u"caption_description")
        self.caption_description.setProperty(u"role", u"help")
        self.caption_description.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_description.setWordWrap(True)

        self.facts.addWidget(self.caption_description, 7, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_description = QLabel(self.details)
        self.value_description.setObjectName(u"value_description")
        self.value_description.setTextFormat(Qt.TextFormat.PlainText)
        self.value_description.setWordWrap(True)
        self.value_description.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_description.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_description, 7, 1, 1, 1)

        self.facts.setColumnStretch(1, 1)

        self.detail_rows.addLayout(self.facts)

        self.occurrences_title = QLabel(self.details)
        self.occurrences_title.setObjectName(u"occurrences_title")
        self.occurrences_title.setProperty(u"role", u"strong")
        self.occurrences_title.setTextFormat(Qt.TextFormat.PlainText)
        self.occurrences_title.setWordWrap(True)

        self.detail_rows.addWidget(self.occurrences_title)

        self.occurrences = QTableView(self.details)
        self.occurrences.setObjectName(u"occurrences")

        self.detail_rows.addWidget(self.occurrences)

        self.details_below = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.detail_rows.addItem(self.details_below)

        self.detail_rows.setStretch(5, 1)
        self.splitter.addWidget(self.details)

        self.rows.addWidget(self.splitter)

        self.rows.setStretch(1, 1)
        self.rows.setStretch(2, 1)

        self.retranslateUi(Conferences)
    # setupUi

    def retranslateUi(self, Conferences: QWidget) -> None:
        self.filter.setPlaceholderText(QCoreApplication.translate("Conferences", u"Name, subject, organiser, alias or location", None))
#if QT_CONFIG(accessibility)
        self.filter.setAccessibleName(QCoreApplication.translate("Conferences", u"Search the conferences", None))
#endif // QT_CONFIG(accessibility)
        self.show_running.setText(QCoreApplication.translate("Conferences", u"Running", None))
        self.show_upcoming.setText(QCoreApplication.translate("Conferences", u"Upcoming", None))
        self.show_past.setText(QCoreApplication.translate("Conferences", u"Past", None))
        self.show_cancelled.setText(QCoreApplication.translate("Conferences", u"Cancelled", None))
#if QT_CONFIG(accessibility)
        self.items.setAccessibleName(QCoreApplication.translate("Conferences", u"Conferences", None))
#endif // QT_CONFIG(accessibility)
        self.caption_when.setText(QCoreApplication.translate("Conferences", u"When", None))
        self.caption_join.setText(QCoreApplication.translate("Conferences", u"Join window", None))
        self.caption_organizer.setText(QCoreApplication.translate("Conferences", u"Organiser", None))
        self.caption_alias.setText(QCoreApplication.translate("Conferences", u"Alias", None))
        self.caption_location.setText(QCoreApplication.translate("Conferences", u"Location", None))
        self.caption_theme.setText(QCoreApplication.translate("Conferences", u"Theme", None))
        self.caption_passcodes.setText(QCoreApplication.translate("Conferences", u"Passcodes", None))
        self.caption_description.setText(QCoreApplication.translate("Conferences", u"Description", None))
        self.occurrences_title.setText(QCoreApplication.translate("Conferences", u"Occurrences", None))
#if QT_CONFIG(accessibility)
        self.occurrences.setAccessibleName(QCoreApplication.translate("Conferences", u"Occurrences", None))
#endif // QT_CONFIG(accessibility)
        pass
    # retranslateUi
