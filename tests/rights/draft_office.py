"""Drafts of documents in each state, under the review of who assigns, in the office of nine tasks."""

from hashlib import sha256

from roviec.db.models.plans import DraftState
from roviec.db.plans import drafts
from roviec.tasks.calendar import Calendar
from roviec.tasks.plans.stored import stored
from roviec.tasks.reading.read import read
from tests.plans.conftest import CLEAR
from tests.rights.cells import NOW, Cells


async def furnish(cells: Cells) -> None:
    """Begin a draft for each state."""
    reading = stored(read(CLEAR, "ke-hoach.txt", calendar=Calendar.seeded([2026])))
    async with cells.db.write() as session:
        matching = await drafts.matching(session, reading)
        for state in DraftState:
            digest = sha256(state.encode()).hexdigest()
            draft, _ = await drafts.begin(
                session,
                person_id=cells.ids["assigner"],
                address_id=None,
                sha256=digest,
                name="ke-hoach.txt",
                now=NOW,
            )
            await drafts.was_read(session, draft, reading, matching)
            draft.state = state
            cells.ids[f"draft {state}"] = draft.id or 0
