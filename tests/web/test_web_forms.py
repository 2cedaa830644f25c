"""A form on pages, for people whose browser runs no script: answering, changing, going back and forth."""

from roviec.db.models import SurveyRun, WebSession
from tests.chat import OFFICE
from tests.web.form_stage import Stage, agree, stage

__all__ = ["stage"]


async def test_a_form_is_answered_question_by_question_and_sent_at_the_end(stage: Stage) -> None:
    reader = stage.reader()
    await reader.opens(f"/phieu/{stage.token}")
    reader.sees(OFFICE, "Phiếu thử", "Ông/Bà có đồng ý tham gia không?")
    assert await stage.chat.rows(SurveyRun) == []
    await reader.presses("Đồng ý tham gia")
    reader.sees("Ông/Bà đã đủ 18 tuổi chưa?")
    await reader.presses("Đã đủ 18 tuổi")
    reader.sees("Câu 1/3", "Thái độ phục vụ của công chức.")
    await reader.presses("Hài lòng")
    reader.sees("Câu 2/3", "kênh nào")
    await reader.presses("Tiếp tục", a__kenh=["1", "3"])
    reader.sees("Câu 3/3")
    await reader.presses("Tiếp tục", **{"t__y-kien": "Ghế ngồi chật"})
    reader.sees("Ông/Bà xem lại câu trả lời", "Hài lòng", "Loa phát thanh; Mạng internet", "Ghế ngồi chật")
    assert await stage.responses() == []
    await reader.presses("Gửi phiếu")
    reader.sees("Xin cảm ơn Ông/Bà.", "Không ai biết phiếu là của ai")
    reader.does_not_see("Ghế ngồi chật")
    assert await stage.answers() == [
        ("kenh", 1, None),
        ("kenh", 3, None),
        ("thai-do", 4, None),
        ("y-kien", None, "Ghế ngồi chật"),
    ]
    assert await stage.chat.rows(SurveyRun) == []


async def test_answers_change_at_will_before_they_are_sent(stage: Stage) -> None:
    reader = stage.reader()
    await agree(reader, stage.token)
    await reader.presses("Hài lòng")
    await reader.presses("Quay lại")
    reader.sees("Câu 1/3")
    assert reader.page.controls[[c.label for c in reader.page.controls].index("4 Hài lòng")]
    await reader.presses("Rất hài lòng")
    await reader.presses("Bỏ qua")
    await reader.presses("Bỏ qua")
    reader.sees("Đã trả lời 1/3 câu", "Để trống")
    await reader.presses("Ông/Bà biết tin qua kênh nào?")
    await reader.presses("Tiếp tục", a__kenh=["2"])
    reader.sees("Ông/Bà xem lại câu trả lời", "Họp dân", "Đã trả lời 2/3 câu")
    await reader.presses("Thái độ phục vụ")
    await reader.presses("Không hài lòng")
    await reader.presses("Gửi phiếu")
    assert await stage.answers() == [("kenh", 2, None), ("thai-do", 2, None)]


async def test_a_page_of_before_names_its_question(stage: Stage) -> None:
    """The browser's own way back shows an old page: what is pressed there belongs to its question."""
    reader = stage.reader()
    await agree(reader, stage.token)
    old = reader.page
    await reader.presses("Hài lòng")
    reader.page = old
    await reader.presses("Bình thường")
    reader.sees("Câu 2/3")
    [run] = await stage.chat.rows(SurveyRun)
    assert run.session["answers"] == {"thai-do": 3}
    await reader.opens(f"/phieu/{stage.token}/cau?cau=y-kien")
    reader.sees("Câu 2/3")


async def test_a_factor_is_one_page(stage: Stage) -> None:
    reader = stage.reader()
    await reader.opens(f"/phieu/{stage.token}")
    await reader.presses("Trả lời cả phần trên một trang")
    await reader.presses("Đồng ý tham gia")
    await reader.presses("Đã đủ 18 tuổi")
    reader.sees("Câu 1/3", "Câu 2/3", "Câu 3/3", "Để trống câu này")
    await reader.presses("Tiếp tục", **{"a__thai-do": "5", "a__kenh": ["2"], "t__y-kien": "123"})
    assert reader.status == 422
    reader.sees("Ông/Bà vui lòng nhắn ý kiến bằng lời", "Câu 1/3")
    assert ("t.y-kien", "123") in reader.page.forms["q"].fields
    assert ("a.thai-do", "5") in reader.page.forms["q"].fields
    await reader.presses("Tiếp tục", **{"t__y-kien": "Tốt"})
    reader.sees("Ông/Bà xem lại câu trả lời")
    await reader.presses("Gửi phiếu")
    assert await stage.answers() == [("kenh", 2, None), ("thai-do", 5, None), ("y-kien", None, "Tốt")]


async def test_a_blank_row_of_a_factor_takes_an_answer_back(stage: Stage) -> None:
    reader = stage.reader()
    await agree(reader, stage.token)
    await reader.presses("Hài lòng")
    await reader.opens(f"/phieu/{stage.token}/cau?kieu=phan&cau=thai-do")
    await reader.presses("Tiếp tục", **{"a__thai-do": ""})
    await reader.presses("Gửi phiếu")
    assert await stage.answers() == []
    assert len(await stage.responses()) == 1


async def test_a_survey_begun_on_the_page_goes_on_in_the_chat_and_back(stage: Stage) -> None:
    chat = stage.chat
    reader, citizen = stage.reader(), chat.person("Bà Tẩn")
    await agree(reader, stage.token)
    [session] = await chat.rows(WebSession)
    citizen.chat = session.chat
    await citizen.says("/khaosat")
    citizen.hears("Câu 1/3")
    await citizen.says("4")
    citizen.hears("Câu 2/3")
    await reader.opens(f"/phieu/{stage.token}/cau")
    reader.sees("Câu 2/3")
    await reader.presses("Bỏ qua")
    await citizen.says("2")
    citizen.does_not_hear("Đã ghi")
    [run] = await chat.rows(SurveyRun)
    assert run.session["answers"] == {"thai-do": 4, "kenh": None}
    await reader.presses("Bỏ qua")
    await reader.presses("Gửi phiếu")
    assert await citizen.screen() == []


async def test_pausing_coming_back_and_beginning_anew(stage: Stage) -> None:
    reader = stage.reader()
    await agree(reader, stage.token)
    await reader.presses("Hài lòng")
    await reader.presses("Tạm dừng")
    reader.sees("Phiếu đang tạm dừng", "giữ 14 ngày")
    await reader.presses("Tiếp tục trả lời")
    reader.sees("Câu 2/3")
    await reader.opens(f"/phieu/{stage.token}")
    reader.sees("Ông/Bà tiếp tục hay làm lại?")
    await reader.presses("Tiếp tục")
    reader.sees("Câu 2/3")
    await reader.opens(f"/phieu/{stage.token}")
    await reader.presses("Làm lại từ đầu")
    reader.sees("Ông/Bà có đồng ý tham gia không?")
    assert await stage.chat.rows(SurveyRun) == []


async def test_the_language_is_chosen_and_kept(stage: Stage) -> None:
    reader = stage.reader()
    await reader.opens(f"/phieu/{stage.token}")
    await reader.presses("English")
    await reader.presses("I agree")
    reader.sees("Are you 18 or older?")
    await reader.presses("18 or older")
    reader.sees("Question 1/3", "Skip")
    await reader.opens(f"/phieu/{stage.token}/cau?lang=vi")
    reader.sees("Câu 1/3")
