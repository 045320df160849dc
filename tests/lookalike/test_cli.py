"""The stand-alone program: one line of JSON, then mailboxes, until it is told to end."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import httpx
import pytest

from exchange_lookalike.__main__ import main
from tests.helpers.processes import SandboxProcess

LOOKALIKE = [sys.executable, "-m", "exchange_lookalike"]


def test_it_says_where_it_is_and_serves_until_it_is_told_to_end() -> None:
    with SandboxProcess(people=3, seed=4) as sandbox:
        assert len(sandbox.people) == 3
        account = sandbox.told["service_account"]
        answer = httpx.get(sandbox.url, auth=(account["user_name"], account["password"]), trust_env=False)
        assert answer.status_code == 200
        assert sandbox.told["conferencing_mailbox"] in sandbox.told["accounts"]
        if os.name != "nt":
            assert sandbox.stop() == 0


def test_over_tls_its_certificate_is_the_one_to_trust() -> None:
    with SandboxProcess(people=1, tls=True) as sandbox:
        assert sandbox.url.startswith("https://localhost:")
        certificate = Path(sandbox.told["certificate"])
        trusting = ssl.create_default_context(cafile=str(certificate))
        account = sandbox.told["service_account"]
        signed_in = (account["address"], account["password"])
        assert httpx.get(sandbox.url, auth=signed_in, verify=trusting, trust_env=False).status_code == 200
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.get(sandbox.url, auth=signed_in, trust_env=False)
        if os.name != "nt":
            sandbox.stop()
            assert not certificate.exists()


def test_the_same_seed_is_the_same_company() -> None:
    with SandboxProcess(people=2, seed=9) as one, SandboxProcess(people=2, seed=9) as other:
        assert one.told["accounts"] == other.told["accounts"]
        assert one.url != other.url


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C cannot be sent to one process on Windows")
def test_ctrl_c_ends_it_without_a_trace() -> None:
    program = [sys.executable, "-m", "desktop_admin", "sandbox", "--people", "1"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, "", "")


def test_a_taken_port_is_said_in_one_line() -> None:
    with SandboxProcess(people=1) as sandbox:
        port = sandbox.url.rpartition(":")[2].partition("/")[0]
        program = [sys.executable, "-m", "desktop_admin", "sandbox", "--people", "1", "--port", port]
        done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 1
        assert done.stdout == ""
        assert port in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


def test_it_has_a_command_of_its_own() -> None:
    (command,) = entry_points(group="console_scripts", name="exchange-lookalike")
    assert command.load() is main


def test_its_own_command_serves_until_it_is_terminated_and_takes_quirks() -> None:
    program = [*LOOKALIKE, "--people", "1", "--seed", "3", "--quirk", "keeps_answered"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        service = ready["service_account"]
        signed_in = (service["user_name"], service["password"])
        assert httpx.get(ready["url"], auth=signed_in, trust_env=False).status_code == 200
        assert httpx.get(ready["control_url"], trust_env=False).json()["quirks"] == ["keeps_answered"]
        process.terminate()
        out, err = process.communicate(timeout=20)
    assert (out, err) == ("", "")
    if os.name != "nt":
        assert process.returncode == 0


def test_its_own_command_explains_itself_and_refuses_in_one_line() -> None:
    explained = subprocess.run([*LOOKALIKE, "--help"], capture_output=True, text=True, timeout=60, check=False)
    assert explained.returncode == 0
    for option in ("--port", "--people", "--seed", "--tls", "--life", "--quirk", "--minute"):
        assert option in explained.stdout
    refused = subprocess.run([*LOOKALIKE, "--quirk", "other"], capture_output=True, text=True, timeout=60, check=False)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("There is no quirk named 'other'.")
    assert len(refused.stderr.splitlines()) == 1
