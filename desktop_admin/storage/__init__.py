"""The database: domain records in, domain records out, one transaction at a time."""

from desktop_admin.storage.database import Database
from desktop_admin.storage.faults import AddressTaken, PersonGone, StorageError, TooManyKeywords
from desktop_admin.storage.lock import DataFolderLock, FolderInUse
from desktop_admin.storage.records import AliasCounts, StoredFacts, StoredIntegration
from desktop_admin.storage.work import Work

__all__ = [
    "AddressTaken",
    "AliasCounts",
    "DataFolderLock",
    "Database",
    "FolderInUse",
    "PersonGone",
    "StorageError",
    "StoredFacts",
    "StoredIntegration",
    "TooManyKeywords",
    "Work",
]
