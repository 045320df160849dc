"""A configuration document is taken in one step, and leaves in peace what is so already."""

from __future__ import annotations

import socket

import pytest

from desktop_admin.domain.people import DEFAULT_KEYWORDS, DEFAULT_PRESENCES, LONGEST, Keyword, Person
from desktop_admin.domain.ports import PushNotice, Subscription
from desktop_admin.domain.status import Status
from desktop_admin.errors import ConciergeError
from desktop_admin.service.configuring import apply_config, export_config
from desktop_admin.settings import SettingsRefused
from desktop_admin.settings.configuration import read_config, write_config
from desktop_admin.storage.repositories.people import People
from tests.helpers.ports import free_port
from tests.service.test_concierge import eventually, stage  # noqa: F401 - the fixture

CALLBACK = "http://concierge.example.com:21020"
OWN_LIST = "".join(f'[[integrations.presences]]\nname = "{name}"\n' for name in ("Here", "Meeting", "Out of office"))


async def pushed_to(stage, port: int):  # noqa: F811
    """An integration that is pushed to, with the listener at that port of the loopback."""

    async def subscribe_push(mailboxes, url, _minutes, *, inbox):
        """As Exchange does: it posts at once."""
        stage.concierge.context.around.pushes.arrived(url.rpartition("/")[2], "", (PushNotice("one", changed=False),))
        return Subscription("one", tuple(mailboxes))

    stage.mail.subscribe_push = subscribe_push
    view = await stage.add()
    await apply_config(
        stage.concierge.context,
        stage.concierge.commands.integrations,
        read_config(f'[listener]\nhost = "127.0.0.1"\nport = {port}\n'),
    )
    await stage.concierge.commands.integrations.save(view.id, {"connection": {"callback_url": CALLBACK}})
    await stage.concierge.commands.integrations.set_active(view.id, True)
    await stage.until(view.id, Status.ONLINE)
    return view


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def test_what_is_so_already_is_told_as_such_and_nobody_is_disturbed(stage):  # noqa: F811
    port = free_port()
    view = await pushed_to(stage, port)
    await stage.concierge.commands.people.save(view.id, Person(0, "Ada", "ada@example.com"))
    text = write_config(await export_config(stage.concierge.context))
    before, connects = len(stage.events), stage.mail.calls.count("connect")
    assert await apply_config(stage.concierge.context, stage.concierge.commands.integrations, read_config(text)) == (
        "The listener's settings are as the file says already.",
        "The integration “Head office” is as the file says already.",
    )
    assert await apply_config(
        stage.concierge.context,
        stage.concierge.commands.integrations,
        read_config('[[integrations]]\nname = "Branch"\n'),
    ) == ("The integration “Branch” was added.",)
    assert is_open(port)
    assert stage.mail.calls.count("connect") == connects
    told = {event.integration_id for event in stage.events[before:]}
    assert view.id not in told
    (changed,) = await apply_config(
        stage.concierge.context,
        stage.concierge.commands.integrations,
        read_config('[[integrations]]\nname = "BRANCH"\nactive = true\n'),
    )
    assert changed == "The integration “BRANCH” was changed."


async def test_another_port_of_the_listener_is_taken_at_once(stage):  # noqa: F811
    port, other = free_port(), free_port()
    await pushed_to(stage, port)
    document = read_config(f'[listener]\nhost = "127.0.0.1"\nport = {other}\n')
    assert await apply_config(stage.concierge.context, stage.concierge.commands.integrations, document) == (
        "The listener's settings were changed.",
    )
    await eventually(lambda: is_open(other), lambda: stage.mail.calls)
    assert not is_open(port)


async def test_a_fault_in_the_middle_leaves_everything_as_it_was(stage, monkeypatch):  # noqa: F811
    await stage.add()
    before = await export_config(stage.concierge.context)

    async def full(*_):
        raise ConciergeError("The disk is full.")

    monkeypatch.setattr(People, "save_many", full)
    changed = '[listener]\nport = 1\n[[integrations]]\nname = "Head office"\ndescription = "other"\n'
    with pytest.raises(ConciergeError, match="disk is full"):
        await apply_config(
            stage.concierge.context,
            stage.concierge.commands.integrations,
            read_config(changed + '[[integrations]]\nname = "Branch"\n'),
        )
    assert await export_config(stage.concierge.context) == before
    async with stage.concierge.context.around.database.begin() as work:
        assert [each.document["description"] for each in await work.integrations.list()] == [""]


async def test_rules_that_do_not_fit_what_is_there_are_refused(stage):  # noqa: F811
    view = await stage.add()
    named = '[[integrations]]\nname = "Head office"\n'
    with pytest.raises(SettingsRefused, match="keyword 1: There is no presence “Lunch”"):
        await apply_config(
            stage.concierge.context, stage.concierge.commands.integrations, read_config(named + OWN_LIST)
        )
    meeting = '[integrations.presence]\nmeeting_presence = "Nowhere"\n'
    with pytest.raises(SettingsRefused, match=r"presence\.meeting_presence: There is no presence “Nowhere”"):
        await apply_config(stage.concierge.context, stage.concierge.commands.integrations, read_config(named + meeting))
    assert await stage.concierge.commands.rules.presences(view.id) == DEFAULT_PRESENCES
    assert await stage.concierge.commands.rules.keywords(view.id) == DEFAULT_KEYWORDS


