"""A process of its own that serves the office for real and kills itself at the n-th pass of a named step."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from roviec.bot import serve
from roviec.bot.build import Parts, build
from roviec.bot.logs import logging_on
from roviec.bot.process import Process
from roviec.bot.settings import make
from roviec.channels.channel import Pace
from roviec.delivery.patience import Step
from roviec.delivery.share import Share

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
    sends: str = ""
    """The file in which every send is written down: when, under which number, by whom, to whom."""
    clock: str = ""
    """The file that holds by how many seconds the process's clock is wrong."""


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
    logging_on()
    at = Counter(life.death)
    # Everything is the production code of `roviec run`; only the names of the steps are listened to.
    setattr(serve, "Process", _watched(life, at))  # noqa: B010  (it is a class there)
    if life.clock:
        setattr(serve, "build", partial(build, clock=_wrong(Path(life.clock))))  # noqa: B010
    settings = make(**life.settings)
    asyncio.run(serve.run(settings, life.roles, lambda _address: ready.send("ready")))


def _wrong(by: Path) -> Callable[[], datetime]:
    """Return a clock that is wrong by what a file says."""
    return lambda: datetime.now(UTC) + timedelta(seconds=float(by.read_text("ascii")))


def _watched(life: Life, at: Step) -> Callable[[Parts], Process]:
    channel = life.channel

    def make(parts: Parts) -> Process:
        # How fast a chat may be written to is another test's business.
        parts.channels[channel].pace = Pace(per_second=2000)
        process = Process(parts, at)
        # The idle courier of the other channel would pass the steps without a message in hand.
        process.couriers = {n: one for n, one in process.couriers.items() if one.channel.name == channel}
        if life.sends:
            write_down(process.share, channel, life.sends)
        return process

    return make


def write_down(share: Share, channel: str, path: str) -> None:
    """Write each send down before it is made, with the moment at which it began: to open the log may take longer."""
    (line, *_) = [one.channel for one in share.couriers.values() if one.channel.name == channel]
    send = line.send

    async def noted(chat: str, *message: Any, **more: Any) -> Any:
        courier = share.courier(channel, chat)
        assert courier is not None
        began, number = time.monotonic(), courier.post.hold.number if courier.post.hold else 0
        with open(path, "a", encoding="ascii") as log:
            log.write(f"{began} {courier.shard.number} {number} {os.getpid()} {chat}\n")
        return await send(chat, *message, **more)

    setattr(line, "send", noted)  # noqa: B010  (a method there)
