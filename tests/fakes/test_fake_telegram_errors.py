"""What goes wrong at the fake becomes the errors that python-telegram-bot raises."""

from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from tests.fakes.telegram.faults import FaultKind
from tests.fakes.telegram.library import library_bot
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.telegram.store import Standing

PERSON = 5001


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(throttle=False) as server:
        server.user(PERSON, "An")
        yield server


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[Bot]:
    async with library_bot(fake) as client:
        yield client


@pytest.mark.parametrize(
    ("standing", "text"),
    [
        (Standing.BLOCKED, "bot was blocked by the user"),
        (Standing.NEVER_STARTED, "bot can't initiate conversation with a user"),
        (Standing.DEACTIVATED, "user is deactivated"),
    ],
)
async def test_people_who_cannot_be_reached_are_forbidden(
    bot: Bot, fake: FakeTelegram, standing: Standing, text: str
) -> None:
    fake.core.store.chats[PERSON].standing = standing
    with pytest.raises(Forbidden, match=text):
        await bot.send_message(PERSON, "x")


async def test_unknown_chat_wrong_token_and_bad_token(bot: Bot, fake: FakeTelegram) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(999, "x")
    for token in ("777:another-token-of-good-shape", "nonsense"):
        other = library_bot(fake, token)
        with pytest.raises(InvalidToken):
            await other.initialize()
        await other.shutdown()


async def test_a_migrated_group_names_its_new_id(bot: Bot, fake: FakeTelegram) -> None:
    fake.act("add_group", chat_id=-5, members=[PERSON], kind="group")
    fake.act("add_bot", chat_id=-5, by=PERSON)
    fake.act("migrate", chat_id=-5, new_id=-1005, by=PERSON)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(-5, "x")
    assert caught.value.new_chat_id == -1005
    assert await bot.send_message(-1005, "x")
    kinds = [u.message.migrate_to_chat_id for u in await bot.get_updates() if u.message]
    assert -1005 in kinds


async def test_a_group_that_threw_the_bot_out_is_forbidden(bot: Bot, fake: FakeTelegram) -> None:
    fake.act("add_group", chat_id=-1007, members=[PERSON])
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(-1007, "x")
    fake.act("add_bot", chat_id=-1007, by=PERSON)
    fake.act("remove_bot", chat_id=-1007, by=PERSON)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(-1007, "x")


FAULTS = [
    (FaultKind.TOO_MANY, RetryAfter),
    (FaultKind.SERVER_ERROR, NetworkError),
    (FaultKind.BAD_GATEWAY, NetworkError),
    (FaultKind.DROP, NetworkError),
    (FaultKind.COMMIT_THEN_DROP, NetworkError),
    (FaultKind.HANG, TimedOut),
    (FaultKind.COMMIT_THEN_HANG, TimedOut),
    (FaultKind.UNAUTHORIZED, InvalidToken),
    (FaultKind.CONFLICT, Conflict),
]


@pytest.mark.parametrize(("kind", "error"), FAULTS)
async def test_faults_become_the_errors_of_the_library(
    bot: Bot, fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch, kind: FaultKind, error: type[Exception]
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    fault = fake.fault(kind, "sendMessage", seconds=7)
    with pytest.raises(error) as caught:
        await bot.send_message(PERSON, "x")
    assert type(caught.value) is error
    assert fault.hits == 1
    committed = kind in (FaultKind.COMMIT_THEN_DROP, FaultKind.COMMIT_THEN_HANG)
    assert len(fake.chat(PERSON).messages) == int(committed)
    assert (await bot.send_message(PERSON, "y")).text == "y"
