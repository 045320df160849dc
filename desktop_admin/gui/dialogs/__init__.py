"""Awaitable dialogs: opened, never executed."""
