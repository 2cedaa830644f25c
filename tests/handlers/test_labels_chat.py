"""What a button says, typed, is that button; commands in any spelling."""

import pytest

from roviec.db.models import Task
from tests.handlers.work_stage import UNIT, Work

pytest_plugins = ("tests.handlers.chat_stages",)


@pytest.mark.parametrize("typed", ["Nhận việc", "nhan viec", "NHẬN VIỆC.", "  nhận   việc "])
async def test_a_label_is_its_button(work: Work, typed: str) -> None:
    task = await work.assign()
    await work.assign("Rà soát thủ tục")
    await work.open(work.mai, task)
    await work.mai.says(typed)
    work.mai.hears("Đã ghi nhận Ông/Bà nhận việc «Báo cáo quý II»")


async def test_a_label_is_typed_without_its_brackets(work: Work) -> None:
    task = await work.assign()
    await work.mai.acts(f"task.extend:{task}")
    await work.mai.says("lùi 3 ngày làm việc")
    work.mai.hears("Xin lùi đến 15/7/2026", "Lý do là gì")
    await work.chair.says("/giao Rà soát thủ tục")
    await work.chair.says(UNIT.lower())
    await work.chair.says("trước 30/9")
    await work.chair.says("giao viec")
    work.chair.hears("Đã giao «Rà soát thủ tục»")


@pytest.mark.parametrize("yes", ["đúng", "Đúng rồi", "ừ", "vâng ạ", "dung", "ok", "phải"])
async def test_yes_is_yes(work: Work, yes: str) -> None:
    task = await work.assign()
    await work.mai.says("việc này không phải của em")
    work.mai.hears("Có đúng không?")
    await work.mai.says(yes)
    assert (await work.state(task))[0] == "refused"


@pytest.mark.parametrize("no", ["không phải", "không", "Không đúng", "sai rồi", "khong"])
async def test_no_is_no(work: Work, no: str) -> None:
    task = await work.assign()
    await work.mai.says("việc này không phải của em")
    await work.mai.says(no)
    work.mai.hears("Chưa ghi gì")
    assert (await work.state(task))[0] == "assigned"


async def test_a_question_that_waits_for_words_takes_them_as_words(work: Work) -> None:
    task = await work.assign()
    await work.open(work.mai, task)
    await work.mai.presses("Vướng mắc")
    await work.mai.says("Hoàn thành")
    work.mai.hears("Đã chuyển vướng mắc")
    (found,) = await work.chat.rows(Task)
    assert found.state == "assigned"


@pytest.mark.parametrize("typed", ["/việc", "/Viec", "/VIỆC", "/viec@rocviec_bot", "việc"])
async def test_commands_in_any_spelling(work: Work, typed: str) -> None:
    await work.assign()
    await work.mai.says(typed)
    work.mai.hears("Ông/Bà có 1 việc")


async def test_a_command_of_two_words_and_one_with_words_behind_it(work: Work) -> None:
    await work.mai.says("/khảo sát")
    work.mai.does_not_hear("/khao")
    await work.chair.says("/Giao Rà soát thủ tục")
    work.chair.hears("«Rà soát thủ tục»: đơn vị nào chủ trì?")
    await work.chair.says("/xyz")
    work.chair.hears("/xyz")


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("Việc chờ quyết định", "chờ Ông/Bà quyết định"),
        ("giao viec moi", "Ông/Bà"),
        ("cách dùng", "Ông/Bà chọn một mục"),
    ],
)
async def test_a_button_of_the_menu_is_typed_long_after_it_was_shown(
    work: Work, typed: str, heard: str
) -> None:
    await work.chair.says("việc nào quá hạn")
    await work.chair.says(typed)
    work.chair.hears(heard)
    work.chair.does_not_hear("Chưa hiểu")


async def test_the_name_of_a_button_is_an_answer_where_something_is_asked(work: Work) -> None:
    await work.chair.says("/giao")
    await work.chair.says("Bản tin tuần")
    work.chair.hears("«Bản tin tuần»: đơn vị nào chủ trì?")
