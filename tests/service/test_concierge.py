"""The service as front ends see it: commands, what they refuse, and what they tell."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_admin.domain.people import Keyword, Person, PresenceEntry
from desktop_admin.domain.ports import MailFault, Proxy
from desktop_admin.domain.status import CheckName, CheckState, Status, Trouble
from desktop_admin.domain.template import DEFAULT_TEMPLATES, TemplateKey
from desktop_admin.errors import ConciergeError
from desktop_admin.exchange import ExchangePushDecoder
from desktop_admin.service.concierge import Concierge
from desktop_admin.service.configuring import apply_config, export_config
from desktop_admin.service.events import CheckProgress, ConditionChanged, Event, IntegrationsChanged
from desktop_admin.service.views import RulesDraft
from desktop_admin.settings import SettingsRefused
from desktop_admin.settings.configuration import read_config
from desktop_admin.storage import Database
from desktop_admin.vault import MemoryVault
from desktop_admin.vault.errors import VaultLocked, VaultTimeout
from tests.helpers.clock import ManualClock, settle
from tests.helpers.fake_mail import FakeMail

PROXY = {"proxy": "url", "proxy_url": "proxy.example.com", "proxy_user": "svc"}
ROOMS = "rooms@example.com"


async def eventually(holds: Callable[[], bool], seen: Callable[[], object], seconds: float = 20.0) -> None:
    """Time that tests make stands still meanwhile; the database's thread needs a little of the real one."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, seen()
        await asyncio.sleep(0.001)


@dataclass
class Stage:
    folder: Path
    clock: ManualClock
    mail: FakeMail
    vault: MemoryVault
    concierge: Concierge
    events: list[Event] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)

    async def add(self, name: str = "Head office", mailbox: str = ROOMS, password: str | None = "secret"):
        connection = {"server": "mail.example.com", "user_name": "svc@example.com", "conferencing_mailbox": mailbox}
        return await self.concierge.commands.integrations.add({"name": name, "connection": connection}, password)

    def status(self, integration_id: str) -> Status:
        return self.concierge.context.supervisor(integration_id).condition.status

    def checked(self, *, finished: bool = False) -> list[CheckProgress]:
        return [each for each in self.events if isinstance(each, CheckProgress) and each.finished >= finished]

    async def until(self, integration_id: str, status: Status) -> None:
        await eventually(lambda: self.status(integration_id) is status, lambda: self.status(integration_id))


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    clock, mail, vault = ManualClock(), FakeMail(), MemoryVault()
    made = Stage(tmp_path, clock, mail, vault, None)  # type: ignore[arg-type]  # filled in below

    def factory(endpoint, credentials):
        made.passwords.append(credentials.password)
        return mail

    made.concierge = Concierge(Database(tmp_path / "concierge.sqlite3"), vault, factory, ExchangePushDecoder(), clock)
    made.concierge.bus.subscribe(made.events.append)
    await made.concierge.open()
    made.concierge.start()
    yield made
    await made.concierge.stop()


async def test_one_command_takes_it_online_and_the_story_is_told(stage):
    view = await stage.add()
    await stage.concierge.commands.integrations.set_active(view.id, True)
    await stage.until(view.id, Status.ONLINE)
    told = [line.text for line in await stage.concierge.commands.program.log_lines()]
    assert "Service starting." in told
    assert "Connected to Exchange 2019 (version 15.2.1748)." in told
    assert "Online: changes arrive by streaming." in told
    last = [event for event in stage.events if isinstance(event, ConditionChanged)][-1]
    assert (last.condition.status, last.server_version) == (Status.ONLINE, "15.2.1748")


async def test_an_integration_of_nobody_is_online_and_says_that_there_is_nothing_to_hear_of(stage):
    view = await stage.add(mailbox="")
    await stage.concierge.commands.integrations.set_active(view.id, True)
    await stage.until(view.id, Status.ONLINE)
    told = [line.text for line in await stage.concierge.commands.program.log_lines()]
    assert "Online: there is no mailbox to hear of." in told


@pytest.mark.parametrize(("seconds", "words"), [(240, "every 4 min."), (20, "every 20 s."), (200, "every 3.33 min.")])
async def test_how_often_is_polled_is_told_in_round_numbers(stage, seconds, words):
    view = await stage.add()
    await stage.concierge.commands.integrations.save(view.id, {"timing": {"poll_every": seconds}})
    stage.mail.faults["stream"] = [MailFault(Trouble.SUBSCRIPTION_PENDING, "No subscription is given.")] * 2
    await stage.concierge.commands.integrations.set_active(view.id, True)
    await stage.until(view.id, Status.DEGRADED)
    (told,) = [
        line.text for line in await stage.concierge.commands.program.log_lines() if line.text.startswith("Degraded")
    ]
    assert told.endswith(f"The inbox is checked now and {words}")


