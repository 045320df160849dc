"""Every subscription and every automatic reply that is read is a line of the log file; the window has the sums."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_admin import logs
from desktop_admin.domain.appointment import OutOfOffice, OutOfOfficeState
from desktop_admin.domain.people import Person
from desktop_admin.domain.ports import MailFault, RepliesGlance
from desktop_admin.domain.status import Trouble
from tests.helpers.real_service import RealService

PEOPLE = 40


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RealService]:
    made = RealService(tmp_path / "service")
    yield made
    made.stop()


def test_each_address_is_a_line_of_the_file_and_the_window_has_sums(
    service: RealService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "desktop_admin.story")
    head = service.add("Head office")
    addresses = [f"person{number}@example.com" for number in range(PEOPLE)]
    service.add_people(head, [Person(0, address, address) for address in addresses])
    service.until_in_time(
        lambda: all(f"Subscribing to {each}" in caplog.text for each in addresses), "a line for each subscription"
    )
    lines = [record.getMessage() for record in caplog.records]
    for address in addresses:
        assert any(line.startswith(f"Head office: Read automatic reply of {address} (") for line in lines)
    window = [line.text for line in service.do(service.concierge.commands.program.log_lines())]
    assert any(line.startswith("Subscribing to person") and f"and {PEOPLE - 1} more" in line for line in window)
    assert not any("automatic reply of" in line for line in window)
    assert sum("Subscribing to" in line for line in window) < PEOPLE


ADDRESSES = [f"person{number}@example.com" for number in range(PEOPLE)]
EVERY = 300


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "logs").mkdir()
    logs.start_logging(tmp_path / "logs")
    yield tmp_path / "logs"
    logs.stop_logging()


def readings(folder: Path) -> list[list[str]]:
    """The lines of readings.log without their moments."""
    return [line.split("\t")[1:] for line in (folder / "readings.log").read_text("utf-8").splitlines()]


def sweep(service: RealService, folder: Path, rounds: int) -> None:
    """Time goes on until so many more rounds are in the log."""
    wanted = said(folder, "Checked automatic replies") + rounds
    service.advance(EVERY)
    service.until_in_time(lambda: said(folder, "Checked automatic replies") >= wanted, "a round")


def said(folder: Path, words: str) -> int:
    return (folder / "concierge.log").read_text("utf-8").count(words)


@pytest.fixture
def office(service: RealService, folder: Path) -> str:
    head = service.add("Head office")
    service.add_people(head, [Person(0, address, address) for address in ADDRESSES])
    return head


def test_each_look_at_somebodys_replies_is_a_line_with_the_address_and_the_log_has_the_sum(
    service: RealService, folder: Path, office: str
) -> None:
    service.mail(office).replies[ADDRESSES[3]] = OutOfOffice(OutOfOfficeState.ENABLED, internal_reply="Away.")
    sweep(service, folder, 1)
    service.until_in_time(lambda: said(folder, f"{ADDRESSES[3]}: Available → Out of office") == 1, "it is known")
    (folder / "readings.log").write_text("")
    before = said(folder, "Read automatic reply of")
    sweep(service, folder, 1)
    glanced = [row for row in readings(folder) if row[2] == "together with others"]
    expected = {(each, "on" if each == ADDRESSES[3] else "off") for each in ADDRESSES}
    assert {(row[1], row[3]) for row in glanced} == expected
    assert {row[0] for row in glanced} == {"Head office"}
    assert said(folder, "Read automatic reply of") == before, "nothing new, so nothing in the log itself"
    assert said(folder, f"Checked automatic replies of {PEOPLE} people: 1 on, {PEOPLE - 1} off, 0 not shown") >= 1


def test_what_is_new_and_what_fails_is_in_the_log_itself(service: RealService, folder: Path, office: str) -> None:
    new, mail = ADDRESSES[7], service.mail(office)
    before = said(folder, f"Read automatic reply of {new} (")
    mail.replies[new] = OutOfOffice(OutOfOfficeState.ENABLED, internal_reply="Away.")
    sweep(service, folder, 1)
    service.until_in_time(lambda: said(folder, f"Read automatic reply of {new} (") > before, "the new reply in the log")
    assert [new, "together with others", "on"] in [row[1:] for row in readings(folder)]


def test_a_batch_that_does_not_come_is_written_for_each_address(
    service: RealService, folder: Path, office: str
) -> None:
    fault = MailFault(Trouble.UNREACHABLE, "It does not answer in time.")
    service.mail(office).faults["read_replies"] = [fault] * 2
    sweep(service, folder, 1)
    assert {row[1] for row in readings(folder) if row[3] == "not read"} == set(ADDRESSES)
    assert said(folder, f"0 off, 0 not shown, {PEOPLE} not read") == 1


def test_who_is_asked_by_turns_and_does_not_answer_is_in_the_log_once(
    service: RealService, folder: Path, office: str
) -> None:
    mail = service.mail(office)
    mail.faults["read_out_of_office"] = [MailFault(Trouble.NO_IMPERSONATION, "It may not.")] * 1000
    for _ in range(12):
        sweep(service, folder, 1)
    service.until_in_time(
        lambda: {row[1] for row in readings(folder) if row[3] == "not read: no_impersonation"} == set(ADDRESSES),
        "everybody has had their turn",
    )
    for address in ADDRESSES:
        assert said(folder, f"The automatic reply of {address} could not be read: It may not.") == 1


def test_what_a_server_does_not_show_is_said(service: RealService, folder: Path, office: str) -> None:
    mail = service.mail(office)

    async def nothing_shown(mailboxes: list[str]) -> tuple[RepliesGlance, ...]:
        return tuple(RepliesGlance(each, None) for each in mailboxes)

    mail.read_replies = nothing_shown  # type: ignore[method-assign, assignment] # another server
    before = said(folder, "Read automatic reply of")
    sweep(service, folder, 1)
    assert {row[1] for row in readings(folder) if row[3] == "not shown"} == set(ADDRESSES)
    service.until_in_time(
        lambda: {row[1] for row in readings(folder) if row[2:] == ["by itself", "off"]} >= set(ADDRESSES),
        "each of them is read by itself",
    )
    assert said(folder, "Read automatic reply of") == before, "they say what was known"
