"""Feedback row by row: what is taken in, where it goes, what an answer and a rating leave, what is forgotten when."""

from collections.abc import Awaitable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.feedback import find, keep, settle, submit
from roviec.db.feedback.submit import NewFeedback
from roviec.db.models import Address, Conversation, Feedback, FeedbackTally, Outbox, Person, Task, TaskEvent
from roviec.db.models.delivery import Departure
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.tasks.feedback.lifecycle import FeedbackMoved, Kind, Rating, State
from roviec.tasks.feedback.rules import CODE_LENGTH, PREFIX
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import State as TaskState
from tests.db.asked import asked
from tests.db.furnished import DESK, HOME, MONEY, NOW, TODAY, Commune

DUE = date(2026, 7, 17)
NO_BY = By(None, NOW)


async def chat_of(session: AsyncSession, name: str = "dân") -> Address:
    return await people.address_of(session, channel="web", chat=name)


async def sent(session: AsyncSession, name: str = "dân", *, today: date = TODAY, **more: Any) -> Feedback:
    """Send a feedback from a chat that wants to hear of it."""
    new = NewFeedback(
        **{
            "kind": Kind.report,
            "words": "Đèn hỏng",
            "due": DUE,
            "answer_here": True,
            "consent": "đồng ý",
            **more,
        }
    )
    return await submit.submit(
        session, new=new, address=await chat_of(session, name), title="Trả lời {code}", today=today, now=NOW,
        per_day=3, channel="web",
    )  # fmt: skip


async def refusal(work: Awaitable[object]) -> type[PersonError] | None:
    try:
        await work
    except PersonError as error:
        return type(error)
    return None


