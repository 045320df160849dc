# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'connection.ui'
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
from PySide6.QtWidgets import (QApplication, QCheckBox, QFormLayout, QFrame,
    QHBoxLayout, QLabel, QLineEdit, QPushButton,
    QSizePolicy, QSpacerItem, QToolButton, QVBoxLayout,
    QWidget)

from desktop_admin.gui.widgets.check_steps import CheckSteps
from desktop_admin.gui.widgets.drill_card import DrillCard
from desktop_admin.gui.widgets.subscription_story import SubscriptionStory
class Ui_Connection(object):
    def setupUi(self, Connection: QWidget) -> None:
        if not Connection.objectName():
            Connection.setObjectName(u"Connection")
        self.columns = QHBoxLayout(Connection)
        self.columns.setSpacing(0)
        self.columns.setObjectName(u"columns")
        self.columns.setContentsMargins(24, 24, 24, 24)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(16)
        self.rows.setObjectName(u"rows")
        self.status_card = QFrame(Connection)
        self.status_card.setObjectName(u"status_card")
        self.status_card.setProperty(u"role", u"card")
        self.status_rows = QVBoxLayout(self.status_card)
        self.status_rows.setSpacing(8)
        self.status_rows.setObjectName(u"status_rows")
        self.status_rows.setContentsMargins(16, 16, 16, 16)
        self.status_row = QHBoxLayout()
        self.status_row.setSpacing(12)
        self.status_row.setObjectName(u"status_row")
        self.status_text = QLabel(self.status_card)
        self.status_text.setObjectName(u"status_text")
        self.status_text.setProperty(u"role", u"strong")
        self.status_text.setTextFormat(Qt.TextFormat.PlainText)
        self.status_text.setWordWrap(True)

        self.status_row.addWidget(self.status_text)

        self.force_now = QPushButton(self.status_card)
        self.force_now.setObjectName(u"force_now")

        self.status_row.addWidget(self.force_now)

        self.active = QCheckBox(self.status_card)
        self.active.setObjectName(u"active")

        self.status_row.addWidget(self.active)

        self.status_row.setStretch(0, 1)

        self.status_rows.addLayout(self.status_row)

        self.status_reason = QLabel(self.status_card)
        self.status_reason.setObjectName(u"status_reason")
        self.status_reason.setProperty(u"role", u"help")
        self.status_reason.setTextFormat(Qt.TextFormat.PlainText)
        self.status_reason.setWordWrap(True)

        self.status_rows.addWidget(self.status_reason)


        self.rows.addWidget(self.status_card)

        self.server_card = QFrame(Connection)
        self.server_card.setObjectName(u"server_card")
        self.server_card.setProperty(u"role", u"card")
        self.server_rows = QVBoxLayout(self.server_card)
        self.server_rows.setSpacing(12)
        self.server_rows.setObjectName(u"server_rows")
        self.server_rows.setContentsMargins(16, 16, 16, 16)
        self.server_heading = QLabel(self.server_card)
        self.server_heading.setObjectName(u"server_heading")
        self.server_heading.setProperty(u"role", u"heading")
        self.server_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.server_rows.addWidget(self.server_heading)

        self.server_form = QFormLayout()
        self.server_form.setObjectName(u"server_form")
        self.server_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.server_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.server_form.setHorizontalSpacing(16)
        self.server_form.setVerticalSpacing(12)
        self.label_address = QLabel(self.server_card)
        self.label_address.setObjectName(u"label_address")
        self.label_address.setTextFormat(Qt.TextFormat.PlainText)
        self.label_address.setProperty(u"after", u"ews_path")

        self.server_form.setWidget(1, QFormLayout.ItemRole.LabelRole, self.label_address)

        self.address = QLabel(self.server_card)
        self.address.setObjectName(u"address")
        self.address.setProperty(u"role", u"muted")
        self.address.setTextFormat(Qt.TextFormat.PlainText)
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        self.server_form.setWidget(1, QFormLayout.ItemRole.FieldRole, self.address)

        self.find_server = QPushButton(self.server_card)
        self.find_server.setObjectName(u"find_server")
        self.find_server.setProperty(u"beside", u"server")

        self.server_form.setWidget(0, QFormLayout.ItemRole.FieldRole, self.find_server)


        self.server_rows.addLayout(self.server_form)


        self.rows.addWidget(self.server_card)

        self.account_card = QFrame(Connection)
        self.account_card.setObjectName(u"account_card")
        self.account_card.setProperty(u"role", u"card")
        self.account_rows = QVBoxLayout(self.account_card)
        self.account_rows.setSpacing(12)
        self.account_rows.setObjectName(u"account_rows")
        self.account_rows.setContentsMargins(16, 16, 16, 16)
        self.account_heading = QLabel(self.account_card)
        self.account_heading.setObjectName(u"account_heading")
        self.account_heading.setProperty(u"role", u"heading")
        self.account_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.account_rows.addWidget(self.account_heading)

        self.account_form = QFormLayout()
        self.account_form.setObjectName(u"account_form")
        self.account_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.account_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.account_form.setHorizontalSpacing(16)
        self.account_form.setVerticalSpacing(12)
        self.label_password = QLabel(self.account_card)
        self.label_password.setObjectName(u"label_password")
        self.label_password.setTextFormat(Qt.TextFormat.PlainText)
        self.label_password.setProperty(u"after", u"user_name")

        self.account_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_password)

        self.password_rows = QVBoxLayout()
        self.password_rows.setSpacing(4)
        self.password_rows.setObjectName(u"password_rows")
        self.password_row = QHBoxLayout()
        self.password_row.setSpacing(8)
        self.password_row.setObjectName(u"password_row")
        self.password = QLineEdit(self.account_card)
        self.password.setObjectName(u"password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)

        self.password_row.addWidget(self.password)

        self.reveal = QToolButton(self.account_card)
        self.reveal.setObjectName(u"reveal")

        self.password_row.addWidget(self.reveal)


        self.password_rows.addLayout(self.password_row)

        self.note_password = QLabel(self.account_card)
        self.note_password.setObjectName(u"note_password")
        self.note_password.setProperty(u"role", u"small")
        self.note_password.setTextFormat(Qt.TextFormat.PlainText)
        self.note_password.setWordWrap(True)

        self.password_rows.addWidget(self.note_password)


        self.account_form.setLayout(0, QFormLayout.ItemRole.FieldRole, self.password_rows)


        self.account_rows.addLayout(self.account_form)

        self.oauth_fields = QWidget(self.account_card)
        self.oauth_fields.setObjectName(u"oauth_fields")
        self.oauth_form = QFormLayout(self.oauth_fields)
        self.oauth_form.setObjectName(u"oauth_form")
        self.oauth_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.oauth_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.oauth_form.setHorizontalSpacing(16)
        self.oauth_form.setVerticalSpacing(12)
        self.oauth_form.setContentsMargins(0, 0, 0, 0)

        self.account_rows.addWidget(self.oauth_fields)


        self.rows.addWidget(self.account_card)

        self.check_card = QFrame(Connection)
        self.check_card.setObjectName(u"check_card")
        self.check_card.setProperty(u"role", u"card")
        self.check_rows = QVBoxLayout(self.check_card)
        self.check_rows.setSpacing(12)
        self.check_rows.setObjectName(u"check_rows")
        self.check_rows.setContentsMargins(16, 16, 16, 16)
        self.check_heading = QLabel(self.check_card)
        self.check_heading.setObjectName(u"check_heading")
        self.check_heading.setProperty(u"role", u"heading")
        self.check_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.check_rows.addWidget(self.check_heading)

        self.check_row = QHBoxLayout()
        self.check_row.setSpacing(12)
        self.check_row.setObjectName(u"check_row")
        self.check_note = QLabel(self.check_card)
        self.check_note.setObjectName(u"check_note")
        self.check_note.setProperty(u"role", u"help")
        self.check_note.setTextFormat(Qt.TextFormat.PlainText)
        self.check_note.setWordWrap(True)

        self.check_row.addWidget(self.check_note)

        self.copy_check = QPushButton(self.check_card)
        self.copy_check.setObjectName(u"copy_check")

        self.check_row.addWidget(self.copy_check)

        self.start_check = QPushButton(self.check_card)
        self.start_check.setObjectName(u"start_check")

        self.check_row.addWidget(self.start_check)

        self.check_row.setStretch(0, 1)

        self.check_rows.addLayout(self.check_row)

        self.check_steps = CheckSteps(self.check_card)
        self.check_steps.setObjectName(u"check_steps")

        self.check_rows.addWidget(self.check_steps)


        self.rows.addWidget(self.check_card)

        self.subscription_card = QFrame(Connection)
        self.subscription_card.setObjectName(u"subscription_card")
        self.subscription_card.setProperty(u"role", u"card")
        self.subscription_rows = QVBoxLayout(self.subscription_card)
        self.subscription_rows.setSpacing(12)
        self.subscription_rows.setObjectName(u"subscription_rows")
        self.subscription_rows.setContentsMargins(16, 16, 16, 16)
        self.subscription_heading = QLabel(self.subscription_card)
        self.subscription_heading.setObjectName(u"subscription_heading")
        self.subscription_heading.setProperty(u"role", u"heading")
        self.subscription_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.subscription_rows.addWidget(self.subscription_heading)

        self.subscription_story = SubscriptionStory(self.subscription_card)
        self.subscription_story.setObjectName(u"subscription_story")

        self.subscription_rows.addWidget(self.subscription_story)


        self.rows.addWidget(self.subscription_card)

        self.drill_card = DrillCard(Connection)
        self.drill_card.setObjectName(u"drill_card")

        self.rows.addWidget(self.drill_card)

        self.rooms_card = QFrame(Connection)
        self.rooms_card.setObjectName(u"rooms_card")
        self.rooms_card.setProperty(u"role", u"card")
        self.rooms_rows = QVBoxLayout(self.rooms_card)
        self.rooms_rows.setSpacing(12)
        self.rooms_rows.setObjectName(u"rooms_rows")
        self.rooms_rows.setContentsMargins(16, 16, 16, 16)
        self.rooms_heading = QLabel(self.rooms_card)
        self.rooms_heading.setObjectName(u"rooms_heading")
        self.rooms_heading.setProperty(u"role", u"heading")
        self.rooms_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.rooms_rows.addWidget(self.rooms_heading)

        self.rooms_form = QFormLayout()
        self.rooms_form.setObjectName(u"rooms_form")
        self.rooms_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.rooms_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.rooms_form.setHorizontalSpacing(16)
        self.rooms_form.setVerticalSpacing(12)
        self.edit_listener = QPushButton(self.rooms_card)
        self.edit_listener.setObjectName(u"edit_listener")
        self.edit_listener.setProperty(u"beside", u"callback_url")

        self.rooms_form.setWidget(0, QFormLayout.ItemRole.FieldRole, self.edit_listener)


        self.rooms_rows.addLayout(self.rooms_form)


        self.rows.addWidget(self.rooms_card)

        self.security_card = QFrame(Connection)
        self.security_card.setObjectName(u"security_card")
        self.security_card.setProperty(u"role", u"card")
        self.security_rows = QVBoxLayout(self.security_card)
        self.security_rows.setSpacing(12)
        self.security_rows.setObjectName(u"security_rows")
        self.security_rows.setContentsMargins(16, 16, 16, 16)
        self.security_heading = QLabel(self.security_card)
        self.security_heading.setObjectName(u"security_heading")
        self.security_heading.setProperty(u"role", u"heading")
        self.security_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.security_rows.addWidget(self.security_heading)

        self.security_form = QFormLayout()
        self.security_form.setObjectName(u"security_form")
        self.security_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.security_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.security_form.setHorizontalSpacing(16)
        self.security_form.setVerticalSpacing(12)
        self.label_proxy_password = QLabel(self.security_card)
        self.label_proxy_password.setObjectName(u"label_proxy_password")
        self.label_proxy_password.setTextFormat(Qt.TextFormat.PlainText)
        self.label_proxy_password.setProperty(u"after", u"proxy_user")

        self.security_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_proxy_password)

        self.proxy_password_rows = QVBoxLayout()
        self.proxy_password_rows.setSpacing(4)
        self.proxy_password_rows.setObjectName(u"proxy_password_rows")
        self.proxy_password_row = QHBoxLayout()
        self.proxy_password_row.setSpacing(8)
        self.proxy_password_row.setObjectName(u"proxy_password_row")
        self.proxy_password = QLineEdit(self.security_card)
        self.proxy_password.setObjectName(u"proxy_password")
        self.proxy_password.setEchoMode(QLineEdit.EchoMode.Password)

        self.proxy_password_row.addWidget(self.proxy_password)

        self.reveal_proxy = QToolButton(self.security_card)
        self.reveal_proxy.setObjectName(u"reveal_proxy")

        self.proxy_password_row.addWidget(self.reveal_proxy)


        self.proxy_password_rows.addLayout(self.proxy_password_row)

        self.note_proxy_password = QLabel(self.security_card)
        self.note_proxy_password.setObjectName(u"note_proxy_password")
        self.note_proxy_password.setProperty(u"role", u"small")
        self.note_proxy_password.setTextFormat(Qt.TextFormat.PlainText)
        self.note_proxy_password.setWordWrap(True)

        self.proxy_password_rows.addWidget(self.note_proxy_password)


        self.security_form.setLayout(0, QFormLayout.ItemRole.FieldRole, self.proxy_password_rows)


        self.security_rows.addLayout(self.security_form)


        self.rows.addWidget(self.security_card)

        self.commands_card = QFrame(Connection)
        self.commands_card.setObjectName(u"commands_card")
        self.commands_card.setProperty(u"role", u"card")
        self.commands_rows = QVBoxLayout(self.commands_card)
        self.commands_rows.setSpacing(12)
        self.commands_rows.setObjectName(u"commands_rows")
        self.commands_rows.setContentsMargins(16, 16, 16, 16)
        self.commands_heading = QLabel(self.commands_card)
        self.commands_heading.setObjectName(u"commands_heading")
        self.commands_heading.setProperty(u"role", u"heading")
        self.commands_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.commands_rows.addWidget(self.commands_heading)

        self.commands_intro = QLabel(self.commands_card)
        self.commands_intro.setObjectName(u"commands_intro")
        self.commands_intro.setProperty(u"role", u"help")
        self.commands_intro.setTextFormat(Qt.TextFormat.PlainText)
        self.commands_intro.setWordWrap(True)

        self.commands_rows.addWidget(self.commands_intro)

        self.on_premises_rows = QVBoxLayout()
        self.on_premises_rows.setSpacing(4)
        self.on_premises_rows.setObjectName(u"on_premises_rows")
        self.on_premises_label = QLabel(self.commands_card)
        self.on_premises_label.setObjectName(u"on_premises_label")
        self.on_premises_label.setProperty(u"role", u"help")
        self.on_premises_label.setTextFormat(Qt.TextFormat.PlainText)
        self.on_premises_label.setWordWrap(True)

        self.on_premises_rows.addWidget(self.on_premises_label)

        self.on_premises_row = QHBoxLayout()
        self.on_premises_row.setSpacing(8)
        self.on_premises_row.setObjectName(u"on_premises_row")
        self.on_premises = QLineEdit(self.commands_card)
        self.on_premises.setObjectName(u"on_premises")
        self.on_premises.setReadOnly(True)

        self.on_premises_row.addWidget(self.on_premises)

        self.copy_on_premises = QToolButton(self.commands_card)
        self.copy_on_premises.setObjectName(u"copy_on_premises")

        self.on_premises_row.addWidget(self.copy_on_premises)


        self.on_premises_rows.addLayout(self.on_premises_row)


        self.commands_rows.addLayout(self.on_premises_rows)

        self.online_permission_rows = QVBoxLayout()
        self.online_permission_rows.setSpacing(4)
        self.online_permission_rows.setObjectName(u"online_permission_rows")
        self.online_permission_label = QLabel(self.commands_card)
        self.online_permission_label.setObjectName(u"online_permission_label")
        self.online_permission_label.setProperty(u"role", u"help")
        self.online_permission_label.setTextFormat(Qt.TextFormat.PlainText)
        self.online_permission_label.setWordWrap(True)

        self.online_permission_rows.addWidget(self.online_permission_label)

        self.online_permission_row = QHBoxLayout()
        self.online_permission_row.setSpacing(8)
        self.online_permission_row.setObjectName(u"online_permission_row")
        self.online_permission = QLineEdit(self.commands_card)
        self.online_permission.setObjectName(u"online_permission")
        self.online_permission.setReadOnly(True)

        self.online_permission_row.addWidget(self.online_permission)

        self.copy_online_permission = QToolButton(self.commands_card)
        self.copy_online_permission.setObjectName(u"copy_online_permission")

        self.online_permission_row.addWidget(self.copy_online_permission)


        self.online_permission_rows.addLayout(self.online_permission_row)


        self.commands_rows.addLayout(self.online_permission_rows)

        self.online_allow_list_rows = QVBoxLayout()
        self.online_allow_list_rows.setSpacing(4)
        self.online_allow_list_rows.setObjectName(u"online_allow_list_rows")
        self.online_allow_list_label = QLabel(self.commands_card)
        self.online_allow_list_label.setObjectName(u"online_allow_list_label")
        self.online_allow_list_label.setProperty(u"role", u"help")
        self.online_allow_list_label.setTextFormat(Qt.TextFormat.PlainText)
        self.online_allow_list_label.setWordWrap(True)

        self.online_allow_list_rows.addWidget(self.online_allow_list_label)

        self.online_allow_list_row = QHBoxLayout()
        self.online_allow_list_row.setSpacing(8)
        self.online_allow_list_row.setObjectName(u"online_allow_list_row")
        self.online_allow_list = QLineEdit(self.commands_card)
        self.online_allow_list.setObjectName(u"online_allow_list")
        self.online_allow_list.setReadOnly(True)

        self.online_allow_list_row.addWidget(self.online_allow_list)

        self.copy_online_allow_list = QToolButton(self.commands_card)
        self.copy_online_allow_list.setObjectName(u"copy_online_allow_list")

        self.online_allow_list_row.addWidget(self.copy_online_allow_list)


        self.online_allow_list_rows.addLayout(self.online_allow_list_row)


        self.commands_rows.addLayout(self.online_allow_list_rows)

        self.known_senders_rows = QVBoxLayout()
        self.known_senders_rows.setSpacing(4)
        self.known_senders_rows.setObjectName(u"known_senders_rows")
        self.known_senders_label = QLabel(self.commands_card)
        self.known_senders_label.setObjectName(u"known_senders_label")
        self.known_senders_label.setProperty(u"role", u"help")
        self.known_senders_label.setTextFormat(Qt.TextFormat.PlainText)
        self.known_senders_label.setWordWrap(True)

        self.known_senders_rows.addWidget(self.known_senders_label)

        self.known_senders_row = QHBoxLayout()
        self.known_senders_row.setSpacing(8)
        self.known_senders_row.setObjectName(u"known_senders_row")
        self.known_senders = QLineEdit(self.commands_card)
        self.known_senders.setObjectName(u"known_senders")
        self.known_senders.setReadOnly(True)

        self.known_senders_row.addWidget(self.known_senders)

        self.copy_known_senders = QToolButton(self.commands_card)
        self.copy_known_senders.setObjectName(u"copy_known_senders")

        self.known_senders_row.addWidget(self.copy_known_senders)


        self.known_senders_rows.addLayout(self.known_senders_row)


        self.commands_rows.addLayout(self.known_senders_rows)


        self.rows.addWidget(self.commands_card)

        self.integration_card = QFrame(Connection)
        self.integration_card.setObjectName(u"integration_card")
        self.integration_card.setProperty(u"role", u"card")
        self.integration_rows = QVBoxLayout(self.integration_card)
        self.integration_rows.setSpacing(12)
        self.integration_rows.setObjectName(u"integration_rows")
        self.integration_rows.setContentsMargins(16, 16, 16, 16)
        self.integration_heading = QLabel(self.integration_card)
        self.integration_heading.setObjectName(u"integration_heading")
        self.integration_heading.setProperty(u"role", u"heading")
        self.integration_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.integration_rows.addWidget(self.integration_heading)

        self.integration_form = QFormLayout()
        self.integration_form.setObjectName(u"integration_form")
        self.integration_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.integration_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.integration_form.setHorizontalSpacing(16)
        self.integration_form.setVerticalSpacing(12)

        self.integration_rows.addLayout(self.integration_form)

        self.remove_row = QHBoxLayout()
        self.remove_row.setSpacing(12)
        self.remove_row.setObjectName(u"remove_row")
        self.remove_note = QLabel(self.integration_card)
        self.remove_note.setObjectName(u"remove_note")
        self.remove_note.setProperty(u"role", u"help")
        self.remove_note.setTextFormat(Qt.TextFormat.PlainText)
        self.remove_note.setWordWrap(True)

        self.remove_row.addWidget(self.remove_note)

        self.remove = QPushButton(self.integration_card)
        self.remove.setObjectName(u"remove")
        self.remove.setProperty(u"role", u"danger")

        self.remove_row.addWidget(self.remove)

        self.remove_row.setStretch(0, 1)

        self.integration_rows.addLayout(self.remove_row)


        self.rows.addWidget(self.integration_card)

        self.rest = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.rows.addItem(self.rest)


        self.columns.addLayout(self.rows)

        self.right_space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.columns.addItem(self.right_space)

        self.columns.setStretch(0, 1)

        self.retranslateUi(Connection)
    # setupUi

    def retranslateUi(self, Connection: QWidget) -> None:
        self.force_now.setText(QCoreApplication.translate("Connection", u"Force now", None))
        self.active.setText(QCoreApplication.translate("Connection", u"Active", None))
        self.server_heading.setText(QCoreApplication.translate("Connection", u"Exchange server", None))
        self.label_address.setText(QCoreApplication.translate("Connection", u"Address", None))
        self.find_server.setText(QCoreApplication.translate("Connection", u"Find", None))
