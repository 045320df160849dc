"""What the desktop knows of the integrations: the latest view of each, kept up to date by events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop_admin.domain.health import Health, health_of
from desktop_admin.service.events import (
    AlarmsChanged,
    ConditionChanged,
    Event,
    IntegrationsChanged,
    SubscriptionChanged,
)
from desktop_admin.service.views import IntegrationView


class ServiceState(QObject):
    """``listed``: integrations came, went or were renamed. ``changed`` (id): something of that one is another."""

    listed = Signal()
    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: dict[str, IntegrationView] = {}

    @property
    def views(self) -> tuple[IntegrationView, ...]:
        return tuple(self._views.values())

    def view(self, integration_id: str) -> IntegrationView | None:
        return self._views.get(integration_id)

    @property
    def health(self) -> Health:
        """Of all integrations: what headline, window icon and tray show."""
        return health_of([view.facts for view in self.views])

    def set_views(self, views: Iterable[IntegrationView]) -> None:
        self._views = {view.id: view for view in views}
        self.listed.emit()
        for view in self.views:
            self.changed.emit(view.id)

    def apply(self, events: Iterable[Event]) -> None:
        touched: dict[str, None] = {}
        for event in events:
            if isinstance(event, IntegrationsChanged):
                self.set_views(event.integrations)
            elif (view := self._views.get(event.integration_id)) and (later := after(view, event)) is not view:
                self._views[view.id] = later
                touched[view.id] = None
        for integration_id in touched:
            self.changed.emit(integration_id)


def after(view: IntegrationView, event: Event) -> IntegrationView:
    """``view`` as it is after ``event``; the same object where the event says nothing about it."""
    match event:
        case ConditionChanged(condition=condition, server_name=name, server_version=version, listener=listener):
            told = replace(view, condition=condition, listener=listener)
            return replace(told, server_name=name, server_version=version) if name else told
        case SubscriptionChanged(mode=mode, last_sign=last_sign, waiting=waiting, rehearsed=rehearsed):
            return replace(view, mode=mode, last_sign=last_sign, waiting=waiting, rehearsed=rehearsed)
        case AlarmsChanged(alarms=alarms):
            return replace(view, alarms=alarms)
        case _:
            return view
