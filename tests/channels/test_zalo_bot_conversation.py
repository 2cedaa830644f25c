"""Whole conversations on a channel without buttons, as transcripts: numbers, words and codes only."""

from collections.abc import AsyncIterator, Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import Answer, DayOff, Evidence, Feedback, Reception, Response, Role, Task
from tests.channels.drivers.zalo_bot_stage import HANOI, OFFICE, Direction, Stage, play
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


async def test_an_admin_keeps_the_days_off_in_numbers_and_words(stage: Stage) -> None:
    await stage.linked("Bà Quản trị", OFFICE, Role.admin)
    await stage.linked("Ông Bình", UNIT)
    await stage.task("Rà soát hộ nghèo quý II", UNIT, date(2026, 6, 15))
    stage.heard("Ông Bình")

    async def morning() -> None:
        stage.now += timedelta(days=1)
        await stage.remind()

    await play(stage, "lich-nghi", {"8 giờ 30 sáng hôm sau: nhắc việc": morning})
    async with stage.db.read() as session:
        rows = (await session.exec(select(DayOff))).all()
    assert {(row.day, row.working) for row in rows} == {
        (date(2026, 6, 15), False),
        (date(2026, 8, 24), False),
        (date(2026, 8, 29), True),
    }


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


async def test_first_words_are_kept_and_somebody_of_the_office_is_met(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("telling", "answering"):
        monkeypatch.setattr(f"roviec.handlers.reception.{room}.number_of", lambda _talk: "276")
    await stage.linked("Bà Chủ tịch", OFFICE, Role.admin)
    await play(stage, "gap-can-bo")
    async with stage.db.read() as session:
        (talk,) = (await session.exec(select(Reception))).all()
    assert [words for is_ours, words in talk.lines if is_ours] == ["Buổi chiều làm việc từ 13 giờ 30."]
    assert talk.ended_on is not None


@pytest.mark.parametrize(
    "typed",
    ["{}", "{} ", "/start {}", "/START {}", "Mã của tôi là {}", "dạ, ma moi cua em la: {} ạ.", "mã {}"],
)
async def test_an_invitation_code_is_typed_as_one_likes(stage: Stage, typed: str) -> None:
    _, code = await stage.staff("Trần Văn Bình", UNIT)
    spaced = f"{code[:4].lower()} {code[4:7]}-{code[7:].lower()}"
    assert "Đã liên kết thành công" in await stage.says("Ông Bình", typed.format(spaced))


async def test_what_cannot_be_read_gets_a_kind_answer_and_leaves_the_question_open(stage: Stage) -> None:
    await stage.linked("Ông Bình", UNIT)
    await stage.task("Rà soát hộ nghèo quý II", UNIT, date(2026, 6, 26))
    await stage.says("Ông Bình", "/viec")
    hand, heard = stage.hand("Ông Bình"), []
    for send in (hand.sends_sticker, hand.sends_unsupported, lambda: hand.sends_voice(b"...")):
        send()
        await stage.settle()
        heard.append(stage.heard("Ông Bình"))
    assert ["chỉ hiểu chữ, số và ảnh" in heard[0], "chụp ảnh văn bản" in heard[1]] == [True, True]
    assert "chưa nghe được tin thoại" in heard[2]
    assert "Ông/Bà chọn 1 – Rà soát hộ nghèo quý II" in await stage.says("Ông Bình", "1")


async def test_pictures_voices_stickers_and_documents_as_a_transcript(stage: Stage) -> None:
    await stage.linked("Ông Bình", UNIT)
    await stage.task("Rà soát hộ nghèo quý II", UNIT, date(2026, 6, 26))
    stage.heard("Ông Bình")
    hand = stage.hand("Ông Bình")

    def sends(act: Callable[[], object]) -> Direction:
        async def direction() -> None:
            act()

        return direction

    directions = {
        "Ông Bình gửi tin thoại": sends(lambda: hand.sends_voice(b"...")),
        "Ông Bình gửi nhãn dán": sends(hand.sends_sticker),
        "Ông Bình gửi tệp Word": sends(hand.sends_unsupported),
        "Ông Bình gửi ảnh biên bản": sends(lambda: hand.sends_photo(b"\xff\xd8 anh", "biên bản")),
    }
    await play(stage, "anh-thoai-tep", directions)


async def test_a_document_brings_a_link_that_opens_the_web_chat_for_its_sender(sqlite, tmp_path) -> None:
    async with FakeZaloBot() as fake:
        stage = await Stage.open(sqlite, tmp_path, fake, web="https://roviec.example.vn")
        person = await stage.linked("Ông Bình", UNIT)
        stage.hand("Ông Bình").sends_unsupported()
        await stage.settle()
        link = stage.heard("Ông Bình").splitlines()[-1]
        assert link.startswith("https://roviec.example.vn/?code=")
        async with stage.db.write() as session:
            web = await people.address_of(session, channel="web", chat="may-ban")
            code = link.partition("=")[2]
            assert (await people.link(session, address=web, code=code, now=stage.now)).person.id == person.id
            other = await people.address_of(session, channel="web", chat="may-la")
            with pytest.raises(people.CodeUsed):
                await people.link(session, address=other, code=code, now=stage.now)
        await stage.line.close()


async def test_a_question_for_words_is_not_answered_by_an_older_number(stage: Stage) -> None:
    await stage.linked("Ông Bình", UNIT)
    await stage.task("Rà soát hộ nghèo quý II", UNIT, date(2026, 6, 26))
    for words in ("/viec", "1", "4"):  # the card's choice 4 is "Vướng mắc", which asks for words
        await stage.says("Ông Bình", words)
    assert "3" not in (heard := await stage.says("Ông Bình", "3")) or "Hoàn thành" not in heard
    async with stage.db.read() as session:
        (task,) = (await session.exec(select(Task))).all()
    assert task.state == "assigned"


async def test_yesterday_s_question_takes_no_words_of_today(stage: Stage) -> None:
    await stage.linked("Ông Bình", UNIT)
    await stage.task("Rà soát hộ nghèo quý II", UNIT, date(2026, 6, 26))
    for words in ("/viec", "1", "4"):
        await stage.says("Ông Bình", words)
    stage.now += timedelta(hours=25)
    assert "50%" in await stage.says("Ông Bình", "mới xong 50%")
    async with stage.db.read() as session:
        (task,) = (await session.exec(select(Task))).all()
    assert task.percent == 50


async def test_a_reminder_closes_yesterday_s_question(stage: Stage) -> None:
    await stage.linked("Ông Bình", UNIT)
    await stage.task("Rà soát hộ nghèo quý II", UNIT, date(2026, 6, 26))
    stage.now = datetime(2026, 6, 24, 8, 0, tzinfo=HANOI)
    for words in ("/viec", "1", "4"):
        await stage.says("Ông Bình", words)
    stage.now = datetime(2026, 6, 25, 8, 30, tzinfo=HANOI)
    await stage.remind()
    assert "Ông/Bà chọn 1 – Rà soát hộ nghèo quý II" in await stage.says("Ông Bình", "1")


@pytest.mark.parametrize("typed", ["1", "số 1", "Tôi chọn số 1 ạ", "chọn 1.", "1 nhé"])
async def test_a_number_may_be_said_politely(stage: Stage, typed: str) -> None:
    await stage.linked("Ông Bình", UNIT)
    await stage.task("Rà soát hộ nghèo quý II", UNIT, date(2026, 6, 26))
    await stage.says("Ông Bình", "/viec")
    assert "Ông/Bà chọn 1 – Rà soát" in await stage.says("Ông Bình", typed)


async def test_a_number_that_is_refused_is_echoed_too(stage: Stage) -> None:
    await stage.linked("Ông Bình", UNIT)
    await stage.task("Rà soát hộ nghèo quý II", UNIT, date(2026, 6, 26))
    await stage.says("Ông Bình", "/viec")
    await stage.says("Ông Bình", "1")
    async with stage.db.write() as session:
        (await session.exec(select(Task))).one().state = "done"
    assert (await stage.says("Ông Bình", "1")).startswith("Ông/Bà chọn 1 – Nhận việc\n\n")


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
