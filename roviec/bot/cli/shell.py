"""Run one command line; whatever goes wrong becomes one sentence and an exit code."""

import logging
import secrets
import sys
import traceback
from collections.abc import Sequence

import typer
from typer.main import get_command

from roviec.bot.cli.app import app
from roviec.bot.cli.look import say
from roviec.bot.cli.trouble import explain


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code: 0 done, 1 not possible now, 2 wrong input."""
    try:
        code = get_command(app).main(list(arguments), prog_name="roviec", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except typer.Abort:
        _tell(say("cli.stopped"))
        return 130
    except Exception as error:
        return _failed(error, debug="--debug" in arguments)


def _failed(error: Exception, *, debug: bool) -> int:
    known = explain(error)
    if known is None:
        mishap = secrets.token_hex(4)
        _tell(say("cli.mishap", id=mishap))
        logging.getLogger(__name__).debug("mishap %s: %s", mishap, type(error).__name__)
    elif known.sentence:
        _tell(known.sentence)
    if debug and (known is None or known.code == 1):
        traceback.print_exception(error, file=sys.stderr)
    return known.code if known else 1


def _tell(sentence: str) -> None:
    typer.echo(" ".join(sentence.split()), err=True)
