"""Telling the owners what an import gives them: one message each, whatever the number of tasks."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import held
from roviec.db.models import Person, Task
from roviec.db.models.base import id_of
from roviec.db.models.delivery import Lane
from roviec.db.models.tasks import HeldKind
from roviec.db.plans.outcome import Imported, Share
from roviec.delivery import notify, reach
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.plans import PlanGot
from roviec.handlers.choices.tasks import TaskOpen
from roviec.handlers.frame.house import House
from roviec.handlers.plans.words import pick, plan_heading, task_due
from roviec.messages.outgoing import Choice, Outgoing
from roviec.tasks.urgency import is_urgent
from roviec.texts import Texts, catalogue
from roviec.texts.shapes import apart, short

LISTED = 8
LABEL = 46


@dataclass
class Told:
    """How many owners were written to, and the names of those who have no address."""

    reached: int = 0
    unreached: list[str] = field(default_factory=list)
    later: datetime | None = None
    """When those hear who are given something new: the office is closed."""


async def tell_owners(
    session: AsyncSession,
    done: Imported,
    *,
    actor: Person | None,
    house: House,
    now: datetime,
    at_once: bool = False,
) -> Told:
    """Write one merged message to each owner, except to who imports.

    Outside of office hours what is new waits for the next ones, unless its document is urgent, or all goes `at_once`.
    """
    texts, told = catalogue("vi"), Told()
    at = house.calendar().next_office_time(now)
    if at > now and not at_once and not is_urgent(done.plan.subject):
        told.later = at
    for person_id, whole in done.owners.items():
        if actor is not None and person_id == actor.id:
            continue
        share = await _held(session, person_id, whole, told.later, actor) if told.later else whole
        if share.added or share.moved or share.removed:
            reached = await notify.person(
                session,
                person_id,
                message(texts, done, share, actor),
                channels=house.channels,
                now=now,
                key=f"told.plan/{done.version}",
                lane=Lane.reminder,
            )
        else:
            reached = bool(await reach.of(session, person_id, channels=house.channels, now=now))
        person = await session.get_one(Person, person_id)
        told.reached += reached
        told.unreached += [] if reached else [person.name]
    return told


async def _held(
    session: AsyncSession, person_id: int, share: Share, at: datetime, actor: Person | None
) -> Share:
    """Hold back what is new to an owner; return what they hear at once."""
    for task in share.added:
        await held.hold(
            session,
            task=task,
            persons=[person_id],
            kind=HeldKind.assigned,
            at=at,
            by_id=actor.id if actor else None,
        )
    return replace(share, added=[])


def message(texts: Texts, done: Imported, share: Share, actor: Person | None) -> Outgoing:
    """Return what one owner reads: what is new, what moved, what is gone, and a button for each task."""
    plan = plan_heading(texts, done.plan)
    who = actor.name if actor else texts("plan.office")
    lines: list[str] = []
    if share.added:
        lines.append(texts("plan.told_added", count=len(share.added), plan=plan, who=who))
    if share.moved:
        lines.append(texts("plan.told_moved", plan=plan))
        lines += [
            texts("plan.told_line", title=short(t.title, 80), due=task_due(texts, t)) for t in share.moved
        ]
    if share.removed:
        lines.append(texts("plan.told_removed", plan=plan))
        lines += [f"– {short(task.title, 80)}" for task in share.removed]
    listed = (share.added + share.moved)[:LISTED]
    if len(share.added) + len(share.moved) > LISTED:
        lines.append(texts("plan.told_more", count=len(share.added) + len(share.moved) - LISTED))
    choices = [*_opening(texts, listed)]
    if share.added:
        choices.append(pick(texts, "plan.got", PlanGot(id_of(done.plan)), count=len(share.added)))
    choices.append(Command.viec.named(texts("button.tasks")))
    return Outgoing("\n".join(lines), title=texts("plan.told_title"), choices=tuple(choices))


def _opening(texts: Texts, tasks: list[Task]) -> list[Choice]:
    titles = apart([task.title for task in tasks], LABEL)
    return [
        TaskOpen(id_of(task)).named(f"{title} · {task_due(texts, task)}")
        for title, task in zip(titles, tasks, strict=True)
    ]
