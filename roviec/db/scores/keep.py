"""Opening a scoring, giving and reviewing points; a closed one stays as it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit
from roviec.db.audit import Act
from roviec.db.measures import reach
from roviec.db.measures.reach import Reach
from roviec.db.models import Assessment, CriteriaSet, Person, Score, Unit
from roviec.db.models.base import id_of
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.tasks.criteria.load import points_of, read_criteria, shipped
from roviec.tasks.criteria.model import Criteria, Criterion

YEARS = range(2020, 2100)
NOTE = 2000


class SetUnknown(PersonError):
    """Không có bộ tiêu chí này. Ông/Bà chọn trong danh sách."""


class SetChanged(PersonError):
    """Bộ tiêu chí {code} phiên bản {version} đã có với nội dung khác. Ông/Bà đặt phiên bản mới trong tệp."""


class ScoringUnknown(PersonError):
    """Không tìm thấy đợt tự chấm điểm này. Ông/Bà xem danh sách trên trang Tự chấm điểm."""


class ScoringThere(PersonError):
    """{unit} đã có đợt tự chấm điểm năm {year} theo bộ tiêu chí này. Ông/Bà mở đợt đã có."""


class ScoringYear(PersonError):
    """Năm chấm điểm gồm bốn chữ số, từ 2020. Ông/Bà ghi lại."""


class ScoringClosed(PersonError):
    """Đợt tự chấm điểm này đã khóa nên không sửa được nữa. Ông/Bà liên hệ quản trị viên."""


class NotYoursToScore(PersonError):
    """Tiêu chí này do người phụ trách tiêu chí hoặc lãnh đạo đơn vị chấm. Ông/Bà liên hệ để được cập nhật."""


@dataclass
class Owned:
    """A criterion of a scoring as what belongs to a unit: whom it was given to scores it, else everybody there."""

    unit_id: int
    owner_id: int | None = None


def owned(scoring: Assessment, row: Score | None) -> Owned:
    """Return whose a criterion of a scoring is."""
    return Owned(scoring.unit_id, row.owner_id if row else None)


async def may_score(session: AsyncSession, scoring: Assessment, criterion: Criterion, of: Reach) -> None:
    """Raise unless somebody may give a criterion its points and what proves them."""
    of.may_see(Owned(scoring.unit_id))
    if not of.answers(owned(scoring, await score_of(session, scoring, criterion))):
        raise NotYoursToScore


async def may_score_now(session: AsyncSession, scoring: Assessment, criterion: Criterion, of: Reach) -> None:
    """Raise like `may_score`, and for a scoring that is closed."""
    await may_score(session, scoring, criterion, of)
    if scoring.closed_on is not None:
        raise ScoringClosed


async def keep_set(session: AsyncSession, source: str, *, by: By) -> CriteriaSet:
    """Keep a set of criteria; the same version never changes."""
    made = read_criteria(source)
    same = select(CriteriaSet).where(CriteriaSet.code == made.code, CriteriaSet.version == made.version)
    row = (await session.exec(same)).first()
    if row is not None:
        if row.source != source:
            raise SetChanged(code=made.code, version=made.version)
        return row
    row = CriteriaSet(code=made.code, version=made.version, title=made.title, source=source, made_at=by.now)
    session.add(row)
    await session.flush()
    await record(session, Act.criteria_kept, by, f"criteria/{row.id}", code=made.code, version=made.version)
    return row


async def sets(session: AsyncSession) -> list[tuple[str, str]]:
    """Return every set that may be opened: by number those that were kept, by code those shipped and not used yet."""
    rows = (await session.exec(select(CriteriaSet).order_by(col(CriteriaSet.id).desc()))).all()
    kept = {(row.code, row.version) for row in rows}
    found = [(str(row.id), f"{row.title} ({row.version})") for row in rows]
    for code, source in shipped().items():
        made = read_criteria(source)
        if (made.code, made.version) not in kept:
            found.append((code, f"{made.title} ({made.version})"))
    return found


async def the_set(session: AsyncSession, which: str, *, by: By) -> CriteriaSet:
    """Return a set by its number or the code of a shipped one, which is kept then."""
    row = await session.get(CriteriaSet, int(which)) if which.isascii() and which.isdigit() else None
    if row is not None:
        return row
    if which not in shipped():
        raise SetUnknown
    return await keep_set(session, shipped()[which], by=by)


async def open_scoring(
    session: AsyncSession, *, criteria: CriteriaSet, unit: Unit, year: int, today: date, of: Reach, by: By
) -> Assessment:
    """Open a unit's scoring of a year."""
    of.may_change()
    if year not in YEARS:
        raise ScoringYear
    # One at a time for a set.
    await session.get_one(CriteriaSet, criteria.id, with_for_update=True)
    mine = (Assessment.set_id == criteria.id, Assessment.unit_id == unit.id, Assessment.year == year)
    if (await session.exec(select(Assessment).where(*mine))).first() is not None:
        raise ScoringThere(unit=unit.name, year=year)
    made = Assessment(
        set_id=id_of(criteria), unit_id=id_of(unit), year=year, opened_by=by.actor_id, opened_on=today
    )
    session.add(made)
    await session.flush()
    await record(session, Act.score_opened, by, f"assessment/{made.id}", unit=unit.id, year=year)
    return made


