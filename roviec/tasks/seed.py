"""The days off and the working Saturdays that a calendar starts with, and how sure they are."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

import holidays

_LANGUAGES = {"vi": "vi", "en": "en_US"}


@cache
def _corrections() -> dict[str, Any]:
    """Return the shipped corrections (data/holidays.toml)."""
    source = resources.files("roviec.tasks").joinpath("data/holidays.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _span(first: date, last: date) -> set[date]:
    """Return the days from `first` to `last`, both included."""
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


def seed(years: Iterable[int]) -> tuple[frozenset[date], frozenset[date]]:
    """Return (days off, working weekend days) of `years`: the package's, then our corrections."""
    wanted = sorted(set(years))
    known = holidays.country_holidays("VN", years=wanted)
    table = _corrections()
    off = {day for day in known if f"{day:%m-%d}" not in table["undecided"]}
    work: set[date] = set(known.weekend_workdays)
    for row in table["closed"]:
        off |= _span(row["from"], row["to"])
    for row in table["swap"]:
        off.add(row["off"])
        work.add(row["work"])
    return _within(off, wanted), _within(work, wanted)


def projected(year: int) -> bool:
    """Tell whether a year's days off are only computed: nobody has read their announcement yet."""
    return year not in _corrections()["announced"]


def undecided(year: int) -> list[date]:
    """Return the days that may become days off and count as worked until the office says otherwise."""
    return [date.fromisoformat(f"{year}-{day}") for day in _corrections()["undecided"] if year >= 2026]


def names(year: int, language: str = "vi") -> Mapping[date, str]:
    """Return what the days off of a year are called."""
    return holidays.country_holidays("VN", years=year, language=_LANGUAGES.get(language, "vi"))


def _within(days: set[date], years: list[int]) -> frozenset[date]:
    """Keep the days of `years`."""
    return frozenset(day for day in days if day.year in years)
