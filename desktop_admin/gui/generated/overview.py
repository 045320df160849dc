# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'overview.ui'
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
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QHeaderView,
    QLabel, QPushButton, QSizePolicy, QSpacerItem,
    QTableView, QVBoxLayout, QWidget)

from desktop_admin.gui.widgets.legend import Legend
from desktop_admin.gui.widgets.shares import ShareBar
from desktop_admin.gui.widgets.status_dot import StatusDot
from desktop_admin.gui.widgets.strip import TimeStrip
class Ui_Overview(object):
    def setupUi(self, Overview: QWidget) -> None:
        if not Overview.objectName():
            Overview.setObjectName(u"Overview")
        self.rows = QVBoxLayout(Overview)
        self.rows.setSpacing(16)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(24, 24, 24, 24)
        self.headline_row = QHBoxLayout()
        self.headline_row.setSpacing(16)
        self.headline_row.setObjectName(u"headline_row")
        self.headline_dot = StatusDot(Overview)
        self.headline_dot.setObjectName(u"headline_dot")

        self.headline_row.addWidget(self.headline_dot)

        self.headline = QLabel(Overview)
        self.headline.setObjectName(u"headline")
        self.headline.setProperty(u"role", u"large")
        self.headline.setTextFormat(Qt.TextFormat.PlainText)
        self.headline.setWordWrap(True)

        self.headline_row.addWidget(self.headline)

        self.activate = QPushButton(Overview)
        self.activate.setObjectName(u"activate")
        self.activate.setProperty(u"role", u"primary")

        self.headline_row.addWidget(self.activate)

        self.headline_row.setStretch(1, 1)

        self.rows.addLayout(self.headline_row)

        self.facts = QLabel(Overview)
        self.facts.setObjectName(u"facts")
        self.facts.setProperty(u"role", u"help")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setWordWrap(True)

        self.rows.addWidget(self.facts)

        self.alarm_rows = QVBoxLayout()
        self.alarm_rows.setSpacing(8)
        self.alarm_rows.setObjectName(u"alarm_rows")

        self.rows.addLayout(self.alarm_rows)

        self.upper = QHBoxLayout()
        self.upper.setSpacing(16)
        self.upper.setObjectName(u"upper")
        self.today = QFrame(Overview)
        self.today.setObjectName(u"today")
        self.today.setProperty(u"role", u"card")
        self.today_rows = QVBoxLayout(self.today)
        self.today_rows.setSpacing(8)
        self.today_rows.setObjectName(u"today_rows")
        self.today_rows.setContentsMargins(16, 16, 16, 16)
        self.today_heading = QLabel(self.today)
        self.today_heading.setObjectName(u"today_heading")
        self.today_heading.setProperty(u"role", u"heading")
        self.today_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.today_rows.addWidget(self.today_heading)

        self.today_numbers = QHBoxLayout()
        self.today_numbers.setSpacing(24)
        self.today_numbers.setObjectName(u"today_numbers")
        self.rows_accepted = QVBoxLayout()
        self.rows_accepted.setSpacing(0)
        self.rows_accepted.setObjectName(u"rows_accepted")
        self.count_accepted = QLabel(self.today)
        self.count_accepted.setObjectName(u"count_accepted")
        self.count_accepted.setProperty(u"role", u"number")
        self.count_accepted.setTextFormat(Qt.TextFormat.PlainText)

        self.rows_accepted.addWidget(self.count_accepted)

        self.caption_accepted = QLabel(self.today)
        self.caption_accepted.setObjectName(u"caption_accepted")
        self.caption_accepted.setProperty(u"role", u"help")
        self.caption_accepted.setTextFormat(Qt.TextFormat.PlainText)

        self.rows_accepted.addWidget(self.caption_accepted)


        self.today_numbers.addLayout(self.rows_accepted)

        self.rows_declined = QVBoxLayout()
        self.rows_declined.setSpacing(0)
        self.rows_declined.setObjectName(u"rows_declined")
        self.count_declined = QLabel(self.today)
        self.count_declined.setObjectName(u"count_declined")
        self.count_declined.setProperty(u"role", u"number")
        self.count_declined.setTextFormat(Qt.TextFormat.PlainText)

        self.rows_declined.addWidget(self.count_declined)

        self.caption_declined = QLabel(self.today)
        self.caption_declined.setObjectName(u"caption_declined")
        self.caption_declined.setProperty(u"role", u"help")
        self.caption_declined.setTextFormat(Qt.TextFormat.PlainText)

        self.rows_declined.addWidget(self.caption_declined)


        self.today_numbers.addLayout(self.rows_declined)

        self.rows_applied = QVBoxLayout()
        self.rows_applied.setSpacing(0)
        self.rows_applied.setObjectName(u"rows_applied")
        self.count_applied = QLabel(self.today)
        self.count_applied.setObjectName(u"count_applied")
        self.count_applied.setProperty(u"role", u"number")
        self.count_applied.setTextFormat(Qt.TextFormat.PlainText)

        self.rows_applied.addWidget(self.count_applied)

        self.caption_applied = QLabel(self.today)
        self.caption_applied.setObjectName(u"caption_applied")
        self.caption_applied.setProperty(u"role", u"help")
        self.caption_applied.setTextFormat(Qt.TextFormat.PlainText)

        self.rows_applied.addWidget(self.caption_applied)


        self.today_numbers.addLayout(self.rows_applied)

        self.rows_held = QVBoxLayout()
        self.rows_held.setSpacing(0)
        self.rows_held.setObjectName(u"rows_held")
        self.count_held = QLabel(self.today)
        self.count_held.setObjectName(u"count_held")
        self.count_held.setProperty(u"role", u"number")
        self.count_held.setTextFormat(Qt.TextFormat.PlainText)

        self.rows_held.addWidget(self.count_held)

        self.caption_held = QLabel(self.today)
        self.caption_held.setObjectName(u"caption_held")
        self.caption_held.setProperty(u"role", u"help")
        self.caption_held.setTextFormat(Qt.TextFormat.PlainText)

        self.rows_held.addWidget(self.caption_held)


        self.today_numbers.addLayout(self.rows_held)

        self.rows_pending = QVBoxLayout()
        self.rows_pending.setSpacing(0)
        self.rows_pending.setObjectName(u"rows_pending")
        self.count_pending = QLabel(self.today)
        self.count_pending.setObjectName(u"count_pending")
        self.count_pending.setProperty(u"role", u"number")
        self.count_pending.setTextFormat(Qt.TextFormat.PlainText)

        self.rows_pending.addWidget(self.count_pending)

        self.caption_pending = QLabel(self.today)
        self.caption_pending.setObjectName(u"caption_pending")
        self.caption_pending.setProperty(u"role", u"help")
        self.caption_pending.setTextFormat(Qt.TextFormat.PlainText)

        self.rows_pending.addWidget(self.caption_pending)


        self.today_numbers.addLayout(self.rows_pending)


        self.today_rows.addLayout(self.today_numbers)

        self.today_space = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.today_rows.addItem(self.today_space)


        self.upper.addWidget(self.today)

        self.presence_now = QFrame(Overview)
        self.presence_now.setObjectName(u"presence_now")
        self.presence_now.setProperty(u"role", u"card")
        self.presence_rows = QVBoxLayout(self.presence_now)
        self.presence_rows.setSpacing(8)
        self.presence_rows.setObjectName(u"presence_rows")
        self.presence_rows.setContentsMargins(16, 16, 16, 16)
        self.presence_head = QHBoxLayout()
        self.presence_head.setObjectName(u"presence_head")
        self.presence_heading = QLabel(self.presence_now)
        self.presence_heading.setObjectName(u"presence_heading")
        self.presence_heading.setProperty(u"role", u"heading")
        self.presence_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.presence_head.addWidget(self.presence_heading)

        self.presence_gap = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.presence_head.addItem(self.presence_gap)

        self.presence_note = QLabel(self.presence_now)
        self.presence_note.setObjectName(u"presence_note")
        self.presence_note.setProperty(u"role", u"small")
        self.presence_note.setTextFormat(Qt.TextFormat.PlainText)

        self.presence_head.addWidget(self.presence_note)


        self.presence_rows.addLayout(self.presence_head)

        self.presence_shares = ShareBar(self.presence_now)
        self.presence_shares.setObjectName(u"presence_shares")

        self.presence_rows.addWidget(self.presence_shares)

        self.presence_space = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.presence_rows.addItem(self.presence_space)


        self.upper.addWidget(self.presence_now)

        self.upper.setStretch(0, 2)
        self.upper.setStretch(1, 3)

        self.rows.addLayout(self.upper)

        self.subscription = QFrame(Overview)
        self.subscription.setObjectName(u"subscription")
        self.subscription.setProperty(u"role", u"card")
        self.subscription_rows = QVBoxLayout(self.subscription)
        self.subscription_rows.setSpacing(8)
        self.subscription_rows.setObjectName(u"subscription_rows")
        self.subscription_rows.setContentsMargins(16, 16, 16, 16)
        self.subscription_head = QHBoxLayout()
        self.subscription_head.setObjectName(u"subscription_head")
        self.subscription_heading = QLabel(self.subscription)
        self.subscription_heading.setObjectName(u"subscription_heading")
        self.subscription_heading.setProperty(u"role", u"heading")
        self.subscription_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.subscription_head.addWidget(self.subscription_heading)

        self.subscription_gap = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.subscription_head.addItem(self.subscription_gap)

        self.subscription_legend = Legend(self.subscription)
        self.subscription_legend.setObjectName(u"subscription_legend")

        self.subscription_head.addWidget(self.subscription_legend)


        self.subscription_rows.addLayout(self.subscription_head)

        self.subscription_strip = TimeStrip(self.subscription)
        self.subscription_strip.setObjectName(u"subscription_strip")

        self.subscription_rows.addWidget(self.subscription_strip)


        self.rows.addWidget(self.subscription)

        self.decisions = QFrame(Overview)
        self.decisions.setObjectName(u"decisions")
        self.decisions.setProperty(u"role", u"card")
        self.decisions_rows = QVBoxLayout(self.decisions)
        self.decisions_rows.setSpacing(8)
        self.decisions_rows.setObjectName(u"decisions_rows")
        self.decisions_rows.setContentsMargins(16, 16, 16, 16)
        self.decisions_heading = QLabel(self.decisions)
        self.decisions_heading.setObjectName(u"decisions_heading")
        self.decisions_heading.setProperty(u"role", u"heading")
        self.decisions_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.decisions_rows.addWidget(self.decisions_heading)

        self.decisions_empty = QLabel(self.decisions)
        self.decisions_empty.setObjectName(u"decisions_empty")
        self.decisions_empty.setProperty(u"role", u"help")
        self.decisions_empty.setTextFormat(Qt.TextFormat.PlainText)
        self.decisions_empty.setWordWrap(True)

        self.decisions_rows.addWidget(self.decisions_empty)

        self.recent = QTableView(self.decisions)
        self.recent.setObjectName(u"recent")
        self.recent.setProperty(u"role", u"plain")

        self.decisions_rows.addWidget(self.recent)


        self.rows.addWidget(self.decisions)

        self.rest = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.rows.addItem(self.rest)


        self.retranslateUi(Overview)
    # setupUi

    def retranslateUi(self, Overview: QWidget) -> None:
        self.activate.setText(QCoreApplication.translate("Overview", u"Activate", None))
        self.today_heading.setText(QCoreApplication.translate("Overview", u"Invitations today", None))
        self.count_accepted.setText(QCoreApplication.translate("Overview", u"0", None))
        self.caption_accepted.setText(QCoreApplication.translate("Overview", u"accepted", None))
        self.count_declined.setText(QCoreApplication.translate("Overview", u"0", None))
        self.caption_declined.setText(QCoreApplication.translate("Overview", u"declined", None))
        self.count_applied.setText(QCoreApplication.translate("Overview", u"0", None))
        self.caption_applied.setText(QCoreApplication.translate("Overview", u"applied", None))
        self.count_held.setText(QCoreApplication.translate("Overview", u"0", None))
        self.caption_held.setText(QCoreApplication.translate("Overview", u"on hold", None))
        self.count_pending.setText(QCoreApplication.translate("Overview", u"0", None))
        self.caption_pending.setText(QCoreApplication.translate("Overview", u"pending approval", None))
        self.presence_heading.setText(QCoreApplication.translate("Overview", u"Presence now", None))
#if QT_CONFIG(accessibility)
        self.presence_shares.setAccessibleName(QCoreApplication.translate("Overview", u"Presence now", None))
#endif // QT_CONFIG(accessibility)
        self.subscription_heading.setText(QCoreApplication.translate("Overview", u"Subscription, last 24 hours", None))
#if QT_CONFIG(accessibility)
        self.subscription_strip.setAccessibleName(QCoreApplication.translate("Overview", u"Subscription, last 24 hours", None))
#endif // QT_CONFIG(accessibility)
        self.decisions_heading.setText(QCoreApplication.translate("Overview", u"Latest decisions", None))
        self.decisions_empty.setText(QCoreApplication.translate("Overview", u"Every invitation will stand here with its decision and reason. Invite the conferencing mailbox to a meeting to see the first one.", None))
#if QT_CONFIG(accessibility)
        self.recent.setAccessibleName(QCoreApplication.translate("Overview", u"Latest decisions", None))
#endif // QT_CONFIG(accessibility)
        pass
    # retranslateUi
