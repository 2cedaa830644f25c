"""The log of sends: who sent when, and under which number of the duty."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True, order=True)
class Send:
    """One send, at a second that all processes of the machine share."""

    at: float
    number: int
    pid: int
    chat: str


def read(path: Path) -> list[Send]:
    """Return the sends in their order."""
    lines = path.read_text("ascii").splitlines() if path.exists() else []
    parts = [line.split() for line in lines]
    return sorted(Send(float(at), int(number), int(pid), chat) for at, number, pid, chat in parts)


def overlaps(sends: list[Send]) -> list[tuple[Send, Send]]:
    """Return where somebody sent under a number that was over, or two under one: there were two holders."""
    return [
        (before, after)
        for before, after in pairwise(sends)
        if after.number < before.number or (after.number == before.number and after.pid != before.pid)
    ]


def silences(sends: list[Send]) -> list[tuple[float, float]]:
    """Return the times in seconds between two sends and when each ended, the longest first."""
    return sorted(((after.at - before.at, after.at) for before, after in pairwise(sends)), reverse=True)
