# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'people.ui'
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
from PySide6.QtWidgets import (QApplication, QComboBox, QGridLayout, QHBoxLayout,
    QHeaderView, QLabel, QLineEdit, QPushButton,
    QSizePolicy, QTableView, QVBoxLayout, QWidget)
class Ui_People(object):
    def setupUi(self, People: QWidget) -> None:
        if not People.objectName():
            People.setObjectName(u"People")
        self.rows = QVBoxLayout(People)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(24, 12, 24, 16)
        self.tools = QWidget(People)
        self.tools.setObjectName(u"tools")
        self.tools_cells = QHBoxLayout(self.tools)
        self.tools_cells.setSpacing(8)
        self.tools_cells.setObjectName(u"tools_cells")
        self.tools_cells.setContentsMargins(0, 0, 0, 0)
        self.filter = QLineEdit(self.tools)
        self.filter.setObjectName(u"filter")
        self.filter.setClearButtonEnabled(True)

        self.tools_cells.addWidget(self.filter)

        self.whom = QComboBox(self.tools)
        self.whom.setObjectName(u"whom")
        self.whom.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.tools_cells.addWidget(self.whom)

        self.matches = QLabel(self.tools)
        self.matches.setObjectName(u"matches")
        self.matches.setProperty(u"role", u"help")
        self.matches.setTextFormat(Qt.TextFormat.PlainText)

        self.tools_cells.addWidget(self.matches)

        self.take_over = QPushButton(self.tools)
        self.take_over.setObjectName(u"take_over")
        self.take_over.setAutoDefault(False)

        self.tools_cells.addWidget(self.take_over)

        self.import_people = QPushButton(self.tools)
        self.import_people.setObjectName(u"import_people")
        self.import_people.setAutoDefault(False)

        self.tools_cells.addWidget(self.import_people)

        self.export_people = QPushButton(self.tools)
        self.export_people.setObjectName(u"export_people")
        self.export_people.setAutoDefault(False)

        self.tools_cells.addWidget(self.export_people)

        self.add_person = QPushButton(self.tools)
        self.add_person.setObjectName(u"add_person")
        self.add_person.setAutoDefault(False)

        self.tools_cells.addWidget(self.add_person)

        self.tools_cells.setStretch(0, 1)

        self.rows.addWidget(self.tools)

        self.people = QTableView(People)
        self.people.setObjectName(u"people")

        self.rows.addWidget(self.people)

        self.chosen_tools = QWidget(People)
        self.chosen_tools.setObjectName(u"chosen_tools")
        self.chosen_tools_cells = QHBoxLayout(self.chosen_tools)
        self.chosen_tools_cells.setSpacing(8)
        self.chosen_tools_cells.setObjectName(u"chosen_tools_cells")
        self.chosen_tools_cells.setContentsMargins(0, 0, 0, 0)
        self.chosen_words = QLabel(self.chosen_tools)
        self.chosen_words.setObjectName(u"chosen_words")
        self.chosen_words.setProperty(u"role", u"help")
        self.chosen_words.setTextFormat(Qt.TextFormat.PlainText)

        self.chosen_tools_cells.addWidget(self.chosen_words)

        self.follow = QPushButton(self.chosen_tools)
        self.follow.setObjectName(u"follow")
        self.follow.setAutoDefault(False)

        self.chosen_tools_cells.addWidget(self.follow)

        self.leave = QPushButton(self.chosen_tools)
        self.leave.setObjectName(u"leave")
        self.leave.setAutoDefault(False)

        self.chosen_tools_cells.addWidget(self.leave)

        self.edit = QPushButton(self.chosen_tools)
        self.edit.setObjectName(u"edit")
        self.edit.setAutoDefault(False)

        self.chosen_tools_cells.addWidget(self.edit)

        self.remove = QPushButton(self.chosen_tools)
        self.remove.setObjectName(u"remove")
        self.remove.setAutoDefault(False)

        self.chosen_tools_cells.addWidget(self.remove)

        self.chosen_tools_cells.setStretch(0, 1)

        self.rows.addWidget(self.chosen_tools)

        self.nobody_found = QWidget(People)
        self.nobody_found.setObjectName(u"nobody_found")
        self.nobody_cells = QGridLayout(self.nobody_found)
        self.nobody_cells.setObjectName(u"nobody_cells")
        self.nobody_cells.setVerticalSpacing(16)
        self.nobody_cells.setContentsMargins(0, 0, 0, 0)
        self.nobody_words = QLabel(self.nobody_found)
        self.nobody_words.setObjectName(u"nobody_words")
        self.nobody_words.setProperty(u"role", u"help")
        self.nobody_words.setTextFormat(Qt.TextFormat.PlainText)

        self.nobody_cells.addWidget(self.nobody_words, 1, 1, 1, 1)

        self.show_everybody = QPushButton(self.nobody_found)
        self.show_everybody.setObjectName(u"show_everybody")
        self.show_everybody.setAutoDefault(False)

        self.nobody_cells.addWidget(self.show_everybody, 2, 1, 1, 1, Qt.AlignmentFlag.AlignHCenter)

        self.nobody_cells.setRowStretch(0, 2)
        self.nobody_cells.setRowStretch(3, 3)
        self.nobody_cells.setColumnStretch(0, 1)
        self.nobody_cells.setColumnStretch(2, 1)

        self.rows.addWidget(self.nobody_found)

        self.empty = QWidget(People)
        self.empty.setObjectName(u"empty")
        self.empty_cells = QGridLayout(self.empty)
        self.empty_cells.setObjectName(u"empty_cells")
        self.empty_cells.setHorizontalSpacing(8)
        self.empty_cells.setVerticalSpacing(16)
        self.empty_cells.setContentsMargins(0, 0, 0, 0)
        self.empty_heading = QLabel(self.empty)
        self.empty_heading.setObjectName(u"empty_heading")
        self.empty_heading.setProperty(u"role", u"heading")
        self.empty_heading.setTextFormat(Qt.TextFormat.PlainText)

        self.empty_cells.addWidget(self.empty_heading, 1, 1, 1, 3)

        self.empty_words = QLabel(self.empty)
        self.empty_words.setObjectName(u"empty_words")
        self.empty_words.setMinimumSize(QSize(480, 0))
        self.empty_words.setProperty(u"role", u"help")
        self.empty_words.setTextFormat(Qt.TextFormat.PlainText)
        self.empty_words.setWordWrap(True)

        self.empty_cells.addWidget(self.empty_words, 2, 1, 1, 3)

        self.first_person = QPushButton(self.empty)
        self.first_person.setObjectName(u"first_person")
        self.first_person.setProperty(u"role", u"primary")
        self.first_person.setAutoDefault(False)

        self.empty_cells.addWidget(self.first_person, 3, 1, 1, 1)

        self.first_import = QPushButton(self.empty)
        self.first_import.setObjectName(u"first_import")
        self.first_import.setAutoDefault(False)

        self.empty_cells.addWidget(self.first_import, 3, 2, 1, 1)

        self.first_take_over = QPushButton(self.empty)
        self.first_take_over.setObjectName(u"first_take_over")
        self.first_take_over.setAutoDefault(False)

        self.empty_cells.addWidget(self.first_take_over, 3, 3, 1, 1)

        self.empty_cells.setRowStretch(0, 2)
        self.empty_cells.setRowStretch(4, 3)
        self.empty_cells.setColumnStretch(0, 1)
        self.empty_cells.setColumnStretch(4, 1)

        self.rows.addWidget(self.empty)

        self.rows.setStretch(1, 1)
        self.rows.setStretch(3, 1)
        self.rows.setStretch(4, 1)

        self.retranslateUi(People)
    # setupUi

    def retranslateUi(self, People: QWidget) -> None:
        self.filter.setPlaceholderText(QCoreApplication.translate("People", u"Search name, address or extension", None))
