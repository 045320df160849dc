# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'directory.ui'
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
    QHeaderView, QLabel, QLineEdit, QPlainTextEdit,
    QPushButton, QSizePolicy, QSpacerItem, QTableView,
    QToolButton, QVBoxLayout, QWidget)
class Ui_Directory(object):
    def setupUi(self, Directory: QWidget) -> None:
        if not Directory.objectName():
            Directory.setObjectName(u"Directory")
        self.columns = QHBoxLayout(Directory)
        self.columns.setSpacing(0)
        self.columns.setObjectName(u"columns")
        self.columns.setContentsMargins(24, 24, 24, 24)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(16)
        self.rows.setObjectName(u"rows")
        self.state_card = QFrame(Directory)
        self.state_card.setObjectName(u"state_card")
        self.state_card.setProperty(u"role", u"card")
        self.state_rows = QVBoxLayout(self.state_card)
        self.state_rows.setSpacing(12)
        self.state_rows.setObjectName(u"state_rows")
        self.state_rows.setContentsMargins(16, 16, 16, 16)
        self.state_row = QHBoxLayout()
        self.state_row.setSpacing(12)
        self.state_row.setObjectName(u"state_row")
        self.state_text = QLabel(self.state_card)
        self.state_text.setObjectName(u"state_text")
        self.state_text.setProperty(u"role", u"strong")
        self.state_text.setTextFormat(Qt.TextFormat.PlainText)
        self.state_text.setWordWrap(True)

        self.state_row.addWidget(self.state_text)

        self.refresh = QPushButton(self.state_card)
        self.refresh.setObjectName(u"refresh")

        self.state_row.addWidget(self.refresh)

        self.state_row.setStretch(0, 1)

        self.state_rows.addLayout(self.state_row)

        self.state_detail = QLabel(self.state_card)
        self.state_detail.setObjectName(u"state_detail")
        self.state_detail.setProperty(u"role", u"help")
        self.state_detail.setTextFormat(Qt.TextFormat.PlainText)
        self.state_detail.setWordWrap(True)

        self.state_rows.addWidget(self.state_detail)

        self.state_trouble = QLabel(self.state_card)
        self.state_trouble.setObjectName(u"state_trouble")
        self.state_trouble.setProperty(u"role", u"caution")
        self.state_trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.state_trouble.setWordWrap(True)

        self.state_rows.addWidget(self.state_trouble)


        self.rows.addWidget(self.state_card)

        self.source_card = QFrame(Directory)
        self.source_card.setObjectName(u"source_card")
        self.source_card.setProperty(u"role", u"card")
        self.source_rows = QVBoxLayout(self.source_card)
        self.source_rows.setSpacing(12)
        self.source_rows.setObjectName(u"source_rows")
        self.source_rows.setContentsMargins(16, 16, 16, 16)
        self.source_heading = QLabel(self.source_card)
        self.source_heading.setObjectName(u"source_heading")
        self.source_heading.setProperty(u"role", u"heading")
        self.source_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.source_rows.addWidget(self.source_heading)

        self.source_form = QFormLayout()
        self.source_form.setObjectName(u"source_form")
        self.source_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.source_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.source_form.setHorizontalSpacing(16)
        self.source_form.setVerticalSpacing(12)
        self.source_form.setContentsMargins(0, 0, 0, 0)

        self.source_rows.addLayout(self.source_form)


        self.rows.addWidget(self.source_card)

        self.csv_card = QFrame(Directory)
        self.csv_card.setObjectName(u"csv_card")
        self.csv_card.setProperty(u"role", u"card")
        self.csv_rows = QVBoxLayout(self.csv_card)
        self.csv_rows.setSpacing(12)
        self.csv_rows.setObjectName(u"csv_rows")
        self.csv_rows.setContentsMargins(16, 16, 16, 16)
        self.csv_heading = QLabel(self.csv_card)
        self.csv_heading.setObjectName(u"csv_heading")
        self.csv_heading.setProperty(u"role", u"heading")
        self.csv_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.csv_rows.addWidget(self.csv_heading)

        self.csv_form = QFormLayout()
        self.csv_form.setObjectName(u"csv_form")
        self.csv_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.csv_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.csv_form.setHorizontalSpacing(16)
        self.csv_form.setVerticalSpacing(12)
        self.csv_form.setContentsMargins(0, 0, 0, 0)

        self.csv_rows.addLayout(self.csv_form)


        self.rows.addWidget(self.csv_card)

        self.ldap_card = QFrame(Directory)
        self.ldap_card.setObjectName(u"ldap_card")
        self.ldap_card.setProperty(u"role", u"card")
        self.ldap_rows = QVBoxLayout(self.ldap_card)
        self.ldap_rows.setSpacing(12)
        self.ldap_rows.setObjectName(u"ldap_rows")
        self.ldap_rows.setContentsMargins(16, 16, 16, 16)
        self.ldap_heading = QLabel(self.ldap_card)
        self.ldap_heading.setObjectName(u"ldap_heading")
        self.ldap_heading.setProperty(u"role", u"heading")
        self.ldap_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.ldap_rows.addWidget(self.ldap_heading)

        self.ldap_form = QFormLayout()
        self.ldap_form.setObjectName(u"ldap_form")
        self.ldap_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.ldap_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.ldap_form.setHorizontalSpacing(16)
        self.ldap_form.setVerticalSpacing(12)
        self.ldap_form.setContentsMargins(0, 0, 0, 0)
        self.label_password = QLabel(self.ldap_card)
        self.label_password.setObjectName(u"label_password")
        self.label_password.setTextFormat(Qt.TextFormat.PlainText)
        self.label_password.setProperty(u"after", u"user_name")

        self.ldap_form.setWidget(0, QFormLayout.ItemRole.LabelRole, self.label_password)

        self.password_rows = QVBoxLayout()
        self.password_rows.setSpacing(4)
        self.password_rows.setObjectName(u"password_rows")
        self.password_row = QHBoxLayout()
        self.password_row.setSpacing(8)
        self.password_row.setObjectName(u"password_row")
        self.password = QLineEdit(self.ldap_card)
        self.password.setObjectName(u"password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)

        self.password_row.addWidget(self.password)

        self.reveal = QToolButton(self.ldap_card)
        self.reveal.setObjectName(u"reveal")

        self.password_row.addWidget(self.reveal)


        self.password_rows.addLayout(self.password_row)

        self.note_password = QLabel(self.ldap_card)
        self.note_password.setObjectName(u"note_password")
        self.note_password.setProperty(u"role", u"small")
        self.note_password.setTextFormat(Qt.TextFormat.PlainText)
        self.note_password.setWordWrap(True)

        self.password_rows.addWidget(self.note_password)


        self.ldap_form.setLayout(0, QFormLayout.ItemRole.FieldRole, self.password_rows)


        self.ldap_rows.addLayout(self.ldap_form)


        self.rows.addWidget(self.ldap_card)

        self.attributes_card = QFrame(Directory)
        self.attributes_card.setObjectName(u"attributes_card")
        self.attributes_card.setProperty(u"role", u"card")
        self.attributes_rows = QVBoxLayout(self.attributes_card)
        self.attributes_rows.setSpacing(12)
        self.attributes_rows.setObjectName(u"attributes_rows")
        self.attributes_rows.setContentsMargins(16, 16, 16, 16)
        self.attributes_heading = QLabel(self.attributes_card)
        self.attributes_heading.setObjectName(u"attributes_heading")
        self.attributes_heading.setProperty(u"role", u"heading")
        self.attributes_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.attributes_rows.addWidget(self.attributes_heading)

        self.attributes_form = QFormLayout()
        self.attributes_form.setObjectName(u"attributes_form")
        self.attributes_form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.attributes_form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignTop)
        self.attributes_form.setHorizontalSpacing(16)
        self.attributes_form.setVerticalSpacing(12)
        self.attributes_form.setContentsMargins(0, 0, 0, 0)

        self.attributes_rows.addLayout(self.attributes_form)


        self.rows.addWidget(self.attributes_card)

        self.sample_card = QFrame(Directory)
        self.sample_card.setObjectName(u"sample_card")
        self.sample_card.setProperty(u"role", u"card")
        self.sample_rows = QVBoxLayout(self.sample_card)
        self.sample_rows.setSpacing(12)
        self.sample_rows.setObjectName(u"sample_rows")
        self.sample_rows.setContentsMargins(16, 16, 16, 16)
        self.sample_heading = QLabel(self.sample_card)
        self.sample_heading.setObjectName(u"sample_heading")
        self.sample_heading.setProperty(u"role", u"heading")
        self.sample_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.sample_rows.addWidget(self.sample_heading)

        self.sample_row = QHBoxLayout()
        self.sample_row.setSpacing(12)
        self.sample_row.setObjectName(u"sample_row")
        self.sample_note = QLabel(self.sample_card)
        self.sample_note.setObjectName(u"sample_note")
        self.sample_note.setProperty(u"role", u"help")
        self.sample_note.setTextFormat(Qt.TextFormat.PlainText)
        self.sample_note.setWordWrap(True)

        self.sample_row.addWidget(self.sample_note)

        self.test = QPushButton(self.sample_card)
        self.test.setObjectName(u"test")

        self.sample_row.addWidget(self.test)

        self.sample_row.setStretch(0, 1)

        self.sample_rows.addLayout(self.sample_row)

        self.sample_table = QTableView(self.sample_card)
        self.sample_table.setObjectName(u"sample_table")

        self.sample_rows.addWidget(self.sample_table)

        self.sample_problems = QLabel(self.sample_card)
        self.sample_problems.setObjectName(u"sample_problems")
        self.sample_problems.setProperty(u"role", u"small")
        self.sample_problems.setTextFormat(Qt.TextFormat.PlainText)
        self.sample_problems.setWordWrap(True)

        self.sample_rows.addWidget(self.sample_problems)


        self.rows.addWidget(self.sample_card)

        self.problems_card = QFrame(Directory)
        self.problems_card.setObjectName(u"problems_card")
        self.problems_card.setProperty(u"role", u"card")
        self.problems_rows = QVBoxLayout(self.problems_card)
        self.problems_rows.setSpacing(12)
        self.problems_rows.setObjectName(u"problems_rows")
        self.problems_rows.setContentsMargins(16, 16, 16, 16)
        self.problems_heading = QLabel(self.problems_card)
        self.problems_heading.setObjectName(u"problems_heading")
        self.problems_heading.setProperty(u"role", u"heading")
        self.problems_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.problems_rows.addWidget(self.problems_heading)

        self.problems_note = QLabel(self.problems_card)
        self.problems_note.setObjectName(u"problems_note")
        self.problems_note.setProperty(u"role", u"help")
        self.problems_note.setTextFormat(Qt.TextFormat.PlainText)
        self.problems_note.setWordWrap(True)

        self.problems_rows.addWidget(self.problems_note)

        self.problems = QPlainTextEdit(self.problems_card)
        self.problems.setObjectName(u"problems")
        self.problems.setReadOnly(True)
        self.problems.setTabChangesFocus(True)

        self.problems_rows.addWidget(self.problems)


        self.rows.addWidget(self.problems_card)

        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.rows.addItem(self.space)


        self.columns.addLayout(self.rows)

        self.right_space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.columns.addItem(self.right_space)

        self.columns.setStretch(0, 1)

        self.retranslateUi(Directory)
    # setupUi

    def retranslateUi(self, Directory: QWidget) -> None:
        self.refresh.setText(QCoreApplication.translate("Directory", u"Refresh now", None))
        self.source_heading.setText(QCoreApplication.translate("Directory", u"Source of people and rooms", None))
        self.csv_heading.setText(QCoreApplication.translate("Directory", u"File", None))
        self.ldap_heading.setText(QCoreApplication.translate("Directory", u"LDAP server", None))
        self.label_password.setText(QCoreApplication.translate("Directory", u"Password", None))
#if QT_CONFIG(accessibility)
        self.reveal.setAccessibleName(QCoreApplication.translate("Directory", u"Reveal the password while typing", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.reveal.setToolTip(QCoreApplication.translate("Directory", u"Reveal the password while typing", None))
#endif // QT_CONFIG(tooltip)
        self.attributes_heading.setText(QCoreApplication.translate("Directory", u"Attributes", None))
        self.sample_heading.setText(QCoreApplication.translate("Directory", u"Test", None))
        self.test.setText(QCoreApplication.translate("Directory", u"Test", None))
#if QT_CONFIG(accessibility)
        self.sample_table.setAccessibleName(QCoreApplication.translate("Directory", u"Sample of the directory", None))
#endif // QT_CONFIG(accessibility)
        self.problems_heading.setText(QCoreApplication.translate("Directory", u"Skipped", None))
#if QT_CONFIG(accessibility)
        self.problems.setAccessibleName(QCoreApplication.translate("Directory", u"Skipped entries", None))
#endif // QT_CONFIG(accessibility)
        pass
    # retranslateUi
