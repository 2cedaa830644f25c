"""Words that name an official reach the office's leaders alone: not the named one, not the unit, not an admin, no export."""

import pytest

from roviec.db.models import Task
from roviec.tasks.feedback.lifecycle import State
from roviec.tasks.feedback.officials import named
from tests.feedback.conftest import HOME, LAMP, Office

pytest_plugins = ("tests.handlers.chat_stages",)
RUDE = "Chị Mai ở Phòng Nội vụ nói năng hách dịch với bà con."
NAMES = ["Nguyễn Minh Sơn", "Lò Thị Mai", "Tẩn Văn Páo", "Lan"]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        (RUDE, [1]),
        ("lo thi mai khong tiep dan", [1]),
        ("LÒ THỊ MAI không tiếp dân", [1]),
        ("Ông Sơn và anh Páo hẹn mãi", [0, 2]),
        ("cán bộ Mai, hẹn ngày mai", [1]),
        ("Ngày Mai tôi đến, chị mai vàng nở", []),
        ("Đèn đường thôn Sơn Mai hỏng", []),
        ("Hẹn mai trả, chị ở một cửa hách dịch", []),
        ("Bà Lan ở thôn Đông trồng lan", [3]),
        ("", []),
    ],
)
def test_whom_words_name(words: str, who: list[int]) -> None:
    assert named(words, NAMES) == who


async def test_leaders_alone_hear_and_answer(office: Office) -> None:
    await office.writes(RUDE)
    one = await office.feedback()
    assert (one.names_official, one.state, one.task_id) == (True, State.received, None)
    assert await office.chat.rows(Task) == []
    await office.chair.listens()
    office.chair.hears("nêu tên cán bộ", "hách dịch")
    for reader in (office.admin, office.mai):
        assert await reader.listens() == []
        for asked in ("/duyet", "/viec"):
            await reader.says(asked)
        assert "hách dịch" not in str(reader.heard)
    await office.chair.says("/duyet")
    await office.chair.presses("hách dịch")
    office.chair.hears("hách dịch")
    office.chair.does_not_hear("Chuyển đơn vị")
    await office.chair.presses("Trả lời ngay")
    await office.chair.says("Cơ quan đã nhắc nhở, xin lỗi Ông/Bà.")
    await office.citizen.listens()
    office.citizen.hears("xin lỗi Ông/Bà")


async def test_a_leader_who_is_named_does_not_hear_of_it(office: Office) -> None:
    """Where no other leader is, the admins hear: nobody reads what is said of themselves before anybody else."""
    await office.writes("Chủ tịch Nguyễn Minh Sơn không tiếp dân ngày thứ ba.", unit="4")
    assert await office.chair.listens() == []
    await office.chair.says("/duyet")
    assert "không tiếp dân" not in str(office.chair.heard)
    await office.admin.listens()
    office.admin.hears("không tiếp dân")


@pytest.mark.parametrize("said", ["feedback.route", "feedback.to", "feedback.show", "feedback.direct"])
async def test_no_forged_choice_opens_it_to_an_admin(office: Office, said: str) -> None:
    from roviec.handlers.choices.feedback import FeedbackDirect, FeedbackRoute, FeedbackShow, FeedbackTo

    await office.writes(RUDE)
    one = await office.feedback()
    kinds = {
        "feedback.route": FeedbackRoute,
        "feedback.show": FeedbackShow,
        "feedback.direct": FeedbackDirect,
    }
    choice = kinds[said](one.id) if said in kinds else FeedbackTo(one.id, 1)
    await office.admin.acts(choice.pack())
    assert "hách dịch" not in str(office.admin.heard)
    assert (await office.feedback()).state == State.received


async def test_other_words_go_their_way(office: Office) -> None:
    await office.writes(LAMP, unit=HOME)
    assert (await office.feedback()).state == State.routed
