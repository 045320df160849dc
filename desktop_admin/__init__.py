"""Exchange Concierge: connects Microsoft Exchange to telephones and virtual meeting rooms."""

__version__ = "0.1.0"