async def test_a_new_integration_has_the_first_keywords_that_fit_its_list(stage):  # noqa: F811
    await apply_config(
        stage.concierge.context,
        stage.concierge.commands.integrations,
        read_config('[[integrations]]\nname = "Branch"\n' + OWN_LIST),
    )
    branch = stage.concierge.context.by_name("branch")
    assert [entry.name for entry in await stage.concierge.commands.rules.presences(branch.id)] == [
        "Here",
        "Meeting",
        "Out of office",
    ]
    assert await stage.concierge.commands.rules.keywords(branch.id) == (
        Keyword("Holiday", "Out of office"),
        Keyword("Vacation", "Out of office"),
    )


async def test_several_of_one_name_without_address_are_kept_apart(stage):  # noqa: F811
    view = await stage.add()
    for _ in range(2):
        await stage.concierge.commands.people.save(view.id, Person(0, "Reception"))
    text = write_config(await export_config(stage.concierge.context))
    (told,) = (await apply_config(stage.concierge.context, stage.concierge.commands.integrations, read_config(text)))[
        1:
    ]
    assert told.endswith("is as the file says already.")
    assert len(await stage.concierge.commands.people.list(view.id)) == 2
    await apply_config(
        stage.concierge.context,
        stage.concierge.commands.integrations,
        read_config(text.replace('name = "Reception"', 'name = "Desk"', 1)),
    )
    assert sorted(each.person.name for each in await stage.concierge.commands.people.list(view.id)) == [
        "Desk",
        "Reception",
    ]


async def test_a_file_without_content_is_told_as_such(stage):  # noqa: F811
    assert await apply_config(stage.concierge.context, stage.concierge.commands.integrations, read_config("")) == (
        "The file names neither an integration nor the listener.",
    )


async def test_the_links_of_joining_instructions_lead_to_the_alias_domain_unless_another_host_is_set(stage):  # noqa: F811
    named = '[[integrations]]\nname = "Head office"\n[integrations.scheduling]\nalias_domain = "vmr.example.org"\n'
    await apply_config(stage.concierge.context, stage.concierge.commands.integrations, read_config(named))
    integration = stage.concierge.context.by_name("Head office").id
    assert "https://vmr.example.org/join/" in (await stage.concierge.commands.aliases.issue(integration)).instructions
    await apply_config(
        stage.concierge.context,
        stage.concierge.commands.integrations,
        read_config(named + 'addin_server_domain = "join.example.org"\n'),
    )
    assert "https://join.example.org/join/" in (await stage.concierge.commands.aliases.issue(integration)).instructions


async def test_whoever_is_kept_can_be_exported_and_applied_again(stage):  # noqa: F811
    view = await stage.add()
    longest = {key: "7" * most for key, most in LONGEST.items()} | {"address": "a@" + "b" * 60 + ".example"}
    await stage.concierge.commands.people.save(view.id, Person(0, **longest))
    text = write_config(await export_config(stage.concierge.context))
    assert (await apply_config(stage.concierge.context, stage.concierge.commands.integrations, read_config(text)))[
        1
    ].endswith("is as the file says already.")
    for key in ("name", "extension"):
        with pytest.raises(SettingsRefused, match=f"{key}: Use at most {LONGEST[key]} characters"):
            await stage.concierge.commands.people.save(view.id, Person(0, **longest | {key: "7" * (LONGEST[key] + 1)}))


async def test_the_desktop_sets_the_listener_whole_or_not_at_all(stage, tmp_path):  # noqa: F811
    port, other = free_port(), free_port()
    await pushed_to(stage, port)
    before = await stage.concierge.commands.program.listener()
    missing = str(tmp_path / "missing.pem")
    for wrong, at in (
        ({"port": other, "certificate_file": missing}, "certificate_file"),
        ({"port": other, "allowed_sources": ["proxy"]}, "allowed_sources"),
        ({"port": 70_000}, "port"),
    ):
        with pytest.raises(SettingsRefused) as refused:
            await stage.concierge.commands.program.save_listener(wrong)
        assert at in refused.value.problems[0].path.split(".")
    document = read_config(f"[listener]\ncertificate_file = '{missing}'\n[[integrations]]\nname = \"Branch\"\n")
    with pytest.raises(SettingsRefused, match="There is no file"):
        await apply_config(stage.concierge.context, stage.concierge.commands.integrations, document)
    assert stage.concierge.context.by_name("Branch") is None
    assert await stage.concierge.commands.program.listener() == before
    assert is_open(port)
    saved = await stage.concierge.commands.program.save_listener({"port": other})
    assert await stage.concierge.commands.program.listener() == saved == before.model_copy(update={"port": other})
    await eventually(lambda: is_open(other) and not is_open(port), lambda: (port, other))
