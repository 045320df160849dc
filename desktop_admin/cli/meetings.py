"""Commands about meetings: invitations and why, conferences, and what was rehearsed."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from desktop_admin.cli.options import DataDir
from desktop_admin.cli.root import app
from desktop_admin.cli.say import say
from desktop_admin.cli.service import AsJson, Integration

invitations = typer.Typer(help="What became of the items of the conferencing inbox, and why.")
conferences = typer.Typer(help="Meetings that hold a virtual meeting room.")
rehearsal = typer.Typer(help="Answers that were decided in rehearsal, and wait for a word.")
app.add_typer(invitations, name="invitations", invoke_without_command=True)
app.add_typer(conferences, name="conferences")
app.add_typer(rehearsal, name="rehearsal")

_MARKS = {"passed": "✓", "decided": "●", "not_reached": "–"}


class Which(StrEnum):
    RUNNING = "running"
    UPCOMING = "upcoming"
    PAST = "past"
    CANCELLED = "cancelled"


Items = Annotated[list[int] | None, typer.Argument(metavar="ID...", help="As “rehearsal list” tells them.")]
All = Annotated[bool, typer.Option("--all", help="Everything that waits.")]


@invitations.callback()
def list_invitations(
    context: typer.Context,
    search: Annotated[str, typer.Option("--search", metavar="WORDS", help="Every word must stand there.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = 200,
    integration: Integration = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List what became of the newest items of the conferencing inbox; “why” explains one of them."""
    from desktop_admin.cli.reach import ask

    if context.invoked_subcommand is not None:
        return
    items = ask(data_dir, "invitations.list", integration=integration, limit=limit, search=search)
    if as_json:
        _print(items)
    else:
        _print_items(items)


@invitations.command("why")
def explain(
    item: Annotated[int, typer.Argument(metavar="ID", help="As “invitations” tells it.")],
    integration: Integration = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show every rule in order: what it saw and what decided."""
    from desktop_admin.cli.reach import ask

    answer = ask(data_dir, "invitations.why", integration=integration, item=item)
    if as_json:
        _print(answer)
        return
    say(f"{answer['item']['outcome']}: {answer['item']['reason']}")
    for rule in answer["rules"]:
        told = f"{rule['saw']} → {rule['said']}" if rule["mark"] != "not_reached" else "not reached"
        say(f"  {_MARKS[rule['mark']]} {rule['rule'].replace('_', ' '):<16} {told}")


@conferences.command("list")
def list_conferences(
    which: Annotated[Which, typer.Option("--state", help="Running ones are among the upcoming ones.")] = Which.UPCOMING,
    search: Annotated[str, typer.Option("--search", metavar="WORDS", help="Every word must stand there.")] = "",
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many.")] = None,
    integration: Integration = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List conferences with their next time and join window, in UTC."""
    from desktop_admin.cli.reach import ask

    answer = ask(data_dir, "conferences.list", integration=integration, which=which, search=search, limit=limit)
    if as_json:
        _print(answer["conferences"])
        return
    for each in answer["conferences"]:
        coming = each["next"] or {"start": each["start"], "joinable": False}
        mark = "●" if coming["joinable"] else " "
        series = "series" if each["is_series"] else "single"
        say(f"{mark} {coming['start']}  {each['alias']:<32} {series}  {each['name']}  {each['organizer']}")
    counts = answer["counts"]
    say(", ".join(f"{number} {state}" for state, number in counts.items()))


@conferences.command("occurrences")
def list_occurrences(
    conference: Annotated[str, typer.Argument(metavar="ID", help="As “conferences list --json” tells it.")],
    integration: Integration = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List when a conference takes place, in UTC. Includes what was changed or cancelled."""
    from desktop_admin.cli.reach import ask

    found = ask(data_dir, "conferences.list_occurrences", integration=integration, conference=conference)
    if as_json:
        _print(found)
        return
    for each in found:
        say(f"{'●' if each['joinable'] else ' '} {each['start']} – {each['end']}  {each['state']}")


@rehearsal.command("list")
def list_rehearsed(integration: Integration = "", data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List what waits for a word, in the order in which it was decided."""
    from desktop_admin.cli.reach import ask

    items = ask(data_dir, "approvals.list", integration=integration)
    if as_json:
        _print(items)
    else:
        _print_items(items)


@rehearsal.command()
def release(items: Items = None, every: All = False, integration: Integration = "", data_dir: DataDir = None) -> None:
    """Send rehearsed answers; what is out of date by now is not sent."""
    released = _settle("approvals.approve", items, every, integration, data_dir)
    say(f"Released: {released}. They are sent as soon as Exchange is reached.")


@rehearsal.command()
def discard(items: Items = None, every: All = False, integration: Integration = "", data_dir: DataDir = None) -> None:
    """Discard rehearsed answers and what was decided. Later decisions of the same meeting are taken back too."""
    gone = _settle("approvals.discard", items, every, integration, data_dir)
    say(f"Discarded: {gone}, later decisions of the same meetings among them. What they decided was taken back.")


def _settle(command: str, items: list[int] | None, every: bool, integration: str, data_dir: DataDir) -> int:
    from desktop_admin.cli.reach import ask

    if bool(items) == every:
        raise typer.BadParameter("Name items, or use --all.")
    return int(ask(data_dir, command, integration=integration, items=items if items else None))


def _print_items(items: list[dict[str, Any]]) -> None:
    for item in items:
        subject = "private" if item["is_private"] else item["subject"]
        state = "" if item["reply_state"] in ("none", "sent") else f" [{item['reply_state']}]"
        told = (
            f"{item['id']:>6}  {item['at']}  {item['outcome']:<9} {item['organizer']:<34} {subject}: {item['reason']}"
        )
        say(told + state)


def _print(answer: object) -> None:
    typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
