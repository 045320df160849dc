"""Everything that can be stored, inside one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from desktop_admin.storage.connection import Connection
from desktop_admin.storage.repositories.aliases import Aliases
from desktop_admin.storage.repositories.calendared import Calendared
from desktop_admin.storage.repositories.conference_search import ConferenceSearch
from desktop_admin.storage.repositories.conferences import Conferences
from desktop_admin.storage.repositories.directory import Directory
from desktop_admin.storage.repositories.facts import Facts
from desktop_admin.storage.repositories.holding import Holding
from desktop_admin.storage.repositories.integrations import Documents, History, Integrations, SyncStates
from desktop_admin.storage.repositories.journal import Journal
from desktop_admin.storage.repositories.ledger import Ledger
from desktop_admin.storage.repositories.notifications import Notifications
from desktop_admin.storage.repositories.occurrences import Occurrences
from desktop_admin.storage.repositories.outbox import Outbox
from desktop_admin.storage.repositories.people import Keywords, People, Presences
from desktop_admin.storage.repositories.presence_changes import PresenceChanges
from desktop_admin.storage.repositories.rooms import Rooms
from desktop_admin.storage.repositories.stored_passcodes import StoredPasscodes


class Work:
    """One transaction's repositories. Used inside ``Database.begin()`` or ``Database.run()`` alone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.integrations = Integrations(connection)
        self.documents = Documents(connection)
        self.people = People(connection)
        self.presences = Presences(connection)
        self.keywords = Keywords(connection)
        self.facts = Facts(connection)
        self.presence_changes = PresenceChanges(connection)
        self.aliases = Aliases(connection)
        self.ledger = Ledger(connection)
        self.holding = Holding(connection)
        self.rooms = Rooms(connection)
        self.stored_passcodes = StoredPasscodes(connection)
        self.calendared = Calendared(connection)
        self.conferences = Conferences(connection)
        self.conference_search = ConferenceSearch(connection)
        self.occurrences = Occurrences(connection)
        self.directory = Directory(connection)
        self.journal = Journal(connection)
        self.outbox = Outbox(connection)
        self.sync_states = SyncStates(connection)
        self.history = History(connection)
        self.notifications = Notifications(connection)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part that can fail alone: an exception undoes what was written inside, and is raised on."""
        await self._connection.exec_driver_sql("SAVEPOINT part")
        try:
            yield
        except Exception:
            await self._connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
            await self._connection.exec_driver_sql("RELEASE SAVEPOINT part")
            raise
        await self._connection.exec_driver_sql("RELEASE SAVEPOINT part")
