"""An integration's passwords, out of the keyring, and the way to Exchange that they open."""

from __future__ import annotations

from desktop_admin.domain.ports import Credentials, Endpoint, MailFault, Proxy, Vault
from desktop_admin.domain.status import Trouble
from desktop_admin.errors import ConciergeError
from desktop_admin.logs import register_secret
from desktop_admin.service.keys import password_key, proxy_password_key
from desktop_admin.service.remedies import remedy_for
from desktop_admin.settings import ConnectionSettings, IntegrationSettings


class IntegrationSecrets:
    """What is stored for one integration. A keyring that is locked, slow or not there yet is ``Trouble.KEYRING``:
    nothing was sent, so it is asked again soon.
    """

    def __init__(self, integration_id: str, vault: Vault) -> None:
        self.has_password = False
        self.has_proxy_password = False
        self._id = integration_id
        self._vault = vault

    async def look(self) -> None:
        """Notes which passwords are stored."""
        try:
            self.has_password = bool(await self._vault.get(password_key(self._id)))
            self.has_proxy_password = bool(await self._vault.get(proxy_password_key(self._id)))
        except ConciergeError:
            self.has_password = self.has_proxy_password = False

    async def credentials(self, connection: ConnectionSettings) -> Credentials:
        """Raises ``MailFault`` when no password is stored, or the keyring does not give it."""
        password = await self._get(password_key(self._id))
        if not password:
            remedy = remedy_for(Trouble.NO_PASSWORD)
            raise MailFault(Trouble.NO_PASSWORD, "No password is stored for the service account.", remedy)
        return Credentials(connection.user_name, password)

    async def proxy(self, connection: ConnectionSettings) -> Proxy | None:
        """The forward proxy in use. Raises ``MailFault`` where the keyring does not give its password."""
        if not connection.proxy_user:
            return connection.proxy_with("")
        return connection.proxy_with(await self._get(proxy_password_key(self._id)))

    async def endpoint(self, settings: IntegrationSettings) -> Endpoint:
        """How to reach Exchange. Raises ``MailFault`` like :meth:`proxy`."""
        connection = settings.connection
        return Endpoint(
            url=connection.ews_url,
            exchange_domains=connection.exchange_domains or (connection.server,),
            authentication=connection.authentication.value,
            ca_file=connection.ca_file,
            allow_http=connection.allow_http,
            timeout=settings.timing.request_timeout,
            oauth=connection.oauth_app,
            proxy=await self.proxy(connection),
        )

    async def _get(self, key: str) -> str:
        try:
            secret = await self._vault.get(key) or ""
        except ConciergeError as fault:
            raise MailFault(Trouble.KEYRING, fault.message, fault.remedy) from fault
        if secret:
            register_secret(secret)
        return secret
