"""Code made by ``make forms`` from the Designer forms in ui_forms: change the forms, not this."""
