"""The people of a measurement, inside the fake's own process: they press the first button of what they are shown.

`python -m bench.crowd` is the fake with these people; the bot still meets it over HTTP alone.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.__main__ import main
from tests.fakes.telegram.actions import action
from tests.fakes.telegram.core import Core
from tests.fakes.telegram.sim_people import find_user, press_data, say

FINISHED = "cảm ơn"
PATIENCE = 30.0


@dataclass
class Person:
    """Somebody with a survey before them; `waits` are the seconds from each of their steps to the reply."""

    core: Core
    id: int
    waits: list[float]
    seen: int = 0
    over: bool = False

    def __post_init__(self) -> None:
        find_user(self.core, self.id)

    async def opens(self, words: str) -> None:
        """Begin a survey."""
        say(self.core, self.id, words)
        await self.reads()

    async def presses(self) -> None:
        """Press the first button of the newest question and wait for what follows it."""
        message = next(event.message for event in reversed(self._events) if _keys(event.message))
        self.seen, begun = len(self._events), time.monotonic()
        press_data(self.core, self.id, message["message_id"], _keys(message)[0][0]["callback_data"])
        await self.reads()
        self.waits.append(time.monotonic() - begun)

    async def reads(self) -> None:
        """Wait for the next question or the last word."""
        async with asyncio.timeout(PATIENCE):
            while not self._has_news():
                waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self.core.store.chats[self.id].waiters.append(waiter)
                await waiter

    @property
    def _events(self) -> Sequence[Any]:
        return self.core.store.chats[self.id].events

    def _has_news(self) -> bool:
        fresh = [event.message for event in self._events[self.seen :] if event.kind != "alert"]
        self.over = any(FINISHED in message.get("text", "") for message in fresh)
        return self.over or any(map(_keys, fresh))


def _keys(message: Any) -> Any:
    return message.get("reply_markup", {}).get("inline_keyboard", [])


@action
async def answer_together(core: Core, people: int, first: int, seconds: float) -> dict[str, float]:
    """Let people who stand at a question answer as fast as they are asked, until all are through or time is up."""
    waits: list[float] = []
    begun = time.monotonic()

    async def goes_through(person: Person) -> None:
        while not person.over and time.monotonic() < begun + seconds:
            await person.presses()

    await asyncio.gather(*(goes_through(Person(core, first + n, waits)) for n in range(people)))
    return {"answers": len(waits), "seconds": time.monotonic() - begun}


@action
async def answer_alone(core: Core, first: int, people: int, words: str) -> list[float]:
    """Let people come one after the other, each alone with the bot; return the seconds of each answer."""
    waits: list[float] = []
    for number in range(people):
        person = Person(core, first + number, waits)
        await person.opens(words)
        while not person.over:
            await person.presses()
    return waits


@action
async def answer_evenly(
    core: Core, first: int, people: int, steps: int, words: str, per_second: float
) -> list[float]:
    """Let people take turns at even intervals, whatever the bot does; return seconds from the due time of each step."""
    waits: list[float] = []
    turns = [asyncio.Lock() for _ in range(people)]
    crowd = [Person(core, first + n, []) for n in range(people)]
    begun = time.monotonic()

    async def takes(number: int, due: float, step: Callable[[Person], Any]) -> None:
        async with turns[number]:
            await step(crowd[number])
        waits.append(time.monotonic() - due)

    async with asyncio.TaskGroup() as tasks:
        for tick in range(people * steps):
            due = begun + tick / per_second
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            step = Person.presses if tick >= people else lambda person: person.opens(words)
            tasks.create_task(takes(tick % people, due, step))
    return waits


if __name__ == "__main__":
    main()
