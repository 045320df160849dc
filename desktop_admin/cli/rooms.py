"""Commands about rooms and aliases: rooms list, add, change, remove, forecast; alias list, delete, restore."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from desktop_admin.cli.options import DataDir
from desktop_admin.cli.root import app
from desktop_admin.cli.say import say
from desktop_admin.cli.service import AsJson, Integration
from desktop_admin.cli.setting_up import alias

rooms = typer.Typer(help="Virtual meeting rooms: calendared, enterprise and custom.")
app.add_typer(rooms, name="rooms")


class Kind(StrEnum):
    CALENDARED = "calendared"
    ENTERPRISE = "enterprise"
    CUSTOM = "custom"


class State(StrEnum):
    ISSUED = "issued"
    USED = "used"
    DELETED = "deleted"
    RELEASED = "released"


Name = Annotated[str, typer.Argument(metavar="NAME", help="The room's name.")]
Search = Annotated[str, typer.Option("--search", metavar="WORDS", help="Only those in which every word stands.")]
Aliases = Annotated[
    list[str] | None, typer.Option("--alias", metavar="ALIAS", help="board@meet.example.com, or 7001. Repeatable.")
]
Description = Annotated[str | None, typer.Option("--description", metavar="TEXT")]
Theme = Annotated[str | None, typer.Option("--theme", metavar="NAME")]
AskPasscodes = Annotated[
    bool, typer.Option("--ask-passcodes", help="Ask for both passcodes, which are not shown; empty means none.")
]
Alias = Annotated[str, typer.Argument(metavar="ALIAS", help="The whole alias, or the part before the @.")]


@rooms.command("list")
def list_rooms(
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only this kind.")] = None,
    search: Search = "",
    integration: Integration = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List rooms with their aliases. Passcodes are never told, only whether there is one."""
    from desktop_admin.cli.reach import ask

    listed = ask(data_dir, "rooms.list", integration=integration, kind=kind, search=search)
    if as_json:
        _print(listed)
        return
    widest = max((len(each["name"]) for each in listed), default=0)
    for each in listed:
        say(f"{each['kind']:<10}  {each['name']:<{widest}}  {', '.join(each['aliases'])}")


@rooms.command("add")
def add(
    name: Name,
    aliases: Aliases = None,
    description: Description = None,
    theme: Theme = None,
    ask_passcodes: AskPasscodes = False,
    integration: Integration = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Add a custom room."""
    values = {"name": name, **_values(aliases, description, theme, ask_passcodes)}
    _save(data_dir, integration, "", values, as_json)


@rooms.command("change")
def change(
    name: Name,
    aliases: Aliases = None,
    description: Description = None,
    theme: Theme = None,
    new_name: Annotated[str | None, typer.Option("--name", metavar="NAME")] = None,
    join_before: Annotated[int | None, typer.Option("--join-before", metavar="MINUTES")] = None,
    join_after: Annotated[int | None, typer.Option("--join-after", metavar="MINUTES")] = None,
    ask_passcodes: AskPasscodes = False,
    integration: Integration = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Change what is named. What the invitation or the directory sets is refused."""
    typed = {"name": new_name, "join_before": join_before, "join_after": join_after}
    values = _values(aliases, description, theme, ask_passcodes)
    values |= {key: value for key, value in typed.items() if value is not None}
    _save(data_dir, integration, name, values, as_json)


@rooms.command("remove")
def remove(name: Name, integration: Integration = "", data_dir: DataDir = None) -> None:
    """Remove a custom room; its aliases are free then."""
    from desktop_admin.cli.reach import ask

    aliases = ask(data_dir, "rooms.remove", integration=integration, name=name)
    say(f"The custom room “{name}” was removed; free again: {', '.join(aliases)}.")


@rooms.command("forecast")
def forecast(integration: Integration = "", data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show how many alias numbers are left. Says how many digits are advised."""
    from desktop_admin.cli.reach import ask

    told = ask(data_dir, "aliases.forecast", integration=integration)
    if as_json:
        _print(told)
        return
    never = "not within 100 years as it goes now"
    say(f"{told['held']} of {told['space']} numbers {told['prefix']} + {told['digits']} digits are held.")
    say(f"A fresh draw meets a held one with {told['collision']:.4%}; an alias takes {told['draws']:.2f} draws.")
    say(f"Issued a day: {told['issued_per_day']:.1f}; given back: {_back(told):.1f} (last 30 days).")
    say(f"One draw in ten collides from: {_day(told['likely_on'], never)}")
    say(f"Half of the numbers are held from: {_day(told['half_full_on'], never)}")
    say(f"Advised: {told['advised_digits']} digits.")


@alias.command("list")
def list_aliases(
    state: Annotated[State | None, typer.Option("--state", help="Only these.")] = None,
    search: Search = "",
    integration: Integration = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List issued aliases, the newest first, with what became of each."""
    from desktop_admin.cli.reach import ask

    view = ask(data_dir, "aliases.list", integration=integration, state=state, limit=None, search=search)
    if as_json:
        _print(view)
        return
    for each in view["aliases"]:
        say(f"{each['created'][:16]}  {each['state']:<8}  {each['alias']:<40}  {each['conference']}".rstrip())
    say(", ".join(f"{count} {name}" for name, count in view["counts"].items()))


@alias.command("delete")
def delete(
    name: Alias,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    integration: Integration = "",
    data_dir: DataDir = None,
) -> None:
    """Take an alias back. Its conference ends, and later invitations with it are declined."""
    from desktop_admin.cli.reach import ask

    entry = ask(data_dir, "aliases.find", integration=integration, alias=name)
    if entry["is_booked"] and not yes:
        say(f"“{entry['conference']}” of {entry['organizer']} can no longer be joined; nobody is told by mail.")
        typer.confirm(f"Delete {entry['alias']}?", abort=True)
    gone = ask(data_dir, "aliases.delete", integration=integration, alias=name)
    say(f"The alias {gone['alias']} was deleted. “alias restore” undoes it while its number is free.")


@alias.command("restore")
def restore(name: Alias, integration: Integration = "", data_dir: DataDir = None) -> None:
    """Undo the deletion of an alias. Its conference is booked again, unless its meeting changed since."""
    from desktop_admin.cli.reach import ask

    entry = ask(data_dir, "aliases.restore", integration=integration, alias=name)
    say(f"Invitations with {entry['alias']} are accepted again.")


def _values(
    aliases: list[str] | None, description: str | None, theme: str | None, ask_passcodes: bool
) -> dict[str, Any]:
    typed: dict[str, Any] = {"aliases": aliases, "description": description, "theme": theme}
    if ask_passcodes:
        typed["passcode"] = typer.prompt("Passcode", default="", hide_input=True, show_default=False)
        typed["chair_passcode"] = typer.prompt(
            "Chairperson's passcode", default="", hide_input=True, show_default=False
        )
    return {key: value for key, value in typed.items() if value is not None}


def _save(data_dir: DataDir, integration: str, name: str, values: dict[str, Any], as_json: bool) -> None:
    from desktop_admin.cli.reach import ask

    saved = ask(data_dir, "rooms.save", integration=integration, name=name, values=values)
    if as_json:
        _print(saved)
    else:
        say(f"The {saved['kind']} room “{saved['name']}” has {', '.join(saved['aliases'])}.")


def _print(answer: Any) -> None:
    typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))


def _back(told: dict[str, Any]) -> float:
    return float(told["issued_per_day"] - told["growth_per_day"])


def _day(at: str | None, never: str) -> str:
    return at[:10] if at else never
