"""What else comes over Telegram: forwarded words, edits, albums, captions, thumbs, topics, hidden administrators."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import select

from roviec.bot.build import build
from roviec.bot.process import Process
from roviec.bot.settings import make
from roviec.channels.channel import Pace
from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import Evidence, Feedback, Reception, Role, Task
from roviec.db.tasks import assign
from roviec.scheduler.clock import Scheduler
from roviec.tasks.lifecycle import State
from tests.chat import Clock
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import FakeTelegram

GROUP = -1009
DUE = date(2026, 6, 30)


@dataclass
class Stage:
    """Mai, with two tasks, and a citizen, on Telegram over real HTTP."""

    fake: FakeTelegram
    db: Database
    scheduler: Scheduler
    clock: Clock
    mai: Person
    chair: Person
    citizen: Person

    async def rows(self, table: type) -> list:  # type: ignore[type-arg]
        async with self.db.read() as session:
            return list((await session.exec(select(table))).all())

    async def task(self, title: str, state: State | None = None) -> Task:
        (found,) = [task for task in await self.rows(Task) if task.title == title]
        assert state is None or found.state == state, found.state
        return found


@pytest.fixture
async def stage(sqlite: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    clock = Clock()
    async with sqlite.write() as session:
        root = await people.add_unit(session, name="UBND xã Bình Lư")
        home = await people.add_unit(session, name="Phòng Nội vụ", parent=root)
        for chat, name, unit, role in (
            ("5001", "Lò Thị Mai", home, Role.official),
            ("5002", "Nguyễn Minh Sơn", root, Role.admin),
        ):
            person = await people.add_person(session, name=name, unit=unit, role=role)
            address = await people.address_of(session, channel="telegram", chat=chat)
            address.person_id, address.linked_at = person.id, clock()
        for title in ("Báo cáo quý II", "Rà soát hộ nghèo"):
            new = assign.NewTask(title=title, leads=[home], deadline=assign.fixed(DUE))
            await assign.assign_task(session, new=new, plan=None, actor=None, now=clock())
    async with FakeTelegram(throttle=False) as fake:
        own = {"enabled": True, "token": fake.token, "base_url": fake.base_url}
        settings = make(database={"files": tmp_path / "files"}, telegram=own)
        parts = await build(settings, sqlite, clock)
        parts.channels["telegram"].pace = Pace(1000)
        users = [fake.user(5001 + n, name) for n, name in enumerate(("Mai", "Sơn", "Dân"))]
        async with Process(parts).running(("road", "courier")):
            yield Stage(fake, sqlite, Scheduler(sqlite, parts.house, clock), clock, *users)


def picture(shade: int) -> bytes:
    """Return a picture unlike the others."""
    made = BytesIO()
    Image.new("L", (8, 8), shade).save(made, "PNG")
    return made.getvalue()


async def remind(stage: Stage) -> int:
    """Let the morning's reminder come to Mai; return its message id."""
    stage.clock.now = stage.clock.now.replace(month=6, day=29, hour=8, minute=30)
    await stage.scheduler.tick(stage.clock())
    return (await stage.mai.hears("Rà soát hộ nghèo")).id


async def test_forwarded_words_are_asked_about_and_nothing_is_done(stage: Stage) -> None:
    await stage.mai.says("Báo cáo quý II xong rồi nhé", forwarded_from="Anh Tú")
    await stage.mai.hears("Đây là tin chuyển tiếp: «Báo cáo quý II xong rồi nhé»")
    await stage.task("Báo cáo quý II", State.assigned)
    await stage.mai.presses("Không")
    await stage.mai.hears("Đã hủy")
    await stage.mai.says("đã nhận", forwarded_from="Anh Tú")
    await stage.mai.hears("Đây là tin chuyển tiếp")
    await stage.mai.presses("Đúng, ghi nhận")
    await stage.mai.hears("việc nào")


async def test_words_of_ones_own_instead_of_a_choice_count_and_the_forwarded_ones_do_not(
    stage: Stage,
) -> None:
    await stage.mai.says("Báo cáo quý II xong rồi nhé", forwarded_from="Anh Tú")
    await stage.mai.hears("Đây là tin chuyển tiếp")
    await stage.mai.says("Rà soát hộ nghèo được 40%")
    await stage.mai.hears("40%")
    assert (await stage.task("Rà soát hộ nghèo")).percent == 40
    await stage.task("Báo cáo quý II", State.assigned)


async def test_words_forwarded_after_others_are_asked_about_in_their_place(stage: Stage) -> None:
    await stage.mai.says("Báo cáo quý II xong rồi nhé", forwarded_from="Anh Tú")
    await stage.mai.hears("Báo cáo quý II xong rồi nhé")
    await stage.mai.says("Rà soát hộ nghèo được 40%", forwarded_from="Anh Tú")
    await stage.mai.hears("Đây là tin chuyển tiếp: «Rà soát hộ nghèo được 40%»")
    await stage.mai.presses("Đúng, ghi nhận")
    await stage.mai.hears("40%")
    await stage.task("Báo cáo quý II", State.assigned)


