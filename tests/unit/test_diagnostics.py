"""A bundle can be sent without fear: what is planted everywhere comes out nowhere, whatever signs are in it."""

from __future__ import annotations

import ast
import io
import json
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_admin import logs
from desktop_admin.crashes import Run
from desktop_admin.diagnostics import Mask, make_bundle, redacted, save_bundle
from desktop_admin.domain.people import Keyword, Person
from desktop_admin.domain.status import Trouble
from desktop_admin.errors import ConciergeError
from desktop_admin.log_fields import Plain, Words
from desktop_admin.service.bus import Bus
from desktop_admin.service.clock import SystemClock
from desktop_admin.service.reading_log import HOW_WORDS, NOT_READ, NOT_SHOWN, STATE_WORDS
from desktop_admin.service.story import Story, Teller
from desktop_admin.settings import IntegrationSettings, ListenerSettings
from desktop_admin.settings.configuration import ConfigDocument, IntegrationConfig

SECRET = "correct horse battery staple"
PLANTED = (
    "ada.lovelace@contoso.example",
    "Ada Lovelace",
    "mail.contoso.example",
    "Board meeting about the merger",
    "CONTOSO\\svc-concierge",
    SECRET,
)


@pytest.fixture
def story() -> Iterator[Story]:
    yield Story(SystemClock(), Bus())
    logs.stop_logging()


def unpacked(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return {name: bundle.read(name).decode() for name in bundle.namelist()}


def log_everything(story: Story) -> None:
    """As the service does it."""
    address, name, host, subject, account, secret = PLANTED
    teller = Teller(story, "id", "Head office")
    teller.info("Request “{subject}” from {organizer}: accepted. A new meeting.", subject=subject, organizer=address)
    teller.info("Using EWS URL {url}", url=Words(f"https://{host}/EWS/Exchange.asmx"))
    teller.info("{person}: {before} → Meeting ({cause})", person=name, before=Plain("Available"), cause=f"“{subject}”")
    teller.error("Offline: {reason}", reason=Words(f"{host} refuses {address}."))
    logging.getLogger("desktop_admin.x").warning("%s said %s after %d s", account, secret, 5)
    logging.getLogger("exchangelib").warning(f"Stranger's sentence about {subject}")
    try:
        raise ValueError(subject) from KeyError(name)
    except ValueError as fault:
        logging.getLogger("desktop_admin.x").exception("It failed: %s", fault)


def test_nothing_that_was_planted_is_in_the_bundle(tmp_path: Path, story: Story) -> None:
    logs.register_secret(SECRET)
    logs.start_logging(tmp_path)
    log_everything(story)
    (tmp_path / "crash-20261121T000000.txt").write_text(
        f"Last words:\nat {PLANTED[0]}\n\nThe log's end:\n{(tmp_path / 'concierge.log').read_text('utf-8')}", "utf-8"
    )
    document = ConfigDocument(
        ListenerSettings(allowed_sources=("192.0.2.77",)),
        (
            IntegrationConfig(
                IntegrationSettings.model_validate(
                    {"name": "Contoso", "connection": {"server": PLANTED[2], "user_name": PLANTED[4]}}
                ),
                people=(Person(1, PLANTED[1], PLANTED[0]),),
                keywords=(Keyword(PLANTED[3], "Meeting"),),
            ),
        ),
    )
    status = {"reason": Words(f"Exchange refuses {PLANTED[0]}."), "alarms": [{"text": PLANTED[3]}], "n": PLANTED[1]}
    parts = unpacked(make_bundle(tmp_path, document, status, [PLANTED[1], PLANTED[2]]))
    assert {"README.txt", "about.json", "settings.toml", "status.json"} < parts.keys()
    assert {"logs/concierge.log", "logs/crash-20261121T000000.txt"} < parts.keys()
    whole = "\n".join(parts.values()).casefold()
    assert [planted for planted in PLANTED if planted.casefold() in whole] == []
    assert [word for word in ("contoso", "192.0.2.77", "merger", "lovelace", "stranger") if word in whole] == []
    log = parts["logs/concierge.log"]
    assert "A new meeting." in log and "Available → Meeting" in log and "after 5 s" in log
    assert "test_diagnostics.py" in log and log.index("    KeyError") < log.index("    ValueError")
    assert "port = 21020" in parts["settings.toml"] and 'ews_path = "/EWS/Exchange.asmx"' in parts["settings.toml"]
    assert json.loads(parts["about.json"])["exchange-concierge"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=6, max_size=60).filter(lambda text: text.strip())
TRICKY = st.sampled_from(
    [
        "a “quoted” secret",
        "half “a quote",
        "close” it",
        "line\nbreak",
        "tab\tand \x1b[31m",
        "{subject}",
        "%s %(x)s",
        "\u2028",
    ]
).flatmap(lambda trick: TEXTS.map(lambda text: f"{text}{trick}{text[::-1]}"))


@settings(max_examples=30)
@given(subject=TRICKY | TEXTS, person=TRICKY | TEXTS, address=st.emails() | TEXTS)
def test_whatever_is_in_a_field_it_does_not_come_out(
    tmp_path_factory: pytest.TempPathFactory, subject: str, person: str, address: str
) -> None:
    """Marked by signs that nothing else in the bundle has, so that each trace shows."""
    folder = tmp_path_factory.mktemp("logs")
    logs.start_logging(folder)
    try:
        story = Story(SystemClock(), Bus())
        marked = [f"☙{text}☙" for text in (subject, person, address)]
        log_everything(story)
        teller = Teller(story, "id", marked[1])
        teller.info("Request “{subject}” from {organizer}: accepted.", subject=marked[0], organizer=marked[2])
        teller.error("{person}: {before} → {presence}", person=marked[1], before=marked[0], presence=marked[2])
        logging.getLogger("desktop_admin.x").warning("About %s and %r of %-5s", *marked)
    finally:
        logs.stop_logging()
    shown = (folder / logs.FILE_NAME).read_text("utf-8", "replace")
    assert "☙" in shown, "the log itself tells all"
    people = [Person(1, marked[1], marked[2])]
    status = {"text": marked[0], "list": [{"name": marked[1]}], marked[2][:0] or "key": marked[2]}
    whole = "\n".join(unpacked(make_bundle(folder, {"people": people}, status, [])).values())
    assert "☙" not in whole and "\\u2619" not in whole


def sentence_of(call: ast.Call) -> ast.expr | None:
    """What ``call`` logs as the program's own words; None where it logs nothing."""
    if not isinstance(call.func, ast.Attribute) or not call.args:
        return None
    owner, method = ast.unparse(call.func.value), call.func.attr
    if owner.endswith("story") and method == "tell":
        return call.args[3] if len(call.args) > 3 else None
    is_log = owner in ("logger", "_log") and method not in ("log", "makeRecord")
    is_story = owner.endswith("teller") and method in ("debug", "info", "warning", "error")
    return call.args[0] if is_log or is_story else None


def is_composed(text: ast.expr) -> bool:
    return any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in ast.walk(text))