#if QT_CONFIG(accessibility)
        self.find_server.setAccessibleName(QCoreApplication.translate("Connection", u"Find the server from the user name", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.find_server.setToolTip(QCoreApplication.translate("Connection", u"Ask the mail domain of the user name for its server (Autodiscover)", None))
#endif // QT_CONFIG(tooltip)
        self.account_heading.setText(QCoreApplication.translate("Connection", u"Service account", None))
        self.label_password.setText(QCoreApplication.translate("Connection", u"Password", None))
#if QT_CONFIG(accessibility)
        self.reveal.setAccessibleName(QCoreApplication.translate("Connection", u"Reveal the password while typing", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.reveal.setToolTip(QCoreApplication.translate("Connection", u"Reveal the password while typing", None))
#endif // QT_CONFIG(tooltip)
        self.check_heading.setText(QCoreApplication.translate("Connection", u"Connection check", None))
        self.copy_check.setText(QCoreApplication.translate("Connection", u"Copy report", None))
        self.start_check.setText(QCoreApplication.translate("Connection", u"Check now", None))
        self.subscription_heading.setText(QCoreApplication.translate("Connection", u"Subscription", None))
        self.rooms_heading.setText(QCoreApplication.translate("Connection", u"Meeting rooms and notifications", None))
        self.edit_listener.setText(QCoreApplication.translate("Connection", u"Listener\u2026", None))
#if QT_CONFIG(tooltip)
        self.edit_listener.setToolTip(QCoreApplication.translate("Connection", u"Port, certificate and allowed sources of the listener for pushes", None))
#endif // QT_CONFIG(tooltip)
        self.security_heading.setText(QCoreApplication.translate("Connection", u"Security", None))
        self.label_proxy_password.setText(QCoreApplication.translate("Connection", u"Proxy password", None))
#if QT_CONFIG(accessibility)
        self.reveal_proxy.setAccessibleName(QCoreApplication.translate("Connection", u"Reveal the proxy password while typing", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.reveal_proxy.setToolTip(QCoreApplication.translate("Connection", u"Reveal the proxy password while typing", None))
#endif // QT_CONFIG(tooltip)
        self.commands_heading.setText(QCoreApplication.translate("Connection", u"What Exchange needs", None))
        self.commands_intro.setText(QCoreApplication.translate("Connection", u"The service account needs the right to act for the mailboxes that it reads.", None))
        self.on_premises_label.setText(QCoreApplication.translate("Connection", u"Exchange Server: run this in the Exchange Management Shell.", None))
#if QT_CONFIG(accessibility)
        self.on_premises.setAccessibleName(QCoreApplication.translate("Connection", u"Impersonation role, Exchange Server", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.copy_on_premises.setAccessibleName(QCoreApplication.translate("Connection", u"Copy: Impersonation role, Exchange Server", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.copy_on_premises.setToolTip(QCoreApplication.translate("Connection", u"Copy: Impersonation role, Exchange Server", None))
#endif // QT_CONFIG(tooltip)
        self.online_permission_label.setText(QCoreApplication.translate("Connection", u"Exchange Online: run these two in Exchange Online PowerShell, with the id of your registered application. The second writes the whole allow list, so name the applications that are on it already too.", None))
#if QT_CONFIG(accessibility)
        self.online_permission.setAccessibleName(QCoreApplication.translate("Connection", u"Application permission, Exchange Online", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.copy_online_permission.setAccessibleName(QCoreApplication.translate("Connection", u"Copy: Application permission, Exchange Online", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.copy_online_permission.setToolTip(QCoreApplication.translate("Connection", u"Copy: Application permission, Exchange Online", None))
#endif // QT_CONFIG(tooltip)
        self.online_allow_list_label.setText(QCoreApplication.translate("Connection", u"Without the allow list Exchange Online has refused EWS since 1 October 2026; it ends there for good on 1 April 2027.", None))
#if QT_CONFIG(accessibility)
        self.online_allow_list.setAccessibleName(QCoreApplication.translate("Connection", u"EWS allow list, Exchange Online", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.copy_online_allow_list.setAccessibleName(QCoreApplication.translate("Connection", u"Copy: EWS allow list, Exchange Online", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.copy_online_allow_list.setToolTip(QCoreApplication.translate("Connection", u"Copy: EWS allow list, Exchange Online", None))
#endif // QT_CONFIG(tooltip)
        self.known_senders_label.setText(QCoreApplication.translate("Connection", u"Anyone can put a colleague\u2019s name on a mail from outside. If only your own people book rooms, let the conferencing mailbox accept authenticated senders only.", None))
#if QT_CONFIG(accessibility)
        self.known_senders.setAccessibleName(QCoreApplication.translate("Connection", u"authenticated senders only", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.copy_known_senders.setAccessibleName(QCoreApplication.translate("Connection", u"Copy: authenticated senders only", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.copy_known_senders.setToolTip(QCoreApplication.translate("Connection", u"Copy: authenticated senders only", None))
#endif // QT_CONFIG(tooltip)
        self.integration_heading.setText(QCoreApplication.translate("Connection", u"This integration", None))
        self.remove_note.setText(QCoreApplication.translate("Connection", u"Removing it deletes its people, keywords, meeting-room addresses and journal here. Nothing in Exchange is changed.", None))
        self.remove.setText(QCoreApplication.translate("Connection", u"Remove integration\u2026", None))
        pass
    # retranslateUi
