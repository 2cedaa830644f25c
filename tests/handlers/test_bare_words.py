"""A plain no that answers no question of yes or no is kept nowhere, and a plain «thôi» ends what was asked."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import String

from roviec.db import conversations, people
from roviec.db.models.base import Row
from roviec.handlers.all import everything
from roviec.handlers.frame.spoken import NO, YES, is_bare, spoken_command
from tests.doors import unrecorded
from tests.handlers.choice_examples import dialogue_data
from tests.handlers.work_stage import TITLES, Work

pytest_plugins = ("tests.handlers.chat_stages",)
PASSING = {"inbox", "outbox", "webevent", "conversation"}
"""What was sent and said, as it was."""
EVERYWHERE = " UNION ALL ".join(
    f"""SELECT '{table.name}.{column.name}' FROM "{table.name}" WHERE "{column.name}" = ?1"""
    for table in Row.metadata.sorted_tables
    for column in table.columns
    if table.name not in PASSING and isinstance(column.type, String)
)
TALKS = {"reception", "reception.words"}
"""Two people who write to each other: a no is an answer."""


async def asked(work: Work, name: str) -> None:
    """Let Mai's chat be asked something."""
    kind = everything().dialogues[name].kind
    async with work.chat.db.write() as session:
        address = await people.address_of(session, channel=work.mai.channel, chat=work.mai.chat)
        talk = await conversations.of(session, address, work.chat.now)
        conversations.enter(talk, name, dialogue_data(kind), work.chat.now, own=kind.of_chat)


def kept(work: Work, words: str) -> list[str]:
    """Return the columns where words stand by themselves."""
    with closing(sqlite3.connect(str(work.chat.db.url.database))) as file:
        return [column for (column,) in file.execute(EVERYWHERE, (words,))]


@pytest.mark.parametrize("name", sorted(set(everything().dialogues) - TALKS))
async def test_a_plain_no_is_kept_nowhere_and_a_plain_stop_ends_it(work: Work, name: str) -> None:
    await work.assign(TITLES[0])
    with unrecorded():
        await asked(work, name)
        await work.mai.says("Không phải")
        assert work.mai.fresh, "an answer"
        assert kept(work, "Không phải") == []
        await asked(work, name)
        await work.mai.says("Thôi")
        work.mai.hears("Đã hủy")
        assert kept(work, "Thôi") == []


async def test_the_leader_is_asked_again_for_a_reason_that_is_only_a_no(work: Work) -> None:
    task = await work.assign()
    await work.open(work.chair, task)
    await work.chair.presses("Tạm hoãn")
    await work.chair.says("không phải")
    work.chair.hears("viết rõ thêm vài chữ")
    await work.chair.says("thôi")
    work.chair.hears("Đã hủy")
    assert (await work.state(task))[0] == "assigned"


async def test_the_title_of_a_task_is_more_than_a_no(work: Work) -> None:
    await work.chair.says("/giao")
    await work.chair.says("không phải")
    work.chair.hears("viết rõ thêm vài chữ")


def test_only_a_yes_or_a_no_is_bare() -> None:
    assert all(is_bare(f" {word.upper()}! ") for word in YES | NO)
    assert not is_bare("không phải việc của Phòng")
    assert spoken_command("thôi, em làm tiếp", is_free=False) is None
    assert spoken_command("thôi việc", is_free=True) is None
