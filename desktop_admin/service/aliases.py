"""Issues aliases: the number, the ledger's entry, the signed token and the joining instructions that carry it."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import replace
from datetime import datetime

from desktop_admin.domain.alias import AliasSpaceExhausted, drawn_aliases
from desktop_admin.domain.alias_ownership import OVER_KEPT, UNUSED_KEPT
from desktop_admin.domain.conference import IssuedAlias
from desktop_admin.domain.passcode import NO_PASSCODES, Passcodes, passcodes_problem
from desktop_admin.domain.policy import SchedulingPolicy
from desktop_admin.domain.template import TemplateKey, render, template_of
from desktop_admin.domain.token import sign_alias
from desktop_admin.errors import ConciergeError
from desktop_admin.service.views import AliasView
from desktop_admin.storage import Database, Work


async def issue_alias(
    database: Database,
    integration_id: str,
    policy: SchedulingPolicy,
    key: str,
    now: datetime,
    passcodes: Passcodes = NO_PASSCODES,
) -> AliasView:
    """An alias that nobody holds, entered into the ledger; ``passcodes`` travel sealed in its token.

    Raises ``ConciergeError`` when the numbers run out, or where the passcodes cannot be.
    """
    if wrong := passcodes_problem(passcodes, policy):
        raise ConciergeError(wrong, "The two differ and have digits alone; how many stands on the Scheduling page.")
    alias_id = uuid.uuid4().hex
    async with database.begin() as work:
        alias, numeric = await _free_alias(work, policy)
        await work.aliases.add(IssuedAlias(alias_id, integration_id, alias, numeric, now))
    token = sign_alias(alias_id, integration_id, key, passcodes)
    values = {
        "alias": alias,
        "numeric_alias": numeric,
        "alias_uuid": token,
        "addin_server_domain": policy.addin_server_domain,
    }
    source = template_of(policy, TemplateKey.JOINING_INSTRUCTIONS)
    return AliasView(alias, numeric, token, render(TemplateKey.JOINING_INSTRUCTIONS, source, values))


async def _free_alias(work: Work, policy: SchedulingPolicy) -> tuple[str, str]:
    try:
        for alias, numeric in drawn_aliases(policy, secrets.randbelow):
            if not await work.aliases.is_held(alias, numeric):
                return alias, numeric
    except AliasSpaceExhausted as fault:
        raise ConciergeError(str(fault), "The number of digits stands on the scheduling page.") from fault
    raise AssertionError("the draws end with an exception")


async def release_idle(database: Database, integration_id: str, now: datetime) -> int:
    """Releases aliases that no invitation used within 30 days, and those whose meeting nobody can join any more since
    a day; returns how many.
    """
    async with database.begin() as work:
        unused = await work.aliases.unused_since(integration_id, now - UNUSED_KEPT)
        over = await work.ledger.idle_since(integration_id, now - OVER_KEPT)
        for issued in (*unused, *over):
            await work.aliases.save(replace(issued, released=now))
    return len(unused) + len(over)
