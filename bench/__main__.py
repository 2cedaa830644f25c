"""`python -m bench`: how fast, how soon and how large, beside two stock bots on the same machine in the same run."""

import asyncio
from collections.abc import Callable

from bench import reading
from bench.race import RUNNERS, Figures, ratios, rounds, typical

ROWS = (
    ("answers of 300 people", "answers", "{:.0f}/s", ""),
    ("… processor time an answer", "work", "{:.1f} ms", ""),
    ("one person's reply, median", "alone", "{:.0f} ms", "≤ 10 ms"),
    ("reply at 100 updates/s, p95", "evenly", "{:.0f} ms", "< 50 ms"),
    ("backlog", "backlog", "{:.0f}/s", "≥ 1,000/s"),
    ("start to the first reply", "start", "{:.1f} s", "≤ 2 s"),
    ("peak memory", "memory", "{:.0f} MB", "≤ 150 MB"),
)
RATES: dict[str, Callable[[Figures], float]] = {
    "answers": lambda each: each.answers,
    "answers a second of processor": lambda each: 1000 / each.work,
    "backlog": lambda each: each.backlog,
}


def show(name: str, value: str, aim: str = "") -> None:
    """Print one line of the table."""
    print(f"{name:<46}{value:>22}   {aim}", flush=True)


def row(name: str, values: list[str], aim: str = "") -> None:
    """Print one line of the race."""
    print(f"{name:<32}" + "".join(f"{value:>14}" for value in values) + f"   {aim}", flush=True)


def show_race(found: dict[str, list[Figures]]) -> None:
    """Print the medians of all bots, and ours to the better peer's."""
    row("median of three rounds", list(RUNNERS))
    for name, figure, form, aim in ROWS:
        row(name, [form.format(typical(found, bot, figure)) for bot in RUNNERS], aim)
    for name, rate in RATES.items():
        least, middle, most = ratios(found, rate)
        show(f"{name}, ours to the better peer", f"{middle:.2f} x ({least:.2f}–{most:.2f})", "≥ 1.5 x")


async def main() -> None:
    """Measure and print."""
    show("", "this run", "aim")
    reading.measure(show)
    show_race(await rounds())


if __name__ == "__main__":
    asyncio.run(main())
