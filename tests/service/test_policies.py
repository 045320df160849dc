"""The rules' policies are made from the settings by name."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta

from desktop_admin.domain.people import DEFAULT_KEYWORDS, DEFAULT_PRESENCES
from desktop_admin.domain.policy import PresencePolicy, SchedulingPolicy
from desktop_admin.service import policies
from desktop_admin.settings import PresenceSettings, SchedulingSettings
from desktop_admin.settings.option import option


def test_what_the_settings_say_unless_somebody_changes_them_is_what_the_rules_assume():
    assert policies.presence_policy(PresenceSettings(), DEFAULT_PRESENCES, ()) == PresencePolicy()
    assert policies.scheduling_policy(SchedulingSettings()) == SchedulingPolicy()


def test_every_switch_of_presence_reaches_the_rules():
    switches = {name: not value for name, value in PresenceSettings() if isinstance(value, bool)}
    policy = policies.presence_policy(PresenceSettings(**switches), DEFAULT_PRESENCES, DEFAULT_KEYWORDS)
    taken = {field.name: getattr(policy, field.name) for field in fields(policy) if field.name in switches}
    assert taken == {name: switches[name] for name in taken}
    assert set(switches) - set(taken) == {"read_in_batches"}
    assert policy.keywords == DEFAULT_KEYWORDS


def test_a_new_option_is_in_the_policy_without_being_named_a_third_time(monkeypatch):
    class Settings(SchedulingSettings):
        greeting: str = option("Welcome", label="Greeting")

    @dataclass(frozen=True, slots=True)
    class Policy(SchedulingPolicy):
        greeting: str = ""

    monkeypatch.setattr(policies, "SchedulingPolicy", Policy)
    assert policies.scheduling_policy(Settings()).greeting == "Welcome"
    assert policies.scheduling_policy(Settings(greeting="Hello")).greeting == "Hello"


def test_what_is_derived():
    policy = policies.scheduling_policy(SchedulingSettings(max_duration_minutes=90, alias_domain="meet.example.org"))
    assert (policy.max_duration, policy.addin_server_domain) == (timedelta(minutes=90), "meet.example.org")
    named = policies.scheduling_policy(SchedulingSettings(addin_server_domain="addin.example.org"))
    assert named.addin_server_domain == "addin.example.org"
