"""The audit log: who of the office changed what, in a chain that shows where it was tampered with.

`record` adds a row within the transaction of the change. The rows are sealed as the last thing before the commit, under
a lock that ends with it: the chain can't fork, and nobody who waits for the lock holds anything that others need.
"""

import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Person
from roviec.db.models.audit import AuditEntry

CLI = "cli"
"""The channel of the command line."""
TASK = "task."
"""How what is done to a task begins, with the kind of its event behind."""
CHUNK = 1000
_LISTENS = "audit"


class Act(StrEnum):
    """What somebody does besides the verbs of a task."""

    people_import = "people_import"
    role = "role"
    invite = "invite"
    link = "link"
    unlink = "unlink"
    leave = "leave"
    alias = "alias"
    unit_rename = "unit_rename"
    unit_merge = "unit_merge"
    group = "group"
    plan = "plan"
    campaign = "campaign"
    campaign_link = "campaign_link"
    campaign_target = "campaign_target"
    campaign_step = "campaign_step"
    day_ruling = "day_ruling"
    counter_codes = "counter_codes"
    ask_rating = "ask_rating"
    read_answers = "read_answers"
    read_feedback = "read_feedback"
    answer_feedback = "answer_feedback"
    rebuild = "rebuild"
    template = "template"
    connect = "connect"
    days_set = "days_set"
    days_dropped = "days_dropped"
    days_confirmed = "days_confirmed"
    page_link = "page_link"
    announce = "announce"
    announce_results = "announce_results"
    read_tasks = "read_tasks"
    dossier = "dossier"
    api_key = "api_key"
    api_key_end = "api_key_end"
    feed = "feed"
    feed_end = "feed_end"
    target_goal = "target_goal"
    target_owner = "target_owner"
    target_unit = "target_unit"
    target_link = "target_link"
    measure_made = "measure_made"
    measure_changed = "measure_changed"
    measure_ended = "measure_ended"
    measure_value = "measure_value"
    criteria_kept = "criteria_kept"
    score_opened = "score_opened"
    score_closed = "score_closed"
    score_points = "score_points"
    score_checked = "score_checked"
    score_proof = "score_proof"
    score_unproved = "score_unproved"
    score_owner = "score_owner"
    resend = "resend"
    digest_send = "digest_send"
    office_set = "office_set"
    setup = "setup"
    person_add = "person_add"
    person_edit = "person_edit"
    unit_add = "unit_add"
    unit_move = "unit_move"
    unit_split = "unit_split"


SUBJECTS = frozenset(
    (
        *(
            "announcement",
            "assessment",
            "campaign",
            "criteria",
            "day",
            "digest",
            "feedback",
            "key",
            "measure",
        ),
        *("person", "plan", "target", "task", "template", "unit", "year"),
    )
)
"""What an entry may be about: each has its words wherever the log is shown."""


async def record(
    session: AsyncSession,
    what: Act | str,
    *,
    actor: int | None,
    at: datetime,
    channel: str,
    subject: str = "",
    **data: Any,
) -> None:
    """Add a change to the log; `data` are JSON values about the office, never about a citizen.

    `subject` is one of `SUBJECTS` with its number, "unit/3", or empty.
    """
    if subject and subject.partition("/")[0] not in SUBJECTS:
        raise ValueError(f"nobody has words for {subject}")
    if not session.info.get(_LISTENS):
        session.info[_LISTENS] = True
        event.listen(session.sync_session, "before_commit", _seal)
    entry = AuditEntry(at=at, actor_id=actor, channel=channel, what=str(what), subject=subject, data=data)
    session.add(entry)


async def of_subject(session: AsyncSession, subject: str, *, limit: int) -> list[tuple[AuditEntry, str]]:
    """Return what was done to something, the newest first, with the name of who did it, "" for nobody."""
    mine = (
        select(AuditEntry, col(Person.name))
        .join(Person, col(Person.id) == AuditEntry.actor_id, isouter=True)
        .where(AuditEntry.subject == subject)
        .order_by(col(AuditEntry.id).desc())
        .limit(limit)
    )
    return [(entry, name or "") for entry, name in (await session.exec(mine)).all()]


