"""Run one command line; whatever goes wrong becomes one sentence and an exit code."""

import secrets
import sys
import traceback
from collections.abc import Sequence
from functools import cache
from typing import Any

import typer
from typer.main import get_command

from roviec.bot.cli.app import app
from roviec.bot.cli.look import say
from roviec.bot.cli.trouble import Trouble, explain


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code: 0 done, 1 not possible now, 2 wrong input."""
    try:
        code = _commands().main(list(arguments), prog_name="roviec", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except typer.Abort:
        _tell(say("cli.stopped"))
        return 130
    except Exception as error:
        return _failed(error, debug="--debug" in arguments)


@cache
def _commands() -> Any:
    """Return what the words of a line are looked up in; it is made once, however many lines are run."""
    return get_command(app)


def _failed(error: Exception, *, debug: bool) -> int:
    known = explain(error) or Trouble(say("cli.mishap", id=secrets.token_hex(4)), 1)
    if known.sentence:
        _tell(known.sentence)
    if debug and known.code == 1:
        traceback.print_exception(error, file=sys.stderr)
    return known.code


def _tell(sentence: str) -> None:
    typer.echo(" ".join(sentence.split()), err=True)