def composed_names(function: ast.AST) -> set[str]:
    """Variables to which an f-string or a sum of texts is given."""
    given = [each for each in ast.walk(function) if isinstance(each, ast.Assign | ast.AugAssign)]
    composed = [each for each in given if isinstance(each, ast.AugAssign) or is_composed(each.value)]
    targets = [target for each in composed for target in getattr(each, "targets", [getattr(each, "target", None)])]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def test_every_sentence_of_the_service_is_a_constant(repository: Path) -> None:
    """What is not the program's own goes into fields: an f-string would put it among the program's words."""
    wrong, seen = [], 0
    files = (repository / "desktop_admin").rglob("*.py")
    for file in files:
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            composed = composed_names(function)
            for call in ast.walk(function):
                text = sentence_of(call) if isinstance(call, ast.Call) else None
                seen += text is not None
                if text is not None and (is_composed(text) or (isinstance(text, ast.Name) and text.id in composed)):
                    wrong.append(f"{file.name}:{text.lineno}")
    assert wrong == [] and seen > 50


def test_what_is_as_it_was_delivered_is_shown() -> None:
    listener = redacted(ListenerSettings(port=8443, certificate_file="/home/ada/c.pem"), Mask())
    assert listener["host"] == "0.0.0.0" and listener["port"] == 8443
    assert listener["certificate_file"] == "certificate_file1" and listener["key_file"] == ""


def test_a_crash_report_is_told_without_the_log(tmp_path: Path, story: Story) -> None:
    logs.start_logging(tmp_path)
    log_everything(story)
    (tmp_path / "running.json").write_text("{}")
    run = Run(tmp_path, tmp_path, "1")
    crash = run.begin()
    run.end()
    assert crash is not None and crash.report is not None and "merger" in crash.report.read_text("utf-8")
    parts = unpacked(make_bundle(tmp_path, {}, {}, []))
    said = parts[f"logs/{crash.report.name}"]
    assert "did not stop in order" in said and "merger" not in "".join(parts.values())


