"""Locks and conflicts, verb by verb: two processes at once meet them on PostgreSQL, one writer on SQLite never does."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import inbox, outbox, outbox_moves, people, surveys
from roviec.db.engine import Database
from roviec.db.feedback import submit
from roviec.db.models import Burst, Fact, FeedbackTally, Inbox, Outbox, SurveyRun, Tally
from roviec.db.models.delivery import Lane
from roviec.db.models.plans import ImportDraft
from roviec.db.plans import drafts, roster
from roviec.db.surveys import bursts, tallies
from roviec.db.tasks import change, series
from roviec.db.tasks.events import By
from roviec.db.tasks.undo import undo
from roviec.messages.incoming import Raw
from roviec.messages.outgoing import Outgoing
from roviec.tasks.feedback.lifecycle import Kind
from tests.db.asked import asked, conflicts, locks
from tests.db.furnished import HOME, NOW, TODAY, Commune
from tests.db.survey_town import ASIDE, Town
from tests.db.survey_town import NOW as THEN

Tried = Callable[[AsyncSession, Commune], Awaitable[object]]
SKIP = "UPDATE SKIP LOCKED"


async def taken_back(session: AsyncSession, commune: Commune) -> None:
    by = By(commune.people["Mai"], NOW)
    event = await change.record_progress(session, task=commune.tasks["muộn"], percent=1, by=by)
    await undo(session, first=event.id or 0, last=event.id or 0, by=by)


async def continued(session: AsyncSession, commune: Commune) -> None:
    task = commune.tasks["sớm"]
    one = series.Series(task.id or 0, task)
    await series.write_occurrence(session, one, TODAY + timedelta(days=9), NOW, title="x", hour=None)


async def claimed(session: AsyncSession, _: Commune) -> None:
    messages = [Outgoing("a"), Outgoing("b")]
    await outbox.post(session, channel="web", chat="a", messages=messages, lane=Lane.reply, now=NOW)
    join: outbox.Join = lambda queue: (queue[0], len(queue))  # noqa: E731
    await outbox.claim(session, channel="web", limit=9, now=NOW, join=join)


async def put_off(session: AsyncSession, commune: Commune) -> None:
    await change.snooze(session, task=commune.tasks["sớm"], actor=commune.people["Mai"], until=TODAY)


async def heard(session: AsyncSession, _: Commune) -> None:
    await inbox.keep(session, channel="web", raws=[Raw("1", "a", {})], now=NOW)


async def written(session: AsyncSession, _: Commune) -> None:
    messages = [Outgoing("a")]
    await outbox.post(session, channel="web", chat="a", messages=messages, lane=Lane.reply, now=NOW)
    ready = await outbox.claim(session, channel="web", limit=9, now=NOW)
    await outbox.mark_sent(session, sent={ready[0].id: None}, now=NOW)


async def praised(session: AsyncSession, _: Commune) -> None:
    address = await people.address_of(session, channel="web", chat="a")
    new = submit.NewFeedback(Kind.praise, "Tốt")
    more = {"today": TODAY, "now": NOW, "per_day": 3, "channel": "web"}
    await submit.submit(session, new=new, address=address, title="x", **more)


LOCKS: dict[str, tuple[Tried, list[str]]] = {
    "an undo holds its task": (taken_back, ["task UPDATE"]),
    "the next of a series holds the one before": (continued, ["task UPDATE"]),
    "a courier passes over what another holds": (claimed, [f"outbox {SKIP}"] * 2),
    "a reader of payloads too": (lambda session, _: inbox.take(session), [f"inbox {SKIP}"]),
    "and of documents": (lambda session, _: drafts.claim(session), [f"importdraft {SKIP}"]),
    "a review holds its draft": (lambda session, _: drafts.locked(session, 1), ["importdraft UPDATE"]),
    "a look holds none": (lambda session, _: drafts.locked(session, 1, hold=False), []),
    "a message in flight is held": (lambda session, _: outbox_moves.in_flight(session, 1), ["outbox UPDATE"]),
    "what moves passes over what another holds": (
        lambda session, _: outbox_moves.still_waiting(session, 1),
        [f"outbox {SKIP}"],
    ),
    "a list of what may move holds nothing": (
        lambda session, _: outbox_moves.untried_ids(session, channel="web", on=["plain"]),
        [],
    ),
    "addresses are kept from who unlinks them": (
        lambda session, _: people.addresses(session, 1, lock=True),
        ["address SHARE"],
    ),
    "or not": (lambda session, _: people.addresses(session, 1), []),
}
CONFLICTS: dict[str, tuple[Tried, list[str]]] = {
    "a task is put off anew": (put_off, ["snooze (task_id, person_id) DO UPDATE"]),
    "a payload comes twice": (
        heard,
        ["fact DO NOTHING", "fact (name) DO UPDATE", "seen DO NOTHING", "inbox DO NOTHING"],
    ),
    "a message is written under a key that stands": (
        written,
        ["outbox DO NOTHING", 'senttally ("on") DO UPDATE'],
    ),
    "a chat sends again": (praised, ["feedbacktally (address_id) DO UPDATE"]),
    "a name is remembered again": (
        lambda session, commune: roster.remember(session, unit_id=commune.id(HOME), alias="x"),
        ["unitalias DO NOTHING"],
    ),
}


@pytest.mark.parametrize("verb", LOCKS)
async def test_what_a_verb_holds(furnished: Database, verb: str) -> None:
    work, held = LOCKS[verb]
    async with furnished.write() as session:
        commune = await Commune.of(session)
        with asked(session) as statements:
            await work(session, commune)
        assert locks(statements) == held


@pytest.mark.parametrize("verb", CONFLICTS)
async def test_what_a_verb_does_with_a_row_that_stands_there(furnished: Database, verb: str) -> None:
    work, done = CONFLICTS[verb]
    async with furnished.write() as session:
        commune = await Commune.of(session)
        with asked(session) as statements:
            await work(session, commune)
        assert conflicts(statements) == done


async def test_a_finished_run_holds_its_windows_and_adds_to_what_stands(town: Town) -> None:
    run = await town.begin()
    with asked(town.session) as statements:
        await town.finish(run, {"thai-do": 4}, network="net")
    assert locks(statements) == ["fact UPDATE"] * 2 + ["campaigncourse UPDATE"]
    assert set(conflicts(statements)) == {
        "spenttoken DO NOTHING",
        "fact DO NOTHING",
        "campaigncourse DO NOTHING",
        'received (campaign_id, unit_id, "on") DO UPDATE',
    }
    town.session.add(Burst(campaign_id=2, unit_id=run.unit_id, on=THEN.date(), responses=12, same_network=0))
    await town.session.flush()
    with asked(town.session) as statements:
        await bursts.join(town.session, old=run.unit_id, into=town.units[ASIDE].id or 0)
    assert conflicts(statements) == ['burst (campaign_id, unit_id, "on") DO UPDATE']


async def test_a_run_that_moves_is_held_with_the_one_it_meets(town: Town) -> None:
    run = await town.begin()
    await town.begin("b")
    code = await surveys.move_code(town.session, run=run, now=THEN)
    await town.session.flush()
    row = Inbox(channel="web", external_id="typed", chat="b", payload={})
    with asked(town.session) as statements:
        found = await surveys.run_to_move(town.session, code)
        assert found is not None
        to = await town.chat("b")
        more = {"traces": {}, "today": THEN.date(), "now": THEN}
        await surveys.move_run(town.session, run=found, to=to, row=row, **more)
    assert locks(statements) == ["surveyrun UPDATE"] * 2 + ["campaigncourse UPDATE"]


async def test_what_is_posted_is_a_letter_with_all_that_it_is_about(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        about = {"task_id": commune.id("sớm"), "person_id": commune.id("Mai"), "source": {"text": "x"}}
        more = {"channel": "web", "chat": "a", "lane": Lane.bulk, "now": NOW, "key": "k"} | about
        await outbox.post(session, messages=[Outgoing("x")], **more)
        (row,) = (await session.exec(select(Outbox))).all()
        (letter,) = outbox.letters(messages=[Outgoing("x")], **more)
        del letter["id"]
        kept = row.model_dump()
        assert kept == kept | letter


# What another process wrote meanwhile


async def behind(session: AsyncSession, table: Any, **values: Any) -> None:
    """Change every row of a table behind the back of a session that has read it."""
    await session.exec(select(table))
    await session.exec(sa.update(table).values(**values).execution_options(synchronize_session=False))


async def test_a_draft_is_read_anew_once_it_is_held(sqlite: Database) -> None:
    async with sqlite.write() as session:
        session.add(draft := ImportDraft(sha256="a", name="a", created_at=NOW))
        await session.flush()
        await behind(session, ImportDraft, name="b")
        assert (await drafts.locked(session, draft.id or 0)) is draft
        assert draft.name == "b"


async def test_what_a_chat_sent_today_is_counted_anew(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        await praised(session, commune)
        address = await people.address_of(session, channel="web", chat="a")
        assert await submit.sent_today(session, address=address, today=TODAY) == 1
        await behind(session, FeedbackTally, count=2)
        assert await submit.sent_today(session, address=address, today=TODAY) == 2


async def test_a_window_goes_on_from_what_stands_there(town: Town) -> None:
    more = {"campaign_id": 2, "unit_id": 2, "today": THEN.date(), "now": THEN}
    await bursts.count_window(town.session, **more)
    (fact,) = (one for one in await town.rows(Fact) if one.name.startswith("survey.window."))
    await behind(town.session, Fact, value=fact.value | {"count": 7})
    await bursts.count_window(town.session, **more)
    await town.session.refresh(fact)
    assert fact.value["count"] == 8


async def test_what_waits_is_read_anew_before_it_moves(town: Town) -> None:
    place = tallies.Place(2, 2, flagged=False)
    town.session.add(row := Tally(**place.columns, part="x", on=tallies.WAITING, n1=1))
    await town.session.flush()
    await behind(town.session, Tally, n1=4)
    with asked(town.session) as statements:
        more = {"addition": {"x": (1, 0, 0, 0, 0)}, "minimum_cell": 2, "today": THEN.date()}
        await tallies.add(town.session, place=place, **more)
    key = '(campaign_id, unit_id, flagged, part, "on") DO UPDATE'
    assert set(conflicts(statements)) == {f"tally {key}", f"tallymonth {key}"}
    assert [(one.on, one.n1) for one in await town.rows(Tally)] == [(THEN.date(), 5)]
    assert row.n1 == 5


async def test_a_run_to_move_is_read_anew_once_it_is_held(town: Town) -> None:
    run = await town.begin()
    code = await surveys.move_code(town.session, run=run, now=THEN)
    await town.session.flush()
    await behind(town.session, SurveyRun, begun_with="elsewhere")
    assert await surveys.run_to_move(town.session, code) is run
    assert run.begun_with == "elsewhere"
