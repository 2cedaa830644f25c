"""Bringing in the follow-up sheet of an office: its rows as tasks that stand as the sheet says, all of them or none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit
from roviec.db.models import Person, Plan, PlanVersion, Task
from roviec.db.models.base import id_of
from roviec.db.plans import versions
from roviec.db.plans.confirm import Work
from roviec.db.plans.errors import NothingToImport, RowsUnclear
from roviec.db.plans.outcome import Imported
from roviec.db.plans.roster import load
from roviec.db.tasks import events
from roviec.db.tasks.events import By
from roviec.tasks.followup import Line, Stands
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import Verb
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row, Who

_NAMES = re.compile(r"[;\n]")
SHOWN, CHUNK = 12, 500


@dataclass(frozen=True)
class Checked:
    """A row of the sheet with whom it means here; `strangers` are the names that mean nobody."""

    line: Line
    row: Row
    leads: str
    strangers: tuple[str, ...]
    is_known: bool = False
    """A task of this title and deadline is there already: the row is left out."""

    @property
    def is_clear(self) -> bool:
        """Tell whether the row can be brought in as it is."""
        is_whole = not self.line.doubts and not self.strangers and not self.row.blocked
        return is_whole or self.is_known


async def checked(session: AsyncSession, lines: Sequence[Line]) -> list[Checked]:
    """Return the rows of a sheet with whom they mean."""
    roster, known = await load(session), await _known(session, lines)
    return [_checked(roster, line, known) for line in lines]


async def _known(session: AsyncSession, lines: Sequence[Line]) -> set[tuple[str, date | None]]:
    """Return the title and deadline of the tasks that are called like rows of the sheet."""
    titles = sorted({line.title for line in lines})
    found: set[tuple[str, date | None]] = set()
    for first in range(0, len(titles), CHUNK):
        some = col(Task.title).in_(titles[first : first + CHUNK])
        found.update((await session.exec(select(Task.title, col(Task.original_due)).where(some))).all())
    return found


def _checked(roster: Roster, line: Line, known: set[tuple[str, date | None]]) -> Checked:
    lead, partners = _whom(roster, line.lead), _whom(roster, line.partners)
    row = Row(
        n=line.n - 1,
        title=line.title,
        quote=line.note,
        lead=lead,
        partners=partners,
        leader=roster.match(line.leader) if line.leader else None,
        due=line.deadline.due,
        words=line.deadline.words,
        why=line.deadline.explanation,
        kind=line.deadline.kind,
        recurrence=line.deadline.recurrence,
        product=line.product,
    )
    strangers = tuple(who.name for who in (*lead, *partners) if who.is_open)
    is_known = (line.title, line.deadline.due) in known
    return Checked(line, row, roster.words(row.leads), strangers, is_known)


def _whom(roster: Roster, names: str) -> tuple[Who, ...]:
    whole = roster.match(names)
    if not whole.is_open:
        return (whole,)
    # A name may hold a comma; where the whole means nobody, it may be several.
    parts = [part.strip() for part in _NAMES.split(names) if part.strip()]
    parts = parts if len(parts) > 1 else [part.strip() for part in names.split(",") if part.strip()]
    return tuple(roster.match(part) for part in parts)


async def bring_in(
    session: AsyncSession,
    rows: Sequence[Checked],
    *,
    name: str,
    sha256: str,
    actor: Person,
    now: datetime,
    channel: str,
) -> Imported:
    """Bring a sheet in; raise `AlreadyImported`, `RowsUnclear` or `NothingToImport`, and then nothing holds."""
    await versions.alone(session)
    await versions.refuse_known(session, sha256)
    if unclear := [str(one.line.n) for one in rows if not one.is_clear]:
        raise RowsUnclear(count=len(unclear), rows=", ".join(unclear[:SHOWN]))
    rows = [one for one in rows if not one.is_known]
    if not rows:
        raise NothingToImport
    plan = Plan(subject=name, kind="Bảng theo dõi nhiệm vụ", sha256=sha256, created_at=now)
    session.add(plan)
    await session.flush()
    done, by = Imported(plan, 0), By(actor, now, channel)
    work = Work(session, await load(session), actor, now, channel)
    await work.assign(done, plan, [one.row for one in rows])
    for task, one in zip(done.added, rows, strict=True):
        await _stand(session, task, one.line.stands, by)
    _tell_open_ones(done)
    version = PlanVersion(
        plan_id=id_of(plan),
        sha256=sha256,
        name=name,
        person_id=actor.id,
        at=now,
        counts={"added": len(rows)},
    )
    session.add(version)
    await session.flush()
    done.version = id_of(version)
    subject, added = f"plan/{plan.id}", len(rows)
    act = audit.Act.plan
    await audit.record(
        session, act, actor=actor.id, at=now, channel=channel, subject=subject, sha256=sha256, added=added
    )
    return done


async def _stand(session: AsyncSession, task: Task, stands: Stands, by: By) -> None:
    """Bring a task to where the sheet says that it stands, as events like any other."""
    if stands.is_done:
        done = At(stands.done_on) if stands.done_on else None
        await events.move(session, task, Verb.complete, by=by, percent=100, done=done)
        await events.move(session, task, Verb.confirm, by=by, done=done)
    elif stands.percent:
        await events.move(session, task, Verb.progress, by=by, percent=stands.percent)


def _tell_open_ones(done: Imported) -> None:
    """Leave out of what owners hear the tasks that were done before."""
    for share in done.owners.values():
        share.added = [task for task in share.added if task.completed_on is None]
