"""Who may answer a survey, when, and how often; whose run a button may touch."""

import pytest
from sqlmodel import col, select

from roviec.db import people, surveys
from roviec.db.models import Address, Campaign, SpentToken, SurveyRun, Unit
from roviec.db.surveys.finish import spend
from roviec.db.surveys.runs import AnsweredAlready, token
from roviec.handlers.choices.survey import (
    OfItem,
    OfRun,
    SurveyAnswer,
    SurveyTick,
)
from tests.rights.cells import DONE, Cell, Cells, rows
from tests.rights.survey_office import TIMES
from tests.rights.test_rights_tasks import WHO

pytestmark = pytest.mark.asyncio(loop_scope="session")

# S: works in the unit, in one above it, or in one that belongs to it.
PERSONS = rows("""
#                                        office- other-
#      citizen own col head part p-h chrg ass head head adm outs gone s-in above
lead      +    S   S   S    +    +   +    +   S    +    S   +    +    +    S
partner   +    +   +   +    S    S   +    +   S    +    S   +    +    +    +
office    +    S   S   S    S    S   S    S   S    S    S   S    +    S    S
""")
WHEN = {
    "ahead": "CampaignAhead",
    "first-day": DONE,
    "last-day": DONE,
    "over": "CampaignOver",
    "endless": DONE,
}
RUNS = sorted(
    (kind for kind in (*OfRun.__subclasses__(), *OfItem.__subclasses__()) if kind.verb),
    key=lambda kind: kind.verb,
)


@pytest.mark.parametrize("unit", PERSONS)
async def test_staff_of_the_unit_do_not_answer_about_it(cells: Cells, unit: str) -> None:
    found, wanted = {}, {}
    async with cells.open_up() as tries:
        for who, letter in zip(WHO, PERSONS[unit], strict=True):
            async with tries.cell() as cell:
                found[who] = await cell.tries(who, f"/start {cells.words[unit]}")
            wanted[who] = DONE if letter == "+" else "NotForStaff"
    assert found == wanted


@pytest.mark.parametrize("when", TIMES)
async def test_a_survey_is_answered_from_its_first_day_to_its_last(cells: Cells, when: str) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        assert await cell.tries("stranger", f"/start {cells.words[when]}") == WHEN[when]


async def whose(cell: Cell, chat: str, campaign: int) -> tuple[Campaign, Address]:
    address = await people.address_of(cell.session, channel="web", chat=chat)
    return await cell.session.get_one(Campaign, campaign), address


async def test_a_chat_answers_each_survey_once(cells: Cells) -> None:
    first, second = cells.ids["campaign lead"], cells.ids["campaign partner"]
    async with cells.open_up() as tries, tries.cell() as cell:
        spent = []
        for chat, campaign in (("a", first), ("b", first), ("a", second)):
            of, address = await whose(cell, chat, campaign)
            spent.append(token(of, address))
            await spend(cell.session, campaign=of, token=spent[-1])
        assert len(set(spent)) == len(spent)
        of, address = await whose(cell, "a", first)
        with pytest.raises(AnsweredAlready):
            await spend(cell.session, campaign=of, token=token(of, address))
        rows = (await cell.session.exec(select(SpentToken).where(col(SpentToken.token).in_(spent)))).all()
        assert len(rows) == len(spent)
        for chat, unit, wanted in (
            ("a", "lead", "AnsweredAlready"),
            ("c", "lead", DONE),
            ("b", "partner", DONE),
        ):
            assert await cell.tries(chat, f"/start {cells.words[unit]}") == wanted


async def test_a_link_opens_its_own_unit_and_a_foreign_one_nothing(cells: Cells) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        for name in ("lead", "partner", "office"):
            found = await surveys.campaign_of(cell.session, cells.words[name])
            assert found is not None
            assert found[0].id == cells.ids[f"campaign {name}"]
            assert isinstance(found[1], Unit)
        assert await surveys.campaign_of(cell.session, "KHONGCOMANAY") is None


@pytest.mark.parametrize("kind", RUNS, ids=lambda kind: kind.verb)
async def test_nobody_touches_the_run_of_another_chat(cells: Cells, kind: type[OfRun]) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        run = await cell.session.get_one(SurveyRun, cells.ids["run"])
        before = run.session, run.address_id, run.updated_at, run.move_hash
        more = {SurveyAnswer: ("thai-do", 1), SurveyTick: ("kenh", 1, True)}.get(kind)
        more = more or (("kenh",) if issubclass(kind, OfItem) else ())
        choice = kind(surveys.ref(run), *more)
        assert await cell.tries("stranger", choice) == DONE
        await cell.session.refresh(run)
        assert (run.session, run.address_id, run.updated_at, run.move_hash) == before
