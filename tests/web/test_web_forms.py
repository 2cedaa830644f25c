"""A form on pages, for people whose browser runs no script."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from roviec.db import people, surveys
from roviec.db.models import Address, Burst, CounterCode, Role, SpentToken, SurveyRun, WebSession
from roviec.db.surveys.doors import make_door
from roviec.survey.modes import Mode
from tests.chat import OFFICE
from tests.web.form_stage import Stage, agree, complete, stage

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


async def test_a_browser_answers_once(stage: Stage) -> None:
    reader = stage.reader()
    await complete(reader, stage.token)
    for path in ("", "/cau", "/cau?cau=thai-do", "/xem"):
        await reader.opens(f"/phieu/{stage.token}{path}")
        reader.sees("Phiếu đã được nhận")
        reader.does_not_see("Tốt", "Đồng ý tham gia")
    await reader.posts(f"/phieu/{stage.token}", [("do", "begin")])
    reader.sees("đã trả lời đợt khảo sát này rồi")
    await reader.posts(f"/phieu/{stage.token}", [("do", "send")])
    reader.sees("Xin cảm ơn Ông/Bà.")
    assert len(await stage.responses()) == 1


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


@pytest.mark.parametrize("words", ["Không tham gia", "Chưa đủ 18 tuổi"])
async def test_who_takes_no_part_leaves_nothing(stage: Stage, words: str) -> None:
    reader = stage.reader()
    await reader.opens(f"/phieu/{stage.token}")
    if words.startswith("Chưa"):
        await reader.presses("Đồng ý tham gia")
    await reader.presses(words)
    reader.sees("không có câu trả lời nào được lưu")
    assert await stage.chat.rows(SurveyRun) == []
    assert await stage.chat.rows(SpentToken) == []


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


async def test_a_code_is_typed_and_wrong_ones_are_counted(stage: Stage) -> None:
    reader = stage.reader()
    await reader.opens("/phieu")
    reader.sees("Ông/Bà nhập mã in trên tờ dán tại quầy")
    t = stage.token
    await reader.opens(f"/phieu?code={t[:4].lower()}-{t[4:8].lower()}-{t[8:].lower()}")
    assert reader.path == f"/phieu/{t}"
    for n in range(21):
        await reader.opens(f"/phieu/SAI{n:09d}")
    assert reader.status == 429
    reader.sees("nhập sai mã quá nhiều lần")


async def test_posts_from_elsewhere_and_of_any_shape_are_refused(stage: Stage) -> None:
    foreign = stage.reader(**{"sec-fetch-site": "cross-site"})
    await foreign.posts(f"/phieu/{stage.token}", [("do", "begin")])
    assert foreign.status == 403
    reader = stage.reader()
    await agree(reader, stage.token)
    for fields in (
        [],
        [("do", "hack")],
        [("do", "give")],
        [("do", "give"), ("at", "khong-co"), ("a.khong-co", "1")],
        [("do", "give"), ("at", "thai-do"), ("a.thai-do", "-1")],
        [("do", "give"), ("at", "thai-do"), ("a.thai-do", "9" * 5000)],
        [("do", "skip"), ("at", "consent")],
        [("do", "page"), *[("s", "thai-do")] * 600],
    ):
        await reader.posts(f"/phieu/{stage.token}", fields)
        assert 400 <= reader.status < 500, fields
    await reader.posts(f"/phieu/{stage.token}", [("do", "give"), ("at", "thai-do"), ("a.thai-do", "77")])
    assert reader.status == 422
    await reader.posts(
        f"/phieu/{stage.token}", [("do", "page"), ("s", "y-kien"), ("s", "lạ"), ("do", "page")]
    )
    await reader.posts(f"/phieu/{stage.token}", [("do", "send")])
    assert await stage.responses() == []
    [run] = await stage.chat.rows(SurveyRun)
    assert run.session["answers"] == {}


async def test_no_browser_keeps_a_page(stage: Stage) -> None:
    reader = stage.reader()
    await agree(reader, stage.token)
    for path in ("", "/cau"):
        await reader.opens(f"/phieu/{stage.token}{path}")
        assert reader.response is not None
        assert reader.response.headers["cache-control"] == "no-store"
        assert reader.response.headers["referrer-policy"] == "same-origin"


async def test_a_slip_is_one_answer_on_pages_too(stage: Stage) -> None:
    async with stage.chat.db.write() as session:
        where = await people.unit_named(session, OFFICE)
        [code] = await surveys.make_codes(session, campaign_id=stage.campaign, unit=where, count=1)
    first, second = stage.reader(), stage.reader()
    await agree(first, code)
    assert await stage.chat.rows(CounterCode) == []
    await second.opens(f"/phieu/{code}")
    assert second.status == 404
    await first.opens(f"/phieu/{code}")
    first.sees("Câu 1/3")
    await first.presses("Hài lòng")
    await first.presses("Bỏ qua")
    await first.presses("Bỏ qua")
    await first.presses("Gửi phiếu")
    first.sees("Xin cảm ơn")
    await first.opens(f"/phieu/{code}")
    assert first.status == 404
    assert len(await stage.responses()) == 1


async def test_500_sendings_of_one_invitation_at_once_are_one_answer(stage: Stage) -> None:
    async with stage.chat.db.write() as session:
        where = await people.unit_named(session, OFFICE)
        [code] = await surveys.make_codes(session, campaign_id=stage.campaign, unit=where, count=1)
    reader = stage.reader()
    await agree(reader, code)
    await reader.presses("Hài lòng")
    await reader.presses("Bỏ qua")
    await reader.presses("Bỏ qua")
    kind = {"content-type": "application/x-www-form-urlencoded"}
    sent = await asyncio.gather(
        *(reader.client.post(f"/phieu/{code}", content="do=send", headers=kind) for _ in range(500))
    )
    assert sum("Xin cảm ơn" in one.text for one in sent) == 1
    assert {one.status_code for one in sent} <= {200, 404, 429}
    assert len(await stage.responses()) == 1
    assert len(await stage.answers()) == 1
    assert await stage.chat.rows(SurveyRun) == []


async def test_a_kiosk_has_a_fresh_form_for_each_and_keeps_nobody(stage: Stage) -> None:
    code = await stage.door(Mode.KIOSK, desk="Quầy số 3")
    reader = stage.reader()
    for level in ("Hài lòng", "Không hài lòng", "Bình thường"):
        await reader.opens(f"/phieu/{code}")
        reader.sees("Quầy số 3")
        await complete(reader, code, level=level)
        reader.sees("Người tiếp theo")
        assert reader.page.refresh == f"12;url=/phieu/{code}"
        await reader.presses("Người tiếp theo")
        reader.sees("Ông/Bà có đồng ý tham gia không?")
    assert [number for item, number, _ in await stage.answers() if item == "thai-do"] == [2, 3, 4]
    assert {row.mode for row in await stage.responses()} == {""}
    assert await stage.chat.rows(Address) == []
    assert await stage.chat.rows(WebSession) == []


async def test_an_idle_kiosk_asks_and_then_forgets(stage: Stage) -> None:
    code = await stage.door(Mode.KIOSK)
    reader = stage.reader()
    await agree(reader, code)
    await reader.presses("Hài lòng")
    stage.chat.later(seconds=70)
    await reader.opens(f"/phieu/{code}")
    reader.sees("Ông/Bà tiếp tục hay làm lại?", "sau 30 giây")
    await reader.presses("Tiếp tục")
    reader.sees("Câu 2/3")
    stage.chat.later(seconds=91)
    await reader.opens(f"/phieu/{code}")
    reader.sees("Ông/Bà có đồng ý tham gia không?")
    for table in (SurveyRun, Address, WebSession):
        assert await stage.chat.rows(table) == []


async def test_a_kiosk_names_no_question_in_its_address(stage: Stage) -> None:
    code = await stage.door(Mode.KIOSK)
    reader = stage.reader()
    await agree(reader, code)
    await reader.presses("Hài lòng")
    assert reader.response is not None
    assert reader.response.url.query == b""


async def test_the_survey_team_writes_for_many_in_a_row(stage: Stage) -> None:
    code = await stage.door(Mode.INTERVIEWER)
    reader = stage.reader()
    for _ in range(12):
        await reader.opens(f"/phieu/{code}")
        reader.sees("Tổ lấy phiếu hỏi và ghi hộ")
        await complete(reader, code)
    assert {row.mode for row in await stage.responses()} == {"interviewer"}
    assert len(await stage.responses()) == 12
    # Many in a row is what a team makes: it is no burst at a counter.
    assert await stage.chat.rows(Burst) == []


async def test_only_admins_type_paper_in(stage: Stage) -> None:
    chat, code = stage.chat, await stage.door(Mode.PAPER)
    reader = stage.reader()
    await reader.opens(f"/phieu/{code}")
    assert reader.status == 403
    reader.sees("Chỉ quản trị viên được nhập phiếu giấy")
    await reader.posts(f"/phieu/{code}", [("do", "begin")])
    assert reader.status == 403
    await reader.opens("/")
    [session] = await chat.rows(WebSession)
    async with chat.db.write() as writing:
        unit = await people.unit_named(writing, OFFICE)
        admin = await people.add_person(writing, name="Phạm Ngọc Dung", unit=unit, role=Role.admin)
        address = await people.address_of(writing, channel="web", chat=session.chat or "")
        address.person_id = admin.id
    for level in ("4", "2"):
        await reader.opens(f"/phieu/{code}")
        reader.sees("Nhập phiếu giấy", "Chỉ nhập khi trên giấy người trả lời đã đồng ý")
        await reader.presses("Đồng ý tham gia")
        reader.sees("Câu 1/3", "Câu 3/3")
        await reader.presses("Tiếp tục", **{"a__thai-do": level, "t__y-kien": "Chữ trên giấy"})
        await reader.presses("Gửi phiếu")
    rows = await stage.responses()
    assert [(row.mode, row.flags) for row in rows] == [("paper", [])] * 2


async def test_a_form_that_closed_meanwhile_says_so(stage: Stage) -> None:
    chat = stage.chat
    async with chat.db.write() as session:
        where = await people.unit_named(session, OFFICE)
        campaign = await surveys.open_campaign(
            session, form_code="thu", unit=where, opens=chat.now.date(), closes=chat.now.date()
        )
        code = await make_door(session, campaign_id=campaign.id or 0, unit=where)
    reader = stage.reader()
    await agree(reader, code)
    chat.later(days=1)
    await reader.presses("Hài lòng")
    reader.sees("đã kết thúc")
    late = stage.reader()
    await late.opens(f"/phieu/{code}")
    late.sees("đã kết thúc")
    await reader.opens(f"/phieu/{code}/cau")
    assert await stage.responses() == []


async def test_staff_of_the_unit_do_not_answer(stage: Stage) -> None:
    reader = stage.reader()
    await reader.opens("/")
    [session] = await stage.chat.rows(WebSession)
    async with stage.chat.db.write() as writing:
        unit = await people.unit_named(writing, OFFICE)
        person = await people.add_person(writing, name="Lò Thị Mai", unit=unit, role=Role.official)
        address = await people.address_of(writing, channel="web", chat=session.chat or "")
        address.person_id = person.id
    await reader.opens(f"/phieu/{stage.token}")
    await reader.presses("Đồng ý tham gia")
    reader.sees("Phiếu này dành cho người dân")


async def test_a_page_left_alone_is_erased_like_a_chat(stage: Stage) -> None:
    chat, reader = stage.chat, stage.reader()
    await agree(reader, stage.token)
    async with chat.db.write() as session:
        later = chat.now + timedelta(days=15)
        assert await surveys.erase_stale_runs(session, before=later, traces=chat.house.traces, now=later) == 1
    await reader.presses("Hài lòng")
    reader.sees("Ông/Bà có đồng ý tham gia không?")
    async with chat.db.read() as session:
        assert (await session.exec(select(SurveyRun))).all() == []
