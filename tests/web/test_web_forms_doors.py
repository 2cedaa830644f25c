"""Who may answer a form on pages, how often, and what is refused."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from roviec.db import people, surveys
from roviec.db.models import CounterCode, Role, SpentToken, SurveyRun, WebSession
from roviec.db.surveys.doors import make_door
from tests.chat import OFFICE
from tests.web.form_stage import Stage, agree, complete, stage

__all__ = ["stage"]


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
