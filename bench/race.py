"""The same survey asked by the office and by two peers, turn about, on the same machine in the same run."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from statistics import median

from bench.measures import Waits, drain
from bench.office import QUESTIONS, START
from bench.town import AIOGRAM, STOCK, Bot, office, peer
from tests.fakes.telegram.server import RemoteTelegram, spawn

PEOPLE, ROUNDS = 300, 3
AT_MOST = 6.0
"""Seconds that the crowd may take: a slower bot is measured on the part it gets through."""
PER_SECOND, IN_TURNS = 100.0, 20
OPENING = (START, "1", "1")
"""Begin, consent, be of age: what waits for each bot before it starts."""
STEPS = len(OPENING) + QUESTIONS
CROWD, ALONE, EVENLY = 1_000_000, 2_000_000, 3_000_000


@dataclass(frozen=True)
class Figures:
    """What one bot did in one round."""

    start: float
    """Seconds from the start of the process to its first reply."""
    backlog: float
    """Updates per second while those that waited are taken."""
    answers: float
    """Answers per second of a crowd."""
    work: float
    """Milliseconds of processor time an answer: what others do at the time hides less."""
    alone: float
    """Milliseconds to the reply for somebody alone with the bot, median."""
    evenly: float
    """Milliseconds to the reply at 100 updates/s, p95."""
    memory: float
    """The most megabytes held."""


async def measure(bot: Bot) -> Figures:
    """Measure a bot that was started before a fake where the opening of everybody waits."""
    fake = bot.fake
    backlog = await drain(fake, PEOPLE * len(OPENING))
    start = (await fake.perform("statistics"))["first_sent"] - bot.begun
    before = bot.seconds_of_work
    crowd = await fake.perform("answer_together", people=PEOPLE, first=CROWD, seconds=AT_MOST)
    work = bot.seconds_of_work - before
    alone = await fake.perform("answer_alone", first=ALONE, people=3, words=START)
    evenly = await fake.perform(
        "answer_evenly", first=EVENLY, people=IN_TURNS, steps=STEPS, words=START, per_second=PER_SECOND
    )
    return Figures(
        start=start,
        backlog=backlog,
        answers=crowd["answers"] / crowd["seconds"],
        work=1000 * work / crowd["answers"],
        alone=Waits.of(alone).p50,
        evenly=Waits.of(evenly).p95,
        memory=bot.peak_megabytes,
    )


Running = Callable[[RemoteTelegram], AbstractAsyncContextManager[Bot]]


def ours(fake: RemoteTelegram) -> AbstractAsyncContextManager[Bot]:
    """Run the office without a pace of its own, as the peers are."""
    return office(fake, per_second=None)


RUNNERS: dict[str, Running] = {
    "ours": ours,
    "telegram-bot": lambda fake: peer(fake, STOCK),
    "aiogram": lambda fake: peer(fake, AIOGRAM),
}


@asynccontextmanager
async def waiting(people: int = PEOPLE) -> AsyncIterator[RemoteTelegram]:
    """Run a fake where so many people have opened the survey while no bot listened."""
    async with spawn(module="bench.crowd") as fake:
        count = people * len(OPENING)
        await fake.perform("bulk", count=count, users=people, first_user=CROWD, texts=OPENING)
        yield fake


async def rounds() -> dict[str, list[Figures]]:
    """Measure every bot in turn, three times."""
    found: dict[str, list[Figures]] = {name: [] for name in RUNNERS}
    for _ in range(ROUNDS):
        for name, run in RUNNERS.items():
            async with waiting() as fake, run(fake) as bot:
                found[name].append(await measure(bot))
    return found


def typical(found: dict[str, list[Figures]], name: str, figure: str) -> float:
    """Return the median of a figure over the rounds."""
    return float(median(getattr(each, figure) for each in found[name]))


def ratios(found: dict[str, list[Figures]], rate: Callable[[Figures], float]) -> list[float]:
    """Return ours to the better peer's of each round, smallest first; more is better."""
    peers = [found[name] for name in RUNNERS if name != "ours"]
    return sorted(
        rate(mine) / max(rate(other[number]) for other in peers) for number, mine in enumerate(found["ours"])
    )
