"""One repository a group of tables. All repositories of one transaction share a connection."""
