"""The summary of a draft: what was read, what needs a look, and what may be done."""

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import sessions
from roviec.db.models import Plan
from roviec.db.models.base import id_of
from roviec.db.models.plans import ImportDraft
from roviec.db.plans import changes, drafts
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.plans import PlanAll, PlanDiff, PlanFix, PlanFixes, PlanNew, PlanOff, PlanRow
from roviec.handlers.frame.house import House
from roviec.handlers.frame.turn import Turn
from roviec.handlers.plans.words import (
    change_counts,
    counted,
    heading,
    imported_on,
    past,
    pick,
    plan_heading,
    strangers,
)
from roviec.messages.outgoing import Choice, Outgoing
from roviec.tasks.lateness import At, at_of
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row, kept
from roviec.texts import Texts
from roviec.texts.shapes import short


async def show_summary(turn: Turn, draft: ImportDraft, *extra: Choice) -> None:
    """Answer with the summary of a draft under review."""
    turn.finish()
    found = await summary(turn.session, draft, turn.house, turn.texts, turn.now)
    turn.answer(replace(found, choices=(*found.choices, *extra)))


async def summary(
    session: AsyncSession, draft: ImportDraft, house: House, texts: Texts, now: datetime
) -> Outgoing:
    """Return the summary with its choices and a fresh link to the page."""
    rows, roster = await drafts.rows_of(session, draft)
    document, targets = draft.reading["document"], len(draft.reading["targets"])
    if not rows and not targets:
        return Outgoing(
            texts("plan.nothing", name=heading(texts, document)),
            choices=(
                pick(texts, "plan.leave", PlanOff(id_of(draft))),
                Command.giao.named(texts("button.assign_task")),
            ),
        )
    at = at_of(now, house.calendar())
    lines = await _lines(session, draft, rows, roster, texts, house, at)
    link = await page_link(session, draft.id or 0, draft.person_id, house=house, now=now)
    return Outgoing(
        "\n".join(lines),
        title=heading(texts, document),
        choices=tuple(await _choices(session, draft, rows, texts)),
        link=link,
        link_label=texts("plan.page"),
    )


async def page_link(
    session: AsyncSession, draft_id: int, person_id: int | None, *, house: House, now: datetime
) -> str:
    """Return a fresh link to the page: its pass opens one browser for the person within half an hour."""
    once = await sessions.new_pass(session, person_id=person_id, now=now) if person_id else ""
    return f"{house.public_url.rstrip('/')}/trang/vao?ma={once}&toi=/trang/van-ban/{draft_id}"


async def _lines(
    session: AsyncSession,
    draft: ImportDraft,
    rows: list[Row],
    roster: Roster,
    texts: Texts,
    house: House,
    now: At,
) -> list[str]:
    subject = draft.reading["document"].get("subject") or draft.name
    lines = [short(subject, 200), *counted(texts, rows, len(draft.reading["targets"]), roster)]
    if draft.similar_id:
        plan = await session.get_one(Plan, draft.similar_id)
        lines.append(texts("plan.similar", plan=plan_heading(texts, plan), day=imported_on(plan, house.zone)))
    if draft.replaces_id:
        plan = await session.get_one(Plan, draft.replaces_id)
        found = await changes.of(session, plan, kept(rows), roster)
        lines.append(
            texts("plan.corrects", day=imported_on(plan, house.zone), counts=change_counts(texts, found))
        )
    notes = [note for note in draft.reading.get("notes", ()) if rows or "nhiệm vụ" not in note]
    return [*lines, *past(texts, rows, now, house.calendar()), *strangers(texts, rows), *notes]


async def _choices(session: AsyncSession, draft: ImportDraft, rows: list[Row], texts: Texts) -> list[Choice]:
    if draft.similar_id:
        plan = await session.get_one(Plan, draft.similar_id)
        name = short(plan_heading(texts, plan), 40)
        return [
            pick(texts, "plan.is_correction", PlanFixes(id_of(draft), id_of(plan)), name=name),
            pick(texts, "plan.is_new", PlanNew(id_of(draft))),
            pick(texts, "plan.leave", PlanOff(id_of(draft))),
        ]
    look = sum(row.needs_look for row in rows)
    choices = [pick(texts, "plan.apply" if draft.replaces_id else "plan.all", PlanAll(id_of(draft)))]
    if draft.replaces_id:
        choices.append(pick(texts, "plan.see_changes", PlanDiff(id_of(draft))))
    if rows:
        choices.append(pick(texts, "plan.by_row", PlanRow(id_of(draft), 0)))
    if look:
        choices.append(pick(texts, "plan.fix", PlanFix(id_of(draft)), count=look))
    if draft.replaces_id:
        choices.append(pick(texts, "plan.as_new", PlanNew(id_of(draft))))
    return [*choices, pick(texts, "plan.leave", PlanOff(id_of(draft)))]
