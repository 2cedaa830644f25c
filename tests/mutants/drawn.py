"""`python -m tests.mutants.drawn …` is mutmut with a draw: what is not drawn is never written, type-checked or met."""

import json
import random
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from mutmut.__main__ import cli
from mutmut.configuration import config
from mutmut.mutation import file_mutation
from mutmut.utils.file_utils import walk_source_files

DRAWN = Path("drawn.json")
"""{file: the places of what was drawn of its mutants}"""
_all = file_mutation.create_mutations


def draw(rooms: dict[str, list[str]], sample: int, seed: int) -> dict[str, list[int]]:
    """Return which mutants of each file are met: `sample` of each room's, all for 0; tell how many each has."""
    drawn: dict[str, list[int]] = {}
    for room, patterns in rooms.items():
        every = [place for path in _files(patterns) for place in _places(path)]
        chosen = random.Random(seed).sample(every, min(sample or len(every), len(every)))
        for path, place in chosen:
            drawn.setdefault(path, []).append(place)
        print(f"{room}: {len(every)} mutants")
    return drawn


def _files(patterns: list[str]) -> Iterator[Path]:
    for path in sorted(walk_source_files()):
        if config().should_mutate(path) and any(fnmatch(str(path), pattern) for pattern in patterns):
            yield path


def _places(path: Path) -> Iterator[tuple[str, int]]:
    _, mutations, *_ = _all(str(path), path.read_text("utf-8"))
    yield from ((str(path), n) for n, one in enumerate(mutations) if one.contained_by_top_level_function)


def _only_drawn(filename: str, *more: Any) -> Any:
    module, mutations, *ignored = _all(filename, *more)
    places = set(json.loads(DRAWN.read_text()).get(filename, ()))
    return module, [one for n, one in enumerate(mutations) if n in places], *ignored


def main() -> None:
    """Draw once, then do what mutmut is told."""
    rooms, sample, seed = json.loads(Path("rooms.json").read_text()), int(sys.argv[1]), int(sys.argv[2])
    if not DRAWN.exists():
        DRAWN.write_text(json.dumps(draw(rooms, sample, seed)))
    file_mutation.create_mutations = _only_drawn  # type: ignore[assignment]
    del sys.argv[1:3]
    cli()


if __name__ == "__main__":
    main()
