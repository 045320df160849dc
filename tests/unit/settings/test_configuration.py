"""The configuration file: read whole or refused with line and key, and written so that it reads back the same."""

from __future__ import annotations

import io
import re
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin import logs
from desktop_admin.cli import setting_up
from desktop_admin.cli.guard import run
from desktop_admin.domain.people import DEFAULT_PRESENCES, MAX_KEYWORDS, OUT_OF_OFFICE, Keyword, Person, PresenceEntry
from desktop_admin.settings import IntegrationSettings, ListenerSettings
from desktop_admin.settings.configuration import (
    ConfigDocument,
    ConfigRefused,
    IntegrationConfig,
    read_config,
    write_config,
)
from desktop_admin.settings.option import Settings, options_of
from desktop_admin.settings.reference import options_reference
from desktop_admin.settings.toml_places import places_of

EXAMPLE = '''
# everything that can stand in the file
[listener]
port = 21020

[[integrations]]
name = "Head office"
active = true

[integrations.connection]
server = "https://mail.example.com/EWS/Exchange.asmx"
user_name = "svc@example.com"
exchange_domains = [
    "mail.example.com",
    "mail2.example.com",
]
conferencing_mailbox = "meet@example.com"

[integrations.scheduling]
alias_domain = "example.com"

[integrations.scheduling.templates]
accept_new_single = """
<p>Accepted: [[not a table]]
port = nothing
{{ alias }}</p>"""

[[integrations.people]]
name = "Ada"
address = "ada@example.com"

[[integrations.people]]
name = "Bo"

[[integrations.presences]]
name = "Here"
colour = "#00ff00"

[[integrations.presences]]
name = "Meeting"

[[integrations.presences]]
name = "Out of office"

[[integrations.keywords]]
word = "Lunch"
presence = "Here"
'''


def refused(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ConfigRefused) as refusal:
        read_config(text)
    assert "nothing was changed" in str(refusal.value)
    return [(each.line, each.key, each.message) for each in refusal.value.problems]


def changed(old: str, new: str) -> str:
    assert old in EXAMPLE
    return EXAMPLE.replace(old, new)


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_the_example_is_read():
    document = read_config(EXAMPLE)
    (config,) = document.integrations
    assert document.listener == ListenerSettings(port=21020)
    assert (config.settings.connection.server, config.settings.connection.port) == ("mail.example.com", 443)
    assert [person.name for person in config.people] == ["Ada", "Bo"]
    assert config.keywords == (Keyword("Lunch", "Here"),)
    assert config.presences == (
        PresenceEntry("Here", "#00ff00"),
        PresenceEntry("Meeting"),
        PresenceEntry(OUT_OF_OFFICE),
    )


def test_what_is_left_out_is_none():
    (config,) = read_config('[[integrations]]\nname = "x"').integrations
    assert (config.people, config.presences, config.keywords) == (None, None, None)
    assert read_config("").integrations == ()


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('user_name = "svc@example.com"', 'user_nam = "svc"', "integrations[1].connection.user_nam", "user_name"),
        ('user_name = "svc@example.com"', 'user_name = "svc"', "integrations[1].connection.user_name", "user@domain"),
        ("port = 21020", 'port = "many"', "listener.port", "whole number"),
        ("port = 21020", "port = 70000", "listener.port", "65535 or less"),
        ("active = true", 'active = "perhaps"', "integrations[1].active", "true or false"),
        ('address = "ada@example.com"', 'address = "ada"', "integrations[1].people[1].address", "email address"),
        ('name = "Bo"', 'name = ""', "integrations[1].people[2].name", "needed"),
        ('name = "Bo"', 'name = "Bo"\naddress = "ADA@example.com"', "integrations[1].people[2]", "number 1"),
        ('colour = "#00ff00"', 'colour = "green"', "integrations[1].presences[1].colour", "#2e9e5b"),
        ('"#00ff00"', '"#00ff00"\n[[integrations.presences]]\nname = "HERE"', "integrations[1].presences[2]", "row 1"),
        ('name = "Out of office"', 'name = "x"', "integrations[1].presence.out_of_office_presence", "Out of office"),
        ('presence = "Here"', 'presence = "Nowhere"', "integrations[1].keywords[1]", "Nowhere"),
        ('alias_domain = "example.com"', 'alias_domain = "-"', "integrations[1].scheduling.alias_domain", "host name"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_key(old, new, key, words):
    text = changed(old, new)
    (problem,) = refused(text)
    assert problem[1] == key
    assert words in problem[2]
    if not key.endswith(("]", "_presence")):
        assert problem[0] == line_of(text, new)


def test_an_extension_that_is_no_telephone_number_is_named_with_its_line():
    text = changed('name = "Bo"', 'name = "Bo"\nextension = "bo@example.com"')
    ((line, key, words),) = refused(text)
    assert (line, key) == (line_of(text, 'extension = "bo'), "integrations[1].people[2].extension")
    assert "telephone number" in words


def test_a_broken_text_is_named_with_its_own_line():
    text = changed("{{ alias }}", "{{ alais }}")
    (problem,) = refused(text)
    assert problem[:2] == (
        line_of(text, "accept_new_single"),
        "integrations[1].scheduling.templates.accept_new_single",
    )
    assert "Line 3, column 4 of the text" in problem[2]


def test_an_unknown_text_is_named():
    assert "accept_new_single" in refused(changed("accept_new_single", "accept_new_singel"))[0][2]


@pytest.mark.parametrize("key", ["password", "Passcode", "secret", "token", "pwd"])
def test_a_secret_is_refused_and_not_repeated(key):
    text = changed('name = "Bo"', f'name = "Bo"\n{key} = "hunter2 of old"')
    (problem,) = refused(text)
    assert problem[0] == line_of(text, "hunter2")
    assert "keyring" in problem[2]
    assert "hunter2" not in str(problem)
    with pytest.raises(ConfigRefused) as told:
        read_config(text)
    assert logs.redact(str(told.value)) == str(told.value), "the log and the terminal would show holes"


def test_several_problems_are_named_at_once_in_order():
    text = changed("port = 21020", "port = -1").replace('address = "ada@example.com"', 'address = "ada"')
    assert [each[1] for each in refused(text)] == ["listener.port", "integrations[1].people[1].address"]


@pytest.mark.parametrize("text", ["a =", "[x", "x = [1,", "\x00", '"""', "a = 1\na = 2", "[a]\n[a]"])
def test_what_is_no_toml_is_said(text):
    (problem,) = refused(text)
    assert "no TOML" in problem[2]


def test_names_are_unique_and_keywords_at_most_forty():
    assert "Two integrations" in refused(EXAMPLE + '[[integrations]]\nname = "HEAD OFFICE"')[0][2]
    rows = "".join(f'[[integrations.keywords]]\nword = "w{n}"\npresence = "Here"\n' for n in range(MAX_KEYWORDS))
    assert "At most 40" in refused(EXAMPLE + rows)[0][2]


names = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=30
)
people = st.lists(
    st.builds(Person, st.just(0), names, st.just(""), st.sampled_from(("", "101", "+49 30/7-8")), st.booleans()),
    max_size=4,
).map(tuple)
configs = st.builds(
    IntegrationConfig,
    st.builds(
        IntegrationSettings,
        name=names.map(lambda name: f"{name} 1"),
        description=names,
        active=st.booleans(),
    ),
    st.none() | people,
    st.just((*DEFAULT_PRESENCES, PresenceEntry("Here", "#00ff00"), PresenceEntry("Away"))),
    st.none()
    | st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(
        lambda words: tuple(Keyword(word, "Away", anywhere=True) for word in words)
    ),
)


