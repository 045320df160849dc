"""The database: domain records in, domain records out, one transaction at a time."""

from desktop_admin.storage.database import Database
from desktop_admin.storage.faults import (
    AddressTaken,
    AliasTaken,
    PersonGone,
    RoomGone,
    RoomNameTaken,
    StorageError,
    TooManyKeywords,
)
from desktop_admin.storage.lock import DataFolderLock, FolderInUse
from desktop_admin.storage.records import StoredFacts, StoredIntegration, StoredReading
from desktop_admin.storage.repositories.conference_search import ConferenceFilter
from desktop_admin.storage.work import Work

__all__ = [
    "AddressTaken",
    "AliasTaken",
    "ConferenceFilter",
    "DataFolderLock",
    "Database",
    "FolderInUse",
    "PersonGone",
    "RoomGone",
    "RoomNameTaken",
    "StorageError",
    "StoredFacts",
    "StoredIntegration",
    "StoredReading",
    "TooManyKeywords",
    "Work",
]
