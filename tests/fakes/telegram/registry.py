"""The table of methods: name, check of the parameters, function."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from .core import Core
from .forms import Files, Params
from .spec import MethodCheck

Result = Any | Coroutine[Any, Any, Any]
Run = Callable[[Core, Params, Files], Result]


@dataclass(frozen=True, slots=True)
class Method:
    """One Bot API method."""

    name: str
    check: MethodCheck
    run: Run


@dataclass(frozen=True, slots=True)
class Described:
    """A result that carries a `description` beside it."""

    result: Any
    description: str


METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Run], Run]:
    """Register a function under a method name of the description; names are found case-insensitively."""

    def register(run: Run) -> Run:
        METHODS[name.lower()] = Method(name, MethodCheck(name), run)
        return run

    return register
