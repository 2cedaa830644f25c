"""What proves a criterion: files attached, linked from a task and taken off again; each change is in the audit log."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.audit import Act
from roviec.db.measures.reach import Reach
from roviec.db.models import Assessment, AuditEntry, Evidence, Person, ScoreProof
from roviec.db.models.base import id_of
from roviec.db.scores import keep
from roviec.db.tasks import standing
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.tasks.criteria.model import Criterion


class ProofElsewhere(PersonError):
    """Tài liệu này không thuộc nhiệm vụ mà Ông/Bà được xem. Ông/Bà chọn tài liệu khác."""


class ProofGone(PersonError):
    """Tài liệu này đã được gỡ khỏi tiêu chí. Ông/Bà tải lại trang để xem danh sách hiện nay."""


async def attach(
    session: AsyncSession,
    scoring: Assessment,
    criterion: Criterion,
    *,
    sha256: str,
    name: str,
    note: str,
    of: Reach,
    by: By,
    evidence: Evidence | None = None,
) -> bool:
    """Attach a file that proves a criterion; return False where it is there already."""
    await keep.hold(session, scoring)
    await keep.may_score(session, scoring, criterion, of)
    same = select(ScoreProof).where(
        ScoreProof.assessment_id == scoring.id,
        ScoreProof.criterion == criterion.id,
        ScoreProof.sha256 == sha256,
    )
    if (await session.exec(same)).first() is not None:
        return False
    proof = ScoreProof(
        assessment_id=id_of(scoring),
        criterion=criterion.id,
        evidence_id=evidence.id if evidence else None,
        sha256=sha256,
        name=name,
        note=keep.one_line(note),
        sent_by=evidence.sent_by if evidence else by.actor_id or 0,
        sent_at=evidence.sent_at if evidence else by.now,
    )
    session.add(proof)
    await session.flush()
    data = {"criterion": criterion.id, "name": name, "sha256": sha256}
    await keep.record(session, Act.score_proof, by, f"assessment/{scoring.id}", **data)
    return True


async def link(
    session: AsyncSession, scoring: Assessment, criterion: Criterion, *, evidence: int, of: Reach, by: By
) -> bool:
    """Attach a file of a task that whoever links it may see: who sent it and when stays what it was."""
    found = await session.get(Evidence, evidence)
    if found is None:
        raise ProofElsewhere
    try:
        await standing.find(session, found.task_id, of.person)
    except PersonError:
        raise ProofElsewhere from None
    return await attach(
        session,
        scoring,
        criterion,
        sha256=found.sha256,
        name=found.name,
        note=found.note,
        of=of,
        by=by,
        evidence=found,
    )


async def detach(
    session: AsyncSession, scoring: Assessment, criterion: Criterion, *, proof: int, of: Reach, by: By
) -> ScoreProof:
    """Take a file off a criterion; who had sent it and its checksum stay in the audit log."""
    await keep.hold(session, scoring)
    await keep.may_score(session, scoring, criterion, of)
    row = await session.get(ScoreProof, proof)
    if row is None or row.assessment_id != scoring.id or row.criterion != criterion.id:
        raise ProofGone
    await session.delete(row)
    await session.flush()
    data = {"criterion": criterion.id, "name": row.name, "sha256": row.sha256, "sent_by": row.sent_by}
    await keep.record(session, Act.score_unproved, by, f"assessment/{scoring.id}", **data)
    return row


async def history(
    session: AsyncSession, scoring: Assessment, criterion: Criterion, *, limit: int = 50
) -> list[tuple[AuditEntry, str]]:
    """Return what was done to a criterion of a scoring, the newest first, with the name of who did it."""
    found: Any = (
        sa.select(AuditEntry, col(Person.name))
        .join(Person, col(Person.id) == AuditEntry.actor_id, isouter=True)
        .where(col(AuditEntry.subject) == f"assessment/{scoring.id}")
        .where(col(AuditEntry.data)["criterion"].as_string() == criterion.id)
        .order_by(col(AuditEntry.id).desc())
        .limit(limit)
    )
    return [(entry, name or "") for entry, name in (await session.exec(found)).all()]
