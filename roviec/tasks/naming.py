"""Which of several tasks a sentence names by the words of its title. Pure."""

import re
from collections.abc import Sequence

from roviec.folding import fold

ENOUGH = 4
"""Words of a title, one after another, that name it; a shorter title is named by all of its words."""
_WORD = re.compile(r"\w+")


def named(text: str, titles: Sequence[str]) -> int | None:
    """Return which title is named, counted from 0; None for none, or for several alike."""
    said = _words(text)
    runs = [_run(said, _words(title)) for title in titles]
    best = max(runs, default=0)
    return runs.index(best) if best and runs.count(best) == 1 else None


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _run(said: list[str], title: list[str]) -> int:
    """Return how many words of a title are said one after another; 0 for too few to name it."""
    longest, ends = 0, [0] * (len(title) + 1)
    for word in said:
        ends = [0, *(ends[at] + 1 if word == other else 0 for at, other in enumerate(title))]
        longest = max(longest, *ends)
    return longest if longest >= min(ENOUGH, max(2, len(title))) else 0
