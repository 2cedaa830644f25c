"""A receipt says that somebody was told only where they were; where nobody was, it says so and what to do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

import pytest
from sqlmodel import col, select

from roviec.db import people
from roviec.db.models import Address, Extension, Obstacle, Person, Task, TaskUnit
from tests import office
from tests.chat import Chat, Talker
from tests.handlers.work_stage import OTHER, TITLES, UNIT, Work

pytest_plugins = ("tests.handlers.chat_stages",)
UNTOLD = ("chưa được báo", "Chưa báo được ai", "chưa báo được ai", "chưa nhận được tin")
WHAT_TO_DO = ("báo trực tiếp giúp", "nhờ quản trị viên cấp mã mời", "chưa báo được ai khác")


async def mute(chat: Chat, *whom: Talker) -> None:
    """Let nobody of these be reached any more."""
    chats = [one.chat for one in whom]
    async with chat.db.write() as session:
        for address in (await session.exec(select(Address).where(col(Address.chat).in_(chats)))).all():
            address.reachable = False


async def _obstacle(work: Work) -> int:
    task = await work.assign()
    await work.mai.acts(f"task.block:{task}")
    await work.mai.says("Chưa có kinh phí in phiếu")
    (obstacle,) = await work.chat.rows(Obstacle)
    return obstacle.id or 0


async def _wish(work: Work) -> int:
    task = await work.assign()
    await work.mai.acts(f"task.extend:{task}")
    await work.mai.says("20/7")
    await work.mai.says("Chờ số liệu của tỉnh")
    (wish,) = await work.chat.rows(Extension)
    return wish.id or 0


@dataclass(frozen=True)
class Deed:
    """What somebody does, who is to hear of it, and what is claimed where they do."""

    to: str
    act: Callable[[Work, bool], Awaitable[Talker]]
    claim: str


def deed(
    to: str, claim: str, before: Callable[[Work], Awaitable[int]], *steps: str, by: str = "chair"
) -> Deed:
    """Return what `by` does in `steps`, the first of them an action: who is to hear is muted after `before`."""

    async def act(work: Work, reached: bool) -> Talker:
        number = await before(work)
        if not reached:
            await mute(work.chat, *(getattr(work, name) for name in to.split()))
        who: Talker = getattr(work, by)
        await who.acts(steps[0].format(n=number))
        for words in steps[1:]:
            await who.says(words)
        return who

    return Deed(to, act, claim)


async def _done(work: Work) -> int:
    task = await work.assign()
    await work.mai.acts(f"task.done:{task}")
    return task


async def _suspended(work: Work) -> int:
    task = await work.assign()
    await work.chair.acts(f"task.suspend:{task}")
    await work.chair.says("Chờ hướng dẫn của Bộ")
    return task


async def _refused(work: Work) -> int:
    task = await work.assign()
    await work.mai.acts(f"task.refuse:{task}")
    await work.mai.says("Việc này của Phòng Tài chính")
    return task


async def _task(work: Work) -> int:
    return await work.assign()


async def _planned(work: Work) -> int:
    await work.mai.says("tôi nghỉ phép từ 3/7 đến 7/7, Trần Quốc Huy thay")
    await work.mai.presses("Đúng")
    return 1


async def _running(work: Work) -> int:
    await work.mai.says("tôi nghỉ phép từ 29/6 đến 3/7, Trần Quốc Huy thay")
    await work.mai.presses("Đúng")
    return 1


async def _asked(work: Work) -> int:
    await work.mai.says("tôi nghỉ phép từ 3/7 đến 7/7, Trần Quốc Huy thay")
    return 1


WHY = "Theo kết luận giao ban"
UNIT_TOLD = "Đơn vị thực hiện đã được báo"
DEEDS = {
    "give back": deed("mai", UNIT_TOLD, _done, "task.back:{n}", WHY),
    "suspend": deed("mai", UNIT_TOLD, _task, "task.suspend:{n}", WHY),
    "resume": deed("mai", UNIT_TOLD, _suspended, "task.resume:{n}", WHY),
    "cancel": deed("mai", UNIT_TOLD, _task, "task.cancel:{n}", WHY),
    "insist": deed("mai", UNIT_TOLD, _refused, "task.insist:{n}", WHY),
    "deny time": deed("mai", UNIT_TOLD, _wish, "extend.deny:{n}", WHY),
    "grant time": deed("mai", UNIT_TOLD, _wish, "extend.grant:{n}"),
    "answer an obstacle": deed("mai", UNIT_TOLD, _obstacle, "block.answer:{n}", WHY),
    "edit": deed("mai", "và báo người liên quan", _task, "edit.ask:{n}:due", "trước 15/7", WHY),
    "raise an obstacle": deed(
        "chair", "Đã chuyển vướng mắc tới lãnh đạo", _task, "task.block:{n}", "Chưa có kinh phí", by="mai"
    ),
    "refuse": deed("chair", "Đã chuyển lý do từ chối", _task, "task.refuse:{n}", WHY, by="mai"),
    "ask for time": deed("chair", "Đã gửi đề nghị", _task, "task.extend:{n}", "20/7", WHY, by="mai"),
    "be away": deed("huy", "đã được báo", _asked, "away.yes", by="mai"),
    "be back": deed("huy", "đã được báo", _running, "away.end:{n}", by="mai"),
    "not go away": deed("huy", "đã được báo", _planned, "away.end:{n}", by="mai"),
}


@pytest.mark.parametrize("name", DEEDS)
async def test_who_was_reached_is_said_to_have_been_told(work: Work, name: str) -> None:
    done = DEEDS[name]
    who = await done.act(work, True)
    who.hears(done.claim)
    who.does_not_hear(*UNTOLD)


@pytest.mark.parametrize("name", DEEDS)
async def test_where_nobody_was_reached_nobody_is_said_to_have_been_told(work: Work, name: str) -> None:
    done = DEEDS[name]
    who = await done.act(work, False)
    who.does_not_hear(done.claim)
    assert any(part in who.words for part in UNTOLD), who.words
    assert any(part in who.words for part in WHAT_TO_DO), who.words


@pytest.mark.parametrize("reached", [True, False])
async def test_an_obstacle_in_plain_words_is_passed_on_only_where_it_is(work: Work, reached: bool) -> None:
    await work.assign()
    if not reached:
        await mute(work.chat, work.chair)
    await work.mai.says("vướng kinh phí in phiếu")
    assert ("đã chuyển lãnh đạo" in work.mai.words) is reached
    assert ("chưa được báo" in work.mai.words) is not reached


@pytest.mark.parametrize("reached", [True, False])
async def test_whoever_is_handed_a_task_is_said_to_be_unreached(work: Work, reached: bool) -> None:
    task = await work.assign()
    pao = await work.chat.official("Tẩn Văn Páo", UNIT)
    assert pao.person is not None
    if not reached:
        await mute(work.chat, pao)
    await work.chair.acts(f"task.give_to:{task}:{pao.person.id}")
    work.chair.hears("Đã giao «Báo cáo quý II»")
    assert ("chưa được báo" in work.chair.words) is not reached


async def test_a_unit_without_staff_is_not_said_to_have_been_told(work: Work) -> None:
    await work.chat.unit("Trạm Khuyến nông")
    for said in ("/giao Thống kê gia súc", "Trạm Khuyến nông", "trước 20/7"):
        await work.chair.says(said)
    await work.chair.presses("Giao")
    work.chair.hears("chưa nhận được tin")
    await work.chair.acts("task.cancel:1")
    await work.chair.says(WHY)
    work.chair.hears("Chưa báo được ai vì đơn vị thực hiện chưa có người liên kết kênh")
    work.chair.does_not_hear(UNIT_TOLD)


async def test_whose_own_task_it_is_reads_of_nobody_who_was_told_or_not(work: Work) -> None:
    """The head of the office decides on their own work: there is nobody to tell."""
    number = await work.assign()
    assert work.chair.person is not None
    async with work.chat.db.write() as session:
        task = await session.get_one(Task, number)
        task.leader_id = work.chair.person.id
        (part,) = (await session.exec(select(TaskUnit).where(TaskUnit.task_id == number))).all()
        part.person_id = work.chair.person.id
    for act, said in (("suspend", "Đã ghi: "), ("resume", "Đã ghi: ")):
        await work.chair.acts(f"task.{act}:{number}")
        await work.chair.says(WHY)
        work.chair.hears(said)
        work.chair.does_not_hear("báo")


async def test_of_two_units_it_is_said_how_many_heard(work: Work) -> None:
    async with work.chat.db.write() as session:
        units = [await office.unit(session, name) for name in (UNIT, OTHER)]
        task = await office.task(session, TITLES[0], *units, by=work.chair.person, now=work.chat.now)
    await mute(work.chat, work.huy)
    await work.chair.acts(f"task.suspend:{task.id}")
    await work.chair.says(WHY)
    work.chair.hears("Đã báo 1/2 người thực hiện", "báo trực tiếp giúp")
    await work.mai.listens()
    work.mai.hears(WHY)


async def _hand_to_pao(work: Work, task: int) -> Talker:
    pao = await work.chat.official("Tẩn Văn Páo", UNIT)
    assert pao.person is not None
    await work.chair.acts(f"task.give_to:{task}:{pao.person.id}")
    await pao.listens()
    return pao


@pytest.mark.parametrize("leaves", [False, True])
async def test_a_refusal_of_more_time_reaches_who_has_the_task_now(work: Work, leaves: bool) -> None:
    wish = await _wish(work)
    pao = await _hand_to_pao(work, 1)
    if leaves:
        assert work.mai.person is not None
        async with work.chat.db.write() as session:
            mai = await session.get_one(Person, work.mai.person.id)
            await people.leave(session, person=mai, today=date(2026, 6, 29))
    await work.mai.listens()
    await work.chair.acts(f"extend.deny:{wish}")
    await work.chair.says(WHY)
    work.chair.hears("không gia hạn", UNIT_TOLD)
    await pao.listens()
    pao.hears("không đồng ý gia hạn", WHY, "Hạn vẫn là 10/7/2026")
    await work.mai.listens()
    assert bool(work.mai.fresh) is not leaves


async def test_the_answer_to_an_obstacle_reaches_who_has_the_task_now(work: Work) -> None:
    obstacle = await _obstacle(work)
    pao = await _hand_to_pao(work, 1)
    await work.mai.listens()
    await work.chair.acts(f"block.answer:{obstacle}")
    await work.chair.says(WHY)
    for who in (pao, work.mai):
        await who.listens()
        who.hears("trả lời vướng mắc", WHY)