@given(st.lists(configs, max_size=3, unique_by=lambda config: config.settings.name.casefold()).map(tuple))
def test_what_is_written_reads_back_the_same(integrations):
    document = ConfigDocument(ListenerSettings(port=1), integrations)
    assert read_config(write_config(document)) == document


@given(st.text(alphabet="[]a.b=\"'\n#{}1 ,\\", max_size=80))
def test_no_text_breaks_the_reading(text):
    places_of(text)
    try:
        read_config(text)
    except ConfigRefused as refusal:
        assert refusal.problems


def every_option():
    """(table, key, its declaration) of all that a file can say of the listener and of an integration."""
    yield from (("listener", option) for option in options_of(ListenerSettings))
    for key, field in IntegrationSettings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Settings):
            yield from ((key, option) for option in options_of(field.annotation))
        else:
            yield from (("", option) for option in options_of(IntegrationSettings) if option.key == key)


def test_the_reference_names_every_option():
    reference = options_reference()
    for _, option in every_option():
        assert f"| `{option.key}` |" in reference


def test_the_example_names_every_option_and_is_right_with_and_without_what_is_commented_out(repository):
    example = (repository / "resources" / "example.toml").read_text(encoding="utf-8")
    assert example in options_reference()
    (config,) = read_config(example).integrations
    assert [person.name for person in config.people] == ["Ada Lovelace", "Reception"]
    whole = re.sub(r"^# (?=[a-z_]+ = )", "", example, flags=re.MULTILINE)
    read_config(whole)
    content = tomllib.loads(whole)
    (integration,) = content.pop("integrations")
    for table, option in every_option():
        group = content["listener"] if table == "listener" else integration[table] if table else integration
        assert option.key in group
        commented = f"# {option.key} = " in example
        if commented and not isinstance(option.default, str | tuple):
            assert group[option.key] == option.default


@pytest.mark.parametrize("path", ["-", "file"])
def test_the_example_is_applied_and_exported_by_the_commands(repository, tmp_path, capsys, monkeypatch, path):
    example = repository / "resources" / "example.toml"
    data = ["--data-dir", str(tmp_path / "data")]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(example.read_bytes()), encoding="utf-8"))
    assert run(setting_up.app, ["config", "apply", str(example) if path == "file" else "-", *data]) == 0
    assert "“Head office” was added" in capsys.readouterr().out
    assert run(setting_up.app, ["config", "export", *data]) == 0
    exported = read_config(capsys.readouterr().out)
    document = read_config(example.read_text(encoding="utf-8"))
    (before,), (after,) = document.integrations, exported.integrations
    assert (after.settings, after.presences, after.keywords) == (before.settings, before.presences, before.keywords)
    assert [replace(person, id=0) for person in after.people] == list(before.people)
    assert exported.listener == document.listener


def test_nobody_can_have_a_refused_password_tried_so_often_that_the_account_is_locked():
    ((_, key, words),) = refused('[[integrations]]\nname = "x"\ntiming.refused_retry = 60')
    assert (key, "900.0 or more" in words) == ("integrations[1].timing.refused_retry", True)
