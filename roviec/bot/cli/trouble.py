"""Which sentence a failure deserves: a wrong command line, a database out of reach, a full disk."""

import errno
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from typer import _click
from typer._click import exceptions as usage

from roviec.bot.cli.look import say
from roviec.errors import PersonError


@dataclass(frozen=True)
class Trouble:
    """What to tell and how to leave: 2 where the input is wrong, 1 where the surroundings are."""

    sentence: str
    code: int


def explain(error: BaseException) -> Trouble | None:
    """Return the sentence for a failure that people can do something about; None for any other."""
    if isinstance(error, PersonError):
        return Trouble(say.error(error), error.exit_code)
    if isinstance(error, usage.NoArgsIsHelpError):
        return Trouble("", 2)
    if isinstance(error, _click.ClickException):
        return Trouble(_usage(error), 2)
    key = _surroundings(error)
    return Trouble(say(f"cli.trouble.{key}"), 1) if key else None


def _usage(error: _click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    help_ = f"{context.command_path if context else 'roviec'} --help"
    if isinstance(error, usage.NoSuchOption):
        return say("cli.usage.option", name=error.option_name, help=help_)
    if isinstance(error, usage.MissingParameter):
        return say("cli.usage.missing", name=_parameter(error), help=help_)
    if isinstance(error, usage.BadParameter):
        return say("cli.usage.value", name=_parameter(error), help=help_)
    if isinstance(error, usage.BadOptionUsage):
        return say("cli.usage.option_value", name=error.option_name, help=help_)
    return say("cli.usage.other", help=help_)


def _parameter(error: usage.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "")
    longest = max([*error.param.opts, ""], key=len)
    return longest if longest.startswith("-") else error.param.make_metavar(ctx=error.ctx)  # type: ignore[arg-type]


def _surroundings(error: BaseException) -> str | None:
    """Name what is wrong around us, by what the drivers and the system say."""
    words = str(error.orig if isinstance(error, DBAPIError) and error.orig else error).casefold()
    if getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in words:
        return "disk_full"
    if "database is locked" in words:
        return "locked"
    if "file is not a database" in words or "malformed" in words:
        return "not_a_database"
    if "readonly database" in words or isinstance(error, PermissionError):
        return "not_allowed"
    if "unable to open database" in words or _no_server(error):
        return "unreachable"
    return None


def _no_server(error: BaseException) -> bool:
    """Tell that no database server answered, or that it did not let us in."""
    driver = type(getattr(error, "orig", None) or error)
    connecting = ("ConnectionRefused", "ConnectionDoesNotExist", "InvalidPassword", "InvalidCatalogName")
    names = {kind.__name__ for kind in driver.__mro__}
    return isinstance(error, ConnectionError | TimeoutError) or any(
        name.startswith((*connecting, "gaierror", "InvalidAuthorization", "CannotConnectNow", "TooManyConnections"))
        for name in names
    )