async def test_what_was_sent_is_kept_with_what_was_agreed_to(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        asked = await sent(session, unit=commune.units[HOME])
        address = await chat_of(session)
        assert (asked.state, asked.unit_id, asked.due, asked.closed_on) == (
            State.routed,
            commune.id(HOME),
            DUE,
            None,
        )
        assert (asked.address_id, asked.consent, asked.consented_on) == (address.id, "đồng ý", TODAY)
        task = await session.get_one(Task, asked.task_id)
        assert (task.title, task.due, task.due_words) == (f"Trả lời {asked.code}", DUE, "17/7/2026")
        assert (task.leader_id, task.assigned_by, task.due_why) == (None, None, settle.PROMISED)
        (event,) = (await session.exec(select(TaskEvent).where(TaskEvent.task_id == task.id))).all()
        assert (event.kind, event.actor_id, event.at, event.channel) == ("assign", None, NOW, "web")
        unseen = await sent(session, answer_here=False)
        assert (unseen.address_id, unseen.consent, unseen.consented_on) == (None, "", None)
        assert (unseen.state, unseen.task_id) == (State.received, None)
        praise = await sent(session, kind=Kind.praise, unit=commune.units[HOME])
        assert (praise.state, praise.due, praise.closed_on, praise.task_id) == (
            State.closed,
            None,
            TODAY,
            None,
        )
        assert (praise.address_id, praise.consent, praise.unit_id) == (None, "", commune.id(HOME))


@pytest.mark.parametrize("kind", Kind)
async def test_every_word_of_what_was_sent_is_kept_and_who_is_named_is_left_to_leaders(
    furnished: Database, kind: Kind
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        said = {"kind": kind, "words": "Anh Páo quát", "place": "Thôn Đông", "names_official": True}
        photos = ({"sha256": "a" * 64, "name": "a.jpg", "mime": "image/jpeg", "size": 7},)
        one = await sent(session, unit=commune.units[HOME], photos=photos, **said)
        kept = one.model_dump()
        assert kept == kept | said | {
            "photos": list(photos),
            "unit_id": commune.id(HOME),
            "received_on": TODAY,
        }
        assert (one.task_id, one.answer, one.answers, one.again_by) == (None, "", 0, None)
        assert one.state == (State.closed if kind is Kind.praise else State.received)
        chat, number = one.code.split("-")
        assert (chat, len(number)) == (PREFIX, CODE_LENGTH)


async def test_three_a_day_and_again_tomorrow(furnished: Database) -> None:
    async with furnished.write() as session:
        address = await chat_of(session)
        for count in range(3):
            assert await submit.sent_today(session, address=address, today=TODAY) == count
            await sent(session)
        assert await refusal(sent(session)) is submit.EnoughToday
        await sent(session, "hàng xóm")
        tomorrow = TODAY + timedelta(days=1)
        assert await submit.sent_today(session, address=address, today=tomorrow) == 0
        await sent(session, today=tomorrow)
        assert await submit.sent_today(session, address=address, today=tomorrow) == 1


async def test_the_code_finds_it_and_a_chat_its_own_newest_first(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        first, _, third = (
            await sent(session),
            await sent(session, "khác"),
            await sent(session, unit=commune.units[HOME]),
        )
        assert await find.of_chat(session, await chat_of(session)) == [third, first]
        typed = first.code.replace("PA-", "pa ").lower()
        assert (await find.known(session, typed), await find.known(session, "xin chào")) == (first, None)
        assert await find.by_code(session, first.code) == first
        assert await refusal(find.by_code(session, "PA-22222222")) is find.FeedbackUnknown
        assert await find.of_task(session, third.task_id) == third
        rows = await find.everything(session)
        assert [(one.id, unit) for one, unit in rows] == [(1, None), (2, None), (3, HOME)]


async def test_what_no_unit_works_on_waits_for_a_leader_by_its_day(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        late, soon = await sent(session, "a", due=date(2026, 7, 20)), await sent(session, "b")
        routed, cancelled = [await sent(session, chat, unit=commune.units[HOME]) for chat in "cd"]
        answered, disputed, closed = [await sent(session, chat, unit=commune.units[HOME]) for chat in "efg"]
        (await session.get_one(Task, cancelled.task_id)).state = TaskState.cancelled
        (await session.get_one(Task, closed.task_id)).state = TaskState.cancelled
        answered.state, disputed.state, closed.state = State.answered, State.disputed, State.closed
        await session.flush()
        assert await find.to_settle(session) == [soon, cancelled, disputed, late]
        assert routed.state == State.routed


@pytest.mark.parametrize(("who", "may"), [("Sơn", True), ("Hoa", True), ("Hạnh", False), ("Mai", False)])
async def test_who_settles(furnished: Database, who: str, may: bool) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        person: Person = commune.people[who]
        one = await sent(session)
        assert await find.may_route(session, person) is may
        assert await find.routers(session) == [commune.id("Sơn"), commune.id("Hoa")]
        refused = await refusal(find.find_to_settle(session, one.id or 0, person))
        assert refused is (None if may else find.NotYoursToRoute)
        if may:
            assert await refusal(find.find_to_settle(session, 99, person)) is find.FeedbackUnknown


async def test_a_unit_is_one_where_somebody_works(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        await people.add_unit(session, name="Phòng Nội vụ cũ", parent=commune.units[HOME])
        assert (await find.unit_meant(session, "phong noi vu")).unit == commune.units[HOME]
        several = await find.unit_meant(session, "phòng")
        assert (several.unit, list(several.candidates)) == (None, [commune.units[HOME], commune.units[MONEY]])
        for words in ("", "   ", "x" * 80):
            assert await refusal(find.unit_meant(session, words)) is find.UnitNotFound
        with pytest.raises(find.UnitNotFound) as refused:
            await find.unit_meant(session, "x" * 80)
        assert refused.value.values == {"words": "x" * 60}
        assert await find.unit_by_id(session, commune.id(DESK)) == commune.units[DESK]
        assert await find.unit_by_id(session, None) is None
        old = await people.unit_named(session, "Phòng Nội vụ cũ")
        assert await find.unit_by_id(session, old.id) is None


async def routed(session: AsyncSession, commune: Commune, one: Feedback, unit: str) -> Task:
    by = By(commune.people["Sơn"], NOW)
    return await settle.route(session, feedback=one, unit=commune.units[unit], title="Trả lời {code}", by=by)


async def test_another_unit_takes_over_and_the_promise_stays(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        one = await sent(session, unit=commune.units[HOME])
        before, one.answer = await session.get_one(Task, one.task_id), "nháp"
        assert await refusal(routed(session, commune, one, HOME)) is settle.SameUnit
        after = await routed(session, commune, one, MONEY)
        assert (before.state, after.state, after.due) == (TaskState.cancelled, TaskState.assigned, DUE)
        assert (one.task_id, one.unit_id, one.answer, one.state) == (
            after.id,
            commune.id(MONEY),
            "",
            State.routed,
        )
        assert (after.assigned_by, after.leader_id) == (commune.id("Sơn"), None)
        after.state = TaskState.cancelled
        # What was cancelled may go to the same unit again; what is promised anew has the new day.
        one.again_by = date(2026, 7, 31)
        again = await routed(session, commune, one, MONEY)
        assert (again.due, one.task_id) == (date(2026, 7, 31), again.id)
        office = await routed(session, commune, await sent(session, "b", due=None), "UBND xã Đại Lãnh")
        assert (office.leader_id, office.due, office.due_words) == (commune.id("Sơn"), None, "")


async def test_an_answer_may_be_rated_once_and_a_second_one_anew(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        one = await sent(session, unit=commune.units[HOME])
        task, by = await session.get_one(Task, one.task_id), By(commune.people["Hạnh"], NOW)
        assert await refusal(find.require_answer(session, task)) is find.AnswerNeeded
        with pytest.raises(FeedbackMoved) as moved:
            await settle.answer_directly(session, feedback=one, answer="x", today=TODAY)
        assert moved.value.values == {"code": one.code, "state": "đang xử lý"}
        await settle.report_answer(session, feedback=one, task=task, answer="Đã thay", at=At(TODAY), by=by)
        assert (one.answer, task.state, task.completed_on) == ("Đã thay", TaskState.waiting, TODAY)
        assert await refusal(find.require_answer(session, task)) is None
        settle.publish(one, today=TODAY)
        assert (one.state, one.answered_on, one.closed_on, one.answers) == (State.answered, TODAY, TODAY, 1)
        for turn in (0, 2):
            with pytest.raises(settle.RatedAlready):
                settle.rate(one, turn=turn, rating=Rating.satisfied, today=TODAY)
        one.reason = "vẫn tối"
        settle.rate(one, turn=1, rating=Rating.dissatisfied, today=TODAY)
        assert (one.state, one.rating, one.rated_on) == (State.disputed, "dissatisfied", TODAY)
        with pytest.raises(settle.RatedAlready):
            settle.rate(one, turn=1, rating=Rating.satisfied, today=TODAY)
        task.state, again = TaskState.done, date(2026, 7, 31)
        event = await settle.reopen(
            session, feedback=one, task=task, due=again, by=By(commune.people["Sơn"], NOW)
        )
        assert (one.state, one.answer, one.again_by, one.due) == (State.routed, "", again, DUE)
        assert (task.due, task.original_due, task.percent, task.state) == (again, DUE, 0, TaskState.doing)
        assert event.data == {"percent": 0, "reason": "vẫn tối"}
        # Where the reason names somebody, the unit hears none.
        one.reason = "anh Páo quát"
        for names_official, heard in ((False, "anh Páo quát"), (True, "")):
            one.names_official = names_official
            assert settle.heard(one) == heard
        later = TODAY + timedelta(days=5)
        settle.publish(one, today=later)
        assert (one.answered_on, one.closed_on, one.answers) == (TODAY, later, 2)
        assert (one.rating, one.rated_on, one.reason) == (None, None, "")
        settle.rate(one, turn=2, rating=Rating.satisfied, today=later)
        assert one.state == State.closed


async def test_an_answer_found_wanting_may_be_left(furnished: Database) -> None:
    async with furnished.write() as session:
        one = await sent(session)
        await settle.answer_directly(session, feedback=one, answer="Đã rõ", today=TODAY)
        assert (one.answer, one.state, one.answers) == ("Đã rõ", State.answered, 1)
        settle.rate(one, turn=1, rating=Rating.dissatisfied, today=TODAY)
        settle.leave(one)
        assert (one.state, one.rating) == (State.closed, "dissatisfied")


@pytest.mark.parametrize(
    ("days", "state", "kept"),
    [
        (30, State.answered, True),
        (31, State.answered, False),
        (31, State.closed, False),
        (31, State.disputed, True),
        (31, State.routed, True),
    ],
)
async def test_the_chat_is_forgotten_the_day_after_its_time(
    furnished: Database, days: int, state: State, kept: bool
) -> None:
    async with furnished.write() as session:
        one = await sent(session)
        one.state, one.closed_on = state, TODAY - timedelta(days=days)
        await session.flush()
        erased = await keep.erase_old(session, today=TODAY, keep_days=30, drafts_before=NOW, now=NOW)
        await session.refresh(one)
        address = await chat_of(session)
        assert erased == (not kept)
        assert (one.address_id, one.consent) == ((address.id, "đồng ý") if kept else (None, ""))
        assert one.words == "Đèn hỏng"
        # Each is forgotten once.
        again = await keep.erase_old(session, today=TODAY, keep_days=30, drafts_before=NOW, now=NOW)
        assert again == 0
        # The count of today is needed until the night.
        assert len((await session.exec(select(FeedbackTally))).all()) == 1
        await keep.erase_old(
            session, today=TODAY + timedelta(days=1), keep_days=30, drafts_before=NOW, now=NOW
        )
        assert (await session.exec(select(FeedbackTally))).all() == []


async def test_who_wants_to_be_forgotten_is_and_nobody_else(furnished: Database) -> None:
    async with furnished.write() as session:
        mine, theirs = await sent(session), await sent(session, "khác")
        await keep.forget_address(session, await chat_of(session))
        for one in (mine, theirs):
            await session.refresh(one)
        other = await chat_of(session, "khác")
        assert (mine.address_id, mine.consent, mine.consented_on) == (None, "", None)
        assert (theirs.address_id, theirs.consent) == (other.id, "đồng ý")
        assert [row.address_id for row in (await session.exec(select(FeedbackTally))).all()] == [other.id]


async def test_a_receipt_names_a_code_until_it_was_sent_and_no_longer(furnished: Database) -> None:
    async with furnished.write() as session:
        for key, state in (
            (f"{keep.UNSEEN}1", Departure.sent),
            (f"{keep.UNSEEN}2", Departure.queued),
            ("x", Departure.sent),
        ):
            session.add(
                Outbox(
                    channel="web",
                    chat="dân",
                    body={"text": "mã"},
                    key=key,
                    state=state,
                    not_before=NOW,
                    created_at=NOW,
                )
            )
        await session.flush()
        await keep.erase_old(session, today=TODAY, keep_days=30, drafts_before=NOW, now=NOW)
        found = (await session.exec(select(Outbox.key, Outbox.chat).order_by(Outbox.key))).all()  # type: ignore[arg-type]
        assert found == [(f"{keep.UNSEEN}1", ""), (f"{keep.UNSEEN}2", "dân"), ("x", "dân")]


@pytest.mark.parametrize(
    ("own", "stale", "seconds"),
    [(own, stale, n) for own in (True, False) for stale in (True, False) for n in (1, 0)],
)
async def test_only_a_draft_of_the_chats_own_that_was_left_lying_is_emptied(
    furnished: Database, own: bool, stale: bool, seconds: int
) -> None:
    async with furnished.write() as session:
        one, edge = await sent(session), NOW - timedelta(days=2)
        one.state, one.closed_on = State.closed, TODAY - timedelta(days=31)
        said = {"dialogue": "feedback.words", "data": {"words": "Đèn hỏng"}, "own": own, "options": ["a"]}
        said |= {"stale_at": NOW if stale else None, "options_until": NOW, "first_number": 3}
        at = edge - timedelta(seconds=seconds)
        chat = Conversation(address_id=one.address_id or 0, updated_at=at, **said)
        session.add(chat)
        await session.flush()
        before = chat.model_dump()
        erased = await keep.erase_old(session, today=TODAY, keep_days=30, drafts_before=edge, now=NOW)
        await session.refresh(chat)
        emptied = {"dialogue": None, "data": {}, "own": False, "stale_at": None, "options": []}
        emptied |= {"options_until": None, "updated_at": NOW}
        is_left = own and stale and seconds > 0
        # A survey of the chat's own waits without end, and what is no draft follows its person.
        assert chat.model_dump() == before | (emptied if is_left else {})
        assert erased == 1 + is_left


async def test_a_count_of_past_days_goes_with_the_transaction_that_it_names(furnished: Database) -> None:
    async with furnished.write() as session:
        await sent(session, today=TODAY - timedelta(days=1))
        await sent(session, "khác")
        with asked(session) as statements:
            await keep.erase_old(session, today=TODAY, keep_days=30, drafts_before=NOW, now=NOW)
        moves = [one for one in statements if "feedbacktally" in one]
        # The chat is written anew first: afterwards nobody could say which one it was.
        assert [one.split(" WHERE ")[0] for one in moves] == [
            "UPDATE conversation SET updated_at=conversation.updated_at",
            "DELETE FROM feedbacktally",
        ]
        assert f"IN (SELECT feedbacktally.address_id {moves[1].removeprefix('DELETE ')})" in moves[0]
        assert [row.on for row in (await session.exec(select(FeedbackTally))).all()] == [TODAY]
