"""What the page of a draft shows: its counts, each row, the document with the place of each quote, what changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from roviec.db.models import Task
from roviec.db.models.plans import ImportDraft
from roviec.db.plans.changes import Changes, Kept
from roviec.db.tasks.office import Days
from roviec.handlers.choices.plans import PlanTake
from roviec.handlers.plans.words import due_line, is_past, reasons, task_due, whom
from roviec.tasks.plans import fields
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row, Who, mark
from roviec.texts import Texts
from roviec.texts.shapes import day, short


class Show(StrEnum):
    """Which rows are listed, as the address says it."""

    all = "tat-ca"
    look = "can-xem"
    past = "qua-han"
    dropped = "da-bo"


@dataclass(frozen=True)
class View:
    """What showing rows needs beside them, and the moment by which a deadline has passed."""

    texts: Texts
    roster: Roster
    days: Days

    def is_past(self, row: Row) -> bool:
        """Tell whether the deadline of a row has passed."""
        return not row.dropped and is_past(row, self.days.at, self.days.calendar)

    def chosen(self, rows: Sequence[Row], show: Show) -> list[Row]:
        """Return the rows of a tab."""
        tests: dict[Show, Callable[[Row], bool]] = {
            Show.look: lambda row: row.needs_look,
            Show.past: self.is_past,
            Show.dropped: lambda row: row.dropped,
        }
        return [row for row in rows if tests[show](row)] if show in tests else list(rows)

    def row(self, row: Row) -> dict[str, Any]:
        """Return one row of the list."""
        say = self.texts
        return {
            "n": row.n,
            "title": row.title,
            "leads": "; ".join(whom(say, self.roster, who) for who in row.lead) or "–",
            "due": due_line(say, row),
            "dropped": row.dropped,
            "look": row.needs_look,
            "past": self.is_past(row),
            "mark": mark([row]),
        }

    def whole(self, draft: ImportDraft, row: Row) -> dict[str, Any]:
        """Return a row with everything that may be written in it."""
        return (
            self.row(row)
            | values(row, self.roster)
            | {
                "ref": row.ref,
                "quote": row.quote,
                "why": row.why,
                "doubtful": row.doubtful_due,
                "reasons": [] if row.dropped else reasons(self.texts, row),
                "leads_of": [self._lead(draft, row, place, who) for place, who in enumerate(row.lead)],
            }
        )

    def _lead(self, draft: ImportDraft, row: Row, place: int, who: Who) -> dict[str, Any]:
        labels, at = self.roster.labels, (draft.id or 0, row.n, place)
        picks = [(code, labels[code]) for code in who.candidates if code in labels]
        groups = self.roster.groups(who.name).items()
        picks += [(code, self.texts(f"plan.group_{code}", count=len(units))) for code, units in groups]
        picks.append(("none", self.texts("plan.nobody", name=short(who.name, 60))))
        return {
            "name": who.name,
            "value": self.roster.words(who.meant),
            "is_open": who.is_open,
            "picks": [(PlanTake(*at, code).pack(), label) for code, label in picks if who.is_open],
        }


def values(row: Row, roster: Roster) -> dict[str, Any]:
    """Return what the fields of a row hold: whoever leaves them so changes nothing."""
    return {
        fields.Field.what: row.title,
        fields.Field.product: row.product,
        fields.Field.partners: fields.names(roster, row.partners),
        fields.Field.leader: fields.name(roster, row.leader),
        "due_words": day(row.due) if row.due and row.recurrence is None else row.words,
        "lead_words": [roster.words(who.meant) for who in row.lead],
    }


def paper(draft: ImportDraft, rows: Sequence[Row], here: int | None) -> list[dict[str, Any]]:
    """Return the text in pieces: each quote with the row that it is of; one that begins in another is cut short."""
    text, read = draft.reading["text"], draft.reading["tasks"]
    spans = [(*span, row.n) for row in rows for span in read[row.n]["spans"].get("quote", [])]
    pieces: list[dict[str, Any]] = []
    last, seen = 0, set[int]()
    # The open row first: what several share is shown as its own.
    for start, end, n in sorted(spans, key=lambda span: (span[0], span[2] != here, span[1])):
        if end <= last:
            continue
        start = max(start, last)
        pieces += [{"words": text[last:start], "n": None}] if start > last else []
        pieces.append({"words": text[start:end], "n": n, "first": n not in seen, "here": n == here})
        seen.add(n)
        last = end
    return [*pieces, {"words": text[last:], "n": None}]


def compared(texts: Texts, roster: Roster, changes: Changes) -> list[dict[str, Any]]:
    """Return what a corrected document changes: new rows, dropped tasks, changed ones with before and after."""
    new = [{"kind": "new", "title": row.title, "n": row.n, "lines": []} for row in changes.added]
    gone = [_gone(task) for task in changes.removed]
    return new + gone + [_changed(texts, roster, one) for one in changes.kept if not one.is_same]


def _gone(task: Task) -> dict[str, Any]:
    return {"kind": "gone", "title": task.title, "n": None, "lines": []}


def _changed(texts: Texts, roster: Roster, one: Kept) -> dict[str, Any]:
    task, row, (led, helped) = one.task, one.row, one.before
    labels, lines = roster.labels, list[tuple[str, str, str]]()
    if one.due:
        lines.append((texts("field.due"), task_due(texts, task), day(row.due) if row.due else row.words))
    if one.lead:
        lines.append((texts("field.lead"), roster.words(led), roster.words(row.leads)))
    if one.partners:
        lines.append((texts("field.partners"), roster.words(helped), roster.words(row.helpers)))
    if one.leader:
        old, new = labels.get(f"p{task.leader_id}", ""), labels.get(f"p{one.leader}", "")
        lines.append((texts("field.leader"), old, new))
    if task.title != row.title:
        lines.append((texts("field.title"), task.title, row.title))
    if task.product != row.product:
        lines.append((texts("field.product"), task.product, row.product))
    shown = [(name, old or "–", new or "–") for name, old, new in lines]
    return {"kind": "changed", "title": row.title, "n": row.n, "lines": shown}
