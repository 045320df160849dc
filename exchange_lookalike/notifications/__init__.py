"""Notifications as MS-OXWSNTIF has them: subscriptions, their events, and the three ways to learn of those."""
