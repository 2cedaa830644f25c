"""Which cases of a test run on PostgreSQL too: where the cases are questions to the database, all; else some of each.

A fixture such as `db` runs a test on each engine in turn. Cases of one test mostly differ in words, days or seeds and
not in what is asked of the database: a few of them, spread over the list, show that its statements work there.
Whoever asks for `EXAMPLES` has all of them.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.examples import searching

EVERY_CASE = ("anonymity", "backup", "bot", "cli", "crash", "db", "rights")
"""The rooms whose cases differ in what they ask of the database, or in how it fails."""
SOME = 4
ON_POSTGRES = "postgresql"
_TESTS = Path(__file__).parent


def spared(items: Sequence[pytest.Item]) -> set[pytest.Item]:
    """Return the cases that need not run on PostgreSQL."""
    if searching():
        return set()
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if _runs_there(item) and item.path.relative_to(_TESTS).parts[0] not in EVERY_CASE:
            cases[item.nodeid.partition("[")[0]].append(item)
    return {item for alike in cases.values() for item in alike} - {
        alike[at] for alike in cases.values() for at in chosen(len(alike))
    }


def chosen(count: int) -> set[int]:
    """Return the places of some of so many cases: the first, the last and what lies evenly between."""
    some = min(count, SOME)
    return {at * (count - 1) // max(some - 1, 1) for at in range(some)}


def _runs_there(item: pytest.Item) -> bool:
    return ON_POSTGRES in getattr(getattr(item, "callspec", None), "params", {}).values()
