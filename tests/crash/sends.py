"""The log of sends: who sent when, and under which number of the duty."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True, order=True)
class Send:
    """One send, at a second that all processes of the machine share."""

    at: float
    shard: int
    number: int
    pid: int
    chat: str


def read(path: Path) -> list[Send]:
    """Return the sends in their order."""
    lines = path.read_text("ascii").splitlines() if path.exists() else []
    parts = [line.split() for line in lines]
    return sorted(Send(float(at), int(shard), int(no), int(pid), chat) for at, shard, no, pid, chat in parts)


def _neighbours(sends: list[Send]) -> Iterator[tuple[Send, Send]]:
    """Return each send of a shard with the next one: every shard has a duty and a holder of its own."""
    for shard in sorted({one.shard for one in sends}):
        yield from pairwise(one for one in sends if one.shard == shard)


def overlaps(sends: list[Send]) -> list[tuple[Send, Send]]:
    """Return where somebody sent under a number that was over, or two under one: there were two holders."""
    return [
        (before, after)
        for before, after in _neighbours(sends)
        if after.number < before.number or (after.number == before.number and after.pid != before.pid)
    ]


def silences(sends: list[Send]) -> list[tuple[float, float]]:
    """Return the times in seconds between two sends of a shard and when each ended, the longest first."""
    return sorted(((after.at - before.at, after.at) for before, after in _neighbours(sends)), reverse=True)
