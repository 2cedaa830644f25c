"""How a document, its rows and its tasks are worded; the same in a chat, on the page and in the terminal."""

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import Any

from roviec.db.models import Plan, Task
from roviec.db.plans.changes import Changes
from roviec.handlers.frame.choices import Action
from roviec.handlers.tasks.dues import due_with
from roviec.messages.outgoing import Choice
from roviec.tasks.calendar import Calendar
from roviec.tasks.hours import hour_of
from roviec.tasks.lateness import At, Dated, is_over
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row, Who, kept
from roviec.texts import Texts
from roviec.texts.shapes import day, short


def pick(texts: Texts, key: str, action: Action, /, **values: object) -> Choice:
    """Return a choice: the label `key` that stands for an action."""
    return action.named(texts(key, **values))


def heading(texts: Texts, document: dict[str, Any]) -> str:
    """Return "Công văn 938/UBND-NCVX ngày 17/5/2023", without what the document leaves blank."""
    kind = document.get("kind") or texts("plan.document")
    number = document.get("number") or ""
    issued = date.fromisoformat(document["issued"]) if document.get("issued") else None
    return " ".join(part for part in (kind, number, _on(texts, issued)) if part)


def plan_heading(texts: Texts, plan: Plan) -> str:
    """Return the same for an imported plan; one without a number goes by its subject."""
    parts = (plan.kind or texts("plan.document"), plan.number or "", _on(texts, plan.issued))
    line = " ".join(part for part in parts if part)
    return line if plan.number else f"{line} – {short(plan.subject, 70)}"


def imported_on(plan: Plan, zone: tzinfo) -> str:
    """Return the day at the office on which a plan was imported."""
    return day(plan.created_at.astimezone(zone).date())


def _on(texts: Texts, issued: date | None) -> str:
    return texts("plan.on", day=day(issued)) if issued else ""


def due_line(texts: Texts, row: Row) -> str:
    """Return the deadline of a row with the words that it came from."""
    said = row.due_text or row.words
    words = texts("plan.words", words=short(said, 80)) if said else ""
    if row.due:
        due = due_with(texts, row.due, row.at)
        return f"{due} ({words})" if words else due
    return words or texts("plan.no_due")


def task_due(texts: Texts, task: Task) -> str:
    """Return the deadline of a task, short."""
    if task.due:
        return due_with(texts, task.due, hour_of(task))
    return short(task.due_words, 30) or texts("plan.no_due")


def whom(texts: Texts, roster: Roster, who: Who) -> str:
    """Return a name and whom it means, where that is not the same."""
    if who.is_open:
        return texts("plan.unmatched", name=short(who.name, 80))
    meant = roster.words(who.meant)
    if not meant:
        return texts("plan.left_out", name=short(who.name, 80))
    return (
        meant if meant == who.name else texts("plan.means", name=short(who.name, 80), unit=short(meant, 160))
    )


def reasons(texts: Texts, row: Row) -> list[str]:
    """Return why a person should look at a row."""
    found = [texts("plan.why_lead")] if row.blocked else []
    if row.doubtful_due:
        found.append(row.unsure["due"])
    others = [
        f for f in row.unsure if f != "due" and f not in row.settled and not (f == "lead" and row.blocked)
    ]
    return found + [row.unsure[f] for f in others]


def size(texts: Texts, tasks: int, targets: int) -> str:
    """Return "26 nhiệm vụ, 12 chỉ tiêu"; targets only where there are some."""
    return (
        texts("plan.counts", tasks=tasks, targets=targets)
        if targets
        else texts("plan.counts_tasks", tasks=tasks)
    )


