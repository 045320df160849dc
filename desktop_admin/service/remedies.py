"""What helps against each trouble of a connection, in the administrator's words."""

from __future__ import annotations

from desktop_admin.domain.status import Trouble

REMEDIES = {
    Trouble.WRONG_PASSWORD: "Type the service account's password anew on the Connection page, or unlock the account in "
    "the directory. Sign-in is tried again in 15 minutes, or at once with Force now.",
    Trouble.NO_PASSWORD: "Type the service account's password on the Connection page and save.",
    Trouble.PROXY: "Check the proxy on the Connection page, and that it lets this computer reach Exchange.",
    Trouble.KEYRING: "Unlock the system's password manager. Reading the password is tried again within a minute.",
    Trouble.MAILBOX_NOT_FOUND: "Check the mailbox's address on the Connection page, and that it exists in Exchange.",
    Trouble.NO_IMPERSONATION: "Give the service account the impersonation role; the Connection page has the command.",
    Trouble.NAME_NOT_FOUND: "Check the server's name on the Connection page, and this computer's name service.",
    Trouble.UNREACHABLE: "Check that Exchange runs and that the network and firewalls let this computer reach it.",
    Trouble.CERTIFICATE: "Have the certificate renewed, correct the server's name, or add your own CA file.",
    Trouble.NOT_EXCHANGE: "Check server, port and EWS path on the Connection page.",
    Trouble.HTTP_NOT_ALLOWED: "Use https, or allow unencrypted HTTP on the Connection page for a test.",
    Trouble.CALLBACK_UNREACHABLE: "Check the callback URL, its name and its port in the firewall, and for https that "
    "Exchange trusts the certificate there. The connection check tells more. Or empty it: streaming is used then.",
    Trouble.SUBSCRIPTION_PENDING: "Nothing is lost: the inbox is polled until Exchange sends heartbeats again.",
    Trouble.SERVER_BUSY: "Nothing is lost: requests are fewer until Exchange is well again.",
    Trouble.SERVER_FAULT: "Look at Exchange's own event log; the connection check tells which step fails.",
    Trouble.LISTENER: "Correct the listener on the Connection page, or with [listener] in a configuration file, or "
    "empty the callback URL: streaming is used then.",
    Trouble.STORAGE: "Nothing is lost: invitations wait in Exchange, and it is tried again by itself.",
    Trouble.INTERNAL: "This is a fault of this program. The log file tells more; Force now starts the connection anew.",
}


def remedy_for(trouble: Trouble | None) -> str:
    return REMEDIES.get(trouble, "") if trouble else ""
