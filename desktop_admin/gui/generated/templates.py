# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'templates.ui'
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
from PySide6.QtWidgets import (QAbstractItemView, QApplication, QComboBox, QHBoxLayout,
    QLabel, QLineEdit, QListView, QListWidgetItem,
    QPushButton, QSizePolicy, QSplitter, QStackedWidget,
    QVBoxLayout, QWidget)

from desktop_admin.gui.widgets.diff_view import DiffView
from desktop_admin.gui.widgets.examples import ExampleBox
from desktop_admin.gui.widgets.problem_list import ProblemList
from desktop_admin.gui.widgets.template_lab import TemplateLab
class Ui_Templates(object):
    def setupUi(self, Templates: QWidget) -> None:
        if not Templates.objectName():
            Templates.setObjectName(u"Templates")
        self.columns = QHBoxLayout(Templates)
        self.columns.setSpacing(0)
        self.columns.setObjectName(u"columns")
        self.columns.setContentsMargins(24, 16, 24, 16)
        self.parts = QSplitter(Templates)
        self.parts.setObjectName(u"parts")
        self.parts.setOrientation(Qt.Orientation.Horizontal)
        self.parts.setHandleWidth(16)
        self.parts.setChildrenCollapsible(False)
        self.choosing = QWidget(self.parts)
        self.choosing.setObjectName(u"choosing")
        self.choosing_rows = QVBoxLayout(self.choosing)
        self.choosing_rows.setSpacing(12)
        self.choosing_rows.setObjectName(u"choosing_rows")
        self.choosing_rows.setContentsMargins(0, 0, 0, 0)
        self.filter = QLineEdit(self.choosing)
        self.filter.setObjectName(u"filter")
        self.filter.setClearButtonEnabled(True)

        self.choosing_rows.addWidget(self.filter)

        self.texts = QListView(self.choosing)
        self.texts.setObjectName(u"texts")
        self.texts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.texts.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.texts.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

        self.choosing_rows.addWidget(self.texts)

        self.show_lab = QPushButton(self.choosing)
        self.show_lab.setObjectName(u"show_lab")
        self.show_lab.setCheckable(True)
        self.show_lab.setAutoDefault(False)

        self.choosing_rows.addWidget(self.show_lab)

        self.use_defaults = QPushButton(self.choosing)
        self.use_defaults.setObjectName(u"use_defaults")
        self.use_defaults.setAutoDefault(False)

        self.choosing_rows.addWidget(self.use_defaults)

        self.parts.addWidget(self.choosing)
        self.right = QStackedWidget(self.parts)
        self.right.setObjectName(u"right")
        self.work = QSplitter()
        self.work.setObjectName(u"work")
        self.work.setOrientation(Qt.Orientation.Horizontal)
        self.work.setHandleWidth(16)
        self.work.setChildrenCollapsible(False)
        self.writing = QWidget(self.work)
        self.writing.setObjectName(u"writing")
        self.writing_rows = QVBoxLayout(self.writing)
        self.writing_rows.setSpacing(8)
        self.writing_rows.setObjectName(u"writing_rows")
        self.writing_rows.setContentsMargins(0, 0, 0, 0)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.setObjectName(u"head")
        self.name = QLabel(self.writing)
        self.name.setObjectName(u"name")
        self.name.setProperty(u"role", u"heading")
        self.name.setTextFormat(Qt.TextFormat.PlainText)

        self.head.addWidget(self.name)

        self.use_default = QPushButton(self.writing)
        self.use_default.setObjectName(u"use_default")
        self.use_default.setAutoDefault(False)

        self.head.addWidget(self.use_default)

        self.head.setStretch(0, 1)

        self.writing_rows.addLayout(self.head)

        self.help = QLabel(self.writing)
        self.help.setObjectName(u"help")
        self.help.setProperty(u"role", u"help")
        self.help.setTextFormat(Qt.TextFormat.PlainText)
        self.help.setWordWrap(True)

        self.writing_rows.addWidget(self.help)

        self.chip_place = QVBoxLayout()
        self.chip_place.setObjectName(u"chip_place")

        self.writing_rows.addLayout(self.chip_place)

        self.editor_place = QVBoxLayout()
        self.editor_place.setObjectName(u"editor_place")

        self.writing_rows.addLayout(self.editor_place)

        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.setObjectName(u"foot")
        self.verdict = QLabel(self.writing)
        self.verdict.setObjectName(u"verdict")
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)

        self.foot.addWidget(self.verdict)

        self.length = QLabel(self.writing)
        self.length.setObjectName(u"length")
        self.length.setProperty(u"role", u"help")
        self.length.setTextFormat(Qt.TextFormat.PlainText)

        self.foot.addWidget(self.length)

        self.foot.setStretch(0, 1)

        self.writing_rows.addLayout(self.foot)

        self.problems = ProblemList(self.writing)
        self.problems.setObjectName(u"problems")
        self.problems.setWordWrap(True)
        self.problems.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

        self.writing_rows.addWidget(self.problems)

        self.work.addWidget(self.writing)
        self.looking = QWidget(self.work)
        self.looking.setObjectName(u"looking")
        self.looking_rows = QVBoxLayout(self.looking)
        self.looking_rows.setSpacing(8)
        self.looking_rows.setObjectName(u"looking_rows")
        self.looking_rows.setContentsMargins(0, 0, 0, 0)
        self.looking_head = QHBoxLayout()
        self.looking_head.setSpacing(8)
        self.looking_head.setObjectName(u"looking_head")
        self.preview_heading = QLabel(self.looking)
        self.preview_heading.setObjectName(u"preview_heading")
        self.preview_heading.setProperty(u"role", u"strong")

        self.looking_head.addWidget(self.preview_heading)

        self.example = ExampleBox(self.looking)
        self.example.setObjectName(u"example")
        self.example.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.example.setMinimumContentsLength(12)

        self.looking_head.addWidget(self.example)

        self.looking_head.setStretch(1, 1)

        self.looking_rows.addLayout(self.looking_head)

        self.preview_place = QVBoxLayout()
        self.preview_place.setObjectName(u"preview_place")

        self.looking_rows.addLayout(self.preview_place)

        self.preview_note = QLabel(self.looking)
        self.preview_note.setObjectName(u"preview_note")
        self.preview_note.setProperty(u"role", u"help")
        self.preview_note.setTextFormat(Qt.TextFormat.PlainText)
        self.preview_note.setWordWrap(True)

        self.looking_rows.addWidget(self.preview_note)

        self.diff_heading = QLabel(self.looking)
        self.diff_heading.setObjectName(u"diff_heading")
        self.diff_heading.setProperty(u"role", u"strong")
        self.diff_heading.setTextFormat(Qt.TextFormat.PlainText)
        self.diff_heading.setWordWrap(True)

        self.looking_rows.addWidget(self.diff_heading)

        self.diff = DiffView(self.looking)
        self.diff.setObjectName(u"diff")

        self.looking_rows.addWidget(self.diff)

        self.work.addWidget(self.looking)
        self.right.addWidget(self.work)
        self.lab_page = QWidget()
        self.lab_page.setObjectName(u"lab_page")
        self.lab_rows = QVBoxLayout(self.lab_page)
        self.lab_rows.setSpacing(8)
        self.lab_rows.setObjectName(u"lab_rows")
        self.lab_rows.setContentsMargins(0, 0, 0, 0)
        self.lab_head = QHBoxLayout()
        self.lab_head.setSpacing(8)
        self.lab_head.setObjectName(u"lab_head")
        self.lab_heading = QLabel(self.lab_page)
        self.lab_heading.setObjectName(u"lab_heading")
        self.lab_heading.setProperty(u"role", u"heading")

        self.lab_head.addWidget(self.lab_heading)

        self.lab_verdict = QLabel(self.lab_page)
        self.lab_verdict.setObjectName(u"lab_verdict")
        self.lab_verdict.setProperty(u"role", u"help")
        self.lab_verdict.setTextFormat(Qt.TextFormat.PlainText)

        self.lab_head.addWidget(self.lab_verdict)

        self.lab_example = ExampleBox(self.lab_page)
        self.lab_example.setObjectName(u"lab_example")
        self.lab_example.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.lab_example.setMinimumContentsLength(12)

        self.lab_head.addWidget(self.lab_example)

        self.lab_head.setStretch(1, 1)
        self.lab_head.setStretch(2, 1)

        self.lab_rows.addLayout(self.lab_head)

        self.lab = TemplateLab(self.lab_page)
        self.lab.setObjectName(u"lab")

        self.lab_rows.addWidget(self.lab)

        self.right.addWidget(self.lab_page)
        self.parts.addWidget(self.right)

        self.columns.addWidget(self.parts)


        self.retranslateUi(Templates)
    # setupUi

    def retranslateUi(self, Templates: QWidget) -> None:
        self.filter.setPlaceholderText(QCoreApplication.translate("Templates", u"Search the texts", None))
