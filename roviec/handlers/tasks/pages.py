"""Long lists in a chat, a page at a time."""

from collections.abc import Callable, Sequence

from roviec.handlers.frame.turn import Choosable, Turn
from roviec.messages.outgoing import Choice

PAGE = 10


def turning(
    turn: Turn, page: int, total: int, to: Callable[[int], Choosable], size: int = PAGE
) -> list[Choice]:
    """Return the choices that lead to the page before and the page after, where there are any."""
    found = [turn.choice("button.previous", to(page - 1))] if page else []
    if (page + 1) * size < total:
        found.append(turn.choice("button.next", to(page + 1)))
    return found


def cut(choices: Sequence[Choice], page: int, size: int = PAGE) -> list[Choice]:
    """Return one page of the choices, counted from 0."""
    return list(choices[page * size : (page + 1) * size])