async def test_a_wrong_password_is_tried_once_and_told_with_its_remedy(stage):
    stage.mail.faults["connect"] = [
        MailFault(Trouble.WRONG_PASSWORD, "Exchange refuses the password."),
        MailFault(Trouble.WRONG_PASSWORD, "The client secret has expired.", "Make a new one."),
    ]
    view = await stage.add()
    await stage.concierge.commands.integrations.set_active(view.id, True)
    await stage.until(view.id, Status.OFFLINE)
    await stage.clock.advance(600)
    assert stage.mail.calls.count("connect") == 1
    supervisor = stage.concierge.context.supervisor(view.id)
    (alarm,) = supervisor.alarms.standing
    assert (alarm.text, "15 minutes" in alarm.remedy) == ("Exchange refuses the password.", True)
    # Whoever met the fault knows better what helps than the table of troubles does.
    await stage.clock.advance(300)
    await eventually(lambda: supervisor.alarms.standing != (alarm,), lambda: supervisor.alarms.standing)
    (alarm,) = supervisor.alarms.standing
    assert (alarm.text, alarm.remedy) == ("The client secret has expired.", "Make a new one.")


async def test_a_new_integration_is_checked_as_well_as_a_changed_one(stage):
    view = await stage.add()
    await eventually(lambda: bool(stage.checked(finished=True)), lambda: stage.events[-5:])
    assert {event.integration_id for event in stage.checked(finished=True)} == {view.id}
    assert "check the sign-in" in stage.mail.calls
    document = read_config(
        '[[integrations]]\nname = "Branch"\n[integrations.connection]\n'
        'server = "mail2.example.com"\nuser_name = "svc@example.com"\n'
    )
    await apply_config(stage.concierge.context, stage.concierge.commands.integrations, document)
    branch = stage.concierge.context.by_name("Branch")
    await eventually(
        lambda: branch.id in {event.integration_id for event in stage.checked(finished=True)}, lambda: stage.events[-5:]
    )
    unfinished = await stage.concierge.commands.integrations.add({"name": "To be filled in"})
    await asyncio.sleep(0)
    assert unfinished.id not in {event.integration_id for event in stage.checked()}


async def test_a_saved_password_that_is_refused_is_not_sent_by_the_check_as_well(stage):
    """Two tries a save are two steps towards a locked account."""
    view = await stage.add()
    await stage.concierge.commands.integrations.set_active(view.id, True)
    await stage.until(view.id, Status.ONLINE)
    await eventually(lambda: bool(stage.checked(finished=True)), lambda: stage.events[-5:])
    stage.events.clear()
    stage.mail.calls[:] = ["connect"]
    stage.mail.faults["connect"] = [MailFault(Trouble.WRONG_PASSWORD, "Exchange refuses the password.")]
    await stage.concierge.commands.integrations.save(view.id, {}, "wrong")
    await eventually(lambda: bool(stage.checked(finished=True)), lambda: stage.events[-5:])
    assert stage.mail.calls.count("connect") == 2 and "check the sign-in" not in stage.mail.calls
    told = {event.step.name: event.step for event in stage.checked()}
    assert (told[CheckName.SIGN_IN].state, told[CheckName.INBOX].state) == (CheckState.FAILED, CheckState.SKIPPED)
    assert "refuses the password" in told[CheckName.SIGN_IN].finding and "15 minutes" in told[CheckName.SIGN_IN].remedy
    # Whoever asks for it by hand has it tried.
    steps = {step.name: step for step in await stage.concierge.commands.integrations.check(view.id)}
    assert steps[CheckName.SIGN_IN].state is CheckState.PASSED
    assert stage.mail.calls.count("check the sign-in") == 1


async def test_a_new_password_is_used_at_once(stage):
    stage.mail.faults["connect"] = [MailFault(Trouble.WRONG_PASSWORD, "Exchange refuses the password.")]
    view = await stage.add(password="old one")
    await stage.concierge.commands.integrations.set_active(view.id, True)
    await stage.until(view.id, Status.OFFLINE)
    await stage.concierge.commands.integrations.save(view.id, {}, "new one")
    await stage.until(view.id, Status.ONLINE)
    assert stage.passwords[-1] == "new one"
    assert stage.concierge.context.supervisor(view.id).alarms.standing == ()


async def test_a_certificate_that_ends_soon_is_an_alarm_thirty_days_ahead(stage):
    stage.mail.certificate_until = stage.clock.now() + timedelta(days=31)
    view = await stage.add()
    await stage.concierge.commands.integrations.set_active(view.id, True)
    await stage.until(view.id, Status.ONLINE)
    supervisor = stage.concierge.context.supervisor(view.id)
    assert supervisor.alarms.standing == ()
    supervisor.server = replace(supervisor.server, certificate_until=stage.clock.now() + timedelta(days=29, hours=1))
    supervisor.look_at_certificates()
    (alarm,) = supervisor.alarms.standing
    assert "certificate of mail.example.com ends in 29 days" in alarm.text
    stage.mail.certificate_until = stage.clock.now() + timedelta(days=400)
    await stage.concierge.commands.integrations.reconnect(view.id)
    await eventually(lambda: supervisor.alarms.standing == (), lambda: supervisor.alarms.standing)
    await stage.until(view.id, Status.ONLINE)


