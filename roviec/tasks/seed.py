"""The days off and the working Saturdays that a calendar starts with, and how sure they are.

What the package `holidays` computes for the years around this one stands in data/computed.toml: to import the package
loads the countries of the world, a tenth of what a command costs. tests/tasks/test_seed.py compares them.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

_LANGUAGES = {"vi": "vi", "en": "en_US"}


@cache
def _shipped(name: str) -> dict[str, Any]:
    """Return what a file of data/ holds."""
    source = resources.files("roviec.tasks").joinpath("data", name)
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _corrections() -> dict[str, Any]:
    return _shipped("holidays.toml")


def _span(first: date, last: date) -> set[date]:
    """Return the days from `first` to `last`, both included."""
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


def seed(years: Iterable[int]) -> tuple[frozenset[date], frozenset[date]]:
    """Return (days off, working weekend days) of `years`: the package's, then our corrections."""
    wanted = sorted(set(years))
    table, off, work = _corrections(), set[date](), set[date]()
    for year in wanted:
        days, worked = _known(year)
        off |= {day for day in days if f"{day:%m-%d}" not in table["undecided"]}
        work |= worked
    for row in table["closed"]:
        off |= _span(row["from"], row["to"])
    for row in table["swap"]:
        off.add(row["off"])
        work.add(row["work"])
    return _within(off, wanted), _within(work, wanted)


def _known(year: int) -> tuple[set[date], set[date]]:
    kept = _shipped("computed.toml").get(str(year))
    return (set(kept["off"]), set(kept["work"])) if kept else computed(year)


def computed(year: int) -> tuple[set[date], set[date]]:
    """Return the days off and the working weekend days of a year, as the package computes them."""
    import holidays

    known = holidays.country_holidays("VN", years=year)
    return set(known), set(known.weekend_workdays)


def projected(year: int) -> bool:
    """Tell whether a year's days off are only computed: nobody has read their announcement yet."""
    return year not in _corrections()["announced"]


def undecided(year: int) -> list[date]:
    """Return the days that may become days off and count as worked until the office says otherwise."""
    return [date.fromisoformat(f"{year}-{day}") for day in _corrections()["undecided"] if year >= 2026]


def names(year: int, language: str = "vi") -> Mapping[date, str]:
    """Return what the days off of a year are called."""
    import holidays

    return holidays.country_holidays("VN", years=year, language=_LANGUAGES.get(language, "vi"))


def _within(days: set[date], years: list[int]) -> frozenset[date]:
    """Keep the days of `years`."""
    return frozenset(day for day in days if day.year in years)
