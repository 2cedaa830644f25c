"""Who reviews a draft and assigns what it holds: its sender, as long as they lead and it is open."""

import pytest

from roviec.db.models.plans import DraftState
from roviec.handlers.choices.plans import (
    OfPlanDraft,
    OfRow,
    PlanAlias,
    PlanAll,
    PlanBack,
    PlanDiff,
    PlanDrop,
    PlanDue,
    PlanField,
    PlanFix,
    PlanFixes,
    PlanKeep,
    PlanLead,
    PlanMore,
    PlanNew,
    PlanOff,
    PlanReopen,
    PlanRest,
    PlanRow,
    PlanShow,
    PlanTake,
    PlanYes,
)
from roviec.tasks.plans.fields import Field
from tests.rights.cells import DONE, Cells, rows
from tests.rights.test_rights_tasks import WHO

pytestmark = pytest.mark.asyncio(loop_scope="session")

REFUSALS = {"O": "ForOfficials", "L": "ForLeaders", "?": "DraftUnknown", "+": DONE}
PERSONS = rows("""
#                                       office- other-
#     citizen own col head part p-h chrg ass head head adm outs gone s-in above
review   O    L   L   ?    L    ?   ?    +   ?    ?    ?   L    O    L    ?
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
    PlanMore: lambda draft, _: PlanMore(draft, 0),
    PlanField: lambda draft, _: PlanField(draft, 0, Field.product),
    PlanReopen: lambda draft, _: PlanReopen(draft),
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
            if kind is PlanReopen and state == DraftState.dropped:
                refusal = DONE
            wanted[state] = "DraftUnknown" if refusal == DONE and kind in CORRECTS else refusal
    assert found == wanted


async def test_a_draft_is_assigned_once(cells: Cells) -> None:
    draft = cells.ids["draft ready"]
    async with cells.open_up() as tries, tries.cell() as cell:
        assert await cell.tries("assigner", PlanYes(draft)) == DONE
        for kind, saying in SAYING.items():
            assert await cell.tries("assigner", saying(draft, 1)) == "DraftImported", kind


async def test_a_dropped_draft_is_taken_up_again_by_its_sender_alone(cells: Cells) -> None:
    draft = cells.ids["draft dropped"]
    async with cells.open_up() as tries:
        for who, letter in zip(WHO, PERSONS, strict=True):
            async with tries.cell() as cell:
                assert await cell.tries(who, PlanReopen(draft)) == REFUSALS[letter], who
    async with cells.open_up() as tries, tries.cell() as cell:
        assert await cell.tries("assigner", PlanReopen(draft)) == DONE
        assert await cell.tries("assigner", PlanRow(draft, 0)) == DONE
