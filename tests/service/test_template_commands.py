"""Texts as the service keeps them: all or none, tried against any invitation; and a mailbox has one integration."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from desktop_admin.__main__ import app
from desktop_admin.domain.meeting import ItemId, MeetingMessage, MessageKind
from desktop_admin.domain.retry_pauses import held_invitation_pause
from desktop_admin.domain.status import Status
from desktop_admin.domain.template import DEFAULT_TEMPLATES, TemplateKey
from desktop_admin.domain.template_lab import CASES
from desktop_admin.errors import ConciergeError
from desktop_admin.service.configuring import apply_config
from desktop_admin.settings import SettingsRefused
from desktop_admin.settings.configuration import read_config
from tests.service.test_concierge import Stage, stage  # noqa: F401 - the fixture

NEW, LONG = TemplateKey.ACCEPT_NEW_SINGLE, TemplateKey.DECLINE_TOO_LONG


async def test_several_texts_are_stored_all_or_none(stage):  # noqa: F811
    view = await stage.add()
    concierge = stage.concierge
    with pytest.raises(SettingsRefused, match="decline_too_long: Line 1, column 4") as refused:
        await concierge.commands.templates.save(view.id, {NEW: "<p>Yes</p>", LONG: "{{ nonsense }}"})
    assert [problem.path for problem in refused.value.problems] == [f"templates.{LONG}"]
    assert (await concierge.commands.templates.list(view.id))[NEW] == DEFAULT_TEMPLATES[NEW]
    await concierge.commands.templates.save(view.id, {NEW: "<p>Yes</p>", LONG: "<p>No</p>"})
    assert concierge.context.supervisor(view.id).settings.scheduling.templates == {NEW: "<p>Yes</p>", LONG: "<p>No</p>"}
    await concierge.commands.templates.save(view.id, dict.fromkeys(TemplateKey))
    assert concierge.context.supervisor(view.id).settings.scheduling.templates == {}


async def test_a_changed_text_has_what_is_held_tried_again_at_once(stage):  # noqa: F811
    """However long its pause has grown: whoever mends a text at nine need not wait for the answer."""
    view = await stage.add()
    odd = MeetingMessage(ItemId("one"), MessageKind.REQUEST, stage.clock.now(), uid="u1", unreadable="It has no end.")
    stage.mail.inbox["one"] = odd
    await stage.concierge.commands.integrations.set_active(view.id, True)
    await stage.until(view.id, Status.ONLINE)
    alarms = stage.concierge.context.supervisor(view.id).alarms
    assert "could not be decided" in alarms.standing[0].text
    stage.mail.inbox["one"] = replace(odd, unreadable="")
    await stage.concierge.commands.templates.save(view.id, {NEW: "<p>Yes</p>"})
    async with asyncio.timeout(30):
        while alarms.standing:
            await stage.clock.advance(0.01)
    assert stage.clock.now() < odd.received + held_invitation_pause(1)
    (item,) = await stage.concierge.commands.invitations.list(view.id)
    assert item.outcome == "declined"


async def test_the_lab_shows_every_answer_with_the_drafts_in_it(stage):  # noqa: F811
    view = await stage.add()
    cases = await stage.concierge.commands.templates.lab(
        view.id, {NEW: "<p>Draft for {{ numeric_alias }}</p>", LONG: "<p>"}
    )
    by_key = {case.key: case for case in cases}
    assert tuple(by_key) == CASES
    assert by_key[NEW].html.startswith("<p>Draft for 70")
    assert by_key[LONG].problems and not by_key[LONG].html
    with pytest.raises(ConciergeError, match="no longer in the journal"):
        await stage.concierge.commands.templates.lab(view.id, {}, 4711)


async def test_a_mailbox_is_refused_to_a_second_integration_wherever_it_is_asked_for(stage):  # noqa: F811
    first = await stage.add()
    mailbox = first.settings.connection.conferencing_mailbox
    concierge = stage.concierge
    words = "belongs to the integration “Head office”"
    values = first.settings.model_dump(mode="json")
    values["connection"]["conferencing_mailbox"] = mailbox.upper()
    with pytest.raises(SettingsRefused, match=words):
        await concierge.commands.integrations.add({**values, "name": "Branch", "active": False})
    values["connection"]["conferencing_mailbox"] = ""
    branch = await concierge.commands.integrations.add({**values, "name": "Branch", "active": False})
    with pytest.raises(SettingsRefused, match=words):
        await concierge.commands.integrations.save(branch.id, {"connection": {"conferencing_mailbox": mailbox.upper()}})
    document = f'[[integrations]]\nname = "Branch"\n[integrations.connection]\nconferencing_mailbox = "{mailbox}"\n'
    with pytest.raises(SettingsRefused, match=words):
        await apply_config(concierge.context, concierge.commands.integrations, read_config(document))
    assert concierge.context.supervisor(branch.id).settings.connection.conferencing_mailbox == ""


async def test_a_document_hands_a_mailbox_over_in_its_own_order_or_is_refused_whole(stage):  # noqa: F811
    first = await stage.add()
    mailbox = first.settings.connection.conferencing_mailbox
    concierge = stage.concierge
    gives = '[[integrations]]\nname = "Head office"\n'
    takes = f'[[integrations]]\nname = "Branch"\n[integrations.connection]\nconferencing_mailbox = "{mailbox}"\n'
    with pytest.raises(SettingsRefused, match="belongs to the integration “Head office”"):
        await apply_config(concierge.context, concierge.commands.integrations, read_config(takes + gives))
    assert [each.settings.name for each in await concierge.commands.integrations.list()] == ["Head office"]
    assert concierge.context.supervisor(first.id).settings.connection.conferencing_mailbox == mailbox
    await apply_config(concierge.context, concierge.commands.integrations, read_config(gives + takes))
    owners = {
        each.settings.name: each.settings.connection.conferencing_mailbox
        for each in await concierge.commands.integrations.list()
    }
    assert owners == {"Head office": "", "Branch": mailbox}


async def test_of_two_who_take_a_mailbox_at_once_one_is_refused(stage):  # noqa: F811
    first = await stage.add()
    values = first.settings.model_dump(mode="json")
    values["connection"]["conferencing_mailbox"] = ""
    concierge = stage.concierge
    others = [
        await concierge.commands.integrations.add({**values, "name": f"Branch {n}", "active": False}) for n in (1, 2)
    ]
    wanted = {"connection": {"conferencing_mailbox": "shared@example.com"}}
    ends = await asyncio.gather(
        *(concierge.commands.integrations.save(each.id, wanted) for each in others), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["IntegrationView", "SettingsRefused"]


async def test_a_mailbox_that_two_have_already_is_refused_at_activation(stage):  # noqa: F811
    first = await stage.add()
    concierge = stage.concierge
    values = first.settings.model_dump(mode="json")
    mailbox = values["connection"]["conferencing_mailbox"]
    values["connection"]["conferencing_mailbox"] = ""
    branch = await concierge.commands.integrations.add({**values, "name": "Branch", "active": False})
    supervisor = concierge.context.supervisor(branch.id)
    connection = supervisor.settings.connection.model_copy(update={"conferencing_mailbox": mailbox})
    # As a database could hold it that somebody else has written.
    supervisor.settings = supervisor.settings.model_copy(update={"connection": connection})
    with pytest.raises(SettingsRefused, match="belongs to the integration “Head office”"):
        await concierge.commands.integrations.set_active(branch.id, True)
    assert not supervisor.settings.active


def test_the_commands_store_show_and_try_texts(tmp_path):
    run = CliRunner()
    (tmp_path / "config.toml").write_text('[[integrations]]\nname = "Head office"\n', encoding="utf-8")
    (tmp_path / "own.html").write_text("<p>Own\n{{ alias }}</p>\n", encoding="utf-8")
    (tmp_path / "wrong.html").write_text("<p>\n{{ subject }}", encoding="utf-8")

    def ask(*words: str, exit_code: int = 0) -> str:
        result = run.invoke(app, [*words, *(() if words[1] == "check" else ("--data-dir", str(tmp_path / "data")))])
        assert result.exit_code == exit_code, (result.output, result.exception)
        return result.output

    ask("config", "apply", str(tmp_path / "config.toml"))
    assert "One text was stored." in ask("templates", "set", NEW, str(tmp_path / "own.html"))
    listed = json.loads(ask("templates", "list", "--json"))
    assert [each["key"] for each in listed if not each["is_default"]] == [NEW]
    assert f"* {NEW}" in ask("templates", "list")
    assert ask("templates", "show", NEW) == "<p>Own\n{{ alias }}</p>\n"
    assert "+ <p>Own\n" in ask("templates", "show", NEW, "--diff")
    told = ask("templates", "check", NEW, str(tmp_path / "wrong.html"), exit_code=1)
    assert "line 2, column 4" in told and "line 1, column 1" in told
    assert len(json.loads(ask("templates", "lab", "--json"))) == len(CASES)
    assert "== decline_too_long" in ask("templates", "lab")
    ask("templates", "reset", "--all")
    assert all(each["is_default"] for each in json.loads(ask("templates", "list", "--json")))