async def test_switching_off_closes_the_connection(stage):
    view = await stage.add()
    await stage.concierge.commands.integrations.set_active(view.id, True)
    await stage.until(view.id, Status.ONLINE)
    await stage.concierge.commands.integrations.set_active(view.id, False)
    await stage.until(view.id, Status.DISABLED)
    await settle()
    assert stage.mail.calls[-1] == "close"


async def test_without_a_password_it_says_what_to_do(stage):
    view = await stage.add(password=None)
    await stage.concierge.commands.integrations.set_active(view.id, True)
    await stage.until(view.id, Status.OFFLINE)
    condition = stage.concierge.context.supervisor(view.id).condition
    assert condition.trouble is Trouble.NO_PASSWORD


@pytest.mark.parametrize("fault", [VaultLocked(), VaultTimeout(10)])
async def test_a_keyring_that_is_locked_or_slow_is_no_refused_password_and_asked_again_within_a_minute(
    stage, monkeypatch, fault
):
    view = await stage.add()
    asked = []
    opened = type(stage.vault).get

    async def locked(self, key):
        if key.endswith("/password"):
            asked.append(stage.clock.now())
            raise fault
        return await opened(self, key)

    monkeypatch.setattr(type(stage.vault), "get", locked)
    await stage.concierge.commands.integrations.set_active(view.id, True)
    await stage.until(view.id, Status.OFFLINE)
    condition = stage.concierge.context.supervisor(view.id).condition
    assert (condition.trouble, condition.reason) == (Trouble.KEYRING, fault.message)
    for _ in range(12):
        before = len(asked)
        await stage.clock.advance(60)
        await settle()
        assert len(asked) > before, "never longer than a minute"
    monkeypatch.setattr(type(stage.vault), "get", opened)
    await stage.clock.advance(60)
    await stage.until(view.id, Status.ONLINE)


async def test_the_proxys_password_is_kept_in_the_keyring_and_goes_with_the_endpoint(stage):
    view = await stage.add()
    values = {"connection": view.settings.connection.model_dump() | PROXY}
    await stage.concierge.commands.integrations.save(view.id, values, None, "pr0xy")
    supervisor = stage.concierge.context.supervisor(view.id)
    assert (await supervisor.endpoint()).proxy == Proxy("http://proxy.example.com:8080", "svc", "pr0xy")
    assert supervisor.view().has_proxy_password and "pr0xy" not in repr(supervisor.view())
    assert stage.concierge.context.around.vault is stage.vault
    await stage.concierge.commands.integrations.remove(view.id)
    assert await stage.vault.get(f"integration/{view.id}/proxy-password") is None


async def test_names_and_mailboxes_belong_to_one_integration(stage):
    await stage.add()
    with pytest.raises(SettingsRefused) as refused:
        await stage.add(name="HEAD OFFICE")
    assert {problem.path for problem in refused.value.problems} == {"name", "connection.conferencing_mailbox"}
    assert len(await stage.concierge.commands.integrations.list()) == 1


async def test_removing_takes_its_secrets_along(stage):
    view = await stage.add()
    await stage.concierge.commands.aliases.issue(view.id)
    await stage.concierge.commands.integrations.remove(view.id)
    assert await stage.concierge.commands.integrations.list() == ()
    assert await stage.vault.get(f"integration/{view.id}/password") is None
    with pytest.raises(ConciergeError):
        await stage.concierge.commands.aliases.issue(view.id)


async def test_force_now_needs_an_active_integration(stage):
    view = await stage.add()
    with pytest.raises(ConciergeError, match="switched off"):
        await stage.concierge.commands.integrations.reconnect(view.id)


async def test_everything_survives_a_restart(stage):
    view = await stage.add()
    await stage.concierge.commands.people.save(view.id, Person(0, "Ada", "ada@example.com"))
    await stage.concierge.commands.templates.save(view.id, {TemplateKey.ACCEPT_NEW_SINGLE: "<p>Yes: {{ alias }}</p>"})
    await stage.concierge.stop()
    again = Concierge(
        Database(stage.folder / "concierge.sqlite3"),
        stage.vault,
        lambda *_: stage.mail,
        ExchangePushDecoder(),
        stage.clock,
    )
    await again.open()
    try:
        (kept,) = await again.commands.integrations.list()
        assert (kept.id, kept.settings.name, kept.has_password) == (view.id, "Head office", True)
        assert [each.person.name for each in await again.commands.people.list(view.id)] == ["Ada"]
        assert (await again.commands.templates.list(view.id))[
            TemplateKey.ACCEPT_NEW_SINGLE
        ] == "<p>Yes: {{ alias }}</p>"
    finally:
        await again.stop()


