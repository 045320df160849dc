"""What an integration subscribes to, laid out again only when something that it rests on is another one."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_admin.domain.ports import ServerInfo
from desktop_admin.service.session import Target, targets_of
from desktop_admin.settings import IntegrationSettings


class Layout:
    """Each sign of life asks for the targets, and laying out thousands of people takes milliseconds."""

    def __init__(self) -> None:
        self._targets: tuple[Target, ...] = ()
        self._rests_on: tuple[object, ...] = ()

    def begin_again(self) -> None:
        """A new connection: who was together before is not kept together."""
        self._targets = ()

    def targets(
        self,
        settings: IntegrationSettings,
        addresses: tuple[str, ...],
        server: ServerInfo | None,
        groups: Mapping[str, str],
    ) -> tuple[Target, ...]:
        """As ``targets_of``. The arguments are compared by identity: a changed one has to be another object."""
        rests_on = (settings, addresses, server, groups)
        if not self._targets or any(new is not old for new, old in zip(rests_on, self._rests_on, strict=True)):
            version = server.version if server else ""
            self._targets = targets_of(settings, addresses, version, groups, self._targets)
            self._rests_on = rests_on
        return self._targets
