"""The rows of a draft: what was read of each task, whom it means here, and what the person decided. Pure."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, time
from typing import Any

from roviec.folding import fold
from roviec.tasks.deadlines import Deadline, Kind, Recurrence
from roviec.tasks.titles import work_of


@dataclass(frozen=True)
class Who:
    """A name as the document has it and whom it means: "u3" is unit 3, "p5" is person 5.

    `chosen` is true once a person has decided; a name that was chosen to mean nobody is left out.
    """

    name: str
    meant: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    chosen: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether somebody must still say who is meant."""
        return not self.meant and not self.chosen


@dataclass(frozen=True)
class Row:
    """One task of a document under review; `unsure` gives the reader's doubts by field."""

    n: int
    title: str
    ref: str = ""
    quote: str = ""
    lead: tuple[Who, ...] = ()
    partners: tuple[Who, ...] = ()
    leader: Who | None = None
    due: date | None = None
    at: time | None = None
    """The hour by which it is due."""
    due_text: str = ""
    words: str = ""
    why: str = ""
    kind: Kind = Kind.none
    recurrence: Recurrence | None = None
    product: str = ""
    component: str = ""
    unsure: dict[str, str] = field(default_factory=dict)
    dropped: bool = False
    settled: tuple[str, ...] = ()

    @property
    def leads(self) -> tuple[str, ...]:
        """Whom the row is given to, each once."""
        return tuple(dict.fromkeys(code for who in self.lead for code in who.meant))

    @property
    def helpers(self) -> tuple[str, ...]:
        """Who takes part, without those who lead."""
        codes = dict.fromkeys(code for who in self.partners for code in who.meant)
        return tuple(code for code in codes if code not in self.leads)

    @property
    def blocked(self) -> bool:
        """Tell whether nobody can be given this row yet."""
        return not self.dropped and (not self.leads or any(who.is_open for who in self.lead))

    @property
    def doubtful_due(self) -> bool:
        """Tell whether a person should look at the deadline."""
        return not self.dropped and "due" in self.unsure and "due" not in self.settled

    @property
    def needs_look(self) -> bool:
        """Tell whether a person should look at the row before it is assigned."""
        return self.blocked or self.doubtful_due

    @property
    def deadline(self) -> Deadline:
        """The deadline as a task takes it."""
        return Deadline(
            self.kind,
            due=self.due,
            at=self.at,
            words=self.words,
            explanation=self.why,
            recurrence=self.recurrence,
        )


def dumped(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return rows as JSON values; `loaded` reads them back."""
    return [
        asdict(row)
        | {
            "due": row.due.isoformat() if row.due else None,
            "at": row.at.isoformat("minutes") if row.at else None,
        }
        for row in rows
    ]


def mark(rows: Iterable[Row]) -> str:
    """Return what tells rows as somebody saw them from rows that were changed since: 8 hexadecimal digits."""
    return hashlib.sha256(json.dumps(dumped(rows), sort_keys=True).encode()).hexdigest()[:8]


def loaded(body: Iterable[dict[str, Any]]) -> list[Row]:
    """Read what `dumped` wrote."""
    return [_row(one) for one in body]


def _row(one: dict[str, Any]) -> Row:
    return Row(
        **one
        | {
            "lead": tuple(map(_who, one["lead"])),
            "partners": tuple(map(_who, one["partners"])),
            "leader": _who(one["leader"]) if one["leader"] else None,
            "due": date.fromisoformat(one["due"]) if one["due"] else None,
            "at": _hour(one),
            "kind": Kind(one["kind"]),
            "recurrence": Recurrence(one["recurrence"]) if one["recurrence"] else None,
            "settled": tuple(one["settled"]),
        }
    )


def _hour(one: dict[str, Any]) -> time | None:
    """Return the hour of a row or a reading; one that is older than hours has none."""
    return time.fromisoformat(one["at"]) if one.get("at") else None


def _who(one: dict[str, Any]) -> Who:
    return Who(one["name"], tuple(one["meant"]), tuple(one["candidates"]), one["chosen"])


def from_reading(reading: dict[str, Any]) -> list[Row]:
    """Return the rows of a stored reading, whose names nobody has matched yet."""
    return [_read(n, task) for n, task in enumerate(reading["tasks"])]


def _read(n: int, task: dict[str, Any]) -> Row:
    return Row(
        n=n,
        title=work_of(
            task["title"], leads=task["lead"], partners=task["partners"], due_words=task["due_text"] or ""
        ),
        ref=task["ref"] or "",
        quote=task["quote"],
        lead=tuple(Who(name) for name in dict.fromkeys(task["lead"])),
        partners=tuple(Who(name) for name in dict.fromkeys(task["partners"])),
        leader=Who(task["leader"]) if task["leader"] else None,
        due=date.fromisoformat(task["due"]) if task["due"] else None,
        at=_hour(task),
        due_text=task["due_text"] or "",
        words=task["words"] or task["due_text"] or "",
        why=task["why"] or "",
        kind=Kind(task["kind"]),
        recurrence=Recurrence(task["recurrence"]) if task["recurrence"] else None,
        product=task["product"] or "",
        component=task["component"] or "",
        unsure=dict(task["unsure"]),
    )


def changed(rows: Sequence[Row], new: Row) -> list[Row]:
    """Return the rows with one of them replaced."""
    return [new if row.n == new.n else row for row in rows]


def named(row: Row, name: str, codes: tuple[str, ...]) -> Row:
    """Return the row in which `name`, wherever nobody had said who is meant, means `codes`."""

    def settle(who: Who) -> Who:
        is_it = who.is_open and fold(who.name) == fold(name)
        return replace(who, meant=codes, chosen=True) if is_it else who

    return replace(row, lead=tuple(map(settle, row.lead)), partners=tuple(map(settle, row.partners)))


def kept(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that are not dropped."""
    return [row for row in rows if not row.dropped]