#if QT_CONFIG(accessibility)
        self.filter.setAccessibleName(QCoreApplication.translate("People", u"Search name, address or extension", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.whom.setAccessibleName(QCoreApplication.translate("People", u"Whom to show", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.whom.setToolTip(QCoreApplication.translate("People", u"Whom to show", None))
#endif // QT_CONFIG(tooltip)
        self.matches.setText("")
        self.take_over.setText(QCoreApplication.translate("People", u"From the directory\u2026", None))
#if QT_CONFIG(tooltip)
        self.take_over.setToolTip(QCoreApplication.translate("People", u"Add people of the directory's cache who are not here yet", None))
#endif // QT_CONFIG(tooltip)
        self.import_people.setText(QCoreApplication.translate("People", u"Import\u2026", None))
#if QT_CONFIG(tooltip)
        self.import_people.setToolTip(QCoreApplication.translate("People", u"Add or change people by a CSV file with the columns name, address, extension", None))
#endif // QT_CONFIG(tooltip)
        self.export_people.setText(QCoreApplication.translate("People", u"Export\u2026", None))
#if QT_CONFIG(tooltip)
        self.export_people.setToolTip(QCoreApplication.translate("People", u"Write everybody into a CSV file", None))
#endif // QT_CONFIG(tooltip)
        self.add_person.setText(QCoreApplication.translate("People", u"Add a person", None))
#if QT_CONFIG(accessibility)
        self.people.setAccessibleName(QCoreApplication.translate("People", u"People", None))
#endif // QT_CONFIG(accessibility)
        self.chosen_words.setText("")
        self.follow.setText(QCoreApplication.translate("People", u"Follow the calendar", None))
#if QT_CONFIG(tooltip)
        self.follow.setToolTip(QCoreApplication.translate("People", u"Presence follows the calendars of the chosen people", None))
#endif // QT_CONFIG(tooltip)
        self.leave.setText(QCoreApplication.translate("People", u"Leave alone", None))
#if QT_CONFIG(tooltip)
        self.leave.setToolTip(QCoreApplication.translate("People", u"The calendars of the chosen people are not read any more", None))
#endif // QT_CONFIG(tooltip)
        self.edit.setText(QCoreApplication.translate("People", u"Edit\u2026", None))
#if QT_CONFIG(tooltip)
        self.edit.setToolTip(QCoreApplication.translate("People", u"Open the chosen person (Enter)", None))
#endif // QT_CONFIG(tooltip)
        self.remove.setText(QCoreApplication.translate("People", u"Remove\u2026", None))
#if QT_CONFIG(tooltip)
        self.remove.setToolTip(QCoreApplication.translate("People", u"Remove the chosen people (Delete)", None))
#endif // QT_CONFIG(tooltip)
        self.nobody_words.setText(QCoreApplication.translate("People", u"Nobody matches the search and the choice.", None))
        self.show_everybody.setText(QCoreApplication.translate("People", u"Show everybody", None))
        self.empty_heading.setText(QCoreApplication.translate("People", u"No people yet", None))
        self.empty_words.setText(QCoreApplication.translate("People", u"Add people with the address of their mailbox: one by one, from a CSV file with the columns name, address and extension, or from the directory. Each person's presence then follows the calendar and the automatic replies.", None))
        self.first_person.setText(QCoreApplication.translate("People", u"Add a person", None))
        self.first_import.setText(QCoreApplication.translate("People", u"Import\u2026", None))
        self.first_take_over.setText(QCoreApplication.translate("People", u"From the directory\u2026", None))
        pass
    # retranslateUi