@pytest.mark.parametrize("words", ["/xoadulieu", "1", "có"])
async def test_a_forwarded_command_or_number_answers_nothing(stage: Stage, words: str) -> None:
    await stage.mai.says("/xoadulieu")
    await stage.mai.hears("Xóa")
    await stage.mai.says(words, forwarded_from="Anh Tú")
    await stage.mai.hears("chưa được lấy làm câu trả lời")
    await stage.mai.says("/viec")
    await stage.mai.hears("Ông/Bà có 2 việc")


async def test_what_a_citizen_forwards_becomes_a_draft_and_is_sent_only_when_they_say_so(
    stage: Stage,
) -> None:
    await stage.citizen.says("Cầu treo thôn Tây hỏng ba hôm nay", forwarded_from="Nhóm xóm")
    await stage.citizen.hears("chưa gửi đi")
    assert await stage.rows(Feedback) == []
    await stage.citizen.presses("Phản ánh, kiến nghị")
    await stage.citizen.hears("Việc này về đơn vị nào?")
    await stage.citizen.says("gửi", forwarded_from="Nhóm xóm")
    await stage.citizen.hears("đơn vị nào")


async def test_an_edited_message_is_answered_once_with_what_to_do(stage: Stage) -> None:
    said = await stage.mai.says("xin chào")
    await stage.mai.hears()
    for words in ("xong rồi", "xong 50%"):
        await stage.mai.edits(said, words)
    await stage.mai.hears("Tin đã sửa không làm thay đổi")
    await stage.mai.hears_nothing("Tin đã sửa", within=0.5)
    await stage.task("Báo cáo quý II", State.assigned)


@pytest.mark.parametrize("emoji", ["👍", "👌"])
async def test_a_thumb_on_a_reminder_receives_its_tasks(stage: Stage, emoji: str) -> None:
    number = await remind(stage)
    await stage.mai.reacts("❤", to_message=number)
    await stage.mai.reacts(emoji, to_message=number)
    await stage.mai.hears("nhận 2 việc")
    for title in ("Báo cáo quý II", "Rà soát hộ nghèo"):
        await stage.task(title, State.accepted)
    await stage.mai.reacts("", to_message=number)
    await stage.mai.hears_nothing(within=0.3)


@pytest.mark.parametrize("is_reply", [True, False])
async def test_a_sticker_or_an_emoji_says_the_same(stage: Stage, is_reply: bool) -> None:
    number = await remind(stage)
    if is_reply:
        await stage.mai.sends_sticker("👍", reply_to=number)
    else:
        await stage.mai.says("👍🏻")
    await stage.mai.hears("nhận 2 việc")
    await stage.task("Báo cáo quý II", State.accepted)
    await stage.mai.says("👍")
    await stage.mai.hears("Không có việc mới nào")


async def test_a_reaction_of_a_citizen_says_nothing(stage: Stage) -> None:
    await stage.citizen.says("/start")
    heard = await stage.citizen.hears("Kính chào")
    await stage.citizen.reacts("👍", to_message=heard.id)
    await stage.citizen.hears_nothing(within=0.3)


async def test_a_caption_is_read_as_words(stage: Stage) -> None:
    number = await remind(stage)
    await stage.mai.presses("Báo cáo quý II", of=number)
    await stage.mai.hears("Chủ trì: Phòng Nội vụ")
    await stage.mai.sends_photo(picture(1), caption="đã xong 60%")
    await stage.mai.hears("Đã lưu anh-")
    await stage.mai.hears("60%")
    assert (await stage.task("Báo cáo quý II")).percent == 60
    assert len(await stage.rows(Evidence)) == 1


async def test_an_album_gets_one_answer_and_every_picture_is_kept(stage: Stage) -> None:
    number = await remind(stage)
    await stage.mai.presses("Báo cáo quý II", of=number)
    await stage.mai.hears("Chủ trì: Phòng Nội vụ")
    await stage.mai.sends_album(*map(picture, range(4)))
    heard = await stage.mai.hears("Đã lưu")
    await stage.mai.hears_nothing("Đã lưu", within=0.5)
    assert heard.text.count("anh-") == 4
    assert len(await stage.rows(Evidence)) == 4


async def test_an_album_of_a_citizen_is_one_draft(stage: Stage) -> None:
    await stage.citizen.sends_album(picture(1), picture(2), caption="Đường thôn Đông ngập nước")
    await stage.citizen.hears("«Đường thôn Đông ngập nước»")
    await stage.citizen.hears_nothing(within=0.5)
    await stage.citizen.presses("Phản ánh, kiến nghị")
    await stage.citizen.hears("đơn vị nào")
    await stage.citizen.presses("Tôi không rõ")
    await stage.citizen.hears("Kèm 2 ảnh")