#if QT_CONFIG(accessibility)
        self.filter.setAccessibleName(QCoreApplication.translate("Templates", u"Search the texts", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.texts.setAccessibleName(QCoreApplication.translate("Templates", u"Texts", None))
#endif // QT_CONFIG(accessibility)
        self.show_lab.setText(QCoreApplication.translate("Templates", u"Every answer at once", None))
#if QT_CONFIG(tooltip)
        self.show_lab.setToolTip(QCoreApplication.translate("Templates", u"Every accepting and declining answer as it would be sent, with what is not saved yet", None))
#endif // QT_CONFIG(tooltip)
        self.use_defaults.setText(QCoreApplication.translate("Templates", u"Use all defaults", None))
#if QT_CONFIG(tooltip)
        self.use_defaults.setToolTip(QCoreApplication.translate("Templates", u"Put in the texts that this program brings along; nothing is stored before you save", None))
#endif // QT_CONFIG(tooltip)
        self.use_default.setText(QCoreApplication.translate("Templates", u"Use the default", None))
#if QT_CONFIG(tooltip)
        self.use_default.setToolTip(QCoreApplication.translate("Templates", u"Put the text in that this program brings along; nothing is stored before you save", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.problems.setAccessibleName(QCoreApplication.translate("Templates", u"What is wrong in this text", None))
#endif // QT_CONFIG(accessibility)
        self.preview_heading.setText(QCoreApplication.translate("Templates", u"Preview", None))
#if QT_CONFIG(accessibility)
        self.example.setAccessibleName(QCoreApplication.translate("Templates", u"What the preview is filled with", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.example.setToolTip(QCoreApplication.translate("Templates", u"What the preview is filled with", None))
#endif // QT_CONFIG(tooltip)
        self.lab_heading.setText(QCoreApplication.translate("Templates", u"Every answer", None))
#if QT_CONFIG(accessibility)
        self.lab_example.setAccessibleName(QCoreApplication.translate("Templates", u"What the answers are filled with", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.lab_example.setToolTip(QCoreApplication.translate("Templates", u"What the answers are filled with", None))
#endif // QT_CONFIG(tooltip)
        pass
    # retranslateUi
