"""`python -m bench`: how fast, how soon and how large, beside a stock bot on the same machine in the same run."""

import asyncio

from bench.measures import Waits, broadcast, drain, fill, one_by_one, waits
from bench.town import office, server, stock

UNLIMITED = 100_000.0
ALLOWED = 30.0
CROWD = 32
BACKLOG = 1500


def show(name: str, value: str, aim: str = "") -> None:
    """Print one line of the table."""
    print(f"{name:<46}{value:>22}   {aim}", flush=True)


def words(found: Waits) -> str:
    """Return waits as text."""
    return f"{found.p50:.0f} / {found.p95:.0f} / {found.p99:.0f} ms"


async def stock_bot() -> tuple[float, float]:
    """Return the stock bot's updates per second: in a backlog, one by one."""
    async with server() as fake:
        waiting = await fill(fake, BACKLOG)
        async with stock(fake):
            backlog = await drain(fake, waiting)
            return backlog, await one_by_one(fake, CROWD, rounds=10)


async def ours() -> tuple[float, float]:
    """Return the office's updates per second likewise, and print the rest of what one process tells."""
    async with server() as fake:
        waiting = await fill(fake, BACKLOG)
        async with office(fake, per_second=UNLIMITED) as bot:
            show("start to first healthz", f"{bot.start_up:.1f} s", "≤ 3 s")
            backlog = await drain(fake, waiting)
            crowd = await one_by_one(fake, CROWD, rounds=10)
            show("one person, reply by reply", f"{await one_by_one(fake, 1, rounds=30):.0f}/s")
            found = await waits(fake, per_second=50, seconds=15)
            show("wait at 50 updates/s, p50 / p95 / p99", words(found), "p95 < 300 ms")
            show("peak memory", f"{bot.peak_megabytes:.0f} MB", "≤ 150 MB")
    return backlog, crowd


async def limits() -> None:
    """Print how a broadcast goes at the platform's own limit."""
    async with server("--limits") as fake, office(fake, per_second=ALLOWED) as bot:
        found = await broadcast(bot, people=600, allowed=ALLOWED)
    show("broadcast, share of the allowed rate", f"{100 * found.share:.1f} %", "≥ 99 %")
    show("broadcast, answers 429", str(found.refused), "0")
    show("wait during it, p50 / p95 / p99", words(found.waits), "< 2,000 ms")


async def main() -> None:
    """Measure and print."""
    show("", "this run", "aim")
    backlog, crowd = await ours()
    stock_backlog, stock_crowd = await stock_bot()
    show("backlog", f"{backlog:.0f}/s", "≥ 1,000/s")
    show(
        "backlog, beside the stock bot", f"{backlog / stock_backlog:.2f} x ({stock_backlog:.0f}/s)", "≥ 1.5 x"
    )
    show(f"{CROWD} people, each reply by reply", f"{crowd:.0f}/s", "≥ 300/s")
    show("the same, beside the stock bot", f"{crowd / stock_crowd:.2f} x ({stock_crowd:.0f}/s)", "≥ 1.5 x")
    await limits()


if __name__ == "__main__":
    asyncio.run(main())
