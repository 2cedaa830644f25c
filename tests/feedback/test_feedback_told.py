"""What a citizen and a leader read of having told somebody is so: where nobody was reached it is not said."""

import pytest
from sqlmodel import col, select

from roviec.db.models import Address, Role
from tests.chat import Talker
from tests.feedback.conftest import HOME, Office

pytest_plugins = ("tests.handlers.chat_stages",)


async def mute(office: Office, *whom: Talker) -> None:
    """Let nobody of these be reached any more."""
    chats = [one.chat for one in whom]
    async with office.chat.db.write() as session:
        for address in (await session.exec(select(Address).where(col(Address.chat).in_(chats)))).all():
            address.reachable = False


@pytest.mark.parametrize("reached", [True, False])
async def test_praise_is_passed_on_only_where_somebody_reads_it(office: Office, reached: bool) -> None:
    head = await office.chat.official("Giàng Thị Só", HOME, Role.leader)
    if not reached:
        await mute(office, head)
    await office.writes("Chị Mai hướng dẫn rất tận tình, xin cảm ơn.", kind="3")
    office.citizen.hears("lời khen của Ông/Bà", "Xin cảm ơn")
    assert ("Đã chuyển lời khen" in office.citizen.words) is reached
    assert ("Đã ghi nhận lời khen" in office.citizen.words) is not reached


async def _disputes(office: Office, why: str) -> None:
    await office.citizen.says("chưa hài lòng")
    await office.citizen.says(why)


@pytest.mark.parametrize("reached", [True, False])
async def test_a_dispute_is_passed_on_only_where_a_leader_reads_it(office: Office, reached: bool) -> None:
    await office.writes()
    await office.answers()
    if not reached:
        await mute(office, office.chair, office.admin)
    await _disputes(office, "Đèn vẫn chưa sáng")
    assert ("Đã chuyển ý kiến" in office.citizen.words) is reached
    assert ("Đã ghi nhận ý kiến" in office.citizen.words) is not reached


@pytest.mark.parametrize("reached", [True, False])
async def test_a_unit_that_answers_again_is_asked_only_where_it_hears(office: Office, reached: bool) -> None:
    await office.writes()
    await office.answers()
    await _disputes(office, "Đèn vẫn chưa sáng")
    if not reached:
        await mute(office, office.mai)
    await office.chair.listens()
    await office.chair.presses("Xem và quyết định")
    await office.chair.presses("Yêu cầu đơn vị trả lời lại")
    office.chair.hears("trả lời lại")
    assert ("Đã yêu cầu" in office.chair.words) is reached
    assert ("Ông/Bà báo trực tiếp giúp" in office.chair.words) is not reached


@pytest.mark.parametrize("reached", [True, False])
async def test_words_to_the_desk_are_passed_on_only_where_it_hears(office: Office, reached: bool) -> None:
    await office.citizen.says("gặp cán bộ")
    office.citizen.hears("Đã báo cán bộ")
    if not reached:
        staff = [one for one in office.chat.talkers.values() if one.person is not None]
        await mute(office, *staff)
    await office.citizen.says("Tôi hỏi giấy khai sinh")
    assert ("Đã chuyển tới cán bộ" in office.citizen.words) is reached
    assert ("chưa có cán bộ nào nhận được tin" in office.citizen.words) is not reached


@pytest.mark.parametrize("reached", [True, False])
async def test_the_end_of_a_talk_is_told_only_where_the_citizen_hears(office: Office, reached: bool) -> None:
    await office.citizen.says("gặp cán bộ")
    await office.citizen.says("Tôi hỏi giấy khai sinh")
    await office.admin.listens()
    if not reached:
        await mute(office, office.citizen)
    await office.admin.presses("Kết thúc")
    office.admin.hears("Đã kết thúc trao đổi")
    assert ("người dân được báo" in office.admin.words) is reached
    assert ("chưa được báo" in office.admin.words) is not reached
