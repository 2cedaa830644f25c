"""What the page of a draft shows: the summary, each row, the text with the place of each quote."""

from bisect import bisect_left
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Plan
from roviec.db.models.plans import ImportDraft
from roviec.db.plans import changes, drafts
from roviec.handlers.frame.house import House
from roviec.handlers.plans.words import (
    change_counts,
    change_lines,
    counted,
    due_line,
    heading,
    imported_on,
    past,
    plan_heading,
    reasons,
    strangers,
    whom,
)
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row, Who, kept
from roviec.texts import Texts
from roviec.texts.shapes import day
from roviec.web.pages import fragment


async def view(
    session: AsyncSession,
    draft: ImportDraft,
    texts: Texts,
    house: House,
    now: datetime,
    *,
    keep: bool = True,
) -> dict[str, Any]:
    """Return the values of the page; `keep` as in `rows_of`."""
    rows, roster = await drafts.rows_of(session, draft, keep=keep)
    today = now.astimezone(house.zone).date()
    document, text = draft.reading["document"], draft.reading["text"]
    wide = _wide(text)
    passed = house.calendar().passed(today)
    lines = counted(texts, rows, len(draft.reading["targets"]), roster) + past(texts, rows, passed)
    return {
        "t": texts,
        "heading": heading(texts, document),
        "subject": document.get("subject") or draft.name,
        "lines": lines + strangers(texts, rows),
        "corrects": await _corrects(session, draft, rows, texts, house),
        "similar": await _similar(session, draft, texts),
        "is_correction": draft.replaces_id is not None,
        "rows": [row_view(texts, roster, row, _spans(draft, row, wide)) for row in rows],
        "units": sorted(set(roster.labels.values())),
        "text": text,
    }


def row_view(texts: Texts, roster: Roster, row: Row, spans: list[list[int]]) -> dict[str, Any]:
    """Return the values of one row."""
    return {
        "n": row.n,
        "title": row.title,
        "ref": row.ref,
        "quote": row.quote,
        "spans": spans,
        "lead": [_who(texts, roster, who) for who in row.lead],
        "lead_line": "; ".join(whom(texts, roster, who) for who in row.lead) or "–",
        "partners": "; ".join(whom(texts, roster, who) for who in row.partners),
        "due": due_line(texts, row),
        "due_words": day(row.due) if row.due else row.words,
        "why": row.why,
        "doubtful": row.doubtful_due,
        "dropped": row.dropped,
        "look": row.needs_look,
        "reasons": [] if row.dropped else reasons(texts, row),
    }


def _who(texts: Texts, roster: Roster, who: Who) -> dict[str, Any]:
    labels = roster.labels
    groups = roster.groups(who.name)
    return {
        "name": who.name,
        "meant": roster.words(who.meant),
        "open": who.is_open,
        "candidates": [(code, labels[code]) for code in who.candidates if code in labels]
        + [(code, texts(f"plan.group_{code}", count=len(units))) for code, units in groups.items()],
    }


def _wide(text: str) -> list[int]:
    """Return the places of the letters that browsers count twice (UTF-16)."""
    return [place for place, letter in enumerate(text) if letter > "\uffff"]


def _spans(draft: ImportDraft, row: Row, wide: list[int]) -> list[list[int]]:
    """Return where the quote of a row stands in the text, as browsers count."""
    found = draft.reading["tasks"][row.n]["spans"].get("quote", [])
    return [[edge + bisect_left(wide, edge) for edge in span] for span in found]


async def _corrects(
    session: AsyncSession, draft: ImportDraft, rows: list[Row], texts: Texts, house: House
) -> list[str]:
    plan = await session.get(Plan, draft.replaces_id) if draft.replaces_id else None
    if plan is None:
        return []
    found = await changes.of(session, plan, kept(rows))
    line = texts("plan.corrects", day=imported_on(plan, house.zone), counts=change_counts(texts, found))
    return [line, *change_lines(texts, found, 110)]


async def _similar(session: AsyncSession, draft: ImportDraft, texts: Texts) -> str:
    plan = await session.get(Plan, draft.similar_id) if draft.similar_id else None
    return plan_heading(texts, plan) if plan else ""


def fragments(values: dict[str, Any], numbers: list[int]) -> dict[str, Any]:
    """Return the pieces of the page that a decision changed, as HTML: the head and some rows."""
    return {
        "head": fragment("plan_head.html", values),
        "rows": {n: fragment("plan_row.html", {"t": values["t"], "row": values["rows"][n]}) for n in numbers},
    }
