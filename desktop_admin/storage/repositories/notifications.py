"""The ledger of notifications, a line a day."""

from __future__ import annotations

from sqlalchemy import delete, select

from desktop_admin.domain.notification_day import NotificationDay
from desktop_admin.storage.repositories.base import Repository, values_of
from desktop_admin.storage.tables import notification_days


class Notifications(Repository):
    async def add(self, integration_id: str, counted: NotificationDay) -> None:
        """Adds to what the day has already."""
        key = {"integration_id": integration_id, "day": counted.day}
        found = await self.since(integration_id, counted.day)
        before = next((each for each in found if each.day == counted.day), NotificationDay(counted.day))
        values = values_of(before.plus(counted))
        del values["day"]
        await self._put(notification_days, key, values)

    async def since(self, integration_id: str, day: str) -> tuple[NotificationDay, ...]:
        """From ``day`` on, oldest first; days on which nothing was told are left out."""
        rows = await self._rows(
            select(notification_days)
            .where(notification_days.c.integration_id == integration_id, notification_days.c.day >= day)
            .order_by(notification_days.c.day)
        )
        return tuple(NotificationDay(row.day, row.told, row.missed, row.doubled, row.late) for row in rows)

    async def prune(self, integration_id: str, before: str) -> None:
        await self._connection.execute(
            delete(notification_days).where(
                notification_days.c.integration_id == integration_id, notification_days.c.day < before
            )
        )
