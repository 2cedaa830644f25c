"""Files and places that come while a question waits for words: kept or turned away, and the question goes on."""

import pytest

from roviec.db import conversations, people
from roviec.db.models import Evidence, Inbox
from roviec.db.models.delivery import Arrival
from roviec.handlers.all import everything
from roviec.handlers.choices.decisions import Field
from tests.chat import Talker
from tests.doors import unrecorded
from tests.handlers.choice_examples import dialogue_data
from tests.handlers.work_stage import TITLES, Work

pytest_plugins = ("tests.handlers.chat_stages",)
PICTURE = b"\xff\xd8\xff a picture"


async def test_a_photo_in_the_middle_of_a_question_is_kept_and_the_question_goes_on(work: Work) -> None:
    task = await work.assign(TITLES[0])
    await work.mai.acts(f"task.progress:{task}")
    await work.mai.sends_file("hien-truong.jpg", PICTURE)
    work.mai.hears("Đã lưu hien-truong.jpg", "vẫn chờ Ông/Bà trả lời")
    await work.mai.says("60")
    work.mai.hears("60%")
    (kept,) = await work.chat.rows(Evidence)
    assert kept.task_id == task


async def test_its_caption_answers_the_question(work: Work) -> None:
    task = await work.assign(TITLES[0])
    await work.mai.acts(f"task.progress:{task}")
    await work.mai.sends_file("hien-truong.jpg", PICTURE, text="70%")
    assert (await work.state(task))[1] == 70
    assert len(await work.chat.rows(Evidence)) == 1


async def test_a_photo_for_one_of_several_tasks_is_worth_more_than_the_question(work: Work) -> None:
    for title in TITLES:
        await work.assign(title)
    await work.mai.says("/nghiphep")
    await work.mai.sends_file("hien-truong.jpg", PICTURE)
    work.mai.hears("việc nào")
    await work.mai.presses(TITLES[1])
    work.mai.hears("Đã lưu hien-truong.jpg")


async def ask(work: Work, name: str, *whom: Talker) -> None:
    """Let each of them be asked something."""
    kind = everything().dialogues[name].kind
    async with work.chat.db.write() as session:
        for who in whom:
            address = await people.address_of(session, channel=who.channel, chat=who.chat)
            talk = await conversations.of(session, address, work.chat.now)
            conversations.enter(talk, name, dialogue_data(kind), work.chat.now, own=kind.of_chat)


@pytest.mark.parametrize("name", sorted(everything().dialogues))
async def test_whatever_is_sent_is_answered_in_every_dialogue(work: Work, name: str) -> None:
    """Whatever an official was asked, and with whatever in it: an answer, never a mishap."""
    await work.assign(TITLES[0])
    both = (work.mai, work.chair)
    picture = {
        "ref": work.chat.files.keep(PICTURE),
        "name": "hien-truong.jpg",
        "mime": "image/jpeg",
        "size": len(PICTURE),
    }
    with unrecorded():
        for words in ("", "60%", "31/2/2027", "không rõ", "x", "15", "," * 40):
            await ask(work, name, *both)
            said = (
                {"kind": "text", "text": words} if words else {"kind": "file", "text": "", "files": [picture]}
            )
            for who in both:
                await who.posts(said)
            # One settling for both: what is sent and marked costs as much for one answer.
            await work.chat.settle()
            for who in both:
                await who.listens()
                assert who.fresh, f"{who.chat} heard nothing after {words!r}"
                assert "Hệ thống gặp lỗi" not in who.words, who.words
    assert [row for row in await work.chat.rows(Inbox) if row.state == Arrival.quarantined] == []


async def test_nothing_but_words_changes_a_task(work: Work) -> None:
    task = await work.assign(TITLES[0])
    for field in Field:
        await work.chair.acts(f"edit.ask:{task}:{field}")
        await work.chair.sends_file("hien-truong.jpg", PICTURE)
        work.chair.does_not_hear("Lý do điều chỉnh")
