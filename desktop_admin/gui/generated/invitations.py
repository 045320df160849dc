# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'invitations.ui'
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
    QHeaderView, QLabel, QLineEdit, QPlainTextEdit,
    QPushButton, QSizePolicy, QSpacerItem, QSplitter,
    QTabWidget, QTableView, QToolButton, QVBoxLayout,
    QWidget)

from desktop_admin.gui.widgets.mail_view import MailView
class Ui_Invitations(object):
    def setupUi(self, Invitations: QWidget) -> None:
        if not Invitations.objectName():
            Invitations.setObjectName(u"Invitations")
        self.rows = QVBoxLayout(Invitations)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(24, 16, 24, 16)
        self.filters = QHBoxLayout()
        self.filters.setSpacing(8)
        self.filters.setObjectName(u"filters")
        self.filter = QLineEdit(Invitations)
        self.filter.setObjectName(u"filter")
        self.filter.setClearButtonEnabled(True)

        self.filters.addWidget(self.filter)

        self.matches = QLabel(Invitations)
        self.matches.setObjectName(u"matches")
        self.matches.setProperty(u"role", u"help")
        self.matches.setTextFormat(Qt.TextFormat.PlainText)

        self.filters.addWidget(self.matches)

        self.show_accepted = QToolButton(Invitations)
        self.show_accepted.setObjectName(u"show_accepted")
        self.show_accepted.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_accepted.setCheckable(True)
        self.show_accepted.setChecked(True)

        self.filters.addWidget(self.show_accepted)

        self.show_declined = QToolButton(Invitations)
        self.show_declined.setObjectName(u"show_declined")
        self.show_declined.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_declined.setCheckable(True)
        self.show_declined.setChecked(True)

        self.filters.addWidget(self.show_declined)

        self.show_applied = QToolButton(Invitations)
        self.show_applied.setObjectName(u"show_applied")
        self.show_applied.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_applied.setCheckable(True)
        self.show_applied.setChecked(True)

        self.filters.addWidget(self.show_applied)

        self.show_held = QToolButton(Invitations)
        self.show_held.setObjectName(u"show_held")
        self.show_held.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_held.setCheckable(True)
        self.show_held.setChecked(True)

        self.filters.addWidget(self.show_held)

        self.show_ignored = QToolButton(Invitations)
        self.show_ignored.setObjectName(u"show_ignored")
        self.show_ignored.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_ignored.setCheckable(True)

        self.filters.addWidget(self.show_ignored)

        self.filters.setStretch(0, 1)

        self.rows.addLayout(self.filters)

        self.rehearsal = QFrame(Invitations)
        self.rehearsal.setObjectName(u"rehearsal")
        self.rehearsal.setProperty(u"role", u"card")
        self.rehearsal_row = QHBoxLayout(self.rehearsal)
        self.rehearsal_row.setSpacing(8)
        self.rehearsal_row.setObjectName(u"rehearsal_row")
        self.rehearsal_row.setContentsMargins(16, 8, 8, 8)
        self.rehearsal_icon = QLabel(self.rehearsal)
        self.rehearsal_icon.setObjectName(u"rehearsal_icon")

        self.rehearsal_row.addWidget(self.rehearsal_icon)

        self.rehearsal_text = QLabel(self.rehearsal)
        self.rehearsal_text.setObjectName(u"rehearsal_text")
        self.rehearsal_text.setTextFormat(Qt.TextFormat.PlainText)
        self.rehearsal_text.setWordWrap(True)

        self.rehearsal_row.addWidget(self.rehearsal_text)

        self.discard = QPushButton(self.rehearsal)
        self.discard.setObjectName(u"discard")

        self.rehearsal_row.addWidget(self.discard)

        self.release = QPushButton(self.rehearsal)
        self.release.setObjectName(u"release")

        self.rehearsal_row.addWidget(self.release)

        self.discard_all = QPushButton(self.rehearsal)
        self.discard_all.setObjectName(u"discard_all")

        self.rehearsal_row.addWidget(self.discard_all)

        self.release_all = QPushButton(self.rehearsal)
        self.release_all.setObjectName(u"release_all")
        self.release_all.setProperty(u"role", u"primary")

        self.rehearsal_row.addWidget(self.release_all)

        self.rehearsal_row.setStretch(1, 1)

        self.rows.addWidget(self.rehearsal)

        self.empty = QWidget(Invitations)
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

        self.splitter = QSplitter(Invitations)
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
        self.subject = QLabel(self.details)
        self.subject.setObjectName(u"subject")
        self.subject.setProperty(u"role", u"heading")
        self.subject.setTextFormat(Qt.TextFormat.PlainText)
        self.subject.setWordWrap(True)
        self.subject.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.subject.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.detail_rows.addWidget(self.subject)

        self.decision_row = QHBoxLayout()
        self.decision_row.setSpacing(8)
        self.decision_row.setObjectName(u"decision_row")
        self.decision_icon = QLabel(self.details)
        self.decision_icon.setObjectName(u"decision_icon")

        self.decision_row.addWidget(self.decision_icon)

        self.decision = QLabel(self.details)
        self.decision.setObjectName(u"decision")
        self.decision.setProperty(u"role", u"strong")
        self.decision.setTextFormat(Qt.TextFormat.PlainText)
        self.decision.setWordWrap(True)

        self.decision_row.addWidget(self.decision)

        self.decision_row.setStretch(1, 1)

        self.detail_rows.addLayout(self.decision_row)

        self.reason = QLabel(self.details)
        self.reason.setObjectName(u"reason")
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setWordWrap(True)
        self.reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.reason.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.detail_rows.addWidget(self.reason)

        self.rule = QFrame(self.details)
        self.rule.setObjectName(u"rule")
        self.rule.setProperty(u"role", u"line")

        self.detail_rows.addWidget(self.rule)

        self.facts = QGridLayout()
        self.facts.setObjectName(u"facts")
        self.facts.setHorizontalSpacing(16)
        self.facts.setVerticalSpacing(4)
        self.caption_organizer = QLabel(self.details)
        self.caption_organizer.setObjectName(u"caption_organizer")
        self.caption_organizer.setProperty(u"role", u"help")
        self.caption_organizer.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_organizer.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)

        self.facts.addWidget(self.caption_organizer, 0, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_organizer = QLabel(self.details)
        self.value_organizer.setObjectName(u"value_organizer")
        self.value_organizer.setTextFormat(Qt.TextFormat.PlainText)
        self.value_organizer.setWordWrap(True)
        self.value_organizer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_organizer.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_organizer, 0, 1, 1, 1)

        self.caption_sender = QLabel(self.details)
        self.caption_sender.setObjectName(u"caption_sender")
        self.caption_sender.setProperty(u"role", u"help")
        self.caption_sender.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_sender.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)

        self.facts.addWidget(self.caption_sender, 1, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_sender = QLabel(self.details)
        self.value_sender.setObjectName(u"value_sender")
        self.value_sender.setTextFormat(Qt.TextFormat.PlainText)
        self.value_sender.setWordWrap(True)
        self.value_sender.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_sender.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_sender, 1, 1, 1, 1)

        self.caption_when = QLabel(self.details)
        self.caption_when.setObjectName(u"caption_when")
        self.caption_when.setProperty(u"role", u"help")
        self.caption_when.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_when.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)

        self.facts.addWidget(self.caption_when, 2, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_when = QLabel(self.details)
        self.value_when.setObjectName(u"value_when")
        self.value_when.setTextFormat(Qt.TextFormat.PlainText)
        self.value_when.setWordWrap(True)
        self.value_when.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_when.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_when, 2, 1, 1, 1)

        self.caption_location = QLabel(self.details)
        self.caption_location.setObjectName(u"caption_location")
        self.caption_location.setProperty(u"role", u"help")
        self.caption_location.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_location.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)

        self.facts.addWidget(self.caption_location, 3, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_location = QLabel(self.details)
        self.value_location.setObjectName(u"value_location")
        self.value_location.setTextFormat(Qt.TextFormat.PlainText)
        self.value_location.setWordWrap(True)
        self.value_location.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_location.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_location, 3, 1, 1, 1)

        self.caption_alias = QLabel(self.details)
        self.caption_alias.setObjectName(u"caption_alias")
        self.caption_alias.setProperty(u"role", u"help")
        self.caption_alias.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_alias.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)

        self.facts.addWidget(self.caption_alias, 4, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_alias = QLabel(self.details)
        self.value_alias.setObjectName(u"value_alias")
        self.value_alias.setTextFormat(Qt.TextFormat.PlainText)
        self.value_alias.setWordWrap(True)
        self.value_alias.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_alias.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_alias, 4, 1, 1, 1)

        self.caption_received = QLabel(self.details)
        self.caption_received.setObjectName(u"caption_received")
        self.caption_received.setProperty(u"role", u"help")
        self.caption_received.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_received.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)

        self.facts.addWidget(self.caption_received, 5, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_received = QLabel(self.details)
        self.value_received.setObjectName(u"value_received")
        self.value_received.setTextFormat(Qt.TextFormat.PlainText)
        self.value_received.setWordWrap(True)
        self.value_received.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_received.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_received, 5, 1, 1, 1)

        self.caption_answered = QLabel(self.details)
        self.caption_answered.setObjectName(u"caption_answered")
        self.caption_answered.setProperty(u"role", u"help")
        self.caption_answered.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_answered.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)

        self.facts.addWidget(self.caption_answered, 6, 0, 1, 1, Qt.AlignmentFlag.AlignTop)

        self.value_answered = QLabel(self.details)
        self.value_answered.setObjectName(u"value_answered")
        self.value_answered.setTextFormat(Qt.TextFormat.PlainText)
        self.value_answered.setWordWrap(True)
        self.value_answered.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.value_answered.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

        self.facts.addWidget(self.value_answered, 6, 1, 1, 1)

        self.facts.setColumnStretch(1, 1)

        self.detail_rows.addLayout(self.facts)

        self.tabs = QTabWidget(self.details)
        self.tabs.setObjectName(u"tabs")
        self.tabs.setDocumentMode(True)
        self.reply_tab = QWidget()
        self.reply_tab.setObjectName(u"reply_tab")
        self.reply_tab_rows = QVBoxLayout(self.reply_tab)
        self.reply_tab_rows.setObjectName(u"reply_tab_rows")
        self.reply_tab_rows.setContentsMargins(0, 12, 0, 0)
        self.reply = MailView(self.reply_tab)
        self.reply.setObjectName(u"reply")

        self.reply_tab_rows.addWidget(self.reply)

        self.no_reply = QLabel(self.reply_tab)
        self.no_reply.setObjectName(u"no_reply")
        self.no_reply.setProperty(u"role", u"help")
        self.no_reply.setTextFormat(Qt.TextFormat.PlainText)
        self.no_reply.setWordWrap(True)
        self.no_reply.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)

        self.reply_tab_rows.addWidget(self.no_reply)

        self.tabs.addTab(self.reply_tab, "")
        self.source_tab = QWidget()
        self.source_tab.setObjectName(u"source_tab")
        self.source_tab_rows = QVBoxLayout(self.source_tab)
        self.source_tab_rows.setObjectName(u"source_tab_rows")
        self.source_tab_rows.setContentsMargins(0, 12, 0, 0)
        self.source = QPlainTextEdit(self.source_tab)
        self.source.setObjectName(u"source")
        self.source.setReadOnly(True)

        self.source_tab_rows.addWidget(self.source)

        self.tabs.addTab(self.source_tab, "")
        self.why_tab = QWidget()
        self.why_tab.setObjectName(u"why_tab")
        self.why_tab_rows = QVBoxLayout(self.why_tab)
        self.why_tab_rows.setObjectName(u"why_tab_rows")
        self.why_tab_rows.setContentsMargins(0, 12, 0, 0)
        self.rules = QTableView(self.why_tab)
        self.rules.setObjectName(u"rules")
        self.rules.setProperty(u"role", u"plain")

        self.why_tab_rows.addWidget(self.rules)

        self.tabs.addTab(self.why_tab, "")

        self.detail_rows.addWidget(self.tabs)

        self.actions = QHBoxLayout()
        self.actions.setObjectName(u"actions")
        self.action_space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.actions.addItem(self.action_space)

        self.copy = QPushButton(self.details)
        self.copy.setObjectName(u"copy")

        self.actions.addWidget(self.copy)

        self.actions.setStretch(0, 1)

        self.detail_rows.addLayout(self.actions)

        self.detail_rows.setStretch(5, 1)
        self.splitter.addWidget(self.details)

        self.rows.addWidget(self.splitter)

        self.rows.setStretch(2, 1)
        self.rows.setStretch(3, 1)

        self.retranslateUi(Invitations)
    # setupUi

    def retranslateUi(self, Invitations: QWidget) -> None:
        self.filter.setPlaceholderText(QCoreApplication.translate("Invitations", u"Subject, organiser, room or reason", None))
