"""A chat's slot and shard: the same for every process and version, and written with every row."""

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from roviec.db import inbox, outbox, outbox_moves, people
from roviec.db.engine import Database
from roviec.db.feedback.keep import erase_old
from roviec.db.models import Inbox, Outbox
from roviec.db.models.delivery import Departure, Lane
from roviec.db.slots import ALL, SLOTS, Shard, every_shard, placed, shard_of, slot_of
from roviec.db.surveys.chats import forget_chat
from roviec.messages.incoming import Raw
from roviec.messages.outgoing import Outgoing
from tests.chat import MONDAY

texts = st.text(max_size=20)


@given(texts, texts, st.integers(1, 16))
def test_a_chat_has_one_slot_and_stands_in_one_shard(channel: str, chat: str, of: int) -> None:
    slot, shard = slot_of(channel, chat), shard_of(channel, chat, of)
    assert 0 <= slot < SLOTS
    assert shard in every_shard(of)
    assert placed(channel, chat) == {"chat": chat, "slot": slot}


@given(st.integers(1, 300), st.integers(1, 16))
def test_the_shards_together_are_as_fast_as_the_channel_may_be(pace: int, of: int) -> None:
    shares = [shard.share(pace) for shard in every_shard(of)]
    assert abs(sum(shares) - pace) < 1e-9
    assert min(shares) > 0
    # A second that holds whole messages loses none of them to the division.
    assert pace < of or sum(map(int, shares)) == pace


def test_slots_are_the_same_in_every_version() -> None:
    """Rows that wait during an upgrade were written by the version before."""
    assert [slot_of("telegram", "10001"), slot_of("web", "a"), slot_of("zalo_oa", "Bà Tẩn")] == [
        13491,
        627,
        12798,
    ]
    counts = [0] * 4
    for number in range(10_000):
        counts[shard_of("telegram", str(number), 4).number - 1] += 1
    assert max(counts) - min(counts) < 600


async def test_no_row_is_written_without_the_slot_of_its_chat(db: Database) -> None:
    letters = outbox.letters(
        channel="web", chat="ư", messages=[Outgoing("a"), Outgoing("b")], lane=Lane.reply, now=MONDAY
    )
    async with db.write() as session:
        await inbox.keep(session, channel="web", raws=[Raw("1", "ă", {}), Raw("2", "â", {})], now=MONDAY)
        session.add(Inbox(channel="web", external_id="3", chat="x", payload={}))
        await outbox.put(session, letters)
        session.add(Outbox(channel="web", chat="y", body={}, not_before=MONDAY, created_at=MONDAY))
    async with db.read() as session:
        for table in (Inbox, Outbox):
            for row in (await session.exec(select(table))).all():
                assert row.slot == slot_of(row.channel, row.chat)


async def test_a_chat_that_is_renamed_or_erased_leaves_no_slot_behind(db: Database) -> None:
    async with db.write() as session:
        for chat in ("old", "gone"):
            address = await people.address_of(session, channel="web", chat=chat)
            said = Outgoing("a")
            await outbox.post(
                session, channel="web", chat=chat, messages=[said], lane=Lane.reply, now=MONDAY, key=chat
            )
        row = (await session.exec(select(Outbox).where(Outbox.chat == "old"))).one()
        await outbox_moves.rename(session, row.id, channel="web", old="old", new="new", shard=ALL)
        await session.exec(
            sa.update(Outbox).where(sa.column("key") == "gone/0").values(state=Departure.sent, place=None)
        )
        await forget_chat(session, address=address, traces={}, now=MONDAY)
    async with db.read() as session:
        rows = (await session.exec(select(Outbox.chat, Outbox.slot))).all()
    assert sorted(rows) == [("", 0), ("new", slot_of("web", "new"))]


