"""The outbox row by row: what each verb writes, whom it leaves alone, and to the second from when."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import bell, outbox, outbox_moves, outbox_said, people
from roviec.db.engine import Database
from roviec.db.models import Outbox, Plan, Role, SentTally, Task
from roviec.db.models.delivery import Departure, Lane
from roviec.db.slots import ALL, slot_of
from roviec.messages.outgoing import Outgoing

NOW = datetime(2026, 6, 30, 18, 30, tzinfo=UTC)
"""Half past one of the first of July in Hanoi."""
DAY = datetime(2026, 6, 30, 17, tzinfo=UTC)
SECOND = timedelta(seconds=1)


async def post(session: AsyncSession, *texts: str, chat: str = "a", **more: Any) -> list[int]:
    """Write messages to a chat; return their rows' ids."""
    wanted = {"channel": "web", "lane": Lane.reply, "now": NOW} | more
    rows = outbox.letters(chat=chat, messages=[Outgoing(text) for text in texts], **wanted)
    await outbox.put(session, rows)
    return [row["id"] for row in rows]


async def claim(
    session: AsyncSession, limit: int = 10, now: datetime = NOW, **more: Any
) -> list[outbox.Ready]:
    return await outbox.claim(session, channel="web", limit=limit, now=now, **more)


async def row(session: AsyncSession, row_id: int) -> Outbox:
    return await session.get_one(Outbox, row_id, populate_existing=True)


async def texts(session: AsyncSession) -> list[str]:
    """Return the words of what is kept, in the order of writing."""
    found = select(Outbox).order_by(col(Outbox.place), col(Outbox.created_at))
    rows = (await session.exec(found.execution_options(populate_existing=True))).all()
    return [one.body.get("text", "") for one in rows]


def said(ready: Sequence[outbox.Ready]) -> list[str]:
    return [one.message.text for one in ready]


async def test_a_letter_is_a_row_in_every_part(sqlite: Database) -> None:
    async with sqlite.write() as session:
        plan = Plan(subject="x", created_at=NOW)
        session.add_all([plan, task := Task(title="x", created_at=NOW)])
        unit = await people.add_unit(session, name="x")
        person = await people.add_person(session, name="x", unit=unit, role=Role.official)
        about = {"task_id": task.id, "person_id": person.id, "source": {"text": "dài"}}
        assert bell.queued(session) == set()
        await outbox.put(session, [])
        assert bell.queued(session) == set()
        first, second = await post(session, "một", "hai", key="digest/7", lane=Lane.bulk, **about)
        assert bell.queued(session) == {("web", "a")}
        assert await row(session, second) == Outbox(
            id=second,
            place=2,
            channel="web",
            chat="a",
            slot=slot_of("web", "a"),
            lane=2,
            key="digest/7/1",
            **{"body": Outgoing("hai").as_json(), "state": Departure.queued, "not_before": NOW, **about},
            tries=0,
            possibly_twice=False,
            created_at=NOW,
        )
        one = await row(session, first)
        assert (one.place, one.key) == (1, "digest/7/0")
        assert (
            await outbox_said.was_written(session, "digest/7"),
            await outbox_said.was_written(session, "digest/8"),
        ) == (
            True,
            False,
        )


async def test_what_a_courier_has_in_hand_already_waits_for_none(sqlite: Database) -> None:
    async with sqlite.write() as session:
        (letter,) = outbox.letters(channel="web", chat="a", messages=[Outgoing("x")], lane=Lane.bulk, now=NOW)
        assert set(letter) <= set(Outbox.__table__.columns.keys())
        ready = outbox.taken(letter)
        assert ready == outbox.Ready(
            letter["id"], "web", "a", Lane.bulk, f"outbox/{letter['id']}", 1, Outgoing("x")
        )
        await outbox.put(session, [letter])
        assert bell.queued(session) == set()
        kept = await row(session, letter["id"])
        assert (kept.state, kept.tries) == (Departure.sending, 1)


async def test_a_chat_waits_only_for_a_reply_that_nobody_has_in_hand(sqlite: Database) -> None:
    async with sqlite.write() as session:
        for chat, more in {
            "reply": {},
            "bulk": {"lane": Lane.bulk},
            "elsewhere": {"channel": "plain"},
            "not asked": {},
            "in hand": {},
        }.items():
            ids = await post(session, "x", chat=chat, **more)
        (await row(session, ids[0])).state = Departure.sending
        await session.flush()
        chats = ["reply", "bulk", "elsewhere", "in hand", "nothing"]
        assert await outbox.waits(session, channel="web", chats=chats) == {"reply"}


