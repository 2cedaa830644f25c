"""Many forms at one screen: kiosk, survey team, paper typed in."""

from roviec.db import people
from roviec.db.models import Address, Burst, Role, SurveyRun, WebSession
from roviec.survey.modes import Mode
from tests.chat import OFFICE
from tests.web.form_stage import Stage, agree, complete, stage

__all__ = ["stage"]


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
