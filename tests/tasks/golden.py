"""What every labelled message and wording is read as, to the last field: a change of a rule shows line by line.

`python -m tests.tasks.golden` writes the tables anew; their difference is read before it is kept.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, parse
from roviec.tasks.words import Certainty, Part, Understanding, understand
from tests.tasks.test_deadlines_cells import CELLS, PLAIN

HERE = Path(__file__).parent / "utterances"
TODAY, DUE = date(2026, 7, 8), date(2026, 7, 10)
SAID = (
    "develop",
    "held_out",
    *(f"spoken{n}" for n in ("", "_second", "_third", "_fourth", "_fifth", "_sixth")),
    # Two things of one kind in a message, and what sounds like one.
    "pairs",
)
WORDINGS = ("wordings", "wordings_second", "wordings_third", "wordings_fourth")


def messages() -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield each labelled message and what writes out how it is understood."""
    calendar = Calendar.seeded(range(2022, 2031))
    for name in SAID:
        with (HERE / f"{name}.tsv").open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                text = row["text"]
                yield (
                    text,
                    lambda text=text: understood(understand(text, today=TODAY, calendar=calendar, due=DUE)),
                )


def wordings() -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield each labelled wording and what writes out the deadline in it."""
    calendar, settings = Calendar.seeded(range(2022, 2031)), DeadlineSettings()
    for name in WORDINGS:
        for line in (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
            if line and line[0] != "#":
                text, day = (*line.split("\t"), "")[:2]
                today = date.fromisoformat(day) if day else TODAY
                how = {"issued": today, "year": today.year, "calendar": calendar, "settings": settings}
                yield text, lambda text=text, how=how: deadline(parse(text, **how))
    written = date(2026, 3, 2)
    how = {"issued": written, "year": written.year, "calendar": calendar, "settings": settings}
    for line in (CELLS + PLAIN).strip().splitlines():
        text = line.split(" | ")[0]
        yield text, lambda text=text, how=how: deadline(parse(text, **how))


TABLES = {"understood": messages, "deadlines": wordings}


def understood(got: Understanding) -> str:
    """Write out a whole message: what it says together, then each part."""
    together = _line(got, got.intent, got.certainty, but=("intent", "certainty", "parts"))
    return "\t".join([together, *(_part(part) for part in got.parts)])


def _part(part: Part) -> str:
    return _line(part, part.intent, part.certainty, but=("intent", "certainty"))


def deadline(got: Deadline) -> str:
    """Write out a deadline."""
    return _line(got, got.kind, Certainty.SURE, but=("kind",))


def _line(of: Any, name: str, certainty: Certainty, *, but: tuple[str, ...]) -> str:
    return " ".join([f"{name}{'?' if certainty is Certainty.ASK else ''}", *_told(of, but)])


def _told(of: Any, but: tuple[str, ...] = ()) -> list[str]:
    """Return what differs from its default."""
    known = {field.name: getattr(of, field.name) for field in fields(of) if field.name not in but}
    plain = {field.name: field.default for field in fields(of)}
    return [f"{name}={_shown(value)}" for name, value in known.items() if value != plain[name]]


def _shown(value: Any) -> str:
    if is_dataclass(value):
        return f"({' '.join(_told(value))})"
    if isinstance(value, tuple):
        return "+".join(map(_shown, value))
    return repr(value) if type(value) is str else str(value)


def written(name: str) -> list[str]:
    """Return the lines of a table as the rules make them now."""
    return [f"{text}\t{shown()}" for text, shown in TABLES[name]()]


def kept(name: str) -> list[str]:
    """Return the lines of a table as they were last looked at."""
    return (HERE / f"golden_{name}.tsv").read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    for table in TABLES:
        (HERE / f"golden_{table}.tsv").write_text("\n".join(written(table)) + "\n", encoding="utf-8")