async def test_a_text_that_is_wrong_is_refused_with_its_place_and_the_default_comes_back(stage):
    view = await stage.add()
    key = TemplateKey.ACCEPT_NEW_SINGLE
    with pytest.raises(SettingsRefused, match="Line 1, column 4"):
        await stage.concierge.commands.templates.save(view.id, {key: "{{ nonsense }}"})
    await stage.concierge.commands.templates.save(view.id, {key: "<p>Yes</p>"})
    await stage.concierge.commands.templates.save(view.id, {key: None})
    assert (await stage.concierge.commands.templates.list(view.id))[key] == DEFAULT_TEMPLATES[key]


async def test_keywords_are_checked_against_the_presence_list(stage):
    view = await stage.add()
    with pytest.raises(SettingsRefused, match="Nowhere"):
        await stage.concierge.commands.rules.save_keywords(view.id, [Keyword("Lunch", "Nowhere")])
    draft = RulesDraft((*await stage.concierge.commands.rules.presences(view.id), PresenceEntry("Nowhere")), ())
    await stage.concierge.commands.rules.save(view.id, draft)
    await stage.concierge.commands.rules.save_keywords(view.id, [Keyword("Lunch", "Nowhere")])
    assert await stage.concierge.commands.rules.keywords(view.id) == (Keyword("Lunch", "Nowhere"),)


async def test_an_own_choice_must_be_a_presence(stage):
    view = await stage.add()
    person = await stage.concierge.commands.people.save(view.id, Person(0, "Ada", "ada@example.com"))
    with pytest.raises(ConciergeError, match="no presence"):
        await stage.concierge.commands.people.set_override(view.id, person.id, "Fishing")
    await stage.concierge.commands.people.set_override(view.id, person.id, "Busy")
    assert (await stage.concierge.commands.people.list(view.id))[0].verdict.presence == "Busy"


async def test_a_configuration_is_taken_whole_or_not_at_all(stage):
    await stage.add()
    text = f'''
[[integrations]]
name = "Second"
[[integrations.people]]
name = "Bo"

[[integrations]]
name = "Third"
[integrations.connection]
server = "mail.example.com"
user_name = "svc@example.com"
conferencing_mailbox = "{ROOMS}"
'''
    with pytest.raises(SettingsRefused, match="Head office"):
        await apply_config(stage.concierge.context, stage.concierge.commands.integrations, read_config(text))
    assert [view.settings.name for view in await stage.concierge.commands.integrations.list()] == ["Head office"]
    told = await apply_config(
        stage.concierge.context,
        stage.concierge.commands.integrations,
        read_config(text.replace(ROOMS, "other@example.com")),
    )
    assert len(told) == 2
    assert len(await stage.concierge.commands.integrations.list()) == 3


async def test_applying_an_export_changes_nothing(stage):
    view = await stage.add()
    await stage.concierge.commands.people.save(view.id, Person(0, "Ada", "ada@example.com"))
    before = await export_config(stage.concierge.context)
    await apply_config(stage.concierge.context, stage.concierge.commands.integrations, before)
    after = await export_config(stage.concierge.context)
    assert replace(after) == before


async def test_unused_aliases_are_released_after_thirty_days(stage):
    view = await stage.add()
    await stage.concierge.commands.aliases.issue(view.id)
    stage.clock.leap(timedelta(days=31).total_seconds())
    await stage.clock.advance(1)
    for _ in range(200):
        async with stage.concierge.context.around.database.begin() as work:
            counts = await work.ledger.counts(view.id)
        if counts.released:
            break
    assert (counts.released, counts.issued) == (1, 0)


async def test_front_ends_are_told_of_every_change_of_the_list(stage):
    await stage.add()
    assert [event for event in stage.events if isinstance(event, IntegrationsChanged)][-1].integrations


async def test_an_address_belongs_to_one_person(stage):
    view = await stage.add()
    ada = await stage.concierge.commands.people.save(view.id, Person(0, "Ada", "ada@example.com"))
    with pytest.raises(SettingsRefused, match="Ada has this address already"):
        await stage.concierge.commands.people.save(view.id, Person(0, "Bo", "ADA@example.com"))
    assert await stage.concierge.commands.people.save(view.id, replace(ada, name="Ada Byron")) == replace(
        ada, name="Ada Byron"
    )
    await stage.concierge.commands.people.save(view.id, Person(0, "Cy"))
    assert await stage.concierge.commands.people.save(view.id, Person(0, "Di"))
