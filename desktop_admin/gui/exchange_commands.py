"""The commands that an Exchange administrator runs so that the service account may read mailboxes, ready to copy."""

from __future__ import annotations

APPLICATION_ID = "<application id>"


def on_premises(account: str) -> str:
    """Gives the account the impersonation role (Microsoft: New-ManagementRoleAssignment, ApplicationImpersonation)."""
    user = _quoted(account or "<service account>")
    return f"New-ManagementRoleAssignment -Name:'Exchange Concierge' -Role:ApplicationImpersonation -User:{user}"


def online_permission() -> str:
    """Gives an application the right to use EWS (Microsoft: RBAC for Applications in Exchange Online).

    The impersonation role is no more in Exchange Online since February 2025.
    """
    return f"New-ManagementRoleAssignment -App '{APPLICATION_ID}' -Role 'Application EWS.AccessAsApp'"


def online_allow_list() -> str:
    """Lets the application through (Microsoft: Set-OrganizationConfig, EwsAllowedAppIDs; it writes the whole list)."""
    return f"Set-OrganizationConfig -EwsEnabled $true -EwsAllowedAppIDs '{APPLICATION_ID}'"


def known_senders(mailbox: str) -> str:
    """Keeps forged names out of the conferencing mailbox (Microsoft: Set-Mailbox, RequireSenderAuthenticationEnabled).

    By default Exchange takes mail from outside that claims to be from its own domain.
    """
    return f"Set-Mailbox {_quoted(mailbox or '<conferencing mailbox>')} -RequireSenderAuthenticationEnabled $true"


def _quoted(text: str) -> str:
    """A PowerShell literal: nothing inside is expanded, so no account name can become a command."""
    return "'" + text.replace("'", "''").replace("\u2019", "\u2019\u2019") + "'"
