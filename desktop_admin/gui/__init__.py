"""The desktop: shows what the service reports, and asks it to do things. Only this package knows Qt.

How it is put together, and how to add to it: docs/desktop.md.
"""