@pytest.mark.parametrize(("later", "leaves"), [(-1, True), (0, True), (1, False)])
async def test_a_message_leaves_from_its_second_on(sqlite: Database, later: int, leaves: bool) -> None:
    async with sqlite.write() as session:
        (mine,) = await post(session, "x")
        (await row(session, mine)).not_before = NOW + later * SECOND
        await session.flush()
        await post(session, "elsewhere", channel="plain", chat="b")
        assert said(await claim(session)) == (["x"] if leaves else [])


async def test_heads_leave_by_lane_and_place_as_many_as_are_asked_for(sqlite: Database) -> None:
    async with sqlite.write() as session:
        await post(session, "bulk", chat="a", lane=Lane.bulk)
        await post(session, "second", "third", chat="b")
        await post(session, "other", chat="c")
        # An urgent word overtakes what waits in its own chat.
        await post(session, "reply", chat="a")
        taken = await claim(session, 2)
        assert [(one.message.text, one.tries, one.also) for one in taken] == [
            ("second", 1, ()),
            ("other", 1, ()),
        ]
        kept = await row(session, taken[0].id)
        assert (kept.state, kept.tries) == (Departure.sending, 1)
        assert said(await claim(session)) == ["reply"]
        await outbox.mark_sent(session, sent=dict.fromkeys([taken[0].id]), now=NOW)
        assert said(await claim(session)) == ["third"]


async def test_a_chat_that_rests_is_put_off_and_no_other(sqlite: Database) -> None:
    async with sqlite.write() as session:
        (tired,) = await post(session, "rest", chat="a")
        await post(session, "go", chat="b")
        found = await claim(session, rest=lambda chat: 2.5 if chat == "a" else 0)
        assert said(found) == ["go"]
        kept = await row(session, tired)
        assert (kept.state, kept.tries, kept.not_before) == (
            Departure.queued,
            0,
            NOW + timedelta(seconds=2.5),
        )


async def test_what_cannot_be_read_is_buried_and_keeps_nobody_back(
    sqlite: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with sqlite.write() as session:
        (bad,) = await post(session, "x", chat="a")
        await post(session, "good", chat="b")
        (await row(session, bad)).body = {"no": "message"}
        await session.flush()
        assert said(await claim(session)) == ["good"]
        kept = await row(session, bad)
        assert (kept.state, kept.tries) == (Departure.dead, 0)
        assert (kept.error or "").startswith("KeyError at ")
        assert caplog.messages == [f"web: message {bad} can't be read: {kept.error}"]


def joined(most: int) -> Callable[[Sequence[Outgoing]], tuple[Outgoing, int]]:
    return lambda queue: (Outgoing("+".join(one.text for one in queue[:most])), min(most, len(queue)))


@pytest.mark.parametrize(
    ("most", "words", "left"), [(9, "a+b+c", []), (2, "a+b", ["c"]), (1, "a", ["b", "c"])]
)
async def test_what_waits_behind_goes_along(sqlite: Database, most: int, words: str, left: list[str]) -> None:
    async with sqlite.write() as session:
        ids = await post(session, "a", "b", "c")
        await post(session, "elsewhere", channel="plain")
        await post(session, "other", chat="b")
        ready, other = await claim(session, join=joined(most))
        assert (ready.message.text, ready.rows, other.message.text) == (words, tuple(ids[:most]), "other")
        await outbox.mark_sent(session, sent=dict.fromkeys(ready.rows), now=NOW)
        assert said(await claim(session)) == left[:1]


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ({}, "a+b+c"),
        ({"tries": 1}, "a"),
        ({"not_before": NOW}, "a+b+c"),
        ({"not_before": NOW + SECOND}, "a"),
        ({"state": Departure.dead}, "a+c"),
        ({"lane": 1}, "a+c+b"),
    ],
)
async def test_nothing_overtakes_what_may_not_leave_yet(
    sqlite: Database, second: dict[str, Any], words: str
) -> None:
    async with sqlite.write() as session:
        _, b, _ = await post(session, "a", "b", "c")
        kept = await row(session, b)
        for name, value in second.items():
            setattr(kept, name, value)
        await session.flush()
        assert said(await claim(session, join=joined(9))) == [words]