async def test_forwarded_pictures_ask_which_task_though_one_is_talked_of(stage: Stage) -> None:
    number = await remind(stage)
    await stage.mai.presses("Báo cáo quý II", of=number)
    await stage.mai.hears("Chủ trì: Phòng Nội vụ")
    await stage.mai.sends_photo(picture(1), caption="xong rồi", forwarded_from="Anh Tú")
    await stage.mai.hears("tài liệu kiểm chứng của việc nào?")
    await stage.mai.presses("Rà soát hộ nghèo · 30/6/2026, sắp đến hạn")
    await stage.mai.hears("Đã lưu")
    await stage.task("Rà soát hộ nghèo", State.assigned)


async def test_a_pin_of_a_citizen_reaches_who_settles_it(stage: Stage) -> None:
    await stage.citizen.says("Cầu treo thôn Tây hỏng ba hôm nay")
    await stage.citizen.hears("chưa gửi đi")
    await stage.citizen.sends_location(22.38541, 103.47012, title="Cầu treo", address="Thôn Tây")
    await stage.citizen.hears("Đã giữ nội dung")
    await stage.citizen.presses("Phản ánh, kiến nghị")
    await stage.citizen.hears("đơn vị nào")
    await stage.citizen.presses("Tôi không rõ")
    await stage.citizen.hears("q=22.38541,103.47012 Cầu treo, Thôn Tây")
    await stage.citizen.presses("Gửi, đồng ý nhận trả lời tại đây")
    await stage.citizen.hears("Đã tiếp nhận")
    await stage.chair.hears("q=22.38541,103.47012 Cầu treo, Thôn Tây")


async def test_somebody_of_the_office_is_met_on_telegram(stage: Stage) -> None:
    await stage.citizen.says("gặp cán bộ")
    await stage.citizen.hears("Đã báo cán bộ")
    await stage.citizen.says("Mấy giờ mở cửa?")
    await stage.chair.hears("«Mấy giờ mở cửa?»")
    await stage.chair.presses("Trả lời")
    await stage.chair.hears("viết câu trả lời")
    await stage.chair.says("Từ 7 giờ 30.")
    await stage.citizen.hears("Nguyễn Minh Sơn, UBND xã Bình Lư: «Từ 7 giờ 30.»")
    await stage.citizen.presses("Kết thúc")
    await stage.citizen.hears("Đã kết thúc trao đổi")
    await stage.chair.hears("Người dân đã kết thúc")
    (talk,) = await stage.rows(Reception)
    assert talk.ended_on is not None


async def forum(stage: Stage) -> None:
    """Make a group with two topics of which the admin is a member."""
    await stage.fake.perform("add_group", chat_id=GROUP, title="Nhóm", members=[5002, 5001], topics=[7, 9])
    await stage.fake.perform("add_bot", chat_id=GROUP, by=5002)


async def test_a_topic_is_answered_in_the_topic(stage: Stage) -> None:
    await forum(stage)
    await stage.chair.says("/nhom", to=GROUP, topic=7)
    heard = await stage.chair.hears("Nhóm này là nhóm của", to=GROUP)
    assert (heard.raw["message_thread_id"], heard.raw["is_topic_message"]) == (7, True)
    await stage.chair.says("/viec", to=GROUP)
    heard = await stage.chair.hears("UBND xã Bình Lư", to=GROUP)
    assert "message_thread_id" not in heard.raw


async def test_where_the_topic_is_closed_the_group_hears_it(stage: Stage) -> None:
    await forum(stage)
    await stage.chair.says("/giup", to=GROUP, topic=9)
    await stage.chair.hears("Trong nhóm này", to=GROUP)
    await stage.fake.perform("close_topic", chat_id=GROUP, topic=9)
    await stage.chair.says("/giup", to=GROUP, topic=9)
    heard = await stage.chair.hears("Trong nhóm này", to=GROUP)
    assert "message_thread_id" not in heard.raw


async def test_a_hidden_administrator_is_told_what_to_do(stage: Stage) -> None:
    await forum(stage)
    await stage.chair.says("/nhom", to=GROUP, anonymous=True)
    await stage.chair.hears("viết ẩn danh dưới tên nhóm", to=GROUP)
    await stage.chair.says("/viec", to=GROUP, anonymous=True)
    await stage.chair.hears("chưa gắn với đơn vị nào", to=GROUP)


async def test_what_is_forwarded_into_a_group_is_talk_among_people(stage: Stage) -> None:
    await forum(stage)
    await stage.chair.says("/nhom", to=GROUP, forwarded_from="Anh Tú")
    await stage.chair.hears_nothing(to=GROUP, within=0.4)
