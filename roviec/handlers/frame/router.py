"""Who handles what: commands, choices and dialogues, registered beside their handlers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from roviec.handlers.frame.choices import Action, Dialogue
from roviec.handlers.frame.turn import Turn

Handler = Callable[..., Awaitable[None]]
_A = TypeVar("_A", bound=Action)
_D = TypeVar("_D", bound=Dialogue)
_H = TypeVar("_H", bound=Handler)
_T = TypeVar("_T")


class Otherwise(StrEnum):
    """What comes without a command, a choice or a dialogue that waits for it."""

    words = "words"
    withheld = "withheld"
    """What a platform keeps back, in whatever dialogue: a document, a voice, a sticker."""
    old_number = "old_number"
    """A number whose question is over."""
    edited = "edited"
    """An earlier message that was changed."""
    reaction = "reaction"
    """An emoji on a message of ours."""
    beside = "beside"
    """Files or a place, without a word or with a caption, where the dialogue waits for words of an official."""
    quoted = "quoted"
    """What was forwarded, where the dialogue does not ask for it."""


class Door(NamedTuple):
    """A class of choices or dialogues, and who handles it."""

    kind: Any
    handler: Handler


@dataclass
class Router:
    """The handlers of one trade; `include` joins them into one."""

    commands: dict[str, Handler] = field(default_factory=dict)
    actions: dict[str, Door] = field(default_factory=dict)
    dialogues: dict[str, Door] = field(default_factory=dict)
    groups: dict[str, Handler] = field(default_factory=dict)
    others: dict[str, Handler] = field(default_factory=dict)

    def command(self, name: str) -> Callable[[_H], _H]:
        """Register the handler of `/name`; it gets the turn and the words that follow."""
        return lambda handler: _register(self.commands, name, handler, handler)

    def action(
        self, kind: type[_A]
    ) -> Callable[[Callable[[Turn, _A], Awaitable[None]]], Callable[[Turn, _A], Awaitable[None]]]:
        """Register the handler of a choice; it gets the turn and the choice."""
        return lambda handler: _register(self.actions, kind.verb, Door(kind, handler), handler)

    def dialogue(
        self, kind: type[_D]
    ) -> Callable[[Callable[[Turn, _D], Awaitable[None]]], Callable[[Turn, _D], Awaitable[None]]]:
        """Register the handler of the words that a dialogue waits for; it gets the turn and its data."""
        return lambda handler: _register(self.dialogues, kind.name, Door(kind, handler), handler)

    def group(self, name: str) -> Callable[[_H], _H]:
        """Register the handler of `/name` in a group chat."""
        return lambda handler: _register(self.groups, name, handler, handler)

    def otherwise(self, what: Otherwise) -> Callable[[_H], _H]:
        """Register the handler of what nothing else takes; it gets the turn."""
        return lambda handler: _register(self.others, what, handler, handler)

    def include(self, other: "Router") -> None:
        """Take in the handlers of another trade; a name may stand only once."""
        for table, theirs in vars(other).items():
            for name, handler in theirs.items():
                _register(getattr(self, table), name, handler, handler)


def _register(table: dict[str, Any], name: str, entry: object, handler: _T) -> _T:
    if not name or name in table:
        raise ValueError(f"{name or entry} has a handler already, or no name")
    table[name] = entry
    return handler
