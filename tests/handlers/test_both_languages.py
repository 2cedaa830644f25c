"""Everybody reads their own language, whoever speaks; a refused extension is told with its reason."""

from datetime import date

import pytest

from roviec.db.models import Role
from roviec.db.tasks import assign
from tests.chat import Chat, Talker


@pytest.fixture
async def pair(house: Chat) -> tuple[Talker, Talker]:
    """A leader and an official with one task."""
    root = await house.unit("UBND xã Bình Lư")
    home = await house.unit("Phòng Nội vụ", root)
    chair = await house.official("Nguyễn Minh Sơn", root, Role.leader, "Chủ tịch")
    mai = await house.official("Lò Thị Mai", home)
    async with house.db.write() as session:
        new = assign.NewTask(title="Báo cáo quý II", leads=[home], deadline=assign.fixed(date(2026, 6, 30)))
        await assign.assign_task(session, new=new, plan=None, actor=chair.person, now=house.clock())
    return chair, mai


async def _speaks_english(chatter: Talker) -> None:
    await chatter.says("/ngonngu")
    await chatter.presses("English")


async def test_a_refused_extension_is_told_with_who_and_why(pair: tuple[Talker, Talker]) -> None:
    chair, mai = pair
    await mai.says("xin lùi 5 ngày vì vướng kinh phí")
    await mai.says("đúng")
    await chair.reads()
    await chair.says("/duyet")
    await chair.presses("Gia hạn: Báo cáo quý II · 30/6/2026, trong hạn")
    await chair.presses("Không đồng ý")
    assert "không gia hạn «Báo cáo quý II»" in await chair.says("Tỉnh chỉ nhận đến 30/6")
    told = await mai.reads()
    assert "Nguyễn Minh Sơn không đồng ý gia hạn. Lý do: Tỉnh chỉ nhận đến 30/6" in told
    assert "Hạn vẫn là 30/6/2026" in told


async def test_each_reads_their_own_language_whoever_speaks(pair: tuple[Talker, Talker]) -> None:
    chair, mai = pair
    await _speaks_english(mai)
    await mai.says("/viec")
    card = await mai.says("1")
    assert "Due: 30/6/2026, in time\nStatus: assigned, 0%" in card
    assert mai.labels[:2] == ["Accept the task", "Update progress"]
    await mai.presses("Done")
    told = await chair.reads()
    assert "Lò Thị Mai báo đã hoàn thành. Hạn: 30/6/2026" in told
    assert chair.labels == ["Xác nhận hoàn thành", "Trả lại", "Xem nhiệm vụ"]
    await chair.presses("Trả lại")
    await chair.says("Còn thiếu phụ lục 2")
    assert "Nguyễn Minh Sơn returns this to be worked on: Còn thiếu phụ lục 2" in await mai.reads()
    assert mai.labels == ["See the task"]


async def test_a_refusal_of_the_rules_is_english_for_who_speaks_english(
    pair: tuple[Talker, Talker],
) -> None:
    _, mai = pair
    await _speaks_english(mai)
    await mai.says("/viec")
    await mai.says("1")
    await mai.presses("Accept the task")
    said = await mai.acts("task.accept:1")
    assert "The task is «accepted» already, so there is no need to accept the task again" in said
