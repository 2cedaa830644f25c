"""Who reviews a draft and assigns what it holds: its sender, as long as they lead and it is open."""

import pytest

from roviec.db.models import Person, Role
from roviec.db.models.plans import DraftState
from roviec.db.plans import drafts
from roviec.handlers.choices.plans import (
    OfPlanDraft,
    OfRow,
    PlanAlias,
    PlanAll,
    PlanBack,
    PlanDiff,
    PlanDrop,
    PlanDue,
    PlanFix,
    PlanFixes,
    PlanKeep,
    PlanLead,
    PlanNew,
    PlanOff,
    PlanRest,
    PlanRow,
    PlanShow,
    PlanTake,
    PlanYes,
)
from tests.rights.cells import DONE, NOW, Cells, rows
from tests.rights.test_rights_tasks import WHO

pytestmark = pytest.mark.asyncio(loop_scope="session")

REFUSALS = {"O": "ForOfficials", "L": "ForLeaders", "?": "DraftUnknown", "+": DONE}
PERSONS = rows("""
#                                       office- other-
#     citizen own col head part p-h chrg ass head head adm outs gone s-in
review   O    L   L   ?    L    ?   ?    +   ?    ?    ?   L    O    L
""")["review"]
STATES = {
    DraftState.reading: "StillReading",
    DraftState.ready: DONE,
    DraftState.failed: "DraftDropped",
    DraftState.imported: "DraftImported",
    DraftState.dropped: "DraftDropped",
}
SAYING = {
    PlanShow: lambda draft, _: PlanShow(draft),
    PlanFix: lambda draft, _: PlanFix(draft),
    PlanDiff: lambda draft, _: PlanDiff(draft),
    PlanFixes: lambda draft, _: PlanFixes(draft, 7),
    PlanNew: lambda draft, _: PlanNew(draft),
    PlanOff: lambda draft, _: PlanOff(draft),
    PlanAll: lambda draft, _: PlanAll(draft),
    PlanYes: lambda draft, _: PlanYes(draft),
    PlanRest: lambda draft, unit: PlanRest(draft, f"u{unit}"),
    PlanRow: lambda draft, _: PlanRow(draft, 0),
    PlanLead: lambda draft, _: PlanLead(draft, 0),
    PlanTake: lambda draft, unit: PlanTake(draft, 0, 0, f"u{unit}"),
    PlanAlias: lambda draft, _: PlanAlias(draft, 0, 0),
    PlanDue: lambda draft, _: PlanDue(draft, 0),
    PlanKeep: lambda draft, _: PlanKeep(draft, 0),
    PlanDrop: lambda draft, _: PlanDrop(draft, 0),
    PlanBack: lambda draft, _: PlanBack(draft, 0),
}
# This draft corrects no plan: there is nothing to compare it with.
CORRECTS = {PlanDiff, PlanFixes}


async def test_the_table_has_every_choice_about_a_draft() -> None:
    below = [*OfPlanDraft.__subclasses__(), *OfRow.__subclasses__()]
    assert set(SAYING) == {kind for kind in below if kind.verb}


@pytest.mark.parametrize("kind", SAYING, ids=lambda kind: kind.verb)
async def test_only_its_sender_decides_on_a_draft_and_only_while_it_is_open(
    cells: Cells, kind: type[OfPlanDraft]
) -> None:
    found, wanted = {}, {}
    async with cells.open_up() as tries:
        for who, letter in zip(WHO, PERSONS, strict=True):
            said = SAYING[kind](cells.ids["draft ready"], cells.ids["partner-unit"])
            async with tries.cell() as cell:
                found[who] = await cell.tries(who, said)
            wanted[who] = REFUSALS["?" if letter == "+" and kind in CORRECTS else letter]
        for state, refusal in STATES.items():
            said = SAYING[kind](cells.ids[f"draft {state}"], cells.ids["partner-unit"])
            async with tries.cell() as cell:
                found[state] = await cell.tries("assigner", said)
            wanted[state] = "DraftUnknown" if refusal == DONE and kind in CORRECTS else refusal
    assert found == wanted


async def test_a_draft_is_assigned_once(cells: Cells) -> None:
    draft = cells.ids["draft ready"]
    async with cells.open_up() as tries, tries.cell() as cell:
        assert await cell.tries("assigner", PlanYes(draft)) == DONE
        for kind, saying in SAYING.items():
            assert await cell.tries("assigner", saying(draft, 1)) == "DraftImported", kind


@pytest.mark.parametrize("how", ["leads", "leads no more", "has left"])
async def test_its_page_is_for_its_sender_as_long_as_they_lead(cells: Cells, how: str) -> None:
    draft = cells.ids["draft ready"]
    async with cells.open_up() as tries, tries.cell() as cell:
        sender = await cell.session.get_one(Person, cells.ids["assigner"])
        if how == "leads no more":
            sender.role = Role.official
        if how == "has left":
            sender.left_on = NOW.date()
        await cell.session.flush()
        reviewer = await drafts.reviewer(cell.session, draft)
        assert (reviewer is not None) == (how == "leads")
        if how == "leads no more":
            assert await cell.tries("assigner", PlanYes(draft)) == "ForLeaders"


async def test_the_key_of_a_page_opens_one_draft_for_three_days(cells: Cells) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        ready = await drafts.find(
            cell.session,
            cells.ids["draft ready"],
            await cell.session.get_one(Person, cells.ids["assigner"]),
        )
        key = await drafts.new_key(cell.session, ready, NOW)
        opens = drafts.opens
        assert await opens(cell.session, ready.id or 0, key, NOW)
        assert not await opens(cell.session, cells.ids["draft reading"], key, NOW)
        assert not await opens(cell.session, ready.id or 0, "", NOW)
        assert not await opens(cell.session, ready.id or 0, key, NOW + drafts.KEY_LIFE)
        await drafts.drop(cell.session, ready, NOW)
        assert not await opens(cell.session, ready.id or 0, key, NOW)