async def close(session: AsyncSession, scoring: Assessment, *, today: date, of: Reach, by: By) -> bool:
    """Close a scoring: nothing of it changes any more; return False where it was closed."""
    of.may_change()
    if scoring.closed_on is not None:
        return False
    scoring.closed_on = today
    await record(session, Act.score_closed, by, f"assessment/{scoring.id}")
    return True


async def find(session: AsyncSession, person: Person, number: int) -> tuple[Assessment, Criteria, Reach]:
    """Return a scoring that somebody may see, with its criteria; raise otherwise."""
    scoring, of = await session.get(Assessment, number), await reach.of(session, person)
    if scoring is None:
        raise ScoringUnknown
    of.may_see(Owned(scoring.unit_id))
    return scoring, await criteria_of(session, scoring), of


async def criteria_of(session: AsyncSession, scoring: Assessment) -> Criteria:
    """Return the criteria of a scoring in the version that it is of."""
    return read_criteria((await session.get_one(CriteriaSet, scoring.set_id)).source)


async def give(
    session: AsyncSession,
    scoring: Assessment,
    criterion: Criterion,
    *,
    words: str,
    note: str | None,
    of: Reach,
    by: By,
) -> Score:
    """Write the unit's own points of a criterion; without a note the one that is there stays."""
    await hold(session, scoring)
    await may_score(session, scoring, criterion, of)
    points = points_of(criterion, words)
    row = await row_of(session, scoring, criterion)
    before = row.points
    row.points = points
    if note is not None:
        row.note = one_line(note)
    row.said_by, row.said_at = by.actor_id, by.now
    await session.flush()
    data = {"criterion": criterion.id, "points": points, "before": before}
    await record(session, Act.score_points, by, f"assessment/{scoring.id}", **data)
    return row


async def review(
    session: AsyncSession,
    scoring: Assessment,
    criterion: Criterion,
    *,
    words: str,
    remark: str,
    of: Reach,
    by: By,
) -> Score:
    """Write the reviewer's points of a criterion."""
    of.may_change()
    await hold(session, scoring)
    points = points_of(criterion, words)
    row = await row_of(session, scoring, criterion)
    before = row.checked
    row.checked, row.remark = points, one_line(remark)
    row.checked_by, row.checked_at = by.actor_id, by.now
    await session.flush()
    data = {"criterion": criterion.id, "points": points, "before": before}
    await record(session, Act.score_checked, by, f"assessment/{scoring.id}", **data)
    return row


def one_line(words: str) -> str:
    """Return words as they are kept."""
    return " ".join(words.split())[:NOTE]


async def score_of(session: AsyncSession, scoring: Assessment, criterion: Criterion) -> Score | None:
    """Return the row of a criterion; None while nothing is known of it."""
    mine = select(Score).where(Score.assessment_id == scoring.id, Score.criterion == criterion.id)
    return (await session.exec(mine.execution_options(populate_existing=True))).first()


async def row_of(session: AsyncSession, scoring: Assessment, criterion: Criterion) -> Score:
    """Return the row of a criterion, made where there is none; the scoring is held."""
    row = await score_of(session, scoring, criterion)
    if row is None:
        row = Score(assessment_id=id_of(scoring), criterion=criterion.id)
        session.add(row)
    return row


async def hold(session: AsyncSession, scoring: Assessment) -> None:
    """Let one write at a time, and nobody once it is closed."""
    await session.refresh(scoring, with_for_update=True)
    if scoring.closed_on is not None:
        raise ScoringClosed


async def record(session: AsyncSession, act: Act, by: By, subject: str, **data: Any) -> None:
    """Add to the audit log what is done to a scoring or a set."""
    await audit.record(
        session, act, actor=by.actor_id, at=by.now, channel=by.channel, subject=subject, **data
    )
