"""Going through a draft: the summary, its rows, what a correction changes; dropping it."""

from collections.abc import Sequence

from roviec.db.models import Plan
from roviec.db.models.base import id_of
from roviec.db.models.plans import ImportDraft
from roviec.db.plans import changes, drafts
from roviec.db.plans.errors import DraftUnknown
from roviec.handlers.choices.plans import (
    PlanAll,
    PlanDiff,
    PlanFix,
    PlanFixes,
    PlanNew,
    PlanOff,
    PlanReopen,
    PlanRow,
    PlanShow,
)
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.plans.card import show_row
from roviec.handlers.plans.summary import show_summary
from roviec.handlers.plans.words import change_lines, plan_heading
from roviec.messages.outgoing import Choice
from roviec.tasks.plans.rows import Row, kept

router = Router()
CHANGES = 30


async def draft_of(turn: Turn, draft_id: int) -> ImportDraft:
    """Return the draft of a choice, if it is this leader's and still open."""
    return await drafts.find(turn.session, draft_id, turn.leader())


@router.action(PlanShow)
async def show(turn: Turn, choice: PlanShow) -> None:
    """Show the summary again."""
    await show_summary(turn, await draft_of(turn, choice.draft))


@router.action(PlanRow)
async def open_row(turn: Turn, choice: PlanRow) -> None:
    """Show one row."""
    draft = await draft_of(turn, choice.draft)
    rows, roster = await drafts.rows_of(turn.session, draft)
    show_row(turn, draft, rows, drafts.row(rows, choice.row), roster)


@router.action(PlanFix)
async def fix(turn: Turn, choice: PlanFix) -> None:
    """Show the first row that needs a look."""
    draft = await draft_of(turn, choice.draft)
    rows, _ = await drafts.rows_of(turn.session, draft)
    await go_on(turn, draft, rows, None)


async def go_on(
    turn: Turn, draft: ImportDraft, rows: Sequence[Row], before: Row | None, *extra: Choice
) -> None:
    """Show the next row that needs a look; the row just changed when it was not one; else the summary."""
    drafts.save(draft, rows)
    listed, roster = await drafts.rows_of(turn.session, draft)
    if before is not None and not before.needs_look:
        show_row(turn, draft, listed, listed[before.n], roster, *extra)
        return
    start = before.n if before else 0
    open_rows = [row for row in listed if row.needs_look]
    following = next((row for row in open_rows if row.n >= start), open_rows[0] if open_rows else None)
    if following is not None:
        show_row(turn, draft, listed, following, roster, *extra)
        return
    await show_summary(turn, draft, *extra)


@router.action(PlanDiff)
async def show_changes(turn: Turn, choice: PlanDiff) -> None:
    """Show what a corrected document changes, task by task."""
    draft = await draft_of(turn, choice.draft)
    plan = await turn.session.get(Plan, draft.replaces_id) if draft.replaces_id else None
    if plan is None:
        raise DraftUnknown
    rows, roster = await drafts.rows_of(turn.session, draft)
    lines = change_lines(turn.texts, await changes.of(turn.session, plan, kept(rows), roster))
    more = [turn.texts("plan.and_more", count=len(lines) - CHANGES)] if len(lines) > CHANGES else []
    turn.say(
        "plan.changes",
        title=plan_heading(turn.texts, plan),
        lines="\n".join([*lines[:CHANGES], *more]) or turn.texts("plan.no_change"),
        choices=[
            turn.choice("plan.apply", PlanAll(id_of(draft))),
            turn.choice("plan.back_to_summary", PlanShow(id_of(draft))),
        ],
    )


@router.action(PlanFixes)
async def is_correction(turn: Turn, choice: PlanFixes) -> None:
    """Treat the document as a corrected version of the plan that it looks like."""
    draft = await draft_of(turn, choice.draft)
    if draft.similar_id != choice.plan:
        raise DraftUnknown
    draft.replaces_id, draft.similar_id = draft.similar_id, None
    await show_summary(turn, draft)


@router.action(PlanNew)
async def is_new(turn: Turn, choice: PlanNew) -> None:
    """Treat the document as a plan of its own."""
    draft = await draft_of(turn, choice.draft)
    draft.replaces_id = draft.similar_id = None
    await show_summary(turn, draft)


@router.action(PlanOff)
async def drop(turn: Turn, choice: PlanOff) -> None:
    """Drop the draft; nothing is assigned."""
    draft = await draft_of(turn, choice.draft)
    drafts.drop(draft, turn.now)
    turn.finish()
    turn.say("plan.dropped", choices=[turn.choice("plan.reopen", PlanReopen(id_of(draft)))])


@router.action(PlanReopen)
async def reopen(turn: Turn, choice: PlanReopen) -> None:
    """Take a dropped draft up again, as it was left."""
    await show_summary(turn, await drafts.reopen(turn.session, choice.draft, turn.leader()))
