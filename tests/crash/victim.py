"""A process of its own that serves the office for real and kills itself at the n-th pass of a named step."""

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from roviec.bot import serve
from roviec.bot.build import Parts
from roviec.bot.process import Process
from roviec.bot.settings import make
from roviec.channels.channel import Pace
from roviec.delivery.patience import Step

STEPS = ("received", "stored", "decided", "committed", "claimed", "sending", "accepted", "marked")


@dataclass(frozen=True)
class Death:
    """Where a process dies: at the n-th pass of a step, counted from the first thing that arrives."""

    step: str = ""
    passes: int = 1


@dataclass(frozen=True)
class Life:
    """One run of the process: its settings, its roles, the channel that is watched, and its end."""

    settings: dict[str, Any]
    roles: tuple[str, ...]
    channel: str
    death: Death = Death()


class Counter:
    """Counts the passes of a step and kills the process at the last one."""

    def __init__(self, death: Death) -> None:
        self.death, self.armed, self.passed = death, False, 0

    def __call__(self, step: str) -> None:
        """Note that a step is reached."""
        self.armed = self.armed or step == "received"
        if self.armed and step == self.death.step:
            self.passed += 1
            if self.passed >= self.death.passes:
                os.kill(os.getpid(), signal.SIGKILL)


def live(life: Life, ready: Connection) -> None:
    """Serve until killed or asked to stop; say "ready" when the loops run."""
    serve.logging_on()
    at = Counter(life.death)
    # Everything is the production code of `roviec run`; only the names of the steps are listened to.
    setattr(serve, "Process", _watched(life.channel, at))  # noqa: B010  (it is a class there)
    settings = make(**life.settings)
    asyncio.run(serve.run(settings, life.roles, lambda _address: ready.send("ready")))


def _watched(channel: str, at: Step) -> Callable[[Parts], Process]:
    def make(parts: Parts) -> Process:
        # How fast a chat may be written to is another test's business.
        parts.channels[channel].pace = Pace(per_second=2000)
        process = Process(parts, at)
        # The idle courier of the other channel would pass the steps without a message in hand.
        process.couriers = {channel: process.couriers[channel]}
        return process

    return make
