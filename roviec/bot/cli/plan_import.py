"""An import from the terminal: read apart, looked at, confirmed in one transaction."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli.common import Desk
from roviec.bot.cli.look import say
from roviec.db import files
from roviec.db.models import Plan
from roviec.db.models.plans import ImportDraft
from roviec.db.plans import changes, drafts, versions
from roviec.db.plans.confirm import confirm
from roviec.errors import PersonError
from roviec.handlers.plans.apart import read_apart
from roviec.handlers.plans.confirming import outcome
from roviec.handlers.plans.telling import tell_owners
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
from roviec.tasks.lateness import at_of
from roviec.tasks.plans import edit
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row, kept
from roviec.tasks.reading.model import ReadingSettings
from roviec.texts.shapes import short


class PlanUnknown(PersonError):
    """Không có văn bản số {id} trong hệ thống. Ông/Bà kiểm tra lại số sau --fixes."""


class LeadsUnclear(PersonError):
    """Còn {count} dòng chưa rõ đơn vị (liệt kê ở trên) nên chưa nhập.

    Ông/Bà ghi tên gọi khác bằng lệnh roviec people alias, hoặc thêm --skip-unclear để bỏ các dòng này.
    """


@dataclass(frozen=True)
class Wishes:
    """What the command line says about an import."""

    skip_unclear: bool = False
    fixes: int | None = None
    as_new: bool = False


@dataclass
class Import:
    """One document on its way in; nothing is written before `confirm`."""

    desk: Desk
    name: str
    data: bytes
    sha256: str
    wishes: Wishes
    reading: dict[str, Any] = field(default_factory=dict)
    matched: tuple[list[Row], str] = field(default_factory=lambda: ([], ""))
    count: int = 0

    async def read(self) -> None:
        """Read the document; raise what is wrong with it, or that it was imported before."""
        async with self.desk.db.read() as session:
            await versions.refuse_known(session, self.sha256)
        house = self.desk.house
        settings = ReadingSettings(deadlines=house.deadlines, received=self.desk.today)
        self.reading = await read_apart(self.data, self.name, calendar=house.calendar(), settings=settings)
        async with self.desk.db.read() as session:
            self.matched = await drafts.matching(session, self.reading)

    async def look(self) -> list[str]:
        """Return the summary and every row that is unclear; raise `LeadsUnclear` unless they may be skipped."""
        async with self.desk.db.read() as session:
            draft = ImportDraft(sha256=self.sha256, name=self.name, created_at=self.desk.now)
            await self._prepare(session, draft)
            rows, roster = await drafts.rows_of(session, draft)
            wanted = kept(edit.drop_blocked(rows))
            self.count = len(wanted)
            lines = [
                heading(say, self.reading["document"]),
                *counted(say, rows, len(self.reading["targets"]), roster),
            ]
            calendar = self.desk.house.calendar()
            lines += past(say, rows, at_of(self.desk.now, calendar), calendar) + strangers(say, rows)
            lines += await self._versions(session, draft, wanted, roster)
            lines += self.reading["notes"]
            lines += [_row_line(row, roster) for row in kept(rows)]
        blocked = [row for row in rows if row.blocked]
        if blocked and not self.wishes.skip_unclear:
            raise _refusal(lines, len(blocked))
        return lines

    async def _prepare(self, session: AsyncSession, draft: ImportDraft) -> None:
        """Put what was read into a draft, with the plan that it corrects as the command line says."""
        await drafts.was_read(session, draft, self.reading, self.matched)
        if self.wishes.as_new:
            draft.replaces_id = draft.similar_id = None
        if self.wishes.fixes is not None:
            if await session.get(Plan, self.wishes.fixes) is None:
                raise PlanUnknown(id=self.wishes.fixes)
            draft.replaces_id, draft.similar_id = self.wishes.fixes, None

    async def _versions(
        self, session: AsyncSession, draft: ImportDraft, rows: list[Row], roster: Roster
    ) -> list[str]:
        if draft.similar_id:
            similar = await session.get_one(Plan, draft.similar_id)
            return [say("cli.plan.similar", plan=plan_heading(say, similar), id=similar.id)]
        plan = await session.get(Plan, draft.replaces_id) if draft.replaces_id else None
        if plan is None:
            return []
        found = await changes.of(session, plan, rows, roster)
        line = say(
            "plan.corrects", day=imported_on(plan, self.desk.house.zone), counts=change_counts(say, found)
        )
        return [line, *change_lines(say, found)]

    async def confirm(self) -> list[str]:
        """Import it and tell the owners; return what was done, line by line."""
        desk = self.desk
        desk.house.files.keep(self.data)
        async with desk.db.write() as session:
            await desk.house.files.share(self.sha256, session)
            await files.record(
                session,
                sha256=self.sha256,
                mime="application/octet-stream",
                size=len(self.data),
                now=desk.now,
            )
            draft, _ = await drafts.begin(
                session, person_id=None, address_id=None, sha256=self.sha256, name=self.name, now=desk.now
            )
            await self._prepare(session, draft)
            rows, _ = await drafts.rows_of(session, draft)
            drafts.save(draft, edit.drop_blocked(rows))
            done = await confirm(session, draft=draft, actor=None, now=desk.now, channel="cli")
            told = await tell_owners(session, done, actor=None, house=desk.house, now=desk.now, at_once=True)
            return outcome(say, done, told)


def _row_line(row: Row, roster: Roster) -> str:
    """Return a row as a person must see it before it is assigned: who, until when, and what is doubtful."""
    lead = "; ".join(whom(say, roster, who) for who in row.lead) or "–"
    due, title = due_line(say, row), short(row.title, 80)
    line = say("cli.plan.row", n=row.n + 1, ref=row.ref, title=title, lead=lead, due=due)
    return " ".join([line, *reasons(say, row)])


def _refusal(lines: list[str], count: int) -> LeadsUnclear:
    """Return the refusal, after the lines that show what it is about."""
    import typer

    for line in lines:
        typer.echo(line, err=True)
    return LeadsUnclear(count=count)
