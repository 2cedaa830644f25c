"""/tuan with a period: named in words, or chosen; for leaders alone."""

import pytest

from roviec.db.models import Role
from tests.chat import OFFICE, Chat

pytest_plugins = ("tests.handlers.chat_stages",)


@pytest.mark.parametrize(
    ("words", "heard", "name"),
    [
        ("/tuan", "bản tin tuần 27 năm 2026", "digest-2026-W27.docx"),
        ("/tuan tháng 6", "bản tin tháng 6 năm 2026", "digest-2026-M06.docx"),
        ("/tuan quý II/2026", "bản tin quý II năm 2026", "digest-2026-Q2.docx"),
        ("/tuan 6 thang dau nam", "bản tin 6 tháng đầu năm 2026", "digest-2026-H1.xlsx"),
        ("/tuan năm 2025", "bản tin năm 2025", "digest-2025-Y1.docx"),
    ],
)
async def test_a_leader_names_the_period(chat: Chat, words: str, heard: str, name: str) -> None:
    leader = await chat.official("Trần Văn Chủ", OFFICE, Role.leader)
    await leader.says(words)
    leader.hears(heard, f"<{name}>")


async def test_other_words_bring_the_periods_to_choose_from(chat: Chat) -> None:
    leader = await chat.official("Trần Văn Chủ", OFFICE, Role.leader)
    await leader.says("/tuan quý năm ngoái")
    leader.hears("Chưa rõ kỳ «quý năm ngoái»", "Tháng (15 đến 14)", "Cả năm")
    await leader.presses("Quý")
    leader.hears("bản tin quý III năm 2026")


async def test_two_periods_are_asked_for_at_once(chat: Chat) -> None:
    chat.draws = False
    leader = await chat.official("Trần Văn Chủ", OFFICE, Role.leader)
    await leader.says("/tuan tháng 6")
    await leader.says("/tuan")
    await leader.says("/tuan")
    chat.draws = True
    await chat.settle()
    await leader.reads()
    leader.hears("bản tin tháng 6 năm 2026", "bản tin tuần 27 năm 2026")
    assert leader.words.count(": bản tin") == 2


async def test_who_leads_the_office_corrects_what_came_with_one_press(chat: Chat) -> None:
    leader = await chat.official("Trần Văn Chủ", OFFICE, Role.leader)
    await leader.says("/tuan")
    await leader.presses("Chỉnh bản tin này")
    leader.hears("Chỉnh bản tin tuần 27 năm 2026 trước khi gửi", "Chưa có ý kiến bổ sung")


async def test_officials_are_refused(chat: Chat) -> None:
    official = await chat.official("Nguyễn Thị Lan")
    await official.says("/tuan tháng 6")
    official.hears("do lãnh đạo quyết định")
    await official.acts("digest.of:month")
    official.hears("do lãnh đạo quyết định")
