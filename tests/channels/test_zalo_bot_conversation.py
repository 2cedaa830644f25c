"""Whole conversations on a channel without buttons, as transcripts: numbers, words and codes only."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import Answer, Evidence, Feedback, Response, Role, Task
from tests.channels.drivers.zalo_bot_stage import HANOI, OFFICE, Stage, play
from tests.fakes.zalo_bot.server import FakeZaloBot

UNIT = "Phòng Văn hóa - Xã hội"


@pytest.fixture
async def stage(sqlite: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    async with FakeZaloBot() as fake:
        office = await Stage.open(sqlite, tmp_path, fake)
        yield office
        await office.line.close()


async def test_a_survey_of_sixteen_questions_is_answered_in_numbers_and_words(stage: Stage) -> None:
    token = await stage.survey("mot-cua")
    stage.words["‹mã phiếu›"] = token
    await play(stage, "khao-sat-16-cau")
    async with stage.db.read() as session:
        answers = {a.item: a.number or a.words for a in await session.exec(select(Answer))}
        assert len((await session.exec(select(Response))).all()) == 1
    assert answers["sipas.25"] == 2
    assert answers["y-kien"] == "Nên có thêm ghế ngồi chờ."


async def test_a_reminder_leads_to_progress_completion_and_confirmation(stage: Stage) -> None:
    _, code = await stage.staff("Trần Văn Bình", UNIT)
    chair, chairs = await stage.staff("Lê Thị Chi", "Thường trực Ủy ban", Role.leader)
    stage.words["‹mã mời, gõ thường, có dấu cách›"] = f"{code[:4]} {code[4:7]} {code[7:]}".lower()
    stage.words["‹mã mời của Chủ tịch›"] = chairs
    await stage.task("Tổng hợp báo cáo gia đình văn hóa", UNIT, date(2026, 6, 30), chair)

    async def morning() -> None:
        stage.now = datetime(2026, 6, 25, 8, 30, tzinfo=HANOI)
        await stage.remind()

    await play(stage, "nhac-viec-den-xac-nhan", {"8 giờ 30 sáng thứ Năm 25/6: nhắc việc": morning})
    async with stage.db.read() as session:
        (task,) = (await session.exec(select(Task))).all()
    assert task.state == "done"


async def test_numbers_belong_to_the_last_question_and_end_after_a_day(stage: Stage) -> None:
    await stage.linked("Ông Bình", UNIT)
    await stage.task("Tổng hợp báo cáo gia đình văn hóa", UNIT, date(2026, 6, 30))
    await stage.task("Rà soát hộ nghèo quý II", UNIT, date(2026, 6, 26))
    stage.heard("Ông Bình")
    await play(stage, "con-so-het-han")


async def test_a_reminder_in_the_middle_of_a_question_takes_no_number_from_it(stage: Stage) -> None:
    await stage.linked("Ông Bình", UNIT)
    await stage.task("Rà soát hộ nghèo quý II", UNIT, date(2026, 6, 26))

    async def early() -> None:
        stage.now = datetime(2026, 6, 25, 7, 45, tzinfo=HANOI)

    async def morning() -> None:
        stage.now = datetime(2026, 6, 25, 8, 30, tzinfo=HANOI)
        await stage.remind()

    directions = {"7 giờ 45 sáng thứ Năm 25/6": early, "8 giờ 30 sáng thứ Năm 25/6: nhắc việc": morning}
    await play(stage, "nhac-viec-giua-cau-hoi", directions)


async def test_news_in_the_middle_of_a_question_takes_no_number_from_it(stage: Stage) -> None:
    chair = await stage.linked("Bà Chủ tịch", "Thường trực Ủy ban", Role.leader)
    await stage.linked("Ông Bình", UNIT)
    await stage.task("Rà soát hộ nghèo quý II", UNIT, date(2026, 6, 26), chair)
    await stage.says("Bà Chủ tịch", "/giao")
    await stage.says("Ông Bình", "xong rồi")
    assert "1. Xác nhận hoàn thành" not in stage.heard("Bà Chủ tịch")


async def test_a_code_of_letters_alone_links_too(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "random_code", lambda length: "ABCDEFGHJK")
    await stage.unit(UNIT)
    async with stage.db.write() as session:
        unit = await people.unit_named(session, UNIT)
        person = await people.add_person(session, name="Trần Văn Bình", unit=unit, role=Role.official)
        code = await people.invite(session, person=person, now=stage.now)
    assert "Đã liên kết thành công" in await stage.says("Ông Bình", code)


async def test_feedback_is_written_answered_and_rated_in_numbers_and_words(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.linked("Bà Chủ tịch", OFFICE, Role.leader)
    await stage.linked("Ông Bình", UNIT)
    monkeypatch.setattr(people, "random_code", lambda length: "7K3QX2HM")
    await play(stage, "phan-anh")
    async with stage.db.read() as session:
        (feedback,) = (await session.exec(select(Feedback))).all()
    assert (feedback.state, feedback.rating, len(feedback.photos)) == ("disputed", "dissatisfied", 0)
    assert feedback.reason == "Nước vẫn đục, tôi phải đi mua nước."


@pytest.mark.parametrize("typed", ["{}", "{} ", "/start {}", "/START {}"])
async def test_an_invitation_code_is_typed_as_one_likes(stage: Stage, typed: str) -> None:
    _, code = await stage.staff("Trần Văn Bình", UNIT)
    spaced = f"{code[:4].lower()} {code[4:7]}-{code[7:].lower()}"
    assert "Đã liên kết thành công" in await stage.says("Ông Bình", typed.format(spaced))


async def test_stickers_and_documents_get_a_helpful_answer(stage: Stage) -> None:
    await stage.linked("Ông Bình", UNIT)
    for send in (stage.hand("Ông Bình").sends_sticker, stage.hand("Ông Bình").sends_unsupported):
        send()
        await stage.settle()
        assert "/viec" in stage.heard("Ông Bình")


async def test_a_picture_is_kept_as_evidence_of_the_task(stage: Stage) -> None:
    await stage.linked("Ông Bình", UNIT)
    await stage.task("Rà soát hộ nghèo quý II", UNIT, date(2026, 6, 26))
    await stage.says("Ông Bình", "/viec")
    await stage.says("Ông Bình", "1")
    stage.hand("Ông Bình").sends_photo(b"\xff\xd8\xff\xe0 anh", "biên bản họp thôn")
    await stage.settle()
    assert "Rà soát hộ nghèo quý II" in stage.heard("Ông Bình")
    async with stage.db.read() as session:
        (kept,) = (await session.exec(select(Evidence))).all()
    assert stage.line.shelf.files.read(kept.sha256) == b"\xff\xd8\xff\xe0 anh"
    assert kept.name.endswith(".jpg")


async def test_the_month_is_counted_both_ways(stage: Stage) -> None:
    await stage.linked("Ông Bình", UNIT)
    budget = await stage.line.ledger.budget()
    heard = len(stage.hand("Ông Bình").heard())
    assert (budget.usage.received, budget.usage.sent) == (1, heard)
    assert budget.usage.used == stage.fake.core.quota.used
