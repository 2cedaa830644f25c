"""The end of a run: its answers stay without the person, everything that led to them goes. One transaction."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert_new
from roviec.db.lastly import count
from roviec.db.models import Address, Answer, Campaign, Response, SpentToken, SurveyRun
from roviec.db.surveys import course, dossiers, received, spreads, tallies
from roviec.db.surveys.bursts import count_window
from roviec.db.surveys.codes import give_back
from roviec.db.surveys.places import Place
from roviec.db.surveys.runs import AnsweredAlready, token
from roviec.db.surveys.traces import Traces, erase
from roviec.survey.modes import Mode, mode_of
from roviec.survey.moments import of_response
from roviec.survey.quality import Flag, flags
from roviec.survey.questionnaire import Questionnaire
from roviec.survey.session import Answer as Given
from roviec.survey.session import Session
from roviec.survey.tally import addition, graded


class RunGone(Exception):
    """The run went to another chat at this very moment: what was said here is decided anew, without it."""


async def finish_run(
    session: AsyncSession,
    *,
    run: SurveyRun,
    state: Session,
    form: Questionnaire,
    campaign: Campaign,
    address: Address,
    minimum_cell: int,
    traces: Traces,
    network: str = "",
    at_night: bool = False,
    today: date,
    now: datetime,
) -> None:
    """Store a finished response and erase the way to it; raise `AnsweredAlready` for a second one."""
    await _spend_for(session, run, campaign, address)
    for before in run.moved_from or ():
        also = {"token": before, "campaign_id": campaign.id}
        await (await session.connection()).execute(insert_new(session, SpentToken), also)
    criteria = [item for content in form.contents for item in content.criteria]
    mode = mode_of(run.mode)
    # Whoever copies a paper form is not the one who thought about it.
    seconds = None if mode is Mode.PAPER else (now - run.started_at).total_seconds()
    found = flags(state.answers, criteria, seconds=seconds)
    await keep_response(
        session,
        campaign_id=run.campaign_id,
        unit_id=run.unit_id,
        form=form,
        answers=state.answers,
        found=found,
        minimum_cell=minimum_cell,
        network=network,
        at_night=at_night,
        mode=mode,
        today=today,
        now=now,
    )
    await end_run(session, run=run, address=address, traces=traces, now=now)
    if seconds is not None:
        campaign_id, unit_id, took = run.campaign_id, run.unit_id, max(seconds, 0.0)
        note = partial(course.note_time, session, campaign_id=campaign_id, unit_id=unit_id, seconds=took)
        await count(session, (campaign_id, unit_id, _COURSE), note)


async def _spend_for(session: AsyncSession, run: SurveyRun, campaign: Campaign, address: Address) -> None:
    """Spend what a run answers for: the dossier of its invitation, else its chat; raise `AnsweredAlready`."""
    if run.dossier is None:
        return await spend(session, campaign=campaign, token=token(campaign, address))
    await spend(session, campaign=campaign, token=dossiers.token(campaign, run.dossier))
    await dossiers.forget(session, run.dossier)
    return None


async def spend(session: AsyncSession, *, campaign: Campaign, token: str) -> None:
    """Note that somebody has answered a campaign; raise `AnsweredAlready` the second time."""
    connection = await session.connection()
    spent = {"token": token, "campaign_id": campaign.id}
    if (await connection.execute(insert_new(session, SpentToken), spent)).rowcount == 0:
        raise AnsweredAlready


async def keep_response(
    session: AsyncSession,
    *,
    campaign_id: int,
    unit_id: int,
    form: Questionnaire,
    answers: Mapping[str, Given],
    found: Iterable[Flag],
    minimum_cell: int,
    network: str = "",
    at_night: bool = False,
    mode: Mode = Mode.OWN,
    today: date,
    now: datetime,
) -> None:
    """Store answers under a random key with a date, and nothing else; count them for the figures."""
    key, marks = secrets.token_hex(16), sorted(map(str, found))
    response = {
        "key": key,
        "campaign_id": campaign_id,
        "unit_id": unit_id,
        "on": today,
        "flags": marks,
        "mode": mode.mark,
    }
    rows = [
        {"response_key": key, "item": item, "position": 0, "number": None, "words": None} | part
        for item, given in answers.items()
        for part in _parts(given)
    ]
    # In random order, so that not even the order of writing follows the form of one person's run.
    secrets.SystemRandom().shuffle(rows)
    connection = await session.connection()
    await connection.execute(sa.insert(Response), response)
    if rows:
        await connection.execute(sa.insert(Answer), rows)
    place = Place(campaign_id, unit_id, bool(marks))
    added = addition(form.contents, answers) | graded(form, answers)
    differ = of_response(form.contents, answers)

    async def counted() -> None:
        await received.add(session, campaign_id=campaign_id, unit_id=unit_id, on=today)
        await tallies.add(session, place=place, addition=added, minimum_cell=minimum_cell, today=today)
        await spreads.add(session, place=place, moments=differ, minimum_cell=minimum_cell, today=today)
        if not mode.mark:
            await count_window(
                session,
                campaign_id=campaign_id,
                unit_id=unit_id,
                network=network,
                at_night=at_night,
                today=today,
                now=now,
            )

    await count(session, (campaign_id, unit_id, _ANSWERS), counted)


_ANSWERS, _COURSE = range(2)
"""In which order a place's counts are written."""


