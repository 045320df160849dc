# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'scheduling.ui'
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
    QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit,
    QPushButton, QSizePolicy, QSpacerItem, QSpinBox,
    QVBoxLayout, QWidget)
class Ui_Scheduling(object):
    def setupUi(self, Scheduling: QWidget) -> None:
        if not Scheduling.objectName():
            Scheduling.setObjectName(u"Scheduling")
        self.columns = QHBoxLayout(Scheduling)
        self.columns.setSpacing(0)
        self.columns.setObjectName(u"columns")
        self.columns.setContentsMargins(24, 24, 24, 24)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(16)
        self.rows.setObjectName(u"rows")
        self.alias_card = QFrame(Scheduling)
        self.alias_card.setObjectName(u"alias_card")
        self.alias_card.setProperty(u"role", u"card")
        self.alias_rows = QVBoxLayout(self.alias_card)
        self.alias_rows.setSpacing(12)
        self.alias_rows.setObjectName(u"alias_rows")
        self.alias_rows.setContentsMargins(16, 16, 16, 16)
        self.alias_heading = QLabel(self.alias_card)
        self.alias_heading.setObjectName(u"alias_heading")
        self.alias_heading.setProperty(u"role", u"heading")
        self.alias_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.alias_rows.addWidget(self.alias_heading)

        self.alias_form = QFormLayout()
        self.alias_form.setObjectName(u"alias_form")
        self.alias_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.alias_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.alias_form.setHorizontalSpacing(16)
        self.alias_form.setVerticalSpacing(12)
        self.label_alias_prefix = QLabel(self.alias_card)
        self.label_alias_prefix.setObjectName(u"label_alias_prefix")
        self.label_alias_prefix.setTextFormat(Qt.TextFormat.PlainText)

        self.alias_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_alias_prefix)

        self.alias_prefix = QLineEdit(self.alias_card)
        self.alias_prefix.setObjectName(u"alias_prefix")

        self.alias_form.setWidget(0, QFormLayout.ItemRole.FieldRole, self.alias_prefix)

        self.label_alias_suffix_length = QLabel(self.alias_card)
        self.label_alias_suffix_length.setObjectName(u"label_alias_suffix_length")
        self.label_alias_suffix_length.setTextFormat(Qt.TextFormat.PlainText)

        self.alias_form.setWidget(1, QFormLayout.ItemRole.LabelRole, self.label_alias_suffix_length)

        self.alias_suffix_length = QSpinBox(self.alias_card)
        self.alias_suffix_length.setObjectName(u"alias_suffix_length")
        self.alias_suffix_length.setMaximumSize(QSize(136, 16777215))

        self.alias_form.setWidget(1, QFormLayout.ItemRole.FieldRole, self.alias_suffix_length)

        self.label_alias_domain = QLabel(self.alias_card)
        self.label_alias_domain.setObjectName(u"label_alias_domain")
        self.label_alias_domain.setTextFormat(Qt.TextFormat.PlainText)

        self.alias_form.setWidget(2, QFormLayout.ItemRole.LabelRole, self.label_alias_domain)

        self.alias_domain = QLineEdit(self.alias_card)
        self.alias_domain.setObjectName(u"alias_domain")

        self.alias_form.setWidget(2, QFormLayout.ItemRole.FieldRole, self.alias_domain)

        self.label_example = QLabel(self.alias_card)
        self.label_example.setObjectName(u"label_example")
        self.label_example.setTextFormat(Qt.TextFormat.PlainText)

        self.alias_form.setWidget(3, QFormLayout.ItemRole.LabelRole, self.label_example)

        self.example = QLabel(self.alias_card)
        self.example.setObjectName(u"example")
        self.example.setProperty(u"role", u"mono")
        self.example.setTextFormat(Qt.TextFormat.PlainText)

        self.alias_form.setWidget(3, QFormLayout.ItemRole.FieldRole, self.example)


        self.alias_rows.addLayout(self.alias_form)

        self.forecast = QLabel(self.alias_card)
        self.forecast.setObjectName(u"forecast")
        self.forecast.setProperty(u"role", u"help")
        self.forecast.setTextFormat(Qt.TextFormat.PlainText)
        self.forecast.setWordWrap(True)

        self.alias_rows.addWidget(self.forecast)


        self.rows.addWidget(self.alias_card)

        self.joining_card = QFrame(Scheduling)
        self.joining_card.setObjectName(u"joining_card")
        self.joining_card.setProperty(u"role", u"card")
        self.joining_rows = QVBoxLayout(self.joining_card)
        self.joining_rows.setSpacing(12)
        self.joining_rows.setObjectName(u"joining_rows")
        self.joining_rows.setContentsMargins(16, 16, 16, 16)
        self.joining_heading = QLabel(self.joining_card)
        self.joining_heading.setObjectName(u"joining_heading")
        self.joining_heading.setProperty(u"role", u"heading")
        self.joining_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.joining_rows.addWidget(self.joining_heading)

        self.joining_form = QFormLayout()
        self.joining_form.setObjectName(u"joining_form")
        self.joining_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.joining_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.joining_form.setHorizontalSpacing(16)
        self.joining_form.setVerticalSpacing(12)
        self.label_join_before = QLabel(self.joining_card)
        self.label_join_before.setObjectName(u"label_join_before")
        self.label_join_before.setTextFormat(Qt.TextFormat.PlainText)

        self.joining_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_join_before)

        self.join_before = QSpinBox(self.joining_card)
        self.join_before.setObjectName(u"join_before")
        self.join_before.setMaximumSize(QSize(136, 16777215))

        self.joining_form.setWidget(0, QFormLayout.ItemRole.FieldRole, self.join_before)

        self.label_join_after = QLabel(self.joining_card)
        self.label_join_after.setObjectName(u"label_join_after")
        self.label_join_after.setTextFormat(Qt.TextFormat.PlainText)

        self.joining_form.setWidget(1, QFormLayout.ItemRole.LabelRole, self.label_join_after)

        self.join_after = QSpinBox(self.joining_card)
        self.join_after.setObjectName(u"join_after")
        self.join_after.setMaximumSize(QSize(136, 16777215))

        self.joining_form.setWidget(1, QFormLayout.ItemRole.FieldRole, self.join_after)

        self.label_theme = QLabel(self.joining_card)
        self.label_theme.setObjectName(u"label_theme")
        self.label_theme.setTextFormat(Qt.TextFormat.PlainText)

        self.joining_form.setWidget(2, QFormLayout.ItemRole.LabelRole, self.label_theme)

        self.theme = QLineEdit(self.joining_card)
        self.theme.setObjectName(u"theme")

        self.joining_form.setWidget(2, QFormLayout.ItemRole.FieldRole, self.theme)


        self.joining_rows.addLayout(self.joining_form)

        self.word_texts_row = QHBoxLayout()
        self.word_texts_row.setSpacing(8)
        self.word_texts_row.setObjectName(u"word_texts_row")
        self.word_texts_note = QLabel(self.joining_card)
        self.word_texts_note.setObjectName(u"word_texts_note")
        self.word_texts_note.setProperty(u"role", u"help")
        self.word_texts_note.setTextFormat(Qt.TextFormat.PlainText)
        self.word_texts_note.setWordWrap(True)

        self.word_texts_row.addWidget(self.word_texts_note)

        self.word_texts = QPushButton(self.joining_card)
        self.word_texts.setObjectName(u"word_texts")
        self.word_texts.setAutoDefault(False)

        self.word_texts_row.addWidget(self.word_texts)

        self.word_texts_row.setStretch(0, 1)

        self.joining_rows.addLayout(self.word_texts_row)


        self.rows.addWidget(self.joining_card)

        self.checks_card = QFrame(Scheduling)
        self.checks_card.setObjectName(u"checks_card")
        self.checks_card.setProperty(u"role", u"card")
        self.checks_rows = QVBoxLayout(self.checks_card)
        self.checks_rows.setSpacing(12)
        self.checks_rows.setObjectName(u"checks_rows")
        self.checks_rows.setContentsMargins(16, 16, 16, 16)
        self.checks_heading = QLabel(self.checks_card)
        self.checks_heading.setObjectName(u"checks_heading")
        self.checks_heading.setProperty(u"role", u"heading")
        self.checks_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.checks_rows.addWidget(self.checks_heading)

        self.checks_form = QFormLayout()
        self.checks_form.setObjectName(u"checks_form")
        self.checks_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.checks_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.checks_form.setHorizontalSpacing(16)
        self.checks_form.setVerticalSpacing(12)
        self.check_duration = QCheckBox(self.checks_card)
        self.check_duration.setObjectName(u"check_duration")

        self.checks_form.setWidget(0, QFormLayout.ItemRole.FieldRole, self.check_duration)

        self.label_max_duration_minutes = QLabel(self.checks_card)
        self.label_max_duration_minutes.setObjectName(u"label_max_duration_minutes")
        self.label_max_duration_minutes.setTextFormat(Qt.TextFormat.PlainText)

        self.checks_form.setWidget(1, QFormLayout.ItemRole.LabelRole, self.label_max_duration_minutes)

        self.max_duration_minutes = QSpinBox(self.checks_card)
        self.max_duration_minutes.setObjectName(u"max_duration_minutes")
        self.max_duration_minutes.setMaximumSize(QSize(136, 16777215))

        self.checks_form.setWidget(1, QFormLayout.ItemRole.FieldRole, self.max_duration_minutes)

        self.check_sender = QCheckBox(self.checks_card)
        self.check_sender.setObjectName(u"check_sender")

        self.checks_form.setWidget(2, QFormLayout.ItemRole.FieldRole, self.check_sender)

        self.sender_state = QLabel(self.checks_card)
        self.sender_state.setObjectName(u"sender_state")
        self.sender_state.setProperty(u"role", u"small")
        self.sender_state.setTextFormat(Qt.TextFormat.PlainText)
        self.sender_state.setWordWrap(True)

        self.checks_form.setWidget(3, QFormLayout.ItemRole.FieldRole, self.sender_state)

        self.accept_location_number = QCheckBox(self.checks_card)
        self.accept_location_number.setObjectName(u"accept_location_number")

        self.checks_form.setWidget(4, QFormLayout.ItemRole.FieldRole, self.accept_location_number)

        self.label_passcode_min_length = QLabel(self.checks_card)
        self.label_passcode_min_length.setObjectName(u"label_passcode_min_length")
        self.label_passcode_min_length.setTextFormat(Qt.TextFormat.PlainText)

        self.checks_form.setWidget(5, QFormLayout.ItemRole.LabelRole, self.label_passcode_min_length)

        self.passcode_min_length = QSpinBox(self.checks_card)
        self.passcode_min_length.setObjectName(u"passcode_min_length")
        self.passcode_min_length.setMaximumSize(QSize(136, 16777215))

        self.checks_form.setWidget(5, QFormLayout.ItemRole.FieldRole, self.passcode_min_length)

        self.label_passcode_max_length = QLabel(self.checks_card)
        self.label_passcode_max_length.setObjectName(u"label_passcode_max_length")
        self.label_passcode_max_length.setTextFormat(Qt.TextFormat.PlainText)

        self.checks_form.setWidget(6, QFormLayout.ItemRole.LabelRole, self.label_passcode_max_length)

        self.passcode_max_length = QSpinBox(self.checks_card)
        self.passcode_max_length.setObjectName(u"passcode_max_length")
        self.passcode_max_length.setMaximumSize(QSize(136, 16777215))

        self.checks_form.setWidget(6, QFormLayout.ItemRole.FieldRole, self.passcode_max_length)


        self.checks_rows.addLayout(self.checks_form)


        self.rows.addWidget(self.checks_card)

        self.keeping_card = QFrame(Scheduling)
        self.keeping_card.setObjectName(u"keeping_card")
        self.keeping_card.setProperty(u"role", u"card")
        self.keeping_rows = QVBoxLayout(self.keeping_card)
        self.keeping_rows.setSpacing(12)
        self.keeping_rows.setObjectName(u"keeping_rows")
        self.keeping_rows.setContentsMargins(16, 16, 16, 16)
        self.keeping_heading = QLabel(self.keeping_card)
        self.keeping_heading.setObjectName(u"keeping_heading")
        self.keeping_heading.setProperty(u"role", u"heading")
        self.keeping_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.keeping_rows.addWidget(self.keeping_heading)

        self.keeping_form = QFormLayout()
        self.keeping_form.setObjectName(u"keeping_form")
        self.keeping_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.keeping_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.keeping_form.setHorizontalSpacing(16)
        self.keeping_form.setVerticalSpacing(12)
        self.rehearsal = QCheckBox(self.keeping_card)
        self.rehearsal.setObjectName(u"rehearsal")

        self.keeping_form.setWidget(0, QFormLayout.ItemRole.FieldRole, self.rehearsal)

        self.label_conferences_kept_days = QLabel(self.keeping_card)
        self.label_conferences_kept_days.setObjectName(u"label_conferences_kept_days")
        self.label_conferences_kept_days.setTextFormat(Qt.TextFormat.PlainText)

        self.keeping_form.setWidget(1, QFormLayout.ItemRole.LabelRole, self.label_conferences_kept_days)

        self.conferences_kept_days = QSpinBox(self.keeping_card)
        self.conferences_kept_days.setObjectName(u"conferences_kept_days")
        self.conferences_kept_days.setMaximumSize(QSize(136, 16777215))

        self.keeping_form.setWidget(1, QFormLayout.ItemRole.FieldRole, self.conferences_kept_days)

        self.label_journal_kept_days = QLabel(self.keeping_card)
        self.label_journal_kept_days.setObjectName(u"label_journal_kept_days")
        self.label_journal_kept_days.setTextFormat(Qt.TextFormat.PlainText)

        self.keeping_form.setWidget(2, QFormLayout.ItemRole.LabelRole, self.label_journal_kept_days)

        self.journal_kept_days = QSpinBox(self.keeping_card)
        self.journal_kept_days.setObjectName(u"journal_kept_days")
        self.journal_kept_days.setMaximumSize(QSize(136, 16777215))

        self.keeping_form.setWidget(2, QFormLayout.ItemRole.FieldRole, self.journal_kept_days)


        self.keeping_rows.addLayout(self.keeping_form)


        self.rows.addWidget(self.keeping_card)

        self.addin_card = QFrame(Scheduling)
        self.addin_card.setObjectName(u"addin_card")
        self.addin_card.setProperty(u"role", u"card")
        self.addin_rows = QVBoxLayout(self.addin_card)
        self.addin_rows.setSpacing(12)
        self.addin_rows.setObjectName(u"addin_rows")
        self.addin_rows.setContentsMargins(16, 16, 16, 16)
        self.addin_heading = QLabel(self.addin_card)
        self.addin_heading.setObjectName(u"addin_heading")
        self.addin_heading.setProperty(u"role", u"heading")
        self.addin_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.addin_rows.addWidget(self.addin_heading)

        self.addin_note = QLabel(self.addin_card)
        self.addin_note.setObjectName(u"addin_note")
        self.addin_note.setProperty(u"role", u"help")
        self.addin_note.setTextFormat(Qt.TextFormat.PlainText)
        self.addin_note.setWordWrap(True)

        self.addin_rows.addWidget(self.addin_note)

        self.addin_form = QFormLayout()
        self.addin_form.setObjectName(u"addin_form")
        self.addin_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.addin_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.addin_form.setHorizontalSpacing(16)
        self.addin_form.setVerticalSpacing(12)
        self.label_addin_server_domain = QLabel(self.addin_card)
        self.label_addin_server_domain.setObjectName(u"label_addin_server_domain")
        self.label_addin_server_domain.setTextFormat(Qt.TextFormat.PlainText)

        self.addin_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_addin_server_domain)

        self.addin_server_domain = QLineEdit(self.addin_card)
        self.addin_server_domain.setObjectName(u"addin_server_domain")

        self.addin_form.setWidget(0, QFormLayout.ItemRole.FieldRole, self.addin_server_domain)

        self.label_provider_name = QLabel(self.addin_card)
        self.label_provider_name.setObjectName(u"label_provider_name")
        self.label_provider_name.setTextFormat(Qt.TextFormat.PlainText)

        self.addin_form.setWidget(1, QFormLayout.ItemRole.LabelRole, self.label_provider_name)

        self.provider_name = QLineEdit(self.addin_card)
        self.provider_name.setObjectName(u"provider_name")

        self.addin_form.setWidget(1, QFormLayout.ItemRole.FieldRole, self.provider_name)

        self.label_display_name = QLabel(self.addin_card)
        self.label_display_name.setObjectName(u"label_display_name")
        self.label_display_name.setTextFormat(Qt.TextFormat.PlainText)

        self.addin_form.setWidget(2, QFormLayout.ItemRole.LabelRole, self.label_display_name)

        self.display_name = QLineEdit(self.addin_card)
        self.display_name.setObjectName(u"display_name")

        self.addin_form.setWidget(2, QFormLayout.ItemRole.FieldRole, self.display_name)

        self.label_description = QLabel(self.addin_card)
        self.label_description.setObjectName(u"label_description")
        self.label_description.setTextFormat(Qt.TextFormat.PlainText)

        self.addin_form.setWidget(3, QFormLayout.ItemRole.LabelRole, self.label_description)

        self.description = QPlainTextEdit(self.addin_card)
        self.description.setObjectName(u"description")

        self.addin_form.setWidget(3, QFormLayout.ItemRole.FieldRole, self.description)

        self.label_group_label = QLabel(self.addin_card)
        self.label_group_label.setObjectName(u"label_group_label")
        self.label_group_label.setTextFormat(Qt.TextFormat.PlainText)

        self.addin_form.setWidget(4, QFormLayout.ItemRole.LabelRole, self.label_group_label)

        self.group_label = QLineEdit(self.addin_card)
        self.group_label.setObjectName(u"group_label")

        self.addin_form.setWidget(4, QFormLayout.ItemRole.FieldRole, self.group_label)

        self.label_button_label = QLabel(self.addin_card)
        self.label_button_label.setObjectName(u"label_button_label")
        self.label_button_label.setTextFormat(Qt.TextFormat.PlainText)

        self.addin_form.setWidget(5, QFormLayout.ItemRole.LabelRole, self.label_button_label)

        self.button_label = QLineEdit(self.addin_card)
        self.button_label.setObjectName(u"button_label")

        self.addin_form.setWidget(5, QFormLayout.ItemRole.FieldRole, self.button_label)

        self.label_supertip_title = QLabel(self.addin_card)
        self.label_supertip_title.setObjectName(u"label_supertip_title")
        self.label_supertip_title.setTextFormat(Qt.TextFormat.PlainText)

        self.addin_form.setWidget(6, QFormLayout.ItemRole.LabelRole, self.label_supertip_title)

        self.supertip_title = QLineEdit(self.addin_card)
        self.supertip_title.setObjectName(u"supertip_title")

        self.addin_form.setWidget(6, QFormLayout.ItemRole.FieldRole, self.supertip_title)

        self.label_supertip_text = QLabel(self.addin_card)
        self.label_supertip_text.setObjectName(u"label_supertip_text")
        self.label_supertip_text.setTextFormat(Qt.TextFormat.PlainText)

        self.addin_form.setWidget(7, QFormLayout.ItemRole.LabelRole, self.label_supertip_text)

        self.supertip_text = QPlainTextEdit(self.addin_card)
        self.supertip_text.setObjectName(u"supertip_text")

        self.addin_form.setWidget(7, QFormLayout.ItemRole.FieldRole, self.supertip_text)

        self.label_icon = QLabel(self.addin_card)
        self.label_icon.setObjectName(u"label_icon")
        self.label_icon.setTextFormat(Qt.TextFormat.PlainText)

        self.addin_form.setWidget(8, QFormLayout.ItemRole.LabelRole, self.label_icon)

        self.icon_rows = QVBoxLayout()
        self.icon_rows.setSpacing(4)
        self.icon_rows.setObjectName(u"icon_rows")
        self.icon_row = QHBoxLayout()
        self.icon_row.setSpacing(8)
        self.icon_row.setObjectName(u"icon_row")
        self.icon_picture = QLabel(self.addin_card)
        self.icon_picture.setObjectName(u"icon_picture")

        self.icon_row.addWidget(self.icon_picture)

        self.choose_icon = QPushButton(self.addin_card)
        self.choose_icon.setObjectName(u"choose_icon")
        self.choose_icon.setAutoDefault(False)

        self.icon_row.addWidget(self.choose_icon)

        self.use_own_icon = QPushButton(self.addin_card)
        self.use_own_icon.setObjectName(u"use_own_icon")
        self.use_own_icon.setAutoDefault(False)

        self.icon_row.addWidget(self.use_own_icon)

        self.icon_space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.icon_row.addItem(self.icon_space)

        self.icon_row.setStretch(3, 1)

        self.icon_rows.addLayout(self.icon_row)

        self.note_icon = QLabel(self.addin_card)
        self.note_icon.setObjectName(u"note_icon")
        self.note_icon.setProperty(u"role", u"small")
        self.note_icon.setTextFormat(Qt.TextFormat.PlainText)
        self.note_icon.setWordWrap(True)

        self.icon_rows.addWidget(self.note_icon)


        self.addin_form.setLayout(8, QFormLayout.ItemRole.FieldRole, self.icon_rows)


        self.addin_rows.addLayout(self.addin_form)

        self.word_pane_texts_row = QHBoxLayout()
        self.word_pane_texts_row.setSpacing(8)
        self.word_pane_texts_row.setObjectName(u"word_pane_texts_row")
        self.word_pane_texts_note = QLabel(self.addin_card)
        self.word_pane_texts_note.setObjectName(u"word_pane_texts_note")
        self.word_pane_texts_note.setProperty(u"role", u"help")
        self.word_pane_texts_note.setTextFormat(Qt.TextFormat.PlainText)
        self.word_pane_texts_note.setWordWrap(True)

        self.word_pane_texts_row.addWidget(self.word_pane_texts_note)

        self.word_pane_texts = QPushButton(self.addin_card)
        self.word_pane_texts.setObjectName(u"word_pane_texts")
        self.word_pane_texts.setAutoDefault(False)

        self.word_pane_texts_row.addWidget(self.word_pane_texts)

        self.word_pane_texts_row.setStretch(0, 1)

        self.addin_rows.addLayout(self.word_pane_texts_row)


        self.rows.addWidget(self.addin_card)

        self.below = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.rows.addItem(self.below)


        self.columns.addLayout(self.rows)

        self.beside = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.columns.addItem(self.beside)

        self.columns.setStretch(0, 1)

        self.retranslateUi(Scheduling)
    # setupUi

    def retranslateUi(self, Scheduling: QWidget) -> None:
        self.alias_heading.setText(QCoreApplication.translate("Scheduling", u"Aliases of rooms", None))
        self.label_alias_prefix.setText(QCoreApplication.translate("Scheduling", u"alias_prefix", None))
        self.label_alias_suffix_length.setText(QCoreApplication.translate("Scheduling", u"alias_suffix_length", None))
        self.label_alias_domain.setText(QCoreApplication.translate("Scheduling", u"alias_domain", None))
        self.label_example.setText(QCoreApplication.translate("Scheduling", u"A new alias", None))
        self.joining_heading.setText(QCoreApplication.translate("Scheduling", u"Joining", None))
        self.label_join_before.setText(QCoreApplication.translate("Scheduling", u"join_before", None))
        self.label_join_after.setText(QCoreApplication.translate("Scheduling", u"join_after", None))
        self.label_theme.setText(QCoreApplication.translate("Scheduling", u"theme", None))
        self.word_texts_note.setText(QCoreApplication.translate("Scheduling", u"Names, joining instructions and answers are worded on the Templates page.", None))
        self.word_texts.setText(QCoreApplication.translate("Scheduling", u"Word them", None))
        self.checks_heading.setText(QCoreApplication.translate("Scheduling", u"What is accepted", None))
        self.label_max_duration_minutes.setText(QCoreApplication.translate("Scheduling", u"max_duration_minutes", None))
        self.label_passcode_min_length.setText(QCoreApplication.translate("Scheduling", u"passcode_min_length", None))
        self.label_passcode_max_length.setText(QCoreApplication.translate("Scheduling", u"passcode_max_length", None))
        self.keeping_heading.setText(QCoreApplication.translate("Scheduling", u"Rehearsal and keeping", None))
        self.label_conferences_kept_days.setText(QCoreApplication.translate("Scheduling", u"conferences_kept_days", None))
        self.label_journal_kept_days.setText(QCoreApplication.translate("Scheduling", u"journal_kept_days", None))
        self.addin_heading.setText(QCoreApplication.translate("Scheduling", u"Outlook add-in", None))
        self.addin_note.setText(QCoreApplication.translate("Scheduling", u"After a change here the add-in's file has to be made anew and installed again.", None))
        self.label_addin_server_domain.setText(QCoreApplication.translate("Scheduling", u"addin_server_domain", None))
        self.label_provider_name.setText(QCoreApplication.translate("Scheduling", u"provider_name", None))
        self.label_display_name.setText(QCoreApplication.translate("Scheduling", u"display_name", None))
        self.label_description.setText(QCoreApplication.translate("Scheduling", u"description", None))
        self.label_group_label.setText(QCoreApplication.translate("Scheduling", u"group_label", None))
        self.label_button_label.setText(QCoreApplication.translate("Scheduling", u"button_label", None))
        self.label_supertip_title.setText(QCoreApplication.translate("Scheduling", u"supertip_title", None))
        self.label_supertip_text.setText(QCoreApplication.translate("Scheduling", u"supertip_text", None))
        self.label_icon.setText(QCoreApplication.translate("Scheduling", u"Icon", None))
#if QT_CONFIG(accessibility)
        self.icon_picture.setAccessibleName(QCoreApplication.translate("Scheduling", u"The icon as it is", None))
#endif // QT_CONFIG(accessibility)
        self.choose_icon.setText(QCoreApplication.translate("Scheduling", u"Choose a picture\u2026", None))
        self.use_own_icon.setText(QCoreApplication.translate("Scheduling", u"Use the program's own", None))
        self.word_pane_texts_note.setText(QCoreApplication.translate("Scheduling", u"The texts of the add-in's pane are worded on the Templates page.", None))
        self.word_pane_texts.setText(QCoreApplication.translate("Scheduling", u"Word them", None))
        pass
    # retranslateUi
