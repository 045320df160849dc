"""An Exchange look-alike over real HTTP, for testing programs that speak Exchange Web Services.

README.md beside this file says how to use it and how to add to it.
"""
