"""The desktop: shows what the service tells, and asks it to do things. Only this package knows Qt.

How it is put together
----------------------
``application.run_desktop`` starts it. ``bridge`` is the seam: ``Bridge.batch`` brings events to the main thread, and
``desk.commands`` (made by ``bridge.LateCommands``) runs commands on the service's loop. ``state.ServiceState`` keeps
the latest ``IntegrationView`` of each integration. ``main_window`` owns the pages; ``desk.Desk`` is what each is given.

How to add a page
-----------------
1. Draw ``ui_forms/<key>.ui`` (a QWidget of class ``<Name>``) and run ``make forms``; the generated
   ``gui/generated/<key>.py`` is committed. Write enums in full (``Qt::Orientation::Vertical``); roles of the style
   sheet are a dynamic property: ``<property name="role" stdset="0"><string notr="true">heading</string></property>``.
   The roles stand in ``resources/theme.qss`` (title, large, heading, help, small, problem, card, primary, danger …).
2. Write ``gui/pages/<key>.py`` with a ``Page`` (``pages.page``): ``title = QT_TRANSLATE_NOOP("pages", "…")``,
   ``Ui_Name().setupUi(self.body)``, and override what it needs: ``integration_chosen``, ``activated``, ``receive``,
   ``view_changed``, ``tick``, ``has_changes``/``save``/``discard``/``may_save``, ``focus_filter``.
   Call ``self.update_changes()`` after every edit: the save bar, the question about unsaved changes and the mark in the
   navigation follow.
3. Add a line to ``pages.registry.PAGES`` and draw ``resources/icons/<key>.svg`` (24 × 24, ``currentColor``).

How to do things
----------------
* A command: ``self.work.start("name", self._reload())`` or ``button.clicked.connect(self.work.slot("name", self.do))``;
  inside, ``await self.commands.people.list(self.integration_id)``. A ``ConciergeError`` that is not caught becomes a
  message in the window; catch ``SettingsRefused`` where a field can say it better. After an await look whether
  ``self.integration_id`` is still the one that was asked about. Reading anew after an event: ``self.work.refresh``.
* A dialog: ``await dialogs.show.ask(...)``, ``choose_file``, ``choose_new_file``, or ``await show(MyDialog(self))``;
  never ``exec()``.
* A message: ``self.desk.messages.tell(text, remedy, Tone.INFO)``.
* A form of settings: name the widgets as the options are named, and bind them with ``forms.Binder``; labels, help,
  placeholders, limits and problems come from ``desktop_admin.settings``.
* A table: ``models.table.TableModel`` with ``Column`` records, in a ``QTableView`` set up by
  ``widgets.tables.set_up_table``: columns as wide as their content, tool tips for what is cut, the user's widths kept.
  ``elastic`` names the columns that take what is left and give way first.
* A row of tools that may be too long: ``widgets.fitting.FoldingTools``. One line that may be too long:
  ``widgets.cut_text.ElidedLabel``. A test shows every page at 1024 × 700 and looks for what is lost.
* Presences: ``widgets.presence_mark.Looks`` gives shade, pattern and icon; never paint the chosen colour itself.
* Colours: ``theme.colour("good")`` when painting, roles in the style sheet otherwise; gaps from ``theme.grid(n)``.
* Buttons in code: ``widgets.buttons``. Icons: ``icons.set_icon(button, "copy")``. Words for
  states: ``texts``; times and numbers: ``formats`` alone.
* A count: ``self.tr("%Ln people", "", count)``, then ``make forms`` and both forms in
  ``resources/translations/concierge_en.ts``. In functions: ``counted``.
* Every text goes through ``self.tr`` (or ``QCoreApplication.translate`` in functions); arguments are ``%1`` and filled
  with ``.replace``; every control has an accessible name (a buddy label or its own text counts).
"""
