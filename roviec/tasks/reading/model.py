"""What is read from a document: header, targets, tasks; each value with the words it came from."""

from dataclasses import dataclass, field
from datetime import date

from roviec.tasks.deadlines import Deadline, DeadlineSettings
from roviec.tasks.reading.source import Quote


@dataclass(frozen=True)
class ReadingSettings:
    """How documents are read; `received` (the day it came in) stands in for a date the document lacks."""

    deadlines: DeadlineSettings = field(default_factory=DeadlineSettings)
    received: date | None = None


@dataclass(frozen=True)
class Named:
    """A unit or person as the document names it; `name` is written out where the quote is shortened."""

    name: str
    quote: Quote


@dataclass(frozen=True)
class Header:
    """The letterhead, title and signature; what is blank or missing is None.

    `issued` is None when the day is blank; `month` is then the (year, month) that is written.
    """

    kind: str | None = None
    number: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued: date | None = None
    subject: str | None = None
    signer: str | None = None
    addressees: tuple[Named, ...] = ()
    month: tuple[int, int] | None = None
    year: int | None = None
    plan_month: int | None = None
    quotes: tuple[tuple[str, Quote], ...] = ()


@dataclass(frozen=True)
class ReadTarget:
    """A row of a target table or a goal under a target heading; `goal_op` is one of > >= = <= <."""

    index: str | None
    component: str | None
    baseline: float | None
    baseline_rank: str | None
    goal: float | None
    goal_op: str
    goal_rank: str | None
    year: int | None
    responsible: tuple[Named, ...]
    quote: Quote


@dataclass(frozen=True)
class ReadTask:
    """One task: what, who, until when, and the words of the document for each.

    `unsure` names the fields a person should look at first, with the reason in Vietnamese.
    """

    ref: str
    title: str
    quote: Quote
    lead: tuple[Named, ...]
    partners: tuple[Named, ...]
    deadline: Deadline
    due_quote: Quote | None = None
    leader: Named | None = None
    product: Quote | None = None
    component: str | None = None
    unsure: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Reading:
    """A read document; `notes` are sentences for the person who checks it."""

    name: str
    form: str
    text: str
    header: Header
    targets: tuple[ReadTarget, ...]
    tasks: tuple[ReadTask, ...]
    notes: tuple[str, ...] = ()
