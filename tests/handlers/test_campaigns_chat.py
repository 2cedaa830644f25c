"""Admins open, pause and close campaigns by chat, see how they go, and rule on suspicious days."""

from datetime import timedelta

import pytest
from sqlmodel import col

from roviec.db import surveys
from roviec.db.models import (
    AuditEntry,
    Burst,
    Campaign,
    CampaignCourse,
    CampaignTarget,
    DayRuling,
    Response,
    Role,
    Task,
)
from roviec.db.surveys import finish
from roviec.survey.load import shipped
from tests.chat import OFFICE, Chat
from tests.handlers.survey_stage import agree, complete, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)


@pytest.mark.parametrize("role", [Role.official, Role.leader])
async def test_only_admins_keep_campaigns(chat: Chat, role: Role) -> None:
    number, _ = await open_survey(chat)
    person = await chat.official("Nguyễn Thị Lan", "Phòng Văn hóa", role)
    on = chat.now.date().isoformat()
    acts = (
        "campaigns:0",
        "campaign.new",
        "campaign.form:mot-cua",
        f"campaign.at:1:{'mot-cua'}",
        f"campaign:{number}",
    )
    more = ("pause", "resume", "close", "closed", "days", "target")
    for act in (*acts, *(f"campaign.{one}:{number}" for one in more), f"campaign.rule:{number}:1:{on}"):
        await person.acts(act)
        person.hears("dành cho quản trị viên")
    await person.says("/dotkhaosat")
    person.hears("dành cho quản trị viên")
    (campaign,) = await chat.rows(Campaign)
    assert (campaign.paused, campaign.ended_on) == (False, None)


async def test_a_name_of_several_units_is_asked_about_before_a_campaign_opens(chat: Chat) -> None:
    admin = await chat.official("Phạm Quản Trị", OFFICE, Role.admin)
    for name in ("Phòng Văn hóa", "Phòng Tư pháp"):
        await chat.unit(name)
    await admin.acts("campaign.form:mot-cua")
    await admin.says("phòng")
    admin.hears("Phòng Văn hóa", "Phòng Tư pháp")
    assert await chat.rows(Campaign) == []
    await admin.presses("Phòng Tư pháp")
    admin.hears("Đã mở đợt số 1", "Phòng Tư pháp")


async def test_a_campaign_from_its_opening_to_its_end(chat: Chat) -> None:
    admin = await chat.official("Phạm Quản Trị", OFFICE, Role.admin)
    await admin.says("/dotkhaosat")
    admin.hears("Chưa có đợt khảo sát nào")
    await admin.presses("Mở đợt mới")
    admin.hears("bằng phiếu nào")
    await admin.acts("campaign.form:mot-cua")
    admin.hears("gõ tên đơn vị")
    await admin.says("Sở Không Có Thật")
    admin.hears("Không có đơn vị")
    await admin.says(OFFICE)
    admin.hears("Đã mở đợt số 1", OFFICE)
    await admin.presses("Xem đợt này")
    admin.hears("đang nhận phiếu", "Đã nhận 0 phiếu")
    await admin.presses("Tạm dừng")
    admin.hears("Đã tạm dừng đợt số 1")
    citizen = chat.person("dan")
    await citizen.says("/khaosat")
    citizen.hears("không có phiếu khảo sát nào")
    await admin.acts("campaign.pause:1")
    admin.hears("không có gì thay đổi")
    await admin.presses("Xem đợt này")
    await admin.presses("Nhận phiếu trở lại")
    admin.hears("nhận phiếu trở lại")
    await admin.presses("Xem đợt này")
    await admin.presses("Đóng đợt")
    admin.hears("số liệu đã có vẫn giữ nguyên")
    await admin.presses("Đóng")
    admin.hears("Đã đóng đợt số 1")
    await admin.acts("campaign.resume:1")
    admin.hears("đã kết thúc")
    done = [entry.what for entry in await chat.rows(AuditEntry)]
    assert done == ["campaign", "campaign_step", "campaign_step", "campaign_step"]
    await admin.says("/dotkhaosat")
    admin.hears("Các đợt khảo sát")
    await admin.acts("campaigns:0")
    await admin.acts("campaign:1")
    admin.hears("đã kết thúc")


