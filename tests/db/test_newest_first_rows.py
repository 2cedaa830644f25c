"""What comes newest first comes so however the rows lie; and who holds a row reads it as it is by then."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.feedback import find, submit
from roviec.db.models import Answer as Given
from roviec.db.models import (
    CampaignCourse,
    DayRuling,
    Feedback,
    FeedbackTally,
    Form,
    ImportDraft,
    Plan,
    Response,
    Role,
    Spread,
    SurveyRun,
    Tally,
)
from roviec.db.models.base import id_of
from roviec.db.models.plans import DraftState
from roviec.db.plans import drafts, versions
from roviec.db.surveys import campaigns, course, doors, forms, moves, named, rulings, spreads, tallies
from roviec.db.surveys.doors import Opened
from roviec.db.surveys.places import WAITING, Place
from roviec.survey.moments import Moments
from roviec.tasks.feedback.lifecycle import Kind
from tests import office
from tests.db.survey_town import BELOW, DAY, NOW, TODAY, Town
from tests.office import OFFICE

Tried = Callable[[Town], Awaitable[Sequence[Any]]]


async def versions_of_a_form(town: Town) -> list[str]:
    for number in (2, 4, 3):
        town.session.add(Form(code="thu", version=f"{number}", title="x", checksum="x", source="x"))
        await town.session.flush()
    return [(await forms.latest_form(town.session, "thu")).version]


async def decided(town: Town) -> list[date]:
    for ahead in (1, 3, 2):
        of = {"campaign_id": 2, "unit_id": 2, "on": TODAY + ahead * DAY}
        town.session.add(DayRuling(**of, left_out=True, reason="x"))
    await town.session.flush()
    return [row.on for row in await rulings.every(town.session, campaign_id=2)]


async def opened(town: Town) -> list[int]:
    every, running = (
        await campaigns.every_campaign(town.session),
        await campaigns.open_campaigns(town.session, today=TODAY),
    )
    assert [one.id for one, _, _ in every] == [one.id for one, _, _ in running]
    return [id_of(one) for one, _, _ in every]


async def of_a_chat(town: Town) -> list[str]:
    chat = await town.chat("a")
    for n in range(3):
        row = Feedback(code=f"{n}", kind=Kind.report, words="x", received_on=TODAY, address_id=chat.id)
        town.session.add(row)
        await town.session.flush()
    return [row.code for row in await find.of_chat(town.session, chat)]


async def documents(town: Town) -> list[str]:
    mai = await office.person(town.session, "Mai", town.units[BELOW])
    more = {"address_id": None, "name": "x", "now": NOW}
    for sha in "abba":
        of = {"person_id": mai.id, "state": DraftState.ready, "name": "x", "created_at": NOW}
        town.session.add(ImportDraft(sha256=sha, **of))
        await town.session.flush()
    begun = [(await drafts.begin(town.session, person_id=mai.id, sha256=sha, **more))[0].id for sha in "ab"]
    found = [draft.id for draft, _ in await drafts.of_person(town.session, mai, limit=9)]
    return [f"{number}" for number in (*found, *begun)]


async def corrected(town: Town) -> list[int | None]:
    document = {"number": "1/KH", "issuer": "UBND xã", "issued": "2026-06-10"}
    for _ in range(3):
        row = Plan(number="1/KH", issuer="UBND xã", issued=date(2026, 6, 10), subject="x", created_at=NOW)
        town.session.add(row)
        await town.session.flush()
    return [(await versions.recognise(town.session, document))[0]]


async def words_that_name(town: Town) -> list[str]:
    leader = await office.person(town.session, "Sơn", town.units[OFFICE], Role.leader)
    await office.person(town.session, "Mai", town.units[BELOW])
    for ahead, key in ((1, "b"), (3, "d"), (2, "c"), (0, "a")):
        of = {"campaign_id": 2, "unit_id": 2, "on": TODAY - 30 * DAY + ahead * DAY, "flags": []}
        town.session.add(Response(key=key, **of))
        await town.session.flush()
        town.session.add(Given(response_key=key, item="x", position=0, words=f"Chị Mai {key}"))
    await town.session.flush()
    # Of many the latest are looked through.
    return [one.words[-1] for one in await named.to_read(town.session, leader, today=TODAY)]


NEWEST: dict[str, tuple[Tried, Sequence[Any]]] = {
    "versions of a form": (versions_of_a_form, ["3"]),
    "decisions on days": (decided, [TODAY + n * DAY for n in (3, 2, 1)]),
    "campaigns": (opened, [3, 2, 1]),
    "feedback of a chat": (of_a_chat, ["2", "1", "0"]),
    "documents of a person": (documents, ["4", "3", "2", "1", "4", "3"]),
    "plans that a document may correct": (corrected, [3]),
    "words that name somebody": (words_that_name, ["c", "d"]),
}


@pytest.mark.parametrize("what", NEWEST)
@pytest.mark.parametrize("reverse", ["ON", "OFF"])
async def test_the_newest_comes_first(
    town: Town, monkeypatch: pytest.MonkeyPatch, what: str, reverse: str
) -> None:
    monkeypatch.setattr(named, "MOST", 2)
    verb, wanted = NEWEST[what]
    await town.session.exec(sa.text(f"PRAGMA reverse_unordered_selects={reverse}"))  # type: ignore[call-overload]
    assert await verb(town) == wanted


# Who holds a row


async def behind(session: AsyncSession, statement: str) -> None:
    """Change rows as another process does: what this session has seen of them is old."""
    await session.flush()
    await (await session.connection()).execute(sa.text(statement))


async def test_who_holds_a_row_reads_it_as_it_is_by_then(town: Town) -> None:
    session, place = town.session, Place(2, 2, flagged=False)
    moments = Moments(1, (1,), (1,))
    run, chat = await town.begin(), await town.chat("a")
    code = await moves.move_code(session, run=run, now=NOW)
    rows = [
        CampaignCourse(campaign_id=2, unit_id=2, left={}, times=[1] + [0] * 20),
        Spread(**place.columns, on=WAITING, people=1, numbers=moments.listed()),
        Tally(**place.columns, part="a", on=WAITING, n1=1),
        FeedbackTally(address_id=id_of(chat), on=TODAY, count=1),
        draft := ImportDraft(sha256="a", name="a", created_at=NOW),
    ]
    session.add_all(rows)
    await session.flush()
    for statement in (
        """UPDATE campaigncourse SET "left" = '{"x": 4}'""",
        f"UPDATE spread SET people = 3, numbers = '{(moments + moments + moments).listed()}'",
        "UPDATE tally SET n1 = 3",
        "UPDATE feedbacktally SET count = 2",
        "UPDATE importdraft SET tries = 3",
        "UPDATE surveyrun SET reminded = 1",
    ):
        await behind(session, statement)
    await course.note_left(session, run)
    await session.refresh(rows[0])  # what went by is written without it
    assert rows[0].left == {"x": 4, str(run.session.get("position") or ""): 1}  # type: ignore[attr-defined]
    more = {"minimum_cell": 4, "today": TODAY}
    await spreads.add(session, place=place, moments=moments, **more)
    await tallies.add(session, place=place, addition={"a": (1, 0, 0, 0, 0)}, **more)
    assert [(row.on, row.people) for row in await town.rows(Spread)] == [(date(2026, 6, 1), 4)]
    assert [(row.on, row.n1) for row in await town.rows(Tally)] == [(TODAY, 4)]
    assert await submit.sent_today(session, address=chat, today=TODAY) == 2
    assert (await drafts.locked(session, id_of(draft)), draft.tries) == (draft, 3)
    for hold in (moves.run_to_move(session, code), held(town, run)):
        run.reminded = False
        await behind(session, "UPDATE surveyrun SET reminded = 1")
        assert (await hold, run.reminded) == (run, True)


async def held(town: Town, run: SurveyRun) -> SurveyRun | None:
    door = Opened(town.opened[BELOW], town.units[BELOW])
    return await doors.run_at(town.session, door, await town.chat("a"), hold=True)
