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
from PySide6.QtWidgets import (QApplication, QFormLayout, QFrame, QHBoxLayout,
    QLabel, QPushButton, QSizePolicy, QSpacerItem,
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
        self.label_example = QLabel(self.alias_card)
        self.label_example.setObjectName(u"label_example")
        self.label_example.setTextFormat(Qt.TextFormat.PlainText)
        self.label_example.setProperty(u"after", u"alias_domain")

        self.alias_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_example)

        self.example = QLabel(self.alias_card)
        self.example.setObjectName(u"example")
        self.example.setProperty(u"role", u"mono")
        self.example.setTextFormat(Qt.TextFormat.PlainText)

        self.alias_form.setWidget(0, QFormLayout.ItemRole.FieldRole, self.example)


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
        self.sender_state = QLabel(self.checks_card)
        self.sender_state.setObjectName(u"sender_state")
        self.sender_state.setProperty(u"role", u"small")
        self.sender_state.setTextFormat(Qt.TextFormat.PlainText)
        self.sender_state.setWordWrap(True)
        self.sender_state.setProperty(u"after", u"check_sender")

        self.checks_form.setWidget(0, QFormLayout.ItemRole.FieldRole, self.sender_state)


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
        self.label_icon = QLabel(self.addin_card)
        self.label_icon.setObjectName(u"label_icon")
        self.label_icon.setTextFormat(Qt.TextFormat.PlainText)
        self.label_icon.setProperty(u"after", u"supertip_text")

        self.addin_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_icon)

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


        self.addin_form.setLayout(0, QFormLayout.ItemRole.FieldRole, self.icon_rows)


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
        self.label_example.setText(QCoreApplication.translate("Scheduling", u"A new alias", None))
        self.joining_heading.setText(QCoreApplication.translate("Scheduling", u"Joining", None))
        self.word_texts_note.setText(QCoreApplication.translate("Scheduling", u"Names, joining instructions and answers are worded on the Templates page.", None))
        self.word_texts.setText(QCoreApplication.translate("Scheduling", u"Word them", None))
        self.checks_heading.setText(QCoreApplication.translate("Scheduling", u"What is accepted", None))
        self.keeping_heading.setText(QCoreApplication.translate("Scheduling", u"Rehearsal and keeping", None))
        self.addin_heading.setText(QCoreApplication.translate("Scheduling", u"Outlook add-in", None))
        self.addin_note.setText(QCoreApplication.translate("Scheduling", u"After a change here the add-in's file has to be made anew and installed again.", None))
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
