"""The month's messages: levels, what still goes, saying the same in fewer, and the counter."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from roviec.channels.zalo_bot.ledger import Ledger
from roviec.db import budget, people
from roviec.db.engine import Database
from roviec.messages.allowance import Allowance, Budget, Level, Usage
from roviec.messages.joining import joined
from roviec.messages.outgoing import Choice, FileOut, Outgoing
from roviec.messages.render import width

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
JUNE = datetime(2026, 6, 30, 16, 59, tzinfo=UTC)  # 23:59 in Hà Nội
JULY = datetime(2026, 6, 30, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "received", "level", "left"),
    [
        (0, 0, Level.fine, 3000),
        (2000, 399, Level.fine, 601),
        (2000, 400, Level.warned, 600),
        (2850, 0, Level.short, 150),
        (1500, 1499, Level.short, 1),
        (1500, 1500, Level.spent, 0),
        (4000, 0, Level.spent, 0),
    ],
)
def test_levels_follow_both_directions(sent: int, received: int, level: Level, left: int) -> None:
    month = Budget(Usage("2026-06", sent, received))
    assert (month.level, month.left) == (level, left)


def test_the_platform_s_own_word_counts_more_than_our_sum() -> None:
    assert Budget(Usage("2026-06", 10, 10, refused=True)).level is Level.spent


def test_a_broadcast_leaves_a_fifth_for_answers() -> None:
    month = Budget(Usage("2026-06", 2900, 0))
    assert month.afford(80)
    assert not month.afford(81)


@pytest.mark.parametrize(
    ("now", "foreseen"),
    [
        (datetime(2026, 6, 11, tzinfo=HANOI), 1500),  # a third of the month
        (datetime(2026, 6, 1, 9, tzinfo=HANOI), 15_000),  # the first day counts as a whole one
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=HANOI), 500),
    ],
)
def test_the_month_is_foreseen_at_its_pace(now: datetime, foreseen: int) -> None:
    assert Budget(Usage("2026-06", 400, 100)).forecast(now) == foreseen


def test_the_package_is_a_setting() -> None:
    month = Budget(Usage("2026-06", 80), Allowance(messages=100, people=2), people=2)
    assert (month.level, month.left, month.is_full) == (Level.warned, 20, True)


def test_a_queue_of_plain_words_becomes_one_message() -> None:
    queue = [Outgoing("Tin một", title="Nhắc"), Outgoing("Tin hai"), Outgoing("Tin ba")]
    message, taken = joined(queue, 2000)
    assert taken == 3
    assert (message.title, message.text.split()[:3]) == ("Nhắc", ["Tin", "một", "––––––"])


@pytest.mark.parametrize(
    "loner",
    [
        Outgoing("x", choices=(Choice("Có", "yes"),)),
        Outgoing("x", link="https://a.vn"),
        Outgoing("x", files=(FileOut("0" * 64, "a", "b"),)),
    ],
)
def test_choices_links_and_files_go_alone(loner: Outgoing) -> None:
    assert joined([loner, Outgoing("y")], 2000) == (loner, 1)
    assert joined([Outgoing("y"), loner], 2000) == (Outgoing("y"), 1)


def test_nothing_follows_numbered_lines() -> None:
    question = Outgoing("Chọn:\n\n1. Có\n2. Không")
    assert joined([question, Outgoing("Tin mới")], 2000) == (question, 1)
    assert joined([Outgoing("Tin cũ"), question, Outgoing("Tin mới")], 2000)[1] == 2


def test_a_joined_message_never_grows_past_the_limit() -> None:
    queue = [Outgoing("😀" * 400) for _ in range(9)]
    message, taken = joined(queue, 2000)
    assert taken == 2
    assert width(message.text) <= 2000


async def test_the_counter_counts_by_hanoi_s_month_and_forgets_nothing(db: Database) -> None:
    async with db.write() as session:
        await budget.count(session, channel="zalo_bot", now=JUNE, sent=2)
        await budget.count(session, channel="zalo_bot", now=JUNE, received=1, refused=True)
        await budget.count(session, channel="zalo_bot", now=JULY, sent=1)
    async with db.read() as session:
        assert await budget.usage(session, channel="zalo_bot", now=JUNE) == Usage("2026-06", 2, 1, True)
        assert await budget.usage(session, channel="zalo_bot", now=JULY) == Usage("2026-07", 1, 0, False)
        assert await budget.usage(session, channel="other", now=JULY) == Usage("2026-07")


async def test_many_count_at_once_without_losing_one(db: Database) -> None:
    async def one() -> None:
        async with db.write() as session:
            await budget.count(session, channel="zalo_bot", now=JUNE, sent=1)

    await asyncio.gather(*(one() for _ in range(20)))
    async with db.read() as session:
        assert (await budget.usage(session, channel="zalo_bot", now=JUNE)).sent == 20


async def test_people_are_counted_per_channel_and_groups_are_none(sqlite: Database) -> None:
    async with sqlite.write() as session:
        for channel, chat in (("zalo_bot", "a"), ("zalo_bot", "zgr-1"), ("zalo_bot", "b"), ("web", "c")):
            await people.address_of(session, channel=channel, chat=chat)
    async with sqlite.read() as session:
        assert await budget.people(session, channel="zalo_bot", groups="zgr-") == 2
        assert await budget.people(session, channel="zalo_bot", groups="zgr-", until="a") == 1


async def test_the_platforms_count_itself_notes_that_the_last_fifth_has_begun(db: Database) -> None:
    ledger = Ledger(db, lambda: JUNE, Allowance(messages=10))
    for number in range(1, 10):
        await (ledger.sent() if number % 2 else ledger.received(1))
        async with db.read() as session:
            assert bool(await budget.scarce(session, now=JUNE)) == (number >= 8)
