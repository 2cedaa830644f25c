"""Every class of choices and dialogues has one handler and a place that makes it; every command is listed."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import roviec
from roviec.bot.listening import SHOWN, commands
from roviec.handlers.all import everything
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.choices import Action, Dialogue
from roviec.handlers.frame.packing import LIMIT, width
from roviec.handlers.frame.router import Otherwise
from tests.doors import every_door

ROUTER = everything()


def classes(base: type) -> list[Any]:
    """Return the classes below `base` that have a name on the wire or in the database."""
    below = [kind for direct in base.__subclasses__() for kind in (direct, *classes(direct))]
    own = [kind for kind in below if kind.__module__.startswith("roviec.")]
    return [kind for kind in own if getattr(kind, "verb", "") or getattr(kind, "name", "")]


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(roviec.__path__, "roviec."):
        makes_choices = found.name.startswith(("roviec.handlers.", "roviec.scheduler.", "roviec.bot."))
        if makes_choices and not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def named_in(module: ModuleType) -> Iterator[Any]:
    """Yield what a module takes by name outside of imports, decorators, annotations and bases: what it makes."""
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.decorator_list, node.returns = [], None
        elif isinstance(node, ast.ClassDef):
            node.bases = []
        elif isinstance(node, ast.arg | ast.AnnAssign):
            node.annotation = ast.Constant(None)  # type: ignore[assignment]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    yield from (vars(module)[name] for name in names if name in vars(module))


def test_every_choice_and_dialogue_has_a_handler_and_is_made_somewhere() -> None:
    made = {id(thing) for module in modules() for thing in named_in(module)}
    for base, table in ((Action, ROUTER.actions), (Dialogue, ROUTER.dialogues)):
        kinds = classes(base)
        assert {door.kind for door in table.values()} == set(kinds)
        assert [kind.__name__ for kind in kinds if id(kind) not in made] == []


def test_every_command_is_listed_with_what_it_does() -> None:
    assert set(ROUTER.commands) == set(Command) == {*SHOWN, "start"}
    assert all(commands().values())
    assert set(ROUTER.others) == set(Otherwise)


def test_every_choice_fits_a_button_at_its_longest() -> None:
    for kind in classes(Action):
        assert width(kind.verb, kind.parts) <= LIMIT, kind


def test_every_handler_is_async_and_explained() -> None:
    entries = [*ROUTER.actions.values(), *ROUTER.dialogues.values()]
    handlers = [door.handler for door in entries]
    handlers += [*ROUTER.commands.values(), *ROUTER.groups.values(), *ROUTER.others.values()]
    assert len(handlers) == len(every_door())
    for handler in handlers:
        assert inspect.iscoroutinefunction(handler), handler
        assert handler.__doc__, handler
