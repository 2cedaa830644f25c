"""How the help pages read: typer's own few words in Vietnamese."""

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from roviec.channels.registered import label
from roviec.errors import PersonError
from roviec.texts import catalogue

say = catalogue("vi")


class CommandUnknown(PersonError):
    """Không có lệnh «{name}». Ông/Bà xem các lệnh có thể dùng bằng: {help}."""


def speak_vietnamese() -> None:
    """Replace the fixed words of typer's help pages."""
    from typer import rich_utils  # Only a help page needs it: it brings 130 modules along.

    rich_utils.OPTIONS_PANEL_TITLE = say("cli.look.options")
    rich_utils.ARGUMENTS_PANEL_TITLE = say("cli.look.arguments")
    rich_utils.COMMANDS_PANEL_TITLE = say("cli.look.commands")
    rich_utils.REQUIRED_LONG_STRING = f"[{say('cli.look.required')}]"
    rich_utils.DEFAULT_STRING = f"[{say('cli.look.default')}: {{}}]"


class Command(TyperCommand):
    """A command whose help page is in Vietnamese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "options_metavar": f"[{say('cli.look.options_here')}]"})

    def get_usage(self, ctx: Any) -> str:
        """Return the line that shows how the command is typed."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Return --help, which explains itself."""
        return _explained(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show the page."""
        speak_vietnamese()
        super().format_help(ctx, formatter)


class Group(TyperGroup):
    """A group of commands whose help page is in Vietnamese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        here = {
            "options_metavar": f"[{say('cli.look.options_here')}]",
            "subcommand_metavar": say("cli.look.command_here"),
        }
        super().__init__(*args, **{**kwargs, **here})

    def get_usage(self, ctx: Any) -> str:
        """Return the line that shows how the group is typed."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Return --help, which explains itself."""
        return _explained(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show the page."""
        speak_vietnamese()
        super().format_help(ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the words name; raise `CommandUnknown`."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise CommandUnknown(name=args[0], help=f"{ctx.command_path} --help")
        return super().resolve_command(ctx, args)


def _usage(line: str) -> str:
    return line.replace("Usage:", say("cli.look.usage"), 1)


def _explained(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help, option.metavar = say("cli.look.help"), ""
    return option


def name_of(channel: str) -> str:
    """Return what people call a channel, as it stands at the beginning of a line."""
    name = label(channel, say)
    return name[:1].upper() + name[1:]


def group(name: str, **settings: Any) -> typer.Typer:
    """Return a new group of commands, explained by the text `cli.<name>.help`."""
    return typer.Typer(
        name=name,
        cls=Group,
        help=say(f"cli.{name}.help"),
        add_completion=False,
        **{"no_args_is_help": True, **settings},
    )
