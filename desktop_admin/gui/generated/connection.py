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
from PySide6.QtWidgets import (QApplication, QCheckBox, QComboBox, QFormLayout,
    QFrame, QHBoxLayout, QLabel, QLineEdit,
    QPlainTextEdit, QPushButton, QSizePolicy, QSpacerItem,
    QSpinBox, QToolButton, QVBoxLayout, QWidget)

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
        self.label_server = QLabel(self.server_card)
        self.label_server.setObjectName(u"label_server")
        self.label_server.setTextFormat(Qt.TextFormat.PlainText)

        self.server_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_server)

        self.server_row = QHBoxLayout()
        self.server_row.setSpacing(8)
        self.server_row.setObjectName(u"server_row")
        self.server = QLineEdit(self.server_card)
        self.server.setObjectName(u"server")

        self.server_row.addWidget(self.server)

        self.find_server = QPushButton(self.server_card)
        self.find_server.setObjectName(u"find_server")

        self.server_row.addWidget(self.find_server, 0, Qt.AlignmentFlag.AlignTop)

        self.label_port = QLabel(self.server_card)
        self.label_port.setObjectName(u"label_port")
        self.label_port.setTextFormat(Qt.TextFormat.PlainText)

        self.server_row.addWidget(self.label_port)

        self.port = QSpinBox(self.server_card)
        self.port.setObjectName(u"port")
        self.port.setMaximumSize(QSize(88, 16777215))

        self.server_row.addWidget(self.port)

        self.server_row.setStretch(0, 1)

        self.server_form.setLayout(0, QFormLayout.ItemRole.FieldRole, self.server_row)

        self.label_ews_path = QLabel(self.server_card)
        self.label_ews_path.setObjectName(u"label_ews_path")
        self.label_ews_path.setTextFormat(Qt.TextFormat.PlainText)

        self.server_form.setWidget(1, QFormLayout.ItemRole.LabelRole, self.label_ews_path)

        self.ews_path = QLineEdit(self.server_card)
        self.ews_path.setObjectName(u"ews_path")

        self.server_form.setWidget(1, QFormLayout.ItemRole.FieldRole, self.ews_path)

        self.label_address = QLabel(self.server_card)
        self.label_address.setObjectName(u"label_address")
        self.label_address.setTextFormat(Qt.TextFormat.PlainText)

        self.server_form.setWidget(2, QFormLayout.ItemRole.LabelRole, self.label_address)

        self.address = QLabel(self.server_card)
        self.address.setObjectName(u"address")
        self.address.setProperty(u"role", u"muted")
        self.address.setTextFormat(Qt.TextFormat.PlainText)
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        self.server_form.setWidget(2, QFormLayout.ItemRole.FieldRole, self.address)

        self.label_exchange_domains = QLabel(self.server_card)
        self.label_exchange_domains.setObjectName(u"label_exchange_domains")
        self.label_exchange_domains.setTextFormat(Qt.TextFormat.PlainText)

        self.server_form.setWidget(3, QFormLayout.ItemRole.LabelRole, self.label_exchange_domains)

        self.exchange_domains = QPlainTextEdit(self.server_card)
        self.exchange_domains.setObjectName(u"exchange_domains")

        self.server_form.setWidget(3, QFormLayout.ItemRole.FieldRole, self.exchange_domains)


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
        self.label_user_name = QLabel(self.account_card)
        self.label_user_name.setObjectName(u"label_user_name")
        self.label_user_name.setTextFormat(Qt.TextFormat.PlainText)

        self.account_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_user_name)

        self.user_name = QLineEdit(self.account_card)
        self.user_name.setObjectName(u"user_name")

        self.account_form.setWidget(0, QFormLayout.ItemRole.FieldRole, self.user_name)

        self.label_password = QLabel(self.account_card)
        self.label_password.setObjectName(u"label_password")
        self.label_password.setTextFormat(Qt.TextFormat.PlainText)

        self.account_form.setWidget(1, QFormLayout.ItemRole.LabelRole, self.label_password)

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


        self.account_form.setLayout(1, QFormLayout.ItemRole.FieldRole, self.password_rows)

        self.label_authentication = QLabel(self.account_card)
        self.label_authentication.setObjectName(u"label_authentication")
        self.label_authentication.setTextFormat(Qt.TextFormat.PlainText)

        self.account_form.setWidget(2, QFormLayout.ItemRole.LabelRole, self.label_authentication)

        self.authentication = QComboBox(self.account_card)
        self.authentication.setObjectName(u"authentication")

        self.account_form.setWidget(2, QFormLayout.ItemRole.FieldRole, self.authentication)


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
        self.label_tenant = QLabel(self.oauth_fields)
        self.label_tenant.setObjectName(u"label_tenant")
        self.label_tenant.setTextFormat(Qt.TextFormat.PlainText)

        self.oauth_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_tenant)

        self.tenant = QLineEdit(self.oauth_fields)
        self.tenant.setObjectName(u"tenant")

        self.oauth_form.setWidget(0, QFormLayout.ItemRole.FieldRole, self.tenant)

        self.label_client_id = QLabel(self.oauth_fields)
        self.label_client_id.setObjectName(u"label_client_id")
        self.label_client_id.setTextFormat(Qt.TextFormat.PlainText)

        self.oauth_form.setWidget(1, QFormLayout.ItemRole.LabelRole, self.label_client_id)

        self.client_id = QLineEdit(self.oauth_fields)
        self.client_id.setObjectName(u"client_id")

        self.oauth_form.setWidget(1, QFormLayout.ItemRole.FieldRole, self.client_id)

        self.label_client_certificate = QLabel(self.oauth_fields)
        self.label_client_certificate.setObjectName(u"label_client_certificate")
        self.label_client_certificate.setTextFormat(Qt.TextFormat.PlainText)

        self.oauth_form.setWidget(2, QFormLayout.ItemRole.LabelRole, self.label_client_certificate)

        self.client_certificate_row = QHBoxLayout()
        self.client_certificate_row.setSpacing(8)
        self.client_certificate_row.setObjectName(u"client_certificate_row")
        self.client_certificate = QLineEdit(self.oauth_fields)
        self.client_certificate.setObjectName(u"client_certificate")

        self.client_certificate_row.addWidget(self.client_certificate)

        self.browse_client_certificate = QPushButton(self.oauth_fields)
        self.browse_client_certificate.setObjectName(u"browse_client_certificate")

        self.client_certificate_row.addWidget(self.browse_client_certificate)


        self.oauth_form.setLayout(2, QFormLayout.ItemRole.FieldRole, self.client_certificate_row)

        self.label_authority = QLabel(self.oauth_fields)
        self.label_authority.setObjectName(u"label_authority")
        self.label_authority.setTextFormat(Qt.TextFormat.PlainText)

        self.oauth_form.setWidget(3, QFormLayout.ItemRole.LabelRole, self.label_authority)

        self.authority = QLineEdit(self.oauth_fields)
        self.authority.setObjectName(u"authority")

        self.oauth_form.setWidget(3, QFormLayout.ItemRole.FieldRole, self.authority)


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
        self.label_conferencing_mailbox = QLabel(self.rooms_card)
        self.label_conferencing_mailbox.setObjectName(u"label_conferencing_mailbox")
        self.label_conferencing_mailbox.setTextFormat(Qt.TextFormat.PlainText)

        self.rooms_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_conferencing_mailbox)

        self.conferencing_mailbox = QLineEdit(self.rooms_card)
        self.conferencing_mailbox.setObjectName(u"conferencing_mailbox")

        self.rooms_form.setWidget(0, QFormLayout.ItemRole.FieldRole, self.conferencing_mailbox)

        self.label_callback_url = QLabel(self.rooms_card)
        self.label_callback_url.setObjectName(u"label_callback_url")
        self.label_callback_url.setTextFormat(Qt.TextFormat.PlainText)

        self.rooms_form.setWidget(1, QFormLayout.ItemRole.LabelRole, self.label_callback_url)

        self.callback_row = QHBoxLayout()
        self.callback_row.setSpacing(8)
        self.callback_row.setObjectName(u"callback_row")
        self.callback_url = QLineEdit(self.rooms_card)
        self.callback_url.setObjectName(u"callback_url")

        self.callback_row.addWidget(self.callback_url)

        self.edit_listener = QPushButton(self.rooms_card)
        self.edit_listener.setObjectName(u"edit_listener")

        self.callback_row.addWidget(self.edit_listener, 0, Qt.AlignmentFlag.AlignTop)

        self.callback_row.setStretch(0, 1)

        self.rooms_form.setLayout(1, QFormLayout.ItemRole.FieldRole, self.callback_row)


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
        self.label_ca_file = QLabel(self.security_card)
        self.label_ca_file.setObjectName(u"label_ca_file")
        self.label_ca_file.setTextFormat(Qt.TextFormat.PlainText)

        self.security_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_ca_file)

        self.ca_row = QHBoxLayout()
        self.ca_row.setSpacing(8)
        self.ca_row.setObjectName(u"ca_row")
        self.ca_file = QLineEdit(self.security_card)
        self.ca_file.setObjectName(u"ca_file")

        self.ca_row.addWidget(self.ca_file)

        self.browse_ca = QPushButton(self.security_card)
        self.browse_ca.setObjectName(u"browse_ca")

        self.ca_row.addWidget(self.browse_ca)


        self.security_form.setLayout(0, QFormLayout.ItemRole.FieldRole, self.ca_row)

        self.use_http = QCheckBox(self.security_card)
        self.use_http.setObjectName(u"use_http")

        self.security_form.setWidget(1, QFormLayout.ItemRole.FieldRole, self.use_http)

        self.allow_http = QCheckBox(self.security_card)
        self.allow_http.setObjectName(u"allow_http")

        self.security_form.setWidget(2, QFormLayout.ItemRole.FieldRole, self.allow_http)

        self.label_proxy = QLabel(self.security_card)
        self.label_proxy.setObjectName(u"label_proxy")
        self.label_proxy.setTextFormat(Qt.TextFormat.PlainText)

        self.security_form.setWidget(3, QFormLayout.ItemRole.LabelRole, self.label_proxy)

        self.proxy = QComboBox(self.security_card)
        self.proxy.setObjectName(u"proxy")

        self.security_form.setWidget(3, QFormLayout.ItemRole.FieldRole, self.proxy)

        self.label_proxy_url = QLabel(self.security_card)
        self.label_proxy_url.setObjectName(u"label_proxy_url")
        self.label_proxy_url.setTextFormat(Qt.TextFormat.PlainText)

        self.security_form.setWidget(4, QFormLayout.ItemRole.LabelRole, self.label_proxy_url)

        self.proxy_url = QLineEdit(self.security_card)
        self.proxy_url.setObjectName(u"proxy_url")

        self.security_form.setWidget(4, QFormLayout.ItemRole.FieldRole, self.proxy_url)

        self.label_proxy_user = QLabel(self.security_card)
        self.label_proxy_user.setObjectName(u"label_proxy_user")
        self.label_proxy_user.setTextFormat(Qt.TextFormat.PlainText)

        self.security_form.setWidget(5, QFormLayout.ItemRole.LabelRole, self.label_proxy_user)

        self.proxy_user = QLineEdit(self.security_card)
        self.proxy_user.setObjectName(u"proxy_user")

        self.security_form.setWidget(5, QFormLayout.ItemRole.FieldRole, self.proxy_user)

        self.label_proxy_password = QLabel(self.security_card)
        self.label_proxy_password.setObjectName(u"label_proxy_password")
        self.label_proxy_password.setTextFormat(Qt.TextFormat.PlainText)

        self.security_form.setWidget(6, QFormLayout.ItemRole.LabelRole, self.label_proxy_password)

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


        self.security_form.setLayout(6, QFormLayout.ItemRole.FieldRole, self.proxy_password_rows)


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
        self.label_name = QLabel(self.integration_card)
        self.label_name.setObjectName(u"label_name")
        self.label_name.setTextFormat(Qt.TextFormat.PlainText)

        self.integration_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_name)

        self.name = QLineEdit(self.integration_card)
        self.name.setObjectName(u"name")

        self.integration_form.setWidget(0, QFormLayout.ItemRole.FieldRole, self.name)

        self.label_description = QLabel(self.integration_card)
        self.label_description.setObjectName(u"label_description")
        self.label_description.setTextFormat(Qt.TextFormat.PlainText)

        self.integration_form.setWidget(1, QFormLayout.ItemRole.LabelRole, self.label_description)

        self.description = QLineEdit(self.integration_card)
        self.description.setObjectName(u"description")

        self.integration_form.setWidget(1, QFormLayout.ItemRole.FieldRole, self.description)


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
        self.label_server.setText(QCoreApplication.translate("Connection", u"Server", None))
        self.find_server.setText(QCoreApplication.translate("Connection", u"Find", None))
