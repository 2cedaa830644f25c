"""`python -m tests.tasks.seeded`: write what the package `holidays` computes for the years around this one."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from roviec.tasks import seed

YEARS = range(2015, 2046)
FILE = Path(seed.__file__).parent / "data" / "computed.toml"
HEAD = """# What the package `holidays` (MIT licence) computes for Vietnam: days off, and weekend days that are worked.
# Written by `python -m tests.tasks.seeded`; holidays.toml corrects it.
"""


def written() -> str:
    """Return the file."""
    years = ((year, seed.computed(year)) for year in YEARS)
    return HEAD + "".join(
        f"\n[{year}]\noff = [{_days(off)}]\nwork = [{_days(work)}]\n" for year, (off, work) in years
    )


def _days(days: Iterable[date]) -> str:
    return ", ".join(day.isoformat() for day in sorted(days))


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
