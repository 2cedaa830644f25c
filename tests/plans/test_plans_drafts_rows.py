"""Documents on their way in, row by row: whose they are, and which may be taken up again."""

import pytest

from roviec.db.engine import Database
from roviec.db.models.plans import DraftState, ImportDraft, PlanVersion
from roviec.db.plans import drafts, errors
from roviec.errors import PersonError
from tests.db.furnished import NOW, Commune


async def test_somebodys_documents_come_last_first_with_the_plans_they_became(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai, huy = commune.people["Mai"], commune.people["Huy"]
        for n, who in enumerate((mai, huy, mai, mai), 1):
            more = {"plan_id": commune.plans[0].id} if n == 3 else {}
            session.add(
                ImportDraft(id=n, person_id=who.id, sha256=f"{n}", name=f"{n}", created_at=NOW, **more)
            )
        await session.flush()
        found = await drafts.of_person(session, mai, limit=9)
        plans = [(draft.id, plan and plan.subject) for draft, plan in found]
        assert plans == [(4, None), (3, "Kế hoạch một"), (1, None)]
        some = await drafts.of_person(session, mai, offset=1, limit=1)
        assert [draft.id for draft, _ in some] == [3]
        assert await drafts.of_person(session, commune.people["Hoa"], limit=9) == []


@pytest.mark.parametrize("state", DraftState)
@pytest.mark.parametrize("own", [True, False])
async def test_only_ones_own_dropped_document_is_taken_up_again(
    furnished: Database, state: DraftState, own: bool
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        of = {"person_id": commune.id("Mai" if own else "Huy"), "state": state, "closed_at": NOW}
        session.add(draft := ImportDraft(sha256="a", name="a", created_at=NOW, **of))
        await session.flush()
        taken = own and state is DraftState.dropped
        try:
            found = await drafts.reopen(session, draft.id or 0, commune.people["Mai"])
        except PersonError:
            assert not taken
        else:
            assert found is draft
        assert (draft.state, draft.closed_at) == ((DraftState.ready, None) if taken else (state, NOW))
        with pytest.raises(errors.DraftUnknown):
            await drafts.reopen(session, 99, commune.people["Mai"])


async def test_what_was_imported_meanwhile_is_not_taken_up_again(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        of = {"person_id": commune.id("Mai"), "state": DraftState.dropped}
        session.add(draft := ImportDraft(sha256="a", name="a", created_at=NOW, **of))
        plan = commune.plans[0]
        session.add(PlanVersion(plan_id=plan.id or 0, sha256="a", name="a", at=NOW))
        await session.flush()
        with pytest.raises(errors.AlreadyImported):
            await drafts.reopen(session, draft.id or 0, commune.people["Mai"])
        assert draft.state == DraftState.dropped
