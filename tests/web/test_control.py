"""How a command reaches the running program: over HTTP on this computer alone, with the token of a private file."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import stat
import threading
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from desktop_admin.errors import ConciergeError, UsageFault
from desktop_admin.paths import control_file
from desktop_admin.web.control import ControlServer
from desktop_admin.web.control_client import ControlClient


class Handler:
    """Answers with what it was asked, and as one of the program's commands does where its name is one of these."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def ask(self, name: str, arguments: Mapping[str, Any]) -> Any:
        self.asked.append((name, dict(arguments)))
        if name == "apply_config":
            raise UsageFault("The configuration has one problem.", "Correct line 3.")
        if name == "export_config":
            raise KeyError("a secret of ours")
        if name == "force_now":
            raise ConciergeError(f"There is no integration “{arguments['integration']}”.")
        if name == "half":
            # A server's error text is JSON, which can write half a surrogate pair.
            return {"reason": "refused: \ud83d"}
        return {"asked": name, **arguments}


@contextlib.contextmanager
def running(data, *, stop=None):
    """A program on a thread of its own, as commands find it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    handler = Handler()
    server = ControlServer(handler, control_file(data), stop)

    def on_loop(coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result(20)

    try:
        server.url = on_loop(server.start())
        yield handler, server
    finally:
        on_loop(server.stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def ask(server, path, content=b"{}"):
    headers = {"authorization": f"Bearer {server._token}"}
    return httpx.post(server.url + path, headers=headers, content=content, trust_env=False)


def told(data):
    return json.loads(control_file(data).read_text(encoding="utf-8"))


def test_a_command_finds_the_program_and_is_answered(tmp_path):
    with running(tmp_path) as (handler, _):
        client = ControlClient.find(tmp_path)
        assert client.ask("status") == {"asked": "status"}
        assert client.ask("invitations", integration="Head", limit=3)["limit"] == 3
        assert handler.asked == [("status", {}), ("invitations", {"integration": "Head", "limit": 3})]


def test_nobody_is_found_where_no_program_runs(tmp_path):
    assert ControlClient.find(tmp_path) is None
    with running(tmp_path):
        pass
    assert not control_file(tmp_path).exists()
    assert ControlClient.find(tmp_path) is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"url": "x", "token": "y", "pid": "z"}', "\x00"])
def test_a_broken_file_is_as_none(tmp_path, content):
    control_file(tmp_path).write_text(content)
    assert ControlClient.find(tmp_path) is None


def test_a_file_that_a_killed_program_left_is_as_none(tmp_path):
    with running(tmp_path):
        left = control_file(tmp_path).read_text()
    control_file(tmp_path).write_text(left)
    assert ControlClient.find(tmp_path) is None


def test_another_process_at_the_same_place_is_not_taken_for_it(tmp_path):
    with running(tmp_path):
        control_file(tmp_path).write_text(json.dumps(told(tmp_path) | {"pid": os.getpid() + 1}))
        assert ControlClient.find(tmp_path) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes; the folder is the user's own")
def test_the_file_is_readable_for_this_user_alone(tmp_path):
    control_file(tmp_path).with_name("control.json.new").write_text("left by a crash")
    with running(tmp_path):
        assert stat.S_IMODE(control_file(tmp_path).stat().st_mode) == 0o600
        assert [each.name for each in tmp_path.iterdir()] == ["control.json"]


@pytest.mark.parametrize("path", ["/ping", "/ask/status", "/stop", "/docs", "/nothing"])
@pytest.mark.parametrize("token", [None, "wrong", "ä"])
def test_without_the_token_nothing_is_said(tmp_path, path, token):
    ended = []
    with running(tmp_path, stop=lambda: ended.append(1)) as (handler, server):
        headers = {} if token is None else {"authorization": f"Bearer {token}".encode()}
        for method in ("GET", "POST"):
            answer = httpx.request(method, server.url + path, headers=headers, trust_env=False)
            assert answer.status_code == 401
        assert (handler.asked, ended) == ([], [])


def test_it_listens_at_this_computer_alone(tmp_path):
    with running(tmp_path) as (_, server):
        assert server.url.startswith("http://127.0.0.1:")


def test_every_start_has_a_token_of_its_own(tmp_path):
    tokens = set()
    for _ in range(2):
        with running(tmp_path):
            tokens.add(told(tmp_path)["token"])
    assert len(tokens) == 2
    assert min(map(len, tokens)) >= 40


def test_a_refusal_arrives_with_its_words_and_its_exit_status(tmp_path):
    with running(tmp_path):
        client = ControlClient.find(tmp_path)
        with pytest.raises(ConciergeError) as refused:
            client.ask("apply_config", text="x")
        assert (refused.value.message, refused.value.remedy, refused.value.exit_status) == (
            "The configuration has one problem.",
            "Correct line 3.",
            2,
        )
        with pytest.raises(ConciergeError, match="There is no integration “Öl”") as refused:
            client.ask("force_now", integration="Öl")
        assert refused.value.exit_status == 1
    assert ConciergeError.exit_status == 1


def test_a_fault_of_ours_is_told_without_its_words(tmp_path, caplog):
    with running(tmp_path):
        with pytest.raises(ConciergeError, match=r"failed at this \(KeyError\)") as refused:
            ControlClient.find(tmp_path).ask("export_config")
        assert "secret" not in str(refused.value)
    assert "A command of the command line failed." in caplog.text


@pytest.mark.parametrize("name", ["people/../../stop", "a b", "ä?x=1", "%2e%2e"])
def test_a_strange_name_reaches_the_program_as_it_is(tmp_path, name):
    with running(tmp_path) as (handler, _), contextlib.suppress(ConciergeError):
        ControlClient.find(tmp_path).ask(name)
    assert handler.asked in ([(name, {})], [])


@pytest.mark.parametrize("body", [b"[]", b"{", b"1", b"\xff", b"[" * 100_000])
def test_what_is_no_object_is_refused(tmp_path, body):
    with running(tmp_path) as (_, server):
        headers = {"authorization": f"Bearer {told(tmp_path)['token']}"}
        answer = httpx.post(f"{server.url}/ask/status", content=body, headers=headers, trust_env=False)
    assert answer.status_code == 400


def test_a_command_ends_the_program_where_it_may(tmp_path):
    ended = []
    with running(tmp_path, stop=lambda: ended.append(1)):
        ControlClient.find(tmp_path).stop()
    assert ended == [1]
    with running(tmp_path), pytest.raises(ConciergeError, match="where it was started"):
        ControlClient.find(tmp_path).stop()


def test_a_program_that_ended_meanwhile_is_told(tmp_path):
    with running(tmp_path):
        client = ControlClient.find(tmp_path)
    with pytest.raises(ConciergeError, match="ended before it answered"):
        client.ask("status")


async def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    server = ControlServer(Handler(), tmp_path / "missing" / "control.json")
    with pytest.raises(ConciergeError, match="cannot be written"):
        await server.start()
    await server.stop()


async def test_the_file_of_whoever_started_later_stays(tmp_path):
    first, second = (ControlServer(Handler(), control_file(tmp_path)) for _ in range(2))
    await first.start()
    await second.start()
    await first.stop()
    assert control_file(tmp_path).exists()
    await second.stop()
    assert not control_file(tmp_path).exists()


def test_text_that_no_database_can_hold_is_refused_at_the_door(tmp_path):
    with running(tmp_path) as (handler, server):
        answer = ask(server, "/ask/invitations", content=b'{"integration": "\\ud83d"}')
        assert answer.status_code == 400
        assert "valid Unicode" in answer.json()["message"]
        assert handler.asked == []


def test_a_word_that_cannot_be_encoded_does_not_cost_the_answer(tmp_path):
    with running(tmp_path) as (_, server):
        assert ask(server, "/ask/half").json() == {"answer": {"reason": "refused: \ud83d"}}
