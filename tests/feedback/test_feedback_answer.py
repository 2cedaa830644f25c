"""The unit answers, a leader confirms, the citizen hears it and judges it once; then perhaps again."""

from roviec.db import people
from roviec.db.models import Feedback, Role, Task, TaskEvent
from roviec.tasks.feedback.lifecycle import Rating, State
from roviec.tasks.lifecycle import State as TaskState
from tests.feedback.conftest import DESK, HOME, LAMP, Office

pytest_plugins = ("tests.handlers.chat_stages",)
ANSWER = "Đã thay bóng đèn ngày 30/6/2026."


async def test_the_answer_goes_out_once_a_leader_has_confirmed_it(office_anywhere: Office) -> None:
    office = office_anywhere
    code = await office.writes()
    await office.mai.says("xong rồi")
    office.mai.hears(code, LAMP, "Ông/Bà viết nội dung trả lời người dân")
    await office.mai.says(ANSWER)
    office.mai.hears("Đã báo hoàn thành", "Hoàn tác")
    assert await office.citizen.listens() == []
    await office.chair.listens()
    office.chair.hears(LAMP, ANSWER, "Duyệt và gửi người dân")
    await office.chair.says("1")
    office.chair.hears("gửi câu trả lời cho người dân")
    await office.citizen.listens()
    office.citizen.hears(f"{HOME} trả lời ý kiến {code}", ANSWER, "Hài lòng", "Chưa hài lòng")
    await office.citizen.says("1")
    office.citizen.hears("Xin cảm ơn Ông/Bà đã cho biết")
    one = await office.feedback()
    assert (one.state, one.rating, one.answers) == (State.closed, Rating.satisfied, 1)
    assert one.answered_on == office.chat.now.date()


async def test_the_answer_is_confirmed_and_rated_once_however_often_it_is_pressed(office: Office) -> None:
    await office.writes()
    await office.answers()
    answer = office.citizen.last
    await office.chair.presses("Duyệt và gửi người dân")
    office.chair.hears("không cần xác nhận")
    assert await office.citizen.listens() == []
    await office.citizen.presses("Hài lòng", answer)
    await office.citizen.presses("Chưa hài lòng", answer)
    office.citizen.hears("đã đánh giá")
    assert (await office.feedback()).rating is Rating.satisfied


async def test_a_returned_answer_is_written_anew(office: Office) -> None:
    await office.writes()
    await office.mai.says("xong rồi")
    await office.mai.says("Đã chuyển cho điện lực.")
    await office.chair.listens()
    await office.chair.presses("Trả lại")
    await office.chair.says("Cần nói rõ ngày nào sửa xong")
    assert await office.citizen.listens() == []
    await office.mai.listens()
    await office.mai.presses("Xem nhiệm vụ")
    office.mai.hears("Trả lời: «Đã chuyển cho điện lực.»")
    await office.mai.presses("Hoàn thành")
    office.mai.hears("Ông/Bà viết nội dung trả lời người dân")
    await office.mai.says(ANSWER)
    await office.chair.listens()
    await office.chair.presses("Duyệt và gửi người dân")
    await office.citizen.listens()
    office.citizen.hears(ANSWER)
    office.citizen.does_not_hear("điện lực")


async def test_an_undone_answer_never_goes_out(office: Office) -> None:
    await office.writes()
    await office.mai.says("xong rồi")
    await office.mai.says(ANSWER)
    await office.mai.presses("Hoàn tác")
    await office.chair.listens()
    await office.chair.presses("Duyệt và gửi người dân")
    office.chair.hears("chưa thể xác nhận hoàn thành")
    assert await office.citizen.listens() == []


async def test_no_way_leads_around_the_answer(office: Office) -> None:
    await office.writes()
    (task,) = await office.chat.rows(Task)
    for way in (f"task.done:{task.id}", f"task.percent:{task.id}:100"):
        await office.mai.acts(way)
        office.mai.hears("Ông/Bà viết nội dung trả lời người dân")
    await office.mai.says("ok")
    office.mai.hears("viết rõ thêm")
    await office.mai.says("/huy")
    assert (await office.chat.rows(Task))[0].state == TaskState.assigned


