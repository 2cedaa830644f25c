"""Who handles what: commands, choices and dialogues, registered beside their handlers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

WITHHELD = "withheld"
"""The name of the handler for what a platform withholds, in whatever dialogue."""
NUMBER_OLD = "number_old"
"""The name of the handler for a number whose question is over."""
Handler = Callable[..., Awaitable[None]]


@dataclass
class Router:
    """The handlers of one trade; `include` joins them into one."""

    commands: dict[str, Handler] = field(default_factory=dict)
    actions: dict[str, Handler] = field(default_factory=dict)
    dialogues: dict[str, Handler] = field(default_factory=dict)
    groups: dict[str, Handler] = field(default_factory=dict)

    def command(self, name: str) -> Callable[[Handler], Handler]:
        """Register the handler of `/name`; it gets the turn and the words that follow."""
        return _register(self.commands, name)

    def action(self, verb: str) -> Callable[[Handler], Handler]:
        """Register the handler of a choice; it gets the turn and the packed arguments as text."""
        return _register(self.actions, verb)

    def dialogue(self, name: str) -> Callable[[Handler], Handler]:
        """Register the handler of the words that a dialogue waits for."""
        return _register(self.dialogues, name)

    def group(self, name: str) -> Callable[[Handler], Handler]:
        """Register the handler of `/name` in a group chat."""
        return _register(self.groups, name)

    def include(self, other: "Router") -> None:
        """Take in the handlers of another trade; a name may stand only once."""
        for mine, theirs in (
            (self.commands, other.commands),
            (self.actions, other.actions),
            (self.dialogues, other.dialogues),
            (self.groups, other.groups),
        ):
            for name, handler in theirs.items():
                _register(mine, name)(handler)


def _register(table: dict[str, Handler], name: str) -> Callable[[Handler], Handler]:
    def keep(handler: Handler) -> Handler:
        if name in table:
            raise ValueError(f"{name} has a handler already")
        table[name] = handler
        return handler

    return keep