async def test_a_receipt_that_loses_its_chat_loses_its_slot(db: Database) -> None:
    async with db.write() as session:
        session.add(
            Outbox(
                channel="web",
                chat="y",
                body={},
                key="feedback.unseen/1",
                state=Departure.sent,
                not_before=MONDAY,
                created_at=MONDAY,
            )
        )
    async with db.write() as session:
        await erase_old(session, today=MONDAY.date(), keep_days=1, drafts_before=MONDAY, now=MONDAY)
    async with db.read() as session:
        assert (await session.exec(select(Outbox.chat, Outbox.slot))).all() == [("", 0)]


async def test_each_message_is_claimed_in_one_shard_and_each_payload_taken_in_one(db: Database) -> None:
    chats = [str(number) for number in range(60)]
    async with db.write() as session:
        await inbox.keep(session, channel="web", raws=[Raw(c, c, {}) for c in chats], now=MONDAY)
        for chat in chats:
            await outbox.post(
                session, channel="web", chat=chat, messages=[Outgoing("a")], lane=Lane.reply, now=MONDAY
            )
    claimed, taken = list[str](), list[str]()
    for shard in every_shard(3):
        async with db.write() as session:
            mine = await outbox.claim(session, channel="web", limit=99, now=MONDAY, shard=shard)
            theirs = inbox.Mine([shard.number], 3, overdue=MONDAY)
            assert await inbox.waits(session, mine=theirs)
            rows = await inbox.take(session, mine=theirs)
            await inbox.leave(session, rows)
            assert not await inbox.waits(session, mine=theirs)
        found = [one.chat for one in mine]
        assert found
        assert sorted(found) == sorted(row.chat for row in rows)
        claimed += found
        taken += [row.chat for row in rows]
    assert sorted(claimed) == sorted(taken) == sorted(chats)


async def test_what_waits_too_long_is_taken_by_anybody(db: Database) -> None:
    async with db.write() as session:
        await inbox.keep(session, channel="web", raws=[Raw("1", "a", {})], now=MONDAY)
        nobody = inbox.Mine([], 2, overdue=MONDAY)
        assert await inbox.take(session, mine=nobody) == []
        later = inbox.Mine([], 2, overdue=MONDAY.replace(second=30))
        assert [row.chat for row in await inbox.take(session, mine=later)] == ["a"]


async def test_only_what_was_in_flight_in_a_shard_is_queued_again_with_it(db: Database) -> None:
    async with db.write() as session:
        for chat in "abcdefgh":
            await outbox.post(
                session, channel="web", chat=chat, messages=[Outgoing("a")], lane=Lane.reply, now=MONDAY
            )
        await outbox.claim(session, channel="web", limit=99, now=MONDAY)
        first = await outbox.reclaim(session, channel="web", shard=Shard(1, 2))
        again = {one.chat for one in await outbox.claim(session, channel="web", limit=99, now=MONDAY)}
    assert first == len(again)
    assert again == {chat for chat in "abcdefgh" if shard_of("web", chat, 2).number == 1}


async def test_what_is_in_flight_stays_in_its_shard_when_its_chat_gets_a_new_name(db: Database) -> None:
    """Its courier has it in hand: in another shard nobody would queue it again after a kill."""
    (new,) = [chat for chat in "bcdefgh" if shard_of("web", chat, 2) != shard_of("web", "a", 2)][:1]
    async with db.write() as session:
        for text in ("refused", "behind", "waits"):
            await outbox.post(
                session, channel="web", chat="a", messages=[Outgoing(text)], lane=Lane.reply, now=MONDAY
            )
        rows = {row.body["text"]: row for row in (await session.exec(select(Outbox))).all()}
        rows["refused"].state = rows["behind"].state = Departure.sending
        await session.flush()
        mine = shard_of("web", "a", 2)
        await outbox_moves.rename(session, rows["refused"].id, channel="web", old="a", new=new, shard=mine)
    async with db.read() as session:
        found = {row.body["text"]: (row.chat, row.slot) for row in (await session.exec(select(Outbox))).all()}
    there, here = (new, slot_of("web", new)), ("a", slot_of("web", "a"))
    assert found == {"refused": there, "behind": here, "waits": there}
