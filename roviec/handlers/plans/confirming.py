"""Assigning what a draft holds, and the owner's one button that receives all of it."""

from roviec.db.models.base import id_of
from roviec.db.plans import drafts
from roviec.db.plans.confirm import confirm
from roviec.db.plans.outcome import Imported
from roviec.db.tasks import change, standing
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.plans import PlanAll, PlanFix, PlanGot, PlanShow, PlanYes
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.plans.reviewing import draft_of
from roviec.handlers.plans.telling import Told, tell_owners
from roviec.handlers.plans.words import change_counts, plan_heading, size
from roviec.tasks.plans import edit
from roviec.tasks.plans.rows import kept
from roviec.texts import Texts
from roviec.texts.shapes import clock

router = Router()


@router.action(PlanAll)
async def assign_all(turn: Turn, choice: PlanAll) -> None:
    """Assign everything, unless some rows need a look: then say which and ask."""
    draft = await draft_of(turn, choice.draft)
    rows, _ = await drafts.rows_of(turn.session, draft)
    look = [row for row in rows if row.needs_look]
    if not look:
        await _confirm(turn, choice.draft)
        return
    drafts.save(draft, rows)
    blocked = [row for row in look if row.blocked]
    left = len(kept(rows)) - len(blocked)
    choices = [turn.choice("plan.fix", PlanFix(id_of(draft)), count=len(look))]
    if left and blocked:
        skipped = len(blocked)
        choices.append(turn.choice("plan.skip_and_all", PlanYes(id_of(draft)), skipped=skipped, count=left))
    elif left:
        choices.append(turn.choice("plan.all_as_read", PlanYes(id_of(draft)), count=left))
    choices.append(turn.choice("plan.back_to_summary", PlanShow(id_of(draft))))
    numbers = ", ".join(str(row.n + 1) for row in look[:15])
    turn.finish()
    turn.say("plan.ask_all", count=len(look), rows=numbers, choices=choices)


@router.action(PlanYes)
async def assign_clear(turn: Turn, choice: PlanYes) -> None:
    """Assign what is clear and leave out the rows that nobody can be given."""
    draft = await draft_of(turn, choice.draft)
    rows, _ = await drafts.rows_of(turn.session, draft)
    drafts.save(draft, edit.drop_blocked(rows))
    await _confirm(turn, choice.draft)


async def _confirm(turn: Turn, draft_id: int) -> None:
    draft, me = await draft_of(turn, draft_id), turn.leader()
    done = await confirm(
        turn.session, draft=draft, actor=turn.official(), now=turn.now, channel=turn.said.channel
    )
    told = await tell_owners(turn.session, done, actor=me, house=turn.house, now=turn.now)
    turn.finish()
    turn.say("plan.done", lines="\n".join(outcome(turn.texts, done, told)))


def outcome(texts: Texts, done: Imported, told: Told) -> list[str]:
    """Return what an import did, line by line."""
    plan = plan_heading(texts, done.plan)
    if done.changes is None:
        lines = [texts("plan.assigned", size=size(texts, len(done.added), done.targets), plan=plan)]
    else:
        lines = [texts("plan.revised", plan=plan, counts=change_counts(texts, done.changes))]
    if told.later is None:
        lines.append(texts("plan.told_count", count=told.reached))
    elif told.reached:
        lines.append(texts("plan.told_later", at=clock(told.later)))
    if told.unreached:
        lines.append(texts("plan.unreached", names="; ".join(told.unreached)))
    if done.unowned:
        lines.append(texts("plan.unowned", units="; ".join(done.unowned)))
    return lines


@router.action(PlanGot)
async def accept_all(turn: Turn, choice: PlanGot) -> None:
    """Receive every task of a plan that is given to the person."""
    me = turn.official()
    tasks = await standing.to_accept(turn.session, plan_id=choice.plan, person=me)
    for task in tasks:
        await change.accept(turn.session, task=task, by=turn.by)
    choices = [turn.choice("button.tasks", Command.viec)]
    if tasks:
        turn.say("plan.got_done", count=len(tasks), choices=choices)
    else:
        turn.say("plan.got_before", choices=choices)
