"""The root of the command line: the options that stand before every command."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from roviec.bot.cli.look import Command, Group, say, speak_vietnamese

Verb = TypeVar("Verb", bound=Callable[..., Any])


@dataclass(frozen=True)
class Wish:
    """What stands before the command: which settings, and whether to show tracebacks."""

    config: Path | None = None
    debug: bool = False


app = typer.Typer(
    name="roviec",
    cls=Group,
    help=say("cli.help"),
    epilog=say("cli.example"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
speak_vietnamese()


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


def command(group: typer.Typer, name: str, key: str) -> Callable[[Verb], Verb]:
    """Register a command explained by `cli.<key>.help`, with the example line `cli.<key>.example`."""
    example = say("cli.for_example", line=say(f"cli.{key}.example"))
    return group.command(name, cls=Command, help=say(f"cli.{key}.help"), epilog=example)