def _seal(session: Session) -> None:
    """Give the new rows their places at the end of the chain."""
    if session.in_nested_transaction():
        return
    session.flush()
    place, prev = col(AuditEntry.place), col(AuditEntry.hash)
    fresh = sa.select(AuditEntry).where(place.is_(None)).order_by(col(AuditEntry.id))
    entries = session.scalars(fresh).all()
    if not entries:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('audit'))"))
    newest = sa.select(place, prev).where(place.is_not(None)).order_by(place.desc()).limit(1)
    found = session.execute(newest).first()
    last, before = (found[0] or 0, found[1]) if found else (0, "")
    for number, entry in enumerate(entries, last + 1):
        entry.place, entry.prev = number, before
        entry.hash = before = seal_of(entry)
    session.flush()


def seal_of(entry: AuditEntry) -> str:
    """Return the SHA-256 of a row and of the row before it."""
    content = [
        *(entry.prev, entry.place, entry.at.astimezone(UTC).isoformat(timespec="microseconds")),
        *(entry.actor_id, entry.channel, entry.what, entry.subject, entry.data),
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What a look at the whole chain found."""

    count: int
    """Rows that hold."""
    head: str
    """The seal of the last one that holds."""
    broken: int | None = None
    """The place of the first row that was changed, removed or slipped in."""
    headless: bool = False
    """The chain holds, and a seal that was noted elsewhere is not in it: its end was cut off or written anew."""

    @property
    def ok(self) -> bool:
        """Tell whether nothing was tampered with."""
        return self.broken is None and not self.headless


async def verify(session: AsyncSession, *, noted: str = "") -> Verdict:
    """Follow the chain from its beginning; `noted` is a seal that must be in it."""
    count, head, seen = 0, "", not noted
    async for entry in _chain(session):
        if entry.place != count + 1 or entry.prev != head or entry.hash != seal_of(entry):
            return Verdict(count, head, broken=count + 1)
        count, head = count + 1, entry.hash
        seen = seen or head == noted
    unsealed = select(AuditEntry.id).where(col(AuditEntry.place).is_(None)).limit(1)
    if (await session.exec(unsealed)).first() is not None:
        return Verdict(count, head, broken=count + 1)
    return Verdict(count, head, headless=not seen)


async def _chain(session: AsyncSession) -> AsyncIterator[AuditEntry]:
    last = 0
    while True:
        after = select(AuditEntry).where(col(AuditEntry.place) > last).order_by(col(AuditEntry.place))
        rows = (await session.exec(after.limit(CHUNK))).all()
        for row in rows:
            yield row
            last = row.place or last
        session.expunge_all()
        if len(rows) < CHUNK:
            return


async def latest(
    session: AsyncSession, *, limit: int, before: int | None = None
) -> list[tuple[AuditEntry, str]]:
    """Return entries with the names of who acted, the newest first, those before a place."""
    found = select(AuditEntry, Person.name).join(Person, col(Person.id) == AuditEntry.actor_id, isouter=True)
    if before is not None:
        found = found.where(col(AuditEntry.place) < before)
    rows = (await session.exec(found.order_by(col(AuditEntry.place).desc()).limit(limit))).all()
    return [(entry, name or "") for entry, name in rows]


async def head(session: AsyncSession) -> tuple[int, str]:
    """Return the place and the seal of the newest entry; 0 and "" before the first."""
    newest = select(AuditEntry.place, AuditEntry.hash).order_by(col(AuditEntry.place).desc()).limit(1)
    found = (await session.exec(newest.where(col(AuditEntry.place).is_not(None)))).first()
    return (found[0] or 0, found[1]) if found else (0, "")
