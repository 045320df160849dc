"""The calendar of the look-alike: series and their occurrences, views over them, and meetings between mailboxes."""
