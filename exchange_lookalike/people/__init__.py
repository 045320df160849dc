"""What Exchange tells about people: out-of-office, free/busy, mail tips, names, identifiers, configuration."""