async def test_dissatisfied_goes_back_to_the_leader_with_the_reason_and_is_answered_again(
    office_anywhere: Office,
) -> None:
    office = office_anywhere
    code = await office.writes()
    await office.answers()
    first = office.citizen.last
    office.chat.later(days=1)
    await office.citizen.says("2")
    office.citizen.hears(code, ANSWER, "Chưa hài lòng")
    await office.citizen.says("chưa hài lòng")
    office.citizen.hears("chưa hài lòng ở điểm nào")
    await office.chair.listens()
    await office.chair.says("/duyet")
    office.chair.hears(f"Chưa hài lòng {code}")
    await office.citizen.says("Đèn vẫn chưa sáng")
    office.citizen.hears("Đã chuyển ý kiến")
    await office.chair.listens()
    office.chair.hears("«Đèn vẫn chưa sáng»", ANSWER)
    await office.chair.presses("Xem và quyết định")
    await office.chair.presses("Yêu cầu đơn vị trả lời lại")
    office.chair.hears("hạn 14/7/2026")
    (task,) = await office.chat.rows(Task)
    assert (task.state, str(task.due), str(task.original_due)) == ("doing", "2026-07-14", "2026-07-13")
    await office.mai.listens()
    office.mai.hears("Đèn vẫn chưa sáng", "14/7/2026")
    await office.citizen.says(f"/phananh {code}")
    office.citizen.hears("đơn vị đang xử lý", "14/7/2026")
    await office.answers("Đã thay cả dây, đèn sáng tối nay.")
    office.citizen.hears("Đã thay cả dây", "Hài lòng")
    await office.citizen.presses("Hài lòng", first)
    office.citizen.hears("đã đánh giá")
    await office.citizen.says("1")
    one = await office.feedback()
    assert (one.state, one.rating, one.answers, str(one.answered_on)) == (
        State.closed, Rating.satisfied, 2, "2026-06-29",
    )  # fmt: skip


async def test_without_a_reason_it_goes_back_too_and_may_be_left(office: Office) -> None:
    code = await office.writes()
    await office.answers()
    await office.citizen.says("2")
    await office.citizen.says("1")
    office.citizen.hears("Đã chuyển ý kiến")
    await office.chair.listens()
    office.chair.hears("không nêu lý do")
    await office.chair.presses("Xem và quyết định")
    await office.chair.presses("Giữ nguyên câu trả lời")
    office.chair.hears(f"Đã giữ nguyên câu trả lời {code}")
    await office.chair.presses("Giữ nguyên câu trả lời")
    office.chair.hears("không có gì thay đổi")
    await office.admin.says("/duyet")
    office.admin.hears("Không có việc nào")


async def test_a_leader_answers_at_once_what_belongs_to_no_unit(office: Office) -> None:
    code = await office.writes(unit="4")
    await office.chair.listens()
    await office.chair.presses("Xem và quyết định")
    await office.chair.presses("Trả lời ngay")
    await office.chair.says("Việc này thuộc Công ty Điện lực, số 1900 6769.")
    office.chair.hears("Đã gửi câu trả lời")
    await office.citizen.listens()
    office.citizen.hears(code, "Công ty Điện lực")
    assert await office.chat.rows(Task) == []


async def test_the_head_of_the_office_confirms_what_the_head_answers(office: Office) -> None:
    await office.writes(unit="1")
    await office.chair.listens()
    await office.chair.says("xong rồi")
    await office.chair.says(ANSWER)
    office.chair.hears("Ông/Bà duyệt thì người dân nhận được ngay")
    await office.chair.presses("Duyệt và gửi người dân")
    await office.citizen.listens()
    office.citizen.hears(ANSWER)


async def test_an_official_who_answers_cannot_confirm_it(office: Office) -> None:
    await office.writes()
    await office.mai.says("xong rồi")
    await office.mai.says(ANSWER)
    office.mai.does_not_hear("Duyệt")
    await office.mai.acts("task.confirm:1")
    office.mai.hears("không tự xác nhận được")
    assert await office.citizen.listens() == []


async def test_where_nobody_of_the_unit_has_a_chat_the_leaders_hear(office: Office) -> None:
    async with office.chat.db.write() as session:
        unit = await people.add_unit(session, name="Đội Quản lý chợ")
        await people.add_person(session, name="Sùng A Chù", unit=unit, role=Role.official)
    code = await office.writes(unit="quan ly cho")
    await office.chair.listens()
    office.chair.hears(code, "chưa liên kết kênh nào", LAMP)
    await office.chair.presses("Xem và quyết định")
    await office.chair.presses("Chuyển đơn vị trả lời")
    await office.chair.presses(HOME)
    await office.mai.listens()
    office.mai.hears(code)