async def test_a_paused_campaign_takes_no_answer_and_keeps_the_run(chat: Chat) -> None:
    number, token = await open_survey(chat)
    begun, late = chat.person("a"), chat.person("b")
    await agree(begun, token)
    async with chat.db.write() as session:
        campaign, _, _ = await surveys.the_campaign(session, number)
        surveys.take_step(campaign, surveys.Step.pause, today=chat.now.date())
    await late.says(f"/start {token}")
    late.hears("đang tạm dừng nhận phiếu")
    # Who is in the middle of it may finish.
    for said in ("4", "1,3", "Tốt", "gửi"):
        await begun.says(said)
    begun.hears("Xin cảm ơn Ông/Bà.")


async def test_the_course_says_who_finished_where_others_stopped_and_what_is_missing(chat: Chat) -> None:
    number, token = await open_survey(chat)
    admin = await chat.official("Phạm Quản Trị", OFFICE, Role.admin)
    for n in range(6):
        citizen = chat.person(f"xong {n}")
        await agree(citizen, token)
        for said in ("4", "1,3", "Tốt", "gửi"):
            chat.later(seconds=50)
            await citizen.says(said)
    for n in range(5):
        await agree(chat.person(f"dừng {n}"), token)
    async with chat.db.write() as session:
        campaign, unit, _ = await surveys.the_campaign(session, number)
        assert await surveys.set_target(session, campaign=campaign, unit=unit, population=50, error=50) == 45
    await admin.acts(f"campaign:{number}")
    admin.hears(
        "Đã nhận 6 phiếu",
        "Hoàn thành 55% trong 11 lượt",
        "3–4 phút",
        "Thái độ phục vụ của công chức.: 5",
        "n = N/(1 + N·e²) = 50/(1 + 50·0,05²) = 45 phiếu",
        f"Cần thêm 39 phiếu ở {OFFICE}.",
    )
    for n in range(5):
        await chat.person(f"dừng {n}").says("/xoadulieu")
        await chat.person(f"dừng {n}").presses("Xóa")
    (course,) = await chat.rows(CampaignCourse)
    assert course.left == {"thai-do": 5}
    await admin.acts(f"campaign:{number}")
    admin.hears("Thái độ phục vụ của công chức.: 5")


async def test_a_suspicious_day_is_ruled_on_with_a_reason(chat: Chat) -> None:
    number, token = await open_survey(chat)
    admin = await chat.official("Phạm Quản Trị", OFFICE, Role.admin)
    await admin.acts(f"campaign.days:{number}")
    admin.hears("không có ngày nào cần xem lại")
    for n in range(13):
        chat.later(seconds=5)
        await complete(chat.person(f"p{n}"), token, "Tốt")
    await admin.acts(f"campaign.days:{number}")
    admin.hears("1 ngày cần xem lại", "29/6/2026", "13 phiếu đến dồn dập")
    await admin.presses("Loại ngày 29/6/2026")
    admin.hears("Vì sao loại ngày 29/6/2026")
    await admin.says("13 phiếu từ một máy trong hai phút")
    admin.hears("Đã loại ngày 29/6/2026")
    (ruling,) = await chat.rows(DayRuling)
    assert (ruling.left_out, ruling.reason) == (True, "13 phiếu từ một máy trong hai phút")
    await admin.presses("Ngày cần xem lại")
    admin.hears("Đã loại: 13 phiếu từ một máy trong hai phút")
    await admin.presses("Tính lại ngày 29/6/2026")
    await admin.says("Tổ lấy phiếu đã xác nhận")
    admin.hears("được tính vào chỉ số")
    (ruling,) = await chat.rows(DayRuling)
    assert (ruling.left_out, ruling.reason) == (False, "Tổ lấy phiếu đã xác nhận")
    reasons = [
        entry.data["reason"] for entry in await chat.rows(AuditEntry, col(AuditEntry.what) == "day_ruling")
    ]
    assert len(reasons) == 2
    # Nothing of it stands on a response.
    assert not any(row.flags for row in await chat.rows(Response))
    assert len(await chat.rows(Burst)) == 1