def test_a_log_with_fields_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path: Path, story: Story) -> None:
    logs.start_logging(tmp_path)
    log_everything(story)
    logs.stop_logging()
    with (tmp_path / logs.FIELDS_NAME).open("a") as file:
        file.write('{"parts": [["", "merger"]\n[1]\n{"parts": 5}\n\xff\n{"at": "x", "parts": [["", "the last"]]}\n')
    log = unpacked(make_bundle(tmp_path, {}, {}, []))["logs/concierge.log"]
    assert "merger" not in log and log.endswith("x None None: the last\n")


def test_thousands_of_names_and_endless_words_take_no_time() -> None:
    """Every input is linear; each of these took minutes or more once. (A test that takes longer is ended.)"""
    mask = Mask(f"Person Number{number}" for number in range(20_000))
    assert mask("before Person Number19999 after") == "before name1 after"
    for endless in ("x" * 500_000, "“" * 500_000, "a-" * 250_000, "x@" * 250_000, "Person " * 70_000):
        mask(endless)


def test_the_same_thing_has_the_same_stand_in() -> None:
    mask = Mask(["Ada Lovelace"])
    first, second = mask("ada@example.com wrote to bob@example.com"), mask("again ADA@example.com")
    assert first.split()[0] == second.split()[1] == mask.part("address", "Ada@Example.com")
    assert first.split()[0] != first.split()[-1]


@given(st.emails(), st.text(max_size=40), st.text(max_size=40))
def test_no_address_survives(address: str, before: str, after: str) -> None:
    local, _, domain = address.rpartition("@")
    if len(local) > 3 and not any(sign in "“”" for sign in before + after):
        assert address not in Mask()(f"{before} {address} {after}") or domain == "example.invalid"


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(ConciergeError, match="cannot be written"):
        save_bundle(tmp_path / "missing" / "bundle.zip", b"x")
    save_bundle(tmp_path / "bundle.zip", b"x")
    assert (tmp_path / "bundle.zip").read_bytes() == b"x"
    assert [path.name for path in tmp_path.iterdir()] == ["bundle.zip"]


def test_readings_are_in_it_with_the_same_stand_ins(tmp_path: Path, story: Story) -> None:
    logs.start_logging(tmp_path)
    address = PLANTED[0]
    teller = Teller(story, "id", "Contoso")
    teller.record("Read automatic reply of {address} (by itself).", address=address)
    teller.record_readings([(address, "by itself", "on"), (address.upper(), "together with others", "not read: proxy")])
    with (tmp_path / logs.READINGS_NAME).open("a", encoding="utf-8") as file:
        file.write(f"cut {address}\n2026-11-21T07:09:12\tContoso\t{address}\t{address}\ton\n2026\tContoso\tada@cont")
    parts = unpacked(make_bundle(tmp_path, {}, {}, ()))
    logged = parts["logs/concierge.log"]
    stand_in = logged.partition("reply of ")[2].partition(" ")[0]
    rows = [line.split("\t")[2:] for line in parts["logs/readings.log"].splitlines()]
    assert rows == [[stand_in, "by itself", "on"], [stand_in, "together with others", "not read: proxy"]]
    assert "ontoso" not in parts["logs/readings.log"] and "ada" not in parts["logs/readings.log"].lower()


def test_every_line_of_readings_can_be_read_back(tmp_path: Path, story: Story) -> None:
    """Also that of what a full disk swallowed."""
    logs.start_logging(tmp_path)
    teller = Teller(story, "id", "Contoso")
    ways = [(how, what) for how in HOW_WORDS.values() for what in (*STATE_WORDS.values(), NOT_READ, NOT_SHOWN)]
    ways += [("by itself", f"{NOT_READ}: {trouble}") for trouble in Trouble]
    teller.record_readings([("ada@example.com", *way) for way in ways])
    (handler,) = logs._readings.handlers
    handler.lost = 7  # type: ignore[attr-defined] # as after a full disk
    teller.record_readings([("ada@example.com", "by itself", "on")])
    written = (tmp_path / logs.READINGS_NAME).read_text("utf-8").splitlines()
    assert len(unpacked(make_bundle(tmp_path, {}, {}, ()))["logs/readings.log"].splitlines()) == len(written)
    assert len(written) == len(ways) + 2
