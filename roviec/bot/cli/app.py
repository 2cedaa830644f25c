"""The root of the command line: the options that stand before every command."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from roviec.bot.cli.look import Command, Group, say

Verb = TypeVar("Verb", bound=Callable[..., Any])


@dataclass(frozen=True)
class Wish:
    """What stands before the command: which settings, and whether to show tracebacks."""

    config: Path | None = None
    debug: bool = False


COMMANDS: dict[str, tuple[str, ...]] = {
    "init": ("beginning",),
    "run": ("serve",),
    "demo": ("serve",),
    "doctor": ("doctor",),
    "people": ("people", "aliases"),
    "units": ("units",),
    "tasks": ("tasks",),
    "plan": ("plan", "dossier"),
    "survey": ("survey", "counter", "campaigns", "evidence", "posters", "authoring", "dossiers"),
    "feedback": ("feedback",),
    "index": ("numbers", "comparing"),
    "figures": ("figures",),
    "criteria": ("criteria",),
    "digest": ("numbers",),
    "announce": ("announce",),
    "export": ("export",),
    "api": ("api",),
    "zalo": ("channel_commands",),
    "audit": ("audit",),
    "letters": ("letters",),
    "calendar": ("calendar",),
    "admin": ("admin",),
    "migrate": ("migrating",),
    "backup": ("copies",),
    "restore": ("copies",),
    "move": ("copies",),
    "shards": ("dividing",),
    "simulate": ("simulating",),
}
"""Command → the modules here that register it: a command waits for no other one's imports."""


class Root(Group):
    """The tree of commands, each loaded when it is named; the help page needs none of them."""

    _listing = False

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, None for a name that nobody knows."""
        if cmd_name not in COMMANDS:
            # A channel may bring commands of its own.
            return loaded("zalo").commands.get(cmd_name)
        if self._listing:
            return TyperCommand(cmd_name, help=say(f"cli.{cmd_name}.help"))
        return loaded(cmd_name).commands[cmd_name]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show every command with its sentence."""
        self._listing = True
        try:
            super().format_help(ctx, formatter)
        finally:
            self._listing = False


app = typer.Typer(
    name="roviec",
    cls=Root,
    help=say("cli.help"),
    epilog=say("cli.example"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def root(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option("--config", metavar=say("cli.file"), help=say("cli.config"))
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", metavar="", help=say("cli.debug"))] = False,
) -> None:
    """Keep what stands before the command."""
    context.obj = Wish(config, debug)


@cache
def loaded(*names: str) -> TyperGroup:
    """Return the tree with these commands in it, or with all of them."""
    for module in dict.fromkeys(module for name in names or COMMANDS for module in COMMANDS[name]):
        import_module(f"roviec.bot.cli.{module}")
    return get_group(app)


def command(group: typer.Typer, name: str, key: str) -> Callable[[Verb], Verb]:
    """Register a command explained by `cli.<key>.help`, with the example line `cli.<key>.example`."""
    example = say("cli.for_example", line=say(f"cli.{key}.example"))
    return group.command(name, cls=Command, help=say(f"cli.{key}.help"), epilog=example)
