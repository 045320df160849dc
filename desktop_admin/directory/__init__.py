"""People and rooms from a directory: LDAP or a CSV file, turned into records of the domain."""
