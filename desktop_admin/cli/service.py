"""Commands about the service: serve, status, check, invitations, force-now."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from desktop_admin.cli.options import DataDir
from desktop_admin.cli.root import app
from desktop_admin.cli.say import say
from desktop_admin.domain.counted import counted

Integration = Annotated[
    str, typer.Option("--integration", metavar="NAME", help="Which one is meant; needed where there are several.")
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for scripts.")]

_MARKS = {"passed": "✓", "warned": "▲", "failed": "✕", "skipped": "–"}


@app.command()
def serve(data_dir: DataDir = None) -> None:
    """Run the service without a desktop. It runs until Ctrl+C or a stop signal."""
    import asyncio

    from desktop_admin import logs, paths
    from desktop_admin.app import serve_until_stopped

    data = paths.data_dir(data_dir)
    logs.start_logging(paths.log_dir(data), to_stderr=True)
    asyncio.run(serve_until_stopped(data))


@app.command()
def stop(data_dir: DataDir = None) -> None:
    """Stop the running service."""
    from desktop_admin.cli.reach import running

    running(data_dir).stop()
    say("The service ends.")


@app.command()
def status(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show the status of the running service. The exit status is 1 if an active integration is not online."""
    from desktop_admin.cli.reach import ask_running

    answer = ask_running(data_dir, "program.status")
    if as_json:
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        say(f"{answer['headline']}.")
        for each in answer["integrations"]:
            _print_integration(each)
    well = all(each["status"] == "online" for each in answer["integrations"] if each["active"])
    raise typer.Exit(0 if well else 1)


def _print_integration(each: dict[str, Any]) -> None:
    server = f", {each['server']} {each['version']}" if each["version"] else ""
    how = f", changes by {each['mode']}" if each["mode"] not in ("none", "idle") else ""
    say(f"{each['name']}: {each['status']} since {each['since']}{server}{how}")
    if each["reason"]:
        say(f"  {each['reason']}")
    for alarm in each["alarms"]:
        say(f"  ▲ {alarm['text']} {alarm['remedy']}")
    counts = ", ".join(f"{number} {name}" for name, number in each["presence"].items())
    old = "" if each["is_current"] else f" (as of {each['presence_read'] or 'never'})"
    unsent = f", {each['unsent']} pending approval" if each["unsent"] else ""
    replies = counted(each["waiting"], "reply", "replies")
    say(f"  {replies} waiting{unsent}; presence: {counts or 'nobody'}{old if counts else ''}")


@app.command()
def check(integration: Integration = "", data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Check the connection to Exchange step by step. The exit status is 1 where a step fails."""
    from desktop_admin.cli.reach import ask

    steps = ask(data_dir, "integrations.check", integration=integration)
    if as_json:
        typer.echo(json.dumps(steps, indent=2, ensure_ascii=False))
    else:
        for step in steps:
            name = step["name"].replace("_", "-")
            say(f"{_MARKS.get(step['state'], '?')} {name:<14}{step['finding']}")
            if step["remedy"]:
                say(f"  {'':<14}{step['remedy']}")
    raise typer.Exit(1 if any(step["state"] == "failed" for step in steps) else 0)


@app.command("force-now")
def force_now(integration: Integration = "", data_dir: DataDir = None) -> None:
    """Reconnect, catch up and read every calendar at once."""
    from desktop_admin.cli.reach import ask_running

    name = ask_running(data_dir, "integrations.reconnect", integration=integration)
    say(f"The integration “{name}” connects anew.")


@app.command("cancel-reading")
def cancel_reading(integration: Integration = "", data_dir: DataDir = None) -> None:
    """Stop reading calendars. People not read yet keep their last known presence."""
    from desktop_admin.cli.reach import ask_running

    ask_running(data_dir, "integrations.cancel_reading", integration=integration)
    say("People not read yet keep their last known presence. force-now reads them.")
