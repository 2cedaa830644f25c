"""Whom the names of a draft mean: matched when it was read, and again once the roster has changed."""

from dataclasses import replace
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import ImportDraft, Plan
from roviec.db.models.plans import DraftState
from roviec.db.plans import drafts, roster
from roviec.tasks.plans.rows import Row, Who, loaded
from tests.db.asked import asked, locks
from tests.db.furnished import DESK, HOME, NOW, Commune
from tests.office import OFFICE

TASK = {
    **dict.fromkeys(
        ("ref", "leader", "due", "due_text", "words", "why", "recurrence", "product", "component")
    ),
    "quote": "giao",
    "kind": "none",
    "unsure": {},
    "partners": [],
}


def reading(*leads: str, issuer: str | None = "UBND xã") -> dict[str, Any]:
    tasks = [TASK | {"title": f"Việc {n}", "lead": [lead]} for n, lead in enumerate(leads)]
    document = {"number": "41/KH-UBND", "issuer": issuer, "kind": "Kế hoạch", "issued": "2026-06-10"}
    return {"document": document | {"subject": "Cải cách"}, "tasks": tasks, "targets": []}


async def kept(session: AsyncSession, of: dict[str, Any], **more: Any) -> ImportDraft:
    """Return a draft whose document was just read."""
    session.add(one := ImportDraft(sha256="a", name="a.docx", created_at=NOW, **more))
    await session.flush()
    await drafts.was_read(session, one, of, await drafts.matching(session, of))
    return one


def meant(rows: list[Row]) -> list[tuple[str, ...]]:
    return [row.leads for row in rows]


async def test_what_was_read_is_kept_with_whom_it_means(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        one, two = commune.plans
        one.number, one.issuer, one.kind = "41/KH-UBND", "UBND xã", "Kế hoạch"
        two.issuer, two.kind, two.subject = "UBND xã", "Kế hoạch", "Cải cách"
        await session.flush()
        of = reading(HOME, "Tổ lạ")
        draft = await kept(session, of)
        mark = (await roster.load(session)).mark
        assert (draft.state, draft.reading) == (DraftState.ready, of | {"roster": mark})
        assert meant(loaded(draft.rows)) == [(f"u{commune.id(HOME)}",), ()]
        assert [row.title for row in loaded(draft.rows)] == ["Việc 0", "Việc 1"]
        # The same number without a day may be the same document, and so may what is called the same.
        assert (draft.replaces_id, draft.similar_id) == (None, two.id)
        session.add(
            Plan(subject="x", number="41/KH-UBND", issuer="UBND xã", issued=NOW.date(), created_at=NOW)
        )
        await session.flush()
        assert (await kept(session, of)).replaces_id == 3


async def test_the_issuer_tells_which_of_several_is_meant(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        other = await people.add_unit(session, name="UBND xã Bình Lư", parent=commune.units[OFFICE])
        for issuer, code in ((OFFICE, f"u{commune.id(OFFICE)}"), (other.name, f"u{other.id}"), (None, None)):
            draft = await kept(session, reading("UBND xã", issuer=issuer))
            assert meant(loaded(draft.rows)) == [(code,) if code else ()]
            rows, _ = await drafts.rows_of(session, draft)
            assert meant(rows) == [(code,) if code else ()]


async def test_open_names_are_matched_again_once_the_roster_has_changed(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        draft = await kept(session, reading(DESK, "Tổ lạ", issuer=None))
        before = draft.reading["roster"]
        rows, known = await drafts.rows_of(session, draft)
        assert (meant(rows), known.mark) == ([(f"u{commune.id(DESK)}",), ()], before)
        await roster.remember(session, unit_id=commune.id(HOME), alias="Tổ lạ")
        fresh = [(f"u{commune.id(DESK)}",), (f"u{commune.id(HOME)}",)]
        rows, known = await drafts.rows_of(session, draft, keep=False)
        assert (meant(rows), draft.reading["roster"]) == (fresh, before)
        assert meant(loaded(draft.rows)) == [(f"u{commune.id(DESK)}",), ()]
        rows, known = await drafts.rows_of(session, draft)
        assert (meant(rows), draft.reading["roster"]) == (fresh, known.mark)
        assert meant(loaded(draft.rows)) == fresh
        assert known.mark != before


async def test_what_this_roster_has_matched_is_not_matched_again(furnished: Database) -> None:
    """With thousands of units that takes seconds, at every look."""
    async with furnished.write() as session:
        draft = await kept(session, reading(HOME))
        drafts.save(draft, [replace(row, lead=(Who(HOME),)) for row in loaded(draft.rows)])
        rows, _ = await drafts.rows_of(session, draft)
        assert meant(rows) == [()]


async def test_a_review_holds_its_draft_and_a_look_does_not(furnished: Database) -> None:
    async with furnished.write() as session:
        draft = await kept(session, reading(HOME))
        for hold, held in (({}, ["importdraft UPDATE"]), ({"hold": False}, [])):
            with asked(session) as statements:
                assert await drafts.find(session, draft.id or 0, None, **hold) is draft
            assert locks(statements) == held