async def test_what_failed_once_goes_alone_and_no_more_than_so_many_go_along(sqlite: Database) -> None:
    async with sqlite.write() as session:
        await post(session, *"ab")
        many = await post(session, *"x" * 30, chat="b")
        alone, crowd = await claim(session, join=joined(99))
        assert (alone.tries, len(crowd.rows)) == (1, outbox.MOST_JOINED + 1)
        assert crowd.rows == tuple(many[: outbox.MOST_JOINED + 1])
        for one in alone.rows:
            await outbox.put_back(session, one, not_before=NOW, error="x")
        (again,) = await claim(session, join=joined(99))
        assert (again.message.text, again.tries, again.also) == ("a", 2, ())


async def test_what_was_sent_leaves_no_row_but_where_it_is_needed(sqlite: Database) -> None:
    async with sqlite.write() as session:
        session.add(task := Task(title="x", created_at=NOW))
        await session.flush()
        (plain,) = await post(session, "plain")
        (keyed,) = await post(session, "keyed", key="k")
        (about,) = await post(session, "about", task_id=task.id)
        (twice,) = await post(session, "twice")
        await outbox.put_back(session, twice, not_before=NOW, error="x", possibly_twice=True)
        late = NOW + timedelta(minutes=7)
        await outbox.mark_sent(session, sent={}, now=late)
        await outbox.mark_sent(session, sent={plain: "1", keyed: "2", about: "3", twice: None}, now=late)
        assert await session.get(Outbox, plain, populate_existing=True) is None
        for one, external in ((keyed, "2"), (about, "3")):
            kept = await row(session, one)
            assert (kept.state, kept.sent_at, kept.external_id) == (Departure.sent, late, external)
            assert (kept.created_at, kept.place) == (NOW, None)
        doubled = await row(session, twice)
        assert (doubled.created_at, doubled.not_before, doubled.sent_at) == (DAY, DAY, DAY)
        assert (doubled.state, doubled.external_id) == (Departure.sent, None)
        assert await outbox_said.task_of(session, channel="web", chat="a", external_id="3") == task.id


async def test_what_is_deleted_is_counted_by_the_day_of_hanoi(sqlite: Database) -> None:
    async with sqlite.write() as session:
        for now, count in ((NOW, 2), (NOW, 1), (NOW - timedelta(hours=2), 1)):
            sent = await post(session, *["x"] * count)
            await outbox.mark_sent(session, sent=dict.fromkeys(sent), now=now)
        (keyed,) = await post(session, "x", key="k")
        await outbox.mark_sent(session, sent={keyed: None}, now=NOW + timedelta(days=1))
        found = (await session.exec(select(SentTally).order_by(col(SentTally.on)))).all()
        assert [(one.on, one.count) for one in found] == [(date(2026, 6, 30), 1), (date(2026, 7, 1), 3)]


@pytest.mark.parametrize(
    ("more", "tries", "twice"),
    [({}, 1, False), ({"possibly_twice": True}, 1, True), ({"asked_to_wait": True}, 0, False)],
)
async def test_what_comes_back_waits_and_only_a_real_try_counts(
    sqlite: Database, more: dict[str, bool], tries: int, twice: bool
) -> None:
    async with sqlite.write() as session:
        mine, other = await post(session, "x", "y")
        await claim(session)
        await outbox.put_back(session, mine, not_before=NOW + SECOND, error="bận", **more)
        kept, left = await row(session, mine), await row(session, other)
        assert (kept.state, kept.not_before, kept.error) == (Departure.queued, NOW + SECOND, "bận")
        assert (kept.tries, kept.possibly_twice) == (tries, twice)
        assert (left.error, left.not_before, left.possibly_twice) == (None, NOW, False)


async def test_what_was_never_tried_is_released_as_it_was(sqlite: Database) -> None:
    async with sqlite.write() as session:
        ids = [(await post(session, "x", chat=chat))[0] for chat in "abc"]
        await claim(session)
        await outbox.bury(session, ids[1], error="hỏng")
        await outbox.release(session, ids[:2])
        found = [await row(session, one) for one in ids]
        assert [(one.state, one.tries, one.error) for one in found] == [
            (Departure.queued, 0, None),
            (Departure.dead, 1, "hỏng"),
            (Departure.sending, 1, None),
        ]
        assert found[0].not_before == NOW