#if QT_CONFIG(accessibility)
        self.find_server.setAccessibleName(QCoreApplication.translate("Connection", u"Find the server from the user name", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.find_server.setToolTip(QCoreApplication.translate("Connection", u"Ask the mail domain of the user name for its server (Autodiscover)", None))
#endif // QT_CONFIG(tooltip)
        self.label_port.setText(QCoreApplication.translate("Connection", u"Port", None))
        self.label_ews_path.setText(QCoreApplication.translate("Connection", u"EWS path", None))
        self.label_address.setText(QCoreApplication.translate("Connection", u"Address", None))
        self.label_exchange_domains.setText(QCoreApplication.translate("Connection", u"Exchange domains", None))
        self.account_heading.setText(QCoreApplication.translate("Connection", u"Service account", None))
        self.label_user_name.setText(QCoreApplication.translate("Connection", u"User name", None))
        self.label_password.setText(QCoreApplication.translate("Connection", u"Password", None))
#if QT_CONFIG(accessibility)
        self.reveal.setAccessibleName(QCoreApplication.translate("Connection", u"Reveal the password while typing", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.reveal.setToolTip(QCoreApplication.translate("Connection", u"Reveal the password while typing", None))
#endif // QT_CONFIG(tooltip)
        self.label_authentication.setText(QCoreApplication.translate("Connection", u"Sign-in", None))
        self.label_tenant.setText(QCoreApplication.translate("Connection", u"Tenant", None))
        self.label_client_id.setText(QCoreApplication.translate("Connection", u"Client id", None))
        self.label_client_certificate.setText(QCoreApplication.translate("Connection", u"Client certificate", None))
        self.browse_client_certificate.setText(QCoreApplication.translate("Connection", u"Browse\u2026", None))
#if QT_CONFIG(accessibility)
        self.browse_client_certificate.setAccessibleName(QCoreApplication.translate("Connection", u"Browse for the client certificate", None))
#endif // QT_CONFIG(accessibility)
        self.label_authority.setText(QCoreApplication.translate("Connection", u"Authority", None))
        self.check_heading.setText(QCoreApplication.translate("Connection", u"Connection check", None))
        self.copy_check.setText(QCoreApplication.translate("Connection", u"Copy report", None))
        self.start_check.setText(QCoreApplication.translate("Connection", u"Check now", None))
        self.subscription_heading.setText(QCoreApplication.translate("Connection", u"Subscription", None))
        self.rooms_heading.setText(QCoreApplication.translate("Connection", u"Meeting rooms and notifications", None))
        self.label_conferencing_mailbox.setText(QCoreApplication.translate("Connection", u"Conferencing mailbox", None))
        self.label_callback_url.setText(QCoreApplication.translate("Connection", u"Callback URL", None))
        self.edit_listener.setText(QCoreApplication.translate("Connection", u"Listener\u2026", None))
#if QT_CONFIG(tooltip)
        self.edit_listener.setToolTip(QCoreApplication.translate("Connection", u"Port, certificate and allowed sources of the listener for pushes", None))
#endif // QT_CONFIG(tooltip)
        self.security_heading.setText(QCoreApplication.translate("Connection", u"Security", None))
        self.label_ca_file.setText(QCoreApplication.translate("Connection", u"Own CA file", None))
        self.browse_ca.setText(QCoreApplication.translate("Connection", u"Browse\u2026", None))
#if QT_CONFIG(accessibility)
        self.browse_ca.setAccessibleName(QCoreApplication.translate("Connection", u"Browse for a CA file", None))
#endif // QT_CONFIG(accessibility)
        self.use_http.setText(QCoreApplication.translate("Connection", u"Unencrypted HTTP", None))
        self.allow_http.setText(QCoreApplication.translate("Connection", u"Allow unencrypted HTTP", None))
        self.label_proxy.setText(QCoreApplication.translate("Connection", u"Proxy", None))
        self.label_proxy_url.setText(QCoreApplication.translate("Connection", u"Proxy URL", None))
        self.label_proxy_user.setText(QCoreApplication.translate("Connection", u"Proxy user name", None))
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
        self.integration_heading.setText(QCoreApplication.translate("Connection", u"This integration", None))
        self.label_name.setText(QCoreApplication.translate("Connection", u"Name", None))
        self.label_description.setText(QCoreApplication.translate("Connection", u"Description", None))
        self.remove_note.setText(QCoreApplication.translate("Connection", u"Removing it deletes its people, keywords, meeting-room addresses and journal here. Nothing in Exchange is changed.", None))
        self.remove.setText(QCoreApplication.translate("Connection", u"Remove integration\u2026", None))
        pass
    # retranslateUi
