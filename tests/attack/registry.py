"""What an attack is, and what attacks share. One that gets through raises."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from tests.attack.office import UNIT, Office

Attack = Callable[[Office], Awaitable[None]]


@dataclass(frozen=True)
class Known:
    """An attack: who does it, with what, and how."""

    who: str
    what: str
    how: Attack
    slow: bool = False


KNOWN: list[Known] = []


def attack(who: str, what: str, *, slow: bool = False) -> Callable[[Attack], Attack]:
    """Register an attack; a slow one takes half a minute."""

    def register(how: Attack) -> Attack:
        KNOWN.append(Known(who, what, how, slow))
        return how

    return register


async def is_alive(office: Office) -> None:
    """Check that a citizen is still answered, soon."""
    one = await office.browser()
    began = time.monotonic()
    said = await one.says("/giup")
    await one.close()
    assert "/khaosat" in said, f"nobody answers any more: {said!r}"
    assert time.monotonic() - began < 8, "answered late"


def state_of(office: Office, task: int) -> str:
    """Return where a task stands."""
    [(state,)] = office.rows("SELECT state FROM task WHERE id = ?", task)
    return str(state)


async def given(office: Office, title: str) -> int:
    """Give Bình's unit a task."""
    said = await office.type("tasks", "add", "--title", title, "--lead", UNIT, "--due", "2030-06-30")
    return int(said.strip())


CUT = 0
"""The connection was cut instead of an answer."""


async def refusal(sending: Awaitable[httpx.Response]) -> int:
    """Return the status of an answer, `CUT` where the office hung up on us."""
    try:
        return (await sending).status_code
    except httpx.TransportError:
        return CUT
