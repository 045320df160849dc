"""The schema of Exchange Web Services, as far as it is served here: tables, what is made of them, and their use."""