def _parts(given: Given) -> Iterator[dict[str, Any]]:
    """Return what differs in the rows of one answer; a skipped item leaves none."""
    if isinstance(given, list):
        yield from ({"position": place, "number": number} for place, number in enumerate(given))
    elif isinstance(given, str):
        yield {"words": given}
    elif given is not None:
        yield {"number": given}


async def forget_run(
    session: AsyncSession, *, run: SurveyRun, address: Address, traces: Traces, now: datetime
) -> None:
    """Erase a run that ends without an answer; the code that began it may be used again. Raise `RunGone`."""
    await forget_runs(session, [(run, address)], traces=traces, now=now)


async def forget_runs(
    session: AsyncSession, runs: Sequence[tuple[SurveyRun, Address]], *, traces: Traces, now: datetime
) -> None:
    """Erase several runs so; raise `RunGone`."""
    for run, address in runs:
        await end_run(session, run=run, address=address, traces=traces, now=now)
        await give_back(session, run)
    # After all of them: who holds a row that others count in must wait for no run any more.
    for run, _ in sorted(runs, key=lambda one: (one[0].campaign_id, one[0].unit_id)):
        place = (run.campaign_id, run.unit_id, _COURSE)
        await count(session, place, partial(course.note_left, session, run))


async def end_run(
    session: AsyncSession, *, run: SurveyRun, address: Address, traces: Traces, now: datetime
) -> None:
    """Erase a run and every trace of it; raise `RunGone` when another transaction has taken it elsewhere."""
    # The run before anything else: two transactions that both end it wait for each other here alone.
    connection = await session.connection()
    if (await connection.execute(_END, {"run": run.id})).rowcount == 0:
        raise RunGone
    if run in session:
        session.expunge(run)
    await erase(session, run=run, address=address, traces=traces, now=now)


_END = sa.delete(SurveyRun).where(col(SurveyRun.id) == sa.bindparam("run"))
"""Built once, and run apart from the session: that would compare all it has in hand with the condition."""


async def erase_stale_runs(session: AsyncSession, *, before: datetime, traces: Traces, now: datetime) -> int:
    """Erase runs that nobody touched since `before`, as if they had never begun; return how many."""
    stale = (await session.exec(select(SurveyRun).where(col(SurveyRun.updated_at) < before))).all()
    runs = [(run, await session.get_one(Address, run.address_id)) for run in stale]
    await forget_runs(session, runs, traces=traces, now=now)
    return len(stale)