async def test_night_answers_are_told_only_beyond_a_few(chat: Chat) -> None:
    number, token = await open_survey(chat)
    chat.now = chat.now.replace(hour=23, minute=0)
    for n in range(5):
        chat.later(minutes=9)
        await complete(chat.person(f"p{n}"), token, "Tốt")
    assert await chat.rows(Burst) == []
    chat.now = chat.now.replace(hour=23, minute=50) - timedelta(days=0)
    await complete(chat.person("p5"), token, "Tốt")
    (burst,) = await chat.rows(Burst)
    assert (burst.at_night, burst.responses) == (6, 0)
    assert number


async def answered(chat: Chat, campaign: int, unit: int, levels: list[int]) -> None:
    form = shipped()["mot-cua"]
    async with chat.db.write() as session:
        for level in levels:
            await finish.keep_response(
                session,
                campaign_id=campaign,
                unit_id=unit,
                form=form,
                answers=dict.fromkeys(form.contents[0].criteria, level),
                found=(),
                minimum_cell=5,
                today=chat.now.date(),
                now=chat.now,
            )


async def test_what_fell_since_the_last_wave_becomes_a_task(chat: Chat) -> None:
    leader = await chat.official("Trần Chủ Tịch", OFFICE, Role.leader)
    first, _ = await open_survey(chat, "mot-cua")
    await answered(chat, first, 1, [5, 4, 5, 4, 5] * 6)
    await leader.says("/chiso")
    assert "So với đợt trước" not in leader.labels
    second, _ = await open_survey(chat, "mot-cua")
    await leader.says("/chiso")
    await leader.presses("So với đợt trước")
    leader.hears("Chưa so sánh được")
    await answered(chat, second, 1, [3, 2, 3, 2, 4] * 6)
    await leader.says("/chiso")
    await leader.presses("So với đợt trước")
    leader.hears("Giảm rõ rệt", "Đề nghị giao nhiệm vụ khắc phục", "29/7/2026")
    await leader.presses("Giao khắc phục")
    leader.hears("Khắc phục tiêu chí giảm", OFFICE, "29/7/2026")
    await leader.presses("Giao")
    (task,) = await chat.rows(Task)
    assert task.title.startswith("Khắc phục tiêu chí giảm: ")
    assert str(task.due) == "2026-07-29"
    await leader.acts(f"index.mend:{first}:{second}:y-kien")
    leader.hears("Chưa so sánh được")
    official = await chat.official("Nguyễn Thị Lan", OFFICE, Role.official)
    for act in (f"index.change:{first}:{second}", f"index.mend:{first}:{second}:sipas.24"):
        await official.acts(act)
        official.hears("do lãnh đạo quyết định")


async def test_the_target_of_a_unit_is_set_by_chat_and_what_is_missing_is_told(chat: Chat) -> None:
    number, _ = await open_survey(chat)
    admin = await chat.official("Phạm Quản Trị", OFFICE, Role.admin)
    await chat.unit("Phòng Tư pháp")
    await chat.unit("Phòng Văn hóa")
    await admin.acts(f"campaign:{number}")
    await admin.presses("Đặt chỉ tiêu")
    admin.hears("phục vụ bao nhiêu người dân")
    for words in ("nhiều lắm", "0", "1200 con trâu"):
        await admin.says(words)
        admin.hears("gõ số người dân")
    await admin.says("1.200")
    admin.hears("n = N/(1 + N·e²) = 1.200/(1 + 1.200·0,05²) = 300 phiếu")
    await admin.presses("Đặt cho đơn vị khác")
    await admin.says("Phòng: 400")
    admin.hears("Phòng Tư pháp", "Phòng Văn hóa")
    await admin.says("Phòng Tư pháp: 400 người, sai số 4,5 %")
    admin.hears("Phòng Tư pháp", "0,045", "221 phiếu")
    await admin.says("sai số 90 %")
    await admin.acts(f"campaign:{number}")
    admin.hears("Cần thêm 300 phiếu ở UBND xã Đại Lãnh", "Cần thêm 221 phiếu ở Phòng Tư pháp")
    targets = {(row.population, row.error) for row in await chat.rows(CampaignTarget)}
    assert targets == {(1200, 50), (400, 45)}
    assert len(await chat.rows(AuditEntry, col(AuditEntry.what) == "campaign_target")) == 2
