"""Which sentence a failure deserves: a wrong command line, a database out of reach, a full disk."""

import errno
from dataclasses import dataclass
from typing import Any

from roviec.bot.cli.look import say
from roviec.errors import PersonError

# By name: the parser's classes are no public part of typer.
_USAGE = {
    "NoSuchOption": "option",
    "MissingParameter": "missing",
    "BadParameter": "value",
    "BadOptionUsage": "option_value",
}
_NO_SERVER = (
    "gaierror",
    "CannotConnectNow",
    "ConnectionDoesNotExist",
    "InvalidAuthorization",
    "InvalidCatalogName",
    "InvalidPassword",
    "TooManyConnections",
)


@dataclass(frozen=True)
class Trouble:
    """What to tell and how to leave: 2 where the input is wrong, 1 where the surroundings are."""

    sentence: str
    code: int


def explain(error: BaseException) -> Trouble | None:
    """Return the sentence for a failure that people can do something about; None for any other."""
    if isinstance(error, PersonError):
        return Trouble(say.error(error), error.exit_code)
    if hasattr(error, "format_message"):
        return Trouble(_usage(error), 2)
    key = _surroundings(error)
    return Trouble(say(f"cli.trouble.{key}"), 1) if key else None


def _usage(error: Any) -> str:
    """Say what is wrong with a command line; nothing where its help page was just shown."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return ""
    context = getattr(error, "ctx", None)
    key = _USAGE.get(type(error).__name__, "other")
    help_ = f"{context.command_path if context else 'roviec'} --help"
    return say.out_of(f"cli.usage.{key}", {"name": _culprit(error), "help": help_})


def _culprit(error: Any) -> str:
    if hasattr(error, "option_name"):
        return str(error.option_name)
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    longest = max([*parameter.opts, ""], key=len)
    return longest if longest.startswith("-") else str(parameter.metavar or parameter.name)


def _surroundings(error: BaseException) -> str | None:
    """Name what is wrong around us, by what the drivers and the system say."""
    # What the driver said, where the database layer has wrapped it.
    words = str(getattr(error, "orig", None) or error).casefold()
    if getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in words:
        return "disk_full"
    if "database is locked" in words:
        return "locked"
    if "file is not a database" in words or "disk image is malformed" in words:
        return "not_a_database"
    is_read_only = getattr(error, "errno", None) == errno.EROFS
    if "readonly database" in words or is_read_only or isinstance(error, PermissionError):
        return "not_allowed"
    if "unable to open database" in words:
        return "no_file"
    return "unreachable" if _no_server(error) else None


def _no_server(error: BaseException) -> bool:
    """Tell that no database server answered, or that it did not let us in."""
    said = getattr(error, "orig", None) or error
    causes = (said, said.__cause__)
    if any(
        isinstance(one, ConnectionError | TimeoutError | NotADirectoryError | FileExistsError)
        for one in causes
    ):
        return True
    return any(kind.__name__.startswith(_NO_SERVER) for cause in causes for kind in type(cause).__mro__)
