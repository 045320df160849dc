"""The only code that reads directories: people and rooms over LDAP, or from a CSV file.

:func:`open_directory` gives what implements ``domain.directory.Directory``. ldap3 stays in here.
"""

from __future__ import annotations

from desktop_admin.domain.directory import CsvSource, Directory, Source

__all__ = ["open_directory"]


def open_directory(source: Source) -> Directory:
    """What is loaded is only what is needed: ldap3 not for a file."""
    if isinstance(source, CsvSource):
        from desktop_admin.directory.csv_file import CsvDirectory

        return CsvDirectory(source)
    from desktop_admin.directory.ldap import LdapDirectory

    return LdapDirectory(source)