def counted(texts: Texts, draft_rows: Sequence[Row], targets: int, roster: Roster) -> list[str]:
    """Return the lines that count: tasks, targets, rows to look at, and what of the others may be checked."""
    rows = kept(draft_rows)
    lines = [size(texts, len(rows), targets) + "."]
    if dropped := len(draft_rows) - len(rows):
        lines.append(texts("plan.dropped_rows", count=dropped))
    unclear, doubtful = [r for r in rows if r.blocked], [r for r in rows if r.doubtful_due]
    look = sum(row.needs_look for row in rows)
    what = [texts("plan.n_lead", count=len(unclear))] if unclear else []
    what += [texts("plan.n_due", count=len(doubtful))] if doubtful else []
    if look:
        lines.append(texts("plan.look", count=look, what=", ".join(what)))
    return [*lines, *_to_check(texts, rows, roster)]


def _to_check(texts: Texts, rows: Sequence[Row], roster: Roster) -> list[str]:
    """Return the line that counts rows without a deadline, with a name written otherwise, with a doubt of the reader."""
    undated = sum(row.due is None and row.recurrence is None for row in rows)
    otherwise = sum(any(_is_otherwise(roster, who) for who in row.lead) for row in rows)
    doubted = sum(not row.needs_look and bool(set(row.unsure) - set(row.settled)) for row in rows)
    parts = [texts("plan.n_undated", count=undated)] if undated else []
    parts += [texts("plan.n_otherwise", count=otherwise)] if otherwise else []
    parts += [texts("plan.n_doubted", count=doubted)] if doubted else []
    return [texts("plan.to_check", what="; ".join(parts))] if parts else []


def _is_otherwise(roster: Roster, who: Who) -> bool:
    """Tell a name that the office's list writes otherwise, and that nobody has decided on."""
    return bool(who.meant) and not who.chosen and roster.words(who.meant) != who.name


def strangers(texts: Texts, rows: Sequence[Row]) -> list[str]:
    """Return the line that names partners whom nobody here is, if there are any."""
    open_names = {who.name for row in kept(rows) for who in row.partners if who.is_open}
    names = "; ".join(short(name, 50) for name in sorted(open_names)[:5])
    more = texts("plan.and_more", count=len(open_names) - 5) if len(open_names) > 5 else ""
    return [texts("plan.strangers", names=names + more)] if open_names else []


def is_past(row: Row, now: At, calendar: Calendar) -> bool:
    """Tell whether a row would be late the moment that it is assigned."""
    return row.recurrence is None and is_over(Dated(row.due, row.at), now, calendar)


def past(texts: Texts, rows: Sequence[Row], now: At, calendar: Calendar) -> list[str]:
    """Return the line that warns of deadlines that have passed."""
    count = sum(is_past(row, now, calendar) for row in kept(rows))
    return [texts("plan.past", count=count)] if count else []


def change_lines(texts: Texts, changes: Changes, width: int = 60) -> list[str]:
    """Return what a corrected document changes, one line a task."""
    lines = [texts("plan.change_added", title=short(row.title, width)) for row in changes.added]
    lines += [texts("plan.change_removed", title=short(task.title, width)) for task in changes.removed]
    for one in changes.due:
        old, new = one.task.original_due, one.row.due
        before = day(old) if old else texts("plan.no_due")
        after = day(new) if new else texts("plan.no_due")
        lines.append(texts("plan.change_due", title=short(one.row.title, width), old=before, new=after))
    lines += [texts("plan.change_lead", title=short(one.row.title, width)) for one in changes.lead]
    lines += [texts("plan.change_other", title=short(one.row.title, width)) for one in changes.other]
    return lines


def change_counts(texts: Texts, changes: Changes) -> str:
    """Return "thêm 2, bỏ 1, đổi hạn 3, đổi đơn vị 1, giữ nguyên 20"."""
    counts = texts(
        "plan.change_counts",
        added=len(changes.added),
        removed=len(changes.removed),
        due=len(changes.due),
        lead=len(changes.lead),
        same=changes.untouched,
    )
    other = len(changes.other)
    return f"{counts}, {texts('plan.change_counts_other', other=other)}" if other else counts
