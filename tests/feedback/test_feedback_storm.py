"""Everybody presses whatever they ever saw and types whatever comes to mind, in any order: nothing breaks."""

import random

import pytest
from sqlmodel import col

from roviec.db.models import Feedback, Inbox, Task
from roviec.tasks.feedback.lifecycle import Kind, State
from roviec.tasks.lifecycle import State as TaskState
from tests.chat import Talker
from tests.feedback.conftest import HOME, LAMP, Office

pytest_plugins = ("tests.handlers.chat_stages",)
CITIZENS = (
    LAMP,
    LAMP,
    "/phananh",
    "1",
    "2",
    "3",
    HOME,
    "hài lòng",
    "chưa hài lòng",
    "/huy",
    "phananh-2",
    "khen",
)
DONE = "Đã sửa xong hôm qua."
OFFICIALS = (DONE, DONE, DONE, "/duyet", "/viec", "1", "2", "xong rồi", "/huy", HOME)
ASIDE = (
    "task.log",
    "task.undo",
    "task.suspend",
    "task.refuse",
    "cancel",
    "feedback.rewrite",
    "feedback.sent",
)


@pytest.mark.parametrize("seed", range(1))
async def test_a_storm_of_old_buttons_and_stray_words_breaks_nothing(office: Office, seed: int) -> None:
    dice = random.Random(seed)
    everyone = [(office.citizen, CITIZENS), (office.other, CITIZENS)] * 2
    everyone += [(office.chair, OFFICIALS), (office.admin, OFFICIALS), (office.mai, OFFICIALS)]
    for unit in (HOME, "4"):
        await office.writes(unit=unit)
    for step in range(260):
        talker, phrases = dice.choice(everyone)
        await talker.listens()
        buttons = [c["action"] for line in talker.heard for c in line["choices"]]
        ahead = [b for b in buttons if not b.startswith(ASIDE)]
        if ahead and dice.random() < 0.6:
            await talker.acts(dice.choice(ahead[-6:] if dice.random() < 0.7 else buttons))
        else:
            await talker.says(dice.choice(phrases))
        assert talker.fresh, f"silence at step {step}"
        talker.does_not_hear("Hệ thống gặp lỗi")
        if step % 30 == 29:
            office.chat.later(days=1)
    await check(office, [office.citizen, office.other])


async def check(office: Office, citizens: list[Talker]) -> None:
    """Check what must hold whatever happened."""
    assert await office.chat.rows(Inbox, col(Inbox.tries) > 0) == []
    tasks = {task.id: task for task in await office.chat.rows(Task)}
    feedback = await office.chat.rows(Feedback)
    assert feedback, "the storm wrote nothing"
    for one in feedback:
        task = tasks.get(one.task_id)
        if one.kind is Kind.praise:
            assert (task, one.state, one.answers) == (None, State.closed, 0)
            continue
        if one.state is State.routed:
            assert task is not None
            assert task.state != TaskState.done
        if one.state in (State.answered, State.disputed, State.closed):
            assert one.answers >= 1
            assert one.answer
            assert one.answered_on
            assert task is None or task.state in (TaskState.done, TaskState.cancelled)
        assert (one.rating is None) or one.answers >= 1
    for task in tasks.values():
        if task.state not in (TaskState.done, TaskState.cancelled):
            assert [one for one in feedback if one.task_id == task.id], "an open task that answers nobody"
    heard = "\n".join(str(reader.heard) for reader in (office.chair, office.admin, office.mai))
    assert not any(citizen.chat in heard for citizen in citizens)
