"""Passwords and keys in the system keyring, and nowhere else."""
