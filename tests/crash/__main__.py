"""`python -m tests.crash`: thousands of updates, hundreds of SIGKILLs, freezes and cuts, and the accounts after them."""

import argparse
import asyncio
import math
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from roviec.db.engine import Database
from roviec.db.migrate import upgrade
from tests.crash.journal import keep_journal
from tests.crash.ledger import Ledger, audit
from tests.crash.lives import KILLED, living
from tests.crash.messenger import Messenger
from tests.crash.office import in_turns, seed
from tests.crash.shaken import report
from tests.crash.telegram_office import TELEGRAM
from tests.crash.victim import STEPS, Death
from tests.crash.zalo_oa_office import ZALO_OA
from tests.crash.zalo_office import ZALO_BOT

ANY_MOMENT = "any moment"
EACH_MESSAGE = ("sending", "accepted")
PATIENCE = 6.0
MESSENGERS = {TELEGRAM: 1.0, ZALO_BOT: 1 / 3, ZALO_OA: 1 / 3}
"""Each with its share of the kills and updates: the fakes of Zalo push one update after the other."""
SHAKEN = "shaken"
ROW = "{:<12}{:>7}{:>9}{:>7}{:>9}{:>13}{:>10}{:>11}{:>10}"
HEAD = (
    "killed at",
    "kills",
    "updates",
    "lost",
    "effects",
    "undelivered",
    "doubled",
    "recorded",
    "seconds",
)


async def campaign(
    office: Messenger, step: str, kills: int, updates: int, dice: random.Random
) -> tuple[Ledger, int]:
    """Kill an office with a backlog at one step again and again; return its accounts and the kills."""
    chats = office.people(4 * -(-updates // 32))
    turns = list(in_turns(chats))
    with tempfile.TemporaryDirectory(prefix="roviec-crash-") as folder:
        url = f"sqlite+aiosqlite:///{folder}/roviec.db"
        db = Database(url)
        try:
            await upgrade(db)
            await keep_journal(db)
            await seed(db, office.channel, chats)
            async with office.spawn() as fake:
                settings = await office.settings(url, Path(folder), fake)
                done = 0
                for part in _parts(turns, kills):
                    await office.say_turns(fake, part)
                    async with living(office.life(settings, _death(step, dice))) as victim:
                        wait = dice.uniform(0.02, 2.0) if step == ANY_MOMENT else PATIENCE
                        await victim.end(within=wait)
                        await victim.kill()
                        done += victim.process.exitcode == KILLED
                await office.finish(db, fake, settings)
                return await audit(db, chats, await office.heard(fake, chats)), done
        finally:
            await db.dispose()


def _death(step: str, dice: random.Random) -> Death:
    return Death(step, dice.randint(1, 80 if step in EACH_MESSAGE else 2))


def _parts(turns: list[tuple[str, str]], kills: int) -> Iterator[list[tuple[str, str]]]:
    """Yield a third as a backlog, then the rest in equal parts: each life finds something new."""
    first = len(turns) // 3
    yield turns[:first]
    rest = turns[first:]
    for n in range(kills - 1):
        yield rest[n * len(rest) // (kills - 1) : (n + 1) * len(rest) // (kills - 1)]


async def run(office: Messenger, kills: int, updates: int, chance: int) -> bool:
    """Run every campaign of a messenger and print its table; return whether every promise was kept."""
    dice, total, broken = random.Random(chance), [0] * 8, []
    names = (*STEPS, ANY_MOMENT)
    today = f"{datetime.now().astimezone():%d/%m/%Y}"
    print(f"{office.channel}, {today}, SQLite, chance {chance}\n{ROW.format(*HEAD)}", flush=True)
    for name in names:
        begun = time.monotonic()
        book, done = await campaign(office, name, -(-kills // len(names)), -(-updates // len(names)), dice)
        seconds = round(time.monotonic() - begun)
        figures = [done, book.updates, book.lost, book.twice, book.undelivered]
        figures += [book.doubles, book.recorded, seconds]
        total = [before + now for before, now in zip(total, figures, strict=True)]
        print(ROW.format(name, *figures), flush=True)
        broken += [f"{name}: {book}"] if book.broken else []
    print(ROW.format("total", *total))
    print("\n".join(broken) or "Every promise was kept.")
    return not broken and total[0] >= kills and total[1] >= updates


def main() -> int:
    """Read the options; exit code 1 tells that a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    parser.add_argument("--kills", type=int, default=207)
    parser.add_argument("--updates", type=int, default=6000)
    parser.add_argument(
        "--chance", type=int, default=int.from_bytes(os.urandom(2), "big"), help="repeats a run"
    )
    parser.add_argument("--only", choices=[*(office.channel for office in MESSENGERS), SHAKEN])
    parser.add_argument(
        "--shakes", type=int, default=12, help="kills, freezes, cuts and restarts on PostgreSQL"
    )
    parser.add_argument(
        "--shards", type=int, default=1, help="into which the shaken office divides its chats"
    )
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="shake no longer than this, however often it is to be"
    )
    options = parser.parse_args()
    return 0 if asyncio.run(_all(options)) else 1


async def _all(options: argparse.Namespace) -> bool:
    kept = [
        await run(office, round(options.kills * share), round(options.updates * share), options.chance)
        for office, share in MESSENGERS.items()
        if options.only in (None, office.channel)
    ]
    if options.only in (None, SHAKEN):
        kept.append(
            await report(options.shakes, options.chance, within=60 * options.minutes, shards=options.shards)
        )
    return all(kept)


if __name__ == "__main__":
    sys.exit(main())