@pytest.mark.parametrize(("more", "twice"), [({}, True), ({"possibly_twice": False}, False)])
async def test_what_the_last_on_duty_held_is_queued_again(
    sqlite: Database, more: dict[str, bool], twice: bool
) -> None:
    async with sqlite.write() as session:
        (mine,) = await post(session, "x")
        await claim(session)
        (waiting,) = await post(session, "y", now=NOW + timedelta(hours=1))
        (other,) = await post(session, "z", channel="plain")
        (await row(session, other)).state = Departure.sending
        assert await outbox.reclaim(session, channel="web", **more) == 1
        kept = await row(session, mine)
        assert (kept.state, kept.possibly_twice, kept.not_before) == (Departure.queued, twice, NOW)
        assert (await row(session, waiting)).possibly_twice is False
        assert (await row(session, other)).state is Departure.sending


async def test_who_is_reached_there_no_longer_has_nothing_waiting_there(sqlite: Database) -> None:
    async with sqlite.write() as session:
        unit = await people.add_unit(session, name="x")
        mai, huy = [
            (await people.add_person(session, name=name, unit=unit, role=Role.official)).id
            for name in ("Mai", "Huy")
        ]
        await post(session, "answer")
        await post(session, "of Huy", person_id=huy)
        await post(session, "elsewhere", chat="b", person_id=mai)
        await post(session, "other channel", channel="plain", person_id=mai)
        for text, state in (("queued", "queued"), ("sending", "sending"), ("sent", "sent"), ("dead", "dead")):
            (one,) = await post(session, text, person_id=mai)
            (await row(session, one)).state = Departure(state)
        await session.flush()
        await outbox_moves.drop(session, channel="web", chat="a", person_id=mai or 0)
        assert await texts(session) == ["answer", "of Huy", "elsewhere", "other channel", "sent", "dead"]


async def test_what_waits_follows_a_chat_to_its_new_name(sqlite: Database) -> None:
    async with sqlite.write() as session:
        (mine,) = await post(session, "x")
        (gone,) = await post(session, "sent")
        (other,) = await post(session, "other", chat="c")
        (elsewhere,) = await post(session, "elsewhere", channel="plain")
        (await row(session, gone)).state = Departure.sent
        await session.flush()
        await outbox_moves.rename(session, mine, channel="web", old="a", new="b", shard=ALL)
        assert [(await row(session, one)).chat for one in (mine, gone, other, elsewhere)] == [
            "b",
            "a",
            "c",
            "a",
        ]


async def test_a_message_about_several_tasks_is_about_none(sqlite: Database) -> None:
    async with sqlite.write() as session:
        tasks = [Task(title="x", created_at=NOW) for _ in range(2)]
        session.add_all(tasks)
        await session.flush()
        for external, of, more in (
            ("one", 0, {}),
            ("both", 0, {}),
            ("both", 1, {}),
            ("same", 1, {}),
            ("same", 1, {}),
            ("chat", 1, {"chat": "b"}),
            ("channel", 1, {"channel": "plain"}),
        ):
            (sent,) = await post(session, "x", task_id=tasks[of].id, **more)
            (await row(session, sent)).external_id = external
        await session.flush()
        found = {
            name: await outbox_said.task_of(session, channel="web", chat="a", external_id=name)
            for name in ("one", "both", "same", "chat", "channel", "none")
        }
        assert found == {
            "one": tasks[0].id,
            "both": None,
            "same": tasks[1].id,
            **dict.fromkeys(("chat", "channel", "none")),
        }


async def test_a_lane_that_stopped_is_named_with_its_oldest(db: Database) -> None:
    async with db.write() as session:
        assert await outbox_said.stopped(session, since=NOW) == {}
        (old,) = await post(session, "x", now=NOW - timedelta(hours=2))
        (await row(session, old)).state = Departure.dead
        await session.flush()
        for hours in (3, 1, 0):
            await post(session, "x", now=NOW - timedelta(hours=hours), lane=Lane.bulk)
        await post(session, "x", now=NOW)
        await post(session, "x", now=NOW - SECOND, channel="telegram")
        assert await outbox_said.stopped(session, since=NOW) == {
            ("web", Lane.bulk): NOW - timedelta(hours=3),
            ("telegram", Lane.reply): NOW - SECOND,
        }
