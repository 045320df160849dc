"""Table models: rows of frozen records, columns as data."""
