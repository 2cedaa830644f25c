"""`python -m tests.mutants ROOM…`: change the code in small ways and see which changes no test notices."""

import argparse
import os
from collections import Counter
from pathlib import Path

from tests.mutants.rooms import ROOT
from tests.mutants.workshop import KILLED, REFUSED, Workshop


def main() -> None:
    """Mutate rooms, or a sample of each, and print the share killed and every survivor."""
    given = _arguments()
    folder = given.folder / "+".join(given.room).replace("/", "-")
    shop = Workshop(given.room, folder, given.workers, given.sample, given.seed)
    if not (given.on and shop.folder.exists()):
        shop.furnish()
    found = shop.run(given.minutes * 60)
    for room in given.room:
        report(room, shop.of_room(room, found), shop)


def report(room: str, found: dict[str, str], shop: Workshop) -> None:
    """Print what became of a room's mutants; those that no test reaches count as survivors."""
    counts = Counter(found.values())
    viable = len(found) - counts[REFUSED]
    killed = sum(counts[word] for word in KILLED)
    survivors = [name for name, word in sorted(found.items()) if word not in (*KILLED, REFUSED)]
    for name in survivors:
        print(f"{name}: {found[name]}\n{shop.change(name)}\n")
    print(f"{room}, sample {shop.sample or 'all'}, seed {shop.seed}: met {len(found)}")
    print(", ".join(f"{word} {count}" for word, count in counts.most_common()))
    print(
        f"killed {killed} of {viable} that the type checker lets pass: {100 * killed / max(viable, 1):.1f} %"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument(
        "room", nargs="+", help="folders or files below roviec/: survey, tasks/ladder.py, db/tasks"
    )
    parser.add_argument(
        "--sample", type=int, default=0, help="how many of each room, drawn by chance; 0: all"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=600, help="stop after so long; --on goes on")
    parser.add_argument("--on", action="store_true", help="meet what an earlier run of these rooms left")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "mutants")
    return parser.parse_args()


if __name__ == "__main__":
    main()
