"""The table behind `/sim/<name>`: what people and the test may do. Arguments and results are JSON."""

from collections.abc import Callable
from typing import Any, TypeVar

from .core import Core

Json = dict[str, Any]
Run = TypeVar("Run", bound=Callable[..., Any])
ACTIONS: dict[str, Callable[..., Any]] = {}


def action(run: Run) -> Run:
    """Register a function whose first argument is the core under its own name."""
    ACTIONS[run.__name__] = run
    return run


def perform(core: Core, name: str, arguments: Json) -> Any:
    """Run an action by name; the result may be a coroutine. Raise LookupError for an unknown name."""
    if name not in ACTIONS:
        raise LookupError(f"no action {name!r}; there are: {', '.join(sorted(ACTIONS))}")
    return ACTIONS[name](core, **arguments)
