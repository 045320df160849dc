"""The rules of Exchange Concierge: frozen records and pure functions.

Nothing here does input or output, keeps a clock or imports another part of the program; whoever
needs "now" passes it in. Every moment is an aware ``datetime``; whatever must keep its wall-clock hour
carries its IANA zone name beside it.
"""
