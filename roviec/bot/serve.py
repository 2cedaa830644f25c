"""Starting a process that serves: `roviec run` with the office's data, `roviec demo` with a sample district."""

import asyncio
import gc
import signal
import socket
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from roviec.bot import ports
from roviec.bot.build import Clock, Parts, build, open_database
from roviec.bot.demo.clock import DemoClock
from roviec.bot.demo.sample import sample
from roviec.bot.demo.seed import seed
from roviec.bot.demo.show import Show
from roviec.bot.hosting import looked_after
from roviec.bot.looking import look
from roviec.bot.ports import listen
from roviec.bot.process import Process
from roviec.bot.settings import DatabaseSection, Office, Settings, Web, make
from roviec.bot.stopping import calmly, hurry
from roviec.bot.watching import Watch
from roviec.db import setup
from roviec.db.engine import Database
from roviec.db.migrate import make_ready, upgrade
from roviec.delivery.patience import Step, patiently
from roviec.scheduler.alive import SignOfLife
from roviec.scheduler.clock import Scheduler
from roviec.scheduler.saving import NightlySaving
from roviec.web import app as web
from roviec.web import connect
from roviec.web.demo import Demo
from roviec.web.server import server_of
from roviec.web.setup import AT

Ready = Callable[[str], None]


async def run(
    settings: Settings,
    roles: Collection[str],
    ready: Ready,
    saver: Sequence[str] = (),
    offered: Ready = lambda _address: None,
) -> None:
    """Serve the office until a signal ends the process; `ready` hears the address once it answers.

    `offered` hears the address at which an office that nobody has set up yet is set up, once.
    `saver` is the command that saves the office each night, empty where nothing does.
    """
    bound = (
        listen(settings.web.host, settings.web.port, taken=ports.OfficePortTaken) if "web" in roles else None
    )
    if bound is not None:
        # Port 0 means any free one: links must carry the one that was found.
        web_section = settings.web.model_copy(update={"port": bound.getsockname()[1]})
        settings = settings.model_copy(update={"web": web_section})
    async with opened(settings) as parts:
        process = Process(parts)
        ticking = [Watch(parts).run()]
        if "scheduler" in roles:
            ticking.append(scheduler_of(parts, saver).run())
        if bound is not None:
            ticking.append(_offer_setup(parts, offered))
        async with process.running(roles, ticking), looked_after(parts):
            _spare_the_collector()
            if bound is not None:
                ready(settings.public_url)
            await _serve(process, bound, demo=None)


async def _offer_setup(parts: Parts, offered: Ready) -> None:
    """Print the key of an office that nobody has set up, as soon as its database may be written to."""

    async def offer() -> int:
        async with parts.db.read() as session:
            if not await setup.is_open(session):
                return 1
        async with parts.db.write() as session:
            key = await setup.offer(session, now=parts.clock())
        if key is not None:
            offered(f"{parts.settings.public_url.rstrip('/')}{AT}?ma={key}")
        return 1

    while not await patiently(offer):
        pass


async def demo(port: int, folder: Path, ready: Ready) -> None:
    """Serve the sample district on loopback until a signal ends the process."""
    bound = listen("127.0.0.1", port, taken=ports.PortTaken)
    port = bound.getsockname()[1]
    settings = make(
        office=Office(name=sample()["office"]["name"]),
        database=DatabaseSection(url=f"sqlite+aiosqlite:///{folder}/demo.db", files=folder / "files"),
        # The clock jumps by weeks: nobody is to be signed out on the way.
        web=Web(port=port, session_days=3650, official_session_hours=87600),
    )
    clock = DemoClock(sample()["starts"])
    async with opened(settings, clock) as parts:
        # Everybody of a show sits in this one browser.
        parts.house = replace(parts.house, names_untold=False)
        async with parts.db.write() as session:
            await seed(session, parts.house.calendar(), minimum_cell=parts.house.minimum_cell)
        await clock.recall(parts.db)
        process, scheduler = Process(parts), scheduler_of(parts)
        async with process.running(("road", "courier")):
            show = await Show.open(process, scheduler, clock)
            ready(settings.public_url)
            await _serve(process, bound, demo=show)
        await clock.remember(parts.db)


@asynccontextmanager
async def opened(
    settings: Settings, clock: Clock | None = None, db: Database | None = None
) -> AsyncIterator[Parts]:
    """Open the database and make the parts; close the database at the end.

    Only what has a clock of its own is migrated unasked: the sample of a demonstration, a simulation.
    """
    db = db or open_database(settings)
    try:
        await (upgrade if clock else make_ready)(db)
        parts = await build(settings, db, clock) if clock else await build(settings, db)
        try:
            yield parts
        finally:
            await calmly(parts.files.close)
    finally:
        await calmly(db.dispose)


def _spare_the_collector() -> None:
    """Take what is there by now out of garbage collection: it lives as long as the process, and a look costs 50 ms.

    Not even one look goes before: of 280 thousand objects it would find 900 to throw away.
    """
    gc.freeze()
    # From here on garbage is taken out again, which a command leaves lying: after a batch of updates, not within one.
    gc.set_threshold(20_000, 10, 10)


def scheduler_of(parts: Parts, saver: Sequence[str] = (), *, at: Step = lambda _step: None) -> Scheduler:
    """Return the scheduler with the office's settings; `at` hears each step."""
    hour, backup = parts.settings.reminders.hour, parts.settings.backup
    saving = NightlySaving(parts.db, parts.house, backup.hour, saver) if saver and backup.folder else None
    alive = SignOfLife(url) if (url := parts.settings.watch.address) else None
    return Scheduler(
        parts.db,
        parts.house,
        parts.clock,
        hour=hour,
        keep=parts.house.keep,
        at=at,
        saving=saving,
        alive=alive,
    )


async def _serve(process: Process, bound: socket.socket | None, demo: Demo | None) -> None:
    """Answer the web until SIGINT or SIGTERM; without a socket only wait for the signal."""
    if bound is None:
        await _signalled()
        return
    parts = process.parts
    deps = web.Deps(
        db=parts.db,
        files=parts.files,
        channel=parts.web,
        wake=process.road.arrived.set,
        receive=process.road.receive,
        clock=parts.clock,
        office=parts.settings.office.name,
        public_url=parts.settings.public_url,
        max_file=parts.house.max_file,
        demo=demo,
        routes=[*process.routes(), *_pages(parts)],
        zone=parts.house.zone,
        house=parts.house,
        life=parts.house.sessions,
        limits=parts.settings.web.limits,
        replies=parts.replies,
        metrics_token=parts.settings.web.metrics_token.get_secret_value(),
        first_day=demo is None,
        doctor=partial(look, parts),
        # A show has many people in one browser.
        push=None if demo else parts.ways.push,
    )
    app = web.build(deps)
    server = server_of(app, parts.settings.web.connections)
    stopping = asyncio.create_task(_stop_when_told(server, app))
    await server.serve(sockets=[bound])
    stopping.cancel()


def _pages(parts: Parts) -> Sequence[BaseRoute]:
    """Return the pages that belong to the channels which are on."""
    return connect.routes(
        page for one in parts.settings.channels for page in one.pages(parts.channels[one.name])
    )


async def _stop_when_told(server: uvicorn.Server, app: Starlette) -> None:
    """End the open streams, which a server waits for, and then the server."""
    await _signalled()
    web.close(app)
    server.should_exit = True


async def _signalled() -> None:
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(name, done.set)
        except NotImplementedError:  # Windows
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(done.set))
    await done.wait()
    hurry()
