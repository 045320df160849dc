"""Issues aliases: the number, the ledger's entry, the signed token and the joining instructions that carry it."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from desktop_admin.domain.alias import AliasSpaceExhausted, draw_alias
from desktop_admin.domain.conference import IssuedAlias
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.template import TemplateKey, render, template_of
from desktop_admin.domain.token import sign_alias
from desktop_admin.errors import ConciergeError
from desktop_admin.service.views import AliasView
from desktop_admin.storage import Database

UNUSED_KEPT = timedelta(days=30)


async def issue_alias(
    database: Database, integration_id: str, policy: SchedulingPolicy, key: str, now: datetime
) -> AliasView:
    """An alias that nobody holds, entered into the ledger. Raises ``ConciergeError`` when the numbers run out."""
    alias_id = uuid.uuid4().hex
    async with database.begin() as work:
        for _ in range(1000):
            try:
                alias, numeric = draw_alias(policy, lambda _alias: False, secrets.randbelow)
            except AliasSpaceExhausted as fault:
                raise ConciergeError(str(fault), "Use more digits after the prefix.") from fault
            if not await work.aliases.is_held(alias):
                break
        else:
            raise ConciergeError(
                "Nearly every alias number is taken.", "Use more digits after the prefix on the scheduling page."
            )
        await work.aliases.add(IssuedAlias(alias_id, integration_id, alias, numeric, now))
    token = sign_alias(alias_id, integration_id, key)
    values = {
        "alias": alias,
        "numeric_alias": numeric,
        "alias_uuid": token,
        "addin_server_domain": policy.addin_server_domain,
    }
    source = template_of(policy, TemplateKey.JOINING_INSTRUCTIONS)
    return AliasView(alias, numeric, token, render(TemplateKey.JOINING_INSTRUCTIONS, source, values))


async def release_unused(database: Database, integration_id: str, now: datetime) -> int:
    """Releases aliases that no invitation used within 30 days; returns how many."""
    async with database.begin() as work:
        unused = await work.aliases.unused_since(integration_id, now - UNUSED_KEPT)
        for issued in unused:
            await work.aliases.save(replace(issued, released=now))
    return len(unused)
