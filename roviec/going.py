"""How far a long piece of work is, told to whoever listens: nobody, unless somebody said so around it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Hearer = Callable[[str, str, int, int], None]
"""Hears what is done, of what, how many of it, and of how many: 0 where nobody knows."""
_hearer: ContextVar[Hearer | None] = ContextVar("hearer", default=None)


def step(what: str, name: str = "", *, done: int, total: int = 0) -> None:
    """Tell how far it is."""
    if (hearer := _hearer.get()) is not None:
        hearer(what, name, done, total)


@contextmanager
def heard(hearer: Hearer) -> Iterator[None]:
    """Let somebody hear of what is done meanwhile."""
    token = _hearer.set(hearer)
    try:
        yield
    finally:
        _hearer.reset(token)
