"""`python -m bench`: how fast, how soon and how large, beside a stock bot on the same machine in the same run."""

import asyncio
from dataclasses import dataclass

from bench import reading
from bench.measures import Waits, broadcast, drain, fill, one_by_one, waits
from bench.town import Bot, office, stock
from tests.fakes.telegram.server import spawn

UNLIMITED = 100_000.0
ALLOWED = 30.0
CROWD, ROUNDS = 32, 10
BACKLOG = 1000


def show(name: str, value: str, aim: str = "") -> None:
    """Print one line of the table."""
    print(f"{name:<46}{value:>22}   {aim}", flush=True)


def words(found: Waits) -> str:
    """Return waits as text."""
    return f"{found.p50:.0f} / {found.p95:.0f} / {found.p99:.0f} ms"


@dataclass(frozen=True)
class Speed:
    """Updates per second, and the processor time of each in milliseconds: what others do at the time hides less."""

    backlog: float
    crowd: float
    work: float


async def speed(bot: Bot, waiting: int) -> Speed:
    """Measure a bot that has just started before so many waiting updates."""
    backlog = await drain(bot.fake, waiting)
    before = bot.seconds_of_work
    crowd = await one_by_one(bot.fake, CROWD, rounds=ROUNDS)
    return Speed(backlog, crowd, 1000 * (bot.seconds_of_work - before) / (CROWD * ROUNDS * 3))


async def baseline() -> Speed:
    """Measure the stock bot."""
    async with spawn() as fake:
        waiting = await fill(fake, BACKLOG)
        async with stock(fake) as bot:
            return await speed(bot, waiting)


async def ours() -> Speed:
    """Measure the office, and print the rest of what one process tells."""
    async with spawn() as fake:
        waiting = await fill(fake, BACKLOG)
        async with office(fake, per_second=UNLIMITED) as bot:
            show("start to first healthz", f"{bot.start_up:.1f} s", "≤ 3 s")
            found = await speed(bot, waiting)
            show("one person, reply by reply", f"{await one_by_one(fake, 1, rounds=ROUNDS):.0f}/s")
            show(
                "wait at 50 updates/s, p50 / p95 / p99",
                words(await waits(fake, 50, seconds=15)),
                "p95 < 300 ms",
            )
            show("peak memory", f"{bot.peak_megabytes:.0f} MB", "≤ 150 MB")
    return found


async def limits() -> None:
    """Print how a broadcast goes at the platform's own limit."""
    async with spawn("--limits") as fake, office(fake, per_second=ALLOWED) as bot:
        found = await broadcast(bot, people=600, allowed=ALLOWED)
    show("broadcast, share of the allowed rate", f"{100 * found.share:.1f} %", "≥ 99 %")
    show("broadcast, answers 429", str(found.refused), "0")
    show("wait during it, p50 / p95 / p99", words(found.waits), "< 2,000 ms")


async def main() -> None:
    """Measure and print."""
    show("", "this run", "aim")
    reading.measure(show)
    mine, stocks = await ours(), await baseline()
    show("backlog", f"{mine.backlog:.0f}/s", "≥ 1,000/s")
    show("… beside the stock bot", f"{mine.backlog / stocks.backlog:.2f} x {stocks.backlog:.0f}/s", "≥ 1.5 x")
    show(f"{CROWD} people, each reply by reply", f"{mine.crowd:.0f}/s", "≥ 300/s")
    show("… beside the stock bot", f"{mine.crowd / stocks.crowd:.2f} x {stocks.crowd:.0f}/s", "≥ 1.5 x")
    show("… processor time an update", f"{mine.work:.1f} ms, stock {stocks.work:.1f} ms")
    await limits()


if __name__ == "__main__":
    asyncio.run(main())