async def test_a_wrong_unit_gives_way_to_another_and_the_promise_stays(office: Office) -> None:
    await office.writes()
    office.chat.later(days=2)
    await office.chair.acts("task.open:1")
    await office.chair.presses("Chuyển đơn vị trả lời")
    await office.chair.presses(HOME)
    office.chair.hears(f"đang do {HOME} xử lý")
    await office.chair.presses(DESK)
    office.chair.hears(DESK, "13/7/2026")
    old, new = sorted(await office.chat.rows(Task), key=lambda task: task.id)
    assert (old.state, new.state, old.due, new.due) == ("cancelled", "assigned", old.due, old.due)
    await office.mai.says("/viec")
    office.mai.hears("không có việc nào")


async def test_a_cancelled_task_leaves_the_feedback_to_be_settled(office: Office) -> None:
    code = await office.writes()
    await office.chair.acts("task.cancel:1")
    await office.chair.says("Giao nhầm đơn vị")
    await office.chair.says("/duyet")
    office.chair.hears(f"Chuyển {code}")


async def test_the_unit_that_answers_may_be_typed_and_is_asked_for_again(office: Office) -> None:
    code = await office.writes(unit="4")
    await office.chair.listens()
    await office.chair.presses("Xem và quyết định")
    await office.chair.presses("Chuyển đơn vị trả lời")
    office.chair.hears(f"Chuyển {code} cho đơn vị nào")
    await office.chair.says("Phòng không có thật")
    office.chair.hears("Không thấy đơn vị")
    await office.chair.says("nội vụ")
    office.chair.hears(f"Đã chuyển {code} cho {HOME}")
    await office.mai.listens()
    office.mai.hears(LAMP)


async def test_only_who_settles_may_settle(office: Office) -> None:
    await office.writes(unit="4")
    for forged in ("feedback.show:1", "feedback.to:1:2", "feedback.direct:1", "feedback.leave:1"):
        await office.mai.acts(forged)
        office.mai.hears("lãnh đạo cơ quan hoặc quản trị viên")
    assert (await office.feedback()).state is State.received
    assert await office.chat.rows(TaskEvent) == []


async def test_the_list_and_the_code_show_how_it_stands(office: Office) -> None:
    code = await office.writes()
    await office.citizen.says("/phananh")
    await office.citizen.presses("Xem phản ánh đã gửi")
    office.citizen.hears(code, "29/6/2026", "đơn vị đang xử lý")
    await office.citizen.says("1")
    office.citizen.hears(LAMP, "Hẹn trả lời chậm nhất ngày 13/7/2026")
    await office.other.says(code.lower().replace("-", " "))
    office.other.hears("đơn vị đang xử lý")
    office.other.does_not_hear(LAMP)
    await office.other.says("/phananh PA-22222222")
    office.other.hears("Không tìm thấy mã này")
    await office.other.says("/phananh")
    await office.other.says("4")
    office.other.hears("Chưa có ý kiến nào")


async def test_without_buttons_numbers_do_everything(office: Office) -> None:
    citizen = office.chat.person("may-cu", channel="plain")
    for said in ("/phananh", "1", LAMP, "2"):
        await citizen.says(said)
    citizen.hears("1. Gửi, đồng ý nhận trả lời tại đây", "4. Không gửi")
    await citizen.says("1")
    await office.answers()
    await citizen.listens()
    citizen.hears(ANSWER, "1. Hài lòng", "2. Chưa hài lòng")
    await citizen.says("2")
    await citizen.says("Đèn vẫn tối")
    assert (await office.feedback()).reason == "Đèn vẫn tối"


async def test_an_answer_in_the_middle_of_another_question_takes_no_number_from_it(office: Office) -> None:
    citizen = office.chat.person("may-cu", channel="plain")
    for said in ("/phananh", "1", LAMP, "2", "1", "/phananh"):
        await citizen.says(said)
    await office.answers()
    await citizen.listens()
    citizen.hears(ANSWER, "/phananh PA-")
    citizen.does_not_hear("1. Hài lòng", "/viec")
    await citizen.says("2")
    citizen.hears("Ông/Bà viết nội dung")


async def test_a_citizen_who_cannot_be_reached_finds_the_answer_by_the_code(office: Office) -> None:
    code = await office.writes()
    await office.citizen.posts({"kind": "unreachable", "text": ""})
    await office.chat.settle()
    await office.answers()
    office.chair.hears("Người dân xem câu trả lời bằng mã")
    assert (await office.chat.rows(Feedback))[0].state is State.answered
    await office.other.says(f"/phananh {code}")
    office.other.hears(ANSWER)