#if QT_CONFIG(accessibility)
        self.filter.setAccessibleName(QCoreApplication.translate("Invitations", u"Filter the invitations", None))
#endif // QT_CONFIG(accessibility)
        self.show_accepted.setText(QCoreApplication.translate("Invitations", u"Accepted", None))
        self.show_declined.setText(QCoreApplication.translate("Invitations", u"Declined", None))
        self.show_applied.setText(QCoreApplication.translate("Invitations", u"Applied", None))
        self.show_held.setText(QCoreApplication.translate("Invitations", u"Held", None))
        self.show_ignored.setText(QCoreApplication.translate("Invitations", u"Ignored", None))
        self.discard.setText(QCoreApplication.translate("Invitations", u"Discard\u2026", None))
        self.release.setText(QCoreApplication.translate("Invitations", u"Release", None))
        self.discard_all.setText(QCoreApplication.translate("Invitations", u"Discard all\u2026", None))
        self.release_all.setText(QCoreApplication.translate("Invitations", u"Release all\u2026", None))
        self.empty_title.setText(QCoreApplication.translate("Invitations", u"No invitation has come yet", None))
#if QT_CONFIG(accessibility)
        self.items.setAccessibleName(QCoreApplication.translate("Invitations", u"Invitations", None))
#endif // QT_CONFIG(accessibility)
        self.caption_organizer.setText(QCoreApplication.translate("Invitations", u"Organiser", None))
        self.caption_sender.setText(QCoreApplication.translate("Invitations", u"Sent by", None))
        self.caption_when.setText(QCoreApplication.translate("Invitations", u"When", None))
        self.caption_location.setText(QCoreApplication.translate("Invitations", u"Location", None))
        self.caption_alias.setText(QCoreApplication.translate("Invitations", u"Room", None))
        self.caption_received.setText(QCoreApplication.translate("Invitations", u"Decided", None))
        self.caption_answered.setText(QCoreApplication.translate("Invitations", u"Answer", None))
