"""Answers counted into distributions: how many people gave each level of a criterion."""

from collections import Counter
from collections.abc import Iterable, Mapping

from roviec.survey.session import Answer

LEVELS = 5
Counts = tuple[int, int, int, int, int]  # how many people gave levels 1, 2, 3, 4, 5
NOTHING: Counts = (0, 0, 0, 0, 0)


def count(rows: Iterable[tuple[str, Answer]]) -> dict[str, Counts]:
    """Count (item id, level) rows into distributions; skipped items, texts and other values are left out."""
    seen = Counter((item, level) for item, level in rows if isinstance(level, int) and 1 <= level <= LEVELS)
    return _distributions(seen)


def from_counts(rows: Iterable[tuple[str, int, int]]) -> dict[str, Counts]:
    """Gather (item id, level, people) rows, as a database groups them, into distributions."""
    totals: Counter[tuple[str, int]] = Counter()
    for item, level, people in rows:
        if 1 <= level <= LEVELS:
            totals[item, level] += people
    return _distributions(totals)


def _distributions(seen: Mapping[tuple[str, int], int]) -> dict[str, Counts]:
    items = dict.fromkeys(item for item, _ in seen)
    return {
        item: (seen.get((item, 1), 0), seen.get((item, 2), 0), seen.get((item, 3), 0),
               seen.get((item, 4), 0), seen.get((item, 5), 0))
        for item in items
    }  # fmt: skip
