"""Commands about texts: templates list, show, check, set, reset, lab."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_admin.cli.options import DataDir
from desktop_admin.cli.root import app
from desktop_admin.cli.say import say
from desktop_admin.cli.service import AsJson, Integration

templates = typer.Typer(help="The texts of rooms, invitations and answers.")
app.add_typer(templates, name="templates")

Key = Annotated[str, typer.Argument(metavar="TEXT", help="Its key, like accept_new_single.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The file with the text; “-” reads the standard input.")]


@templates.command("list")
def list_texts(integration: Integration = "", data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List every text, and which are customised."""
    from desktop_admin.cli.reach import ask

    texts = ask(data_dir, "templates.list", integration=integration)
    if as_json:
        _print(texts)
        return
    for each in texts:
        say(f"{' ' if each['is_default'] else '*'} {each['key']:<26} {each['label']}")


@templates.command("show")
def show(
    key: Key,
    difference: Annotated[bool, typer.Option("--diff", help="What differs from the default, line by line.")] = False,
    integration: Integration = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Write a text as it is in use."""
    from desktop_admin.cli.reach import ask
    from desktop_admin.domain.template_diff import Change, line_diff
    from desktop_admin.errors import ConciergeError

    texts = ask(data_dir, "templates.list", integration=integration)
    found = next((each for each in texts if each["key"] == key), None)
    if found is None:
        raise ConciergeError(f"There is no text “{key}”.", "“templates list” names them.")
    if as_json:
        _print(found)
    elif difference:
        signs = {Change.SAME: " ", Change.REMOVED: "-", Change.ADDED: "+"}
        for line in line_diff(found["default"], found["text"]):
            say(f"{signs[line.change]} {line.text}")
    else:
        say(found["text"].removesuffix("\n"))


@templates.command("check")
def check(key: Key, file: File, as_json: AsJson = False) -> None:
    """Say what is wrong in a text, with line and column, and store nothing. The exit status is 1 where something is."""
    from dataclasses import asdict

    from desktop_admin.domain.template import TemplateKey, check_template
    from desktop_admin.errors import ConciergeError

    if key not in list(TemplateKey):
        raise ConciergeError(f"There is no text “{key}”.", "“templates list” names them.")
    problems = check_template(TemplateKey(key), _read(file))
    if as_json:
        _print([asdict(problem) for problem in problems])
    else:
        for problem in problems:
            say(f"line {problem.line}, column {problem.column}: {problem.message}")
    raise typer.Exit(1 if problems else 0)


@templates.command("set")
def set_text(key: Key, file: File, integration: Integration = "", data_dir: DataDir = None) -> None:
    """Store a text from a file, if nothing is wrong in it."""
    _save(data_dir, integration, {key: _read(file)})


@templates.command("reset")
def reset(
    keys: Annotated[list[str] | None, typer.Argument(metavar="[TEXT]...", help="Their keys.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every text.")] = False,
    integration: Integration = "",
    data_dir: DataDir = None,
) -> None:
    """Go back to the default of some texts, or of all."""
    from desktop_admin.domain.template import TemplateKey

    if bool(keys) == every:
        raise typer.BadParameter("name the texts, or say --all")
    _save(data_dir, integration, dict.fromkeys([each.value for each in TemplateKey] if every else keys or ()))


@templates.command("lab")
def lab(
    item: Annotated[
        int | None, typer.Option("--invitation", metavar="ID", help="Of “invitations --json”; without it, a sample.")
    ] = None,
    integration: Integration = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Render every accepting and declining answer at once. The exit status is 1 where one cannot be."""
    from desktop_admin.cli.reach import ask

    cases = ask(data_dir, "templates.lab", integration=integration, item_id=item)
    if as_json:
        _print(cases)
    else:
        for case in cases:
            wrong = [f"line {each['line']}, column {each['column']}: {each['message']}" for each in case["problems"]]
            say(f"== {case['key']}")
            say("\n".join(wrong) or case["error"] or case["html"].rstrip())
    raise typer.Exit(1 if any(case["problems"] or case["error"] for case in cases) else 0)


def _save(data_dir: Path | None, integration: str, texts: dict[str, str | None]) -> None:
    from desktop_admin.cli.reach import ask

    saved = ask(data_dir, "templates.save", integration=integration, texts=texts)
    say("One text was stored." if saved == 1 else f"{saved} texts were stored.")


def _read(file: Path) -> str:
    from desktop_admin.errors import ConciergeError

    try:
        return typer.get_text_stream("stdin").read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        reason = getattr(fault, "strerror", None) or "it is not UTF-8 text"
        raise ConciergeError(f"{file} cannot be read: {reason}.") from fault


def _print(what: Any) -> None:
    typer.echo(json.dumps(what, indent=2, ensure_ascii=False))