#if QT_CONFIG(accessibility)
        self.reply.setAccessibleName(QCoreApplication.translate("Invitations", u"The answer as it was sent", None))
#endif // QT_CONFIG(accessibility)
        self.tabs.setTabText(self.tabs.indexOf(self.reply_tab), QCoreApplication.translate("Invitations", u"Answer", None))
#if QT_CONFIG(accessibility)
        self.source.setAccessibleName(QCoreApplication.translate("Invitations", u"Source of the answer", None))
#endif // QT_CONFIG(accessibility)
        self.tabs.setTabText(self.tabs.indexOf(self.source_tab), QCoreApplication.translate("Invitations", u"Source", None))
#if QT_CONFIG(accessibility)
        self.rules.setAccessibleName(QCoreApplication.translate("Invitations", u"Rules in their order", None))
#endif // QT_CONFIG(accessibility)
        self.tabs.setTabText(self.tabs.indexOf(self.why_tab), QCoreApplication.translate("Invitations", u"Why", None))
        self.copy.setText(QCoreApplication.translate("Invitations", u"Copy", None))
#if QT_CONFIG(tooltip)
        self.copy.setToolTip(QCoreApplication.translate("Invitations", u"Copy decision, facts and rules as text", None))
#endif // QT_CONFIG(tooltip)
        pass
    # retranslateUi
